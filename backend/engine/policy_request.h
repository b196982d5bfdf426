/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "vwlanctl policy": what the administrator changes while vwland runs. */
#ifndef ENGINE_POLICY_REQUEST_H
#define ENGINE_POLICY_REQUEST_H

struct cJSON;
struct engine;

/**
 * policy_request - {"request":"policy","domid":5,"devid":0,
 *	"set":["bands=5","rate=20Mb/s"]}
 *
 * All of them are changed, or none.
 *
 * Returns an object: empty if all went well, or with "error"; NULL without
 * memory.
 */
struct cJSON *policy_request(struct engine *engine,
			     const struct cJSON *request);

/** policy_report - a device's, by key, as text */
void policy_report(struct cJSON *to, const struct engine *engine,
		   unsigned int domid, unsigned int devid);

#endif
