/* A made-up process behind pyflame.h: tests say what its dumps hold, and count what is let go. */
#include "fake_pyflame.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fake_pyflame fake;

static const struct pf_code leaf = { .at = 0x10,
				     .file = "/srv/app.py",
				     .function = "leaf",
				     .qualname = NULL,
				     .first_line = 10 };
static const struct pf_code method = { .at = 0x20,
				       .file = "/srv/app.py",
				       .function = "run",
				       .qualname = "Worker.run",
				       .first_line = 39 };
static struct pf_frame frames[] = {
	{ .at = 1, .code = &leaf, .line = 2, .end_line = 2, .column = 8, .end_column = 14 },
	{ .at = 2,
	  .code = &method,
	  .line = PF_UNKNOWN,
	  .end_line = PF_UNKNOWN,
	  .column = PF_UNKNOWN,
	  .end_column = PF_UNKNOWN },
};
static struct pf_thread threads[2];
static struct pf_interpreter interpreters[1];

void fake_reset(void)
{
	threads[0] = (struct pf_thread){ .tid = FAKE_PID,
					 .ident = 100,
					 .name = "MainThread",
					 .gil = true,
					 .state = 'R',
					 .syscall = PF_UNKNOWN,
					 .frames = frames,
					 .frame_count = 2 };
	threads[1] = (struct pf_thread){ .state = '?', .syscall = PF_UNKNOWN };
	interpreters[0] = (struct pf_interpreter){ .thread_count = 2 };
	fake = (struct fake_pyflame){ .executable = "/usr/bin/python3.11", .version = "3.11.7" };
	fake.dump = (struct pf_dump){ .interpreters = interpreters,
				      .interpreter_count = 1,
				      .threads = threads,
				      .thread_count = 2,
				      .pause_ns = 31500 };
}

/* ------------------------------------------------------------------ the process */

struct pf_error *pf_process_attach(pid_t pid, struct pf_process **ret)
{
	if (pid == 1)
		return pf_error_create(PF_PERMISSION, "cannot read process 1: it is not ours");
	if (pid != FAKE_PID)
		return pf_error_create(PF_GONE, "no process with pid %d", (int)pid);
	*ret = malloc(1);
	fake.processes++;
	return NULL;
}

void pf_process_destroy(struct pf_process *process)
{
	fake.processes -= process != NULL;
	free(process);
}

pid_t pf_process_pid(const struct pf_process *process)
{
	(void)process;
	return FAKE_PID;
}

const char *pf_process_executable(const struct pf_process *process)
{
	(void)process;
	return fake.executable;
}

bool pf_process_has_ended(const struct pf_process *process)
{
	(void)process;
	return fake.ended;
}

struct pf_error *pf_process_check(struct pf_process *process)
{
	(void)process;
	return fake.ended ? &pf_error_gone : NULL;
}

struct pf_error *pf_process_read(struct pf_process *process, pf_addr at, void *buf, size_t size)
{
	(void)process;
	(void)at;
	memset(buf, 'x', size);
	return NULL;
}

struct pf_error *pf_process_open_file(struct pf_process *process, const char *path, int *ret)
{
	(void)process;
	char found[4096];
	if (!fake.source_folder)
		return pf_error_create(PF_SYSTEM, "cannot open %s", path);
	snprintf(found, sizeof(found), "%s%s", fake.source_folder, path);
	*ret = open(found, O_RDONLY | O_CLOEXEC);
	return *ret < 0 ? pf_error_create(PF_SYSTEM, "cannot open %s", path) : NULL;
}

struct pf_error *pf_maps_read(struct pf_process *process, struct pf_maps **ret)
{
	(void)process;
	*ret = malloc(1);
	return NULL;
}

void pf_maps_destroy(struct pf_maps *maps)
{
	free(maps);
}

size_t pf_maps_count(const struct pf_maps *maps)
{
	(void)maps;
	return 1;
}

const struct pf_map_region *pf_maps_get(const struct pf_maps *maps, size_t index)
{
	static const struct pf_map_region region = {
		.start = 0x1000, .end = 0x3000, .permissions = "r-xp", .path = "/usr/bin/python3.11"
	};
	(void)maps;
	(void)index;
	return &region;
}

const struct pf_map_region *pf_maps_find(const struct pf_maps *maps, pf_addr at)
{
	const struct pf_map_region *region = pf_maps_get(maps, 0);
	return at >= region->start && at < region->end ? region : NULL;
}

struct pf_error *pf_process_find_symbol(struct pf_process *process, const char *name, pf_addr *ret,
					uint64_t *size_ret)
{
	(void)process;
	*ret = !strcmp(name, "_PyRuntime") ? 0x2000 : 0;
	if (size_ret)
		*size_ret = 8;
	return NULL;
}

struct pf_error *pf_process_read_tasks(struct pf_process *process, struct pf_task **ret,
				       size_t *count_ret)
{
	(void)process;
	*ret = calloc(1, sizeof(**ret));
	**ret = (struct pf_task){ .tid = FAKE_PID, .ns_tid = 1, .state = 'R', .comm = "python3" };
	*count_ret = 1;
	return NULL;
}

struct pf_error *pf_process_read_command_line(struct pf_process *process,
					      struct pf_command_line **ret)
{
	(void)process;
	*ret = calloc(1, sizeof(**ret));
	(*ret)->words = fake.command;
	while (fake.command && fake.command[(*ret)->count])
		(*ret)->count++;
	return NULL;
}

void pf_command_line_destroy(struct pf_command_line *line)
{
	free(line);
}

/* None has any. */
struct pf_error *pf_process_list_descendants(pid_t pid, pid_t **ret, size_t *count_ret)
{
	(void)pid;
	*ret = NULL;
	*count_ret = 0;
	return NULL;
}

struct pf_error *pf_process_find_child(pid_t pid, const char *part, pid_t *ret,
				       struct pf_text *program)
{
	(void)pid;
	(void)part;
	(void)program;
	*ret = 0;
	return NULL;
}

/* ------------------------------------------------------------------ holds */

struct pf_error *pf_hold_create(struct pf_process *process, struct pf_hold **ret)
{
	(void)process;
	*ret = malloc(1);
	fake.holds++;
	return NULL;
}

void pf_hold_destroy(struct pf_hold *hold)
{
	fake.holds -= hold != NULL;
	free(hold);
}

struct pf_error *pf_hold_stop(struct pf_hold *hold, const pid_t *tids, size_t count)
{
	(void)hold;
	(void)tids;
	(void)count;
	return NULL;
}

struct pf_error *pf_hold_stop_all(struct pf_hold *hold)
{
	(void)hold;
	return NULL;
}

void pf_hold_lend(struct pf_hold *hold, struct pf_process *process)
{
	(void)hold;
	(void)process;
}

bool pf_hold_has(const struct pf_hold *hold, pid_t tid)
{
	(void)hold;
	return tid == FAKE_PID;
}

void pf_hold_resume(struct pf_hold *hold)
{
	(void)hold;
}

bool pf_hold_begin_rest(size_t own)
{
	(void)own;
	return true;
}

void pf_hold_end_rest(void)
{
}

uint64_t pf_hold_paused_ns(const struct pf_hold *hold)
{
	(void)hold;
	return 1000;
}

/* ------------------------------------------------------------------ Python */

struct pf_error *pf_python_attach_as(struct pf_process *process, uint32_t abi,
				     struct pf_python **ret)
{
	(void)process;
	(void)abi;
	*ret = malloc(1);
	return NULL;
}

struct pf_error *pf_python_parse_abi(const char *text, uint32_t *ret)
{
	if (strcmp(text, "3.11") != 0)
		return pf_error_create(PF_USAGE, "not a version of Python, like 3.11: %s", text);
	*ret = 0x030b0000;
	return NULL;
}

uint32_t pf_python_abi(const struct pf_python *python)
{
	(void)python;
	return 0;
}

void pf_python_detach(struct pf_python *python)
{
	free(python);
}

const char *pf_python_version(const struct pf_python *python)
{
	(void)python;
	return fake.version;
}

const char *pf_python_warning(const struct pf_python *python)
{
	(void)python;
	return fake.warning;
}

uint32_t pf_python_version_hex(const struct pf_python *python)
{
	(void)python;
	return 0x030b07f0;
}

pf_addr pf_python_runtime(const struct pf_python *python)
{
	(void)python;
	return 0x2000;
}

struct pf_error *pf_python_stop(struct pf_python *python, struct pf_hold *hold)
{
	(void)python;
	(void)hold;
	return NULL;
}

struct pf_error *pf_dump_take(struct pf_python *python, struct pf_hold *hold, struct pf_dump **ret)
{
	(void)python;
	(void)hold;
	if (fake.ended)
		return &pf_error_gone;
	*ret = malloc(sizeof(**ret));
	**ret = fake.dump;
	fake.dumps++;
	fake.taken++;
	return NULL;
}

void pf_dump_destroy(struct pf_dump *dump)
{
	fake.dumps -= dump != NULL;
	free(dump);
}

const char *pf_syscall_name(int number)
{
	return number == FAKE_SYSCALL ? "epoll_wait" : NULL;
}

int pf_syscall_number(const char *name)
{
	return strcmp(name, "epoll_wait") ? PF_UNKNOWN : FAKE_SYSCALL;
}
