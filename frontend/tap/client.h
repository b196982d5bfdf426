/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A verb's side of the control socket.
 */
#ifndef CLIENT_H
#define CLIENT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "options.h"

#define CLIENT_FOREVER (-1)	/* wait without end */

/**
 * struct client - a connection to the daemon
 * @fd: its socket
 * @json: print what comes, as it is
 * @deadline: CLOCK_MONOTONIC in ms; CLIENT_FOREVER: none
 */
struct client {
	int fd;
	bool json;
	int64_t deadline;
};

/** client_event_fn - called with each event before the result */
typedef void client_event_fn(const cJSON *event);

/**
 * client_open - connect; says on stderr why it could not
 *
 * @seconds: until client_ask() gives up, or CLIENT_FOREVER
 *
 * Returns enum verb_exit.
 */
int client_open(struct client *client, const struct options *o, int seconds);

void client_close(struct client *client);

/** client_request - begin a request */
cJSON *client_request(const char *verb);

/**
 * client_ask - send a request, and wait for its result
 *
 * @request: given up to this function, which wipes its text
 * @event: called with events, unless JSON is printed; may be NULL
 * @result: if not NULL, becomes the result, to be deleted by the caller;
 *	else it is printed, if JSON is wanted
 *
 * Errors are printed to stderr.  Returns enum verb_exit.
 */
int client_ask(struct client *client, cJSON *request,
	       client_event_fn *event, cJSON **result);

#endif
