/* SPDX-License-Identifier: MIT */
/*
 * vwlan_abi.h - what a vwlan backend and a vwlan frontend share in memory.
 *
 * The backend (driver domain) allocates every page and grants it to the
 * guest; the guest grants nothing.  Each page has one writer:
 *
 *   directory      1 page, backend writes, guest reads; names the others
 *   backend area   backend writes, guest reads:
 *                  struct vwlan_backend_page, event ring,
 *                  receive descriptors, receive slots
 *   guest area     guest writes, backend reads:
 *                  struct vwlan_guest_page, command ring,
 *                  transmit descriptors, transmit slots
 *
 * Four rings, each with one producer and one consumer:
 *
 *   command   guest to backend    messages (bytes)
 *   event     backend to guest    responses and events (bytes)
 *   tx        guest to backend    frames (descriptors and slots)
 *   rx        backend to guest    frames (descriptors and slots)
 *
 * Directions are the guest's: "tx" is what the guest transmits.
 *
 * Both sides keep private copies of their own indexes, copy whatever the
 * other side wrote once, check the copy, and never look again.
 */
#ifndef VWLAN_ABI_H
#define VWLAN_ABI_H

#ifdef __KERNEL__
#include <linux/build_bug.h>
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
typedef uint8_t __u8;
typedef uint16_t __le16;
typedef uint32_t __u32;
typedef uint32_t __le32;
#endif

#define VWLAN_ABI_MAJOR 1	/* differs: the two sides can't talk */
#define VWLAN_ABI_MINOR 0	/* differs: capabilities say what is there */

#define VWLAN_PAGE_SIZE 4096u	/* Xen's grant granularity, in bytes */
#define VWLAN_MAC_LEN 6u
#define VWLAN_SSID_MAX 32u	/* IEEE 802.11-2020, 9.4.2.2 */

/* ------------------------------------------------------------------ */
/* Directory page                                                      */

#define VWLAN_DIRECTORY_MAGIC 0x4e4c5756u	/* "VWLN" */
#define VWLAN_DIRECTORY_HEADER 64u
#define VWLAN_DIRECTORY_REFS \
	((VWLAN_PAGE_SIZE - VWLAN_DIRECTORY_HEADER) / sizeof(__le32))

/**
 * struct vwlan_directory - the page whose grant reference is in xenstore
 * @magic: VWLAN_DIRECTORY_MAGIC
 * @major: VWLAN_ABI_MAJOR of the layout that follows
 * @minor: VWLAN_ABI_MINOR of the backend
 * @command_order: log2 of the command ring's size in bytes,
 *	VWLAN_MESSAGE_ORDER_MIN to VWLAN_MESSAGE_ORDER_MAX
 * @event_order: the same for the event ring
 * @tx_order: log2 of the number of transmit descriptors, which is also
 *	the number of transmit slots; VWLAN_FRAME_ORDER_MIN to
 *	VWLAN_FRAME_ORDER_MAX
 * @rx_order: the same for receive
 * @domid: the guest's domain ID, part of the tag on everything
 * @vr: the device's virtual radio ID, the other part of the tag
 * @backend_refs: how many of @refs (the first ones) make up the backend
 *	area, in order; granted read-only
 * @guest_refs: how many of @refs (those after) make up the guest area, in
 *	order; granted writable
 * @mac: the virtual station's MAC address
 * @reserved: zero
 * @refs: grant references
 *
 * Written by the backend before it publishes the page and constant from
 * then on, until the frontend has reported that it has unmapped.
 */
struct vwlan_directory {
	__le32 magic;
	__le16 major;
	__le16 minor;
	__u8 command_order;
	__u8 event_order;
	__u8 tx_order;
	__u8 rx_order;
	__le16 domid;
	__le16 vr;
	__le16 backend_refs;
	__le16 guest_refs;
	__u8 mac[VWLAN_MAC_LEN];
	__u8 reserved[VWLAN_DIRECTORY_HEADER - 26];
	__le32 refs[VWLAN_DIRECTORY_REFS];
};

/* ------------------------------------------------------------------ */
/* Indexes                                                             */

/**
 * struct vwlan_ring_producer - what a ring's producer tells its consumer
 * @prod: free-running index of the next entry (or byte) to be produced;
 *	release-stored after the entries before it
 * @wake: the producer is out of room and wants a notification when the
 *	consumer's index moves from at or before @wake to after it
 * @reserved: zero; pads to a cache line, so that the two sides' indexes
 *	never share one
 */
struct vwlan_ring_producer {
	__u32 prod;
	__u32 wake;
	__u32 reserved[14];
};

/**
 * struct vwlan_ring_consumer - what a ring's consumer tells its producer
 * @cons: free-running index of the next entry (or byte) to be consumed;
 *	release-stored after the last read of the entries before it
 * @wake: the consumer wants a notification when the producer's index
 *	moves from at or before @wake to after it
 * @reserved: zero
 */
struct vwlan_ring_consumer {
	__u32 cons;
	__u32 wake;
	__u32 reserved[14];
};

/**
 * struct vwlan_backend_page - first page of the backend area
 * @event: producer of the event ring
 * @rx: producer of the receive ring
 * @command: consumer of the command ring
 * @tx: consumer of the transmit ring
 */
struct vwlan_backend_page {
	struct vwlan_ring_producer event;
	struct vwlan_ring_producer rx;
	struct vwlan_ring_consumer command;
	struct vwlan_ring_consumer tx;
};

/**
 * struct vwlan_guest_page - first page of the guest area
 * @command: producer of the command ring
 * @tx: producer of the transmit ring
 * @event: consumer of the event ring
 * @rx: consumer of the receive ring
 */
struct vwlan_guest_page {
	struct vwlan_ring_producer command;
	struct vwlan_ring_producer tx;
	struct vwlan_ring_consumer event;
	struct vwlan_ring_consumer rx;
};

/* ------------------------------------------------------------------ */
/* Frames                                                              */

#define VWLAN_SLOT_SIZE 2048u	/* bytes */
#define VWLAN_FRAME_ORDER_MIN 6u	/* 64 slots: one 64 KiB frame fits */
#define VWLAN_FRAME_ORDER_MAX 9u	/* 512 slots */
#define VWLAN_FRAME_MIN 14u	/* an Ethernet header, bytes */
#define VWLAN_FRAME_MAX 65550u	/* a 64 KiB IP packet and a header, bytes */
#define VWLAN_MTU_MAX 1500u	/* what one frame may carry unsegmented */

#define VWLAN_FRAME_CSUM_PARTIAL 0x01u	/* checksum still to be filled in */
#define VWLAN_FRAME_CSUM_VALID 0x02u	/* checksum was verified */

/* Segmentation, as in struct virtio_net_hdr (virtio 1.1, 5.1.6). */
#define VWLAN_GSO_NONE 0u
#define VWLAN_GSO_TCPV4 1u
#define VWLAN_GSO_TCPV6 4u
#define VWLAN_GSO_UDP_L4 5u
#define VWLAN_GSO_ECN 0x80u	/* may be added to the TCP ones */

/**
 * struct vwlan_frame - one descriptor of the tx or rx ring
 * @length: bytes of the Ethernet frame, without FCS; VWLAN_FRAME_MIN to
 *	VWLAN_FRAME_MAX; without segmentation at most VWLAN_MTU_MAX plus
 *	an Ethernet and a VLAN header
 * @slot: where it begins; a longer frame goes on in the slots after, and
 *	never past the last slot
 * @flags: VWLAN_FRAME_*
 * @gso_type: VWLAN_GSO_*; with segmentation CSUM_PARTIAL is set
 * @domid: tag: domain ID of the guest
 * @vr: tag: virtual radio ID
 * @gso_size: payload bytes of each segment
 * @header_length: bytes to be repeated before each segment
 * @csum_start: where checksumming begins, bytes from the frame's start;
 *	34 or more: behind Ethernet and IP headers
 * @csum_offset: where the sum goes, bytes from @csum_start
 * @reserved: zero
 *
 * The backend compares @domid and @vr of what the guest sends with the
 * ring's own, and drops the frame if they differ.
 */
struct vwlan_frame {
	__le32 length;
	__le16 slot;
	__u8 flags;
	__u8 gso_type;
	__le16 domid;
	__le16 vr;
	__le16 gso_size;
	__le16 header_length;
	__le16 csum_start;
	__le16 csum_offset;
	__u8 reserved[12];
};

/* ------------------------------------------------------------------ */
/* Messages                                                            */

#define VWLAN_MESSAGE_ORDER_MIN 13u	/* 8 KiB */
#define VWLAN_MESSAGE_ORDER_MAX 16u	/* 64 KiB */
#define VWLAN_MESSAGE_MAX 4096u	/* bytes, header included */
#define VWLAN_MESSAGE_ALIGN 8u	/* where the next message begins */
#define VWLAN_RESPONSE_MAX 512u	/* bytes; no response is longer */
#define VWLAN_COMMAND_WINDOW 8u	/* commands without a response yet */

enum vwlan_message_type {
	VWLAN_COMMAND = 1,	/* guest to backend */
	VWLAN_RESPONSE = 2,	/* backend to guest, one for each command */
	VWLAN_EVENT = 3,	/* backend to guest */
};

/**
 * enum vwlan_status - outcome of a command, and why it was refused
 */
enum vwlan_status {
	VWLAN_OK = 0,
	VWLAN_BAD_MESSAGE = 1,	/* malformed, or a TLV is missing */
	VWLAN_UNSUPPORTED = 2,	/* unknown command */
	VWLAN_BAD_VALUE = 3,	/* a TLV's value is out of range */
	VWLAN_BUSY = 4,		/* the same thing is already under way */
	VWLAN_RATE = 5,		/* too many commands; try again later */
	VWLAN_POLICY = 6,	/* the administrator does not allow it */
	VWLAN_NOT_FOUND = 7,	/* no such network */
	VWLAN_CHANNEL = 8,	/* the channel conflicts with other guests */
	VWLAN_SLOT = 9,		/* the radio has no station to spare */
	VWLAN_RADAR = 10,	/* the channel needs radar detection */
	VWLAN_RFKILL = 11,	/* the radio is switched off */
	VWLAN_NO_RADIO = 12,	/* the radio is gone, or there is none */
	VWLAN_AUTH_FAILED = 13,	/* authentication failed: wrong passphrase */
	VWLAN_FAILED = 14,	/* failed for another reason */
	VWLAN_TIMEOUT = 15,	/* no answer in time */
	VWLAN_STATUS_COUNT
};

/**
 * struct vwlan_message - header of every message; little endian
 * @type: enum vwlan_message_type
 * @status: enum vwlan_status in a response; 0 otherwise
 * @id: enum vwlan_command_id or enum vwlan_event_id; a response has its
 *	command's
 * @domid: tag: domain ID of the guest
 * @vr: tag: virtual radio ID
 * @length: bytes, header included; 16 to VWLAN_MESSAGE_MAX
 * @seq: the command's number, chosen by the guest, repeated in the
 *	response; 0 in an event
 * @generation: number of the connection that this is about; raised with
 *	each CONNECT, so that what concerns an earlier one can be told
 *
 * TLVs follow.  The next message begins at the next multiple of
 * VWLAN_MESSAGE_ALIGN; what lies between is not looked at.
 */
struct vwlan_message {
	__u8 type;
	__u8 status;
	__le16 id;
	__le16 domid;
	__le16 vr;
	__le16 length;
	__le16 seq;
	__le32 generation;
};

/**
 * struct vwlan_tlv - header of one value; little endian
 * @type: enum vwlan_tlv_type; an unknown one is passed over
 * @length: bytes of the value; the next TLV begins at the next multiple
 *	of 4 after it
 */
struct vwlan_tlv {
	__le16 type;
	__le16 length;
};

/**
 * enum vwlan_command_id - what a guest can ask for
 * @VWLAN_CMD_HELLO: first of all: {VERSION, CAPABILITIES} answered with
 *	the same of the backend's and {MAC, MODE}
 * @VWLAN_CMD_SCAN: [SSID, up to VWLAN_SCAN_SSIDS times]; then BSS events
 *	and one SCAN_DONE
 * @VWLAN_CMD_CONNECT: {SSID} [PASSPHRASE] [BSSID]; without PASSPHRASE an
 *	open network, or the administrator's profile for that SSID; then
 *	STATE events
 * @VWLAN_CMD_DISCONNECT: nothing; then a STATE event
 * @VWLAN_CMD_GET_STATE: nothing; answered as in a STATE event
 */
enum vwlan_command_id {
	VWLAN_CMD_HELLO = 1,
	VWLAN_CMD_SCAN = 2,
	VWLAN_CMD_CONNECT = 3,
	VWLAN_CMD_DISCONNECT = 4,
	VWLAN_CMD_GET_STATE = 5,
	VWLAN_CMD_COUNT
};

/**
 * enum vwlan_event_id - what the backend tells unasked
 * @VWLAN_EVT_STATE: {STATE} [STATUS, REASON, SSID, BSSID, FREQUENCY,
 *	SIGNAL, TX_RATE, RX_RATE, CIPHER, AKM]: the connection changed
 * @VWLAN_EVT_BSS: {BSSID, SSID} [FREQUENCY, SIGNAL, AGE, SECURITY]: one
 *	access point of the scan's results
 * @VWLAN_EVT_SCAN_DONE: {STATUS}: the scan's last event
 * @VWLAN_EVT_OVERRUN: nothing: events were lost because the event ring
 *	was full; GET_STATE tells how things stand
 */
enum vwlan_event_id {
	VWLAN_EVT_STATE = 1,
	VWLAN_EVT_BSS = 2,
	VWLAN_EVT_SCAN_DONE = 3,
	VWLAN_EVT_OVERRUN = 4,
	VWLAN_EVT_COUNT
};

#define VWLAN_SCAN_SSIDS 4u	/* SSIDs in one SCAN at most */
#define VWLAN_PASSPHRASE_MIN 8u	/* IEEE 802.11-2020, J.4.1; bytes */
#define VWLAN_PASSPHRASE_MAX 63u

/**
 * enum vwlan_tlv_type - values; integers are little endian
 * @VWLAN_TLV_VERSION: u32, major << 16 | minor
 * @VWLAN_TLV_CAPABILITIES: u32, VWLAN_CAP_*
 * @VWLAN_TLV_MODE: u32, enum vwlan_mode
 * @VWLAN_TLV_MAC: 6 bytes
 * @VWLAN_TLV_SSID: 0 to 32 bytes, any values
 * @VWLAN_TLV_BSSID: 6 bytes
 * @VWLAN_TLV_PASSPHRASE: 8 to 63 bytes of printable ASCII; wiped by
 *	whoever handled it
 * @VWLAN_TLV_FREQUENCY: u32, MHz
 * @VWLAN_TLV_SIGNAL: s32, dBm
 * @VWLAN_TLV_STATE: u32, enum vwlan_state
 * @VWLAN_TLV_STATUS: u32, enum vwlan_status
 * @VWLAN_TLV_REASON: u32, IEEE 802.11-2020 table 9-49
 * @VWLAN_TLV_TX_RATE: u32, units of 100 kb/s
 * @VWLAN_TLV_RX_RATE: u32, units of 100 kb/s
 * @VWLAN_TLV_CIPHER: u32, cipher suite selector (table 9-149), OUI first:
 *	0x000fac04 is CCMP-128
 * @VWLAN_TLV_AKM: u32, AKM suite selector (table 9-151)
 * @VWLAN_TLV_AGE: u32, ms since the access point was last heard
 * @VWLAN_TLV_SECURITY: u32, VWLAN_SECURITY_*
 */
enum vwlan_tlv_type {
	VWLAN_TLV_VERSION = 1,
	VWLAN_TLV_CAPABILITIES = 2,
	VWLAN_TLV_MODE = 3,
	VWLAN_TLV_MAC = 4,
	VWLAN_TLV_SSID = 5,
	VWLAN_TLV_BSSID = 6,
	VWLAN_TLV_PASSPHRASE = 7,
	VWLAN_TLV_FREQUENCY = 8,
	VWLAN_TLV_SIGNAL = 9,
	VWLAN_TLV_STATE = 10,
	VWLAN_TLV_STATUS = 11,
	VWLAN_TLV_REASON = 12,
	VWLAN_TLV_TX_RATE = 13,
	VWLAN_TLV_RX_RATE = 14,
	VWLAN_TLV_CIPHER = 15,
	VWLAN_TLV_AKM = 16,
	VWLAN_TLV_AGE = 17,
	VWLAN_TLV_SECURITY = 18,
	VWLAN_TLV_COUNT
};

#define VWLAN_CAP_CSUM 0x01u	/* understands CSUM_PARTIAL */
#define VWLAN_CAP_TSO 0x02u	/* understands VWLAN_GSO_TCPV4 and V6 */
#define VWLAN_CAP_USO 0x04u	/* understands VWLAN_GSO_UDP_L4 */
#define VWLAN_CAP_ALL 0x07u

/**
 * enum vwlan_mode - who runs the station
 * @VWLAN_MODE_MANAGED: a supplicant in the driver domain
 * @VWLAN_MODE_UPLINK: nobody: a plain network device stands in its place
 */
enum vwlan_mode {
	VWLAN_MODE_MANAGED = 1,
	VWLAN_MODE_UPLINK = 2,
};

/**
 * enum vwlan_state - a virtual station's connection
 * @VWLAN_STATE_DOWN: there is no radio, or it is switched off
 * @VWLAN_STATE_DISCONNECTED: idle
 * @VWLAN_STATE_CONNECTING: looking for the network, or joining it
 * @VWLAN_STATE_CONNECTED: frames pass
 */
enum vwlan_state {
	VWLAN_STATE_DOWN = 0,
	VWLAN_STATE_DISCONNECTED = 1,
	VWLAN_STATE_CONNECTING = 2,
	VWLAN_STATE_CONNECTED = 3,
	VWLAN_STATE_COUNT
};

/* What an access point asks of a station, from its RSNE (9.4.2.24). */
#define VWLAN_SECURITY_PRIVACY 0x01u	/* encrypted in some way */
#define VWLAN_SECURITY_WPA 0x02u	/* the vendor element of WPA */
#define VWLAN_SECURITY_RSN 0x04u	/* RSN: WPA2 or later */
#define VWLAN_SECURITY_PSK 0x08u	/* passphrase, WPA2-Personal */
#define VWLAN_SECURITY_SAE 0x10u	/* passphrase, WPA3-Personal */
#define VWLAN_SECURITY_EAP 0x20u	/* 802.1X */
#define VWLAN_SECURITY_OWE 0x40u	/* opportunistic encryption */

/* ------------------------------------------------------------------ */
/* The layout is part of the contract.                                  */

#define VWLAN_ABI_SIZE(type, size) \
	static_assert(sizeof(type) == (size), #type)
#define VWLAN_ABI_OFFSET(type, field, offset) \
	static_assert(offsetof(type, field) == (offset), #type "." #field)

VWLAN_ABI_SIZE(struct vwlan_directory, 4096);
VWLAN_ABI_OFFSET(struct vwlan_directory, major, 4);
VWLAN_ABI_OFFSET(struct vwlan_directory, minor, 6);
VWLAN_ABI_OFFSET(struct vwlan_directory, command_order, 8);
VWLAN_ABI_OFFSET(struct vwlan_directory, event_order, 9);
VWLAN_ABI_OFFSET(struct vwlan_directory, tx_order, 10);
VWLAN_ABI_OFFSET(struct vwlan_directory, rx_order, 11);
VWLAN_ABI_OFFSET(struct vwlan_directory, domid, 12);
VWLAN_ABI_OFFSET(struct vwlan_directory, vr, 14);
VWLAN_ABI_OFFSET(struct vwlan_directory, backend_refs, 16);
VWLAN_ABI_OFFSET(struct vwlan_directory, guest_refs, 18);
VWLAN_ABI_OFFSET(struct vwlan_directory, mac, 20);
VWLAN_ABI_OFFSET(struct vwlan_directory, reserved, 26);
VWLAN_ABI_OFFSET(struct vwlan_directory, refs, 64);

VWLAN_ABI_SIZE(struct vwlan_ring_producer, 64);
VWLAN_ABI_OFFSET(struct vwlan_ring_producer, wake, 4);
VWLAN_ABI_SIZE(struct vwlan_ring_consumer, 64);
VWLAN_ABI_OFFSET(struct vwlan_ring_consumer, wake, 4);

VWLAN_ABI_SIZE(struct vwlan_backend_page, 256);
VWLAN_ABI_OFFSET(struct vwlan_backend_page, rx, 64);
VWLAN_ABI_OFFSET(struct vwlan_backend_page, command, 128);
VWLAN_ABI_OFFSET(struct vwlan_backend_page, tx, 192);
VWLAN_ABI_SIZE(struct vwlan_guest_page, 256);
VWLAN_ABI_OFFSET(struct vwlan_guest_page, tx, 64);
VWLAN_ABI_OFFSET(struct vwlan_guest_page, event, 128);
VWLAN_ABI_OFFSET(struct vwlan_guest_page, rx, 192);

VWLAN_ABI_SIZE(struct vwlan_frame, 32);
VWLAN_ABI_OFFSET(struct vwlan_frame, slot, 4);
VWLAN_ABI_OFFSET(struct vwlan_frame, flags, 6);
VWLAN_ABI_OFFSET(struct vwlan_frame, gso_type, 7);
VWLAN_ABI_OFFSET(struct vwlan_frame, domid, 8);
VWLAN_ABI_OFFSET(struct vwlan_frame, vr, 10);
VWLAN_ABI_OFFSET(struct vwlan_frame, gso_size, 12);
VWLAN_ABI_OFFSET(struct vwlan_frame, header_length, 14);
VWLAN_ABI_OFFSET(struct vwlan_frame, csum_start, 16);
VWLAN_ABI_OFFSET(struct vwlan_frame, csum_offset, 18);
VWLAN_ABI_OFFSET(struct vwlan_frame, reserved, 20);

VWLAN_ABI_SIZE(struct vwlan_message, 16);
VWLAN_ABI_OFFSET(struct vwlan_message, id, 2);
VWLAN_ABI_OFFSET(struct vwlan_message, domid, 4);
VWLAN_ABI_OFFSET(struct vwlan_message, vr, 6);
VWLAN_ABI_OFFSET(struct vwlan_message, length, 8);
VWLAN_ABI_OFFSET(struct vwlan_message, seq, 10);
VWLAN_ABI_OFFSET(struct vwlan_message, generation, 12);
VWLAN_ABI_SIZE(struct vwlan_tlv, 4);

#endif
