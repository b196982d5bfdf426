// SPDX-License-Identifier: GPL-2.0-or-later
#include "vwlan_message.h"

#ifdef __KERNEL__
#include <linux/errno.h>
#include <linux/string.h>
#else
#include <errno.h>
#include <string.h>
#endif

#define BIT(n) (1u << (n))
#define HEADER ((uint32_t)sizeof(struct vwlan_message))
#define ROUND_UP(n, to) (((n) + (to) - 1) & ~((uint32_t)(to) - 1))

/* Shape of each value. */
static const struct tlv_shape {
	enum tlv_kind { NUMBER = 1, MAC, BSSID, SSID, PASSPHRASE } kind;
	uint16_t min, max;	/* bytes */
} tlv_shapes[VWLAN_TLV_COUNT] = {
	[VWLAN_TLV_VERSION] = { NUMBER, 4, 4 },
	[VWLAN_TLV_CAPABILITIES] = { NUMBER, 4, 4 },
	[VWLAN_TLV_MODE] = { NUMBER, 4, 4 },
	[VWLAN_TLV_MAC] = { MAC, VWLAN_MAC_LEN, VWLAN_MAC_LEN },
	[VWLAN_TLV_SSID] = { SSID, 0, VWLAN_SSID_MAX },
	[VWLAN_TLV_BSSID] = { BSSID, VWLAN_MAC_LEN, VWLAN_MAC_LEN },
	[VWLAN_TLV_PASSPHRASE] = { PASSPHRASE, VWLAN_PASSPHRASE_MIN,
				   VWLAN_PASSPHRASE_MAX },
	[VWLAN_TLV_FREQUENCY] = { NUMBER, 4, 4 },
	[VWLAN_TLV_SIGNAL] = { NUMBER, 4, 4 },
	[VWLAN_TLV_STATE] = { NUMBER, 4, 4 },
	[VWLAN_TLV_STATUS] = { NUMBER, 4, 4 },
	[VWLAN_TLV_REASON] = { NUMBER, 4, 4 },
	[VWLAN_TLV_TX_RATE] = { NUMBER, 4, 4 },
	[VWLAN_TLV_RX_RATE] = { NUMBER, 4, 4 },
	[VWLAN_TLV_CIPHER] = { NUMBER, 4, 4 },
	[VWLAN_TLV_AKM] = { NUMBER, 4, 4 },
	[VWLAN_TLV_AGE] = { NUMBER, 4, 4 },
	[VWLAN_TLV_SECURITY] = { NUMBER, 4, 4 },
};

/* Values without which a message means nothing. */
static const uint32_t command_needs[VWLAN_CMD_COUNT] = {
	[VWLAN_CMD_HELLO] = BIT(VWLAN_TLV_VERSION) |
			    BIT(VWLAN_TLV_CAPABILITIES),
	[VWLAN_CMD_CONNECT] = BIT(VWLAN_TLV_SSID),
};

static const uint32_t event_needs[VWLAN_EVT_COUNT] = {
	[VWLAN_EVT_STATE] = BIT(VWLAN_TLV_STATE),
	[VWLAN_EVT_BSS] = BIT(VWLAN_TLV_BSSID) | BIT(VWLAN_TLV_SSID),
	[VWLAN_EVT_SCAN_DONE] = BIT(VWLAN_TLV_STATUS),
};

static void put16(uint8_t *to, uint16_t value)
{
	to[0] = value & 0xff;
	to[1] = value >> 8;
}

static void put32(uint8_t *to, uint32_t value)
{
	put16(to, value & 0xffff);
	put16(to + 2, value >> 16);
}

static uint16_t get16(const uint8_t *from)
{
	return from[0] | from[1] << 8;
}

static uint32_t get32(const uint8_t *from)
{
	return get16(from) | (uint32_t)get16(from + 2) << 16;
}

void vwlan_control_set_bssid(struct vwlan_control *c, const uint8_t *bssid)
{
	c->present |= BIT(VWLAN_TLV_BSSID);
	memcpy(c->bssid, bssid, sizeof(c->bssid));
}

void vwlan_control_set_mac(struct vwlan_control *c, const uint8_t *mac)
{
	c->present |= BIT(VWLAN_TLV_MAC);
	memcpy(c->mac, mac, sizeof(c->mac));
}

int vwlan_control_add_ssid(struct vwlan_control *c, const void *bytes,
			   size_t length)
{
	struct vwlan_ssid *ssid;

	if (c->ssids >= VWLAN_SCAN_SSIDS || length > VWLAN_SSID_MAX)
		return -E2BIG;
	c->present |= BIT(VWLAN_TLV_SSID);
	ssid = &c->ssid[c->ssids++];
	ssid->length = length;
	memcpy(ssid->bytes, bytes, length);
	return 0;
}

int vwlan_control_set_passphrase(struct vwlan_control *c, const char *text,
				 size_t length)
{
	size_t i;

	if (length < VWLAN_PASSPHRASE_MIN || length > VWLAN_PASSPHRASE_MAX)
		return -EINVAL;
	/* It goes into a supplicant's commands, where a newline ends one. */
	for (i = 0; i < length; i++)
		if (text[i] < ' ' || text[i] > '~')
			return -EINVAL;
	c->present |= BIT(VWLAN_TLV_PASSPHRASE);
	c->passphrase_length = length;
	memcpy(c->passphrase, text, length);
	c->passphrase[length] = '\0';
	return 0;
}

static uint32_t tlv_put(uint8_t *to, uint16_t type, const void *value,
			uint16_t length)
{
	uint32_t padded = ROUND_UP(length, 4);

	put16(to, type);
	put16(to + 2, length);
	memset(to + 4, 0, padded);
	memcpy(to + 4, value, length);
	return 4 + padded;
}

static uint32_t tlv_encode(const struct vwlan_control *c, unsigned int type,
			   uint8_t *to)
{
	uint32_t at = 0;
	uint8_t number[4];
	unsigned int i;

	switch (tlv_shapes[type].kind) {
	case NUMBER:
		put32(number, c->number[type]);
		return tlv_put(to, type, number, sizeof(number));
	case MAC:
		return tlv_put(to, type, c->mac, sizeof(c->mac));
	case BSSID:
		return tlv_put(to, type, c->bssid, sizeof(c->bssid));
	case SSID:
		for (i = 0; i < c->ssids; i++)
			at += tlv_put(to + at, type, c->ssid[i].bytes,
				      c->ssid[i].length);
		return at;
	case PASSPHRASE:
		return tlv_put(to, type, c->passphrase, c->passphrase_length);
	}
	return 0;
}

int vwlan_message_encode(const struct vwlan_control *c, uint8_t *to)
{
	uint32_t at = HEADER;
	unsigned int type;

	for (type = 1; type < VWLAN_TLV_COUNT; type++)
		if (c->present & BIT(type))
			at += tlv_encode(c, type, to + at);
	to[0] = c->type;
	to[1] = c->status;
	put16(to + 2, c->id);
	put16(to + 4, c->domid);
	put16(to + 6, c->vr);
	put16(to + 8, at);
	put16(to + 10, c->seq);
	put32(to + 12, c->generation);
	return at;
}

static int tlv_decode(struct vwlan_control *c, uint16_t type,
		      const uint8_t *value, uint16_t length)
{
	const struct tlv_shape *shape = &tlv_shapes[type];

	if (length < shape->min || length > shape->max)
		return -EBADMSG;
	if (shape->kind == SSID)
		return vwlan_control_add_ssid(c, value, length) ? -EBADMSG : 0;
	if (c->present & BIT(type))
		return -EBADMSG;
	switch (shape->kind) {
	case NUMBER:
		vwlan_control_set(c, type, get32(value));
		break;
	case MAC:
		vwlan_control_set_mac(c, value);
		break;
	case BSSID:
		vwlan_control_set_bssid(c, value);
		break;
	case PASSPHRASE:
		return vwlan_control_set_passphrase(c, (const char *)value,
						    length) ? -EBADMSG : 0;
	case SSID:
		break;
	}
	return 0;
}

static int tlvs_decode(struct vwlan_control *c, const uint8_t *from,
		       uint32_t length)
{
	uint32_t at = 0;
	uint16_t type, bytes;
	int rc;

	while (at < length) {
		if (length - at < 4)
			return -EBADMSG;
		type = get16(from + at);
		bytes = get16(from + at + 2);
		at += 4;
		if (bytes > length - at)
			return -EBADMSG;
		if (type > 0 && type < VWLAN_TLV_COUNT) {
			rc = tlv_decode(c, type, from + at, bytes);
			if (rc)
				return rc;
		}
		at += ROUND_UP(bytes, 4);
	}
	return 0;
}

static int header_decode(struct vwlan_control *c, const uint8_t *from,
			 size_t length)
{
	memset(c, 0, sizeof(*c));
	if (length < HEADER || length > VWLAN_MESSAGE_MAX ||
	    get16(from + 8) != length)
		return -EPROTO;
	c->type = from[0];
	c->status = from[1];
	c->id = get16(from + 2);
	c->domid = get16(from + 4);
	c->vr = get16(from + 6);
	c->seq = get16(from + 10);
	c->generation = get32(from + 12);
	if (c->type < VWLAN_COMMAND || c->type > VWLAN_EVENT ||
	    c->status >= VWLAN_STATUS_COUNT ||
	    (c->type != VWLAN_RESPONSE && c->status != VWLAN_OK))
		return -EPROTO;
	return 0;
}

static int needs_check(const struct vwlan_control *c)
{
	bool event = c->type == VWLAN_EVENT;
	uint32_t needs;

	if (c->id == 0 || c->id >= (event ? VWLAN_EVT_COUNT : VWLAN_CMD_COUNT))
		return -ENOENT;
	if (c->type == VWLAN_RESPONSE)
		return 0;
	needs = event ? event_needs[c->id] : command_needs[c->id];
	return (c->present & needs) == needs ? 0 : -ENODATA;
}

/* Only a scan looks for several networks; all else is about one. */
static int ssids_check(const struct vwlan_control *c)
{
	if (c->type == VWLAN_COMMAND && c->id == VWLAN_CMD_SCAN)
		return 0;
	return c->ssids > 1 ? -EBADMSG : 0;
}

/* A value was wrong: what was taken from the others is worth nothing. */
static void values_forget(struct vwlan_control *c)
{
	size_t header = offsetof(struct vwlan_control, present);

	memset((char *)c + header, 0, sizeof(*c) - header);
}

int vwlan_message_decode(struct vwlan_control *c, const uint8_t *from,
			 size_t length)
{
	int rc = header_decode(c, from, length);

	if (rc)
		return rc;
	rc = tlvs_decode(c, from + HEADER, length - HEADER);
	if (rc == 0)
		rc = ssids_check(c);
	if (rc)
		values_forget(c);
	return rc ? rc : needs_check(c);
}

int vwlan_message_send(struct vwlan_producer *p, void *ring,
		       const uint8_t *message, uint32_t length,
		       uint32_t reserve)
{
	uint32_t padded = ROUND_UP(length, VWLAN_MESSAGE_ALIGN);
	int room = vwlan_producer_room(p);

	if (room < 0)
		return room;
	if ((uint32_t)room < padded + reserve)
		return -EAGAIN;
	vwlan_bytes_write(ring, p->size, p->prod, message, length);
	p->prod += padded;
	return 0;
}

int vwlan_message_receive(struct vwlan_consumer *c, const void *ring,
			  uint8_t *to)
{
	int ready = vwlan_consumer_ready(c);
	uint32_t length, padded;

	if (ready <= 0)
		return ready;
	if ((uint32_t)ready < HEADER)
		return -EPROTO;
	vwlan_bytes_read(ring, c->size, c->cons, to, HEADER);
	length = get16(to + 8);
	padded = ROUND_UP(length, VWLAN_MESSAGE_ALIGN);
	if (length < HEADER || length > VWLAN_MESSAGE_MAX ||
	    padded > (uint32_t)ready)
		return -EPROTO;
	vwlan_bytes_read(ring, c->size, c->cons + HEADER, to + HEADER,
			 length - HEADER);
	c->cons += padded;
	return length;
}

const char *vwlan_status_text(enum vwlan_status status)
{
	switch (status) {
	case VWLAN_OK:
		return "ok";
	case VWLAN_BAD_MESSAGE:
		return "malformed message";
	case VWLAN_UNSUPPORTED:
		return "not supported";
	case VWLAN_BAD_VALUE:
		return "value out of range";
	case VWLAN_BUSY:
		return "busy with the same request";
	case VWLAN_RATE:
		return "too many requests, try again later";
	case VWLAN_POLICY:
		return "not allowed by the administrator";
	case VWLAN_NOT_FOUND:
		return "network not found";
	case VWLAN_CHANNEL:
		return "channel conflicts with other guests";
	case VWLAN_SLOT:
		return "radio has no station to spare";
	case VWLAN_RADAR:
		return "channel needs radar detection";
	case VWLAN_RFKILL:
		return "radio is switched off";
	case VWLAN_NO_RADIO:
		return "no radio";
	case VWLAN_AUTH_FAILED:
		return "authentication failed, wrong passphrase?";
	case VWLAN_FAILED:
		return "failed";
	case VWLAN_TIMEOUT:
		return "timed out";
	case VWLAN_STATUS_COUNT:
		break;
	}
	return "unknown";
}

const char *vwlan_state_text(enum vwlan_state state)
{
	switch (state) {
	case VWLAN_STATE_DOWN:
		return "down";
	case VWLAN_STATE_DISCONNECTED:
		return "disconnected";
	case VWLAN_STATE_CONNECTING:
		return "connecting";
	case VWLAN_STATE_CONNECTED:
		return "connected";
	case VWLAN_STATE_COUNT:
		break;
	}
	return "unknown";
}
