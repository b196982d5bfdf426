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
 * vwlan_abi_message.h has the messages of the first two.
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
typedef int8_t __s8;
typedef uint16_t __le16;
typedef uint32_t __u32;
typedef uint32_t __le32;
typedef unsigned long long __le64;
#endif

/* The layout is part of the contract. */
#define VWLAN_ABI_SIZE(type, size) \
	static_assert(sizeof(type) == (size), #type)
#define VWLAN_ABI_OFFSET(type, field, offset) \
	static_assert(offsetof(type, field) == (offset), #type "." #field)

#define VWLAN_ABI_MAJOR 1	/* differs: the two sides can't talk */
#define VWLAN_ABI_MINOR 0	/* differs: capabilities say what is there */

#define VWLAN_PAGE_SIZE 4096u	/* Xen's grant granularity, in bytes */
#define VWLAN_MAC_LEN 6u
#define VWLAN_SSID_MAX 32u	/* IEEE 802.11-2020, 9.4.2.2 */

/* Capabilities: each side says its own in xenstore; both must have it. */
#define VWLAN_CAP_CSUM 0x01u	/* understands CSUM_PARTIAL */
#define VWLAN_CAP_TSO 0x02u	/* understands VWLAN_GSO_TCPV4 and V6 */
#define VWLAN_CAP_USO 0x04u	/* understands VWLAN_GSO_UDP_L4 */
#define VWLAN_CAP_NATIVE 0x08u	/* the supplicant may be in the guest */
#define VWLAN_CAP_CONNECT 0x10u	/* and may have to use CONNECT there */
#define VWLAN_CAP_OFFLOADS 0x07u	/* those about frames */

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
/* Sizes and offsets                                                   */

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

#endif
