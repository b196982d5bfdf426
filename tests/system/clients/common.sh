# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
bus_start() { # as no systemd is there to do it
	mkdir -p /run/dbus
	dbus-uuidgen --ensure
	dbus-daemon --system
}
