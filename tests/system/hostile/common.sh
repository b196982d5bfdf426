# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034 # used by the domains' scripts
# Every attack, in the order in which it is made.
ATTACKS="frames descriptors commands command-flood event-flood
	index-tx index-rx index-command index-event message-length
	message-tag nodes pin die flap"
