/* A word of the command line that may be the file of a script. */
#include "shell/script_file.h"

#include "base/cleanup.h"
#include "script/embedded.h"
#include "shell/names.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* So much of the first line is looked at, as by the kernel; and from how many slips on none is. */
enum { LINE_SIZE = 256, FAR = 3, LETTERS_PER_SLIP = 3 };

/* The name of the script FILE, such as "scripts/top.lua"; its size is 0 when it is none. */
static size_t name_of(const char *file, const char **ret)
{
	static const char folder[] = "scripts/", ending[] = ".lua";
	size_t size = strlen(file), around = strlen(folder) + strlen(ending);
	*ret = file + strlen(folder);
	return size > around && !strncmp(file, folder, strlen(folder)) ? size - around : 0;
}

/* The script that is built in and that WORD may be meant to name; its size, 0 for none. */
static size_t find_near(const char *word, const char **ret)
{
	unsigned least = FAR;
	size_t found = 0;
	for (const struct pf_embedded_file *file = pf_embedded_files; file->name; file++) {
		const char *name;
		size_t size = name_of(file->name, &name);
		unsigned distance = pf_names_distance(word, strlen(word), name, size);
		if (!size || distance >= least || distance * LETTERS_PER_SLIP > size)
			continue;
		least = distance;
		found = size;
		*ret = name;
	}
	return found;
}

static struct pf_error *absent(const char *word)
{
	const char *name = NULL;
	size_t size = find_near(word, &name);
	struct pf_error *err =
		pf_error_create(PF_USAGE, "neither a process id nor a file: %s", word);
	if (size)
		return pf_error_take_advice(err, "Did you mean \"--script %.*s\"?", (int)size,
					    name);
	return pf_error_take_advice(err, "Commands go behind -ex, scripts behind --script.");
}

static bool ends_in_lua(const char *word)
{
	size_t size = strlen(word);
	return size > strlen(".lua") && !strcmp(word + size - strlen(".lua"), ".lua");
}

static bool names_us(FILE *file)
{
	char line[LINE_SIZE];
	return fgets(line, sizeof(line), file) && !strncmp(line, "#!", 2) &&
	       strstr(line, "pyflame-shell");
}

struct pf_error *pf_script_file_check(const char *word)
{
	struct stat status;
	if (stat(word, &status))
		return errno == ENOENT ? absent(word)
				       : pf_error_system(errno, "cannot open %s", word);
	if (!S_ISREG(status.st_mode))
		return pf_error_create(PF_USAGE, "neither a process id nor an ordinary file: %s",
				       word);
	FILE *file = fopen(word, "re");
	if (!file)
		return pf_error_system(errno, "cannot open %s", word);
	bool good = names_us(file) || ends_in_lua(word);
	fclose(file);
	if (good)
		return NULL;
	return pf_error_create(PF_USAGE,
			       "%s is no script: its name does not end in \".lua\", and its first "
			       "line is not \"#!/usr/bin/env pyflame-shell\"",
			       word);
}
