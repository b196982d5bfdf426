// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vwlan-memory - is this in a process's memory?
 *
 *   vwlan-memory PID HEX...     any of these rows of bytes, in hexadecimal
 *
 * Looks through all that is mapped, pages shared with guests too.  Prints
 * what it found, and in which mapping; not the bytes themselves.  Exit
 * status 0: found; 1: nothing found; 2: could not look.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NEEDLE_MAX 64u
#define NEEDLES 16
#define CHUNK (1u << 20)

struct needle {
	size_t length;
	unsigned char bytes[NEEDLE_MAX];
};

/**
 * struct search
 * @looked: bytes that were read
 */
struct search {
	int memory;
	unsigned int needles;
	struct needle needle[NEEDLES];
	unsigned char *buffer;
	uint64_t looked;
	bool found;
};

static int needle_read(struct needle *needle, const char *hex)
{
	unsigned int byte;
	size_t i, digits = strlen(hex);

	if (digits < 8 || digits % 2 || digits / 2 > NEEDLE_MAX)
		return -EINVAL;
	for (i = 0; i < digits / 2; i++) {
		if (sscanf(hex + 2 * i, "%2x", &byte) != 1)
			return -EINVAL;
		needle->bytes[i] = byte;
	}
	needle->length = digits / 2;
	return 0;
}

static void chunk_search(struct search *search, size_t length,
			 uint64_t address, const char *mapping)
{
	const unsigned char *at;
	unsigned int i;

	for (i = 0; i < search->needles; i++) {
		at = memmem(search->buffer, length, search->needle[i].bytes,
			    search->needle[i].length);
		if (!at)
			continue;
		search->found = true;
		printf("number %u at %" PRIx64 ": %s\n", i + 1,
		       address + (at - search->buffer), mapping);
	}
}

/* Chunks overlap, so that nothing falls between two of them. */
static void mapping_search(struct search *search, uint64_t start,
			   uint64_t end, const char *mapping)
{
	uint64_t at;
	ssize_t got;

	for (at = start; at < end; at += CHUNK - NEEDLE_MAX) {
		got = pread(search->memory, search->buffer,
			    end - at < CHUNK ? end - at : CHUNK, at);
		if (got <= 0)
			return;		/* [vvar] and the like */
		search->looked += got;
		chunk_search(search, got, at, mapping);
	}
}

static int process_search(struct search *search, const char *pid)
{
	char path[64], line[512], readable;
	uint64_t start, end;
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%s/mem", pid);
	search->memory = open(path, O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/%s/maps", pid);
	maps = fopen(path, "re");
	if (search->memory < 0 || !maps)
		return -errno;
	while (fgets(line, sizeof(line), maps)) {
		line[strcspn(line, "\n")] = '\0';
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %c", &start, &end,
			   &readable) == 3 && readable == 'r')
			mapping_search(search, start, end, line);
	}
	fclose(maps);
	close(search->memory);
	return search->looked > 0 ? 0 : -ENODATA;
}

int main(int argc, char **argv)
{
	static struct search search;
	int i, rc;

	search.buffer = malloc(CHUNK);
	if (argc < 3 || argc - 2 > NEEDLES || !search.buffer) {
		fprintf(stderr, "usage: vwlan-memory PID HEX...\n");
		return 2;
	}
	for (i = 2; i < argc; i++)
		if (needle_read(&search.needle[search.needles++], argv[i])) {
			fprintf(stderr, "vwlan-memory: not bytes: %s\n",
				argv[i]);
			return 2;
		}
	rc = process_search(&search, argv[1]);
	free(search.buffer);
	if (rc) {
		fprintf(stderr, "vwlan-memory: %s: %s\n", argv[1],
			strerror(-rc));
		return 2;
	}
	return search.found ? 0 : 1;
}
