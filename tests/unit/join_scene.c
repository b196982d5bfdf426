// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "join_scene.h"

static void scene_ask(void *user, enum join_step step, uint32_t attempt,
		      const char *text)
{
	struct scene *scene = user;

	cr_assert_lt(scene->asks, ASKED_MAX);
	snprintf(scene->asked[scene->asks], WPATEXT_MAX, "%s", text);
	scene->step[scene->asks] = step;
	scene->attempt[scene->asks++] = attempt;
}

static void scene_send(void *user, struct vwlan_control *control)
{
	struct scene *scene = user;

	cr_assert_lt(scene->sends, SENT_MAX);
	scene->sent[scene->sends++] = *control;
}

static enum vwlan_status scene_scanned(void *user,
				       const struct vwlan_control *command,
				       uint32_t number)
{
	struct scene *scene = user;

	scene->scan_number = number;
	scene->scan = *command;
	if (scene->scan_verdict == VWLAN_OK)
		scene->known = command->ssid[0];
	return scene->scan_verdict;
}

static void scene_scan_abort(void *user)
{
	((struct scene *)user)->scan_aborts++;
}

static int scene_scan_list(void *user)
{
	struct scene *scene = user;
	unsigned int i;

	for (i = 0; i < scene->listed; i++)
		join_scan_bss(&scene->join, &scene->list[i]);
	return scene->list_error;
}

static void scene_seek(void *user, const struct vwlan_ssid *ssid)
{
	((struct scene *)user)->known = *ssid;
}

/* As arbiter_shows() has it, for one name. */
static bool scene_shows(void *user, const struct vwlan_ssid *ssid,
			enum arbiter_hidden hidden, uint32_t frequency)
{
	const struct scene *scene = user;

	(void)frequency;
	if (hidden == ARBITER_SHOWN || ssid->length == 0 ||
	    vwlan_ssid_same(ssid, &scene->known))
		return true;
	return hidden == ARBITER_UNKNOWN && !scene->sought;
}

static int scene_judge(void *user, const struct vwlan_ssid *ssid)
{
	(void)ssid;
	return ((struct scene *)user)->verdict;
}

static void scene_note(void *user, const char *text)
{
	(void)user;
	(void)text;
}

static void scene_channels(void *user, char *to)
{
	const struct scene *scene = user;

	strcpy(to, scene->channels ? scene->channels : "");
}

static uint32_t scene_place(void *user, const struct vwlan_ssid *ssid)
{
	(void)ssid;
	return ((const struct scene *)user)->place;
}

const struct join_effects scene_effects = {
	scene_ask, scene_send, scene_scanned, scene_scan_abort,
	scene_scan_list, scene_seek, scene_shows, scene_channels,
	scene_place, scene_judge, scene_note,
};

const struct join_network scene_corp = {
	.ssid = { 4, "corp" },
	.passphrase_length = 9,
	.passphrase = "secret \"1",
};

const char scene_address[] = "address=00:16:3e:00:00:01\n";

void scene_open(struct scene *scene, const struct join_network *profile,
		bool guest_networks)
{
	memset(scene, 0, sizeof(*scene));
	strcpy(scene->entry.ifname, "vw5.0");
	memcpy(scene->entry.mac, "\x00\x16\x3e\x00\x00\x01", 6);
	scene->entry.mode = VWLAN_MODE_MANAGED;
	join_open(&scene->join, &scene_effects, scene, &scene->entry, profile,
		  guest_networks, scene->now);
}

void scene_answer(struct scene *scene, const char *text)
{
	unsigned int i = scene->answered++;

	cr_assert_lt(i, scene->asks);
	join_answer(&scene->join, scene->step[i], scene->attempt[i], text,
		    scene->now);
}

void scene_answer_all(struct scene *scene, const char *text)
{
	while (scene->answered < scene->asks)
		scene_answer(scene, text);
}

const char *scene_asked_last(const struct scene *scene)
{
	return scene->asks ? scene->asked[scene->asks - 1] : "";
}

const struct vwlan_control *scene_sent_last(const struct scene *scene)
{
	return &scene->sent[scene->sends - 1];
}

void scene_ready(struct scene *scene, const struct join_network *profile,
		 bool guest_networks)
{
	scene_open(scene, profile, guest_networks);
	join_up(&scene->join, scene->now);
	scene_answer(scene, "FAIL-NO-IFNAME-MATCH\n");
	cr_assert_str_eq(scene_asked_last(scene),
			 "INTERFACE_ADD vw5.0\t\tnl80211");
	scene_answer(scene, "OK\n");
}

struct vwlan_control scene_command_make(uint16_t id)
{
	struct vwlan_control command = { .type = VWLAN_COMMAND, .id = id,
					 .seq = 42 };

	return command;
}

void scene_command(struct scene *scene, const struct vwlan_control *control)
{
	join_command(&scene->join, control, scene->now);
}

void scene_connect(struct scene *scene, const char *ssid,
		   const char *passphrase)
{
	struct vwlan_control control = scene_command_make(VWLAN_CMD_CONNECT);

	vwlan_control_add_ssid(&control, ssid, strlen(ssid));
	if (passphrase)
		vwlan_control_set_passphrase(&control, passphrase,
					     strlen(passphrase));
	scene_command(scene, &control);
}

enum vwlan_status scene_response(const struct scene *scene,
				 unsigned int from)
{
	unsigned int i, count = 0;
	enum vwlan_status status = VWLAN_STATUS_COUNT;

	for (i = from; i < scene->sends; i++) {
		if (scene->sent[i].type != VWLAN_RESPONSE)
			continue;
		cr_assert_eq(scene->sent[i].seq, 42);
		status = scene->sent[i].status;
		count++;
	}
	cr_assert_eq(count, 1);
	return status;
}

bool scene_was_asked(const struct scene *scene, const char *text)
{
	unsigned int i;

	for (i = 0; i < scene->asks; i++)
		if (strcmp(scene->asked[i], text) == 0)
			return true;
	return false;
}

void scene_join(struct scene *scene)
{
	scene_answer(scene, "OK\n");
	scene_answer(scene, "0\n");
	scene_answer_all(scene, "OK\n");
}

void scene_complete(struct scene *scene, const char *ssid)
{
	const struct wpatext_event event = { .id = WPATEXT_CONNECTED };
	char text[256];

	join_event(&scene->join, &event, scene->now);
	cr_assert_str_eq(scene_asked_last(scene), "STATUS");
	snprintf(text, sizeof(text),
		 "bssid=02:00:00:00:01:00\nfreq=2412\nssid=%s\n"
		 "pairwise_cipher=CCMP\ngroup_cipher=CCMP\nkey_mgmt=SAE\n"
		 "wpa_state=COMPLETED\n%s", ssid, scene_address);
	scene_answer(scene, text);
}

void scene_connected(struct scene *scene)
{
	scene_ready(scene, &scene_corp, false);
	scene_join(scene);
	scene_complete(scene, "corp");
}

unsigned int scene_count(const struct scene *scene, uint16_t id)
{
	unsigned int i, count = 0;

	for (i = 0; i < scene->sends; i++)
		count += scene->sent[i].type == VWLAN_EVENT &&
			 scene->sent[i].id == id;
	return count;
}

void scene_scan(struct scene *scene, const char *ssid)
{
	struct vwlan_control control = scene_command_make(VWLAN_CMD_SCAN);

	if (ssid)
		vwlan_control_add_ssid(&control, ssid, strlen(ssid));
	scene_command(scene, &control);
}
