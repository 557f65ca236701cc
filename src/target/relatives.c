/* Descendants of a process: all of them, or the one that was meant. */
#include "base/array.h"
#include "base/cleanup.h"
#include "pyflame.h"
#include "target/children.h"
#include "target/proc_file.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_PROCESSES = 32768 };

struct relative {
	pid_t pid, parent;
};

struct relatives {
	PF_ARRAY(struct relative) list;
};

/* The parent, the second field behind the comm, which may have blanks and brackets; 0: gone. */
static pid_t parent_of(pid_t pid)
{
	char name[32];
	PF_GUARD(pf_text_deinit) struct pf_text stat = { 0 };
	snprintf(name, sizeof(name), "/proc/%d/stat", (int)pid);
	struct pf_error *err = pf_proc_file_read(AT_FDCWD, pid, name, &stat);
	pf_error_destroy(err);
	const char *rest = err ? NULL : strrchr(pf_text_str(&stat), ')');
	int parent = 0;
	if (rest && sscanf(rest, ") %*c %d", &parent) != 1)
		return 0;
	return (pid_t)parent;
}

static struct pf_error *read_all(struct relatives *all)
{
	PF_AUTO_CLOSEDIR DIR *folder = opendir("/proc");
	for (struct dirent *entry; folder && all->list.count < MAX_PROCESSES;) {
		entry = readdir(folder);
		if (!entry)
			break;
		pid_t pid =
			isdigit((unsigned char)entry->d_name[0]) ? (pid_t)atoi(entry->d_name) : 0;
		struct relative one = { pid, pid ? parent_of(pid) : 0 };
		if (one.parent)
			PF_TRY(pf_array_push(&all->list, one));
	}
	return NULL;
}

/* The name of the program of PID, without folders; false when it is not to be seen. */
static bool read_program(pid_t pid, char name[static PATH_MAX])
{
	char path[32];
	snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
	ssize_t size = readlink(path, name, PATH_MAX - 1);
	if (size < 0)
		return false;
	name[size] = '\0';
	const char *slash = strrchr(name, '/');
	if (slash)
		memmove(name, slash + 1, strlen(slash + 1) + 1);
	return true;
}

/* A child of PARENT whose program's name has PART in it; 0 when there is none. */
static pid_t find_child(const struct relatives *all, pid_t parent, const char *part,
			char name[static PATH_MAX])
{
	for (size_t i = 0; i < all->list.count; i++) {
		const struct relative *one = &all->list.items[i];
		if (one->parent == parent && read_program(one->pid, name) && strstr(name, part))
			return one->pid;
	}
	return 0;
}

static pid_t find_grandchild(const struct relatives *all, pid_t parent, const char *part,
			     char name[static PATH_MAX])
{
	pid_t found = 0;
	for (size_t i = 0; i < all->list.count && !found; i++) {
		if (all->list.items[i].parent == parent)
			found = find_child(all, all->list.items[i].pid, part, name);
	}
	return found;
}

struct pf_error *pf_process_find_child(pid_t pid, const char *part, pid_t *ret,
				       struct pf_text *program)
{
	char name[PATH_MAX];
	struct relatives all = { 0 };
	struct pf_error *err = read_all(&all);
	*ret = err ? 0 : find_child(&all, pid, part, name);
	if (!err && !*ret)
		*ret = find_grandchild(&all, pid, part, name);
	pf_array_deinit(&all.list);
	if (*ret)
		pf_text_append_utf8(program, name, strlen(name));
	return err ? err : pf_text_check(program);
}

static struct pf_error *add_children(const struct relatives *all, pid_t parent, struct pf_pids *ret)
{
	for (size_t i = 0; i < all->list.count && ret->count < MAX_PROCESSES; i++) {
		if (all->list.items[i].parent == parent)
			PF_TRY(pf_array_push(ret, all->list.items[i].pid));
	}
	return NULL;
}

/* The limit also ends circles, which pids that are used anew while we read can make. */
static struct pf_error *add_descendants(const struct relatives *all, pid_t pid, struct pf_pids *ret)
{
	PF_TRY(add_children(all, pid, ret));
	for (size_t i = 0; i < ret->count; i++)
		PF_TRY(add_children(all, ret->items[i], ret));
	return NULL;
}

struct pf_error *pf_process_list_descendants(pid_t pid, pid_t **ret, size_t *count_ret)
{
	struct relatives all = { 0 };
	struct pf_pids found = { 0 };
	struct pf_error *err = read_all(&all);
	if (!err)
		err = add_descendants(&all, pid, &found);
	pf_array_deinit(&all.list);
	if (err) {
		pf_array_deinit(&found);
		return err;
	}
	*ret = found.items;
	*count_ret = found.count;
	return NULL;
}
