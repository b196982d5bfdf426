// SPDX-License-Identifier: GPL-2.0-or-later
/* Asking vwland: a line of JSON there, a line of JSON back. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "verb.h"

#define PATIENCE 5		/* s */
#define ANSWER_MAX (16u << 20)	/* bytes */

const char *text_of(const cJSON *object, const char *name)
{
	const char *text = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(object, name));

	return text ? text : "";
}

double number_of(const cJSON *object, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	return cJSON_IsNumber(item) ? item->valuedouble : 0;
}

int json_print(const cJSON *json)
{
	char *text = cJSON_Print(json);

	if (!text)
		return complain("out of memory");
	puts(text);
	free(text);
	return 0;
}

static int daemon_connect(void)
{
	static const struct sockaddr_un address = {
		.sun_family = AF_UNIX,
		.sun_path = RUN_PATH "/control",
	};
	const struct timeval patience = { .tv_sec = PATIENCE };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), rc;

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address))) {
		rc = -errno;
		close(fd);
		return rc;
	}
	return fd;
}

static int answer_read(int fd, char **answer)
{
	FILE *stream = fdopen(fd, "r");
	size_t room = 0;
	ssize_t length;
	int rc = 0;

	if (!stream) {
		rc = -errno;
		close(fd);
		return rc;
	}
	errno = 0;
	length = getline(answer, &room, stream);
	if (length <= 0)
		rc = errno ? -errno : -EPIPE;
	else if ((size_t)length > ANSWER_MAX)
		rc = -EMSGSIZE;
	fclose(stream);
	return rc;
}

static int daemon_ask(const char *line, char **answer)
{
	int fd = daemon_connect(), rc;

	if (fd < 0)
		return fd;
	if (send(fd, line, strlen(line), MSG_NOSIGNAL) < 0) {
		rc = -errno;
		close(fd);
		return rc;
	}
	return answer_read(fd, answer);
}

static void daemon_complain(int rc)
{
	if (rc == -ENOENT || rc == -ECONNREFUSED)
		complain("vwland isn't running");
	else if (rc == -EACCES)
		complain("%s/control: permission denied (are you root?)",
			 RUN_PATH);
	else if (rc == -EAGAIN)
		complain("vwland doesn't answer");
	else
		complain("can't ask vwland: %s", strerror(-rc));
}

int daemon_order(const cJSON *request)
{
	char *text = cJSON_PrintUnformatted(request), *line = NULL;
	char *answer = NULL;
	cJSON *json = NULL;
	int rc = -ENOMEM;

	if (text && asprintf(&line, "%s\n", text) > 0)
		rc = daemon_ask(line, &answer);
	free(line);
	free(text);
	if (rc) {
		daemon_complain(rc);
		free(answer);
		return 1;
	}
	json = cJSON_Parse(answer);
	free(answer);
	rc = !cJSON_IsObject(json);
	if (rc)
		complain("vwland answered nonsense");
	else if (text_of(json, "error")[0])
		rc = complain("%s", text_of(json, "error"));
	cJSON_Delete(json);
	return rc;
}

cJSON *daemon_status(void)
{
	char *answer = NULL;
	cJSON *json = NULL;
	int rc;

	rc = daemon_ask("{\"request\":\"status\"}\n", &answer);
	if (rc) {
		daemon_complain(rc);
		goto out;
	}
	json = cJSON_Parse(answer);
	if (cJSON_GetObjectItemCaseSensitive(json, "devices"))
		goto out;
	complain("vwland answered nonsense: %s", text_of(json, "error"));
	cJSON_Delete(json);
	json = NULL;
out:
	free(answer);
	return json;
}
