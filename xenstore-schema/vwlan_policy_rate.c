// SPDX-License-Identifier: GPL-2.0-or-later
/* Rates, as in xl's vif = [ "rate=10Mb/s@20ms" ]. */
#include <stdio.h>

#include "vwlan_policy_private.h"

#define RATE_DIGITS 9u		/* of a rate or an interval; fits 64 bits */

/* The digits that @text begins with; 0 of them, or too many, are wrong. */
static bool digits_take(struct span *text, uint64_t *to)
{
	size_t digits = 0;

	*to = 0;
	while (digits < text->length && text->at[digits] >= '0' &&
	       text->at[digits] <= '9' && digits <= RATE_DIGITS)
		*to = *to * 10 + (text->at[digits++] - '0');
	*text = span_skip(*text, digits);
	return digits >= 1 && digits <= RATE_DIGITS;
}

/* "20Mb/s": kbit/s, rounded up. */
static int bits_take(struct reading *r, struct span text, uint32_t *to)
{
	uint64_t value, factor = 1;

	if (!digits_take(&text, &value))
		return refuse(r, "is not like 20Mb/s, 500KB/s@20ms or any");
	if (text.length > 0 && strchr("KMG", *text.at)) {
		factor = *text.at == 'K' ? 1000 :
			 *text.at == 'M' ? 1000000 : 1000000000;
		text = span_skip(text, 1);
	}
	if (span_is(text, "B/s"))
		factor *= 8;
	else if (!span_is(text, "b/s"))
		return refuse(r, "has neither b/s nor B/s after a number");
	/* At most 10^9 times 8 * 10^9: no overflow. */
	value = (value * factor + 999) / 1000;
	if (value < VWLAN_POLICY_RATE_MIN || value > VWLAN_POLICY_RATE_MAX)
		return refuse(r, "is not between %uKb/s and %uGb/s",
			      VWLAN_POLICY_RATE_MIN,
			      VWLAN_POLICY_RATE_MAX / 1000000);
	*to = value;
	return 0;
}

static int interval_take(struct reading *r, struct span text, uint32_t *to)
{
	uint64_t value;

	if (!digits_take(&text, &value))
		return refuse(r, "has no number after @");
	if (span_is(text, "s"))
		value *= 1000000;
	else if (span_is(text, "ms"))
		value *= 1000;
	else if (!span_is(text, "us"))
		return refuse(r, "has neither s, ms nor us at its end");
	if (value < VWLAN_POLICY_INTERVAL_MIN ||
	    value > VWLAN_POLICY_INTERVAL_MAX)
		return refuse(r, "has an interval that is not 1ms to 1s");
	*to = value;
	return 0;
}

static int rate_one(struct reading *r, struct span text,
		    struct vwlan_rate *to)
{
	struct vwlan_rate rate = { 0, VWLAN_POLICY_INTERVAL };
	struct span bits = text;
	const char *at;
	int rc = 0;

	if (span_is(text, "any")) {
		*to = (struct vwlan_rate){ 0 };
		return 0;
	}
	at = memchr(text.at, '@', text.length);
	if (at) {
		bits.length = at - text.at;
		rc = interval_take(r, span_skip(text, bits.length + 1),
				   &rate.interval);
	}
	if (rc == 0)
		rc = bits_take(r, bits, &rate.rate);
	if (rc == 0)
		*to = rate;
	return rc;
}

int policy_rate_take(struct reading *r, struct span text)
{
	struct vwlan_policy *p = &r->policy;
	struct span item;
	int rc = 0;

	p->tx = p->rx = (struct vwlan_rate){ 0 };
	if (!span_begins(text, "tx:") && !span_begins(text, "rx:")) {
		rc = rate_one(r, text, &p->tx);
		p->rx = p->tx;
		return rc;
	}
	while (rc == 0 && item_next(&text, &item)) {
		if (span_begins(item, "tx:"))
			rc = rate_one(r, span_skip(item, 3), &p->tx);
		else if (span_begins(item, "rx:"))
			rc = rate_one(r, span_skip(item, 3), &p->rx);
		else
			rc = refuse(r, "has an item without tx: or rx:");
	}
	return rc;
}

static void rate_one_format(const struct vwlan_rate *rate, char *to,
			    size_t size)
{
	if (rate->rate == 0)
		snprintf(to, size, "any");
	else
		snprintf(to, size, "%u%cb/s@%uus",
			 rate->rate % 1000 ? rate->rate : rate->rate / 1000,
			 rate->rate % 1000 ? 'K' : 'M', rate->interval);
}

void policy_rate_format(const struct vwlan_policy *p, char *to)
{
	char tx[40], rx[40];

	rate_one_format(&p->tx, tx, sizeof(tx));
	rate_one_format(&p->rx, rx, sizeof(rx));
	if (strcmp(tx, rx) == 0)
		snprintf(to, VWLAN_NODE_MAX, "%s", tx);
	else
		snprintf(to, VWLAN_NODE_MAX, "tx:%s;rx:%s", tx, rx);
}
