/* The kernel's threads of a process: ids in both pid namespaces, states, names. */
#include "base/array.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "pyflame.h"
#include "target/proc_file.h"
#include "target/process_private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct task_list {
	PF_ARRAY(struct pf_task) tasks;
};

/* What pf_process_translate_tid() remembers. */
struct tid_cache {
	bool same_namespace; /* the target's threads have one id only, which is ours too */
	struct pf_task *tasks;
	size_t count;
};

/* The name's newlines and backslashes are escaped: proc_task_name() in Linux' fs/proc/array.c. */
static void copy_comm(const char *status, char comm[static 17])
{
	const char *from = pf_proc_file_find(status, "Name");
	size_t size = 0;
	for (; from && *from && *from != '\n' && size < 16; from++) {
		bool escaped = *from == '\\' && (from[1] == 'n' || from[1] == '\\');
		from += escaped;
		comm[size++] = escaped && *from == 'n' ? '\n' : *from;
	}
	comm[size] = '\0';
}

/* "NSpid:\t812\t5": one id per nested namespace, the innermost last. */
static pid_t innermost_tid(const char *status, pid_t tid, size_t *depth)
{
	const char *value = pf_proc_file_find(status, "NSpid");
	pid_t ret = tid; /* before Linux 4.1 there is no such line */
	*depth = 0;
	while (value && *value && *value != '\n') {
		char *end;
		ret = (pid_t)strtol(value, &end, 10);
		if (end == value)
			break;
		++*depth;
		value = end + strspn(end, "\t ");
	}
	return ret;
}

/* GONE when the thread has ended meanwhile. */
static struct pf_error *read_task(struct pf_process *process, pid_t tid, struct pf_text *status,
				  struct pf_task *ret)
{
	char name[48];
	snprintf(name, sizeof(name), "task/%d/status", (int)tid);
	pf_text_clear(status);
	PF_TRY(pf_proc_file_read(process->proc_fd, process->pid, name, status));
	const char *state = pf_proc_file_find(pf_text_str(status), "State");
	size_t depth;
	*ret = (struct pf_task){ .tid = tid, .state = state && *state ? *state : '?' };
	ret->ns_tid = innermost_tid(pf_text_str(status), tid, &depth);
	copy_comm(pf_text_str(status), ret->comm);
	return NULL;
}

static struct pf_error *open_task_folder(struct pf_process *process, DIR **ret)
{
	int fd = openat(process->proc_fd, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0 && (*ret = fdopendir(fd)))
		return NULL;
	int number = errno;
	if (fd >= 0)
		close(fd);
	if (number == ENOENT || number == ESRCH)
		return pf_error_create(PF_GONE, "process %d has ended", (int)process->pid);
	return pf_error_system(number, "cannot open /proc/%d/task", (int)process->pid);
}

static struct pf_error *read_all(struct pf_process *process, DIR *folder, struct task_list *list)
{
	PF_GUARD(pf_text_deinit) struct pf_text status = { 0 };
	for (struct dirent *entry; (entry = readdir(folder));) {
		pid_t tid = (pid_t)atoi(entry->d_name);
		if (tid <= 0)
			continue;
		struct pf_task task;
		struct pf_error *err = read_task(process, tid, &status, &task);
		if (err && pf_error_code(err) != PF_GONE)
			return err;
		if (!err)
			PF_TRY(pf_array_push(&list->tasks, task));
		pf_error_destroy(err);
	}
	return NULL;
}

static int compare_tids(const void *a, const void *b)
{
	const struct pf_task *one = a, *two = b;
	return (one->tid > two->tid) - (one->tid < two->tid);
}

struct pf_error *pf_process_read_tasks(struct pf_process *process, struct pf_task **ret,
				       size_t *count_ret)
{
	PF_AUTO_CLOSEDIR DIR *folder = NULL;
	PF_TRY(open_task_folder(process, &folder));
	struct task_list list = { 0 };
	struct pf_error *err = read_all(process, folder, &list);
	if (!err && !list.tasks.count)
		err = pf_error_create(PF_GONE, "process %d has ended", (int)process->pid);
	if (err) {
		pf_array_deinit(&list.tasks);
		return err;
	}
	qsort(list.tasks.items, list.tasks.count, sizeof(*list.tasks.items), compare_tids);
	*ret = list.tasks.items;
	*count_ret = list.tasks.count;
	return NULL;
}

static void destroy_cache(void *data)
{
	struct tid_cache *cache = data;
	free(cache->tasks);
	free(cache);
}

/* A thread cannot change its pid namespace, and all threads of a process share one. */
static struct pf_error *make_cache(struct pf_process *process)
{
	PF_GUARD(pf_text_deinit) struct pf_text status = { 0 };
	PF_TRY(pf_proc_file_read(process->proc_fd, process->pid, "status", &status));
	struct tid_cache *cache = calloc(1, sizeof(*cache));
	if (!cache)
		return &pf_error_no_memory;
	size_t depth;
	innermost_tid(pf_text_str(&status), process->pid, &depth);
	cache->same_namespace = depth <= 1;
	process->tasks = (struct pf_process_part){ cache, destroy_cache };
	return NULL;
}

static struct pf_error *refresh_cache(struct pf_process *process, struct tid_cache *cache)
{
	struct pf_task *tasks;
	size_t count;
	PF_TRY(pf_process_read_tasks(process, &tasks, &count));
	free(cache->tasks);
	cache->tasks = tasks;
	cache->count = count;
	return NULL;
}

static bool has_thread(const struct pf_process *process, pid_t tid)
{
	char name[32];
	snprintf(name, sizeof(name), "task/%d", (int)tid);
	return !faccessat(process->proc_fd, name, F_OK, 0);
}

static pid_t find_cached(const struct pf_process *process, const struct tid_cache *cache,
			 pid_t ns_tid)
{
	for (size_t i = 0; i < cache->count; i++) {
		if (cache->tasks[i].ns_tid == ns_tid && has_thread(process, cache->tasks[i].tid))
			return cache->tasks[i].tid;
	}
	return 0;
}

struct pf_error *pf_process_translate_tid(struct pf_process *process, pid_t ns_tid, pid_t *ret)
{
	if (!process->tasks.data)
		PF_TRY(make_cache(process));
	struct tid_cache *cache = process->tasks.data;
	if (cache->same_namespace) {
		*ret = ns_tid > 0 && has_thread(process, ns_tid) ? ns_tid : 0;
		return NULL;
	}
	pid_t found = find_cached(process, cache, ns_tid);
	if (!found) {
		PF_TRY(refresh_cache(process, cache));
		found = find_cached(process, cache, ns_tid);
	}
	*ret = found;
	return NULL;
}
