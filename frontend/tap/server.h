/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The daemon's local socket: what docs/man/vwlan-frontend.1 calls the
 * control socket.  One packet is one JSON object.
 */
#ifndef SERVER_H
#define SERVER_H

#include <cjson/cJSON.h>
#include <ev.h>

#include "json.h"
#include "station.h"

#define SERVER_CLIENTS 16u
#define SERVER_REQUEST_MAX 4096u	/* bytes */

struct server;

/**
 * struct server_client - one connection
 * @io: its socket; fd -1: free
 * @server: whose it is
 * @waiting: @verb has had no result yet
 * @verb: last request
 * @patient: of a connect: waits for the connection
 * @monitoring: gets every event
 */
struct server_client {
	ev_io io;
	struct server *server;
	bool waiting;
	enum request_verb verb;
	bool patient;
	bool monitoring;
};

/**
 * struct server - socket and clients
 * @loop: where it is watched
 * @io: the listening socket
 * @station: whom requests go to
 * @describe: adds to the answer to "status" what the station can't know
 * @user: passed to @describe
 * @clients: connections
 */
struct server {
	struct ev_loop *loop;
	ev_io io;
	struct station *station;
	void (*describe)(void *user, cJSON *to);
	void *user;
	struct server_client clients[SERVER_CLIENTS];
};

/**
 * server_open - make the socket
 *
 * @path: of it; what is there is taken away
 * @group: may use it, besides root
 */
int server_open(struct server *server, struct ev_loop *loop,
		const char *path, gid_t group);

void server_close(struct server *server);

/**
 * server_heard - tell clients what the backend said
 *
 * @m: a message; NULL: the backend is gone
 */
void server_heard(struct server *server, const struct vwlan_control *m);

#endif
