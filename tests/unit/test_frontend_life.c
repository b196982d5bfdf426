// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>

#include "../../frontend/lib/life.h"

static enum front_step step(enum vwlan_xenbus_state own,
			    enum vwlan_xenbus_state peer,
			    enum vwlan_xenbus_state before, bool mapped)
{
	struct front_view v = {
		.own = own,
		.peer = peer,
		.peer_before = before,
		.online = true,
		.mapped = mapped,
	};

	return front_life_step(&v);
}

Test(front_life, straight_way)
{
	cr_assert_eq(step(VWLAN_INITIALISING, VWLAN_INITIALISING,
			  VWLAN_UNKNOWN, false), FRONT_WAIT);
	cr_assert_eq(step(VWLAN_INITIALISING, VWLAN_INIT_WAIT,
			  VWLAN_INITIALISING, false), FRONT_OFFER);
	cr_assert_eq(step(VWLAN_INITIALISED, VWLAN_INIT_WAIT,
			  VWLAN_INIT_WAIT, false), FRONT_WAIT);
	cr_assert_eq(step(VWLAN_INITIALISED, VWLAN_CONNECTED,
			  VWLAN_INIT_WAIT, false), FRONT_CONNECT);
	cr_assert_eq(step(VWLAN_CONNECTED, VWLAN_CONNECTED,
			  VWLAN_CONNECTED, true), FRONT_WAIT);
}

Test(front_life, backend_ends)
{
	static const enum vwlan_xenbus_state ends[] = {
		VWLAN_CLOSING, VWLAN_CLOSED, VWLAN_UNKNOWN,
		VWLAN_INITIALISING, VWLAN_INITIALISED,
	};
	unsigned int i;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		cr_assert_eq(step(VWLAN_CONNECTED, ends[i], VWLAN_CONNECTED,
				  true), FRONT_CLOSE);
	for (i = 0; i < 3; i++)
		cr_assert_eq(step(VWLAN_INITIALISED, ends[i],
				  VWLAN_INIT_WAIT, false), FRONT_CLOSE);
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		cr_assert_eq(step(VWLAN_CLOSED, ends[i], ends[i], false),
			     FRONT_WAIT);
}

Test(front_life, backend_offers_again)
{
	cr_assert_eq(step(VWLAN_CLOSED, VWLAN_INIT_WAIT, VWLAN_CLOSED, false),
		     FRONT_BEGIN);
	cr_assert_eq(step(VWLAN_CONNECTED, VWLAN_INIT_WAIT, VWLAN_CONNECTED,
			  true), FRONT_BEGIN);
	cr_assert_eq(step(VWLAN_INITIALISED, VWLAN_INIT_WAIT,
			  VWLAN_INITIALISING, false), FRONT_OFFER);
}

Test(front_life, left_behind_by_an_earlier_process)
{
	cr_assert_eq(step(VWLAN_CONNECTED, VWLAN_CONNECTED, VWLAN_UNKNOWN,
			  false), FRONT_CLOSE);
	cr_assert_eq(step(VWLAN_CLOSING, VWLAN_CLOSED, VWLAN_UNKNOWN, false),
		     FRONT_CLOSE);
}

Test(front_life, toolstack_attaches_anew)
{
	struct front_view v = {
		.own = VWLAN_CONNECTED,
		.peer = VWLAN_CONNECTED,
		.peer_before = VWLAN_CONNECTED,
		.online = true,
		.mapped = true,
		.moved = true,
	};

	cr_assert_eq(front_life_step(&v), FRONT_BEGIN);
	cr_assert_eq(step(VWLAN_INITIALISING, VWLAN_CONNECTED,
			  VWLAN_CONNECTED, true), FRONT_BEGIN);
	cr_assert_eq(step(VWLAN_UNKNOWN, VWLAN_UNKNOWN, VWLAN_CONNECTED,
			  true), FRONT_UNMAP);
}

/* Whatever the store says: pages never stay mapped in another state. */
Test(front_life, nothing_stays_mapped)
{
	struct front_view v = { .mapped = true };
	enum front_step s;
	int own, peer, online;

	for (own = VWLAN_UNKNOWN; own <= VWLAN_CLOSED; own++)
		for (peer = VWLAN_UNKNOWN; peer <= VWLAN_CLOSED; peer++)
			for (online = 0; online < 2; online++) {
		v.own = own;
		v.peer = peer;
		v.online = online;
		s = front_life_step(&v);
		if (own == VWLAN_CONNECTED && peer == VWLAN_CONNECTED &&
		    online)
			cr_assert_eq(s, FRONT_WAIT);
		else
			cr_assert(s == FRONT_CLOSE || s == FRONT_BEGIN ||
				  s == FRONT_UNMAP);
	}
}

/* A device that is not wanted is never taken up. */
Test(front_life, offline)
{
	struct front_view v = { .mapped = false };
	enum front_step s;
	int own, peer;

	for (own = VWLAN_UNKNOWN; own <= VWLAN_CLOSED; own++)
		for (peer = VWLAN_UNKNOWN; peer <= VWLAN_CLOSED; peer++) {
		v.own = own;
		v.peer = peer;
		s = front_life_step(&v);
		cr_assert(s == FRONT_WAIT || s == FRONT_CLOSE);
	}
}
