// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>

#include "engine/xenbus.h"

/* A device that is wanted, offered, and has no frontend yet. */
static struct xenbus_view view(enum vwlan_xenbus_state backend,
			       enum vwlan_xenbus_state frontend,
			       enum xenbus_phase phase)
{
	return (struct xenbus_view){
		.backend = backend,
		.frontend = frontend,
		.backend_there = true,
		.frontend_there = true,
		.online = true,
		.phase = phase,
		.offered = true,
		.served = phase == XENBUS_OPEN && backend == VWLAN_CONNECTED,
	};
}

static void expect(const struct xenbus_view *v, enum xenbus_action action)
{
	cr_assert_eq(xenbus_next(v), action, "%s, not %s",
		     xenbus_action_text(xenbus_next(v)),
		     xenbus_action_text(action));
}

Test(xenbus, connects_step_by_step)
{
	struct xenbus_view v;

	v = view(VWLAN_INITIALISING, VWLAN_INITIALISING, XENBUS_EMPTY);
	expect(&v, XENBUS_OFFER);
	v = view(VWLAN_INIT_WAIT, VWLAN_INITIALISING, XENBUS_EMPTY);
	expect(&v, XENBUS_NONE);
	v = view(VWLAN_INIT_WAIT, VWLAN_INITIALISED, XENBUS_EMPTY);
	expect(&v, XENBUS_ASK_OPEN);
	v = view(VWLAN_INIT_WAIT, VWLAN_INITIALISED, XENBUS_OPENING);
	expect(&v, XENBUS_NONE);
	v = view(VWLAN_INIT_WAIT, VWLAN_INITIALISED, XENBUS_OPEN);
	expect(&v, XENBUS_PUBLISH);
	v = view(VWLAN_CONNECTED, VWLAN_INITIALISED, XENBUS_OPEN);
	expect(&v, XENBUS_NONE);
	v = view(VWLAN_CONNECTED, VWLAN_CONNECTED, XENBUS_OPEN);
	expect(&v, XENBUS_NONE);
}

Test(xenbus, the_frontend_closes_and_may_come_back)
{
	struct xenbus_view v;

	v = view(VWLAN_CONNECTED, VWLAN_CLOSING, XENBUS_OPEN);
	expect(&v, XENBUS_GO_CLOSING);
	v = view(VWLAN_CLOSING, VWLAN_CLOSING, XENBUS_OPEN);
	expect(&v, XENBUS_ASK_STOP);
	v = view(VWLAN_CLOSING, VWLAN_CLOSING, XENBUS_PAGES);
	expect(&v, XENBUS_NONE);
	v = view(VWLAN_CLOSING, VWLAN_CLOSED, XENBUS_PAGES);
	expect(&v, XENBUS_GO_CLOSED);
	v = view(VWLAN_CLOSED, VWLAN_CLOSED, XENBUS_PAGES);
	expect(&v, XENBUS_OFFER);
}

Test(xenbus, the_frontend_jumps_straight_to_closed)
{
	struct xenbus_view v;

	v = view(VWLAN_CONNECTED, VWLAN_CLOSED, XENBUS_OPEN);
	expect(&v, XENBUS_GO_CLOSING);
	v = view(VWLAN_CLOSING, VWLAN_CLOSED, XENBUS_OPEN);
	expect(&v, XENBUS_ASK_STOP);
}

Test(xenbus, a_driver_is_loaded_again_while_connected)
{
	struct xenbus_view v;

	v = view(VWLAN_CONNECTED, VWLAN_INITIALISING, XENBUS_OPEN);
	expect(&v, XENBUS_GO_CLOSING);
	v = view(VWLAN_CLOSING, VWLAN_INITIALISING, XENBUS_PAGES);
	expect(&v, XENBUS_GO_CLOSED);
	v = view(VWLAN_CLOSED, VWLAN_INITIALISING, XENBUS_PAGES);
	expect(&v, XENBUS_OFFER);
}

Test(xenbus, a_driver_is_loaded_again_before_the_answer)
{
	struct xenbus_view v;

	v = view(VWLAN_INIT_WAIT, VWLAN_INITIALISING, XENBUS_OPEN);
	expect(&v, XENBUS_ASK_STOP);
	v = view(VWLAN_INIT_WAIT, VWLAN_CLOSED, XENBUS_OPEN);
	expect(&v, XENBUS_ASK_STOP);
	v = view(VWLAN_INIT_WAIT, VWLAN_CLOSED, XENBUS_PAGES);
	expect(&v, XENBUS_NONE);
}

Test(xenbus, nonsense_from_the_guest_closes_and_releases_nothing)
{
	struct xenbus_view v;

	v = view(VWLAN_CONNECTED, VWLAN_UNKNOWN, XENBUS_OPEN);
	expect(&v, XENBUS_GO_CLOSING);
	v = view(VWLAN_CLOSING, VWLAN_UNKNOWN, XENBUS_PAGES);
	expect(&v, XENBUS_NONE);
	v.online = false;
	expect(&v, XENBUS_NONE);
	v = view(VWLAN_INIT_WAIT, VWLAN_CONNECTED, XENBUS_PAGES);
	expect(&v, XENBUS_GO_CLOSING);
}

Test(xenbus, dom0_detaches)
{
	struct xenbus_view v;

	v = view(VWLAN_CLOSING, VWLAN_CONNECTED, XENBUS_OPEN);
	v.online = false;
	expect(&v, XENBUS_ASK_STOP);
	v = view(VWLAN_CLOSING, VWLAN_CONNECTED, XENBUS_PAGES);
	v.online = false;
	expect(&v, XENBUS_NONE);
	v.frontend = VWLAN_CLOSED;
	expect(&v, XENBUS_ASK_RELEASE);
	v.phase = XENBUS_EMPTY;
	expect(&v, XENBUS_GO_CLOSED);
	v.backend = VWLAN_CLOSED;
	expect(&v, XENBUS_REMOVE);
	v.backend_there = false;
	expect(&v, XENBUS_FORGET);
}

Test(xenbus, the_guest_is_destroyed)
{
	struct xenbus_view v;

	v = view(VWLAN_CONNECTED, VWLAN_UNKNOWN, XENBUS_OPEN);
	v.frontend_there = false;
	expect(&v, XENBUS_ASK_RELEASE);
	v.phase = XENBUS_EMPTY;
	expect(&v, XENBUS_GO_CLOSED);
	v.backend = VWLAN_CLOSED;
	expect(&v, XENBUS_REMOVE);
}

Test(xenbus, our_directory_is_removed_under_a_connected_guest)
{
	struct xenbus_view v;

	v = view(VWLAN_UNKNOWN, VWLAN_CONNECTED, XENBUS_OPEN);
	v.backend_there = false;
	expect(&v, XENBUS_ASK_STOP);
	v.phase = XENBUS_PAGES;
	expect(&v, XENBUS_NONE);
	v.frontend_there = false;
	expect(&v, XENBUS_ASK_RELEASE);
	v.phase = XENBUS_EMPTY;
	expect(&v, XENBUS_FORGET);
}

Test(xenbus, closed_for_good)
{
	struct xenbus_view v;

	v = view(VWLAN_CONNECTED, VWLAN_CONNECTED, XENBUS_OPEN);
	v.closed = true;
	v.for_good = true;
	expect(&v, XENBUS_GO_CLOSING);
	v.backend = VWLAN_CLOSING;
	expect(&v, XENBUS_ASK_STOP);
	v.phase = XENBUS_PAGES;
	expect(&v, XENBUS_NONE);
	v.frontend = VWLAN_CLOSED;
	expect(&v, XENBUS_ASK_RELEASE);
	v.phase = XENBUS_EMPTY;
	expect(&v, XENBUS_GO_CLOSED);
	v.backend = VWLAN_CLOSED;
	expect(&v, XENBUS_NONE);
}

Test(xenbus, closed_for_a_while_keeps_the_pages)
{
	struct xenbus_view v;

	v = view(VWLAN_CLOSING, VWLAN_CLOSED, XENBUS_PAGES);
	v.closed = true;
	expect(&v, XENBUS_GO_CLOSED);
	v.backend = VWLAN_CLOSED;
	expect(&v, XENBUS_NONE);
	v.closed = false;
	expect(&v, XENBUS_OFFER);
}

Test(xenbus, a_new_engine_adopts_what_goes_on)
{
	struct xenbus_view v;

	v = view(VWLAN_CONNECTED, VWLAN_CONNECTED, XENBUS_OPEN);
	v.offered = false;
	v.served = false;
	expect(&v, XENBUS_ADOPT);
	v = view(VWLAN_INIT_WAIT, VWLAN_INITIALISED, XENBUS_OPEN);
	v.offered = false;
	expect(&v, XENBUS_PUBLISH);
}

Test(xenbus, a_new_engine_finds_stale_states)
{
	struct xenbus_view v;

	v = view(VWLAN_CONNECTED, VWLAN_CONNECTED, XENBUS_PAGES);
	v.offered = false;
	expect(&v, XENBUS_GO_CLOSING);
	v.backend = VWLAN_CLOSING;
	expect(&v, XENBUS_NONE);
	v.frontend = VWLAN_CLOSED;
	expect(&v, XENBUS_GO_CLOSED);
	v.backend = VWLAN_CLOSED;
	expect(&v, XENBUS_OFFER);
	v = view(VWLAN_INIT_WAIT, VWLAN_INITIALISING, XENBUS_PAGES);
	v.offered = false;
	expect(&v, XENBUS_OFFER);
}

Test(xenbus, a_device_made_anew_over_an_open_one)
{
	struct xenbus_view v;

	v = view(VWLAN_INITIALISING, VWLAN_INITIALISING, XENBUS_OPEN);
	expect(&v, XENBUS_ASK_STOP);
	v.phase = XENBUS_PAGES;
	expect(&v, XENBUS_OFFER);
}

Test(xenbus, every_action_has_a_text)
{
	int action;

	for (action = 0; action < XENBUS_ACTION_COUNT; action++)
		cr_assert_str_neq(xenbus_action_text(action), "unknown");
	cr_assert_str_eq(xenbus_action_text(XENBUS_ACTION_COUNT), "unknown");
}

Test(xenbus, ten_connections_a_minute)
{
	struct xenbus_rate rate = { 0 };
	int i;

	for (i = 0; i < (int)XENBUS_ATTEMPTS; i++)
		cr_assert_eq(xenbus_rate_take(&rate, 100 + i), 0);
	cr_assert_float_eq(xenbus_rate_take(&rate, 110), 50, 1e-9);
	cr_assert_float_eq(xenbus_rate_take(&rate, 159), 1, 1e-9);
	cr_assert_eq(xenbus_rate_take(&rate, 160), 0);
	cr_assert_float_eq(xenbus_rate_take(&rate, 160), 1, 1e-9);
	cr_assert_eq(xenbus_rate_take(&rate, 161), 0);
}

Test(xenbus, the_first_connections_count_from_any_time)
{
	struct xenbus_rate rate = { 0 };
	int i;

	/* A clock that has just begun. */
	for (i = 0; i < (int)XENBUS_ATTEMPTS; i++)
		cr_assert_eq(xenbus_rate_take(&rate, 0.5), 0);
	cr_assert_gt(xenbus_rate_take(&rate, 0.5), 0);
}
