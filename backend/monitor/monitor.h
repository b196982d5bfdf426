/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The monitor: the only process with privileges.  It shares and keeps what
 * must outlive the others, starts them, and starts them again.  It takes
 * fixed-size requests from the engine, and parses nothing of a guest's.
 */
#ifndef MONITOR_MONITOR_H
#define MONITOR_MONITOR_H

#include "guard.h"
#include "guest.h"

/**
 * struct child - a process that is started again when it dies
 * @pid: 0 while it is not running
 * @started: when, as of clock_seconds()
 * @watch: its end
 * @again: starts it again
 */
struct child {
	pid_t pid;
	double started;
	ev_child watch;
	ev_timer again;
};

/**
 * struct monitor
 * @loop: libev's
 * @config: constant
 * @gntshr: for all pages; a worker gets mappings alone
 * @guests: all that have pages
 * @count: how many
 * @pages: how many pages they have
 * @engine: the engine process
 * @engine_fd: socket to it, or -1
 * @control_fd: listening, for the engine
 * @supplicant: the supplicant process
 * @phy: which one is the radio
 * @guard: sees to the driver domain's other interfaces
 * @stopping: on the way out
 * @reaps: how often to look for pages that guests have unmapped
 */
struct monitor {
	struct ev_loop *loop;
	const struct config *config;
	xengntshr_handle *gntshr;
	struct guests guests;
	unsigned int count;
	unsigned int pages;
	struct child engine;
	int engine_fd;
	ev_io engine_io;
	int control_fd;
	struct child supplicant;
	struct phy phy;
	struct guard guard;
	bool stopping;
	ev_signal term;
	ev_signal interrupt;
	ev_timer deadline;
	unsigned int reaps;
	ev_timer reap;
};

/**
 * monitor_run - until SIGTERM or SIGINT
 *
 * Returns the daemon's exit status.
 */
int monitor_run(const struct config *config);

/** monitor_tell - a message to the engine, if there is one */
void monitor_tell(struct monitor *monitor,
		  const struct monitor_message *message, const int *fds,
		  size_t count);

/** monitor_tell_open - that a guest's device is open, or why it is not */
void monitor_tell_open(struct monitor *monitor, const struct guest *guest);

/** monitor_tell_radio - which phy it is; request.c */
void monitor_tell_radio(struct monitor *monitor);

/** monitor_request - the engine's; request.c */
void monitor_request(struct monitor *monitor,
		     const struct monitor_message *request);

/**
 * process_fork - a child that has of our descriptors @keep and 0 to 2
 *
 * Signal handlers are the default ones in the child.  Returns as fork().
 */
pid_t process_fork(const int *keep, size_t count);

/** run_directory_make - sockets' directory; its listening socket, or < 0 */
int run_directory_make(const struct config *config);

#endif
