// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "json.h"
#include "secret.h"

/* One line; no buffer of stdio's ever holds it. */
static int line_read(int fd, char *to)
{
	size_t length = 0;
	ssize_t got;
	char byte;

	while ((got = read(fd, &byte, 1)) == 1 && byte != '\n') {
		if (length == SECRET_SIZE - 1)
			return -E2BIG;
		to[length++] = byte;
	}
	to[length] = '\0';
	return got < 0 ? -errno : 0;
}

static int file_read(const char *path, char *to)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int rc;

	if (fd < 0)
		return -errno;
	rc = line_read(fd, to);
	close(fd);
	return rc;
}

static int terminal_read(char *to)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	struct termios before, silent;
	int rc;

	if (fd < 0 || tcgetattr(fd, &before)) {
		rc = -errno;
		goto out;
	}
	silent = before;
	silent.c_lflag &= ~(tcflag_t)ECHO;
	/* First: who types at once is not to be shown either. */
	tcsetattr(fd, TCSAFLUSH, &silent);
	dprintf(fd, "Passphrase: ");
	rc = line_read(fd, to);
	tcsetattr(fd, TCSAFLUSH, &before);
	dprintf(fd, "\n");
out:
	if (fd >= 0)
		close(fd);
	return rc;
}

static int secret_fetch(const struct options *o, char *to)
{
	switch (o->secret) {
	case SECRET_FILE:
		return file_read(o->passphrase_file, to);
	case SECRET_STDIN:
		return line_read(STDIN_FILENO, to);
	case SECRET_ASK:
		return terminal_read(to);
	case SECRET_NONE:
	case SECRET_PROFILE:
		break;
	}
	return -EINVAL;
}

int secret_read(const struct options *o, char *to)
{
	int rc = secret_fetch(o, to);

	if (rc && rc != -E2BIG) {
		fprintf(stderr, "vwlan-frontend: passphrase: %s%s\n",
			strerror(-rc), o->secret == SECRET_ASK ?
			"; give --passphrase-file, --passphrase-stdin or "
			"--profile" : "");
		return rc;
	}
	if (rc || !json_passphrase_valid(to)) {
		fputs("vwlan-frontend: a passphrase has 8 to 63 printable "
		      "ASCII characters\n", stderr);
		rc = -EINVAL;
	}
	return rc;
}
