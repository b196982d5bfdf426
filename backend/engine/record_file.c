// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is to be kept is looked up every second, and written if it is not
 * what the file has: so no path by which it changes can be forgotten.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "record_file.h"

#define DIRECTORY "/" CONFIG_STATE
#define FILE_NOW DIRECTORY "/table"
#define FILE_NEXT DIRECTORY "/table.new"
#define FILE_BAD DIRECTORY "/table.bad"
#define EVERY 1.0	/* s */

/**
 * struct records
 * @found: what the file had when it was read
 * @count: how many of them
 * @now: the file's contents
 * @length: of them
 * @next: to be the file's contents, perhaps
 * @failed: writing did, and that was logged
 */
struct records {
	struct record found[RECORDS_MAX];
	unsigned int count;
	char now[RECORDS_TEXT];
	size_t length;
	char next[RECORDS_TEXT];
	bool failed;
	ev_timer timer;
};

/* ------------------------------------------------------------------ */
/* Reading                                                             */

/* Returns the length, or a negative errno; -EFBIG if there is no end. */
static ssize_t file_read(char *to, size_t size)
{
	int fd = open(FILE_NOW, O_RDONLY | O_NOFOLLOW | O_NONBLOCK |
			       O_CLOEXEC);
	size_t length = 0;
	ssize_t got = 1;

	if (fd < 0)
		return -errno;
	while (got > 0 && length < size) {
		got = read(fd, to + length, size - length);
		if (got > 0)
			length += got;
	}
	if (got < 0)
		got = -errno;
	close(fd);
	if (got < 0)
		return got;
	return length < size ? (ssize_t)length : -EFBIG;
}

static void file_refuse(int why)
{
	log_daemon(LOG_WARNING, "the table's file is of no use (%s): guests "
		   "begin without; it is kept as " CONFIG_STATE "/table.bad",
		   why == -ENOTSUP ? "another version" :
		   why == -EBADMSG ? "no table, or not complete" :
				     strerror(-why));
	rename(FILE_NOW, FILE_BAD);
}

static void file_load(struct engine *engine)
{
	struct records *records = engine->records;
	ssize_t rc = file_read(records->next, sizeof(records->next));
	uint16_t vr = 0;
	unsigned int i;

	if (rc == -ENOENT)
		return;
	if (rc >= 0)
		rc = records_decode(records->next, rc, records->found);
	if (rc < 0) {
		file_refuse(rc);
		return;
	}
	records->count = rc;
	for (i = 0; i < records->count; i++)
		if (records->found[i].vr > vr)
			vr = records->found[i].vr;
	/* New devices get others. */
	engine->table.next_vr = vr + 1;
	log_daemon(LOG_INFO, "%u devices are remembered", records->count);
}

void records_give(struct engine *engine, struct table_entry *entry)
{
	const struct records *records = engine->records;
	unsigned int i;

	record_begin(&entry->record);
	for (i = 0; i < records->count; i++) {
		if (records->found[i].domid != entry->key.domid ||
		    records->found[i].devid != entry->key.devid)
			continue;
		entry->record = records->found[i];
		entry->remembered = true;
		if (!table_find_vr(&engine->table, entry->record.vr))
			entry->vr = entry->record.vr;
	}
}

void records_forget(struct engine *engine, struct table_entry *entry)
{
	struct records *records = engine->records;
	unsigned int i;

	for (i = 0; i < records->count; i++)
		if (records->found[i].domid == entry->key.domid &&
		    records->found[i].devid == entry->key.devid)
			record_begin(&records->found[i]);
	record_begin(&entry->record);
	entry->remembered = false;
	entry->policy_changed = 0;
}

/* ------------------------------------------------------------------ */
/* Writing                                                             */

static int file_write(const char *text, size_t length)
{
	int fd = open(FILE_NEXT, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW |
			       O_CLOEXEC, 0600);
	ssize_t put;
	int rc = 0;

	if (fd < 0)
		return -errno;
	while (length > 0 && rc == 0) {
		put = write(fd, text, length);
		if (put < 0 && errno != EINTR)
			rc = -errno;
		if (put > 0) {
			text += put;
			length -= put;
		}
	}
	close(fd);
	/* Whoever reads sees the old contents or the new, never a part. */
	if (rc == 0 && rename(FILE_NEXT, FILE_NOW))
		rc = -errno;
	return rc;
}

static bool entry_known(const struct table_entry *entry)
{
	return entry->record.domid != 0;
}

static void identity_observe(struct table_entry *entry)
{
	struct record *record = &entry->record;

	record->domid = entry->key.domid;
	record->devid = entry->key.devid;
	record->vr = entry->vr;
	record->mode = entry->mode;
	memcpy(record->given, entry->given, sizeof(record->given));
	memcpy(record->mac, entry->mac, sizeof(record->mac));
	memcpy(record->network, entry->network, sizeof(record->network));
}

static void station_observe(struct device *device)
{
	struct table_entry *entry = device->entry;
	struct record *record = &entry->record;

	identity_observe(entry);
	if (entry->mode != VWLAN_MODE_UPLINK &&
	    entry->state == VWLAN_STATE_CONNECTED && entry->ssid.length &&
	    entry->frequency) {
		record->ssid = entry->ssid;
		memcpy(record->bssid, entry->bssid, sizeof(record->bssid));
		record->frequency = entry->frequency;
	}
	station_record(device, record);
}

/* It has one before it has a station, and keeps it without. */
static void policy_observe(struct table_entry *entry)
{
	static const uint8_t none[VWLAN_MAC_LEN];
	struct record *record = &entry->record;

	/* Before its nodes have been read it is not known whose it is. */
	if (memcmp(entry->given, none, sizeof(none)) == 0)
		return;
	if (!record_same_device(record, entry->given)) {
		if (!entry->policy_changed)
			return;
		record_begin(record);
		identity_observe(entry);
	}
	record->policy_changed = entry->policy_changed;
	record->policy = entry->policy;
}

static void device_observe(struct device *device)
{
	/* What was remembered stays until it has been made use of. */
	if (device->station)
		station_observe(device);
	policy_observe(device->entry);
}

static size_t table_encode(struct engine *engine, char *to)
{
	struct device *device, *next;
	unsigned int count = 0;
	size_t length, before;

	length = records_begin(to, RECORDS_TEXT);
	HASH_ITER(by_key, engine->devices, device, next) {
		device_observe(device);
		if (count == RECORDS_MAX || !entry_known(device->entry))
			continue;
		before = length;
		length = record_encode(to, RECORDS_TEXT, length,
				       &device->entry->record);
		count += length > before;
	}
	return records_end(to, RECORDS_TEXT, length, count);
}

/* Returns 0 or a negative errno. */
static int table_save(struct engine *engine)
{
	struct records *records = engine->records;
	size_t length = table_encode(engine, records->next);
	int rc;

	if (length == records->length &&
	    memcmp(records->now, records->next, length) == 0)
		return 0;
	rc = file_write(records->next, length);
	if (rc && !records->failed)
		log_daemon(LOG_ERR, "can't write the table: %s",
			   strerror(-rc));
	records->failed = rc != 0;
	if (rc)
		return rc;
	memcpy(records->now, records->next, length);
	records->length = length;
	return 0;
}

static void on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct engine *engine = timer->data;

	(void)loop;
	(void)events;
	/* Before that an empty table would be taken for the truth. */
	if (engine->synced)
		table_save(engine);
}

/* ------------------------------------------------------------------ */

int records_open(struct engine *engine)
{
	struct records *records = calloc(1, sizeof(*records));

	if (!records)
		return -ENOMEM;
	engine->records = records;
	file_load(engine);
	ev_timer_init(&records->timer, on_timer, EVERY, EVERY);
	records->timer.data = engine;
	ev_timer_start(engine->loop, &records->timer);
	return 0;
}

int records_save(struct engine *engine)
{
	/* Not once records_stop() has had the last word. */
	return engine->synced && ev_is_active(&engine->records->timer) ?
		       table_save(engine) : 0;
}

void records_stop(struct engine *engine)
{
	/* What follows is the end of all connections, by no guest's wish. */
	ev_timer_stop(engine->loop, &engine->records->timer);
	if (engine->synced)
		table_save(engine);
}

void records_close(struct engine *engine)
{
	if (!engine->records)
		return;
	ev_timer_stop(engine->loop, &engine->records->timer);
	free(engine->records);
	engine->records = NULL;
}
