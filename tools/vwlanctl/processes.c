// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What each of vwland's processes may do, from /proc: the kernel's word,
 * not the process's own.
 */
#include <dirent.h>
#include <inttypes.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "verb.h"

#define CAP_NET_ADMIN_BIT 12	/* linux/capability.h */

struct process {
	char name[32];
	unsigned int uid;
	int parent;
	uint64_t capabilities;
	int seccomp;
};

static void status_line(struct process *process, const char *line)
{
	sscanf(line, "Name: %31s", process->name);
	sscanf(line, "PPid: %d", &process->parent);
	sscanf(line, "Uid: %*u %u", &process->uid);
	sscanf(line, "CapEff: %" SCNx64, &process->capabilities);
	sscanf(line, "Seccomp: %d", &process->seccomp);
}

static FILE *proc_open(int pid, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	return fopen(path, "re");
}

static int process_read(struct process *process, int pid)
{
	FILE *file = proc_open(pid, "status");
	char line[512];

	memset(process, 0, sizeof(*process));
	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file))
		status_line(process, line);
	fclose(file);
	return 0;
}

static uint64_t capabilities_all(void)
{
	FILE *file = fopen("/proc/sys/kernel/cap_last_cap", "re");
	int last = 63;

	if (!file)
		return UINT64_MAX;
	if (fscanf(file, "%d", &last) != 1 || last < 0 || last > 62)
		last = 63;
	fclose(file);
	return last == 63 ? UINT64_MAX : (UINT64_C(2) << last) - 1;
}

static void capabilities_add(cJSON *to, uint64_t capabilities)
{
	char text[32];

	if (capabilities == 0)
		strcpy(text, "none");
	else if (capabilities == UINT64_C(1) << CAP_NET_ADMIN_BIT)
		strcpy(text, "net_admin");
	else if (capabilities == capabilities_all())
		strcpy(text, "all");
	else
		snprintf(text, sizeof(text), "%016" PRIx64, capabilities);
	cJSON_AddStringToObject(to, "capabilities", text);
}

static void user_add(cJSON *to, unsigned int uid)
{
	const struct passwd *user = getpwuid(uid);
	char text[16];

	snprintf(text, sizeof(text), "%u", uid);
	cJSON_AddStringToObject(to, "user", user ? user->pw_name : text);
}

/* Pages that are shared with guests lie in mappings of this device. */
static void mappings_add(cJSON *to, int pid)
{
	long page = sysconf(_SC_PAGESIZE);
	cJSON *mappings;
	FILE *file = proc_open(pid, "maps");
	unsigned long from, until, pages = 0;
	char line[512], range[64];

	if (!file)
		return;
	mappings = cJSON_AddArrayToObject(to, "guest_mappings");
	while (fgets(line, sizeof(line), file)) {
		if (!strstr(line, "/dev/xen/gnt") ||
		    sscanf(line, "%lx-%lx", &from, &until) != 2)
			continue;
		pages += (until - from) / page;
		snprintf(range, sizeof(range), "%.*s",
			 (int)strcspn(line, " "), line);
		cJSON_AddItemToArray(mappings, cJSON_CreateString(range));
	}
	fclose(file);
	cJSON_AddNumberToObject(to, "guest_pages", pages);
}

static void process_examine(cJSON *to)
{
	static const char *const modes[] = { "off", "strict", "filter" };
	int pid = number_of(to, "pid");
	struct process process;

	if (process_read(&process, pid))
		return;
	user_add(to, process.uid);
	capabilities_add(to, process.capabilities);
	cJSON_AddStringToObject(to, "seccomp",
				process.seccomp >= 0 && process.seccomp <= 2 ?
					modes[process.seccomp] : "unknown");
	mappings_add(to, pid);
}

static bool process_known(const cJSON *processes, int pid)
{
	const cJSON *process;

	cJSON_ArrayForEach(process, processes)
		if (number_of(process, "pid") == pid)
			return true;
	return false;
}

/* The monitor's other children: the supplicant, or what shouldn't be. */
static void children_add(cJSON *processes, int monitor)
{
	struct process process;
	struct dirent *entry;
	DIR *proc = opendir("/proc");
	cJSON *child;
	int pid;

	while (proc && (entry = readdir(proc))) {
		pid = atoi(entry->d_name);
		if (pid <= 0 || process_known(processes, pid) ||
		    process_read(&process, pid) || process.parent != monitor)
			continue;
		child = cJSON_CreateObject();
		cJSON_AddStringToObject(child, "role", process.name);
		cJSON_AddNumberToObject(child, "pid", pid);
		cJSON_AddItemToArray(processes, child);
	}
	if (proc)
		closedir(proc);
}

void processes_examine(cJSON *status)
{
	cJSON *processes, *process;

	processes = cJSON_GetObjectItemCaseSensitive(status, "processes");
	children_add(processes,
		     number_of(cJSON_GetArrayItem(processes, 0), "pid"));
	cJSON_ArrayForEach(process, processes)
		process_examine(process);
}

void processes_print(const cJSON *status)
{
	const cJSON *process;

	printf("%-16s %7s %-14s %-17s %-8s %s\n", "PROCESS", "PID", "USER",
	       "CAPABILITIES", "SECCOMP", "GUEST PAGES");
	cJSON_ArrayForEach(process, cJSON_GetObjectItemCaseSensitive(
					    status, "processes"))
		printf("%-16s %7.0f %-14s %-17s %-8s %.0f in %d mappings\n",
		       text_of(process, "role"), number_of(process, "pid"),
		       text_of(process, "user"),
		       text_of(process, "capabilities"),
		       text_of(process, "seccomp"),
		       number_of(process, "guest_pages"),
		       cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(
			       process, "guest_mappings")));
}

int processes_run(const struct verb *verb, int argc, char **argv)
{
	bool json = argc == 2 && strcmp(argv[1], "--json") == 0;
	cJSON *status;

	if (argc > 1 && strcmp(argv[1], "--help") == 0)
		return verb_help(verb);
	if (argc > 1 && !json)
		return verb_misused(verb);
	status = daemon_status();
	if (!status)
		return 1;
	processes_examine(status);
	if (json)
		json_print(cJSON_GetObjectItemCaseSensitive(status,
							    "processes"));
	else
		processes_print(status);
	cJSON_Delete(status);
	return 0;
}
