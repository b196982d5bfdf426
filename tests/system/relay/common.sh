# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034 # used by the domains' scripts
RED_LOCAL_MAC=02:16:3e:00:00:77

native() { # VERB...
	/usr/lib/vwlan/vwlan-native "$@"
}

said() { # TEXT: by the tool in the background
	grep -q "$1" /run/native || { cat /run/native; return 1; }
}
