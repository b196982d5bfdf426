/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages as JSON, and requests from JSON.
 */
#ifndef JSON_H
#define JSON_H

#include <cjson/cJSON.h>

#include "vwlan_message.h"

enum request_verb {
	REQUEST_SCAN,
	REQUEST_CONNECT,
	REQUEST_DISCONNECT,
	REQUEST_STATUS,
	REQUEST_NETWORKS,
	REQUEST_MONITOR,
	REQUEST_COUNT
};

/**
 * struct request - what a local client asks for
 * @verb: which
 * @wait: of a connect: the result is that of the connection, not just
 *	that it was begun
 * @values: of a scan: SSIDs; of a connect: SSID, PASSPHRASE, BSSID;
 *	wipe after use
 */
struct request {
	enum request_verb verb;
	bool wait;
	struct vwlan_control values;
};

/**
 * json_request_parse - from one packet's text
 *
 * @text: @length bytes; hostile; wiped, since it may hold a passphrase
 * @problem: set to what is wrong, when something is
 *
 * Returns 0 or -EINVAL.
 */
int json_request_parse(char *text, size_t length, struct request *request,
		       const char **problem);

/** json_passphrase_valid - 8 to 63 printable ASCII characters? */
bool json_passphrase_valid(const char *text);

/** json_add_values - every value that a message has, except secrets */
void json_add_values(cJSON *to, const struct vwlan_control *m);

#endif
