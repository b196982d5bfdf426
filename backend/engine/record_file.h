/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The file with the connection table's records: STATE/table in the engine's
 * root.  The engine alone may write there, and it trusts nothing that it
 * finds.
 */
#ifndef ENGINE_RECORD_FILE_H
#define ENGINE_RECORD_FILE_H

#include "engine.h"

struct records;

/**
 * records_open - read what an earlier engine wrote; write from now on
 *
 * To be called without privileges, before there are devices.  A file that
 * can't be used is renamed, and that is all.
 *
 * Returns 0 or a negative errno; @engine->records is set.
 */
int records_open(struct engine *engine);

/** records_give - to a new entry what is known of its device */
void records_give(struct engine *engine, struct table_entry *entry);

/**
 * records_forget - the device is gone, or dom0 has made it anew
 *
 * Its successor under the same number, perhaps with the same address, gets
 * nothing of it.
 */
void records_forget(struct engine *engine, struct table_entry *entry);

/**
 * records_save - write how things are now, and not only in a second
 *
 * Returns 0 or a negative errno.
 */
int records_save(struct engine *engine);

/** records_stop - write how things are, and no more from now on */
void records_stop(struct engine *engine);

void records_close(struct engine *engine);

#endif
