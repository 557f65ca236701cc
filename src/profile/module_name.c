/* Dotted names of modules, guessed from the paths of their files. */
#include "profile/module_name.h"

#include <fnmatch.h>
#include <stddef.h>
#include <string.h>

enum { MAX_PATH = 4096 };

/* Cuts END off NAME, if it ends so. */
static void cut_end(char *name, const char *end)
{
	size_t size = strlen(name), end_size = strlen(end);
	if (size > end_size && !strcmp(name + size - end_size, end))
		name[size - end_size] = '\0';
}

/* ".py", ".pyc" and what else follows the last dot of the file's own name. */
static void cut_suffix(char *name)
{
	char *slash = strrchr(name, '/');
	char *own = slash ? slash + 1 : name;
	char *dot = strrchr(own, '.');
	if (dot && dot != own)
		*dot = '\0';
}

static void strip(char *name)
{
	static const char frozen[] = "<frozen ";
	size_t size = sizeof(frozen) - 1;
	if (!strncmp(name, frozen, size)) {
		memmove(name, name + size, strlen(name + size) + 1);
		cut_end(name, ">");
		return;
	}
	cut_suffix(name);
	cut_end(name, "/__init__");
}

bool pf_module_name_matches(const char *glob, const char *file)
{
	char name[MAX_PATH];
	size_t size = strlen(file);
	if (size >= sizeof(name)) { /* its end is what matters */
		file += size - (sizeof(name) - 1);
		size = sizeof(name) - 1;
	}
	memcpy(name, file, size + 1);
	strip(name);
	/* From the end: what lies behind a slash is dotted by the time it is tried. */
	for (char *c = name + strlen(name); c > name; c--) {
		if (c[-1] != '/')
			continue;
		if (!fnmatch(glob, c, FNM_NOESCAPE))
			return true;
		c[-1] = '.';
	}
	return !fnmatch(glob, name, FNM_NOESCAPE);
}
