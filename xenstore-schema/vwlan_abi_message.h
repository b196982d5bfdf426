/* SPDX-License-Identifier: MIT */
/*
 * vwlan_abi_message.h - the messages in the command and event rings.
 *
 * A guest's command is answered by exactly one response.  What takes time
 * is told by events afterwards.  All integers are little endian.
 *
 * In managed mode a supplicant in the driver domain runs the station, and
 * the guest says CONNECT and DISCONNECT.  In native mode the supplicant is
 * in the guest: each command is one of nl80211's, carried out on the
 * guest's own station interface, and each event what nl80211 told of it.
 *
 * Native mode has two profiles, of which a radio has one.  Where its driver
 * leaves authentication and association to others, there are AUTHENTICATE,
 * ASSOCIATE, DEAUTHENTICATE, DISASSOCIATE and their events.  Where driver or
 * firmware do both by themselves -- VWLAN_PHY_CONNECT -- there are CONNECT
 * and DISCONNECT with theirs in place of these.  All else is the same: EAPOL
 * and keys are the guest's in both.
 */
#ifndef VWLAN_ABI_MESSAGE_H
#define VWLAN_ABI_MESSAGE_H

#include "vwlan_abi.h"

#define VWLAN_MESSAGE_ORDER_MIN 14u	/* 16 KiB */
#define VWLAN_MESSAGE_ORDER_MAX 16u	/* 64 KiB */
#define VWLAN_MESSAGE_MAX 4096u	/* bytes, header included */
#define VWLAN_MESSAGE_ALIGN 8u	/* where the next message begins */
#define VWLAN_RESPONSE_MAX 1024u	/* bytes; no response is longer */
#define VWLAN_ROWS_MAX 3072u	/* bytes; see enum vwlan_tlv_type */
#define VWLAN_COMMAND_WINDOW 8u	/* commands without a response yet */

enum vwlan_message_type {
	VWLAN_COMMAND = 1,	/* guest to backend */
	VWLAN_RESPONSE = 2,	/* backend to guest, one for each command */
	VWLAN_EVENT = 3,	/* backend to guest */
};

/**
 * enum vwlan_status - outcome of a command, and why it was refused
 */
enum vwlan_status {
	VWLAN_OK = 0,
	VWLAN_BAD_MESSAGE = 1,	/* malformed, or a TLV is missing */
	VWLAN_UNSUPPORTED = 2,	/* unknown command, or not in this mode */
	VWLAN_BAD_VALUE = 3,	/* a TLV's value is out of range */
	VWLAN_BUSY = 4,		/* the same thing is already under way */
	VWLAN_RATE = 5,		/* too many commands; try again later */
	VWLAN_POLICY = 6,	/* the administrator does not allow it */
	VWLAN_NOT_FOUND = 7,	/* no such network, station, key or cookie */
	VWLAN_CHANNEL = 8,	/* the channel conflicts with other guests */
	VWLAN_SLOT = 9,		/* the radio has no station to spare */
	VWLAN_RADAR = 10,	/* the channel needs radar detection */
	VWLAN_RFKILL = 11,	/* the radio is switched off */
	VWLAN_NO_RADIO = 12,	/* the radio is gone, or there is none */
	VWLAN_AUTH_FAILED = 13,	/* authentication failed: wrong passphrase */
	VWLAN_FAILED = 14,	/* failed for another reason */
	VWLAN_TIMEOUT = 15,	/* no answer in time */
	VWLAN_NOT_CONNECTED = 16,	/* only a connected station can */
	VWLAN_IS_CONNECTED = 17,	/* a connected station can not */
	VWLAN_STATUS_COUNT
};

/**
 * struct vwlan_message - header of every message; little endian
 * @type: enum vwlan_message_type
 * @status: enum vwlan_status in a response; 0 otherwise
 * @id: enum vwlan_command_id or enum vwlan_event_id; a response has its
 *	command's
 * @domid: tag: domain ID of the guest
 * @vr: tag: virtual radio ID
 * @length: bytes, header included; 16 to VWLAN_MESSAGE_MAX, in a response
 *	to VWLAN_RESPONSE_MAX
 * @seq: the command's number, chosen by the guest, repeated in the
 *	response; 0 in an event
 * @generation: number of the connection that this is about; raised with
 *	each CONNECT and AUTHENTICATE that is not refused, so that what
 *	concerns an earlier one can be told; 0 in a command: the present one
 *
 * TLVs follow.  The next message begins at the next multiple of
 * VWLAN_MESSAGE_ALIGN; what lies between is not looked at.
 */
struct vwlan_message {
	__u8 type;
	__u8 status;
	__le16 id;
	__le16 domid;
	__le16 vr;
	__le16 length;
	__le16 seq;
	__le32 generation;
};

/**
 * struct vwlan_tlv - header of one value; little endian
 * @type: enum vwlan_tlv_type; an unknown one is passed over
 * @length: bytes of the value; the next TLV begins at the next multiple
 *	of 4 after it
 */
struct vwlan_tlv {
	__le16 type;
	__le16 length;
};

/**
 * enum vwlan_command_id - what a guest can ask for
 *
 * {} are values that must be there, [] such as may be.
 *
 * @VWLAN_CMD_HELLO: first of all: {VERSION, CAPABILITIES} answered with
 *	the same of the backend's and {MAC, MODE}
 * @VWLAN_CMD_SCAN: [SSID, up to VWLAN_SCAN_SSIDS times]; then BSS events
 *	and one SCAN_DONE.  Native: also [FREQUENCIES, IE, SCAN_FLAGS, MAC
 *	and MAC_MASK for a random address, BSSID, DURATION], without SSID
 *	passively, and with SCAN_RESULT events
 * @VWLAN_CMD_CONNECT: managed: {SSID} [PASSPHRASE] [BSSID]; without
 *	PASSPHRASE an open network, or the administrator's profile for that
 *	SSID; then STATE events.  Native: {SSID, ASSOCIATION} [BSSID,
 *	FREQUENCY, AUTH_TYPE, IE, PREVIOUS_BSSID, HT_OVERRIDE, VHT_OVERRIDE],
 *	never PASSPHRASE; without BSSID or FREQUENCY the radio chooses; the
 *	response has the new generation; then CONNECTED or CONNECT_TIMEOUT
 * @VWLAN_CMD_DISCONNECT: managed: nothing; then a STATE event.  Native:
 *	[REASON]; then DISCONNECTED, if it was connected
 * @VWLAN_CMD_GET_STATE: nothing; answered as in a STATE event
 *
 * All that follow are for native mode.
 *
 * @VWLAN_CMD_GET_PHY: nothing; answered {PHY, CIPHERS}
 * @VWLAN_CMD_GET_BAND: {BAND}; answered {CHANNELS, RATES} [HT_CAPABILITY,
 *	VHT_CAPABILITY, HE_CAPABILITY], or VWLAN_NOT_FOUND
 * @VWLAN_CMD_UP: nothing: the interface goes up; SLOT if the radio has no
 *	station to spare
 * @VWLAN_CMD_DOWN: nothing: it goes down, and the connection with it
 * @VWLAN_CMD_SET_MAC: {MAC}: only while the interface is down
 * @VWLAN_CMD_ABORT_SCAN: nothing; SCAN_DONE comes as ever
 * @VWLAN_CMD_AUTHENTICATE: {BSSID, FREQUENCY, SSID, AUTH_TYPE} [IE,
 *	AUTH_DATA, KEY, KEY_INDEX]; the response has the new generation; then
 *	AUTHENTICATED or AUTH_TIMEOUT
 * @VWLAN_CMD_ASSOCIATE: {BSSID, FREQUENCY, SSID, ASSOCIATION} [IE,
 *	PREVIOUS_BSSID, HT_OVERRIDE, VHT_OVERRIDE]; then ASSOCIATED or
 *	ASSOC_TIMEOUT
 * @VWLAN_CMD_DEAUTHENTICATE: {BSSID, REASON} [IE, LOCAL]
 * @VWLAN_CMD_DISASSOCIATE: the same
 * @VWLAN_CMD_ADD_KEY: {KEY_INDEX, CIPHER, KEY} [MAC of a pairwise one,
 *	KEY_SEQUENCE, KEY_MODE]
 * @VWLAN_CMD_DELETE_KEY: {KEY_INDEX} [MAC of a pairwise one]
 * @VWLAN_CMD_DEFAULT_KEY: {KEY_INDEX, KEY_DEFAULT}
 * @VWLAN_CMD_AUTHORIZE: {MAC, AUTHORIZED}: the access point's port
 * @VWLAN_CMD_SEND_EAPOL: {MAC of the receiver, ETHERTYPE, FRAME, COOKIE}
 *	[FRAME_FLAGS]; FRAME is what follows the Ethernet header; then
 *	EAPOL_STATUS
 * @VWLAN_CMD_SEND_FRAME: {FRAME, COOKIE} [FREQUENCY, DURATION,
 *	FRAME_FLAGS]: a management frame, action only; then FRAME_STATUS
 * @VWLAN_CMD_CANCEL_FRAME: {COOKIE}: no more wait for an answer
 * @VWLAN_CMD_REMAIN: {FREQUENCY, DURATION, COOKIE}; then REMAIN_BEGIN and
 *	REMAIN_END
 * @VWLAN_CMD_CANCEL_REMAIN: {COOKIE}
 * @VWLAN_CMD_GET_STATION: {BSSID}; answered {STATION}
 * @VWLAN_CMD_POWER_SAVE: {POWER_SAVE}
 * @VWLAN_CMD_SET_CQM: {THRESHOLDS, HYSTERESIS}; no THRESHOLDS ends it; then
 *	CQM events
 * @VWLAN_CMD_SET_TX_POWER: {POWER_TYPE} [TX_POWER]
 * @VWLAN_CMD_GET_TX_POWER: nothing; answered {TX_POWER}
 * @VWLAN_CMD_SET_PHY: {PHY_SETTINGS}
 * @VWLAN_CMD_GET_CHANNEL: nothing; answered {CHANNEL}
 * @VWLAN_CMD_SET_BITRATES: [BITRATE_MASKS]: the rates that frames may be sent
 *	at; without it all that the radio has.  Kept while the interface is
 *	down.  BAD_VALUE for rates that the radio doesn't have, and for none
 *	that the access point insists on
 * @VWLAN_CMD_SET_QOS_MAP: [QOS_MAP]: how the connection's frames get their
 *	priority; without it as if the access point had said nothing
 */
enum vwlan_command_id {
	VWLAN_CMD_HELLO = 1,
	VWLAN_CMD_SCAN = 2,
	VWLAN_CMD_CONNECT = 3,
	VWLAN_CMD_DISCONNECT = 4,
	VWLAN_CMD_GET_STATE = 5,
	VWLAN_CMD_GET_PHY = 6,
	VWLAN_CMD_GET_BAND = 7,
	VWLAN_CMD_UP = 8,
	VWLAN_CMD_DOWN = 9,
	VWLAN_CMD_SET_MAC = 10,
	VWLAN_CMD_ABORT_SCAN = 11,
	VWLAN_CMD_AUTHENTICATE = 12,
	VWLAN_CMD_ASSOCIATE = 13,
	VWLAN_CMD_DEAUTHENTICATE = 14,
	VWLAN_CMD_DISASSOCIATE = 15,
	VWLAN_CMD_ADD_KEY = 16,
	VWLAN_CMD_DELETE_KEY = 17,
	VWLAN_CMD_DEFAULT_KEY = 18,
	VWLAN_CMD_AUTHORIZE = 19,
	VWLAN_CMD_SEND_EAPOL = 20,
	VWLAN_CMD_SEND_FRAME = 21,
	VWLAN_CMD_CANCEL_FRAME = 22,
	VWLAN_CMD_REMAIN = 23,
	VWLAN_CMD_CANCEL_REMAIN = 24,
	VWLAN_CMD_GET_STATION = 25,
	VWLAN_CMD_POWER_SAVE = 26,
	VWLAN_CMD_SET_CQM = 27,
	VWLAN_CMD_SET_TX_POWER = 28,
	VWLAN_CMD_GET_TX_POWER = 29,
	VWLAN_CMD_SET_PHY = 30,
	VWLAN_CMD_GET_CHANNEL = 31,
	VWLAN_CMD_SET_BITRATES = 32,
	VWLAN_CMD_SET_QOS_MAP = 33,
	VWLAN_CMD_COUNT
};

/**
 * enum vwlan_event_id - what the backend tells unasked
 * @VWLAN_EVT_STATE: {STATE} [STATUS, REASON, SSID, BSSID, FREQUENCY,
 *	SIGNAL, TX_RATE, RX_RATE, CIPHER, AKM]: the connection changed; in
 *	native mode only that the radio went (DOWN) or came back
 * @VWLAN_EVT_BSS: managed: {BSSID, SSID} [FREQUENCY, SIGNAL, AGE,
 *	SECURITY]: one access point of the scan's results
 * @VWLAN_EVT_SCAN_DONE: {STATUS}: the scan's last event
 * @VWLAN_EVT_OVERRUN: nothing: events were lost because the event ring
 *	was full; GET_STATE tells how things stand
 *
 * All that follow are for native mode.
 *
 * @VWLAN_EVT_SCAN_RESULT: {BSSID, FREQUENCY, SIGNAL, CAPABILITY,
 *	BEACON_INTERVAL} and of {IE, BEACON_IE} at least one; [TSF, AGE]
 * @VWLAN_EVT_AUTHENTICATED: {FRAME}: the answer to AUTHENTICATE, which may
 *	be a refusal; a whole management frame
 * @VWLAN_EVT_AUTH_TIMEOUT: {BSSID}
 * @VWLAN_EVT_ASSOCIATED: {FRAME} [REQUEST_IE]: the answer to ASSOCIATE
 * @VWLAN_EVT_ASSOC_TIMEOUT: {BSSID}
 * @VWLAN_EVT_DEAUTHENTICATED: {FRAME}: deauthentication or disassociation,
 *	from the access point or, with our own address, our own
 * @VWLAN_EVT_UNPROTECTED: {FRAME}: such a frame that should have been
 *	protected, and was not
 * @VWLAN_EVT_EAPOL: {MAC of the sender, ETHERTYPE, FRAME} [FRAME_FLAGS]
 * @VWLAN_EVT_EAPOL_STATUS: {COOKIE, ACK}
 * @VWLAN_EVT_FRAME: {FRAME, FREQUENCY, SIGNAL}: an action frame came
 * @VWLAN_EVT_FRAME_STATUS: {COOKIE, ACK}
 * @VWLAN_EVT_REMAIN_BEGIN: {COOKIE, FREQUENCY, DURATION}
 * @VWLAN_EVT_REMAIN_END: {COOKIE, FREQUENCY}
 * @VWLAN_EVT_CQM: {CQM_EVENT} [SIGNAL]
 * @VWLAN_EVT_CHANNEL_SWITCH: {CHANNEL} [COUNT_DOWN]: with it, it is
 *	come in so many beacons; without, it has happened
 * @VWLAN_EVT_MIC_FAILURE: {MAC of the sender, KEY_INDEX, KEY_TYPE}: TKIP
 * @VWLAN_EVT_PHY_CHANGED: nothing: ask for the bands again
 * @VWLAN_EVT_CONNECTED: {STATUS_CODE} [BSSID, FREQUENCY, REQUEST_IE, IE of
 *	the answer]: the answer to CONNECT, which may be a refusal; with
 *	STATUS_CODE 0 there is a BSSID, and a SCAN_RESULT of it came before
 * @VWLAN_EVT_CONNECT_TIMEOUT: nothing: no access point was found, or none
 *	answered
 * @VWLAN_EVT_ROAMED: {BSSID} [FREQUENCY, REQUEST_IE, IE]: the radio went
 *	over to another access point of the network by itself; likewise after
 *	its SCAN_RESULT
 * @VWLAN_EVT_DISCONNECTED: {REASON} [LOCAL]: the connection is over; LOCAL:
 *	not by a frame of the access point's
 */
enum vwlan_event_id {
	VWLAN_EVT_STATE = 1,
	VWLAN_EVT_BSS = 2,
	VWLAN_EVT_SCAN_DONE = 3,
	VWLAN_EVT_OVERRUN = 4,
	VWLAN_EVT_SCAN_RESULT = 5,
	VWLAN_EVT_AUTHENTICATED = 6,
	VWLAN_EVT_AUTH_TIMEOUT = 7,
	VWLAN_EVT_ASSOCIATED = 8,
	VWLAN_EVT_ASSOC_TIMEOUT = 9,
	VWLAN_EVT_DEAUTHENTICATED = 10,
	VWLAN_EVT_UNPROTECTED = 11,
	VWLAN_EVT_EAPOL = 12,
	VWLAN_EVT_EAPOL_STATUS = 13,
	VWLAN_EVT_FRAME = 14,
	VWLAN_EVT_FRAME_STATUS = 15,
	VWLAN_EVT_REMAIN_BEGIN = 16,
	VWLAN_EVT_REMAIN_END = 17,
	VWLAN_EVT_CQM = 18,
	VWLAN_EVT_CHANNEL_SWITCH = 19,
	VWLAN_EVT_MIC_FAILURE = 20,
	VWLAN_EVT_PHY_CHANGED = 21,
	VWLAN_EVT_CONNECTED = 22,
	VWLAN_EVT_CONNECT_TIMEOUT = 23,
	VWLAN_EVT_ROAMED = 24,
	VWLAN_EVT_DISCONNECTED = 25,
	VWLAN_EVT_COUNT
};

#define VWLAN_SCAN_SSIDS 4u	/* SSIDs in one SCAN at most */
#define VWLAN_PASSPHRASE_MIN 8u	/* IEEE 802.11-2020, J.4.1; bytes */
#define VWLAN_PASSPHRASE_MAX 63u

/**
 * enum vwlan_tlv_type - values; integers are little endian
 *
 * What is no number, MAC, BSSID, SSID or PASSPHRASE is a row of bytes.  The
 * rows of one message have at most VWLAN_ROWS_MAX bytes together.
 *
 * @VWLAN_TLV_VERSION: u32, major << 16 | minor
 * @VWLAN_TLV_CAPABILITIES: u32, VWLAN_CAP_*
 * @VWLAN_TLV_MODE: u32, enum vwlan_mode
 * @VWLAN_TLV_MAC: 6 bytes
 * @VWLAN_TLV_SSID: 0 to 32 bytes, any values
 * @VWLAN_TLV_BSSID: 6 bytes
 * @VWLAN_TLV_PASSPHRASE: 8 to 63 bytes of printable ASCII; wiped by
 *	whoever handled it
 * @VWLAN_TLV_FREQUENCY: u32, MHz
 * @VWLAN_TLV_SIGNAL: s32, dBm
 * @VWLAN_TLV_STATE: u32, enum vwlan_state
 * @VWLAN_TLV_STATUS: u32, enum vwlan_status
 * @VWLAN_TLV_REASON: u32, IEEE 802.11-2020 table 9-49
 * @VWLAN_TLV_TX_RATE: u32, units of 100 kb/s
 * @VWLAN_TLV_RX_RATE: u32, units of 100 kb/s
 * @VWLAN_TLV_CIPHER: u32, cipher suite selector (table 9-149), OUI first:
 *	0x000fac04 is CCMP-128
 * @VWLAN_TLV_AKM: u32, AKM suite selector (table 9-151)
 * @VWLAN_TLV_AGE: u32, ms since the access point was last heard
 * @VWLAN_TLV_SECURITY: u32, VWLAN_SECURITY_*
 * @VWLAN_TLV_PHY: struct vwlan_phy
 * @VWLAN_TLV_CIPHERS: array of u32, cipher suite selectors
 * @VWLAN_TLV_BAND: u32, 0 to VWLAN_BANDS - 1, as enum nl80211_band
 * @VWLAN_TLV_CHANNELS: array of struct vwlan_channel
 * @VWLAN_TLV_RATES: array of u16, units of 100 kb/s, | VWLAN_RATE_SHORT
 * @VWLAN_TLV_HT_CAPABILITY: the element's body (9.4.2.55): capability
 *	information, A-MPDU parameters, supported MCS set; 19 bytes
 * @VWLAN_TLV_VHT_CAPABILITY: the element's body (9.4.2.157); 12 bytes
 * @VWLAN_TLV_HE_CAPABILITY: the element's body (IEEE 802.11ax-2021,
 *	9.4.2.248) from MAC capabilities on: 6 and 11 bytes, then 12 of
 *	MCS and NSS for the three widths, then PPE thresholds
 * @VWLAN_TLV_IE: elements; in SCAN_RESULT a probe response's
 * @VWLAN_TLV_FREQUENCIES: array of u16, MHz
 * @VWLAN_TLV_SCAN_FLAGS: u32, VWLAN_SCAN_*
 * @VWLAN_TLV_MAC_MASK: 6 bytes; bits that are 0 are to be random
 * @VWLAN_TLV_DURATION: u32, ms; in SCAN time units of a channel
 * @VWLAN_TLV_AUTH_TYPE: u32, enum nl80211_auth_type
 * @VWLAN_TLV_AUTH_DATA: of SAE: transaction, status and what follows
 * @VWLAN_TLV_ASSOCIATION: struct vwlan_association
 * @VWLAN_TLV_PREVIOUS_BSSID: 6 bytes: reassociation
 * @VWLAN_TLV_HT_OVERRIDE: HT capability element's body and as long a mask
 *	of the bits that count; 52 bytes
 * @VWLAN_TLV_VHT_OVERRIDE: likewise of VHT; 24 bytes
 * @VWLAN_TLV_LOCAL: u32, 1: change state, send nothing; in DISCONNECTED:
 *	nothing came
 * @VWLAN_TLV_KEY: 5 to 32 bytes; wiped by whoever handled it
 * @VWLAN_TLV_KEY_INDEX: u32, 0 to 7
 * @VWLAN_TLV_KEY_SEQUENCE: 6 to 16 bytes: the receive counter
 * @VWLAN_TLV_KEY_MODE: u32, enum nl80211_key_mode
 * @VWLAN_TLV_KEY_DEFAULT: u32, VWLAN_KEY_*
 * @VWLAN_TLV_AUTHORIZED: u32, 1: frames pass; 0: only EAPOL does
 * @VWLAN_TLV_ETHERTYPE: u32, 0x888e or 0x88c7
 * @VWLAN_TLV_FRAME: a management frame without FCS, or EAPOL's bytes
 * @VWLAN_TLV_FRAME_FLAGS: u32, VWLAN_SEND_*
 * @VWLAN_TLV_COOKIE: u32, the guest's own number for what it began
 * @VWLAN_TLV_ACK: u32, 1: the receiver acknowledged
 * @VWLAN_TLV_REQUEST_IE: elements of the association request
 * @VWLAN_TLV_TSF: u64
 * @VWLAN_TLV_BEACON_INTERVAL: u32, time units, 1 to 65535
 * @VWLAN_TLV_CAPABILITY: u32, capability information (9.4.1.4)
 * @VWLAN_TLV_BEACON_IE: elements of a beacon
 * @VWLAN_TLV_CQM_EVENT: u32, enum vwlan_cqm_event
 * @VWLAN_TLV_THRESHOLDS: array of s32, dBm, rising
 * @VWLAN_TLV_HYSTERESIS: u32, dB
 * @VWLAN_TLV_POWER_SAVE: u32, 1: on
 * @VWLAN_TLV_TX_POWER: s32, 1/100 dBm
 * @VWLAN_TLV_POWER_TYPE: u32, enum nl80211_tx_power_setting
 * @VWLAN_TLV_PHY_SETTINGS: struct vwlan_phy_settings
 * @VWLAN_TLV_CHANNEL: struct vwlan_channel_definition
 * @VWLAN_TLV_COUNT_DOWN: u32, beacons
 * @VWLAN_TLV_KEY_TYPE: u32, 0: group, 1: pairwise
 * @VWLAN_TLV_STATION: struct vwlan_station
 * @VWLAN_TLV_STATUS_CODE: u32, IEEE 802.11-2020 table 9-50, 0 to 65535
 * @VWLAN_TLV_BITRATE_MASKS: array of struct vwlan_bitrate_mask, at least one,
 *	with rising bands; of a band that isn't there all rates may be used
 * @VWLAN_TLV_QOS_MAP: the QoS Map element's body (9.4.2.94): up to
 *	VWLAN_QOS_EXCEPTIONS_MAX pairs of a DSCP and its user priority, 0 to
 *	7, then for each user priority the first and the last DSCP of its
 *	range, 255 for none; 16 to 58 bytes
 */
enum vwlan_tlv_type {
	VWLAN_TLV_VERSION = 1,
	VWLAN_TLV_CAPABILITIES = 2,
	VWLAN_TLV_MODE = 3,
	VWLAN_TLV_MAC = 4,
	VWLAN_TLV_SSID = 5,
	VWLAN_TLV_BSSID = 6,
	VWLAN_TLV_PASSPHRASE = 7,
	VWLAN_TLV_FREQUENCY = 8,
	VWLAN_TLV_SIGNAL = 9,
	VWLAN_TLV_STATE = 10,
	VWLAN_TLV_STATUS = 11,
	VWLAN_TLV_REASON = 12,
	VWLAN_TLV_TX_RATE = 13,
	VWLAN_TLV_RX_RATE = 14,
	VWLAN_TLV_CIPHER = 15,
	VWLAN_TLV_AKM = 16,
	VWLAN_TLV_AGE = 17,
	VWLAN_TLV_SECURITY = 18,
	VWLAN_TLV_PHY = 19,
	VWLAN_TLV_CIPHERS = 20,
	VWLAN_TLV_BAND = 21,
	VWLAN_TLV_CHANNELS = 22,
	VWLAN_TLV_RATES = 23,
	VWLAN_TLV_HT_CAPABILITY = 24,
	VWLAN_TLV_VHT_CAPABILITY = 25,
	VWLAN_TLV_HE_CAPABILITY = 26,
	VWLAN_TLV_IE = 27,
	VWLAN_TLV_FREQUENCIES = 28,
	VWLAN_TLV_SCAN_FLAGS = 29,
	VWLAN_TLV_MAC_MASK = 30,
	VWLAN_TLV_DURATION = 31,
	VWLAN_TLV_AUTH_TYPE = 32,
	VWLAN_TLV_AUTH_DATA = 33,
	VWLAN_TLV_ASSOCIATION = 34,
	VWLAN_TLV_PREVIOUS_BSSID = 35,
	VWLAN_TLV_HT_OVERRIDE = 36,
	VWLAN_TLV_VHT_OVERRIDE = 37,
	VWLAN_TLV_LOCAL = 38,
	VWLAN_TLV_KEY = 39,
	VWLAN_TLV_KEY_INDEX = 40,
	VWLAN_TLV_KEY_SEQUENCE = 41,
	VWLAN_TLV_KEY_MODE = 42,
	VWLAN_TLV_KEY_DEFAULT = 43,
	VWLAN_TLV_AUTHORIZED = 44,
	VWLAN_TLV_ETHERTYPE = 45,
	VWLAN_TLV_FRAME = 46,
	VWLAN_TLV_FRAME_FLAGS = 47,
	VWLAN_TLV_COOKIE = 48,
	VWLAN_TLV_ACK = 49,
	VWLAN_TLV_REQUEST_IE = 50,
	VWLAN_TLV_TSF = 51,
	VWLAN_TLV_BEACON_INTERVAL = 52,
	VWLAN_TLV_CAPABILITY = 53,
	VWLAN_TLV_BEACON_IE = 54,
	VWLAN_TLV_CQM_EVENT = 55,
	VWLAN_TLV_THRESHOLDS = 56,
	VWLAN_TLV_HYSTERESIS = 57,
	VWLAN_TLV_POWER_SAVE = 58,
	VWLAN_TLV_TX_POWER = 59,
	VWLAN_TLV_POWER_TYPE = 60,
	VWLAN_TLV_PHY_SETTINGS = 61,
	VWLAN_TLV_CHANNEL = 62,
	VWLAN_TLV_COUNT_DOWN = 63,
	VWLAN_TLV_KEY_TYPE = 64,
	VWLAN_TLV_STATION = 65,
	VWLAN_TLV_STATUS_CODE = 66,
	VWLAN_TLV_BITRATE_MASKS = 67,
	VWLAN_TLV_QOS_MAP = 68,
	VWLAN_TLV_COUNT
};

/**
 * enum vwlan_mode - who runs the station
 * @VWLAN_MODE_MANAGED: a supplicant in the driver domain
 * @VWLAN_MODE_UPLINK: nobody: a plain network device stands in its place
 * @VWLAN_MODE_NATIVE: a supplicant in the guest; when both sides have
 *	VWLAN_CAP_NATIVE
 */
enum vwlan_mode {
	VWLAN_MODE_MANAGED = 1,
	VWLAN_MODE_UPLINK = 2,
	VWLAN_MODE_NATIVE = 3,
};

/**
 * enum vwlan_state - a virtual station's connection
 * @VWLAN_STATE_DOWN: there is no radio, or it is switched off
 * @VWLAN_STATE_DISCONNECTED: idle
 * @VWLAN_STATE_CONNECTING: looking for the network, or joining it
 * @VWLAN_STATE_CONNECTED: frames pass
 * @VWLAN_STATE_PARKED: it was connected, and will be again by itself: the
 *	radio is another guest's for a while.  The guest keeps its carrier;
 *	frames are lost, in both directions.  Managed devices only
 */
enum vwlan_state {
	VWLAN_STATE_DOWN = 0,
	VWLAN_STATE_DISCONNECTED = 1,
	VWLAN_STATE_CONNECTING = 2,
	VWLAN_STATE_CONNECTED = 3,
	VWLAN_STATE_PARKED = 4,
	VWLAN_STATE_COUNT
};

/* What an access point asks of a station, from its RSNE (9.4.2.24). */
#define VWLAN_SECURITY_PRIVACY 0x01u	/* encrypted in some way */
#define VWLAN_SECURITY_WPA 0x02u	/* the vendor element of WPA */
#define VWLAN_SECURITY_RSN 0x04u	/* RSN: WPA2 or later */
#define VWLAN_SECURITY_PSK 0x08u	/* passphrase, WPA2-Personal */
#define VWLAN_SECURITY_SAE 0x10u	/* passphrase, WPA3-Personal */
#define VWLAN_SECURITY_EAP 0x20u	/* 802.1X */
#define VWLAN_SECURITY_OWE 0x40u	/* opportunistic encryption */

/* ------------------------------------------------------------------ */
/* Native mode                                                         */

#define VWLAN_BANDS 4u		/* 2.4, 5, 60 and 6 GHz */
#define VWLAN_CHANNELS_MAX 64u	/* of one band */
#define VWLAN_RATES_MAX 32u	/* of one band */
#define VWLAN_CIPHERS_MAX 16u
#define VWLAN_FREQUENCIES_MAX 128u	/* in one SCAN */
#define VWLAN_THRESHOLDS_MAX 8u
#define VWLAN_IE_MAX 2048u	/* bytes; of one TLV */
#define VWLAN_SENT_IE_MAX 1024u	/* bytes; in commands */
#define VWLAN_AUTH_DATA_MAX 1024u	/* bytes */
#define VWLAN_MANAGEMENT_MAX 2304u	/* bytes; a frame in FRAME */
#define VWLAN_KEY_MIN 5u	/* WEP-40 */
#define VWLAN_KEY_MAX 32u

#define VWLAN_QOS_EXCEPTIONS_MAX 21u	/* IEEE 802.11-2020, 9.4.2.94 */
#define VWLAN_QOS_RANGES 8u
#define VWLAN_QOS_MAP_MIN (2 * VWLAN_QOS_RANGES)	/* bytes */
#define VWLAN_QOS_MAP_MAX (2 * (VWLAN_QOS_RANGES + VWLAN_QOS_EXCEPTIONS_MAX))

#define VWLAN_RATE_SHORT 0x8000u	/* short preamble works as well */

/* What the radio and its driver can do: struct vwlan_phy, @features. */
#define VWLAN_PHY_SAE 0x0001u		/* AUTHENTICATE takes SAE */
#define VWLAN_PHY_RANDOM_SCAN 0x0002u	/* SCAN with a random address */
#define VWLAN_PHY_REPLACE_PTK0 0x0004u	/* rekeying index 0 is safe */
#define VWLAN_PHY_EXT_KEY_ID 0x0008u	/* KEY_MODE */
#define VWLAN_PHY_RRM 0x0010u
#define VWLAN_PHY_CQM 0x0020u		/* SET_CQM with one threshold */
#define VWLAN_PHY_CQM_LIST 0x0040u	/* with several */
#define VWLAN_PHY_OFFCHANNEL 0x0080u	/* REMAIN, SEND_FRAME elsewhere */
#define VWLAN_PHY_POWER_SAVE 0x0100u
#define VWLAN_PHY_TX_POWER 0x0200u	/* each station its own */
#define VWLAN_PHY_SCAN_DWELL 0x0400u	/* SCAN with DURATION */
#define VWLAN_PHY_LOW_PRIORITY 0x0800u	/* VWLAN_SCAN_LOW_PRIORITY */
#define VWLAN_PHY_BEACON_PROTECTION 0x1000u	/* keys 6 and 7 */
#define VWLAN_PHY_EAPOL 0x2000u	/* SEND_EAPOL */
#define VWLAN_PHY_SET_MAC 0x4000u	/* the guest may ask for an address */
#define VWLAN_PHY_DS_PARAM 0x8000u	/* probes have the DS parameter set */
#define VWLAN_PHY_QUIET 0x10000u	/* follows quiet elements */
#define VWLAN_PHY_CONNECT 0x20000u	/* CONNECT, not AUTHENTICATE */
#define VWLAN_PHY_BITRATES 0x40000u	/* SET_BITRATES */
#define VWLAN_PHY_QOS_MAP 0x80000u	/* SET_QOS_MAP */

/**
 * struct vwlan_phy - what holds for all bands
 * @features: VWLAN_PHY_*
 * @scan_ie_max: bytes of IE in SCAN; at most VWLAN_SENT_IE_MAX
 * @remain_max: ms, DURATION of REMAIN at most
 * @scan_ssids: SSIDs in SCAN at most; at most VWLAN_SCAN_SSIDS
 * @bands: bit n: band n has channels
 * @antennas_tx: mask, or 0 if unknown
 * @antennas_rx: mask
 * @retry_short: 1 to 255
 * @retry_long: 1 to 255
 * @reserved: zero
 * @fragment: threshold, bytes, or 0xffffffff: none
 * @rts: threshold, bytes, or 0xffffffff: none
 */
struct vwlan_phy {
	__le32 features;
	__le16 scan_ie_max;
	__le16 remain_max;
	__u8 scan_ssids;
	__u8 bands;
	__u8 antennas_tx;
	__u8 antennas_rx;
	__u8 retry_short;
	__u8 retry_long;
	__u8 reserved[2];
	__le32 fragment;
	__le32 rts;
};

#define VWLAN_CHANNEL_DISABLED 0x0001u
#define VWLAN_CHANNEL_NO_IR 0x0002u	/* listen only */
#define VWLAN_CHANNEL_RADAR 0x0004u
#define VWLAN_CHANNEL_NO_HT40_MINUS 0x0008u
#define VWLAN_CHANNEL_NO_HT40_PLUS 0x0010u
#define VWLAN_CHANNEL_NO_80MHZ 0x0020u
#define VWLAN_CHANNEL_NO_160MHZ 0x0040u
#define VWLAN_CHANNEL_NO_HE 0x0080u
#define VWLAN_CHANNEL_INDOOR_ONLY 0x0100u

/**
 * struct vwlan_channel - what the rules of the place say about a channel
 * @frequency: of its centre, MHz
 * @flags: VWLAN_CHANNEL_*
 * @max_power: 1/100 dBm
 * @reserved: zero
 */
struct vwlan_channel {
	__le16 frequency;
	__le16 flags;
	__le16 max_power;
	__le16 reserved;
};

/**
 * struct vwlan_channel_definition - a channel in use
 * @frequency: of the primary channel, MHz
 * @width: enum nl80211_chan_width
 * @center1: of the first segment, MHz
 * @center2: of the second one, or 0
 */
struct vwlan_channel_definition {
	__le32 frequency;
	__le32 width;
	__le32 center1;
	__le32 center2;
};

#define VWLAN_SCAN_LOW_PRIORITY 0x01u
#define VWLAN_SCAN_FLUSH 0x02u		/* forget older results first */
#define VWLAN_SCAN_RANDOM_ADDRESS 0x04u	/* see MAC, MAC_MASK */
#define VWLAN_SCAN_DURATION_EXACT 0x08u	/* DURATION is not a maximum */

#define VWLAN_ASSOCIATION_DISABLE_HT 0x0001u
#define VWLAN_ASSOCIATION_DISABLE_VHT 0x0002u
#define VWLAN_ASSOCIATION_DISABLE_HE 0x0004u
#define VWLAN_ASSOCIATION_RRM 0x0008u
#define VWLAN_ASSOCIATION_MFP 0x0010u	/* management frame protection */
#define VWLAN_ASSOCIATION_PRIVACY 0x0020u
#define VWLAN_ASSOCIATION_CONTROL_PORT 0x0040u	/* AUTHORIZE comes later */
#define VWLAN_ASSOCIATION_NO_ENCRYPT 0x0080u	/* EAPOL stays clear */
#define VWLAN_ASSOCIATION_NO_PREAUTH 0x0100u

/**
 * struct vwlan_association - the security that is asked for
 * @flags: VWLAN_ASSOCIATION_*
 * @wpa_versions: mask of enum nl80211_wpa_versions
 * @cipher: pairwise cipher suite selector, or 0
 * @group_cipher: group cipher suite selector, or 0
 * @akm: AKM suite selector, or 0
 */
struct vwlan_association {
	__le32 flags;
	__le32 wpa_versions;
	__le32 cipher;
	__le32 group_cipher;
	__le32 akm;
};

#define VWLAN_KEY_DEFAULT_UNICAST 0x01u
#define VWLAN_KEY_DEFAULT_MULTICAST 0x02u
#define VWLAN_KEY_DEFAULT_MANAGEMENT 0x04u
#define VWLAN_KEY_DEFAULT_BEACON 0x08u

#define VWLAN_SEND_UNENCRYPTED 0x01u	/* EAPOL */
#define VWLAN_SEND_OFFCHANNEL 0x02u
#define VWLAN_SEND_NO_CCK 0x04u
#define VWLAN_SEND_NO_ACK_WAIT 0x08u

/** enum vwlan_cqm_event - what became of the signal */
enum vwlan_cqm_event {
	VWLAN_CQM_LOW = 0,		/* below the threshold */
	VWLAN_CQM_HIGH = 1,		/* above it */
	VWLAN_CQM_BEACON_LOSS = 2,
	VWLAN_CQM_PACKET_LOSS = 3,
	VWLAN_CQM_COUNT
};

/**
 * struct vwlan_phy_settings - 0xffffffff leaves a threshold off
 * @rts: bytes, 0 to 2347
 * @fragment: bytes, 256 to 2346
 * @retry_short: 1 to 255; 0 leaves it as it is
 * @retry_long: likewise
 * @changed: mask of VWLAN_SETTING_*: which of these are meant
 */
struct vwlan_phy_settings {
	__le32 rts;
	__le32 fragment;
	__u8 retry_short;
	__u8 retry_long;
	__le16 changed;
};

#define VWLAN_SETTING_RTS 0x01u
#define VWLAN_SETTING_FRAGMENT 0x02u
#define VWLAN_SETTING_RETRY_SHORT 0x04u
#define VWLAN_SETTING_RETRY_LONG 0x08u

#define VWLAN_GUARD_ANY 0xffu	/* of HE: interval or LTF is not said */

/**
 * struct vwlan_bitrate_mask - rates of one band that may be used
 * @band: as VWLAN_TLV_BAND
 * @guard: of HT and VHT, enum nl80211_txrate_gi: 0: any interval, 1: short,
 *	2: long
 * @he_guard: enum nl80211_he_gi, 0 to 2, or VWLAN_GUARD_ANY
 * @he_ltf: enum nl80211_he_ltf, 0 to 2, or VWLAN_GUARD_ANY
 * @legacy: bit n: the n-th of the band's RATES, from 0
 * @ht: bit n % 8 of byte n / 8: HT MCS index n
 * @reserved: zero
 * @vht: of n + 1 spatial streams: bit m: VHT MCS index m
 * @he: likewise, of HE
 *
 * At least one rate is there, and none that the radio doesn't have: see
 * RATES, the receive bits of HT_CAPABILITY's MCS set, the transmit maps of
 * VHT_CAPABILITY and, up to 80 MHz, of HE_CAPABILITY.
 */
struct vwlan_bitrate_mask {
	__u8 band;
	__u8 guard;
	__u8 he_guard;
	__u8 he_ltf;
	__le32 legacy;
	__u8 ht[10];
	__u8 reserved[2];
	__le16 vht[8];
	__le16 he[8];
};

#define VWLAN_BITRATE_LEGACY 0u	/* @value is in 100 kb/s */
#define VWLAN_BITRATE_HT 1u	/* @value is the MCS index, 0 to 76 */
#define VWLAN_BITRATE_VHT 2u	/* 0 to 11 */
#define VWLAN_BITRATE_HE 3u	/* 0 to 13 */

/**
 * struct vwlan_bitrate - how frames are sent or were received
 * @value: see @kind
 * @kind: VWLAN_BITRATE_*
 * @nss: spatial streams of VHT and HE, 1 to 8
 * @width: MHz: 20, 40, 80, 160; or 0 if unknown
 * @guard: 1: short guard interval (HT, VHT); 0 to 2 of HE
 * @reserved: zero
 */
struct vwlan_bitrate {
	__le16 value;
	__u8 kind;
	__u8 nss;
	__u8 width;
	__u8 guard;
	__u8 reserved[2];
};

/**
 * struct vwlan_station - what is known of the access point
 * @rx_bytes: from it
 * @tx_bytes: to it
 * @rx_packets: from it
 * @tx_packets: to it
 * @tx_retries: frames that had to be repeated
 * @tx_failed: frames that were given up
 * @beacon_loss: times that beacons were missing
 * @connected_time: s
 * @inactive_time: ms since it was last heard
 * @signal: dBm, of the last frame; 0 if unknown
 * @signal_average: dBm; 0 if unknown
 * @beacon_signal_average: dBm; 0 if unknown
 * @dtim_period: beacons; 0 if unknown
 * @beacon_interval: time units
 * @reserved: zero
 * @tx_rate: the last one
 * @rx_rate: the last one
 */
struct vwlan_station {
	__le64 rx_bytes;
	__le64 tx_bytes;
	__le32 rx_packets;
	__le32 tx_packets;
	__le32 tx_retries;
	__le32 tx_failed;
	__le32 beacon_loss;
	__le32 connected_time;
	__le32 inactive_time;
	__s8 signal;
	__s8 signal_average;
	__s8 beacon_signal_average;
	__u8 dtim_period;
	__le16 beacon_interval;
	__u8 reserved[6];
	struct vwlan_bitrate tx_rate;
	struct vwlan_bitrate rx_rate;
};

VWLAN_ABI_SIZE(struct vwlan_message, 16);
VWLAN_ABI_OFFSET(struct vwlan_message, id, 2);
VWLAN_ABI_OFFSET(struct vwlan_message, domid, 4);
VWLAN_ABI_OFFSET(struct vwlan_message, vr, 6);
VWLAN_ABI_OFFSET(struct vwlan_message, length, 8);
VWLAN_ABI_OFFSET(struct vwlan_message, seq, 10);
VWLAN_ABI_OFFSET(struct vwlan_message, generation, 12);
VWLAN_ABI_SIZE(struct vwlan_tlv, 4);


VWLAN_ABI_SIZE(struct vwlan_phy, 24);
VWLAN_ABI_OFFSET(struct vwlan_phy, scan_ie_max, 4);
VWLAN_ABI_OFFSET(struct vwlan_phy, remain_max, 6);
VWLAN_ABI_OFFSET(struct vwlan_phy, scan_ssids, 8);
VWLAN_ABI_OFFSET(struct vwlan_phy, bands, 9);
VWLAN_ABI_OFFSET(struct vwlan_phy, antennas_tx, 10);
VWLAN_ABI_OFFSET(struct vwlan_phy, antennas_rx, 11);
VWLAN_ABI_OFFSET(struct vwlan_phy, retry_short, 12);
VWLAN_ABI_OFFSET(struct vwlan_phy, retry_long, 13);
VWLAN_ABI_OFFSET(struct vwlan_phy, fragment, 16);
VWLAN_ABI_OFFSET(struct vwlan_phy, rts, 20);
VWLAN_ABI_SIZE(struct vwlan_channel, 8);
VWLAN_ABI_OFFSET(struct vwlan_channel, flags, 2);
VWLAN_ABI_OFFSET(struct vwlan_channel, max_power, 4);
VWLAN_ABI_SIZE(struct vwlan_channel_definition, 16);
VWLAN_ABI_OFFSET(struct vwlan_channel_definition, width, 4);
VWLAN_ABI_OFFSET(struct vwlan_channel_definition, center1, 8);
VWLAN_ABI_OFFSET(struct vwlan_channel_definition, center2, 12);
VWLAN_ABI_SIZE(struct vwlan_association, 20);
VWLAN_ABI_OFFSET(struct vwlan_association, wpa_versions, 4);
VWLAN_ABI_OFFSET(struct vwlan_association, cipher, 8);
VWLAN_ABI_OFFSET(struct vwlan_association, group_cipher, 12);
VWLAN_ABI_OFFSET(struct vwlan_association, akm, 16);
VWLAN_ABI_SIZE(struct vwlan_phy_settings, 12);
VWLAN_ABI_OFFSET(struct vwlan_phy_settings, fragment, 4);
VWLAN_ABI_OFFSET(struct vwlan_phy_settings, retry_short, 8);
VWLAN_ABI_OFFSET(struct vwlan_phy_settings, retry_long, 9);
VWLAN_ABI_OFFSET(struct vwlan_phy_settings, changed, 10);
VWLAN_ABI_SIZE(struct vwlan_bitrate_mask, 52);
VWLAN_ABI_OFFSET(struct vwlan_bitrate_mask, guard, 1);
VWLAN_ABI_OFFSET(struct vwlan_bitrate_mask, he_guard, 2);
VWLAN_ABI_OFFSET(struct vwlan_bitrate_mask, he_ltf, 3);
VWLAN_ABI_OFFSET(struct vwlan_bitrate_mask, legacy, 4);
VWLAN_ABI_OFFSET(struct vwlan_bitrate_mask, ht, 8);
VWLAN_ABI_OFFSET(struct vwlan_bitrate_mask, vht, 20);
VWLAN_ABI_OFFSET(struct vwlan_bitrate_mask, he, 36);
VWLAN_ABI_SIZE(struct vwlan_bitrate, 8);
VWLAN_ABI_OFFSET(struct vwlan_bitrate, kind, 2);
VWLAN_ABI_OFFSET(struct vwlan_bitrate, nss, 3);
VWLAN_ABI_OFFSET(struct vwlan_bitrate, width, 4);
VWLAN_ABI_OFFSET(struct vwlan_bitrate, guard, 5);
VWLAN_ABI_SIZE(struct vwlan_station, 72);
VWLAN_ABI_OFFSET(struct vwlan_station, rx_packets, 16);
VWLAN_ABI_OFFSET(struct vwlan_station, connected_time, 36);
VWLAN_ABI_OFFSET(struct vwlan_station, inactive_time, 40);
VWLAN_ABI_OFFSET(struct vwlan_station, signal, 44);
VWLAN_ABI_OFFSET(struct vwlan_station, dtim_period, 47);
VWLAN_ABI_OFFSET(struct vwlan_station, beacon_interval, 48);
VWLAN_ABI_OFFSET(struct vwlan_station, tx_rate, 56);
VWLAN_ABI_OFFSET(struct vwlan_station, rx_rate, 64);

#endif
