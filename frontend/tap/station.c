// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "station.h"

#define MESSAGES 64u	/* heard in one go */

static void state_reset(struct station *s)
{
	memset(&s->state, 0, sizeof(s->state));
	vwlan_control_set(&s->state, VWLAN_TLV_STATE, VWLAN_STATE_DOWN);
}

int station_open(struct station *s,
		 void (*heard)(void *user, const struct vwlan_control *m),
		 void *user)
{
	size_t size = sizeof(*s->wish);
	int rc = 0;

	memset(s, 0, sizeof(*s));
	s->heard = heard;
	s->user = user;
	state_reset(s);
	s->wish = mmap(NULL, size, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (s->wish == MAP_FAILED)
		return -errno;
	if (mlock(s->wish, size) || madvise(s->wish, size, MADV_DONTDUMP))
		rc = -errno;
	if (rc)
		munmap(s->wish, size);
	return rc;
}

static void wish_forget(struct station *s)
{
	explicit_bzero(s->wish, sizeof(*s->wish));
	s->connecting = false;
}

void station_close(struct station *s)
{
	wish_forget(s);
	munmap(s->wish, sizeof(*s->wish));
}

static int command_send(struct station *s, struct vwlan_control *m)
{
	bool notify;
	int rc;

	if (!s->link)
		return -ENOTCONN;
	rc = front_control_send(&s->link->control, m, &notify);
	if (notify)
		front_link_notify_control(s->link);
	return rc;
}

static int wish_send(struct station *s)
{
	int rc = command_send(s, &s->wish->connect);

	s->connecting = rc == 0;
	return rc;
}

int station_attach(struct station *s, struct front_link *link)
{
	struct vwlan_control hello = { .id = VWLAN_CMD_HELLO };

	s->link = link;
	s->scanning = false;
	s->connecting = false;
	s->resumed = false;
	s->generation = 0;
	state_reset(s);
	if (!link) {
		s->heard(s->user, NULL);
		return 0;
	}
	vwlan_control_set(&hello, VWLAN_TLV_VERSION,
			  VWLAN_ABI_MAJOR << 16 | VWLAN_ABI_MINOR);
	vwlan_control_set(&hello, VWLAN_TLV_CAPABILITIES,
			  link->wish.capabilities);
	return command_send(s, &hello);
}

bool station_online(const struct station *s)
{
	uint32_t state = s->state.number[VWLAN_TLV_STATE];

	/* Parked: it will be connected again, and addresses are to stay. */
	return s->link && (state == VWLAN_STATE_CONNECTED ||
			   state == VWLAN_STATE_PARKED);
}

int station_refresh(struct station *s)
{
	struct vwlan_control m = { .id = VWLAN_CMD_GET_STATE };

	return command_send(s, &m);
}

int station_scan(struct station *s, const struct vwlan_ssid *ssids,
		 unsigned int count)
{
	struct vwlan_control m = { .id = VWLAN_CMD_SCAN };
	unsigned int i;
	int rc = 0;

	for (i = 0; i < count && rc == 0; i++)
		rc = vwlan_control_add_ssid(&m, ssids[i].bytes,
					    ssids[i].length);
	return rc ? rc : command_send(s, &m);
}

int station_connect(struct station *s, const struct vwlan_control *m)
{
	s->wish->connect = *m;
	s->wish->connect.id = VWLAN_CMD_CONNECT;
	s->wish->wanted = true;
	s->wish->proven = false;
	return wish_send(s);
}

int station_disconnect(struct station *s)
{
	struct vwlan_control m = { .id = VWLAN_CMD_DISCONNECT };

	wish_forget(s);
	return command_send(s, &m);
}

/* ------------------------------------------------------------------ */

/* Is the backend on its way to where the user wants to be? */
static bool wish_granted(const struct station *s)
{
	const struct vwlan_ssid *want = &s->wish->connect.ssid[0];
	const struct vwlan_ssid *have = &s->state.ssid[0];

	return s->state.number[VWLAN_TLV_STATE] >= VWLAN_STATE_CONNECTING &&
	       vwlan_control_has(&s->state, VWLAN_TLV_SSID) &&
	       want->length == have->length &&
	       memcmp(want->bytes, have->bytes, want->length) == 0;
}

/* A new backend said how things stand: go on from there. */
static void wish_resume(struct station *s)
{
	if (s->resumed)
		return;
	s->resumed = true;
	s->generation = s->state.generation;
	if (s->wish->wanted && !s->connecting && !wish_granted(s))
		wish_send(s);
}

/*
 * A passphrase that was never right is not repeated to the next backend.
 * One that was right once is: a weak signal can look like a wrong one.
 */
static void wish_judge(struct station *s, const struct vwlan_control *m)
{
	if (m->generation != s->generation || s->connecting)
		return;
	if (m->number[VWLAN_TLV_STATE] == VWLAN_STATE_CONNECTED)
		s->wish->proven = true;
	else if (m->number[VWLAN_TLV_STATUS] == VWLAN_AUTH_FAILED &&
		 !s->wish->proven)
		wish_forget(s);
}

/* What is refused for good is not asked for again. */
static void wish_answered(struct station *s, const struct vwlan_control *m)
{
	s->connecting = false;
	if (m->status == VWLAN_OK)
		s->generation = m->generation;
	else if (m->status <= VWLAN_BAD_VALUE || m->status == VWLAN_POLICY)
		wish_forget(s);
}

/*
 * A backend that is idle has lost what it was told: passphrases are in the
 * memory of its processes alone, and not all of them are there for ever.
 */
static void wish_repeat(struct station *s)
{
	if (s->resumed && s->wish->wanted && !s->connecting &&
	    s->state.number[VWLAN_TLV_STATE] == VWLAN_STATE_DISCONNECTED)
		wish_send(s);
}

static void state_take(struct station *s, const struct vwlan_control *m)
{
	if (m->number[VWLAN_TLV_STATE] < VWLAN_STATE_COUNT)
		s->state = *m;
}

static const struct vwlan_control *network_find(const struct station *s,
						const uint8_t *bssid)
{
	unsigned int i;

	for (i = 0; i < s->network_count; i++)
		if (memcmp(s->networks[i].bssid, bssid, VWLAN_MAC_LEN) == 0)
			return &s->networks[i];
	return NULL;
}

static void network_take(struct station *s, const struct vwlan_control *m)
{
	const struct vwlan_control *known = network_find(s, m->bssid);

	if (!s->scanning)
		s->network_count = 0;
	s->scanning = true;
	if (known && known < s->networks + s->network_count)
		s->networks[known - s->networks] = *m;
	else if (s->network_count < STATION_NETWORKS)
		s->networks[s->network_count++] = *m;
}

static void event_take(struct station *s, const struct vwlan_control *m)
{
	switch (m->id) {
	case VWLAN_EVT_STATE:
		state_take(s, m);
		wish_judge(s, m);
		wish_repeat(s);
		break;
	case VWLAN_EVT_BSS:
		network_take(s, m);
		break;
	case VWLAN_EVT_SCAN_DONE:
		if (!s->scanning && !m->number[VWLAN_TLV_STATUS])
			s->network_count = 0;
		s->scanning = false;
		break;
	case VWLAN_EVT_OVERRUN:
		s->overruns++;
		station_refresh(s);
		break;
	}
}

static void response_take(struct station *s, const struct vwlan_control *m)
{
	switch (m->id) {
	case VWLAN_CMD_HELLO:
		s->hello = *m;
		station_refresh(s);
		break;
	case VWLAN_CMD_CONNECT:
		wish_answered(s, m);
		break;
	case VWLAN_CMD_GET_STATE:
		if (m->status == VWLAN_OK)
			state_take(s, m);
		wish_resume(s);
		break;
	}
}

static void message_take(struct station *s, const struct vwlan_control *m)
{
	if (m->type == VWLAN_EVENT)
		event_take(s, m);
	else
		response_take(s, m);
	s->heard(s->user, m);
}

int station_run(struct station *s, bool *more)
{
	unsigned int budget = MESSAGES;
	struct front_control *c = &s->link->control;
	struct vwlan_control m;
	int rc;

	*more = false;
	while ((rc = front_control_receive(c, &m, &budget)) > 0)
		message_take(s, &m);
	if (rc < 0)
		return rc;
	if (front_control_publish(c))
		front_link_notify_control(s->link);
	rc = front_control_wipe(c);
	*more = budget == 0 || front_control_arm(c);
	return rc;
}
