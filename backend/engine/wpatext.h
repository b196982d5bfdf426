/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What wpa_supplicant's control interface says and is told, as text.
 * Pure.  Its answers and events contain what access points sent over the
 * air, so nothing in them is believed before it has been checked.
 */
#ifndef ENGINE_WPATEXT_H
#define ENGINE_WPATEXT_H

#include <net/if.h>
#include <stdbool.h>

#include "vwlan_message.h"

#define WPATEXT_MAX 1024u	/* bytes of any command, NUL included */
#define WPATEXT_REPLY_MAX 4096u	/* its reply buffer, bytes */
#define WPATEXT_RATES_MAX 32u

/** enum wpatext_event_id - events that mean something here */
enum wpatext_event_id {
	WPATEXT_OTHER,
	WPATEXT_CONNECTED,
	WPATEXT_DISCONNECTED,
	WPATEXT_TEMP_DISABLED,
	WPATEXT_AUTH_REJECT,
	WPATEXT_ASSOC_REJECT,
	WPATEXT_NOT_FOUND,
	WPATEXT_FREQ_CONFLICT,
	WPATEXT_TRYING,		/* it goes for an access point */
	WPATEXT_TERMINATING,
};

/**
 * struct wpatext_event - one line taken apart
 * @ifname: which interface it is about; "" for none in particular
 * @reason: DISCONNECTED: 802.11 reason code
 * @local: DISCONNECTED: we did it ourselves
 * @wrong_key: TEMP_DISABLED: because of the passphrase
 * @auth_type: AUTH_REJECT: authentication algorithm, 3 is SAE
 * @status_code: AUTH_REJECT, ASSOC_REJECT: 802.11 status code
 * @bssid: TRYING: the access point
 * @frequency: TRYING: its channel, MHz
 */
struct wpatext_event {
	enum wpatext_event_id id;
	char ifname[IFNAMSIZ];
	uint16_t reason;
	bool local;
	bool wrong_key;
	uint16_t auth_type;
	uint16_t status_code;
	uint8_t bssid[VWLAN_MAC_LEN];
	uint32_t frequency;
};

/**
 * wpatext_event_parse - "IFNAME=vw5.0 <3>CTRL-EVENT-…"
 *
 * Returns 0; -EBADMSG if it is no event, or a value in it is malformed.
 */
int wpatext_event_parse(struct wpatext_event *event, const char *text);

/** enum wpatext_state - wpa_supplicant's state of an interface */
enum wpatext_state {
	WPATEXT_STATE_UNKNOWN,
	WPATEXT_STATE_DISABLED,		/* down, or switched off */
	WPATEXT_STATE_IDLE,		/* told to disconnect */
	WPATEXT_STATE_INACTIVE,		/* has no network to look for */
	WPATEXT_STATE_JOINING,
	WPATEXT_STATE_HANDSHAKE,	/* associated; also while rekeying */
	WPATEXT_STATE_COMPLETED,
};

/**
 * struct wpatext_status - STATUS's answer
 * @has_address: @address is there
 * @has_bssid: @bssid is there
 * @cipher: pairwise cipher suite selector, or 0
 * @group_cipher: the same for group frames
 * @akm: AKM suite selector, or 0
 */
struct wpatext_status {
	enum wpatext_state state;
	bool has_address;
	uint8_t address[VWLAN_MAC_LEN];
	bool has_bssid;
	uint8_t bssid[VWLAN_MAC_LEN];
	uint32_t frequency;
	struct vwlan_ssid ssid;
	uint32_t cipher;
	uint32_t group_cipher;
	uint32_t akm;
};

/** wpatext_status_parse - 0, or -EBADMSG if it has no state */
int wpatext_status_parse(struct wpatext_status *status, const char *text);

/**
 * struct wpatext_bss - one access point in BSS's answer
 * @rates: as in elements 1 and 50, if elements were asked for
 */
struct wpatext_bss {
	uint8_t bssid[VWLAN_MAC_LEN];
	uint8_t rates[WPATEXT_RATES_MAX];
	uint8_t rate_count;
};

/**
 * wpatext_bss_parse - the next access point of BSS's answer
 *
 * @text: moved on to what follows
 *
 * Returns 1; 0 at the end; -EBADMSG if this one makes no sense (the next
 * call goes on with the one after).
 */
int wpatext_bss_parse(struct wpatext_bss *bss, const char **text);

/** wpatext_number_parse - "12\n", a decimal answer; 0 or -EBADMSG */
int wpatext_number_parse(const char *text, uint32_t *number);

/** wpatext_ok - is this answer "OK"? */
bool wpatext_ok(const char *text);

/** wpatext_passphrase_valid - may it be one (IEEE 802.11-2020, J.4.1)? */
bool wpatext_passphrase_valid(const char *text, size_t length);

/** wpatext_hex - @to has room for 2 * @length + 1 bytes */
void wpatext_hex(char *to, const uint8_t *from, size_t length);

#endif
