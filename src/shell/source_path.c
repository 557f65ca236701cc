/* Where else source files are: directories and substituted paths of our own file system. */
#include "shell/source_path.h"

#include "base/cleanup.h"
#include "base/text.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct pf_source_rule *find_rule(const struct pf_source_path *path, const char *from)
{
	for (size_t i = 0; i < path->rules.count; i++) {
		if (!strcmp(path->rules.items[i].from, from))
			return &path->rules.items[i];
	}
	return NULL;
}

static void free_rule(struct pf_source_rule *rule)
{
	free(rule->from);
	free(rule->to);
}

/* A copy of PATH without slashes at its end. */
static char *copy_path(const char *path)
{
	size_t size = strlen(path);
	while (size > 1 && path[size - 1] == '/')
		size--;
	return strndup(path, size);
}

struct pf_error *pf_source_path_add_rule(struct pf_source_path *path, const char *from,
					 const char *to)
{
	struct pf_source_rule rule = { copy_path(from), copy_path(to) };
	struct pf_source_rule *known = rule.from ? find_rule(path, rule.from) : NULL;
	struct pf_error *err = rule.from && rule.to ? NULL : &pf_error_no_memory;
	if (!err && !known)
		err = pf_array_push(&path->rules, rule);
	if (err)
		return free_rule(&rule), err;
	if (known) {
		free_rule(known);
		*known = rule;
	}
	return NULL;
}

static void clear_rules(struct pf_source_path *path)
{
	for (size_t i = 0; i < path->rules.count; i++)
		free_rule(&path->rules.items[i]);
	path->rules.count = 0;
}

struct pf_error *pf_source_path_remove_rule(struct pf_source_path *path, const char *from)
{
	if (!from)
		return clear_rules(path), NULL;
	PF_AUTO_FREE char *name = copy_path(from);
	if (!name)
		return &pf_error_no_memory;
	struct pf_source_rule *rule = find_rule(path, name);
	if (!rule)
		return pf_error_create(PF_USAGE, "No substitution rule defined for `%s'.", name);
	free_rule(rule);
	size_t behind = (size_t)(path->rules.items + path->rules.count - (rule + 1));
	memmove(rule, rule + 1, behind * sizeof(*rule));
	path->rules.count--;
	return NULL;
}

struct pf_error *pf_source_path_add_folder(struct pf_source_path *path, const char *folder)
{
	PF_TRY(pf_array_reserve(&path->folders, 1));
	char *own = copy_path(folder);
	if (!own)
		return &pf_error_no_memory;
	memmove(path->folders.items + 1, path->folders.items,
		path->folders.count * sizeof(*path->folders.items));
	path->folders.items[0] = own;
	path->folders.count++;
	return NULL;
}

void pf_source_path_clear_folders(struct pf_source_path *path)
{
	for (size_t i = 0; i < path->folders.count; i++)
		free(path->folders.items[i]);
	path->folders.count = 0;
}

/* Whether a part of NAME is "..". */
static bool goes_up(const char *name)
{
	for (const char *at = strstr(name, ".."); at; at = strstr(at + 1, "..")) {
		if ((at == name || at[-1] == '/') && (!at[2] || at[2] == '/'))
			return true;
	}
	return false;
}

/* A descriptor of the regular file FOLDER + NAME, or -1. */
static int open_below(const char *folder, const char *name)
{
	PF_GUARD(pf_text_deinit) struct pf_text file = { 0 };
	struct stat stat;
	pf_text_printf(&file, "%s%s%s", folder, *name && *name != '/' ? "/" : "", name);
	if (file.failed)
		return -1;
	PF_AUTO_CLOSE int fd = open(file.bytes, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 || fstat(fd, &stat) || !S_ISREG(stat.st_mode))
		return -1;
	int ret = fd;
	fd = -1;
	return ret;
}

static int open_by_rule(const struct pf_source_path *path, const char *name)
{
	for (size_t i = 0; i < path->rules.count; i++) {
		const struct pf_source_rule *rule = &path->rules.items[i];
		size_t size = strlen(rule->from);
		if (!strncmp(name, rule->from, size) &&
		    (!name[size] || name[size] == '/' || rule->from[size - 1] == '/'))
			return open_below(rule->to, name + size);
	}
	return -1;
}

int pf_source_path_open(const struct pf_source_path *path, const char *name)
{
	if (!path || goes_up(name))
		return -1;
	const char *slash = strrchr(name, '/');
	int fd = open_by_rule(path, name);
	for (size_t i = 0; fd < 0 && i < path->folders.count; i++) {
		fd = open_below(path->folders.items[i], name);
		if (fd < 0 && slash)
			fd = open_below(path->folders.items[i], slash);
	}
	return fd;
}

void pf_source_path_deinit(struct pf_source_path *path)
{
	clear_rules(path);
	pf_source_path_clear_folders(path);
	pf_array_deinit(&path->rules);
	pf_array_deinit(&path->folders);
	*path = (struct pf_source_path){ 0 };
}
