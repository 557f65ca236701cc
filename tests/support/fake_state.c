/* What the made-up process of fake_pyflame.c has of symbols, files, GILs, collectors, modules. */
#include "fake_pyflame.h"

#include <stdlib.h>
#include <string.h>

struct pf_symbols {
	size_t count;
};

static const struct pf_symbol runtime = { .name = "_PyRuntime",
					  .section = ".data",
					  .path = "/usr/bin/python",
					  .at = 0x2000,
					  .size = 8 };

struct pf_error *pf_process_find_symbol_at(struct pf_process *process, pf_addr at,
					   struct pf_symbol *ret)
{
	(void)process;
	*ret = at - runtime.at < runtime.size ? runtime : (struct pf_symbol){ 0 };
	return NULL;
}

struct pf_error *pf_process_list_symbols(struct pf_process *process, const char *pattern,
					 size_t limit, struct pf_symbols **ret)
{
	(void)process;
	struct pf_symbols *symbols = calloc(1, sizeof(*symbols));
	if (!symbols)
		return &pf_error_no_memory;
	symbols->count = limit && (!pattern || strstr(runtime.name, pattern));
	*ret = symbols;
	return NULL;
}

void pf_symbols_destroy(struct pf_symbols *symbols)
{
	free(symbols);
}

size_t pf_symbols_count(const struct pf_symbols *symbols)
{
	return symbols->count;
}

const struct pf_symbol *pf_symbols_get(const struct pf_symbols *symbols, size_t index)
{
	(void)symbols, (void)index;
	return &runtime;
}

bool pf_symbols_has_more(const struct pf_symbols *symbols)
{
	return !symbols->count;
}

struct pf_error *pf_process_read_files(struct pf_process *process, struct pf_file **ret,
				       size_t *count_ret)
{
	(void)process;
	struct pf_file *file = calloc(1, sizeof(*file));
	if (!file)
		return &pf_error_no_memory;
	*file = (struct pf_file){ runtime.path, 0x1000, 0x3000, false, "c0ffee" };
	*ret = file;
	*count_ret = 1;
	return NULL;
}

struct pf_error *pf_python_read_gils(struct pf_python *python, struct pf_gil_state **ret,
				     size_t *count_ret)
{
	(void)python;
	struct pf_gil_state *gil = calloc(1, sizeof(*gil));
	if (!gil)
		return &pf_error_no_memory;
	*gil = (struct pf_gil_state){
		.own = true, .switches = 7, .interval_us = 5000, .check_interval = PF_UNKNOWN
	};
	*ret = gil;
	*count_ret = 1;
	return NULL;
}

bool pf_python_is_free_threaded(const struct pf_python *python)
{
	(void)python;
	return false;
}

struct pf_error *pf_python_read_collectors(struct pf_python *python, struct pf_collector **ret,
					   size_t *count_ret)
{
	(void)python;
	struct pf_collector *collector = calloc(1, sizeof(*collector));
	if (!collector)
		return &pf_error_no_memory;
	*collector = (struct pf_collector){ .enabled = true,
					    .collecting = PF_UNKNOWN,
					    .threshold = { 700, 10, 10 },
					    .count = { 1, 2, 3 } };
	*ret = collector;
	*count_ret = 1;
	return NULL;
}

struct pf_error *pf_python_read_imports(struct pf_python *python, pf_addr interpreter,
					struct pf_imports **ret)
{
	(void)python, (void)interpreter;
	struct pf_imports *imports = calloc(1, sizeof(*imports));
	if (!imports)
		return &pf_error_no_memory;
	*ret = imports;
	return NULL;
}

void pf_imports_destroy(struct pf_imports *imports)
{
	free(imports);
}

struct pf_error *pf_python_read_heap(struct pf_python *python,
				     const struct pf_heap_options *options, struct pf_heap **ret)
{
	(void)python, (void)options;
	*ret = calloc(1, sizeof(**ret));
	return *ret ? NULL : &pf_error_no_memory;
}

void pf_heap_destroy(struct pf_heap *heap)
{
	free(heap);
}

struct pf_error *pf_python_read_locks(struct pf_python *python, struct pf_hold *hold,
				      struct pf_lock_waits **ret)
{
	(void)python, (void)hold;
	*ret = calloc(1, sizeof(**ret));
	return *ret ? NULL : &pf_error_no_memory;
}

void pf_lock_waits_destroy(struct pf_lock_waits *waits)
{
	free(waits);
}

struct pf_error *pf_python_read_async_tasks(struct pf_python *python, struct pf_hold *hold,
					    bool done, struct pf_async_tasks **ret)
{
	(void)python, (void)hold, (void)done;
	*ret = calloc(1, sizeof(**ret));
	return *ret ? NULL : &pf_error_no_memory;
}

void pf_async_tasks_destroy(struct pf_async_tasks *tasks)
{
	free(tasks);
}
