/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What radio.c and radio_wish.c know of one another. */
#ifndef ENGINE_RADIO_WISH_H
#define ENGINE_RADIO_WISH_H

#include "radio_private.h"

/* radio.c */
/** radio_answer - a verdict as a status, or RADIO_LATER; and the log */
int radio_answer(struct radio_guest *guest,
		 const struct arbiter_answer *answer);

/* radio_wish.c: effects, carried out at once: none calls the arbiter back */
void radio_wish_settings(const struct engine *engine,
			 const struct arbiter_wish *wish);
void radio_wish_power(struct radio_guest *guest, int32_t power);
void radio_wish_saving(struct radio_guest *guest, bool on);

#endif
