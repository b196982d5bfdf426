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

#include "arbiter.h"
#include "config.h"
#include "relay_command.h"
#include "table.h"

#define RELAY_NEVER UINT64_MAX
#define RELAY_LATER (-1)	/* a verdict: it will come */
#define RELAY_PARKED (-2)	/* UP: yes, but first others have their turn */
#define RELAY_COOKIES 16u	/* of frames on their way, remembered */

/** relay_answer_fn - one message that answers a request */
typedef void relay_answer_fn(void *context, uint8_t command,
			     struct nlattr **attributes);

/**
 * struct relay_effects - what a native station can cause
 * @judge: may the guest have what UP, AUTHENTICATE or CONNECT asks for, or
 *	an ASSOCIATE that none of them went before, with all the others there
 *	are?  VWLAN_OK, why not, RELAY_PARKED, or RELAY_LATER: then it comes
 *	through relay_judged().  May REMAIN or SEND_FRAME take the radio where
 *	they want to (R16)?  VWLAN_OK or why not.
 * @back: that is over, or came to nothing
 * @ask: the kernel; answers come before it returns, news of other things
 *	wait until the command is done with.  Returns 0 or a negative errno.
 *	@dump: for all there are
 * @link_set: the interface goes up or down; 0 or a negative errno
 * @link_get: 1 if it is up, 0 if it is down, or a negative errno
 * @mac_ask: the monitor, for another address; the outcome comes through
 *	relay_mac_set().  0 or a negative errno.
 * @mac_taken: is it another device's?
 * @settings: the guest's wish for the radio's settings; @changed:
 *	VWLAN_SETTING_*, which of @wish are meant.  VWLAN_OK or why not.
 * @power: the guest's wish for transmit power, 1/100 dBm or
 *	ARBITER_POWER_ANY; it gets what it may have.  VWLAN_OK or why not.
 * @power_save: its wish for power saving
 * @send: a response or an event to the guest
 * @scan: may it scan?  VWLAN_OK, or why not; its end comes through
 *	relay_scan_over(), with the same @number
 * @scan_abort: it won't wait for that any longer; the end comes as ever
 * @seek: the guest knows this network's name
 * @shows: R8: is an access point of this name among its results?
 * @log: a line for the log; level as of syslog
 */
struct relay_effects {
	int (*judge)(void *user, const struct vwlan_control *command);
	void (*back)(void *user);
	int (*ask)(void *user, struct nl_msg *request, bool dump,
		   relay_answer_fn *answer, void *context);
	int (*link_set)(void *user, bool up);
	int (*link_get)(void *user);
	int (*mac_ask)(void *user, const uint8_t *mac);
	bool (*mac_taken)(void *user, const uint8_t *mac);
	int (*settings)(void *user, const struct arbiter_wish *wish,
			uint16_t changed);
	int (*power)(void *user, int32_t *power);
	void (*power_save)(void *user, bool on);
	void (*send)(void *user, struct vwlan_control *control);
	enum vwlan_status (*scan)(void *user,
				  const struct vwlan_control *command,
				  uint32_t number);
	void (*scan_abort)(void *user);
	void (*seek)(void *user, const struct vwlan_ssid *ssid);
	bool (*shows)(void *user, const struct vwlan_ssid *ssid,
		      enum arbiter_hidden hidden, uint32_t frequency);
	void (*log)(void *user, int level, const char *text);
};

/** struct relay_cookie - the guest's number for the kernel's */
struct relay_cookie {
	uint64_t kernel;
	uint32_t guest;
	uint16_t command;
};

/** struct relay_result - an access point that the guest is to be told of */
struct relay_result {
	STAILQ_ENTRY(relay_result) next;
	struct vwlan_control control;	/* as much of it as it uses */
};

enum relay_scan_state {
	RELAY_SCAN_IDLE,
	RELAY_SCAN_ASKED,	/* the arbiter tells of its end */
	RELAY_SCAN_TELLING,	/* results go to the guest */
};

/**
 * struct relay_scan - the guest's; times are ms of any monotonic clock
 * @number: tells its end from an earlier one's
 * @asked_at: when it was asked for
 * @since: only what was heard from then on is told; 0: all
 * @next_at: when more results are told
 * @results: to be told
 * @count: how many were found
 * @status: of its SCAN_DONE
 */
struct relay_scan {
	enum relay_scan_state state;
	uint32_t number;
	uint64_t asked_at;
	uint64_t since;
	uint64_t next_at;
	STAILQ_HEAD(, relay_result) results;
	unsigned int count;
	enum vwlan_status status;
};

enum relay_look_state {
	RELAY_LOOK_IDLE,
	RELAY_LOOK_WAITING,	/* for another's scan to end */
	RELAY_LOOK_ASKED,	/* the kernel will say that it has begun */
	RELAY_LOOK_RUNNING,
};

/**
 * struct relay_look - an AUTHENTICATE's own scan, of one channel
 * @request: what the kernel is asked
 * @next_at: when it is asked again
 * @until: when it is given up
 */
struct relay_look {
	enum relay_look_state state;
	struct nl_msg *request;
	uint64_t next_at;
	uint64_t until;
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
 * @power_save: what the guest wants, for the record; -1: it hasn't said
 * @wish: likewise, for the radio's settings
 * @bitrates_sure: the kernel has what @entry says that it was told
 * @bitrates_refused: the log knows that the guest's bit rates are
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
	struct arbiter_wish wish;
	bool bitrates_sure;
	bool bitrates_refused;
	uint64_t retry_at;
	struct relay_scan scan;
	struct relay_look look;
	struct tokens general;
	struct tokens urgent;
	struct tokens frames;
	struct relay_cookie cookies[RELAY_COOKIES];
	unsigned int cookie_next;
};

/** relay_open - a station whose interface has just come, and is down */
void relay_open(struct relay *relay, const struct relay_effects *effects,
		void *user, struct table_entry *entry,
		const struct relay_phy *phy, int family, uint64_t now);

/** relay_adopt - or one that an earlier engine had: look how it is */
void relay_adopt(struct relay *relay);

/** relay_close - it goes; what must not stay in memory is wiped */
void relay_close(struct relay *relay);

/**
 * relay_restore - the wishes that an earlier engine knew
 *
 * @adopted: after relay_adopt(): a guest that wanted to be up, and whose
 *	station isn't, wants it still
 */
void relay_restore(struct relay *relay, const struct record *from,
		   bool adopted);

/**
 * relay_quality_text - how its frames are sent, for people
 *
 * @bitrates: BITRATES_TEXT bytes; rates in effect
 * @qos_map: QOS_MAP_TEXT bytes
 */
void relay_quality_text(const struct relay *relay, char *bitrates,
			char *qos_map);

/** relay_record - its guest's wishes */
void relay_record(const struct relay *relay, struct record *to);

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

/** relay_renewed - a new interface is there, in place of the one that went */
void relay_renewed(struct relay *relay, uint64_t now);

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
 * relay_scan_over - its scan has come to its end, or is not waited for
 *
 * What is known by then is told in any case.
 *
 * @since: what was heard before is not for it; 0: all is
 */
void relay_scan_over(struct relay *relay, uint32_t number,
		     enum vwlan_status status, uint64_t since, uint64_t now);

/** relay_mac_set - the monitor's answer; 0 or a negative errno */
void relay_mac_set(struct relay *relay, int error);

/** relay_measured - signal in dBm, rates in 100 kb/s; 0 if unknown */
void relay_measured(struct relay *relay, int32_t signal, uint32_t tx_rate,
		    uint32_t rx_rate);

/** relay_deadline - when to call relay_timeout(), or RELAY_NEVER */
uint64_t relay_deadline(const struct relay *relay);

void relay_timeout(struct relay *relay, uint64_t now);


#endif
