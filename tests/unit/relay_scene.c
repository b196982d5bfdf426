// SPDX-License-Identifier: GPL-2.0-or-later
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "relay_scene.h"

const uint8_t air_mac[] = { 0x00, 0x16, 0x3e, 0, 0, 1 };
const uint8_t air_bssid[] = { 0x02, 0, 0, 0, 0x0a, 1 };
const uint8_t air_stranger[] = { 0x02, 0, 0, 0, 0x0b, 1 };

static int on_judge(void *user, const struct vwlan_control *command)
{
	struct relay_scene *scene = user;

	scene->judged++;
	scene->judged_id = command->id;
	return scene->verdict;
}

static void on_back(void *user)
{
	((struct relay_scene *)user)->backs++;
}

static int on_ask(void *user, struct nl_msg *request, bool dump,
		  relay_answer_fn *answer, void *context)
{
	struct nlmsghdr *header = nlmsg_hdr(request);
	struct relay_scene *scene = user;
	uint8_t command = genlmsg_hdr(header)->cmd;
	int error = scene->refuse[command];

	(void)dump;
	cr_assert_lt(scene->asked_count, SCENE_ASKED);
	cr_assert_leq(header->nlmsg_len, sizeof(scene->last));
	scene->asked[scene->asked_count++] = command;
	memcpy(scene->last, header, header->nlmsg_len);
	if (scene->refuse_once[command]) {
		error = scene->refuse_once[command];
		scene->refuse_once[command] = 0;
	}
	if (error == 0 && answer && scene->answer)
		scene->answer(scene, command, answer, context);
	return error;
}

static int on_link_set(void *user, bool up)
{
	struct relay_scene *scene = user;

	if (scene->link_error)
		return scene->link_error;
	scene->link_up = up;
	return 0;
}

static int on_link_get(void *user)
{
	struct relay_scene *scene = user;

	return scene->link_gone ? -ENODEV : scene->link_up;
}

static int on_mac_ask(void *user, const uint8_t *mac)
{
	struct relay_scene *scene = user;

	memcpy(scene->mac_asked, mac, sizeof(scene->mac_asked));
	return 0;
}

static bool on_mac_taken(void *user, const uint8_t *mac)
{
	(void)mac;
	return ((struct relay_scene *)user)->mac_taken;
}

static int on_settings(void *user, const struct arbiter_wish *wish,
		       uint16_t changed)
{
	struct relay_scene *scene = user;

	scene->settings++;
	scene->wish = *wish;
	scene->wish_changed = changed;
	return VWLAN_OK;
}

static int on_power(void *user, int32_t *power)
{
	struct relay_scene *scene = user;

	scene->power_asked = *power;
	if (*power > scene->power_max)
		*power = scene->power_max;
	return VWLAN_OK;
}

static void on_power_save(void *user, bool on)
{
	((struct relay_scene *)user)->saving = on;
}

static void on_send(void *user, struct vwlan_control *control)
{
	struct relay_scene *scene = user;

	cr_assert_lt(scene->sent_count, SCENE_SENT);
	/* As device_send() has it. */
	control->generation = scene->entry.generation;
	cr_assert_eq(vwlan_control_check(control), 0, "id %u", control->id);
	memcpy(&scene->sent[scene->sent_count++], control,
	       vwlan_control_size(control));
}

static enum vwlan_status on_scan(void *user,
				 const struct vwlan_control *command,
				 uint32_t number)
{
	struct relay_scene *scene = user;

	scene->scan_number = number;
	if (scene->scan_verdict == VWLAN_OK && command->ssids)
		scene->known = command->ssid[0];
	return scene->scan_verdict;
}

static void on_scan_abort(void *user)
{
	((struct relay_scene *)user)->scan_aborts++;
}

static void on_seek(void *user, const struct vwlan_ssid *ssid)
{
	((struct relay_scene *)user)->known = *ssid;
}

/* As arbiter_shows() has it, for one name. */
static bool on_shows(void *user, const struct vwlan_ssid *ssid,
		     enum arbiter_hidden hidden, uint32_t frequency)
{
	const struct relay_scene *scene = user;

	(void)frequency;
	if (ssid->length &&
	    !vwlan_policy_allows(&scene->entry.policy, ssid))
		return false;
	if (hidden == ARBITER_SHOWN || ssid->length == 0 ||
	    vwlan_ssid_same(ssid, &scene->known))
		return true;
	return hidden == ARBITER_UNKNOWN && !scene->sought_elsewhere;
}

static void on_log(void *user, int level, const char *text)
{
	(void)user;
	(void)level;
	(void)text;
}

static const struct relay_effects effects = {
	.judge = on_judge,
	.back = on_back,
	.ask = on_ask,
	.link_set = on_link_set,
	.link_get = on_link_get,
	.mac_ask = on_mac_ask,
	.mac_taken = on_mac_taken,
	.settings = on_settings,
	.power = on_power,
	.power_save = on_power_save,
	.send = on_send,
	.scan = on_scan,
	.scan_abort = on_scan_abort,
	.seek = on_seek,
	.shows = on_shows,
	.log = on_log,
};

void air_phy(struct relay_phy *phy)
{
	struct relay_band *band = &phy->band[0];

	relay_phy_begin(phy);
	phy->there = phy->authenticate = phy->associate = true;
	phy->eapol = phy->eapol_status = true;
	phy->remain = phy->offchannel = true;
	phy->remain_max = RELAY_REMAIN_MAX;
	phy->scan_ssids = VWLAN_SCAN_SSIDS;
	phy->scan_ie_max = VWLAN_SENT_IE_MAX;
	phy->features = VWLAN_PHY_SAE | VWLAN_PHY_CQM_LIST |
			VWLAN_PHY_TX_POWER | VWLAN_PHY_RANDOM_SCAN;
	phy->cipher[phy->ciphers++] = 0x000fac04;
	phy->cipher[phy->ciphers++] = 0x000fac06;
	band->channel[band->channels++].frequency = 2412;
	band->channel[band->channels++].frequency = 2437;
	band->channel[band->channels].flags = VWLAN_CHANNEL_DISABLED;
	band->channel[band->channels++].frequency = 2484;
}

void air_open(struct relay_scene *scene)
{
	memset(scene, 0, sizeof(*scene));
	scene->entry.ifindex = SCENE_IFINDEX;
	scene->entry.mode = VWLAN_MODE_NATIVE;
	vwlan_policy_default(&scene->entry.policy);
	scene->power_max = ARBITER_POWER_ANY;
	memcpy(scene->entry.mac, air_mac, sizeof(air_mac));
	memcpy(scene->entry.given, air_mac, sizeof(air_mac));
	air_phy(&scene->phy);
	relay_open(&scene->relay, &effects, scene, &scene->entry, &scene->phy,
		   SCENE_NL80211, 0);
}

void air_close(struct relay_scene *scene)
{
	relay_close(&scene->relay);
}

struct vwlan_control air_command(uint16_t id)
{
	return (struct vwlan_control){ .type = VWLAN_COMMAND, .id = id,
				       .seq = 7 };
}

void air_bss(struct vwlan_control *command)
{
	vwlan_control_set_bssid(command, air_bssid);
	vwlan_control_set(command, VWLAN_TLV_FREQUENCY, 2412);
	vwlan_control_add_ssid(command, "net", 3);
}

int air_give(struct relay_scene *scene, struct vwlan_control *command,
	       uint64_t now)
{
	unsigned int i = scene->sent_count;

	relay_command(&scene->relay, command, now);
	for (; i < scene->sent_count; i++)
		if (scene->sent[i].type == VWLAN_RESPONSE &&
		    scene->sent[i].id == command->id)
			return scene->sent[i].status;
	return -ENOENT;
}

const struct vwlan_control *air_last_sent(const struct relay_scene *scene)
{
	cr_assert_gt(scene->sent_count, 0);
	return &scene->sent[scene->sent_count - 1];
}

unsigned int air_events(const struct relay_scene *scene, uint16_t id)
{
	unsigned int i, count = 0;

	for (i = 0; i < scene->sent_count; i++)
		count += scene->sent[i].type == VWLAN_EVENT &&
			 scene->sent[i].id == id;
	return count;
}

void air_request(struct relay_scene *scene, struct nlattr **attributes)
{
	struct nlmsghdr *header = (void *)scene->last;

	cr_assert_eq(header->nlmsg_type, SCENE_NL80211);
	cr_assert_eq(genlmsg_parse(header, 0, attributes, NL80211_ATTR_MAX,
				   NULL), 0);
	cr_assert_not_null(attributes[NL80211_ATTR_IFINDEX]);
	cr_assert_eq(nla_get_u32(attributes[NL80211_ATTR_IFINDEX]),
		     SCENE_IFINDEX);
}

void air_frame(struct relay_scene *scene, uint8_t command,
		 const uint8_t *frame, size_t length, uint64_t now)
{
	struct air_message m;

	air_message_open(&m);
	nla_put(m.message, NL80211_ATTR_FRAME, length, frame);
	air_message_parse(&m);
	relay_news(&scene->relay, command, m.attributes, now);
	air_message_close(&m);
}

void air_associate(struct relay_scene *scene, bool controlled,
		     uint64_t now)
{
	struct vwlan_control c = air_command(VWLAN_CMD_AUTHENTICATE);
	struct vwlan_association wish = {
		.flags = controlled ? VWLAN_ASSOCIATION_CONTROL_PORT : 0,
	};
	uint8_t frame[30] = { 0xb0 };

	memcpy(frame + 16, air_bssid, 6);
	air_bss(&c);
	vwlan_control_set(&c, VWLAN_TLV_AUTH_TYPE, 0);
	cr_assert_eq(air_give(scene, &c, now), VWLAN_OK);
	air_frame(scene, NL80211_CMD_AUTHENTICATE, frame, 30, now);
	c = air_command(VWLAN_CMD_ASSOCIATE);
	air_bss(&c);
	vwlan_control_set_bytes(&c, VWLAN_TLV_ASSOCIATION, &wish,
				sizeof(wish));
	cr_assert_eq(air_give(scene, &c, now), VWLAN_OK);
	frame[0] = 0x10;
	air_frame(scene, NL80211_CMD_ASSOCIATE, frame, 30, now);
}

void air_message_open(struct air_message *m)
{
	m->message = nlmsg_alloc_size(16384);
	genlmsg_put(m->message, 0, 0, SCENE_NL80211, 0, 0, 0, 0);
}

void air_message_parse(struct air_message *m)
{
	cr_assert_eq(genlmsg_parse(nlmsg_hdr(m->message), 0, m->attributes,
				   NL80211_ATTR_MAX, NULL), 0);
}

void air_message_close(struct air_message *m)
{
	nlmsg_free(m->message);
}

void air_answer_cookie(struct relay_scene *scene, uint8_t command,
		       relay_answer_fn *answer, void *context)
{
	struct air_message m;

	(void)scene;
	air_message_open(&m);
	nla_put_u64(m.message, NL80211_ATTR_COOKIE, AIR_COOKIE);
	air_message_parse(&m);
	answer(context, command, m.attributes);
	air_message_close(&m);
}
