/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A native station with a kernel and a guest that only write down. */
#ifndef RELAY_SCENE_H
#define RELAY_SCENE_H

#include <linux/nl80211.h>
#include <netlink/genl/genl.h>

#include "engine/relay.h"

#define SCENE_ASKED 256u
#define SCENE_SENT 512u
#define SCENE_NL80211 28	/* the family's number */
#define SCENE_IFINDEX 42

/**
 * struct relay_scene
 * @refuse: errno that each of nl80211's commands is answered with
 * @refuse_once: likewise, for the next one alone
 * @asked: nl80211's commands, in order
 * @last: the last request, whole
 * @sent: what the guest got
 * @wish, @power_asked, @saving: what the arbiter was asked for
 * @power_max: and what it allows, 1/100 dBm
 * @sought_elsewhere: other guests look for whatever name
 * @scan_verdict: what the arbiter says to a scan
 * @scan_number: of the last one it was asked for
 * @scan_aborts: how often it was told that nobody waits
 * @known: the name that was looked for last
 * @answer: gives a command's answers, if there is to be one
 */
struct relay_scene {
	struct table_entry entry;
	struct relay_phy phy;
	struct relay relay;
	int refuse[NL80211_CMD_MAX + 1];
	int refuse_once[NL80211_CMD_MAX + 1];
	unsigned int asked_count;
	uint8_t asked[SCENE_ASKED];
	uint8_t last[8192];
	unsigned int sent_count;
	struct vwlan_control sent[SCENE_SENT];
	void (*answer)(struct relay_scene *scene, uint8_t command,
		       relay_answer_fn *answer, void *context);
	int link_error;
	bool link_up;
	bool link_gone;
	unsigned int settings;
	struct arbiter_wish wish;
	uint16_t wish_changed;
	int32_t power_asked;
	int32_t power_max;
	bool saving;
	bool mac_taken;
	uint8_t mac_asked[VWLAN_MAC_LEN];
	bool sought_elsewhere;
	enum vwlan_status scan_verdict;
	uint32_t scan_number;
	unsigned int scan_aborts;
	struct vwlan_ssid known;
	int verdict;
	unsigned int judged;
	uint16_t judged_id;
	unsigned int backs;
};

extern const uint8_t air_mac[VWLAN_MAC_LEN];
extern const uint8_t air_bssid[VWLAN_MAC_LEN];
extern const uint8_t air_stranger[VWLAN_MAC_LEN];

/** air_phy - a radio with channels 1 and 6, and a disabled one, 14 */
void air_phy(struct relay_phy *phy);

void air_open(struct relay_scene *scene);
void air_close(struct relay_scene *scene);

/** air_command - without values */
struct vwlan_control air_command(uint16_t id);

/** air_bss - BSSID, frequency and SSID of the network */
void air_bss(struct vwlan_control *command);

/** air_give - to the relay; returns the status of its response */
int air_give(struct relay_scene *scene, struct vwlan_control *command,
	       uint64_t now);

/** air_last_sent - the last message to the guest */
const struct vwlan_control *air_last_sent(const struct relay_scene *scene);

/** air_events - how many of this kind the guest got */
unsigned int air_events(const struct relay_scene *scene, uint16_t id);

/** air_request - the last request's attributes, up to NL80211_ATTR_MAX */
void air_request(struct relay_scene *scene, struct nlattr **attributes);

/** air_frame - nl80211's news that a management frame came */
void air_frame(struct relay_scene *scene, uint8_t command,
		 const uint8_t *frame, size_t length, uint64_t now);

/** air_associate - all the way, at time @now */
void air_associate(struct relay_scene *scene, bool controlled,
		     uint64_t now);

/** struct air_message - attributes made in memory, and parsed again */
struct air_message {
	struct nl_msg *message;
	struct nlattr *attributes[NL80211_ATTR_MAX + 1];
};

void air_message_open(struct air_message *m);

/** air_message_parse - after attributes have been put into @m->message */
void air_message_parse(struct air_message *m);
void air_message_close(struct air_message *m);

#define AIR_COOKIE 0xabcdef0123

/** air_answer_cookie - a scene's answer: the kernel's number of a frame */
void air_answer_cookie(struct relay_scene *scene, uint8_t command,
		       relay_answer_fn *answer, void *context);

#endif
