/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One station's way to its network: the guest's commands, what the
 * supplicant answers and tells, and time, to requests for the supplicant
 * and messages for the guest.  Pure: effects and time are arguments.
 */
#ifndef ENGINE_JOIN_H
#define ENGINE_JOIN_H

#include "arbiter.h"
#include "relay_answer.h"
#include "table.h"
#include "tokens.h"
#include "wpatext.h"

#define JOIN_NEVER UINT64_MAX
#define JOIN_LATER (-1)	/* a verdict: it will come */

/** enum join_step - what the supplicant is asked */
enum join_step {
	JOIN_STATUS,
	JOIN_ADD_INTERFACE,
	JOIN_REMOVE_INTERFACE,
	JOIN_FORGET,		/* drop all networks */
	JOIN_ADD_NETWORK,
	JOIN_SET,		/* one property of the network */
	JOIN_SELECT,
	JOIN_DISCONNECT,
	JOIN_RETURN,		/* to the network that it was made to leave */
	JOIN_CHANNELS,		/* what the interface scans */
	JOIN_RATES,		/* elements of the one connected to */
};

/**
 * struct join_effects - what a station can cause
 * @ask: the supplicant; @text is wiped after the call.  The answer comes
 *	through join_answer() with the same @step and @attempt.
 * @send: a response or an event to the guest
 * @scan: may it scan?  VWLAN_OK, or why not; its end comes through
 *	join_scan_over(), with the same @number
 * @scan_abort: it won't wait for that any longer; the end comes as ever
 * @scan_list: the kernel's list, through join_scan_bss(); 0 or a negative
 *	errno
 * @seek: the guest knows this network's name
 * @shows: R8: is an access point of this name among its results?
 * @channels: where the radio may look, in MHz, with spaces between; at most
 *	RELAY_FREQUENCIES_TEXT bytes, "" if that isn't known
 * @place: MHz where another device is connected to this network, or 0
 * @judge: may it connect to this network, with all the others there are?
 *	VWLAN_OK, why not, or JOIN_LATER: it comes through join_judged()
 * @note: a line for the log
 */
struct join_effects {
	void (*ask)(void *user, enum join_step step, uint32_t attempt,
		    const char *text);
	void (*send)(void *user, struct vwlan_control *control);
	enum vwlan_status (*scan)(void *user,
				  const struct vwlan_control *command,
				  uint32_t number);
	void (*scan_abort)(void *user);
	int (*scan_list)(void *user);
	void (*seek)(void *user, const struct vwlan_ssid *ssid);
	bool (*shows)(void *user, const struct vwlan_ssid *ssid,
		      enum arbiter_hidden hidden, uint32_t frequency);
	void (*channels)(void *user, char *to);
	uint32_t (*place)(void *user, const struct vwlan_ssid *ssid);
	int (*judge)(void *user, const struct vwlan_ssid *ssid);
	void (*note)(void *user, const char *text);
};

/** struct join_network - a network and what it takes to join it */
struct join_network {
	struct vwlan_ssid ssid;
	bool has_bssid;
	uint8_t bssid[VWLAN_MAC_LEN];
	uint8_t passphrase_length;	/* 0 for an open one */
	char passphrase[VWLAN_PASSPHRASE_MAX + 1];
};

/** struct join_hint - where a network was last; frequency 0: not known */
struct join_hint {
	struct vwlan_ssid ssid;
	uint32_t frequency;
};

/** enum join_link - how far the supplicant has our interface */
enum join_link {
	JOIN_AWAY,	/* no supplicant */
	JOIN_ASKING,	/* does it have the interface already? */
	JOIN_ADDING,
	JOIN_REFUSED,	/* it can't have it; tried again later */
	JOIN_READY,
};

/** enum join_wish - what is wanted of the supplicant */
enum join_wish {
	JOIN_NOTHING,	/* to be disconnected */
	JOIN_PROFILE,	/* the profile, unless it is busy with something */
	JOIN_CONNECT,	/* @wanted, and it has not been told yet */
	JOIN_TOLD,	/* @wanted, and it has been told */
	JOIN_ADOPTED,	/* what it was at when we came; not repeatable */
};

/** enum join_turn - whose turn is it, among guests that share the radio? */
enum join_turn {
	JOIN_TURN_OWN,
	JOIN_TURN_RESTING,	/* others'; it is to come back */
	JOIN_TURN_WAKING,	/* its own again; it is coming back */
};

enum join_scan {
	JOIN_IDLE,
	JOIN_SCANNING,	/* the arbiter tells of its end */
	JOIN_TELLING,	/* results go to the guest */
};

/** struct join_bss - an access point that the guest is to be told of */
struct join_bss {
	uint8_t bssid[VWLAN_MAC_LEN];
	struct vwlan_ssid ssid;
	uint32_t frequency;
	int32_t signal;
	uint32_t age;
	uint32_t security;
};

/**
 * struct join - one station; times are ms of any monotonic clock
 * @entry: its row of the connection table, kept up to date
 * @profile: the administrator's, if @has_profile
 * @guest_networks: may the guest choose others?
 * @supplicant_config: file that the supplicant reads for the interface, or
 *	NULL; the caller's, set after join_open()
 * @quiet: the guest isn't told yet, as a new engine knows nothing yet and
 *	its predecessor may have left a connection that goes on
 * @quiet_until: then it is told in any case
 * @parked: it has no station, as others have all there are
 * @parked_why: what the guest is told then
 * @turn: whose it is
 * @turn_frequency: of the access point to come back to
 * @turn_until: when its connection is no longer thought to come back soon
 * @looks: how often it has been looked for where it should be
 * @was_parked: an earlier engine has told the guest so
 * @judging: it waits for a verdict
 * @again_at: when it tries again what was refused, or cut
 * @hint: looked for there first
 * @hinted: and it is, or where others are connected to it
 * @attempt: tells answers about an earlier network
 * @network_id: wpa_supplicant's
 * @limited: the supplicant was told to keep to some frequencies
 * @narrowed: and, for the whole interface, to scan some alone
 * @missing: a scan hasn't found the network
 * @missing_at: when the guest is told so, if it hasn't been found by then
 * @scan_number: tells a scan's end from an earlier one's
 * @scan_at: when more results are told
 * @scan_status: of its SCAN_DONE
 * @found: its results, while they are told; @found_told of @found_count are
 * @tokens: for commands
 * @sent: what the guest was last told
 */
struct join {
	const struct join_effects *effects;
	void *user;
	struct table_entry *entry;
	struct join_network profile;
	bool has_profile;
	bool guest_networks;
	const char *supplicant_config;

	enum join_link link;
	enum join_wish wish;
	struct join_network wanted;
	bool parked;
	enum vwlan_status parked_why;
	enum join_turn turn;
	uint32_t turn_frequency;
	uint64_t turn_until;
	uint32_t looks;
	bool was_parked;
	bool judging;
	uint64_t again_at;
	struct join_hint hint;
	bool hinted;
	uint32_t attempt;
	uint32_t network_id;
	bool quiet;
	uint64_t quiet_until;
	bool limited;
	bool narrowed;
	bool missing;
	uint64_t missing_at;
	uint64_t status_at;
	uint64_t retry_at;

	enum join_scan scan;
	uint32_t scan_number;
	uint64_t scan_at;
	enum vwlan_status scan_status;
	struct join_bss *found;
	unsigned int found_count;
	unsigned int found_told;

	struct tokens tokens;

	struct {
		enum vwlan_state state;
		enum vwlan_status status;
		uint16_t reason;
		uint32_t generation;
		uint32_t frequency;
		int32_t signal;
		uint8_t bssid[VWLAN_MAC_LEN];
	} sent;
};

/**
 * join_open - a station whose interface has just come
 *
 * @profile: what to connect to by itself; NULL for nothing
 */
void join_open(struct join *join, const struct join_effects *effects,
	       void *user, struct table_entry *entry,
	       const struct join_network *profile, bool guest_networks,
	       uint64_t now);

/** join_restore - what an earlier engine knew; right after join_open() */
void join_restore(struct join *join, const struct record *from);

/** join_record - what is worth to be known to a later one */
void join_record(const struct join *join, struct record *to);

/** join_close - it goes; wipes what must not stay in memory */
void join_close(struct join *join);

/** join_command - the guest's; nothing in it has been checked */
void join_command(struct join *join, const struct vwlan_control *command,
		  uint64_t now);

/** join_up - the supplicant is there, perhaps again */
void join_up(struct join *join, uint64_t now);

/** join_down - it isn't; what was asked won't be answered */
void join_down(struct join *join, uint64_t now);

/**
 * join_lost - its interface is gone; when there is another, join_up(), or
 * join_found() for an uplink
 */
void join_lost(struct join *join, uint64_t now);

/** join_found - an uplink has its interface: it is connected */
void join_found(struct join *join, uint64_t now);

/** join_answer - to join_effects.ask(); @text NUL-terminated */
void join_answer(struct join *join, enum join_step step, uint32_t attempt,
		 const char *text, uint64_t now);

/** join_event - the supplicant's, about this interface */
void join_event(struct join *join, const struct wpatext_event *event,
		uint64_t now);

/** join_park - its station is another guest's */
void join_park(struct join *join, enum vwlan_status why, uint64_t now);

/** join_unpark - it has one again; join_up() is to follow */
void join_unpark(struct join *join);

/**
 * join_rest - others have their turn
 *
 * If it was connected, the guest is told that it is parked.  For a station,
 * the caller takes the interface down.
 *
 * @station: on the station; if not, on the channel alone
 *
 * Returns false if there is no network to come back to: nothing is done, it
 * has to be parked or cut.
 */
bool join_rest(struct join *join, bool station, enum vwlan_status why,
	       uint64_t now);

/**
 * join_rest_adopt - an earlier engine had it so, and its interface is down
 *
 * The supplicant has it still, perhaps; if not, that is found out when it is
 * to come back.
 */
void join_rest_adopt(struct join *join, uint64_t now);

/**
 * join_strand - the turn that it rests for is not to come soon
 *
 * The guest is told that it is down.  join_wake() may follow all the same.
 */
void join_strand(struct join *join, enum vwlan_status why, uint64_t now);

/** join_resting - do others have their turn? */
bool join_resting(const struct join *join);

/**
 * join_wake - it is its turn again; the interface is up
 *
 * Returns false if it didn't rest.
 */
bool join_wake(struct join *join, uint64_t now);

/** join_judged - the verdict on its network */
void join_judged(struct join *join, enum vwlan_status status, uint64_t now);

/**
 * join_cut - its connection has to end
 *
 * @again_at: when it may ask for another one; JOIN_NEVER: it is told
 */
void join_cut(struct join *join, enum vwlan_status why, uint64_t again_at,
	      uint64_t now);

/** join_radio_news - another radio is there, which may have other channels */
void join_radio_news(struct join *join, uint64_t now);

/** join_policy_news - its device's policy is another now */
void join_policy_news(struct join *join, uint64_t now);

/** join_free_again - it was cut, and may connect again */
void join_free_again(struct join *join, uint64_t now);

/** struct join_measure - what the radio says of the link; 0 if unknown */
struct join_measure {
	int32_t signal;
	uint32_t tx_rate;
	uint32_t rx_rate;
};

void join_measured(struct join *join, const struct join_measure *measure);

/**
 * join_scan_over - its scan has come to its end, or is not waited for
 *
 * What is known by then is told in any case.
 */
void join_scan_over(struct join *join, uint32_t number,
		    enum vwlan_status status, uint64_t now);

/** join_scan_bss - one access point of the kernel's list */
void join_scan_bss(struct join *join, struct relay_bss *bss);

/** join_deadline - when to call join_timeout(), or JOIN_NEVER */
uint64_t join_deadline(const struct join *join);

void join_timeout(struct join *join, uint64_t now);

#endif
