/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Control messages: between bytes in a ring and one flat structure.  Pure.
 */
#ifndef VWLAN_MESSAGE_H
#define VWLAN_MESSAGE_H

#ifdef __KERNEL__
#include <linux/string.h>
#else
#include <string.h>
#endif

#include "vwlan_abi_message.h"
#include "vwlan_ring.h"

struct vwlan_ssid {
	uint8_t length;		/* bytes, 0 to VWLAN_SSID_MAX */
	uint8_t bytes[VWLAN_SSID_MAX];
};

/** vwlan_ssid_same - the same bytes, case and all */
static inline bool vwlan_ssid_same(const struct vwlan_ssid *a,
				   const struct vwlan_ssid *b)
{
	return a->length == b->length &&
	       memcmp(a->bytes, b->bytes, a->length) == 0;
}

/*
 * Memory for the values of a message that are rows of bytes.  With it and
 * all other values a message still is no longer than VWLAN_MESSAGE_MAX.
 */
#define VWLAN_CONTROL_MEMORY VWLAN_ROWS_MAX

/**
 * struct vwlan_bytes - a value that is a row of bytes
 * @at: where it begins in the message's memory
 * @length: bytes
 */
struct vwlan_bytes {
	uint16_t at;
	uint16_t length;
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
 * @present: by TLV type: 1 if it is there
 * @number: values of the TLVs that are numbers, by TLV type
 * @mac: VWLAN_TLV_MAC
 * @bssid: VWLAN_TLV_BSSID
 * @ssids: how many of @ssid there are
 * @ssid: VWLAN_TLV_SSID, in order
 * @passphrase_length: bytes of @passphrase
 * @passphrase: VWLAN_TLV_PASSPHRASE, and a NUL; wipe after use
 * @bytes: values of the TLVs that are bytes, by TLV type
 * @used: bytes of @memory
 * @memory: theirs; what lies behind @used is undefined.  Wipe after use:
 *	keys are in it
 */
struct vwlan_control {
	uint8_t type;
	uint8_t status;
	uint16_t id;
	uint16_t domid;
	uint16_t vr;
	uint16_t seq;
	uint32_t generation;
	uint8_t present[VWLAN_TLV_COUNT];
	uint32_t number[VWLAN_TLV_COUNT];
	uint8_t mac[VWLAN_MAC_LEN];
	uint8_t bssid[VWLAN_MAC_LEN];
	uint8_t ssids;
	struct vwlan_ssid ssid[VWLAN_SCAN_SSIDS];
	uint8_t passphrase_length;
	char passphrase[VWLAN_PASSPHRASE_MAX + 1];
	struct vwlan_bytes bytes[VWLAN_TLV_COUNT];
	uint16_t used;
	uint8_t memory[VWLAN_CONTROL_MEMORY];
};

static inline bool vwlan_control_has(const struct vwlan_control *c,
				     enum vwlan_tlv_type tlv)
{
	return c->present[tlv];
}

/** vwlan_control_set - give @c a value that is a number */
static inline void vwlan_control_set(struct vwlan_control *c,
				     enum vwlan_tlv_type tlv, uint32_t value)
{
	c->present[tlv] = 1;
	c->number[tlv] = value;
}

/**
 * vwlan_control_clear - a message without values
 *
 * Leaves @c->memory as it is: that is most of it.
 */
void vwlan_control_clear(struct vwlan_control *c);

/** vwlan_control_size - bytes of @c up to the end of what memory it uses */
static inline size_t vwlan_control_size(const struct vwlan_control *c)
{
	return offsetof(struct vwlan_control, memory) + c->used;
}

/**
 * vwlan_control_wipe - nothing of it stays in memory
 *
 * For messages that may hold a key or a passphrase.
 */
void vwlan_control_wipe(struct vwlan_control *c);

/**
 * vwlan_control_set_bytes - give @c a value that is a row of bytes
 *
 * Returns 0; -EINVAL if it is too short or too long for its type; -EMSGSIZE
 * if @c has no memory left for it.
 */
int vwlan_control_set_bytes(struct vwlan_control *c, enum vwlan_tlv_type tlv,
			    const void *bytes, size_t length);

/**
 * vwlan_control_bytes - a value that is a row of bytes
 *
 * Returns where it is, in @c itself, and unaligned; its length goes to
 * @length.  NULL and 0 if it isn't there.
 */
const uint8_t *vwlan_control_bytes(const struct vwlan_control *c,
				   enum vwlan_tlv_type tlv, size_t *length);

/**
 * vwlan_control_check - can it have come out of vwlan_message_decode()?
 *
 * For one that another process made, who can not be trusted to have done
 * so.  Numbers and rows that aren't @present may be anything.  Returns 0,
 * or -EBADMSG.
 */
int vwlan_control_check(const struct vwlan_control *c);

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
 * Returns its length; every struct vwlan_control that passes
 * vwlan_control_check() fits, and every response in VWLAN_RESPONSE_MAX.
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
