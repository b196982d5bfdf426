/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Control messages: between bytes in a ring and one flat structure.  Pure.
 */
#ifndef VWLAN_MESSAGE_H
#define VWLAN_MESSAGE_H

#include "vwlan_ring.h"

struct vwlan_ssid {
	uint8_t length;		/* bytes, 0 to VWLAN_SSID_MAX */
	uint8_t bytes[VWLAN_SSID_MAX];
};

/**
 * struct vwlan_control - a message taken apart
 * @type: enum vwlan_message_type
 * @status: enum vwlan_status, in responses
 * @id: enum vwlan_command_id or vwlan_event_id
 * @domid: tag
 * @vr: tag
 * @seq: the command's number
 * @generation: the connection's number
 * @present: bit n is set if TLV type n is there
 * @number: values of the TLVs that are numbers, by TLV type
 * @mac: VWLAN_TLV_MAC
 * @bssid: VWLAN_TLV_BSSID
 * @ssids: how many of @ssid there are
 * @ssid: VWLAN_TLV_SSID, in order
 * @passphrase_length: bytes of @passphrase
 * @passphrase: VWLAN_TLV_PASSPHRASE, and a NUL; wipe after use
 */
struct vwlan_control {
	uint8_t type;
	uint8_t status;
	uint16_t id;
	uint16_t domid;
	uint16_t vr;
	uint16_t seq;
	uint32_t generation;
	uint32_t present;
	uint32_t number[VWLAN_TLV_COUNT];
	uint8_t mac[VWLAN_MAC_LEN];
	uint8_t bssid[VWLAN_MAC_LEN];
	uint8_t ssids;
	struct vwlan_ssid ssid[VWLAN_SCAN_SSIDS];
	uint8_t passphrase_length;
	char passphrase[VWLAN_PASSPHRASE_MAX + 1];
};

static inline bool vwlan_control_has(const struct vwlan_control *c,
				     enum vwlan_tlv_type tlv)
{
	return c->present & 1u << tlv;
}

/** vwlan_control_set - give @c a value that is a number */
static inline void vwlan_control_set(struct vwlan_control *c,
				     enum vwlan_tlv_type tlv, uint32_t value)
{
	c->present |= 1u << tlv;
	c->number[tlv] = value;
}

/** vwlan_control_set_bssid - give @c an access point's address */
void vwlan_control_set_bssid(struct vwlan_control *c, const uint8_t *bssid);

/** vwlan_control_set_mac - give @c a station's address */
void vwlan_control_set_mac(struct vwlan_control *c, const uint8_t *mac);

/**
 * vwlan_control_add_ssid - give @c one more SSID
 *
 * Returns 0, or -E2BIG if it is too long or there are too many already.
 */
int vwlan_control_add_ssid(struct vwlan_control *c, const void *bytes,
			   size_t length);

/**
 * vwlan_control_set_passphrase - give @c a passphrase
 *
 * Returns 0, or -EINVAL if it is too short or too long, or not printable
 * ASCII.
 */
int vwlan_control_set_passphrase(struct vwlan_control *c, const char *text,
				 size_t length);

/**
 * vwlan_message_encode - make a message's bytes
 *
 * @to: VWLAN_MESSAGE_MAX bytes
 *
 * Returns its length; every struct vwlan_control fits.
 */
int vwlan_message_encode(const struct vwlan_control *c, uint8_t *to);

/**
 * vwlan_message_decode - take a message apart
 *
 * @from: private copy; @length bytes
 *
 * Returns 0; -EPROTO if the header makes no sense: the peer is broken;
 * -EBADMSG if a value does not: @c then has the header and nothing else;
 * -ENOENT if the id is unknown; -ENODATA if a required value is missing.
 */
int vwlan_message_decode(struct vwlan_control *c, const uint8_t *from,
			 size_t length);

/**
 * vwlan_message_send - put a message into a ring, without publishing it
 *
 * @ring: the ring's bytes
 * @reserve: bytes that must be left free for more important messages
 *
 * Returns 0; -EAGAIN if there is no room; -EPROTO if the peer's index is
 * impossible.
 */
int vwlan_message_send(struct vwlan_producer *p, void *ring,
		       const uint8_t *message, uint32_t length,
		       uint32_t reserve);

/**
 * vwlan_message_receive - copy the next message out, without publishing
 *
 * @ring: the ring's bytes
 * @to: VWLAN_MESSAGE_MAX bytes, private
 *
 * Returns its length; 0 if there is none; -EPROTO if the peer's index or
 * the message's length is impossible.
 */
int vwlan_message_receive(struct vwlan_consumer *c, const void *ring,
			  uint8_t *to);

/** vwlan_status_text - a few words for a person, never NULL */
const char *vwlan_status_text(enum vwlan_status status);

/** vwlan_state_text - one word, never NULL */
const char *vwlan_state_text(enum vwlan_state state);

#endif
