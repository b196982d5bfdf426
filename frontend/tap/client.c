// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "client.h"
#include "verb.h"
#include "vwlan_message.h"

#define ANSWER_MAX 65536u	/* bytes in one packet */

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int client_open(struct client *c, const struct options *o, int seconds)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	c->json = o->json;
	c->deadline = seconds < 0 ? CLIENT_FOREVER :
				    now_ms() + (int64_t)seconds * 1000;
	strcpy(address.sun_path, o->socket);
	c->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (c->fd >= 0 && connect(c->fd, (struct sockaddr *)&address,
				  sizeof(address)) == 0)
		return EXIT_OK;
	fprintf(stderr, "vwlan-frontend: %s: %s%s\n", o->socket,
		strerror(errno), errno == ENOENT || errno == ECONNREFUSED ?
		"; is \"vwlan-frontend run\" running?" : "");
	client_close(c);
	return EXIT_NO_DAEMON;
}

void client_close(struct client *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
}

cJSON *client_request(const char *verb)
{
	cJSON *request = cJSON_CreateObject();

	cJSON_AddStringToObject(request, "verb", verb);
	return request;
}

/* The text may hold a passphrase. */
static void wipe(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
}

static int request_send(struct client *c, cJSON *request)
{
	char *text = cJSON_PrintUnformatted(request);
	ssize_t sent = -1;

	if (text)
		sent = send(c->fd, text, strlen(text), MSG_NOSIGNAL);
	wipe(text);
	wipe(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(
		request, "passphrase")));
	cJSON_free(text);
	cJSON_Delete(request);
	return sent < 0 ? EXIT_NO_DAEMON : EXIT_OK;
}

static int answer_wait(const struct client *c)
{
	struct pollfd ready = { .fd = c->fd, .events = POLLIN };
	int64_t left = -1;

	if (c->deadline != CLIENT_FOREVER) {
		left = c->deadline - now_ms();
		if (left < 0)
			left = 0;
	}
	return poll(&ready, 1, left) > 0 ? EXIT_OK : EXIT_TIMEOUT;
}

static int answer_receive(const struct client *c, cJSON **answer)
{
	char text[ANSWER_MAX];
	ssize_t length;
	int rc = answer_wait(c);

	*answer = NULL;
	if (rc)
		return rc;
	length = recv(c->fd, text, sizeof(text), 0);
	if (length > 0)
		*answer = cJSON_ParseWithLength(text, length);
	return *answer ? EXIT_OK : EXIT_NO_DAEMON;
}

static int failure_print(int rc)
{
	fprintf(stderr, "vwlan-frontend: %s\n", rc == EXIT_TIMEOUT ?
		"no result in time" : "the daemon is gone");
	return rc;
}

static void json_print(const cJSON *json)
{
	char *text = cJSON_PrintUnformatted(json);

	puts(text ? text : "{}");
	fflush(stdout);
	cJSON_free(text);
}

static int result_judge(const struct client *c, const cJSON *answer)
{
	const char *error = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(answer, "error"));
	const cJSON *status = cJSON_GetObjectItemCaseSensitive(answer,
							       "status");

	if (!error)
		return EXIT_OK;
	if (!c->json)
		fprintf(stderr, "vwlan-frontend: %s\n", error);
	if (cJSON_IsNumber(status) &&
	    status->valueint == VWLAN_AUTH_FAILED)
		return EXIT_WRONG_SECRET;
	return EXIT_REFUSED;
}

int client_ask(struct client *c, cJSON *request, client_event_fn *event,
	       cJSON **result)
{
	cJSON *answer;
	bool done = false;
	int rc = request_send(c, request), judged = EXIT_OK;

	if (result)
		*result = NULL;
	while (rc == EXIT_OK && !done) {
		rc = answer_receive(c, &answer);
		if (rc)
			break;
		done = cJSON_GetObjectItemCaseSensitive(answer, "result");
		if (c->json && !(done && result))
			json_print(answer);
		else if (!done && event)
			event(answer);
		if (done)
			judged = result_judge(c, answer);
		if (done && result && judged == EXIT_OK)
			*result = answer;
		else
			cJSON_Delete(answer);
	}
	return rc ? failure_print(rc) : judged;
}
