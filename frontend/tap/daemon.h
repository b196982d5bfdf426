/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The daemon: one device, its TAP interface, its control socket.
 */
#ifndef DAEMON_H
#define DAEMON_H

#include <stdbool.h>

/**
 * struct daemon_config - what the administrator decided
 * @devid: device number
 * @interface: name of the TAP interface
 * @user: to become
 * @socket: path of the control socket
 * @batched: use io_uring if the kernel has it
 */
struct daemon_config {
	unsigned int devid;
	const char *interface;
	const char *user;
	const char *socket;
	bool batched;
};

/**
 * daemon_run - until SIGTERM or SIGINT
 *
 * @ready: called once everything is open and privilege is gone
 * @ready_fd: passed to it
 *
 * Returns 0, or a negative errno if it could not begin; it was logged.
 */
int daemon_run(const struct daemon_config *config, void (*ready)(int fd),
	       int ready_fd);

#endif
