/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What vwland's processes say to each other: fixed-size messages over
 * SOCK_SEQPACKET sockets, one structure a packet.
 *
 *   engine <-> monitor   struct monitor_message; never what a guest wrote
 *   engine <-> worker    struct worker_message; the worker has decoded and
 *			  checked what its guest wrote, but a guest that
 *			  took its worker over can send any bytes: the
 *			  engine checks everything again
 *
 * Both ends of each worker's socket stay open in the monitor, so that what
 * is under way survives a crash of either process.
 */
#ifndef BACKEND_IPC_H
#define BACKEND_IPC_H

#include <net/if.h>
#include <stdatomic.h>
#include <sys/types.h>

#include "vwlan_message.h"
#include "vwlan_policy.h"

/*
 * VWLAN_CAP_* that the backend has: what a packet socket takes.  Those of
 * Linux 6.1 know no segmentation of UDP.
 */
#define BACKEND_CAPABILITIES (VWLAN_CAP_CSUM | VWLAN_CAP_TSO)

#define MONITOR_OPENED_FDS 3	/* at most */

/* ------------------------------------------------------------------ */
/* Engine and monitor                                                  */

/**
 * enum monitor_op - kinds of struct monitor_message
 * @MONITOR_OPEN: engine: share the device's pages, make its interface,
 *	start its worker; the fields of struct monitor_open say how
 * @MONITOR_OPENED: monitor: answer to OPEN, and told to a new engine for
 *	each device that is open; if @error is 0, two descriptors come
 *	along: the engine's end of the worker's socket, and the memory that
 *	holds its struct worker_shared (to be mapped read-only); in native
 *	mode a third: the station's netlink socket
 * @MONITOR_STOP: engine: end the worker, remove the interface, close the
 *	ports; the pages stay, for this guest's next OPEN
 * @MONITOR_STOPPED: monitor: done; told to a new engine as well, for each
 *	device that has pages and is not open
 * @MONITOR_RELEASE: engine: STOP if need be, and let the pages go
 * @MONITOR_RELEASED: monitor: done; the device is forgotten
 * @MONITOR_WORKER: monitor: the device's worker has been started again
 *	after it died; @pid and @restarts are new
 * @MONITOR_SYNC: monitor: to a new engine, after the OPENED or STOPPED of
 *	each device: that was all
 * @MONITOR_SET_MAC: engine: give the native device's interface, which is
 *	down, another address; kept until STOP
 * @MONITOR_MAC_SET: monitor: answer to SET_MAC; @error says whether it is
 *	done
 * @MONITOR_SET_SHARE: engine: @weight and @rx_rate may be others now; no
 *	answer
 * @MONITOR_RENEW: engine: the device's interface went with the radio: make
 *	it again, as OPEN and SET_MAC had it
 * @MONITOR_RENEWED: monitor: answer to RENEW; if @error is 0, @ifindex and
 *	@pid are new, the worker has begun anew, and in native mode the
 *	station's netlink socket comes along
 * @MONITOR_RADIO: engine: which phy is the radio?  Monitor: the answer,
 *	told to a new engine before anything else: @ifindex is nl80211's
 *	number of it; @error is 0, -ERFKILL if it is switched off, or
 *	-ENODEV; no device is meant
 */
enum monitor_op {
	MONITOR_OPEN = 1,
	MONITOR_OPENED,
	MONITOR_STOP,
	MONITOR_STOPPED,
	MONITOR_RELEASE,
	MONITOR_RELEASED,
	MONITOR_WORKER,
	MONITOR_SYNC,
	MONITOR_SET_MAC,
	MONITOR_MAC_SET,
	MONITOR_SET_SHARE,
	MONITOR_RENEW,
	MONITOR_RENEWED,
	MONITOR_RADIO,
};

/**
 * struct monitor_message - all that engine and monitor say
 * @op: enum monitor_op
 * @domid: the guest
 * @devid: its device, 0 to VWLAN_DEVID_MAX
 * @mode: enum vwlan_mode: a station on the radio, whoever runs it, or an
 *	uplink
 * @uplink: with VWLAN_MODE_UPLINK: which of the configuration's uplinks
 * @vr: virtual radio ID, chosen by the engine
 * @tx_order: log2 of the slots; in OPEN what the guest wants, in OPENED
 *	what it gets (its pages, once shared, keep their number)
 * @rx_order: the same for receive
 * @mac: the virtual station's address
 * @weight: percent of a common share of the driver domain's time,
 *	VWLAN_POLICY_WEIGHT_MIN to _MAX; in OPEN and SET_SHARE
 * @rx_rate: kbit/s that the guest may get, or 0 for no limit; likewise
 * @tx: how much it may send; likewise
 * @capabilities: VWLAN_CAP_* that the guest understands
 * @error: negative errno of what failed, or 0
 * @where: what failed, enum monitor_stage
 * @ring_ref: grant reference of the directory page
 * @port_control: event channel
 * @port_data: event channel
 * @ifindex: the interface
 * @ifname: its name
 * @pid: the worker
 * @restarts: how often a worker of this device has died
 */
struct monitor_message {
	uint32_t op;
	uint16_t domid;
	uint16_t devid;
	uint16_t mode;
	uint16_t uplink;
	uint16_t vr;
	uint8_t tx_order;
	uint8_t rx_order;
	uint8_t mac[VWLAN_MAC_LEN];
	uint16_t weight;
	uint32_t rx_rate;
	struct vwlan_rate tx;
	uint32_t capabilities;
	int32_t error;
	uint32_t where;
	uint32_t ring_ref;
	uint32_t port_control;
	uint32_t port_data;
	int32_t ifindex;
	char ifname[IFNAMSIZ];
	int32_t pid;
	uint32_t restarts;
};

enum monitor_stage {
	MONITOR_STAGE_REQUEST,		/* the request made no sense */
	MONITOR_STAGE_PAGES,		/* sharing memory */
	MONITOR_STAGE_PORTS,		/* binding event channels */
	MONITOR_STAGE_INTERFACE,	/* making the interface */
	MONITOR_STAGE_SOCKET,		/* opening the packet socket */
	MONITOR_STAGE_WORKER,		/* starting the worker */
	MONITOR_STAGE_COUNT
};

/* ------------------------------------------------------------------ */
/* Engine and worker                                                   */

/**
 * enum worker_op - kinds of struct worker_message
 * @WORKER_COMMAND: worker: @control is a guest's command, complete, with
 *	the right tag; the engine answers with one response
 * @WORKER_BROKEN: worker: the guest broke the protocol, see @broken; the
 *	rings are left alone from now on
 * @WORKER_CONTROL: engine: @control is a response or an event
 * @WORKER_RESYNC: engine: a new one; answer what is unanswered with
 *	VWLAN_FAILED, and tell the guest OVERRUN
 * @WORKER_MAC: engine: the station's address is now that in @control
 * @WORKER_LIMITS: engine: from now on @limits are how much may pass
 */
enum worker_op {
	WORKER_COMMAND = 1,
	WORKER_BROKEN,
	WORKER_CONTROL,
	WORKER_RESYNC,
	WORKER_MAC,
	WORKER_LIMITS,
};

/** enum worker_broken - how a guest can break the protocol */
enum worker_broken {
	BROKEN_COMMAND_INDEX = 1,	/* impossible index or length there */
	BROKEN_EVENT_INDEX,
	BROKEN_TX_INDEX,
	BROKEN_RX_INDEX,
	BROKEN_MESSAGE,			/* impossible header */
	BROKEN_TAG,			/* message with another's tag */
	BROKEN_COUNT
};

/**
 * struct worker_limits - how much may pass: each frame's bytes, without FCS
 * @tx: from the guest
 * @rx: to it
 */
struct worker_limits {
	struct vwlan_rate tx;
	struct vwlan_rate rx;
};

/**
 * struct worker_message - all that engine and worker say
 * @op: enum worker_op
 * @broken: enum worker_broken, with WORKER_BROKEN
 * @limits: with WORKER_LIMITS
 * @control: with WORKER_COMMAND, WORKER_CONTROL and WORKER_MAC; its memory
 *	ends the packet after as many bytes as it uses
 */
struct worker_message {
	uint32_t op;
	uint32_t broken;
	struct worker_limits limits;
	struct vwlan_control control;
};

/** enum drop_reason - why a frame went no further */
enum drop_reason {
	DROP_DESCRIPTOR,	/* slot, length or offload out of range */
	DROP_TAG,		/* tagged as another's */
	DROP_SOURCE,		/* source address is not the station's own */
	DROP_EAPOL,		/* EAPOL belongs to the control ring */
	DROP_FULL,		/* no room in the ring, or in what is before */
	DROP_LINK,		/* the interface did not take it */
	DROP_COUNT
};

/**
 * struct worker_direction - one direction's counters
 * @held: how often frames had to wait for the guest's limit
 */
struct worker_direction {
	_Atomic uint64_t frames;
	_Atomic uint64_t bytes;
	_Atomic uint64_t held;
	_Atomic uint64_t drops[DROP_COUNT];
};

/**
 * struct worker_shared - what a device's worker leaves for others to see,
 *	and for its successor to go on from
 * @tx: what the guest sent
 * @rx: what was for the guest
 * @system_calls: made by the worker for frames (send, receive, poll)
 * @notifications: sent to the guest
 * @wakeups: notifications from the guest
 * @unanswered: how many of @seq hold a command that the engine has not
 *	answered; at most VWLAN_COMMAND_WINDOW
 * @seq: their numbers
 * @id: their ids
 * @overrun: events were lost; the guest has still to be told
 * @parked: the guest was told so last, by a STATE event or a GET_STATE
 * @broken: enum worker_broken once the guest broke the protocol, so that
 *	a new worker leaves the rings alone as well
 * @generation: the last that the guest was told
 * @limits: the last that the engine told
 * @lost: frames that the packet socket had no room for, as it counts
 *
 * The guest can't reach it; the engine distrusts it all the same, and uses
 * it for display, and to go on with what is this guest's own affair: a
 * generation, and having been parked.
 */
struct worker_shared {
	struct worker_direction tx;
	struct worker_direction rx;
	_Atomic uint64_t system_calls;
	_Atomic uint64_t notifications;
	_Atomic uint64_t wakeups;
	uint32_t unanswered;
	uint16_t seq[VWLAN_COMMAND_WINDOW];
	uint16_t id[VWLAN_COMMAND_WINDOW];
	uint32_t overrun;
	uint32_t parked;
	uint32_t broken;
	_Atomic uint32_t generation;
	struct worker_limits limits;
	uint32_t lost;
};

/** drop_reason_text - one word for tables, never NULL */
const char *drop_reason_text(enum drop_reason reason);

/** worker_broken_text - for the log and the device's error node */
const char *worker_broken_text(enum worker_broken broken);

/** monitor_stage_text - what the monitor was about, never NULL */
const char *monitor_stage_text(enum monitor_stage stage);

/**
 * ipc_send - one message, with descriptors that go along
 *
 * @fds: @count descriptors, at most IPC_FDS; they stay open here
 *
 * Never blocks.  Returns 0 or a negative errno; -EAGAIN if the other end
 * has fallen behind, -EPIPE if it is gone.
 */
int ipc_send(int fd, const void *message, size_t size, const int *fds,
	     size_t count);

/**
 * ipc_receive - one message of exactly @size bytes
 *
 * @fds: room for @count descriptors (at most IPC_FDS), owned by the caller
 *	afterwards; -1 where none came.  May be NULL with 0: then those
 *	that come are closed.
 *
 * Never blocks.  Returns 1; 0 if the other end is gone; -EAGAIN if there is
 * none; -EPROTO if it had another size; or another negative errno.
 */
int ipc_receive(int fd, void *message, size_t size, int *fds, size_t count);

#define IPC_FDS 4

/** worker_message_send - errors as of ipc_send() */
int worker_message_send(int fd, const struct worker_message *message);

/**
 * worker_message_receive - errors as of ipc_receive()
 *
 * No more than the size has been checked.
 */
int worker_message_receive(int fd, struct worker_message *message);

#endif
