// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Prints one value of a JSON text, for scripts that ask often: an emulated
 * processor needs half a second to start jq.
 *
 *	vwlanctl status --json | vwlan-json .devices name=red .tx.frames
 *
 * An argument that begins with a dot goes into objects, member by member.
 * KEY=VALUE, or several of them with commas, goes on with the first element
 * of an array whose members are so.  As with jq -r, text is printed without
 * quotes, null for a member that isn't there, nothing without an element.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#define INPUT_MAX (1 << 20)

static void value_print(const cJSON *value)
{
	char *text;

	if (cJSON_IsString(value)) {
		puts(value->valuestring);
		return;
	}
	text = value ? cJSON_PrintUnformatted(value) : NULL;
	puts(text ? text : "null");
	free(text);
}

/* PATH is cut into pieces. */
static const cJSON *path_follow(const cJSON *json, char *path)
{
	char *name;

	for (name = strtok(path, "."); json && name; name = strtok(NULL, "."))
		json = cJSON_GetObjectItemCaseSensitive(json, name);
	return json;
}

static bool member_is(const cJSON *element, const char *key, const char *value)
{
	const cJSON *m = cJSON_GetObjectItemCaseSensitive(element, key);
	char *end;

	if (cJSON_IsString(m))
		return strcmp(m->valuestring, value) == 0;
	return cJSON_IsNumber(m) && strtod(value, &end) == m->valuedouble &&
	       end > value && !*end;
}

static bool element_is(const cJSON *element, const char *conditions)
{
	char *copy = strdup(conditions), *condition, *value;
	bool is = copy != NULL;

	for (condition = is ? strtok(copy, ",") : NULL; is && condition;
	     condition = strtok(NULL, ",")) {
		value = strchr(condition, '=');
		if (value)
			*value++ = '\0';
		is = value && member_is(element, condition, value);
	}
	free(copy);
	return is;
}

static const cJSON *element_find(const cJSON *array, const char *conditions)
{
	const cJSON *element;

	cJSON_ArrayForEach(element, array)
		if (element_is(element, conditions))
			return element;
	return NULL;
}

int main(int argc, char **argv)
{
	char *input = malloc(INPUT_MAX);
	const cJSON *value;
	cJSON *json;
	size_t length;
	int i;

	if (!input)
		return 1;
	length = fread(input, 1, INPUT_MAX, stdin);
	json = cJSON_ParseWithLength(input, length);
	if (!json || argc < 2) {
		fprintf(stderr, "vwlan-json: %s\n",
			json ? "no path given" : "this is no JSON");
		return 1;
	}
	value = json;
	for (i = 1; i < argc; i++) {
		if (argv[i][0] == '.') {
			value = path_follow(value, argv[i]);
			continue;
		}
		value = element_find(value, argv[i]);
		if (!value)
			return 0;
	}
	value_print(value);
	cJSON_Delete(json);
	free(input);
	return 0;
}
