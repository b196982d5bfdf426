// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The administrator's socket: a line of JSON is asked, a line of JSON is
 * answered.  A client that doesn't read loses its connection, not our time.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "engine.h"
#include "log.h"
#include "policy_request.h"
#include "report.h"

#define CLIENTS_MAX 16u
#define REQUEST_MAX 8192u	/* bytes of a request, line end included */
#define PATIENCE 10.0		/* s for a client to ask, or to read */

/**
 * struct client - one vwlanctl
 * @request: @requested bytes so far
 * @answer: what is being sent, or NULL
 * @length: of @answer
 * @sent: how much of it is gone
 */
struct client {
	LIST_ENTRY(client) next;
	struct control *control;
	ev_io io;
	ev_timer timer;
	char request[REQUEST_MAX];
	size_t requested;
	char *answer;
	size_t length;
	size_t sent;
};

struct control {
	struct engine *engine;
	pid_t monitor;
	ev_io io;
	LIST_HEAD(, client) clients;
	unsigned int count;
};

static void client_drop(struct client *client)
{
	struct control *control = client->control;

	ev_io_stop(control->engine->loop, &client->io);
	ev_timer_stop(control->engine->loop, &client->timer);
	LIST_REMOVE(client, next);
	control->count--;
	close(client->io.fd);
	free(client->answer);
	free(client);
}

static void client_listen(struct client *client, int events)
{
	struct ev_loop *loop = client->control->engine->loop;

	ev_io_stop(loop, &client->io);
	ev_io_set(&client->io, client->io.fd, events);
	ev_io_start(loop, &client->io);
	ev_timer_again(loop, &client->timer);
}

/* Returns a string for free(), with a line end, or NULL. */
static char *answer_print(const cJSON *json)
{
	char *text = json ? cJSON_PrintUnformatted(json) : NULL;
	char *line = NULL;
	size_t length;

	if (!text)
		return NULL;
	length = strlen(text);
	line = realloc(text, length + 2);
	if (!line) {
		free(text);
		return NULL;
	}
	line[length] = '\n';
	line[length + 1] = '\0';
	return line;
}

static cJSON *answer_make(const struct control *control, const char *request,
			  size_t length)
{
	cJSON *json = cJSON_ParseWithLength(request, length);
	const char *what = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(json, "request"));
	cJSON *answer;

	if (what && strcmp(what, "status") == 0) {
		answer = report_status(control->engine,
				       control->monitor);
	} else if (what && strcmp(what, "policy") == 0) {
		answer = policy_request(control->engine, json);
	} else {
		answer = cJSON_CreateObject();
		cJSON_AddStringToObject(answer, "error",
					what ? "unknown request" :
					       "not a request");
	}
	cJSON_Delete(json);
	return answer;
}

static void client_answer(struct client *client, size_t length)
{
	cJSON *json = answer_make(client->control, client->request, length);

	client->requested = 0;
	client->answer = answer_print(json);
	cJSON_Delete(json);
	if (!client->answer) {
		client_drop(client);
		return;
	}
	client->length = strlen(client->answer);
	client->sent = 0;
	client_listen(client, EV_WRITE);
}

static void client_read(struct client *client)
{
	size_t room = sizeof(client->request) - client->requested;
	const char *end;
	ssize_t got;

	got = recv(client->io.fd, client->request + client->requested, room,
		   MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		client_drop(client);
		return;
	}
	client->requested += got;
	end = memchr(client->request, '\n', client->requested);
	/* One request at a time: what came behind it is not looked at. */
	if (end)
		client_answer(client, end - client->request);
	else if (client->requested == sizeof(client->request))
		client_drop(client);
}

static void client_write(struct client *client)
{
	ssize_t sent;

	sent = send(client->io.fd, client->answer + client->sent,
		    client->length - client->sent,
		    MSG_DONTWAIT | MSG_NOSIGNAL);
	if (sent < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (sent < 0) {
		client_drop(client);
		return;
	}
	client->sent += sent;
	if (client->sent < client->length)
		return;
	free(client->answer);
	client->answer = NULL;
	client_listen(client, EV_READ);
}

static void on_client(struct ev_loop *loop, ev_io *io, int events)
{
	struct client *client = io->data;

	(void)loop;
	(void)events;
	if (client->answer)
		client_write(client);
	else
		client_read(client);
}

static void on_patience(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	client_drop(timer->data);
}

static void on_connection(struct ev_loop *loop, ev_io *io, int events)
{
	struct control *control = io->data;
	struct client *client = NULL;
	int fd;

	(void)loop;
	(void)events;
	fd = accept4(io->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd < 0)
		return;
	if (control->count < CLIENTS_MAX)
		client = calloc(1, sizeof(*client));
	if (!client) {
		close(fd);
		return;
	}
	client->control = control;
	ev_io_init(&client->io, on_client, fd, EV_READ);
	ev_init(&client->timer, on_patience);
	client->timer.repeat = PATIENCE;
	client->io.data = client;
	client->timer.data = client;
	LIST_INSERT_HEAD(&control->clients, client, next);
	control->count++;
	client_listen(client, EV_READ);
}

int control_open(struct engine *engine, int listen_fd)
{
	struct control *control = calloc(1, sizeof(*control));

	if (!control)
		return -ENOMEM;
	control->engine = engine;
	/* Asked now: the sandbox is to come. */
	control->monitor = getppid();
	LIST_INIT(&control->clients);
	ev_io_init(&control->io, on_connection, listen_fd, EV_READ);
	control->io.data = control;
	ev_io_start(engine->loop, &control->io);
	engine->control = control;
	return 0;
}

void control_close(struct engine *engine)
{
	struct control *control = engine->control;

	if (!control)
		return;
	while (!LIST_EMPTY(&control->clients))
		client_drop(LIST_FIRST(&control->clients));
	ev_io_stop(engine->loop, &control->io);
	free(control);
	engine->control = NULL;
}
