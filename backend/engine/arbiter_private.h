/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the arbiter's files know of one another. */
#ifndef ENGINE_ARBITER_PRIVATE_H
#define ENGINE_ARBITER_PRIVATE_H

#include "arbiter.h"

#define ARBITER_HOLD 3000u	/* ms that joining keeps scans waiting, R7 */
#define ARBITER_IMMUNITY 30000u	/* ms after coming back, R10 */
#define ARBITER_SETTLE 20000u	/* ms to connect that are none of a turn's */

/* arbiter.c */

/**
 * arbiter_begin - at the begin of all that can free something
 *
 * Others get what is freed later, once the caller has done what frees it:
 * when it calls again, which is due at once.
 */
void arbiter_begin(struct arbiter *arbiter, uint64_t now);

void arbiter_refuse(struct arbiter_answer *answer, enum vwlan_status status,
		    uint64_t until);

/** arbiter_pend - the answer comes later, at @until at the latest */
void arbiter_pend(struct arbiter *arbiter, struct arbiter_guest *guest,
		  const struct arbiter_request *request,
		  const struct arbiter_answer *answer);

/** arbiter_conclude - the final answer, if one is due */
void arbiter_conclude(struct arbiter *arbiter, struct arbiter_guest *guest,
		      const struct arbiter_answer *answer);

/** arbiter_cancel - as above, refused */
void arbiter_cancel(struct arbiter *arbiter, struct arbiter_guest *guest,
		    enum vwlan_status status);

/** arbiter_radio_wait - until no scan or change of channel is under way */
void arbiter_radio_wait(struct arbiter *arbiter,
			struct arbiter_guest *guest, bool wait);

/* arbiter_timer.c */

/** arbiter_timer_reserve - room for one more guest; 0 or -ENOMEM */
int arbiter_timer_reserve(struct arbiter *arbiter);

/** arbiter_timer_set - after one of the guest's times has changed */
void arbiter_timer_set(struct arbiter *arbiter, struct arbiter_guest *guest);
void arbiter_timer_remove(struct arbiter *arbiter,
			  struct arbiter_guest *guest);

/* arbiter_station.c */
bool arbiter_station_fits(const struct arbiter *arbiter);
void arbiter_station_take(struct arbiter *arbiter,
			  struct arbiter_guest *guest, uint64_t now);
void arbiter_station_drop(struct arbiter *arbiter,
			  struct arbiter_guest *guest);

/** arbiter_station_victim - whom a guest of this class may preempt */
struct arbiter_guest *arbiter_station_victim(const struct arbiter *arbiter,
					     unsigned int class);

/** arbiter_station_file - among the victims, as its state has it */
void arbiter_station_file(struct arbiter *arbiter,
			  struct arbiter_guest *guest);
void arbiter_station_up(struct arbiter *arbiter, struct arbiter_guest *guest,
			const struct arbiter_request *request,
			struct arbiter_answer *answer, uint64_t now);
void arbiter_station_down(struct arbiter *arbiter,
			  struct arbiter_guest *guest, uint64_t now);

/* arbiter_channel.c */

/** arbiter_channel_find - NULL if the radio doesn't have it */
struct arbiter_channel *arbiter_channel_find(const struct arbiter *arbiter,
					     uint32_t frequency);
const struct arbiter_phy_channel *
arbiter_channel_phy(const struct arbiter *arbiter,
		    const struct arbiter_channel *channel);

/** arbiter_channel_usable - VWLAN_OK, or why nobody or not this guest */
enum vwlan_status
arbiter_channel_usable(const struct arbiter *arbiter,
		       const struct arbiter_guest *guest,
		       const struct arbiter_channel *channel, uint64_t now);
bool arbiter_channel_fits(const struct arbiter *arbiter,
			  const struct arbiter_guest *guest,
			  const struct arbiter_channel *channel);
bool arbiter_channel_busy(const struct arbiter *arbiter,
			  const struct arbiter_channel *channel);
void arbiter_channel_take(struct arbiter *arbiter,
			  struct arbiter_guest *guest,
			  struct arbiter_channel *channel, uint64_t now);
void arbiter_channel_drop(struct arbiter *arbiter,
			  struct arbiter_guest *guest);

/** arbiter_channel_list - among those in use, if it is */
void arbiter_channel_list(struct arbiter *arbiter,
			  struct arbiter_channel *channel);

/** arbiter_channel_last - the last one to come into use by guests alone */
struct arbiter_channel *arbiter_channel_last(const struct arbiter *arbiter);

/** arbiter_channel_victim - one whose users the guest may all preempt */
struct arbiter_channel *
arbiter_channel_victim(const struct arbiter *arbiter,
		       const struct arbiter_guest *guest);

/** arbiter_channel_turns - is there one whose users all take turns? */
bool arbiter_channel_turns(const struct arbiter *arbiter,
			   const struct arbiter_guest *guest);

/** arbiter_channel_turn_end - when the first of those is given up */
struct arbiter_channel *
arbiter_channel_turn_end(const struct arbiter *arbiter, uint64_t *at);

/** arbiter_channel_allowed - frequencies that conflict with nobody */
void arbiter_channel_allowed(const struct arbiter *arbiter,
			     const struct arbiter_guest *guest,
			     struct arbiter_answer *answer, uint64_t now);

/** arbiter_channel_full - can no other channel come into use? */
bool arbiter_channel_full(const struct arbiter *arbiter,
			  const struct arbiter_guest *guest);

/* arbiter_turn.c */

/** arbiter_claim_of - how it waits for what it had */
enum arbiter_claim arbiter_claim_of(const struct arbiter_guest *guest);
void arbiter_queue_add(struct arbiter *arbiter, struct arbiter_guest *guest,
		       enum arbiter_resource resource,
		       enum arbiter_claim claim,
		       struct arbiter_channel *channel);
void arbiter_queue_remove(struct arbiter *arbiter,
			  struct arbiter_guest *guest);

/** arbiter_queue_move - waits for another channel, and keeps its place */
void arbiter_queue_move(struct arbiter *arbiter, struct arbiter_guest *guest,
			uint32_t frequency);

/** arbiter_serve - who waits gets what is free */
void arbiter_serve(struct arbiter *arbiter, uint64_t now);

/** arbiter_rotate - who has had its turn gives it to who waits */
void arbiter_rotate(struct arbiter *arbiter, uint64_t now);

/** arbiter_strand - tell those who wait for turns if there are none */
void arbiter_strand(struct arbiter *arbiter);

/** arbiter_rotate_deadline - when that may be so next */
uint64_t arbiter_rotate_deadline(const struct arbiter *arbiter);
void arbiter_station_grant(struct arbiter *arbiter,
			   struct arbiter_guest *guest, uint64_t now);
void arbiter_channel_grant(struct arbiter *arbiter,
			   struct arbiter_guest *guest, uint64_t now);

/** arbiter_station_lose - for @by; it comes back by itself */
void arbiter_station_lose(struct arbiter *arbiter,
			  struct arbiter_guest *guest,
			  enum vwlan_status why,
			  const struct arbiter_guest *by, uint64_t now);
void arbiter_channel_lose(struct arbiter *arbiter,
			  struct arbiter_guest *guest,
			  const struct arbiter_guest *by, uint64_t now);

/** arbiter_channel_give_up - it can't have what it wants, or wants back */
void arbiter_channel_give_up(struct arbiter *arbiter,
			     struct arbiter_guest *guest,
			     enum vwlan_status why);

/** arbiter_turn_begin - on its station, if it takes turns */
void arbiter_turn_begin(struct arbiter *arbiter, struct arbiter_guest *guest,
			uint64_t now);

/** arbiter_turn_forget - it has no station, or takes no turns */
void arbiter_turn_forget(struct arbiter *arbiter,
			 struct arbiter_guest *guest);

/** arbiter_turn_settle - it is connected: from now on its turn counts */
void arbiter_turn_settle(struct arbiter *arbiter,
			 struct arbiter_guest *guest, uint64_t now);

/** arbiter_turn_over - on its station, if others wait */
void arbiter_turn_over(struct arbiter *arbiter, struct arbiter_guest *guest,
		       uint64_t now);

/** arbiter_grace_over - whoever was warned has to go */
void arbiter_grace_over(struct arbiter *arbiter, struct arbiter_guest *guest,
			uint64_t now);
void arbiter_immune(struct arbiter *arbiter, struct arbiter_guest *guest,
		    uint64_t until);

/* arbiter_join.c */
void arbiter_join(struct arbiter *arbiter, struct arbiter_guest *guest,
		  const struct arbiter_request *request,
		  struct arbiter_answer *answer, uint64_t now);

/** arbiter_join_again - what made a JOIN wait is over; @force: in any case */
void arbiter_join_again(struct arbiter *arbiter, struct arbiter_guest *guest,
			bool force, uint64_t now);

/**
 * arbiter_join_stay - its JOIN came to nothing: it waits for no other channel
 * while it has one
 */
void arbiter_join_stay(struct arbiter *arbiter, struct arbiter_guest *guest);

/** arbiter_join_begin - what @target says; the channel is there */
void arbiter_join_begin(struct arbiter *arbiter, struct arbiter_guest *guest,
			uint64_t now);

/** arbiter_join_complete - frames pass */
void arbiter_join_complete(struct arbiter *arbiter,
			   struct arbiter_guest *guest, uint64_t now);
void arbiter_join_request(struct arbiter *arbiter,
			  struct arbiter_guest *guest,
			  const struct arbiter_request *request,
			  struct arbiter_answer *answer, uint64_t now);

/** arbiter_join_drop - no connection, and none wanted but @target */
void arbiter_join_drop(struct arbiter *arbiter, struct arbiter_guest *guest);
void arbiter_join_leave(struct arbiter *arbiter,
			struct arbiter_guest *guest);
void arbiter_join_stalled(struct arbiter *arbiter,
			  struct arbiter_guest *guest, uint64_t now);
void arbiter_join_hold(struct arbiter *arbiter, struct arbiter_guest *guest,
		       uint64_t until);
bool arbiter_wanted(const struct arbiter_connection *connection);

/* arbiter_batch.c */

/** arbiter_batch_first - of those that wait; NULL if there is none */
struct arbiter_batch *arbiter_batch_first(const struct arbiter *arbiter);

/** arbiter_batch_free - for one more in this state; NULL: there is no room */
struct arbiter_batch *arbiter_batch_free(struct arbiter *arbiter,
					 enum arbiter_batch_state as);
void arbiter_batch_begin(struct arbiter *arbiter, struct arbiter_batch *batch,
			 const struct arbiter_scan *scan, uint64_t now);
void arbiter_batch_join(struct arbiter_batch *batch,
			struct arbiter_guest *guest);
void arbiter_batch_end(struct arbiter *arbiter, struct arbiter_batch *batch);

/**
 * arbiter_batch_since - what is new to a guest: heard since then
 *
 * When the scan began; or when it was asked for, if it hasn't.  0: all is.
 */
uint64_t arbiter_batch_since(const struct arbiter_guest *guest,
			     const struct arbiter_batch *batch);

/** arbiter_batch_tell - whoever waits for it */
void arbiter_batch_tell(struct arbiter *arbiter, struct arbiter_batch *batch,
			enum vwlan_status status);

/* arbiter_scan.c */
void arbiter_scan(struct arbiter *arbiter, struct arbiter_guest *guest,
		  const struct arbiter_request *request,
		  struct arbiter_answer *answer, uint64_t now);
void arbiter_scan_leave(struct arbiter *arbiter, struct arbiter_guest *guest,
			enum vwlan_status status, bool tell);

/** arbiter_scan_abort - the guest won't wait for it any longer */
void arbiter_scan_abort(struct arbiter *arbiter, struct arbiter_guest *guest,
			uint64_t now);

/** arbiter_scan_yield - end a scan that nobody waits for: a guest joins */
void arbiter_scan_yield(struct arbiter *arbiter);
void arbiter_scan_radio_gone(struct arbiter *arbiter,
			     enum vwlan_status why);
void arbiter_scan_station_gone(struct arbiter *arbiter,
			       struct arbiter_guest *guest);
void arbiter_scan_try(struct arbiter *arbiter, uint64_t now);
bool arbiter_scan_overdue(const struct arbiter *arbiter, uint64_t now);
uint64_t arbiter_scan_deadline(const struct arbiter *arbiter);
void arbiter_scan_timeout(struct arbiter *arbiter, uint64_t now);


/** arbiter_scan_count - R6: the guest scans from now on */
void arbiter_scan_count(struct arbiter_guest *guest,
			const struct arbiter_scan *scan, uint64_t now);

/* arbiter_defer.c */

/** arbiter_defer - put a scan off until @again, if that is not too late */
void arbiter_defer(struct arbiter *arbiter, struct arbiter_guest *guest,
		   const struct arbiter_scan *scan, uint64_t again,
		   struct arbiter_answer *answer, uint64_t now);

/** arbiter_defer_absorb - those that the one just begun does for */
void arbiter_defer_absorb(struct arbiter *arbiter,
			  struct arbiter_batch *begun);
uint64_t arbiter_defer_deadline(const struct arbiter *arbiter);
void arbiter_defer_timeout(struct arbiter *arbiter, uint64_t now);

/* arbiter_merge.c */

/** arbiter_scan_read - check a request; VWLAN_OK, or why not */
enum vwlan_status arbiter_scan_read(const struct arbiter *arbiter,
				    const struct arbiter_guest *guest,
				    const struct arbiter_scan_request *from,
				    struct arbiter_scan *to, uint64_t now);

/** arbiter_scan_covers - has @scan all that @other wants? */
bool arbiter_scan_covers(const struct arbiter_scan *scan,
			 const struct arbiter_scan *other);

/** arbiter_scan_merge - make @scan do for @other too, if it can */
bool arbiter_scan_merge(const struct arbiter *arbiter,
			struct arbiter_scan *scan,
			const struct arbiter_scan *other);

/** arbiter_scan_brief - only a few channels? */
bool arbiter_scan_brief(const struct arbiter_scan *scan);

/** arbiter_scan_known - is all that it would find known already? */
bool arbiter_scan_known(const struct arbiter *arbiter,
			const struct arbiter_scan *scan, uint64_t age,
			uint64_t now);

/** arbiter_scan_learn - it has been done */
void arbiter_scan_learn(struct arbiter *arbiter,
			const struct arbiter_scan *scan, uint64_t started);

/* arbiter_view.c */
void arbiter_view_forget(struct arbiter *arbiter,
			 struct arbiter_guest *guest);

/** arbiter_view_changed - for those with a narrow view */
void arbiter_view_changed(struct arbiter *arbiter);

/* arbiter_away.c */
void arbiter_away(struct arbiter *arbiter, struct arbiter_guest *guest,
		  const struct arbiter_request *request,
		  struct arbiter_answer *answer, uint64_t now);
void arbiter_away_end(struct arbiter *arbiter, struct arbiter_guest *guest);

/* arbiter_rate.c */

/**
 * arbiter_rate_take - a token of a guest's
 *
 * Returns 0, or the ms until there is one.
 */
uint32_t arbiter_rate_take(struct arbiter_guest *guest,
			   enum arbiter_bucket_kind kind, uint64_t now);
void arbiter_rate_fill(struct arbiter_guest *guest, uint64_t now);

/* arbiter_wish.c */
void arbiter_wish_set(struct arbiter *arbiter, struct arbiter_guest *guest,
		      const struct arbiter_request *request,
		      struct arbiter_answer *answer);

/**
 * arbiter_wish_vote - its wishes count, or don't any more
 *
 * Returns whether the radio was told of other settings.
 */
bool arbiter_wish_vote(struct arbiter *arbiter, struct arbiter_guest *guest,
		       bool count);

/** arbiter_wish_power - tell if its transmit power is another now */
void arbiter_wish_power(struct arbiter *arbiter, struct arbiter_guest *guest);

/** arbiter_wish_saving - who saves power now? */
void arbiter_wish_saving(struct arbiter *arbiter);

#endif
