// SPDX-License-Identifier: GPL-2.0-or-later
#include "vwlan_message.h"

#ifdef __KERNEL__
#include <linux/errno.h>
#include <linux/string.h>
#else
#include <errno.h>
#include <string.h>
#endif

#define HEADER ((uint32_t)sizeof(struct vwlan_message))
#define ROUND_UP(n, to) (((n) + (to) - 1) & ~((uint32_t)(to) - 1))

/* Shape of each value: bytes, of BYTES also what they come in. */
static const struct tlv_shape {
	enum tlv_kind { NUMBER = 1, MAC, BSSID, SSID, PASSPHRASE, BYTES } kind;
	uint16_t min, max, each;
} tlv_shapes[VWLAN_TLV_COUNT] = {
#define NUMBER_TLV(name) [VWLAN_TLV_##name] = { NUMBER, 4, 4, 4 }
#define BYTES_TLV(name, min, max, each) \
	[VWLAN_TLV_##name] = { BYTES, min, max, each }
	NUMBER_TLV(VERSION),
	NUMBER_TLV(CAPABILITIES),
	NUMBER_TLV(MODE),
	[VWLAN_TLV_MAC] = { MAC, VWLAN_MAC_LEN, VWLAN_MAC_LEN, 1 },
	[VWLAN_TLV_SSID] = { SSID, 0, VWLAN_SSID_MAX, 1 },
	[VWLAN_TLV_BSSID] = { BSSID, VWLAN_MAC_LEN, VWLAN_MAC_LEN, 1 },
	[VWLAN_TLV_PASSPHRASE] = { PASSPHRASE, VWLAN_PASSPHRASE_MIN,
				   VWLAN_PASSPHRASE_MAX, 1 },
	NUMBER_TLV(FREQUENCY),
	NUMBER_TLV(SIGNAL),
	NUMBER_TLV(STATE),
	NUMBER_TLV(STATUS),
	NUMBER_TLV(REASON),
	NUMBER_TLV(TX_RATE),
	NUMBER_TLV(RX_RATE),
	NUMBER_TLV(CIPHER),
	NUMBER_TLV(AKM),
	NUMBER_TLV(AGE),
	NUMBER_TLV(SECURITY),
	BYTES_TLV(PHY, sizeof(struct vwlan_phy), sizeof(struct vwlan_phy), 1),
	BYTES_TLV(CIPHERS, 0, VWLAN_CIPHERS_MAX * 4, 4),
	NUMBER_TLV(BAND),
	BYTES_TLV(CHANNELS, 0,
		  VWLAN_CHANNELS_MAX * sizeof(struct vwlan_channel),
		  sizeof(struct vwlan_channel)),
	BYTES_TLV(RATES, 0, VWLAN_RATES_MAX * 2, 2),
	BYTES_TLV(HT_CAPABILITY, 19, 19, 1),
	BYTES_TLV(VHT_CAPABILITY, 12, 12, 1),
	BYTES_TLV(HE_CAPABILITY, 29, 54, 1),
	BYTES_TLV(IE, 0, VWLAN_IE_MAX, 1),
	BYTES_TLV(FREQUENCIES, 2, VWLAN_FREQUENCIES_MAX * 2, 2),
	NUMBER_TLV(SCAN_FLAGS),
	BYTES_TLV(MAC_MASK, VWLAN_MAC_LEN, VWLAN_MAC_LEN, 1),
	NUMBER_TLV(DURATION),
	NUMBER_TLV(AUTH_TYPE),
	BYTES_TLV(AUTH_DATA, 4, VWLAN_AUTH_DATA_MAX, 1),
	BYTES_TLV(ASSOCIATION, sizeof(struct vwlan_association),
		  sizeof(struct vwlan_association), 1),
	BYTES_TLV(PREVIOUS_BSSID, VWLAN_MAC_LEN, VWLAN_MAC_LEN, 1),
	BYTES_TLV(HT_OVERRIDE, 52, 52, 1),
	BYTES_TLV(VHT_OVERRIDE, 24, 24, 1),
	NUMBER_TLV(LOCAL),
	BYTES_TLV(KEY, VWLAN_KEY_MIN, VWLAN_KEY_MAX, 1),
	NUMBER_TLV(KEY_INDEX),
	BYTES_TLV(KEY_SEQUENCE, 6, 16, 1),
	NUMBER_TLV(KEY_MODE),
	NUMBER_TLV(KEY_DEFAULT),
	NUMBER_TLV(AUTHORIZED),
	NUMBER_TLV(ETHERTYPE),
	BYTES_TLV(FRAME, 1, VWLAN_MANAGEMENT_MAX, 1),
	NUMBER_TLV(FRAME_FLAGS),
	NUMBER_TLV(COOKIE),
	NUMBER_TLV(ACK),
	BYTES_TLV(REQUEST_IE, 0, VWLAN_SENT_IE_MAX, 1),
	BYTES_TLV(TSF, 8, 8, 1),
	NUMBER_TLV(BEACON_INTERVAL),
	NUMBER_TLV(CAPABILITY),
	BYTES_TLV(BEACON_IE, 0, VWLAN_IE_MAX, 1),
	NUMBER_TLV(CQM_EVENT),
	BYTES_TLV(THRESHOLDS, 0, VWLAN_THRESHOLDS_MAX * 4, 4),
	NUMBER_TLV(HYSTERESIS),
	NUMBER_TLV(POWER_SAVE),
	NUMBER_TLV(TX_POWER),
	NUMBER_TLV(POWER_TYPE),
	BYTES_TLV(PHY_SETTINGS, sizeof(struct vwlan_phy_settings),
		  sizeof(struct vwlan_phy_settings), 1),
	BYTES_TLV(CHANNEL, sizeof(struct vwlan_channel_definition),
		  sizeof(struct vwlan_channel_definition), 1),
	NUMBER_TLV(COUNT_DOWN),
	NUMBER_TLV(KEY_TYPE),
	BYTES_TLV(STATION, sizeof(struct vwlan_station),
		  sizeof(struct vwlan_station), 1),
	NUMBER_TLV(STATUS_CODE),
	BYTES_TLV(BITRATE_MASKS, sizeof(struct vwlan_bitrate_mask),
		  VWLAN_BANDS * sizeof(struct vwlan_bitrate_mask),
		  sizeof(struct vwlan_bitrate_mask)),
	BYTES_TLV(QOS_MAP, VWLAN_QOS_MAP_MIN, VWLAN_QOS_MAP_MAX, 2),
#undef NUMBER_TLV
#undef BYTES_TLV
};

#define NEEDS_MAX 5

/* Values without which a message means nothing; 0 ends a row. */
static const uint8_t command_needs[VWLAN_CMD_COUNT][NEEDS_MAX] = {
	[VWLAN_CMD_HELLO] = { VWLAN_TLV_VERSION, VWLAN_TLV_CAPABILITIES },
	[VWLAN_CMD_CONNECT] = { VWLAN_TLV_SSID },
	[VWLAN_CMD_GET_BAND] = { VWLAN_TLV_BAND },
	[VWLAN_CMD_SET_MAC] = { VWLAN_TLV_MAC },
	[VWLAN_CMD_AUTHENTICATE] = { VWLAN_TLV_BSSID, VWLAN_TLV_FREQUENCY,
				     VWLAN_TLV_SSID, VWLAN_TLV_AUTH_TYPE },
	[VWLAN_CMD_ASSOCIATE] = { VWLAN_TLV_BSSID, VWLAN_TLV_FREQUENCY,
				  VWLAN_TLV_SSID, VWLAN_TLV_ASSOCIATION },
	[VWLAN_CMD_DEAUTHENTICATE] = { VWLAN_TLV_BSSID, VWLAN_TLV_REASON },
	[VWLAN_CMD_DISASSOCIATE] = { VWLAN_TLV_BSSID, VWLAN_TLV_REASON },
	[VWLAN_CMD_ADD_KEY] = { VWLAN_TLV_KEY_INDEX, VWLAN_TLV_CIPHER,
				VWLAN_TLV_KEY },
	[VWLAN_CMD_DELETE_KEY] = { VWLAN_TLV_KEY_INDEX },
	[VWLAN_CMD_DEFAULT_KEY] = { VWLAN_TLV_KEY_INDEX,
				    VWLAN_TLV_KEY_DEFAULT },
	[VWLAN_CMD_AUTHORIZE] = { VWLAN_TLV_MAC, VWLAN_TLV_AUTHORIZED },
	[VWLAN_CMD_SEND_EAPOL] = { VWLAN_TLV_MAC, VWLAN_TLV_ETHERTYPE,
				   VWLAN_TLV_FRAME, VWLAN_TLV_COOKIE },
	[VWLAN_CMD_SEND_FRAME] = { VWLAN_TLV_FRAME, VWLAN_TLV_COOKIE },
	[VWLAN_CMD_CANCEL_FRAME] = { VWLAN_TLV_COOKIE },
	[VWLAN_CMD_REMAIN] = { VWLAN_TLV_FREQUENCY, VWLAN_TLV_DURATION,
			       VWLAN_TLV_COOKIE },
	[VWLAN_CMD_CANCEL_REMAIN] = { VWLAN_TLV_COOKIE },
	[VWLAN_CMD_GET_STATION] = { VWLAN_TLV_BSSID },
	[VWLAN_CMD_POWER_SAVE] = { VWLAN_TLV_POWER_SAVE },
	[VWLAN_CMD_SET_CQM] = { VWLAN_TLV_THRESHOLDS, VWLAN_TLV_HYSTERESIS },
	[VWLAN_CMD_SET_TX_POWER] = { VWLAN_TLV_POWER_TYPE },
	[VWLAN_CMD_SET_PHY] = { VWLAN_TLV_PHY_SETTINGS },
};

static const uint8_t event_needs[VWLAN_EVT_COUNT][NEEDS_MAX] = {
	[VWLAN_EVT_STATE] = { VWLAN_TLV_STATE },
	[VWLAN_EVT_BSS] = { VWLAN_TLV_BSSID, VWLAN_TLV_SSID },
	[VWLAN_EVT_SCAN_DONE] = { VWLAN_TLV_STATUS },
	[VWLAN_EVT_SCAN_RESULT] = { VWLAN_TLV_BSSID, VWLAN_TLV_FREQUENCY,
				    VWLAN_TLV_SIGNAL, VWLAN_TLV_CAPABILITY,
				    VWLAN_TLV_BEACON_INTERVAL },
	[VWLAN_EVT_AUTHENTICATED] = { VWLAN_TLV_FRAME },
	[VWLAN_EVT_AUTH_TIMEOUT] = { VWLAN_TLV_BSSID },
	[VWLAN_EVT_ASSOCIATED] = { VWLAN_TLV_FRAME },
	[VWLAN_EVT_ASSOC_TIMEOUT] = { VWLAN_TLV_BSSID },
	[VWLAN_EVT_DEAUTHENTICATED] = { VWLAN_TLV_FRAME },
	[VWLAN_EVT_UNPROTECTED] = { VWLAN_TLV_FRAME },
	[VWLAN_EVT_EAPOL] = { VWLAN_TLV_MAC, VWLAN_TLV_ETHERTYPE,
			      VWLAN_TLV_FRAME },
	[VWLAN_EVT_EAPOL_STATUS] = { VWLAN_TLV_COOKIE, VWLAN_TLV_ACK },
	[VWLAN_EVT_FRAME] = { VWLAN_TLV_FRAME, VWLAN_TLV_FREQUENCY,
			      VWLAN_TLV_SIGNAL },
	[VWLAN_EVT_FRAME_STATUS] = { VWLAN_TLV_COOKIE, VWLAN_TLV_ACK },
	[VWLAN_EVT_REMAIN_BEGIN] = { VWLAN_TLV_COOKIE, VWLAN_TLV_FREQUENCY,
				     VWLAN_TLV_DURATION },
	[VWLAN_EVT_REMAIN_END] = { VWLAN_TLV_COOKIE, VWLAN_TLV_FREQUENCY },
	[VWLAN_EVT_CQM] = { VWLAN_TLV_CQM_EVENT },
	[VWLAN_EVT_CHANNEL_SWITCH] = { VWLAN_TLV_CHANNEL },
	[VWLAN_EVT_MIC_FAILURE] = { VWLAN_TLV_MAC, VWLAN_TLV_KEY_INDEX,
				    VWLAN_TLV_KEY_TYPE },
	[VWLAN_EVT_CONNECTED] = { VWLAN_TLV_STATUS_CODE },
	[VWLAN_EVT_ROAMED] = { VWLAN_TLV_BSSID },
	[VWLAN_EVT_DISCONNECTED] = { VWLAN_TLV_REASON },
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

void vwlan_control_clear(struct vwlan_control *c)
{
	memset(c, 0, offsetof(struct vwlan_control, memory));
}

void vwlan_control_wipe(struct vwlan_control *c)
{
#ifdef __KERNEL__
	memzero_explicit(c, sizeof(*c));
#else
	explicit_bzero(c, sizeof(*c));
#endif
}

static bool shape_fits(const struct tlv_shape *shape, size_t length)
{
	return length >= shape->min && length <= shape->max &&
	       length % shape->each == 0;
}

int vwlan_control_set_bytes(struct vwlan_control *c, enum vwlan_tlv_type tlv,
			    const void *bytes, size_t length)
{
	const struct tlv_shape *shape = &tlv_shapes[tlv];

	if (shape->kind != BYTES || !shape_fits(shape, length))
		return -EINVAL;
	if (length > sizeof(c->memory) - c->used)
		return -EMSGSIZE;
	c->present[tlv] = 1;
	c->bytes[tlv] = (struct vwlan_bytes){ c->used, length };
	if (length > 0)
		memcpy(c->memory + c->used, bytes, length);
	c->used += length;
	return 0;
}

const uint8_t *vwlan_control_bytes(const struct vwlan_control *c,
				   enum vwlan_tlv_type tlv, size_t *length)
{
	*length = c->present[tlv] ? c->bytes[tlv].length : 0;
	return c->present[tlv] ? c->memory + c->bytes[tlv].at : NULL;
}

void vwlan_control_set_bssid(struct vwlan_control *c, const uint8_t *bssid)
{
	c->present[VWLAN_TLV_BSSID] = 1;
	memcpy(c->bssid, bssid, sizeof(c->bssid));
}

void vwlan_control_set_mac(struct vwlan_control *c, const uint8_t *mac)
{
	c->present[VWLAN_TLV_MAC] = 1;
	memcpy(c->mac, mac, sizeof(c->mac));
}

int vwlan_control_add_ssid(struct vwlan_control *c, const void *bytes,
			   size_t length)
{
	struct vwlan_ssid *ssid;

	if (c->ssids >= VWLAN_SCAN_SSIDS || length > VWLAN_SSID_MAX)
		return -E2BIG;
	c->present[VWLAN_TLV_SSID] = 1;
	ssid = &c->ssid[c->ssids++];
	ssid->length = length;
	memcpy(ssid->bytes, bytes, length);
	return 0;
}

static bool passphrase_valid(const char *text, size_t length)
{
	size_t i;

	if (length < VWLAN_PASSPHRASE_MIN || length > VWLAN_PASSPHRASE_MAX)
		return false;
	/* It goes into a supplicant's commands, where a newline ends one. */
	for (i = 0; i < length; i++)
		if (text[i] < ' ' || text[i] > '~')
			return false;
	return true;
}

int vwlan_control_set_passphrase(struct vwlan_control *c, const char *text,
				 size_t length)
{
	if (!passphrase_valid(text, length))
		return -EINVAL;
	c->present[VWLAN_TLV_PASSPHRASE] = 1;
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
	case BYTES:
		return tlv_put(to, type, c->memory + c->bytes[type].at,
			       c->bytes[type].length);
	}
	return 0;
}

int vwlan_message_encode(const struct vwlan_control *c, uint8_t *to)
{
	uint32_t at = HEADER;
	unsigned int type;

	for (type = 1; type < VWLAN_TLV_COUNT; type++)
		if (c->present[type])
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

	if (!shape_fits(shape, length))
		return -EBADMSG;
	if (shape->kind == SSID)
		return vwlan_control_add_ssid(c, value, length) ? -EBADMSG : 0;
	if (c->present[type])
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
	case BYTES:
		return vwlan_control_set_bytes(c, type, value, length) ?
		       -EBADMSG : 0;
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

static int kind_check(const struct vwlan_control *c)
{
	if (c->type < VWLAN_COMMAND || c->type > VWLAN_EVENT ||
	    c->status >= VWLAN_STATUS_COUNT ||
	    (c->type != VWLAN_RESPONSE && c->status != VWLAN_OK))
		return -EPROTO;
	return 0;
}

static uint32_t length_max(uint8_t type)
{
	return type == VWLAN_RESPONSE ? VWLAN_RESPONSE_MAX :
					VWLAN_MESSAGE_MAX;
}

static int header_decode(struct vwlan_control *c, const uint8_t *from,
			 size_t length)
{
	vwlan_control_clear(c);
	if (length < HEADER || get16(from + 8) != length ||
	    length > length_max(from[0]))
		return -EPROTO;
	c->type = from[0];
	c->status = from[1];
	c->id = get16(from + 2);
	c->domid = get16(from + 4);
	c->vr = get16(from + 6);
	c->seq = get16(from + 10);
	c->generation = get32(from + 12);
	return kind_check(c);
}

static int needs_check(const struct vwlan_control *c)
{
	bool event = c->type == VWLAN_EVENT;
	const uint8_t *needs;
	unsigned int i;

	if (c->id == 0 || c->id >= (event ? VWLAN_EVT_COUNT : VWLAN_CMD_COUNT))
		return -ENOENT;
	if (c->type == VWLAN_RESPONSE)
		return 0;
	needs = event ? event_needs[c->id] : command_needs[c->id];
	for (i = 0; i < NEEDS_MAX && needs[i]; i++)
		if (!c->present[needs[i]])
			return -ENODATA;
	/* Of these one is enough. */
	if (event && c->id == VWLAN_EVT_SCAN_RESULT &&
	    !c->present[VWLAN_TLV_IE] && !c->present[VWLAN_TLV_BEACON_IE])
		return -ENODATA;
	return 0;
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

	memset((char *)c + header, 0,
	       offsetof(struct vwlan_control, memory) - header);
}

static bool value_check(const struct vwlan_control *c, unsigned int type)
{
	const struct tlv_shape *shape = &tlv_shapes[type];
	const struct vwlan_bytes *bytes = &c->bytes[type];

	switch (shape->kind) {
	case PASSPHRASE:
		return passphrase_valid(c->passphrase, c->passphrase_length) &&
		       !c->passphrase[c->passphrase_length];
	case BYTES:
		return shape_fits(shape, bytes->length) &&
		       bytes->at <= c->used &&
		       bytes->length <= c->used - bytes->at;
	case NUMBER:
	case MAC:
	case BSSID:
	case SSID:
		break;
	}
	return true;
}

/* Only a scan has more than one SSID, and a scan is no response. */
static uint32_t value_length(const struct vwlan_control *c, unsigned int type)
{
	switch (tlv_shapes[type].kind) {
	case SSID:
		return c->ssid[0].length;
	case PASSPHRASE:
		return c->passphrase_length;
	case BYTES:
		return c->bytes[type].length;
	case NUMBER:
	case MAC:
	case BSSID:
		break;
	}
	return tlv_shapes[type].max;
}

/* For a response that is no longer there is room. */
static int response_check(const struct vwlan_control *c)
{
	uint32_t length = HEADER;
	unsigned int i;

	if (c->type != VWLAN_RESPONSE)
		return 0;
	for (i = 1; i < VWLAN_TLV_COUNT; i++)
		if (c->present[i])
			length += 4 + ROUND_UP(value_length(c, i), 4);
	return length > VWLAN_RESPONSE_MAX ? -EBADMSG : 0;
}

int vwlan_control_check(const struct vwlan_control *c)
{
	size_t bytes = 0;
	unsigned int i;

	if (kind_check(c) || !c->present[VWLAN_TLV_SSID] != !c->ssids ||
	    c->ssids > VWLAN_SCAN_SSIDS || c->used > sizeof(c->memory) ||
	    c->passphrase_length > VWLAN_PASSPHRASE_MAX)
		return -EBADMSG;
	for (i = 0; i < c->ssids; i++)
		if (c->ssid[i].length > VWLAN_SSID_MAX)
			return -EBADMSG;
	for (i = 0; i < VWLAN_TLV_COUNT; i++) {
		if (c->present[i] > (i > 0) ||
		    (c->present[i] && !value_check(c, i)))
			return -EBADMSG;
		if (c->present[i] && tlv_shapes[i].kind == BYTES)
			bytes += c->bytes[i].length;
	}
	/* More than there is: values overlap.  Less: what is the rest? */
	if (bytes != c->used)
		return -EBADMSG;
	if (needs_check(c) || ssids_check(c) || response_check(c))
		return -EBADMSG;
	return 0;
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
	case VWLAN_NOT_CONNECTED:
		return "not connected";
	case VWLAN_IS_CONNECTED:
		return "already connected";
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
	case VWLAN_STATE_PARKED:
		return "parked";
	case VWLAN_STATE_COUNT:
		break;
	}
	return "unknown";
}
