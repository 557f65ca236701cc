/* AsyncioDebug: where CPython 3.14 and newer say themselves that the fields of asyncio lie. */
#include "python/asyncio_offsets.h"

#include "target/modules.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

/* Source: struct _Py_AsyncioModuleDebugOffsets, _asynciomodule.c. All members are 64-bit words. */
enum {
	TASK_SIZE,
	TASK_NAME,
	TASK_AWAITED_BY,
	TASK_IS_TASK,
	TASK_AWAITED_BY_IS_SET,
	TASK_COROUTINE,
	TASK_NODE,
	INTERPRETER_SIZE,
	INTERPRETER_TASKS,
	THREAD_SIZE,
	THREAD_LOOP,
	THREAD_TASK,
	THREAD_TASKS,
	WORDS
};

/* What is larger is no offset: in a task, an interpreter, a thread. */
enum { TASK_LIMIT = 1024, INTERPRETER_LIMIT = 1 << 22, THREAD_LIMIT = 1 << 16 };

static const char SECTION[] = ".AsyncioDebug";

static struct pf_error *check(const uint64_t *words)
{
	for (int i = 0; i < WORDS; i++) {
		uint64_t limit = i < INTERPRETER_SIZE ? TASK_LIMIT
				 : i < THREAD_SIZE    ? INTERPRETER_LIMIT
						      : THREAD_LIMIT;
		if (words[i] >= limit)
			return pf_error_create(PF_CORRUPT,
					       "AsyncioDebug gives %" PRIu64 ", which cannot be",
					       words[i]);
	}
	return NULL;
}

/* A longer head of objects (free-threaded builds) moves what stands in front, too. */
static void shift(struct pf_library_layout *layout, const uint64_t *words)
{
	int32_t by = (int32_t)words[TASK_AWAITED_BY] - layout->future.awaited_by;
	layout->future.loop += by;
	layout->future.callback0 += by;
	layout->future.callbacks += by;
	layout->future.exception += by;
	layout->future.result += by;
	layout->future.state += by;
	layout->task.waiter += (int32_t)words[TASK_COROUTINE] - layout->task.coroutine;
}

static void apply(const uint64_t *words, struct pf_library_layout *layout)
{
	shift(layout, words);
	layout->future.awaited_by = (int32_t)words[TASK_AWAITED_BY];
	layout->future.is_task = (int32_t)words[TASK_IS_TASK];
	layout->future.awaited_by_is_set = (int32_t)words[TASK_AWAITED_BY_IS_SET];
	layout->task.name = (int32_t)words[TASK_NAME];
	layout->task.coroutine = (int32_t)words[TASK_COROUTINE];
	layout->task.node = (int32_t)words[TASK_NODE];
	layout->task.tasks_of_interpreter = (int32_t)words[INTERPRETER_TASKS];
	layout->task.tasks_of_thread = (int32_t)words[THREAD_TASKS];
	layout->task.running_loop = (int32_t)words[THREAD_LOOP];
	layout->task.running_task = (int32_t)words[THREAD_TASK];
}

struct pf_error *pf_asyncio_offsets_apply(struct pf_memory *memory, pf_addr at,
					  struct pf_layout *layout)
{
	uint64_t words[WORDS];
	PF_TRY(pf_memory_read(memory, at, words, sizeof(words)));
	PF_TRY(check(words));
	apply(words, &layout->library);
	return NULL;
}

/* --- the files that may have it */

static bool may_have_it(const struct pf_module *module)
{
	const char *slash = strrchr(module->path, '/');
	const char *name = slash ? slash + 1 : module->path;
	return module->rank == 0 || !strncmp(name, "_asyncio", 8) || !strncmp(name, "libpython", 9);
}

static struct pf_error *try_module(struct pf_python *python, size_t index)
{
	struct pf_elf *elf;
	pf_addr bias, at;
	PF_TRY(pf_module_elf(python->process, index, &elf, &bias));
	if (!pf_elf_find_section(elf, SECTION, &at, NULL))
		return NULL;
	PF_TRY(pf_asyncio_offsets_apply(python->live.memory, at + bias, &python->layout));
	python->asyncio_described = true;
	return NULL;
}

struct pf_error *pf_asyncio_offsets_find(struct pf_python *python)
{
	const struct pf_module *modules;
	size_t count;
	if (python->asyncio_described || python->layout.library.task.node == PF_ABSENT)
		return NULL;
	PF_TRY(pf_process_renew_modules(python->process));
	PF_TRY(pf_process_modules(python->process, &modules, &count));
	for (size_t i = 0; i < count && !python->asyncio_described; i++) {
		struct pf_error *err = may_have_it(&modules[i]) ? try_module(python, i) : NULL;
		if (err && (pf_error_code(err) == PF_NO_MEMORY || pf_error_code(err) == PF_GONE))
			return err;
		pf_error_destroy(err);
	}
	return NULL;
}
