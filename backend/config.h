/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vwland's configuration file, in xl's own syntax.
 */
#ifndef BACKEND_CONFIG_H
#define BACKEND_CONFIG_H

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

#include "vwlan_message.h"
#include "vwlan_policy.h"

#define CONFIG_PATH "/etc/vwlan/vwland.conf"
#define CONFIG_STATE "state"	/* in @run: what outlives the daemon */
#define CONFIG_NAME_MAX 32u	/* bytes of a profile's or uplink's name */
#define CONFIG_NETWORKS_MAX 64u
#define CONFIG_UPLINKS_MAX 16u

/**
 * struct config_network - networks = [ "name=corp,ssid=Corp,
 *	passphrase-file=/etc/vwlan/corp.psk" ]; ssid-hex= for any bytes;
 *	without passphrase-file an open network
 * @passphrase_file: "" for an open network.  The passphrase itself is
 *	never in here: this structure is in every process's memory.
 */
struct config_network {
	char name[CONFIG_NAME_MAX + 1];
	struct vwlan_ssid ssid;
	char passphrase_file[256];
};

/** struct config_uplink - uplinks = [ "name=lan,device=eth1" ] */
struct config_uplink {
	char name[CONFIG_NAME_MAX + 1];
	char device[IFNAMSIZ];
};

/**
 * struct config - the file's contents
 * @phy: phy = "phy0"; "" for the first one, or none if there is none
 * @max_devices: max_devices = 16: devices served at once
 * @max_pages: max_pages = 8192: pages shared with guests at once
 * @max_tx_slots: max_tx_slots = 256: offered to each guest; power of two
 * @max_rx_slots: max_rx_slots = 256
 * @guest_networks: guest_networks = 1: may a guest with a passphrase of
 *	its own, or for an open network, connect to any network?  Else only
 *	to its profile's.
 * @max_sta: max_sta = 0: stations on the radio at once; 0: what it can do
 * @max_channels: max_channels = 0: channels at once, likewise
 * @policy: of devices about which dom0 says nothing else: priority,
 *	mac_policy, allowed_networks, bands, rate, txpower_max, share,
 *	weight, turn
 * @user: user = "vwland": the engine's
 * @worker_user: worker_user = "vwlan-worker": the workers'
 * @supplicant: supplicant = "/sbin/wpa_supplicant": the program
 * @run: run = "/run/vwland": directory of sockets; the engine's root
 */
struct config {
	char phy[IFNAMSIZ];
	unsigned int max_devices;
	unsigned int max_pages;
	unsigned int max_tx_slots;
	unsigned int max_rx_slots;
	bool guest_networks;
	unsigned int max_sta;
	unsigned int max_channels;
	struct vwlan_policy policy;
	char user[33];
	char worker_user[33];
	char supplicant[256];
	char run[64];
	unsigned int networks;
	struct config_network network[CONFIG_NETWORKS_MAX];
	unsigned int uplinks;
	struct config_uplink uplink[CONFIG_UPLINKS_MAX];
};

/**
 * config_read - from a file
 *
 * Says on stderr what is wrong, with the file's name.  Returns 0 or a
 * negative errno.
 */
int config_read(struct config *config, const char *path);

/** config_network_find - by name; NULL if there is none */
const struct config_network *config_network_find(const struct config *config,
						 const char *name);

/** config_uplink_find - by name; its index, or -ENOENT */
int config_uplink_find(const struct config *config, const char *name);

#endif
