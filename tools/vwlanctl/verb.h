/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What vwlanctl's verbs share. */
#ifndef VWLANCTL_VERB_H
#define VWLANCTL_VERB_H

#include <cjson/cJSON.h>

#define RUN_PATH "/run/vwland"

/**
 * struct verb - one thing that vwlanctl does
 * @name: as typed
 * @run: with argv[0] its name; returns the exit status
 * @summary: one line
 * @help: how it is used, and what its options are
 */
struct verb {
	const char *name;
	int (*run)(const struct verb *verb, int argc, char **argv);
	const char *summary;
	const char *help;
};

int status_run(const struct verb *verb, int argc, char **argv);
int policy_run(const struct verb *verb, int argc, char **argv);
int processes_run(const struct verb *verb, int argc, char **argv);
int schema_check_run(const struct verb *verb, int argc, char **argv);

/** verb_help - to standard output; returns 0 */
int verb_help(const struct verb *verb);

/** verb_misused - says so; returns the exit status */
int verb_misused(const struct verb *verb);

/** complain - one line to standard error; returns 1, for exit */
int complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/**
 * daemon_status - vwland's answer to "status"
 *
 * Returns an object for cJSON_Delete(); NULL once it has complained.
 */
cJSON *daemon_status(void);

/**
 * daemon_order - a request without any other answer than that it is done
 *
 * Returns 0; or 1, for exit, once it has complained.
 */
int daemon_order(const cJSON *request);

/* Values of an object; "" and 0 if there is none of that kind. */
const char *text_of(const cJSON *object, const char *name);
double number_of(const cJSON *object, const char *name);

/** json_print - to standard output, for people and for programs */
int json_print(const cJSON *json);

/** table_print - the connection table */
void table_print(const cJSON *status);

/** processes_examine - adds what /proc knows to each of them */
void processes_examine(cJSON *status);

/** processes_print - as a table; after processes_examine() */
void processes_print(const cJSON *status);

#endif
