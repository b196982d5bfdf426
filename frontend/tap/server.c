// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "server.h"

static void client_close(struct server_client *c)
{
	ev_io_stop(c->server->loop, &c->io);
	close(c->io.fd);
	c->io.fd = -1;
	c->waiting = false;
	c->monitoring = false;
}

/* A client that does not read what it asked for is let go. */
static void client_send(struct server_client *c, cJSON *json)
{
	char *text = cJSON_PrintUnformatted(json);
	ssize_t sent = -1;

	if (text)
		sent = send(c->io.fd, text, strlen(text),
			    MSG_DONTWAIT | MSG_NOSIGNAL);
	cJSON_free(text);
	cJSON_Delete(json);
	if (sent < 0)
		client_close(c);
}

/* Every request ends with exactly one of these; @json is what else it says. */
static void client_finish(struct server_client *c, cJSON *json,
			  const char *error, enum vwlan_status status)
{
	if (!json)
		json = cJSON_CreateObject();
	cJSON_AddStringToObject(json, "result", error ? "error" : "ok");
	if (error)
		cJSON_AddStringToObject(json, "error", error);
	if (error && status)
		cJSON_AddNumberToObject(json, "status", status);
	c->waiting = false;
	client_send(c, json);
}

static cJSON *status_make(struct server *s)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddBoolToObject(json, "attached", s->station->link != NULL);
	json_add_values(json, &s->station->state);
	s->describe(s->user, json);
	return json;
}

static cJSON *networks_make(const struct station *station)
{
	cJSON *json = cJSON_CreateObject(), *list, *item;
	unsigned int i;

	list = cJSON_AddArrayToObject(json, "networks");
	for (i = 0; i < station->network_count; i++) {
		item = cJSON_CreateObject();
		json_add_values(item, &station->networks[i]);
		cJSON_AddItemToArray(list, item);
	}
	return json;
}

static const char *error_text(int rc)
{
	switch (rc) {
	case -ENOTCONN:
		return "the backend is away";
	case -EBUSY:
	case -EAGAIN:
		return "too many requests are under way";
	}
	return "the request could not be sent";
}

/* There is one wish: who wished before waits in vain. */
static void connects_supersede(struct server_client *c)
{
	struct server *s = c->server;
	unsigned int i;

	for (i = 0; i < SERVER_CLIENTS; i++)
		if (&s->clients[i] != c && s->clients[i].io.fd >= 0 &&
		    s->clients[i].waiting &&
		    s->clients[i].verb == REQUEST_CONNECT)
			client_finish(&s->clients[i], NULL,
				      "another request took its place", 0);
}

static int request_send(struct server_client *c, struct request *request)
{
	struct station *station = c->server->station;
	int rc;

	switch (request->verb) {
	case REQUEST_SCAN:
		return station_scan(station, request->values.ssid,
				    request->values.ssids);
	case REQUEST_CONNECT:
		connects_supersede(c);
		rc = station_connect(station, &request->values);
		/* Without a backend the wish is kept until there is one. */
		return rc == -ENOTCONN && request->wait ? 0 : rc;
	case REQUEST_DISCONNECT:
		connects_supersede(c);
		return station_disconnect(station);
	case REQUEST_STATUS:
		return station_refresh(station);
	case REQUEST_NETWORKS:
	case REQUEST_MONITOR:
	case REQUEST_COUNT:
		break;
	}
	return 0;
}

static void request_do(struct server_client *c, struct request *request)
{
	int rc;

	c->verb = request->verb;
	c->patient = request->wait;
	c->waiting = true;
	rc = request_send(c, request);
	if (c->verb == REQUEST_NETWORKS)
		client_finish(c, networks_make(c->server->station), NULL, 0);
	else if (c->verb == REQUEST_MONITOR)
		c->monitoring = true;
	else if (rc && c->verb == REQUEST_STATUS)
		/* As far as it is known. */
		client_finish(c, status_make(c->server), NULL, 0);
	else if (rc)
		client_finish(c, NULL, error_text(rc), 0);
}

/* A client that breaks the rules is told why, and let go. */
static void client_refuse(struct server_client *c, const char *problem)
{
	client_finish(c, NULL, problem, 0);
	if (c->io.fd >= 0)
		client_close(c);
}

static void client_ready(struct ev_loop *loop, ev_io *io, int events)
{
	struct server_client *c = io->data;
	char text[SERVER_REQUEST_MAX];
	const char *problem = NULL;
	struct request request;
	ssize_t length;

	(void)loop;
	(void)events;
	length = recv(io->fd, text, sizeof(text), MSG_DONTWAIT | MSG_TRUNC);
	if (length < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (length <= 0) {
		client_close(c);
		return;
	}
	if (length > (ssize_t)sizeof(text))
		problem = "the request is too long";
	else if (c->waiting)
		problem = "the request before has no result yet";
	else
		json_request_parse(text, length, &request, &problem);
	if (!problem)
		request_do(c, &request);
	else
		client_refuse(c, problem);
	explicit_bzero(text, sizeof(text));
	explicit_bzero(&request, sizeof(request));
}

static struct server_client *client_free(struct server *s)
{
	unsigned int i;

	for (i = 0; i < SERVER_CLIENTS; i++)
		if (s->clients[i].io.fd < 0)
			return &s->clients[i];
	return NULL;
}

static void server_ready(struct ev_loop *loop, ev_io *io, int events)
{
	struct server *s = io->data;
	struct server_client *c = client_free(s);
	int fd = accept4(io->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void)events;
	if (fd < 0)
		return;
	if (!c) {
		close(fd);
		return;
	}
	c->waiting = false;
	c->monitoring = false;
	ev_io_init(&c->io, client_ready, fd, EV_READ);
	c->io.data = c;
	ev_io_start(loop, &c->io);
}

static int socket_make(const char *path, gid_t group)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd, rc = 0;

	if (strlen(path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC,
		    0);
	if (fd < 0)
		return -errno;
	unlink(path);
	/* Nobody can connect before listen(), so the mode comes in time. */
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) ||
	    chown(path, 0, group) || chmod(path, 0660) ||
	    listen(fd, SERVER_CLIENTS))
		rc = -errno;
	if (rc)
		close(fd);
	return rc ? rc : fd;
}

int server_open(struct server *s, struct ev_loop *loop, const char *path,
		gid_t group)
{
	int fd = socket_make(path, group);
	unsigned int i;

	if (fd < 0)
		return fd;
	s->loop = loop;
	for (i = 0; i < SERVER_CLIENTS; i++) {
		s->clients[i].io.fd = -1;
		s->clients[i].server = s;
	}
	ev_io_init(&s->io, server_ready, fd, EV_READ);
	s->io.data = s;
	ev_io_start(loop, &s->io);
	return 0;
}

void server_close(struct server *s)
{
	unsigned int i;

	for (i = 0; i < SERVER_CLIENTS; i++)
		if (s->clients[i].io.fd >= 0)
			client_close(&s->clients[i]);
	ev_io_stop(s->loop, &s->io);
	close(s->io.fd);
}

/* ------------------------------------------------------------------ */

static const char *event_name(const struct vwlan_control *m)
{
	static const char *const names[VWLAN_EVT_COUNT] = {
		[VWLAN_EVT_STATE] = "state",
		[VWLAN_EVT_BSS] = "bss",
		[VWLAN_EVT_SCAN_DONE] = "scan-done",
		[VWLAN_EVT_OVERRUN] = "overrun",
	};

	return m ? names[m->id] : "detached";
}

static void event_send(struct server_client *c,
		       const struct vwlan_control *m)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddStringToObject(json, "event", event_name(m));
	if (m)
		json_add_values(json, m);
	client_send(c, json);
}

/* Has this client waited for just this event? */
static bool event_wanted(const struct server_client *c,
			 const struct vwlan_control *m)
{
	if (c->monitoring)
		return true;
	if (!m || !c->waiting)
		return false;
	return (c->verb == REQUEST_SCAN && m->id == VWLAN_EVT_BSS) ||
	       (c->verb == REQUEST_CONNECT && m->id == VWLAN_EVT_STATE);
}

/*
 * Has it come to an end?  The backend goes on trying after most failures;
 * those that time will hardly mend are an end for who waits.
 */
static bool connect_failed(enum vwlan_state state, enum vwlan_status why)
{
	if (state == VWLAN_STATE_DISCONNECTED)
		return true;
	return state == VWLAN_STATE_CONNECTING && why != VWLAN_OK &&
	       why != VWLAN_FAILED && why != VWLAN_TIMEOUT &&
	       why != VWLAN_BUSY;
}

static void connect_event(struct server_client *c,
			  const struct vwlan_control *m)
{
	const struct station *station = c->server->station;
	enum vwlan_state state = m->number[VWLAN_TLV_STATE];
	enum vwlan_status why = m->number[VWLAN_TLV_STATUS];

	/* What concerns an earlier connection proves nothing. */
	if (station->connecting || m->generation != station->generation)
		return;
	if (state == VWLAN_STATE_CONNECTED) {
		client_finish(c, status_make(c->server), NULL, 0);
	} else if (connect_failed(state, why)) {
		why = why ? why : VWLAN_FAILED;
		client_finish(c, NULL, vwlan_status_text(why), why);
	}
}

static void scan_done(struct server_client *c, const struct vwlan_control *m)
{
	enum vwlan_status status = m->number[VWLAN_TLV_STATUS];

	client_finish(c, NULL, status ? vwlan_status_text(status) : NULL,
		      status);
}

static void client_event(struct server_client *c,
			 const struct vwlan_control *m)
{
	if (event_wanted(c, m))
		event_send(c, m);
	if (!c->waiting)
		return;
	if (m->id == VWLAN_EVT_SCAN_DONE && c->verb == REQUEST_SCAN)
		scan_done(c, m);
	else if (m->id == VWLAN_EVT_OVERRUN && c->verb == REQUEST_SCAN)
		/* Its end may be among what was lost. */
		client_finish(c, NULL, vwlan_status_text(VWLAN_FAILED),
			      VWLAN_FAILED);
	else if (m->id == VWLAN_EVT_STATE && c->verb == REQUEST_CONNECT)
		connect_event(c, m);
}

static bool response_wanted(const struct server_client *c, uint16_t id)
{
	static const uint16_t commands[REQUEST_COUNT] = {
		[REQUEST_SCAN] = VWLAN_CMD_SCAN,
		[REQUEST_CONNECT] = VWLAN_CMD_CONNECT,
		[REQUEST_DISCONNECT] = VWLAN_CMD_DISCONNECT,
		[REQUEST_STATUS] = VWLAN_CMD_GET_STATE,
	};

	return c->waiting && commands[c->verb] == id;
}

static void client_response(struct server_client *c,
			    const struct vwlan_control *m)
{
	/* A new backend may already be where the user wants to be. */
	if (c->waiting && c->verb == REQUEST_CONNECT &&
	    m->id == VWLAN_CMD_GET_STATE &&
	    m->number[VWLAN_TLV_STATE] == VWLAN_STATE_CONNECTED)
		connect_event(c, m);
	if (!response_wanted(c, m->id))
		return;
	if (c->verb == REQUEST_STATUS)
		client_finish(c, status_make(c->server), NULL, 0);
	else if (m->status)
		client_finish(c, NULL, vwlan_status_text(m->status),
			      m->status);
	else if (c->verb == REQUEST_DISCONNECT ||
		 (c->verb == REQUEST_CONNECT && !c->patient))
		client_finish(c, NULL, NULL, 0);
}

/* A connect goes on waiting: it will be repeated. */
static void client_detached(struct server_client *c)
{
	if (c->monitoring)
		event_send(c, NULL);
	else if (c->waiting && c->verb != REQUEST_CONNECT)
		client_finish(c, NULL, error_text(-ENOTCONN), 0);
}

void server_heard(struct server *s, const struct vwlan_control *m)
{
	struct server_client *c;
	unsigned int i;

	for (i = 0; i < SERVER_CLIENTS; i++) {
		c = &s->clients[i];
		if (c->io.fd < 0)
			continue;
		if (!m)
			client_detached(c);
		else if (m->type == VWLAN_EVENT)
			client_event(c, m);
		else
			client_response(c, m);
	}
}
