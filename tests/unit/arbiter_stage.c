// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "arbiter_stage.h"

__attribute__((format(printf, 2, 3)))
static void stage_log(struct stage *stage, const char *format, ...)
{
	size_t at = strlen(stage->log), room = sizeof(stage->log) - at;
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(stage->log + at, room, format, args);
	va_end(args);
	cr_assert(length >= 0 && (size_t)length < room);
}

static int number_of(const struct stage *stage,
		     const struct arbiter_guest *guest)
{
	return guest ? (int)(guest - stage->guest) : -1;
}

/* ------------------------------------------------------------------ */
/* Effects                                                             */

static void log_answer(void *user, struct arbiter_guest *guest, uint32_t id,
		       const struct arbiter_answer *answer)
{
	struct stage *stage = user;

	(void)id;
	stage->answer = *answer;
	if (answer->verdict == ARBITER_REFUSE)
		stage_log(stage, "refuse %d: %s\n", number_of(stage, guest),
			  vwlan_status_text(answer->status));
	else
		stage_log(stage, "accept %d\n", number_of(stage, guest));
}

static void log_up(void *user, struct arbiter_guest *guest)
{
	stage_log(user, "up %d\n", number_of(user, guest));
}

static void log_down(void *user, struct arbiter_guest *guest,
		     enum vwlan_status why, const struct arbiter_guest *by,
		     uint64_t at)
{
	(void)at;
	(void)why;
	stage_log(user, "down %d by %d\n", number_of(user, guest),
		  number_of(user, by));
}

static void log_connect(void *user, struct arbiter_guest *guest,
			const struct arbiter_connection *connection)
{
	stage_log(user, "connect %d %u\n", number_of(user, guest),
		  connection->frequency);
}

static void log_disconnect(void *user, struct arbiter_guest *guest,
			   enum vwlan_status why,
			   const struct arbiter_guest *by, uint64_t at)
{
	(void)at;
	(void)why;
	stage_log(user, "disconnect %d by %d\n", number_of(user, guest),
		  number_of(user, by));
}

static void log_stranded(void *user, struct arbiter_guest *guest,
			 enum vwlan_status why)
{
	(void)why;
	stage_log(user, "stranded %d\n", number_of(user, guest));
}

static void log_warn(void *user, struct arbiter_guest *guest,
		     enum vwlan_status why, const struct arbiter_guest *by,
		     uint64_t at)
{
	(void)at;
	(void)why;
	stage_log(user, "warn %d by %d\n", number_of(user, guest),
		  number_of(user, by));
}

static void log_scan_start(void *user, struct arbiter_guest *leader,
			   const struct arbiter_scan *scan)
{
	unsigned int i;

	stage_log(user, "scan %d", number_of(user, leader));
	for (i = 0; i < scan->ssids; i++)
		stage_log(user, " '%.*s'", scan->ssid[i].length,
			  (const char *)scan->ssid[i].bytes);
	stage_log(user, "\n");
}

static void log_scan_abort(void *user, struct arbiter_guest *leader)
{
	stage_log(user, "abort %d\n", number_of(user, leader));
}

static void log_scan_over(void *user, struct arbiter_guest *guest,
			  uint32_t id, enum vwlan_status status,
			  uint64_t since)
{
	(void)id;
	stage_log(user, "over %d: %s%s\n", number_of(user, guest),
		  vwlan_status_text(status), since ? ", new" : "");
}

static void log_phy_settings(void *user, const struct arbiter_wish *wish)
{
	stage_log(user, "phy %d %d %u %u\n", (int)wish->rts,
		  (int)wish->fragment, wish->retry_short, wish->retry_long);
}

static void log_tx_power(void *user, struct arbiter_guest *guest,
			 int32_t power)
{
	stage_log(user, "power %d %d\n", number_of(user, guest), power);
}

static void log_power_save(void *user, struct arbiter_guest *guest, bool on)
{
	stage_log(user, "save %d %d\n", number_of(user, guest), on);
}

static void log_channels(void *user, struct arbiter_guest *guest)
{
	stage_log(user, "channels %d\n", number_of(user, guest));
}

static const struct arbiter_effects effects = {
	.answer = log_answer,
	.up = log_up,
	.down = log_down,
	.connect = log_connect,
	.disconnect = log_disconnect,
	.stranded = log_stranded,
	.warn = log_warn,
	.scan_start = log_scan_start,
	.scan_abort = log_scan_abort,
	.scan_over = log_scan_over,
	.phy_settings = log_phy_settings,
	.tx_power = log_tx_power,
	.power_save = log_power_save,
	.channels = log_channels,
};

/* ------------------------------------------------------------------ */
/* Beginning                                                           */

static void phy_make(struct arbiter_phy *phy, unsigned int stations,
		     unsigned int channels)
{
	static const struct arbiter_phy_channel list[] = {
		{ 2412, 0, 2000, 0 }, { 2437, 0, 2000, 0 },
		{ 2462, 0, 2000, 0 }, { 5180, 0, 2300, 0 },
		{ 5260, VWLAN_CHANNEL_RADAR | VWLAN_CHANNEL_NO_IR, 2000, 0 },
		{ 5825, VWLAN_CHANNEL_DISABLED, 2000, 0 },
	};

	memset(phy, 0, sizeof(*phy));
	phy->combinations = 1;
	phy->combination[0].interfaces = stations;
	phy->combination[0].channels = channels;
	phy->combination[0].limits = 1;
	phy->combination[0].limit[0].max = stations;
	phy->combination[0].limit[0].types = 1u << ARBITER_IFTYPE_STATION;
	phy->scan_ssids = 4;
	phy->scan_ie_max = 500;
	phy->channels = sizeof(list) / sizeof(list[0]);
	memcpy(phy->channel, list, sizeof(list));
}

void stage_init(struct stage *stage, unsigned int stations,
		unsigned int channels)
{
	memset(stage, 0, sizeof(*stage));
	stage->now = 1000;
	arbiter_policy_default(&stage->policy);
	phy_make(&stage->phy, stations, channels);
	arbiter_init(&stage->arbiter, &effects, stage, NULL);
	cr_assert_eq(arbiter_radio_came(&stage->arbiter, &stage->phy,
					stage->now), 0);
}

void stage_free(struct stage *stage)
{
	unsigned int i;

	for (i = 0; i < STAGE_GUESTS; i++)
		if (stage->guest[i].user)
			arbiter_guest_close(&stage->arbiter,
					    &stage->guest[i], stage->now);
	arbiter_free(&stage->arbiter);
}

void stage_open(struct stage *stage, unsigned int i)
{
	const uint8_t mac[] = { 0x00, 0x16, 0x3e, 0, 0, i };

	cr_assert_eq(arbiter_guest_open(&stage->arbiter, &stage->guest[i],
					&stage->policy, mac, stage,
					stage->now), 0);
}

/* ------------------------------------------------------------------ */
/* Asking                                                              */

enum arbiter_verdict stage_ask(struct stage *stage, unsigned int i,
			       struct arbiter_request request)
{
	struct arbiter_answer answer;

	request.id = ++stage->id;
	arbiter_ask(&stage->arbiter, &stage->guest[i], &request, &answer,
		    stage->now);
	stage->answer = answer;
	/* What follows from it at once. */
	stage_wait(stage, 0);
	return answer.verdict;
}

enum arbiter_verdict stage_kind(struct stage *stage, unsigned int i,
				enum arbiter_kind kind)
{
	const struct arbiter_request request = {
		.kind = kind, .patience = ARBITER_PATIENT,
	};

	return stage_ask(stage, i, request);
}

enum arbiter_verdict stage_up(struct stage *stage, unsigned int i)
{
	return stage_kind(stage, i, ARBITER_UP);
}

struct vwlan_ssid stage_ssid(const char *text)
{
	struct vwlan_ssid ssid = { .length = strlen(text) };

	memcpy(ssid.bytes, text, ssid.length);
	return ssid;
}

struct arbiter_connection stage_network(uint32_t frequency)
{
	struct arbiter_connection connection = {
		.ssid = stage_ssid("net"),
		.bssid = { 2, 0, 0, 0, frequency >> 8, frequency },
		.frequency = frequency,
	};

	return connection;
}

enum arbiter_verdict stage_join(struct stage *stage, unsigned int i,
				uint32_t frequency)
{
	const struct arbiter_request request = {
		.kind = ARBITER_JOIN,
		.patience = 4000,
		.connection = stage_network(frequency),
	};

	return stage_ask(stage, i, request);
}

void stage_connect(struct stage *stage, unsigned int i, uint32_t frequency)
{
	stage_open(stage, i);
	cr_assert_eq(stage_up(stage, i), ARBITER_ACCEPT);
	cr_assert_eq(stage_join(stage, i, frequency), ARBITER_ACCEPT);
	cr_assert_eq(stage_kind(stage, i, ARBITER_AUTHORIZED),
		     ARBITER_ACCEPT);
	stage->log[0] = '\0';
}

enum arbiter_verdict stage_scan(struct stage *stage, unsigned int i,
				const char *ssid)
{
	const struct arbiter_scan_request scan = {
		.ssids = 1, .ssid = { stage_ssid(ssid ? ssid : "") },
	};
	const struct arbiter_request request = {
		.kind = ARBITER_SCAN, .scan = &scan,
	};

	return stage_ask(stage, i, request);
}

void stage_wait(struct stage *stage, uint64_t ms)
{
	uint64_t end = stage->now + ms, at;

	while ((at = arbiter_deadline(&stage->arbiter)) <= end) {
		if (at > stage->now)
			stage->now = at;
		arbiter_timeout(&stage->arbiter, stage->now);
		cr_assert_gt(arbiter_deadline(&stage->arbiter), stage->now,
			     "a deadline that stays");
	}
	stage->now = end;
}
