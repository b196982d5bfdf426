/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an arbiter knows.  Callers give the memory and read a few fields
 * (state of a guest, for tables); only arbiter*.c writes.
 */
#ifndef ENGINE_ARBITER_STATE_H
#define ENGINE_ARBITER_STATE_H

#include <sys/queue.h>
#include <uthash.h>

#include "arbiter_phy.h"
#include "arbiter_policy.h"

#define ARBITER_NEVER UINT64_MAX
#define ARBITER_PATIENT UINT32_MAX
#define ARBITER_ALLOWED_MAX 8u	/* frequencies in an answer */
#define ARBITER_SOUGHT 8u	/* names that a guest knows, remembered */
#define ARBITER_SCAN_SSIDS 16u	/* names in one scan of the radio's */
#define ARBITER_QUEUED 4u	/* scans waiting or running */
#define ARBITER_DEFERRED 2u	/* and those put off */
#define ARBITER_BATCHES (ARBITER_QUEUED + ARBITER_DEFERRED)
#define ARBITER_UNSET UINT32_MAX	/* wish: a threshold that is off */
#define ARBITER_VOTES 2348u	/* thresholds are 0 to 2347 bytes */

struct arbiter_guest;
TAILQ_HEAD(arbiter_queue, arbiter_guest);
LIST_HEAD(arbiter_members, arbiter_guest);

/**
 * struct arbiter_connection - to what a guest is connected, or wants to be
 * @frequency: MHz; 0: unknown, or no connection
 */
struct arbiter_connection {
	struct vwlan_ssid ssid;
	uint8_t bssid[VWLAN_MAC_LEN];
	uint32_t frequency;
};

/**
 * struct arbiter_wish - what all stations of a radio have in common
 * @rts, @fragment: bytes, or ARBITER_UNSET
 * @retry_short, @retry_long: 0 for no wish
 */
struct arbiter_wish {
	uint32_t rts;
	uint32_t fragment;
	uint8_t retry_short;
	uint8_t retry_long;
};

/** struct arbiter_set - channels, by index in the radio's table */
struct arbiter_set {
	uint64_t bits[ARBITER_CHANNELS_MAX / 64];
};

/**
 * struct arbiter_scan - one scan of the radio's, for one or more guests
 * @active: with probe requests
 * @ie_from: the guest whose elements are sent; NULL: none
 * @flags: VWLAN_SCAN_*, those that hold for all
 */
struct arbiter_scan {
	struct arbiter_set channels;
	bool active;
	uint8_t ssids;
	struct vwlan_ssid ssid[ARBITER_SCAN_SSIDS];
	const struct arbiter_guest *ie_from;
	uint64_t ie_hash;
	uint16_t ie_length;
	uint32_t flags;
	uint64_t mac_hash;
	uint8_t bssid[VWLAN_MAC_LEN];
	uint16_t duration;
};

/**
 * enum arbiter_batch_state
 * @ARBITER_BATCH_DEFERRED: who asked for it may not scan yet
 */
enum arbiter_batch_state {
	ARBITER_BATCH_FREE,
	ARBITER_BATCH_DEFERRED,
	ARBITER_BATCH_WAITING,
	ARBITER_BATCH_RUNNING,
};

/**
 * struct arbiter_batch - a scan, and who waits for it
 * @asked_at: when it was begun to wait
 * @ready_at: until then others may still join it whatever they ask for; or
 *	it is deferred
 * @blocked_at: since when only connections being made keep it waiting, or
 *	ARBITER_NEVER
 * @order: of batches; the lowest goes first
 * @leader: on whose interface it runs
 * @repeated: it had to begin anew once, as its leader went away, or failed
 * @kept: nobody waits for it any more, and it goes on
 */
struct arbiter_batch {
	enum arbiter_batch_state state;
	struct arbiter_scan scan;
	struct arbiter_queue members;
	uint64_t asked_at;
	uint64_t ready_at;
	uint64_t blocked_at;
	uint64_t started_at;
	uint32_t order;
	struct arbiter_guest *leader;
	bool aborted;
	bool repeated;
	bool kept;
};

/**
 * struct arbiter_name - a network's name that guests look for by itself
 * @guests: how many do
 */
struct arbiter_name {
	struct vwlan_ssid ssid;
	uint32_t guests;
	UT_hash_handle by_ssid;
};

/**
 * struct arbiter_channel - who is on a channel, in counts
 * @users: guests that are connected there, are about to be, or have it
 *	kept for them
 * @sharers: those of them that take turns
 * @immune: those of them that must not be preempted yet
 * @classes: those of them of each class
 * @listed: it is among those in use
 * @begun: since when it is in use
 * @turn: ms; the longest turn of those who have come since then
 * @radar_until: nobody may go there
 * @heard_at: when a scan of it began last, of any kind …
 * @probed_at: … and with probe requests for any network
 * @guests: the users
 * @waiters: guests that wait for this channel
 */
struct arbiter_channel {
	uint32_t users;
	uint32_t sharers;
	uint32_t immune;
	uint32_t classes[ARBITER_CLASSES];
	bool listed;
	uint64_t begun;
	uint64_t turn;
	uint64_t radar_until;
	uint64_t heard_at;
	uint64_t probed_at;
	struct arbiter_members guests;
	struct arbiter_queue waiters;
	TAILQ_ENTRY(arbiter_channel) used;
};

/** enum arbiter_link - how far a guest's connection is */
enum arbiter_link {
	ARBITER_IDLE,
	ARBITER_RESERVED,	/* its channel is kept; it hasn't begun */
	ARBITER_JOINING,
	ARBITER_JOINED,
};

/** enum arbiter_resource - what a guest can wait for */
enum arbiter_resource {
	ARBITER_NOTHING,
	ARBITER_STATION,
	ARBITER_CHANNEL,
	ARBITER_RESOURCES
};

/** enum arbiter_claim - how it waits; the first is served first */
enum arbiter_claim {
	ARBITER_BY_CLASS,	/* it will preempt somebody */
	ARBITER_BY_RETURN,	/* it had it, and lost it */
	ARBITER_BY_TURN,
	ARBITER_CLAIMS
};

enum arbiter_bucket_kind {
	ARBITER_COMMANDS,
	ARBITER_FRAMES,
	ARBITER_HANDSHAKES,
	ARBITER_BUCKETS
};

/**
 * struct arbiter_pending - a request whose answer is due
 * @kind: enum arbiter_kind; ARBITER_OTHER: none
 * @until: when it is answered in any case
 * @status: how it is refused then
 */
struct arbiter_pending {
	uint8_t kind;
	uint8_t status;
	uint32_t id;
	uint64_t until;
};

/**
 * struct arbiter_guest - one guest's device; times are ARBITER_NEVER if unset
 * @wants: it is up, as far as the guest can tell
 * @placed: it has a station
 * @evicted: it lost what it had to a higher class
 * @late: its turn on the station is over
 * @settling: it hasn't been connected yet in its turn
 * @returning: which began with a connection to come back to
 * @owed: it has to wait for a channel first, and not by its own doing
 * @connection: what it has
 * @target: what it wants instead, or gets back
 * @generation: number of the connection
 * @patience_end: of its JOIN: when it is answered at the latest
 * @hold_until: no scan begins before
 * @progress_until: by then it has connected, or loses the channel
 * @immune_until: nobody preempts it
 * @turn_begun: when it got the station, or got around to using it
 * @turn_until: end of its turn on the station
 * @grace_until: when it preempts another
 * @timer: the earliest of these, in the heap at @timer_at - 1
 * @victims: the list it is in by @victim, or NULL
 * @wait_for, @wait_as: which queue it is in by @waiting; of a channel, that
 *	of @wait_channel as well, by @waiting_there
 * @stranded: it was told that no turn brings it what it waits for; of a
 *	queue, those that were are in front
 * @radio_waits: its JOIN waits for the radio, in a list by @waiting_radio
 * @batch: of its scan, or NULL
 * @scan_at: when it asked
 * @scan_active: it asked for probe requests
 * @scan_deferred: it counts only when it is no longer put off
 * @scan_fresh: older results are not for this scan of its
 * @scan_cached: it needs no scan, only to be told so
 * @full_at, @brief_at: when its last scan was asked for, and not put off
 */
struct arbiter_guest {
	void *user;
	struct arbiter_policy policy;
	uint8_t mac[VWLAN_MAC_LEN];
	UT_hash_handle by_mac;

	bool wants;
	bool placed;
	bool evicted;
	bool late;
	bool settling;
	bool returning;
	bool owed;
	bool realtime;
	uint8_t link;		/* enum arbiter_link */
	struct arbiter_connection connection;
	struct arbiter_connection target;
	uint32_t generation;
	uint32_t target_generation;
	struct arbiter_channel *channel;
	struct arbiter_pending pending;
	uint64_t patience_end;

	uint64_t hold_until;
	uint64_t progress_until;
	uint64_t immune_until;
	uint64_t turn_begun;
	uint64_t turn_until;
	uint64_t grace_until;
	uint64_t timer;
	uint32_t timer_at;

	LIST_ENTRY(arbiter_guest) all;
	LIST_ENTRY(arbiter_guest) stations;
	LIST_ENTRY(arbiter_guest) on_channel;
	LIST_ENTRY(arbiter_guest) narrow;
	struct arbiter_queue *victims;
	TAILQ_ENTRY(arbiter_guest) victim;
	TAILQ_ENTRY(arbiter_guest) lateness;
	uint8_t wait_for;	/* enum arbiter_resource */
	uint8_t wait_as;	/* enum arbiter_claim */
	struct arbiter_channel *wait_channel;
	TAILQ_ENTRY(arbiter_guest) waiting;
	TAILQ_ENTRY(arbiter_guest) waiting_there;
	bool stranded;
	bool radio_waits;
	TAILQ_ENTRY(arbiter_guest) waiting_radio;

	struct arbiter_batch *batch;
	TAILQ_ENTRY(arbiter_guest) scanning;
	uint32_t scan_id;
	uint64_t scan_at;
	uint64_t scan_ie_hash;
	bool scan_active;
	bool scan_deferred;
	bool scan_fresh;
	bool scan_cached;
	uint64_t full_at;
	uint64_t brief_at;
	struct arbiter_name *sought[ARBITER_SOUGHT];
	uint8_t sought_next;

	struct tokens bucket[ARBITER_BUCKETS];
	struct arbiter_wish wish;
	bool voted;
	int32_t power;
	int32_t power_told;
	bool power_save;
};

/** struct arbiter_votes - how many want each value; finds the least fast */
struct arbiter_votes {
	uint32_t count[ARBITER_VOTES];
	uint64_t bits[(ARBITER_VOTES + 63) / 64];
};

/**
 * struct arbiter - one radio
 * @blocked: why there is none, or VWLAN_OK
 * @give_from: ms; before, nothing goes to those who wait
 * @unsettled: something may have become free that others wait for
 * @stations: guests with one
 * @sharing: those of them that take turns
 * @connected: guests that are
 * @held: guests for which no scan may begin
 * @realtimes: guests whose traffic must not wait
 * @used_channels: channels that somebody is on, others included
 * @channel: by index as in @phy
 * @victims: by class; of each first those without connection, then the
 *	others, and in each list who came first is first
 * @late: whose turn on the station is over
 * @timers: heap of guests by @timer
 * @foreign: somebody else's scan is running
 * @foreign_until: but not for longer than this
 * @full_gap_until: no scan of everything before
 * @brief_gap_until: no scan at all before
 * @away_until: a guest has sent the radio elsewhere
 * @away_again: nobody else sends it there before
 * @switch_until: an access point's change of channel is awaited
 * @switch_again: and another one wouldn't be before
 * @names_lost: there was no memory for one of @names
 * @cached: guests whose scan is answered with what is known
 * @settings_touched: they aren't the driver's own any more
 * @saving: the one station that saves power, if @saving_on
 */
struct arbiter {
	const struct arbiter_effects *effects;
	void *user;
	struct arbiter_settings settings;
	struct arbiter_phy phy;
	enum vwlan_status blocked;
	uint64_t give_from;
	bool unsettled;

	unsigned int guests;
	unsigned int stations;
	unsigned int sharing;
	unsigned int connected;
	unsigned int held;
	unsigned int realtimes;
	unsigned int used_channels;
	struct arbiter_channel channel[ARBITER_CHANNELS_MAX];
	TAILQ_HEAD(, arbiter_channel) used;

	struct arbiter_members all[ARBITER_CLASSES];
	struct arbiter_members placed;
	struct arbiter_members narrow;
	struct arbiter_guest *by_mac;
	struct arbiter_queue victims[ARBITER_CLASSES][2];
	struct arbiter_queue late;
	struct arbiter_queue queue[ARBITER_RESOURCES][ARBITER_CLAIMS];
	struct arbiter_queue radio_waiters;
	struct arbiter_guest **timers;
	unsigned int timers_count;
	unsigned int timers_room;

	struct arbiter_batch batch[ARBITER_BATCHES];
	struct arbiter_batch *running;
	uint32_t batch_order;
	bool foreign;
	uint64_t foreign_until;
	uint64_t full_gap_until;
	uint64_t brief_gap_until;
	struct arbiter_guest *away;
	uint64_t away_until;
	uint64_t away_again;
	uint64_t switch_until;
	uint64_t switch_again;
	struct arbiter_name *names;
	bool names_lost;
	struct arbiter_queue cached;

	struct arbiter_votes rts;
	struct arbiter_votes fragment;
	struct arbiter_votes retry_short;
	struct arbiter_votes retry_long;
	struct arbiter_wish effective;
	bool settings_touched;
	struct arbiter_guest *saving;
	bool saving_on;
};

#endif
