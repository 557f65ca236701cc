/* Proving that an address is a CPython runtime, and which. */
#include "python/proof.h"

#include "base/cleanup.h"
#include "base/cycle.h"
#include "python/dict.h"
#include "python/object.h"
#include "python/states.h"
#include "python/version.h"

enum { CHAIN_LIMIT = 64 };

/* An interpreter with no thread is ending; one whose thread points elsewhere is none. */
static struct pf_error *check_thread(const struct pf_reader *reader, pf_addr interpreter)
{
	pf_addr thread, back;
	PF_TRY(pf_reader_peek_word(reader, interpreter + reader->layout->interpreter.threads_head,
				   &thread));
	PF_TRY(pf_reader_peek_word(reader, thread + reader->layout->thread.interp, &back));
	return back == interpreter ? NULL : &pf_error_torn;
}

static struct pf_error *check_dict(const struct pf_reader *reader, pf_addr interpreter,
				   int32_t offset, pf_addr *ret)
{
	PF_TRY(pf_reader_peek_word(reader, interpreter + offset, ret));
	return pf_object_expect(reader, *ret, PF_TYPE_DICT);
}

/* sys.hexversion, and whether sys has what only debug builds (Py_REF_DEBUG) have. */
static struct pf_error *read_version(const struct pf_reader *reader, pf_addr sysdict,
				     struct pf_proof *ret)
{
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	PF_TRY(pf_dict_peek(reader, sysdict, &entries));
	long found = pf_dict_entries_find(reader, &entries, "hexversion");
	int64_t hex;
	if (found < 0)
		return &pf_error_torn;
	PF_TRY(pf_object_peek_int(reader, entries.items[found].value, &hex));
	ret->version_hex = (uint32_t)hex;
	ret->debug_build = pf_dict_entries_find(reader, &entries, "gettotalrefcount") >= 0;
	return NULL;
}

/* Whoever asks for a layout has other reasons to believe in it. */
static bool is_of_version(const struct pf_python *python, uint32_t hex)
{
	const struct pf_layout *layout = python->pages.layout;
	return python->abi ||
	       (pf_version_major(hex) == layout->major && pf_version_minor(hex) == layout->minor);
}

static struct pf_error *check_interpreter(const struct pf_python *python, pf_addr at,
					  struct pf_proof *ret)
{
	const struct pf_reader *reader = &python->pages;
	const struct pf_layout_interpreter *layout = &reader->layout->interpreter;
	pf_addr modules, sysdict, builtins;
	PF_TRY(check_thread(reader, at));
	PF_TRY(check_dict(reader, at, layout->modules, &modules));
	PF_TRY(check_dict(reader, at, layout->builtins, &builtins));
	PF_TRY(check_dict(reader, at, layout->sysdict, &sysdict));
	PF_TRY(read_version(reader, sysdict, ret));
	return is_of_version(python, ret->version_hex) ? NULL : &pf_error_torn;
}

struct pf_error *pf_proof_of(const struct pf_python *python, bool *empty, struct pf_proof *ret)
{
	const struct pf_reader *reader = &python->pages;
	struct pf_cycle cycle = { 0 };
	struct pf_proof proof = { 0 };
	bool proved = false, no_memory = false;
	*ret = proof;
	pf_addr at;
	struct pf_error *err = pf_states_find_head(python, reader, &at);
	if (empty)
		*empty = !err && !at;
	while (!err && at && proof.interpreters < CHAIN_LIMIT && !pf_cycle_step(&cycle, at)) {
		struct pf_error *failed = proved ? NULL : check_interpreter(python, at, &proof);
		proved |= !failed;
		no_memory |= failed && pf_error_code(failed) == PF_NO_MEMORY;
		pf_error_destroy(failed);
		proof.interpreters++;
		err = pf_reader_peek_word(reader, at + reader->layout->interpreter.next, &at);
	}
	no_memory |= err && pf_error_code(err) == PF_NO_MEMORY;
	pf_error_destroy(err);
	if (no_memory)
		return &pf_error_no_memory;
	if (proved)
		*ret = proof;
	return NULL;
}
