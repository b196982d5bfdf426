/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One radio, many guests: what each of them asks for, what the radio tells
 * and time, to verdicts and to what has to be done.  Pure: no I/O, no
 * clock; times are ms of any clock that never goes back, and all that
 * happens goes through struct arbiter_effects.
 *
 * docs/arbitration.md has the rules, R1 to R24.
 *
 * A request is judged at once.  Its verdict is final if it is ACCEPT, MERGE
 * or REFUSE.  After DEFER and PREEMPT, effects->answer() brings the final
 * one: once, and no later than the answer's @until.  (A scan is different:
 * whatever its verdict was, unless REFUSE, effects->scan_over() is its end.)
 * After ACCEPT, whoever asked does what it asked for; what else has to
 * happen before, as taking another guest's station down, went through the
 * effects earlier.  What becomes free by it is given to others later, in
 * arbiter_timeout(), which is due at once: so effects come in an order in
 * which the radio can follow them.
 *
 * Effects must not call back: what they find out is told later.
 *
 * Costs: a request's doesn't grow with the number of guests, but for the
 * heap of deadlines (logarithm) and for those whom it affects, each of whom
 * causes an effect.  Where anything else is walked, a comment says why.
 */
#ifndef ENGINE_ARBITER_H
#define ENGINE_ARBITER_H

#include "arbiter_state.h"

/**
 * enum arbiter_kind - what a guest asks for
 * @ARBITER_OTHER: whatever concerns nobody else; only counted
 * @ARBITER_UP: {id, patience}: a station: native UP; a managed device, when
 *	it is opened
 * @ARBITER_DOWN: gives it up, and the connection with it
 * @ARBITER_SET_MAC: {mac}
 * @ARBITER_SCAN: {scan, id}
 * @ARBITER_ABORT_SCAN: scan_over() comes as ever
 * @ARBITER_JOIN: {connection, id, patience, generation}: native
 *	AUTHENTICATE, managed CONNECT.  A frequency of 0: the supplicant will
 *	choose; see arbiter_trying()
 * @ARBITER_ASSOCIATE: {connection}
 * @ARBITER_AUTHORIZED: the connection is complete
 * @ARBITER_LEAVE: native DEAUTHENTICATE and DISASSOCIATE, managed
 *	DISCONNECT
 * @ARBITER_KEY: {connection.bssid, generation}
 * @ARBITER_EAPOL: {generation}
 * @ARBITER_REMAIN: {frequency, duration}
 * @ARBITER_CANCEL_REMAIN: or cancels the wait after SEND_FRAME
 * @ARBITER_SEND_FRAME: {frequency or 0, duration}: what may be in it is
 *	the caller's to check
 * @ARBITER_SET_PHY: {settings, changed}
 * @ARBITER_TX_POWER: {power}
 * @ARBITER_POWER_SAVE: {power_save}
 */
enum arbiter_kind {
	ARBITER_OTHER,
	ARBITER_UP,
	ARBITER_DOWN,
	ARBITER_SET_MAC,
	ARBITER_SCAN,
	ARBITER_ABORT_SCAN,
	ARBITER_JOIN,
	ARBITER_ASSOCIATE,
	ARBITER_AUTHORIZED,
	ARBITER_LEAVE,
	ARBITER_KEY,
	ARBITER_EAPOL,
	ARBITER_REMAIN,
	ARBITER_CANCEL_REMAIN,
	ARBITER_SEND_FRAME,
	ARBITER_SET_PHY,
	ARBITER_TX_POWER,
	ARBITER_POWER_SAVE,
	ARBITER_KIND_COUNT
};

/**
 * struct arbiter_scan_request - nothing in it has been checked
 * @ssids: 0: passively; a name of length 0 is the wildcard
 * @frequencies: 0: all
 * @ie_hash: of the elements to be sent, to tell whether two are the same;
 *	0: none.  The caller keeps the elements.
 * @ie_length: bytes
 * @flags: VWLAN_SCAN_*
 * @mac_hash: of address and mask, with VWLAN_SCAN_RANDOM_ADDRESS
 * @bssid: all zeros: any
 * @duration: on each channel, time units; 0: as usual
 */
struct arbiter_scan_request {
	uint8_t ssids;
	struct vwlan_ssid ssid[VWLAN_SCAN_SSIDS];
	uint16_t frequencies;
	uint16_t frequency[VWLAN_FREQUENCIES_MAX];
	uint64_t ie_hash;
	uint16_t ie_length;
	uint32_t flags;
	uint64_t mac_hash;
	uint8_t bssid[VWLAN_MAC_LEN];
	uint16_t duration;
};

/**
 * struct arbiter_request - see enum arbiter_kind for who needs what
 * @id: the caller's; comes back with the answer
 * @patience: ms that an answer may take; ARBITER_PATIENT: no matter
 * @generation: number of the connection that it is about; JOIN brings a new
 *	one
 * @changed: VWLAN_SETTING_*: which of @settings are meant
 */
struct arbiter_request {
	enum arbiter_kind kind;
	uint32_t id;
	uint32_t patience;
	uint32_t generation;
	struct arbiter_connection connection;
	uint8_t mac[VWLAN_MAC_LEN];
	uint32_t frequency;
	uint32_t duration;
	struct arbiter_wish settings;
	uint16_t changed;
	int32_t power;
	bool power_save;
	const struct arbiter_scan_request *scan;
};

enum arbiter_verdict {
	ARBITER_ACCEPT,		/* do it */
	ARBITER_MERGE,		/* another guest's scan will do */
	ARBITER_DEFER,		/* later, once something else is over */
	ARBITER_PREEMPT,	/* later, once another guest was warned */
	ARBITER_REFUSE,
};

/**
 * struct arbiter_answer - verdict, and what else is worth knowing
 * @status: VWLAN_OK, or why not, or why not now
 * @until: DEFER, PREEMPT: when the answer comes at the latest; REFUSE: when
 *	it is worth asking again, or ARBITER_NEVER if nobody knows
 * @other: the guest in the way, for the log; NULL if there is none, or more
 *	than one
 * @first: UP: the radio was idle; it gets its settings first
 * @parked: UP: accepted, but others have their turn; up() tells
 * @duration: REMAIN, SEND_FRAME: what it is cut to, ms
 * @power: TX_POWER: what is in effect, 1/100 dBm; ARBITER_POWER_ANY: what
 *	the radio thinks right
 * @settings: SET_PHY: what is in effect for all stations
 * @frequencies: refused with VWLAN_CHANNEL: those that wouldn't be; JOIN
 *	without a frequency: the only ones that the supplicant may use, or
 *	0: all
 */
struct arbiter_answer {
	enum arbiter_verdict verdict;
	enum vwlan_status status;
	uint64_t until;
	const struct arbiter_guest *other;
	bool first;
	bool parked;
	uint32_t duration;
	int32_t power;
	struct arbiter_wish settings;
	uint8_t frequencies;
	uint16_t frequency[ARBITER_ALLOWED_MAX];
};

/**
 * struct arbiter_effects - what an arbiter can cause
 *
 * @by is the guest for whom it happens, or NULL.
 *
 * @answer: the final answer to what was deferred
 * @up: bring its interface up: it has a station again, or its turn
 * @down: take it down, and tell it; up() comes by itself, unless the guest
 *	says DOWN.  @at: not before, as far as is known, or ARBITER_NEVER
 * @connect: its channel is free again: a supplicant in the driver domain
 *	connects, one in a guest is told that it may
 * @disconnect: cut its connection, with reason 3 and without a frame to the
 *	access point; connect() comes by itself, unless the guest says LEAVE
 * @stranded: it waits for its turn, and no turn of another's will end:
 *	what there is has gone to guests that don't share, or the radio is
 *	gone; up() or connect() still comes by itself
 * @warn: in a moment one of down() and disconnect()
 * @scan_start: on @leader's interface
 * @scan_abort: that scan; arbiter_scan_ended() is expected as ever
 * @scan_over: a guest's scan; results older than @since are not for it
 * @phy_settings: the radio's, for all stations
 * @tx_power: 1/100 dBm, or ARBITER_POWER_ANY
 * @power_save: of the one station that is up
 * @channels: a guest with a narrow view has another view now
 */
struct arbiter_effects {
	void (*answer)(void *user, struct arbiter_guest *guest, uint32_t id,
		       const struct arbiter_answer *answer);
	void (*up)(void *user, struct arbiter_guest *guest);
	void (*down)(void *user, struct arbiter_guest *guest,
		     enum vwlan_status why, const struct arbiter_guest *by,
		     uint64_t at);
	void (*connect)(void *user, struct arbiter_guest *guest,
			const struct arbiter_connection *connection);
	void (*disconnect)(void *user, struct arbiter_guest *guest,
			   enum vwlan_status why,
			   const struct arbiter_guest *by, uint64_t at);
	void (*stranded)(void *user, struct arbiter_guest *guest,
			 enum vwlan_status why);
	void (*warn)(void *user, struct arbiter_guest *guest,
		     enum vwlan_status why, const struct arbiter_guest *by,
		     uint64_t at);
	void (*scan_start)(void *user, struct arbiter_guest *leader,
			   const struct arbiter_scan *scan);
	void (*scan_abort)(void *user, struct arbiter_guest *leader);
	void (*scan_over)(void *user, struct arbiter_guest *guest,
			  uint32_t id, enum vwlan_status status,
			  uint64_t since);
	void (*phy_settings)(void *user, const struct arbiter_wish *wish);
	void (*tx_power)(void *user, struct arbiter_guest *guest,
			 int32_t power);
	void (*power_save)(void *user, struct arbiter_guest *guest, bool on);
	void (*channels)(void *user, struct arbiter_guest *guest);
};

/* ------------------------------------------------------------------ */
/* Life                                                                */

/** arbiter_init - without a radio; @settings NULL for the usual ones */
void arbiter_init(struct arbiter *arbiter,
		  const struct arbiter_effects *effects, void *user,
		  const struct arbiter_settings *settings);

/** arbiter_free - when all guests are gone */
void arbiter_free(struct arbiter *arbiter);

/**
 * arbiter_guest_open - a guest's device has come
 *
 * @guest: the caller's memory, until arbiter_guest_close()
 * @user: the caller's, for effects
 *
 * Returns 0; -EEXIST if another has that address, -EADDRNOTAVAIL if the
 * radio can't have it, or -ENOMEM.
 */
int arbiter_guest_open(struct arbiter *arbiter, struct arbiter_guest *guest,
		       const struct arbiter_policy *policy,
		       const uint8_t *mac, void *user, uint64_t now);

/** arbiter_guest_close - it goes; nothing is said to it any more */
void arbiter_guest_close(struct arbiter *arbiter,
			 struct arbiter_guest *guest, uint64_t now);

/**
 * arbiter_guest_policy - another policy, from now on
 *
 * What the guest has it keeps, but for a network that it may no longer use.
 */
void arbiter_guest_policy(struct arbiter *arbiter,
			  struct arbiter_guest *guest,
			  const struct arbiter_policy *policy, uint64_t now);

/**
 * arbiter_give_from - nothing goes to guests that wait before this time, ms
 *
 * For a caller that doesn't know yet who has what, and is going to tell by
 * arbiter_guest_adopt().
 */
void arbiter_give_from(struct arbiter *arbiter, uint64_t at);

/**
 * arbiter_guest_adopt - it is up, and connected if @connection has a
 * frequency, since before this arbiter; or the table remembers it so
 *
 * @placed: it is so now; if not, it will be as soon as there is room
 */
void arbiter_guest_adopt(struct arbiter *arbiter,
			 struct arbiter_guest *guest, bool placed,
			 const struct arbiter_connection *connection,
			 uint64_t now);

/* ------------------------------------------------------------------ */
/* Guests                                                              */

/** arbiter_ask - a guest's request, and the verdict */
void arbiter_ask(struct arbiter *arbiter, struct arbiter_guest *guest,
		 const struct arbiter_request *request,
		 struct arbiter_answer *answer, uint64_t now);

/**
 * arbiter_seek - the guest knows this network's name, and so sees it even if
 * it hides it; JOIN and SCAN say so by themselves
 */
void arbiter_seek(struct arbiter *arbiter, struct arbiter_guest *guest,
		  const struct vwlan_ssid *ssid);

/**
 * enum arbiter_hidden - is the network's name in its beacon?
 */
enum arbiter_hidden {
	ARBITER_SHOWN,
	ARBITER_HIDDEN,
	ARBITER_UNKNOWN,	/* no beacon was heard */
};

/** arbiter_shows - is this access point among the guest's scan results? */
bool arbiter_shows(const struct arbiter *arbiter,
		   const struct arbiter_guest *guest,
		   const struct vwlan_ssid *ssid, enum arbiter_hidden hidden,
		   uint32_t frequency, uint64_t now);

/**
 * arbiter_channel_open - could the guest use this channel now?
 *
 * What a narrow view of the channels has; and what scan results are shown
 * of, but for the narrowness.
 */
bool arbiter_channel_open(const struct arbiter *arbiter,
			  const struct arbiter_guest *guest,
			  uint32_t frequency, uint64_t now);

/** arbiter_realtime - its traffic must not wait, or may again */
void arbiter_realtime(struct arbiter *arbiter, struct arbiter_guest *guest,
		      bool realtime);

/* ------------------------------------------------------------------ */
/* The radio                                                           */

/**
 * arbiter_radio_came - it is there, again, or switched on
 *
 * Everything that guests had is brought back, as far as there is room.
 * Returns 0, or -EINVAL if @phy makes no sense.
 */
int arbiter_radio_came(struct arbiter *arbiter,
		       const struct arbiter_phy *phy, uint64_t now);

/**
 * arbiter_radio_left - it is gone, asleep or switched off
 *
 * @why: VWLAN_NO_RADIO or VWLAN_RFKILL
 */
void arbiter_radio_left(struct arbiter *arbiter, enum vwlan_status why,
			uint64_t now);

/**
 * arbiter_radio_changed - other rules for the channels, or other
 * interfaces that are none of ours
 *
 * Who is on a channel that is gone is disconnected.  Returns as
 * arbiter_radio_came().
 */
int arbiter_radio_changed(struct arbiter *arbiter,
			  const struct arbiter_phy *phy, uint64_t now);

/** arbiter_scan_ended - the one that scan_start() began */
void arbiter_scan_ended(struct arbiter *arbiter, enum vwlan_status status,
			uint64_t now);

/** arbiter_scan_foreign - somebody else's scan began, or ended */
void arbiter_scan_foreign(struct arbiter *arbiter, bool running,
			  uint64_t now);

/**
 * arbiter_trying - a supplicant in the driver domain goes for this access
 * point
 *
 * disconnect() comes at once if it may not.
 */
void arbiter_trying(struct arbiter *arbiter, struct arbiter_guest *guest,
		    const struct arbiter_connection *connection,
		    uint64_t now);

/** arbiter_joined - it is connected, as it was trying to be */
void arbiter_joined(struct arbiter *arbiter, struct arbiter_guest *guest,
		    const struct arbiter_connection *connection,
		    uint64_t now);

/**
 * arbiter_left - the connection ended, or didn't come about
 *
 * The caller tells what an earlier connection did apart by its generation.
 */
void arbiter_left(struct arbiter *arbiter, struct arbiter_guest *guest,
		  uint64_t now);

/** arbiter_switching - its access point is about to change its channel */
void arbiter_switching(struct arbiter *arbiter, struct arbiter_guest *guest,
		       uint32_t frequency, uint64_t now);

/** arbiter_switched - it has */
void arbiter_switched(struct arbiter *arbiter, struct arbiter_guest *guest,
		      uint32_t frequency, uint64_t now);

/** arbiter_radar - it was heard there: nobody may go there for a while */
void arbiter_radar(struct arbiter *arbiter, uint32_t frequency,
		   uint64_t now);

/** arbiter_remain_ended - the radio is back from where a guest sent it */
void arbiter_remain_ended(struct arbiter *arbiter, uint64_t now);

/* ------------------------------------------------------------------ */
/* Time                                                                */

/** arbiter_deadline - when to call arbiter_timeout(), or ARBITER_NEVER */
uint64_t arbiter_deadline(const struct arbiter *arbiter);

void arbiter_timeout(struct arbiter *arbiter, uint64_t now);

#endif
