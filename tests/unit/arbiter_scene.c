// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "arbiter_scene.h"

__attribute__((format(printf, 2, 3)))
static void scene_log(struct scene *scene, const char *format, ...)
{
	size_t at = strlen(scene->log), room = sizeof(scene->log) - at;
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(scene->log + at, room, format, args);
	va_end(args);
	cr_assert(length >= 0 && (size_t)length < room);
}

static int number_of(const struct scene *scene,
		     const struct arbiter_guest *guest)
{
	return guest ? (int)(guest - scene->guest) : -1;
}

/* ------------------------------------------------------------------ */
/* Effects                                                             */

static void log_answer(void *user, struct arbiter_guest *guest, uint32_t id,
		       const struct arbiter_answer *answer)
{
	struct scene *scene = user;

	(void)id;
	scene->answer = *answer;
	if (answer->verdict == ARBITER_REFUSE)
		scene_log(scene, "refuse %d: %s\n", number_of(scene, guest),
			  vwlan_status_text(answer->status));
	else
		scene_log(scene, "accept %d\n", number_of(scene, guest));
}

static void log_up(void *user, struct arbiter_guest *guest)
{
	scene_log(user, "up %d\n", number_of(user, guest));
}

static void log_down(void *user, struct arbiter_guest *guest,
		     enum vwlan_status why, const struct arbiter_guest *by,
		     uint64_t at)
{
	(void)at;
	(void)why;
	scene_log(user, "down %d by %d\n", number_of(user, guest),
		  number_of(user, by));
}

static void log_connect(void *user, struct arbiter_guest *guest,
			const struct arbiter_connection *connection)
{
	scene_log(user, "connect %d %u\n", number_of(user, guest),
		  connection->frequency);
}

static void log_disconnect(void *user, struct arbiter_guest *guest,
			   enum vwlan_status why,
			   const struct arbiter_guest *by, uint64_t at)
{
	(void)at;
	(void)why;
	scene_log(user, "disconnect %d by %d\n", number_of(user, guest),
		  number_of(user, by));
}

static void log_warn(void *user, struct arbiter_guest *guest,
		     enum vwlan_status why, const struct arbiter_guest *by,
		     uint64_t at)
{
	(void)at;
	(void)why;
	scene_log(user, "warn %d by %d\n", number_of(user, guest),
		  number_of(user, by));
}

static void log_scan_start(void *user, struct arbiter_guest *leader,
			   const struct arbiter_scan *scan)
{
	unsigned int i;

	scene_log(user, "scan %d", number_of(user, leader));
	for (i = 0; i < scan->ssids; i++)
		scene_log(user, " '%.*s'", scan->ssid[i].length,
			  (const char *)scan->ssid[i].bytes);
	scene_log(user, "\n");
}

static void log_scan_abort(void *user, struct arbiter_guest *leader)
{
	scene_log(user, "abort %d\n", number_of(user, leader));
}

static void log_scan_over(void *user, struct arbiter_guest *guest,
			  uint32_t id, enum vwlan_status status,
			  uint64_t since)
{
	(void)id;
	scene_log(user, "over %d: %s%s\n", number_of(user, guest),
		  vwlan_status_text(status), since ? ", new" : "");
}

static void log_phy_settings(void *user, const struct arbiter_wish *wish)
{
	scene_log(user, "phy %d %d %u %u\n", (int)wish->rts,
		  (int)wish->fragment, wish->retry_short, wish->retry_long);
}

static void log_tx_power(void *user, struct arbiter_guest *guest,
			 int32_t power)
{
	scene_log(user, "power %d %d\n", number_of(user, guest), power);
}

static void log_power_save(void *user, struct arbiter_guest *guest, bool on)
{
	scene_log(user, "save %d %d\n", number_of(user, guest), on);
}

static void log_channels(void *user, struct arbiter_guest *guest)
{
	scene_log(user, "channels %d\n", number_of(user, guest));
}

static const struct arbiter_effects effects = {
	.answer = log_answer,
	.up = log_up,
	.down = log_down,
	.connect = log_connect,
	.disconnect = log_disconnect,
	.warn = log_warn,
	.scan_start = log_scan_start,
	.scan_abort = log_scan_abort,
	.scan_over = log_scan_over,
	.phy_settings = log_phy_settings,
	.tx_power = log_tx_power,
	.power_save = log_power_save,
	.channels = log_channels,
};

/* ------------------------------------------------------------------ */
/* Beginning                                                           */

static void phy_make(struct arbiter_phy *phy, unsigned int stations,
		     unsigned int channels)
{
	static const struct arbiter_phy_channel list[] = {
		{ 2412, 0, 2000, 0 }, { 2437, 0, 2000, 0 },
		{ 2462, 0, 2000, 0 }, { 5180, 0, 2300, 0 },
		{ 5260, VWLAN_CHANNEL_RADAR | VWLAN_CHANNEL_NO_IR, 2000, 0 },
		{ 5825, VWLAN_CHANNEL_DISABLED, 2000, 0 },
	};

	memset(phy, 0, sizeof(*phy));
	phy->combinations = 1;
	phy->combination[0].interfaces = stations;
	phy->combination[0].channels = channels;
	phy->combination[0].limits = 1;
	phy->combination[0].limit[0].max = stations;
	phy->combination[0].limit[0].types = 1u << ARBITER_IFTYPE_STATION;
	phy->scan_ssids = 4;
	phy->scan_ie_max = 500;
	phy->channels = sizeof(list) / sizeof(list[0]);
	memcpy(phy->channel, list, sizeof(list));
}

void scene_init(struct scene *scene, unsigned int stations,
		unsigned int channels)
{
	memset(scene, 0, sizeof(*scene));
	scene->now = 1000;
	arbiter_policy_default(&scene->policy);
	phy_make(&scene->phy, stations, channels);
	arbiter_init(&scene->arbiter, &effects, scene, NULL);
	cr_assert_eq(arbiter_radio_came(&scene->arbiter, &scene->phy,
					scene->now), 0);
}

void scene_free(struct scene *scene)
{
	unsigned int i;

	for (i = 0; i < SCENE_GUESTS; i++)
		if (scene->guest[i].user)
			arbiter_guest_close(&scene->arbiter,
					    &scene->guest[i], scene->now);
	arbiter_free(&scene->arbiter);
}

void scene_open(struct scene *scene, unsigned int i)
{
	const uint8_t mac[] = { 0x00, 0x16, 0x3e, 0, 0, i };

	cr_assert_eq(arbiter_guest_open(&scene->arbiter, &scene->guest[i],
					&scene->policy, mac, scene,
					scene->now), 0);
}

/* ------------------------------------------------------------------ */
/* Asking                                                              */

enum arbiter_verdict scene_ask(struct scene *scene, unsigned int i,
			       struct arbiter_request request)
{
	struct arbiter_answer answer;

	request.id = ++scene->id;
	arbiter_ask(&scene->arbiter, &scene->guest[i], &request, &answer,
		    scene->now);
	scene->answer = answer;
	/* What follows from it at once. */
	scene_wait(scene, 0);
	return answer.verdict;
}

enum arbiter_verdict scene_kind(struct scene *scene, unsigned int i,
				enum arbiter_kind kind)
{
	const struct arbiter_request request = {
		.kind = kind, .patience = ARBITER_PATIENT,
	};

	return scene_ask(scene, i, request);
}

enum arbiter_verdict scene_up(struct scene *scene, unsigned int i)
{
	return scene_kind(scene, i, ARBITER_UP);
}

struct vwlan_ssid scene_ssid(const char *text)
{
	struct vwlan_ssid ssid = { .length = strlen(text) };

	memcpy(ssid.bytes, text, ssid.length);
	return ssid;
}

struct arbiter_connection scene_network(uint32_t frequency)
{
	struct arbiter_connection connection = {
		.ssid = scene_ssid("net"),
		.bssid = { 2, 0, 0, 0, frequency >> 8, frequency },
		.frequency = frequency,
	};

	return connection;
}

enum arbiter_verdict scene_join(struct scene *scene, unsigned int i,
				uint32_t frequency)
{
	const struct arbiter_request request = {
		.kind = ARBITER_JOIN,
		.patience = 4000,
		.connection = scene_network(frequency),
	};

	return scene_ask(scene, i, request);
}

void scene_connect(struct scene *scene, unsigned int i, uint32_t frequency)
{
	scene_open(scene, i);
	cr_assert_eq(scene_up(scene, i), ARBITER_ACCEPT);
	cr_assert_eq(scene_join(scene, i, frequency), ARBITER_ACCEPT);
	cr_assert_eq(scene_kind(scene, i, ARBITER_AUTHORIZED),
		     ARBITER_ACCEPT);
	scene->log[0] = '\0';
}

enum arbiter_verdict scene_scan(struct scene *scene, unsigned int i,
				const char *ssid)
{
	const struct arbiter_scan_request scan = {
		.ssids = 1, .ssid = { scene_ssid(ssid ? ssid : "") },
	};
	const struct arbiter_request request = {
		.kind = ARBITER_SCAN, .scan = &scan,
	};

	return scene_ask(scene, i, request);
}

void scene_wait(struct scene *scene, uint64_t ms)
{
	uint64_t end = scene->now + ms, at;

	while ((at = arbiter_deadline(&scene->arbiter)) <= end) {
		if (at > scene->now)
			scene->now = at;
		arbiter_timeout(&scene->arbiter, scene->now);
		cr_assert_gt(arbiter_deadline(&scene->arbiter), scene->now,
			     "a deadline that stays");
	}
	scene->now = end;
}
