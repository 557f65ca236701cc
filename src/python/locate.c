/* Finding the runtime: by symbols and sections first, by looking through data last. */
#include "python/locate.h"

#include "python/adopt.h"
#include "python/debug_offsets.h"
#include "python/scan.h"
#include "python/version.h"
#include "target/modules.h"

#include <string.h>

/* One file that may have CPython in it. */
struct candidate {
	struct pf_elf *elf;
	pf_addr bias;
	const char *path;
};

/* What was seen while looking, for the message when it comes to nothing. */
struct search {
	struct pf_python *python;
	struct pf_proof proof;
	const char *seen; /* the first file whose symbols are CPython's; NULL when none has them */
	bool empty;	  /* a runtime has no interpreter */
	bool pypy;
};

static bool find_symbol(const struct candidate *file, const char *name, pf_addr *ret)
{
	if (!pf_elf_find_symbol(file->elf, name, ret, NULL))
		return false;
	*ret += file->bias;
	return true;
}

static bool find_runtime(const struct candidate *file, pf_addr *ret)
{
	if (find_symbol(file, "_PyRuntime", ret))
		return true;
	if (!pf_elf_find_section(file->elf, ".PyRuntime", ret, NULL))
		return false;
	*ret += file->bias;
	return true;
}

/* 3.7 and newer: everything hangs from _PyRuntime. */
static struct pf_error *try_runtime(struct search *search, pf_addr runtime)
{
	struct pf_debug_head head;
	search->python->warning[0] = '\0'; /* of a file tried before */
	if (!pf_adopt_is_described(search->python) ||
	    !pf_debug_head_find(search->python->live.memory, runtime, &head))
		return pf_adopt_guessed(search->python, runtime, true, &search->proof);
	PF_TRY(pf_adopt_described(search->python, runtime, &search->proof));
	struct pf_proof again;
	return search->proof.interpreters ? NULL
					  : pf_proof_of(search->python, &search->empty, &again);
}

static pf_addr symbol_or_0(const struct candidate *file, const char *name)
{
	pf_addr at;
	return find_symbol(file, name, &at) ? at : 0;
}

/* What else 2.7 and 3.6 keep in variables; the static ones a stripped executable does not name. */
static void find_globals(struct pf_python *python, const struct candidate *file)
{
	python->collecting_at = symbol_or_0(file, "collecting");
	python->globals = (struct pf_globals){
		.gc_enabled_at = symbol_or_0(file, "enabled"),
		.gc_generation0_at = symbol_or_0(file, "_PyGC_generation0"),
		.gil_interval_at = symbol_or_0(file, "gil_interval"),
		.check_interval_at = symbol_or_0(file, "_Py_CheckInterval"),
	};
}

/* 2.7 and 3.6: two words, of which a stripped executable exports only the second. */
static struct pf_error *try_globals(struct search *search, const struct candidate *file,
				    pf_addr current)
{
	struct pf_python *python = search->python;
	pf_addr head;
	python->current_at = current;
	if (find_symbol(file, "interp_head", &head))
		PF_TRY(pf_adopt_guessed(python, head, false, &search->proof));
	if (!search->proof.interpreters)
		PF_TRY(pf_scan_find_near(python, current, &search->proof));
	find_globals(python, file);
	return NULL;
}

static struct pf_error *try_file(struct search *search, const struct candidate *file)
{
	pf_addr at;
	const char *base = strrchr(file->path, '/');
	search->pypy |= strstr(base ? base : file->path, "pypy") != NULL;
	bool runtime = find_runtime(file, &at);
	if (!runtime && !find_symbol(file, "_PyThreadState_Current", &at))
		return NULL;
	if (!search->seen)
		search->seen = file->path;
	return runtime ? try_runtime(search, at) : try_globals(search, file, at);
}

/* A file that cannot be opened or is no ELF file is passed over. */
static struct pf_error *try_module(struct search *search, const struct pf_module *module,
				   size_t index)
{
	struct candidate file = { .path = module->path };
	struct pf_error *err = pf_module_elf(search->python->process, index, &file.elf, &file.bias);
	if (!err)
		return try_file(search, &file);
	if (pf_error_code(err) == PF_NO_MEMORY || pf_error_code(err) == PF_GONE)
		return err;
	pf_error_destroy(err);
	return NULL;
}

/* A library whose CPython was never started, or is of another kind, may be there beside the one. */
static struct pf_error *try_modules(struct search *search)
{
	const struct pf_module *modules;
	size_t count;
	PF_TRY(pf_process_prefer_modules(search->python->process, "libpython"));
	PF_TRY(pf_process_modules(search->python->process, &modules, &count));
	for (size_t i = 0; i < count && !search->proof.interpreters; i++)
		PF_TRY(try_module(search, &modules[i], i));
	return NULL;
}

static struct pf_error *explain(const struct search *search)
{
	int pid = pf_process_pid(search->python->process);
	pf_addr at;
	if (search->pypy)
		return pf_error_create(
			PF_UNSUPPORTED,
			"process %d runs PyPy, which keeps its frames in its own way", pid);
	if (!search->seen)
		return pf_error_create(PF_NOT_PYTHON, "process %d (%s) has no CPython in it", pid,
				       pf_process_executable(search->python->process));
	if (search->python->abi)
		return pf_error_create(
			PF_UNSUPPORTED,
			"process %d cannot be read as CPython %u.%u: the one in %s is not laid out "
			"in that way, or is starting or ending",
			pid, pf_version_major(search->python->abi),
			pf_version_minor(search->python->abi), search->seen);
	if (search->empty)
		return pf_error_create(
			PF_NOT_PYTHON,
			"process %d has no Python interpreter now: it is starting or ending", pid);
	struct pf_error *err =
		pf_process_find_symbol(search->python->process, "_Py_NegativeRefcount", &at, NULL);
	pf_error_destroy(err);
	if (!err && at)
		return pf_error_create(
			PF_UNSUPPORTED,
			"process %d runs a debug build of CPython (%s): before 3.13 those cannot be read",
			pid, search->seen);
	return pf_error_create(
		PF_UNSUPPORTED,
		"process %d runs a CPython (%s) that is starting, ending, or of a version "
		"that cannot be read: 2.7 and 3.6 or newer can",
		pid, search->seen);
}

struct pf_error *pf_locate(struct pf_python *python, struct pf_proof *ret)
{
	struct search search = { .python = python };
	PF_TRY(try_modules(&search));
	if (!search.proof.interpreters && !search.seen && !search.pypy && !python->hasty)
		PF_TRY(pf_scan_find(python, &search.proof));
	if (!search.proof.interpreters)
		return explain(&search);
	if (search.proof.debug_build && !python->layout.self_described)
		return pf_error_create(
			PF_UNSUPPORTED,
			"process %d runs a debug build of CPython %u.%u: before 3.13 those cannot be read",
			pf_process_pid(python->process), python->layout.major,
			python->layout.minor);
	*ret = search.proof;
	return NULL;
}
