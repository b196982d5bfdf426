/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One native station: the guest's commands and nl80211's news, and time,
 * to requests for the kernel and messages for the guest.  The connection
 * is the guest's affair; what is known of it goes into the table.
 *
 * Pure: effects and time are arguments; netlink messages are made and read
 * in memory.
 */
#ifndef ENGINE_RELAY_H
#define ENGINE_RELAY_H

#include <sys/queue.h>

#include "config.h"
#include "relay_command.h"
#include "table.h"

#define RELAY_NEVER UINT64_MAX
#define RELAY_LATER (-1)	/* a verdict: it will come */
#define RELAY_PARKED (-2)	/* UP: yes, but first others have their turn */
#define RELAY_SOUGHT 8u		/* names looked for, remembered */
#define RELAY_COOKIES 16u	/* of frames on their way, remembered */

/** relay_answer_fn - one message that answers a request */
typedef void relay_answer_fn(void *context, uint8_t command,
			     struct nlattr **attributes);

/**
 * struct relay_effects - what a native station can cause
 * @judge: may the guest have what UP or AUTHENTICATE asks for, with all
 *	the others there are?  VWLAN_OK, why not, RELAY_PARKED, or
 *	RELAY_LATER: then it comes through relay_judged().
 * @ask: the kernel; answers come before it returns, news of other things
 *	wait until the command is done with.  Returns 0 or a negative errno.
 *	@dump: for all there are
 * @link_set: the interface goes up or down; 0 or a negative errno
 * @link_get: 1 if it is up, 0 if it is down, or a negative errno
 * @mac_ask: the monitor, for another address; the outcome comes through
 *	relay_mac_set().  0 or a negative errno.
 * @mac_taken: is it another device's?
 * @settings: this station's wish for the radio's settings has changed
 * @send: a response or an event to the guest
 * @sought_by_others: was this network asked for by another guest?
 * @log: a line for the log; level as of syslog
 */
struct relay_effects {
	int (*judge)(void *user, const struct vwlan_control *command);
	int (*ask)(void *user, struct nl_msg *request, bool dump,
		   relay_answer_fn *answer, void *context);
	int (*link_set)(void *user, bool up);
	int (*link_get)(void *user);
	int (*mac_ask)(void *user, const uint8_t *mac);
	bool (*mac_taken)(void *user, const uint8_t *mac);
	void (*settings)(void *user);
	void (*send)(void *user, struct vwlan_control *control);
	bool (*sought_by_others)(void *user, const struct vwlan_ssid *ssid);
	void (*log)(void *user, int level, const char *text);
};

/**
 * struct relay_bucket - tokens for commands
 * @tokens: thousandths
 * @at: when they were counted
 */
struct relay_bucket {
	uint32_t tokens;
	uint64_t at;
};

/** struct relay_cookie - the guest's number for the kernel's */
struct relay_cookie {
	uint64_t kernel;
	uint32_t guest;
	uint16_t command;
};

/**
 * struct relay_settings - wishes for the whole radio; 0xffffffff: none
 * @rts: threshold, bytes
 * @fragment: threshold, bytes
 * @retry_short: frames; 0: none
 * @retry_long: likewise
 */
struct relay_settings {
	uint32_t rts;
	uint32_t fragment;
	uint8_t retry_short;
	uint8_t retry_long;
};

/** struct relay_result - an access point that the guest is to be told of */
struct relay_result {
	STAILQ_ENTRY(relay_result) next;
	struct vwlan_control control;	/* as much of it as it uses */
};

enum relay_scan_state {
	RELAY_SCAN_IDLE,
	RELAY_SCAN_WAITING,	/* for another's to end */
	RELAY_SCAN_RUNNING,
	RELAY_SCAN_TELLING,	/* results go to the guest */
};

/**
 * struct relay_scan - times are ms of any monotonic clock
 * @request: what the kernel is asked, while it runs or waits
 * @for_join: the guest did not ask for it, an AUTHENTICATE needs it
 * @fresh: only what is heard from @since on is told
 * @since: when it was asked for
 * @next_at: when it is asked again, or more results are told
 * @until: when it is given up
 * @results: to be told
 * @count: how many were found
 * @status: of its SCAN_DONE
 */
struct relay_scan {
	enum relay_scan_state state;
	struct nl_msg *request;
	bool for_join;
	bool fresh;
	uint64_t since;
	uint64_t next_at;
	uint64_t until;
	STAILQ_HEAD(, relay_result) results;
	unsigned int count;
	enum vwlan_status status;
};

/**
 * struct relay - a native station
 * @entry: its row of the connection table, kept up to date
 * @phy: its radio, as far as it may use it; may change between calls
 * @family: nl80211's number
 * @up: the guest wants the interface up
 * @blocked: and it is not
 * @parked: as its station went to another guest
 * @gone: there is no such interface any more
 * @link: how far the station is
 * @bssid: with this access point
 * @controlled: frames pass only after AUTHORIZE
 * @dropping: our own farewell to @bssid is under way, of a connection that
 *	the guest knows nothing of
 * @joining: an AUTHENTICATE that waits for a scan; NULL for none; holds a
 *	key perhaps
 * @held: a command that waits for its verdict, as @joining
 * @mac_wanted: SET_MAC has been asked of the monitor
 * @mac_seq: that command's number
 * @mac: the address asked for
 * @power_save: what the guest wants, -1 before it has said
 * @wish: for the radio's settings
 * @retry_at: when the interface is tried to be brought up again
 */
struct relay {
	const struct relay_effects *effects;
	void *user;
	struct table_entry *entry;
	const struct relay_phy *phy;
	int family;
	bool up;
	bool blocked;
	bool parked;
	bool gone;
	enum relay_link link;
	uint8_t bssid[VWLAN_MAC_LEN];
	bool controlled;
	bool dropping;
	struct vwlan_control *joining;
	struct vwlan_control *held;
	bool mac_wanted;
	uint16_t mac_seq;
	uint8_t mac[VWLAN_MAC_LEN];
	int power_save;
	struct relay_settings wish;
	uint64_t retry_at;
	struct relay_scan scan;
	struct relay_bucket general;
	struct relay_bucket urgent;
	struct relay_bucket frames;
	struct relay_cookie cookies[RELAY_COOKIES];
	unsigned int cookie_next;
	struct vwlan_ssid sought[RELAY_SOUGHT];
	unsigned int sought_next;
};

/** relay_open - a station whose interface has just come, and is down */
void relay_open(struct relay *relay, const struct relay_effects *effects,
		void *user, struct table_entry *entry,
		const struct relay_phy *phy, int family, uint64_t now);

/** relay_adopt - or one that an earlier engine had: look how it is */
void relay_adopt(struct relay *relay);

/** relay_close - it goes; what must not stay in memory is wiped */
void relay_close(struct relay *relay);

/** relay_command - the guest's; nothing in it has been checked */
void relay_command(struct relay *relay, const struct vwlan_control *command,
		   uint64_t now);

/**
 * relay_judged - the verdict on the command with this number
 *
 * @verdict: as of relay_effects.judge(), but not RELAY_LATER
 */
void relay_judged(struct relay *relay, uint32_t seq, int verdict,
		  uint64_t now);

/** relay_park - its station goes to another guest */
void relay_park(struct relay *relay, enum vwlan_status why, uint64_t now);

/** relay_unpark - it has one again */
void relay_unpark(struct relay *relay, uint64_t now);

/** relay_cut - its connection has to end */
void relay_cut(struct relay *relay, enum vwlan_status why);

/** relay_free_again - it was cut, and may connect again */
void relay_free_again(struct relay *relay);

/** relay_news - nl80211's, about this station */
void relay_news(struct relay *relay, uint8_t command,
		struct nlattr **attributes, uint64_t now);

/** relay_lost - news were lost: find out how things are, tell the guest */
void relay_lost(struct relay *relay);

/** relay_link_news - the interface went up or down, or went at all */
void relay_link_news(struct relay *relay, uint64_t now);

/**
 * relay_policy_news - its device's policy is another now
 *
 * An address that it may not have any more takes the station down, as the
 * guest's own DOWN would.  What else it must give up is the arbiter's.
 */
void relay_policy_news(struct relay *relay, uint64_t now);

/** relay_phy_news - the rules of the place, or the radio, changed */
void relay_phy_news(struct relay *relay);

/**
 * relay_scan_waits - since when does its scan wait for another's to end?
 *
 * The lower, the more urgent; RELAY_NEVER if none waits.
 */
uint64_t relay_scan_waits(const struct relay *relay);

/** relay_scan_turn - another's scan has ended: it is this one's turn */
void relay_scan_turn(struct relay *relay, uint64_t now);

/** relay_mac_set - the monitor's answer; 0 or a negative errno */
void relay_mac_set(struct relay *relay, int error);

/** relay_measured - signal in dBm, rates in 100 kb/s; 0 if unknown */
void relay_measured(struct relay *relay, int32_t signal, uint32_t tx_rate,
		    uint32_t rx_rate);

/** relay_deadline - when to call relay_timeout(), or RELAY_NEVER */
uint64_t relay_deadline(const struct relay *relay);

void relay_timeout(struct relay *relay, uint64_t now);

/** relay_sought - has this guest asked for a network of this name? */
bool relay_sought(const struct relay *relay, const struct vwlan_ssid *ssid);

/** relay_settings_merge - R17: the most cautious wish of both */
void relay_settings_merge(struct relay_settings *to,
			  const struct relay_settings *other);

/** relay_settings_same - do both wish the same? */
bool relay_settings_same(const struct relay_settings *a,
			 const struct relay_settings *b);

/** relay_settings_none - wishes nothing */
void relay_settings_none(struct relay_settings *settings);

#endif
