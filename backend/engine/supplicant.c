// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <wpa_ctrl.h>

#include "clock.h"
#include "log.h"
#include "supplicant.h"
#include "wpatext.h"

#define REQUESTS_MAX 32u	/* of one asker; twice what connecting takes */
#define RETRY_AFTER 1.0		/* s until it is looked for again */
#define PING_EVERY 2.0		/* s; its end isn't told on its sockets */
#define PATIENCE 10.0		/* s for an answer */
#define EVENTS_AT_ONCE 64u	/* then others have their turn */

struct request {
	STAILQ_ENTRY(request) next;
	struct supplicant_asker asker;
	size_t length;
	char text[];
};

/**
 * struct supplicant - two connections: one for requests, one for events
 * @waiting: requests; the first one is under way if @asked
 * @since: when it was sent, or the connection begun
 * @attached: events have been subscribed to: it is up
 * @reply: room for any answer, and a NUL
 */
struct supplicant {
	struct ev_loop *loop;
	const char *run;
	const struct supplicant_listener *listener;
	void *user;
	struct wpa_ctrl *command;
	struct wpa_ctrl *events;
	ev_io command_io;
	ev_io events_io;
	ev_timer timer;
	STAILQ_HEAD(, request) waiting;
	bool asked;
	bool attached;
	bool missed;
	double since;
	char reply[WPATEXT_REPLY_MAX + 1];
};

static void request_drop(struct supplicant *s)
{
	struct request *request = STAILQ_FIRST(&s->waiting);

	STAILQ_REMOVE_HEAD(&s->waiting, next);
	/* It may hold a passphrase. */
	explicit_bzero(request->text, request->length);
	free(request);
}

static void connection_drop(struct supplicant *s)
{
	bool was_up = s->attached;

	ev_io_stop(s->loop, &s->command_io);
	ev_io_stop(s->loop, &s->events_io);
	if (s->command)
		wpa_ctrl_close(s->command);
	if (s->events)
		wpa_ctrl_close(s->events);
	s->command = NULL;
	s->events = NULL;
	s->attached = false;
	s->asked = false;
	while (!STAILQ_EMPTY(&s->waiting))
		request_drop(s);
	s->timer.repeat = RETRY_AFTER;
	ev_timer_again(s->loop, &s->timer);
	if (!was_up)
		return;
	log_daemon(LOG_WARNING, "the supplicant is gone");
	s->listener->down(s->user);
}

/* Sends the first of those that wait, if none is under way. */
static void request_send(struct supplicant *s)
{
	const struct request *request = STAILQ_FIRST(&s->waiting);

	if (s->asked || !request)
		return;
	if (send(wpa_ctrl_get_fd(s->command), request->text,
		 request->length, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
		/* Its queue is full: the timer tries again. */
		if (errno != EAGAIN)
			connection_drop(s);
		return;
	}
	s->asked = true;
	s->since = clock_seconds();
}

/* 1 with a packet in s->reply, 0 if there is none, -1 if it is gone. */
static int packet_receive(struct supplicant *s, struct wpa_ctrl *from)
{
	size_t length = sizeof(s->reply) - 1;

	if (wpa_ctrl_recv(from, s->reply, &length) < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -1;
	s->reply[length] = '\0';
	return 1;
}

static void on_command(struct ev_loop *loop, ev_io *io, int events)
{
	struct supplicant *s = io->data;
	struct supplicant_asker asker;
	int rc = packet_receive(s, s->command);

	(void)loop;
	(void)events;
	if (rc < 0)
		connection_drop(s);
	if (rc <= 0 || !s->asked)
		return;
	asker = STAILQ_FIRST(&s->waiting)->asker;
	request_drop(s);
	s->asked = false;
	if (asker.answer)
		asker.answer(&asker, s->reply);
	request_send(s);
}

static void attached(struct supplicant *s)
{
	if (strcmp(s->reply, "OK\n") || s->attached)
		return;
	s->attached = true;
	s->missed = false;
	s->timer.repeat = PING_EVERY;
	ev_timer_again(s->loop, &s->timer);
	log_daemon(LOG_INFO, "the supplicant is there");
	s->listener->up(s->user);
}

static void event_hear(struct supplicant *s)
{
	struct wpatext_event event;

	if (wpatext_event_parse(&event, s->reply)) {
		attached(s);
		return;
	}
	if (event.id == WPATEXT_TERMINATING)
		connection_drop(s);
	else if (s->attached && event.id != WPATEXT_OTHER)
		s->listener->event(s->user, &event);
}

static void on_event(struct ev_loop *loop, ev_io *io, int events)
{
	struct supplicant *s = io->data;
	unsigned int i;
	int rc;

	(void)loop;
	(void)events;
	for (i = 0; i < EVENTS_AT_ONCE && s->events; i++) {
		rc = packet_receive(s, s->events);
		if (rc < 0)
			connection_drop(s);
		if (rc <= 0)
			return;
		event_hear(s);
	}
}

static int connection_begin(struct supplicant *s)
{
	char path[96], client[96];
	int rc = 0;

	snprintf(path, sizeof(path), "%s/supplicant", s->run);
	snprintf(client, sizeof(client), "%s/client", s->run);
	s->command = wpa_ctrl_open2(path, client);
	s->events = s->command ? wpa_ctrl_open2(path, client) : NULL;
	if (!s->events ||
	    send(wpa_ctrl_get_fd(s->events), "ATTACH", 6,
		 MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
		rc = errno ? -errno : -ECONNREFUSED;
		goto out;
	}
	ev_io_set(&s->command_io, wpa_ctrl_get_fd(s->command), EV_READ);
	ev_io_set(&s->events_io, wpa_ctrl_get_fd(s->events), EV_READ);
	ev_io_start(s->loop, &s->command_io);
	ev_io_start(s->loop, &s->events_io);
	s->since = clock_seconds();
out:
	return rc;
}

static void connection_try(struct supplicant *s)
{
	int rc = connection_begin(s);

	if (rc == 0)
		return;
	if (!s->missed)
		log_daemon(LOG_NOTICE, "waiting for the supplicant: %s",
			   strerror(-rc));
	s->missed = true;
	connection_drop(s);
}

/*
 * While an answer is awaited nothing else is sent, so the death of the one
 * who owes it would stay unnoticed.  The other connection tells; its
 * answer is no event and passed over.
 */
static void connection_probe(struct supplicant *s)
{
	if (send(wpa_ctrl_get_fd(s->events), "PING", 4,
		 MSG_DONTWAIT | MSG_NOSIGNAL) < 0 && errno != EAGAIN)
		connection_drop(s);
}

static void on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	static const struct supplicant_asker nobody;
	struct supplicant *s = timer->data;
	bool pending = s->events && (s->asked || !s->attached);

	(void)loop;
	(void)events;
	if (!s->events)
		connection_try(s);
	else if (pending && clock_seconds() - s->since > PATIENCE)
		connection_drop(s);
	else if (s->attached && s->asked)
		connection_probe(s);
	else if (s->attached && STAILQ_EMPTY(&s->waiting))
		supplicant_ask(s, "PING", &nobody);
	else if (s->attached)
		request_send(s);
}

/* One asker's requests must leave the others a place near the front. */
static bool asker_has_room(const struct supplicant *s,
			   const struct supplicant_asker *asker)
{
	const struct request *request;
	unsigned int count = 0;

	/* The engine's own are few. */
	if (!asker->who)
		return true;
	STAILQ_FOREACH(request, &s->waiting, next)
		count += request->asker.who == asker->who;
	return count < REQUESTS_MAX;
}

int supplicant_ask(struct supplicant *s, const char *text,
		   const struct supplicant_asker *asker)
{
	struct request *request;
	size_t length = strlen(text);

	if (!s->attached)
		return -ENOTCONN;
	if (!asker_has_room(s, asker))
		return -ENOBUFS;
	request = malloc(sizeof(*request) + length);
	if (!request)
		return -ENOMEM;
	request->asker = *asker;
	request->length = length;
	memcpy(request->text, text, length);
	STAILQ_INSERT_TAIL(&s->waiting, request, next);
	/* Not sent from here: a failure would call the asker back. */
	ev_feed_event(s->loop, &s->timer, EV_TIMER);
	return 0;
}

void supplicant_forget(struct supplicant *s, const void *who)
{
	struct request *request;

	STAILQ_FOREACH(request, &s->waiting, next)
		if (request->asker.who == who)
			request->asker.answer = NULL;
}

bool supplicant_is_up(const struct supplicant *s)
{
	return s->attached;
}

int supplicant_open(struct supplicant **supplicant, struct ev_loop *loop,
		    const char *run,
		    const struct supplicant_listener *listener, void *user)
{
	struct supplicant *s = calloc(1, sizeof(*s));

	if (!s)
		return -ENOMEM;
	s->loop = loop;
	s->run = run;
	s->listener = listener;
	s->user = user;
	STAILQ_INIT(&s->waiting);
	ev_init(&s->command_io, on_command);
	ev_init(&s->events_io, on_event);
	ev_init(&s->timer, on_timer);
	s->command_io.data = s;
	s->events_io.data = s;
	s->timer.data = s;
	s->timer.repeat = RETRY_AFTER;
	*supplicant = s;
	connection_try(s);
	ev_timer_again(loop, &s->timer);
	return 0;
}

void supplicant_close(struct supplicant *s)
{
	if (!s)
		return;
	/* Nobody is told: whoever closes knows. */
	s->attached = false;
	connection_drop(s);
	ev_timer_stop(s->loop, &s->timer);
	free(s);
}
