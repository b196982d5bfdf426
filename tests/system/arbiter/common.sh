# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
guest_told() { # STATUS: as the frontend shows it
	vwlan-frontend status | grep -q "$1" ||
		{ vwlan-frontend status; return 1; }
}

frontend_start() {
	vwlan-frontend run --interface wlan0
}
