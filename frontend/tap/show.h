/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The daemon's answers for a person.  SSIDs in them are escaped already.
 */
#ifndef SHOW_H
#define SHOW_H

#include <cjson/cJSON.h>

/** show_text - a member that is text, or "-" */
const char *show_text(const cJSON *json, const char *name);

/** show_number - a member that is a number, or @otherwise */
double show_number(const cJSON *json, const char *name, double otherwise);

/** show_network - an access point, as a line of a table */
void show_network(const cJSON *network);

/** show_connection - state, network, signal and rates, a line each */
void show_connection(const cJSON *status);

#endif
