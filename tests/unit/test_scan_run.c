// SPDX-License-Identifier: GPL-2.0-or-later
/* The radio's one scan, with a kernel that only writes down. */
#include <criterion/criterion.h>
#include <errno.h>
#include <linux/nl80211.h>
#include <stdio.h>
#include <string.h>

#include "engine/relay_command.h"
#include "engine/scan_run.h"

#define OURS 7
#define THEIRS 8

static struct {
	struct scan_run run;
	int refusal;
	unsigned int asked;
	char log[256];
} t;

static int on_ask(void *user, struct nl_msg *request)
{
	(void)user;
	cr_assert_not_null(request);
	t.asked++;
	return t.refusal;
}

static void on_ended(void *user, enum vwlan_status status)
{
	size_t at = strlen(t.log);

	(void)user;
	snprintf(t.log + at, sizeof(t.log) - at, "over: %s\n",
		 vwlan_status_text(status));
}

static void on_foreign(void *user, bool running)
{
	(void)user;
	strcat(t.log, running ? "theirs\n" : "theirs over\n");
}

static const struct scan_effects effects = { on_ask, on_ended, on_foreign };

static void expect(const char *text)
{
	cr_assert_str_eq(t.log, text);
	t.log[0] = '\0';
}

static void open_run(void)
{
	memset(&t, 0, sizeof(t));
	scan_run_open(&t.run, &effects, NULL);
}

static void start(uint64_t now)
{
	scan_run_start(&t.run, relay_request(), OURS, now);
	scan_run_settle(&t.run, now);
}

static void news(uint8_t command, int ifindex, uint64_t now)
{
	scan_run_news(&t.run, command, ifindex);
	scan_run_settle(&t.run, now);
}

Test(scan_run, begins_runs_and_ends)
{
	open_run();
	start(0);
	cr_assert_eq(t.asked, 1);
	news(NL80211_CMD_TRIGGER_SCAN, OURS, 1);
	expect("");
	news(NL80211_CMD_NEW_SCAN_RESULTS, OURS, 100);
	expect("over: ok\n");
	cr_assert_not(scan_run_pending(&t.run));
	cr_assert_eq(scan_run_deadline(&t.run), SCAN_NEVER);
	scan_run_close(&t.run);
}

Test(scan_run, an_aborted_one_has_failed)
{
	open_run();
	start(0);
	news(NL80211_CMD_TRIGGER_SCAN, OURS, 1);
	scan_run_abort(&t.run, relay_request());
	cr_assert_eq(t.asked, 2);
	expect("");
	news(NL80211_CMD_SCAN_ABORTED, OURS, 10);
	expect("over: failed\n");
	scan_run_close(&t.run);
}

Test(scan_run, a_refusal_is_an_end)
{
	open_run();
	t.refusal = -ENETDOWN;
	start(0);
	expect("over: not connected\n");
	news(NL80211_CMD_NEW_SCAN_RESULTS, OURS, 10);
	expect("");
	scan_run_close(&t.run);
}

/* A supplicant's own, before ours, and perhaps on the same interface. */
Test(scan_run, what_was_told_before_its_begin_is_others)
{
	open_run();
	news(NL80211_CMD_TRIGGER_SCAN, OURS, 0);
	expect("theirs\n");
	start(0);
	news(NL80211_CMD_NEW_SCAN_RESULTS, OURS, 1);
	expect("theirs over\n");
	news(NL80211_CMD_TRIGGER_SCAN, OURS, 2);
	news(NL80211_CMD_NEW_SCAN_RESULTS, OURS, 100);
	expect("over: ok\n");
	scan_run_close(&t.run);
}

Test(scan_run, others_are_waited_for)
{
	open_run();
	news(NL80211_CMD_TRIGGER_SCAN, THEIRS, 0);
	t.refusal = -EBUSY;
	start(10);
	cr_assert_eq(scan_run_deadline(&t.run), 210);
	scan_run_timeout(&t.run, 210);
	cr_assert_eq(t.asked, 2);
	t.refusal = 0;
	news(NL80211_CMD_NEW_SCAN_RESULTS, THEIRS, 300);
	cr_assert_eq(t.asked, 3);
	cr_assert_eq(scan_run_deadline(&t.run), SCAN_NEVER);
	news(NL80211_CMD_TRIGGER_SCAN, OURS, 301);
	news(NL80211_CMD_NEW_SCAN_RESULTS, OURS, 400);
	expect("theirs\ntheirs over\nover: ok\n");
	scan_run_close(&t.run);
}

Test(scan_run, but_not_for_ever)
{
	open_run();
	t.refusal = -EBUSY;
	start(0);
	while (scan_run_deadline(&t.run) < 30000)
		scan_run_timeout(&t.run, scan_run_deadline(&t.run));
	scan_run_settle(&t.run, 29999);
	expect("");
	cr_assert_eq(scan_run_deadline(&t.run), 30000);
	scan_run_timeout(&t.run, 30000);
	scan_run_settle(&t.run, 30000);
	expect("over: busy with the same request\n");
	cr_assert_eq(scan_run_deadline(&t.run), SCAN_NEVER);
	scan_run_close(&t.run);
}

Test(scan_run, one_that_waits_is_aborted_at_once)
{
	open_run();
	t.refusal = -EBUSY;
	start(0);
	scan_run_abort(&t.run, relay_request());
	scan_run_settle(&t.run, 10);
	cr_assert_eq(t.asked, 1);
	expect("over: failed\n");
	/* And where there is none there is nothing to abort. */
	scan_run_abort(&t.run, relay_request());
	cr_assert_eq(t.asked, 1);
	scan_run_close(&t.run);
}

Test(scan_run, lost_news_end_what_may_have_ended)
{
	open_run();
	news(NL80211_CMD_TRIGGER_SCAN, THEIRS, 0);
	scan_run_lost(&t.run);
	scan_run_settle(&t.run, 1);
	start(2);
	scan_run_lost(&t.run);
	scan_run_settle(&t.run, 3);
	expect("theirs\ntheirs over\nover: failed\n");
	scan_run_close(&t.run);
}

Test(scan_run, a_new_one_forgets_one_whose_end_was_never_told)
{
	open_run();
	start(0);
	news(NL80211_CMD_TRIGGER_SCAN, OURS, 1);
	t.refusal = -EBUSY;
	scan_run_start(&t.run, relay_request(), THEIRS, 60000);
	t.refusal = 0;
	news(NL80211_CMD_NEW_SCAN_RESULTS, OURS, 60100);
	expect("");
	news(NL80211_CMD_TRIGGER_SCAN, THEIRS, 60101);
	news(NL80211_CMD_NEW_SCAN_RESULTS, THEIRS, 60200);
	expect("over: ok\n");
	scan_run_close(&t.run);
}
