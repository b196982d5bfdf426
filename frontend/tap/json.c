// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>

#include "json.h"
#include "ssid.h"
#include "vwlan_nodes.h"

static const char *const verbs[REQUEST_COUNT] = {
	[REQUEST_SCAN] = "scan",
	[REQUEST_CONNECT] = "connect",
	[REQUEST_DISCONNECT] = "disconnect",
	[REQUEST_STATUS] = "status",
	[REQUEST_NETWORKS] = "networks",
	[REQUEST_MONITOR] = "monitor",
};

static const struct {
	uint32_t bit;
	const char *name;
} securities[] = {
	{ VWLAN_SECURITY_PRIVACY, "privacy" },
	{ VWLAN_SECURITY_WPA, "wpa" },
	{ VWLAN_SECURITY_RSN, "rsn" },
	{ VWLAN_SECURITY_PSK, "psk" },
	{ VWLAN_SECURITY_SAE, "sae" },
	{ VWLAN_SECURITY_EAP, "eap" },
	{ VWLAN_SECURITY_OWE, "owe" },
};

bool json_passphrase_valid(const char *text)
{
	size_t length = strlen(text), i;

	for (i = 0; i < length; i++)
		if (text[i] < ' ' || text[i] > '~')
			return false;
	return length >= VWLAN_PASSPHRASE_MIN &&
	       length <= VWLAN_PASSPHRASE_MAX;
}

static int verb_find(const char *name, enum request_verb *verb)
{
	unsigned int i;

	for (i = 0; name && i < REQUEST_COUNT; i++) {
		if (strcmp(name, verbs[i]) != 0)
			continue;
		*verb = i;
		return 0;
	}
	return -EINVAL;
}

static const char *ssid_take(const cJSON *item, struct vwlan_control *m)
{
	const char *text = cJSON_GetStringValue(item);
	struct vwlan_ssid ssid;

	if (!text || ssid_parse(text, &ssid))
		return "not an SSID";
	if (vwlan_control_add_ssid(m, ssid.bytes, ssid.length))
		return "too many SSIDs";
	return NULL;
}

static const char *scan_take(const cJSON *json, struct vwlan_control *m)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(json, "ssids");
	const char *problem = NULL;
	const cJSON *item;

	if (list && !cJSON_IsArray(list))
		return "\"ssids\" is not a list";
	cJSON_ArrayForEach(item, list) {
		problem = ssid_take(item, m);
		if (problem)
			break;
	}
	return problem;
}

static const char *bssid_take(const cJSON *item, struct vwlan_control *m)
{
	const char *text = cJSON_GetStringValue(item);
	uint8_t bssid[VWLAN_MAC_LEN];

	if (!item)
		return NULL;
	if (!text || vwlan_mac_parse(text, strlen(text), bssid))
		return "not a BSSID";
	vwlan_control_set_bssid(m, bssid);
	return NULL;
}

static const char *passphrase_take(const cJSON *item,
				   struct vwlan_control *m)
{
	char *text = cJSON_GetStringValue(item);
	const char *problem = NULL;

	if (!item)
		return NULL;
	if (!text || !json_passphrase_valid(text) ||
	    vwlan_control_set_passphrase(m, text, strlen(text)))
		problem = "a passphrase has 8 to 63 printable characters";
	if (text)
		explicit_bzero(text, strlen(text));
	return problem;
}

static const char *connect_take(const cJSON *json, struct vwlan_control *m)
{
	/* The passphrase first: it is wiped whatever is wrong elsewhere. */
	const char *problem = passphrase_take(
		cJSON_GetObjectItemCaseSensitive(json, "passphrase"), m);

	if (!problem)
		problem = ssid_take(cJSON_GetObjectItemCaseSensitive(
			json, "ssid"), m);
	if (!problem)
		problem = bssid_take(cJSON_GetObjectItemCaseSensitive(
			json, "bssid"), m);
	return problem;
}

int json_request_parse(char *text, size_t length, struct request *request,
		       const char **problem)
{
	cJSON *json = cJSON_ParseWithLength(text, length);
	const cJSON *verb;

	explicit_bzero(text, length);
	memset(request, 0, sizeof(*request));
	verb = cJSON_GetObjectItemCaseSensitive(json, "verb");
	request->wait = !cJSON_IsFalse(
		cJSON_GetObjectItemCaseSensitive(json, "wait"));
	*problem = NULL;
	if (!cJSON_IsObject(json))
		*problem = "not a JSON object";
	else if (verb_find(cJSON_GetStringValue(verb), &request->verb))
		*problem = "unknown verb";
	else if (request->verb == REQUEST_SCAN)
		*problem = scan_take(json, &request->values);
	else if (request->verb == REQUEST_CONNECT)
		*problem = connect_take(json, &request->values);
	cJSON_Delete(json);
	return *problem ? -EINVAL : 0;
}

static void security_add(cJSON *to, uint32_t security)
{
	cJSON *list = cJSON_AddArrayToObject(to, "security");
	size_t i;

	for (i = 0; i < sizeof(securities) / sizeof(securities[0]); i++)
		if (security & securities[i].bit)
			cJSON_AddItemToArray(list, cJSON_CreateString(
				securities[i].name));
}

static void suite_add(cJSON *to, const char *name, uint32_t suite)
{
	char text[16];

	snprintf(text, sizeof(text), "%02x-%02x-%02x:%u", suite >> 24,
		 suite >> 16 & 0xff, suite >> 8 & 0xff, suite & 0xff);
	cJSON_AddStringToObject(to, name, text);
}

static void text_add(cJSON *to, const struct vwlan_control *m)
{
	char mac[VWLAN_MAC_TEXT], ssid[SSID_TEXT];

	if (vwlan_control_has(m, VWLAN_TLV_SSID)) {
		ssid_format(&m->ssid[0], ssid);
		cJSON_AddStringToObject(to, "ssid", ssid);
	}
	if (vwlan_control_has(m, VWLAN_TLV_BSSID)) {
		vwlan_mac_format(m->bssid, mac);
		cJSON_AddStringToObject(to, "bssid", mac);
	}
}

void json_add_values(cJSON *to, const struct vwlan_control *m)
{
	static const struct {
		enum vwlan_tlv_type type;
		const char *name;
	} numbers[] = {
		{ VWLAN_TLV_FREQUENCY, "frequency" },
		{ VWLAN_TLV_STATUS, "status" },
		{ VWLAN_TLV_REASON, "reason" },
		{ VWLAN_TLV_TX_RATE, "tx_rate" },
		{ VWLAN_TLV_RX_RATE, "rx_rate" },
		{ VWLAN_TLV_AGE, "age" },
	};
	size_t i;

	if (vwlan_control_has(m, VWLAN_TLV_STATE))
		cJSON_AddStringToObject(to, "state", vwlan_state_text(
			m->number[VWLAN_TLV_STATE]));
	text_add(to, m);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (vwlan_control_has(m, numbers[i].type))
			cJSON_AddNumberToObject(to, numbers[i].name,
						m->number[numbers[i].type]);
	if (vwlan_control_has(m, VWLAN_TLV_SIGNAL))
		cJSON_AddNumberToObject(to, "signal", (int32_t)
					m->number[VWLAN_TLV_SIGNAL]);
	if (vwlan_control_has(m, VWLAN_TLV_CIPHER))
		suite_add(to, "cipher", m->number[VWLAN_TLV_CIPHER]);
	if (vwlan_control_has(m, VWLAN_TLV_AKM))
		suite_add(to, "akm", m->number[VWLAN_TLV_AKM]);
	if (vwlan_control_has(m, VWLAN_TLV_SECURITY))
		security_add(to, m->number[VWLAN_TLV_SECURITY]);
	if (m->number[VWLAN_TLV_STATUS])
		cJSON_AddStringToObject(to, "why", vwlan_status_text(
			m->number[VWLAN_TLV_STATUS]));
}
