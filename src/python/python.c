/* Opening a CPython inside a process: finding it, naming its version, letting go of it. */
#include "python/runtime.h"

#include "base/cleanup.h"
#include "python/dict.h"
#include "python/insisted.h"
#include "python/locate.h"
#include "python/object.h"
#include "python/states.h"
#include "python/version.h"
#include "target/process.h"

#include <stdio.h>
#include <stdlib.h>

enum { LOOKS = 4 };

void pf_python_detach(struct pf_python *python)
{
	if (!python)
		return;
	pf_page_cache_destroy(python->cache);
	free(python);
}

PF_DEFINE_GUARD(guard_python, struct pf_python *, pf_python_detach);

/* 2.7's unicode has 2 or 4 bytes a character, by build; sys.maxunicode tells which. */
static struct pf_error *find_unicode_width(struct pf_python *python)
{
	const struct pf_reader *pages = &python->pages;
	pf_addr interpreter, sysdict, object;
	int64_t maxunicode;
	if (python->layout.traits.text != TEXT_BYTES)
		return NULL;
	PF_TRY(pf_states_find_head(python, pages, &interpreter));
	PF_TRY(pf_reader_peek_word(pages, interpreter + python->layout.interpreter.sysdict,
				   &sysdict));
	PF_TRY(pf_dict_find(pages, sysdict, "maxunicode", &object));
	PF_TRY(pf_object_peek_int(pages, object, &maxunicode));
	python->layout.text.unicode_width = maxunicode > 0xffff ? 4 : 2;
	return NULL;
}

static struct pf_error *create(struct pf_process *process, struct pf_python **ret)
{
	PF_GUARD(guard_python) struct pf_python *python = calloc(1, sizeof(*python));
	if (!python)
		return &pf_error_no_memory;
	python->process = process;
	python->pthread_tid = PF_ABSENT;
	struct pf_memory *memory = pf_process_memory(process);
	PF_TRY(pf_page_cache_create(memory, &python->cache));
	python->live = (struct pf_reader){ memory, &python->layout };
	python->pages = (struct pf_reader){ pf_page_cache_memory(python->cache), &python->layout };
	*ret = pf_take(python);
	return NULL;
}

/*
 * A target that runs may change a dict just while it is looked at; then the proof fails, and
 * another look helps.
 */
static struct pf_error *locate_patiently(struct pf_python *python, struct pf_proof *ret)
{
	struct pf_error *err = pf_locate(python, ret);
	for (int i = 1; i < LOOKS && err && pf_error_code(err) == PF_UNSUPPORTED; i++) {
		pf_error_destroy(err);
		pf_page_cache_clear(python->cache);
		err = pf_locate(python, ret);
	}
	return err;
}

static struct pf_error *locate(struct pf_python *python)
{
	struct pf_proof proof;
	PF_TRY(locate_patiently(python, &proof));
	python->version_hex = proof.version_hex;
	pf_version_format(proof.version_hex, python->version, sizeof(python->version));
	struct pf_error *err = find_unicode_width(python);
	if (!err || pf_error_code(err) == PF_GONE || pf_error_code(err) == PF_NO_MEMORY)
		return err;
	pf_error_destroy(err); /* an ending Python has emptied sys: four bytes are the usual */
	return NULL;
}

/* Only what is known by name can be asked for. */
static struct pf_error *check_abi(uint32_t abi)
{
	struct pf_layout layout;
	if (!abi || pf_layout_init(&layout, pf_version_major(abi), pf_version_minor(abi)))
		return NULL;
	return pf_error_create(PF_USAGE, "nothing is known of CPython %u.%u", pf_version_major(abi),
			       pf_version_minor(abi));
}

static struct pf_error *attach(struct pf_process *process, uint32_t abi, bool hasty,
			       struct pf_python **ret)
{
	PF_GUARD(guard_python) struct pf_python *python = NULL;
	PF_TRY(check_abi(abi));
	PF_TRY(create(process, &python));
	python->abi = abi;
	python->hasty = hasty;
	struct pf_error *err = locate(python);
	if (!err && abi)
		err = pf_insisted_check(python);
	if (err && pf_error_code(err) != PF_NO_MEMORY) {
		struct pf_error *gone = pf_process_check(process);
		pf_error_destroy(gone ? err : NULL);
		err = gone ? gone : err;
	}
	PF_TRY(err);
	*ret = pf_take(python);
	return NULL;
}

struct pf_error *pf_python_attach(struct pf_process *process, struct pf_python **ret)
{
	return attach(process, 0, false, ret);
}

struct pf_error *pf_python_attach_as(struct pf_process *process, uint32_t abi,
				     struct pf_python **ret)
{
	return attach(process, abi, false, ret);
}

struct pf_error *pf_python_attach_hastily(struct pf_process *process, struct pf_python **ret)
{
	return attach(process, 0, true, ret);
}

const char *pf_python_version(const struct pf_python *python)
{
	return python->version;
}

const char *pf_python_warning(const struct pf_python *python)
{
	return python->warning[0] ? python->warning : NULL;
}

uint32_t pf_python_version_hex(const struct pf_python *python)
{
	return python->version_hex;
}

struct pf_error *pf_python_parse_abi(const char *text, uint32_t *ret)
{
	unsigned major, minor;
	int end = 0;
	if (sscanf(text, "%2u.%2u%n", &major, &minor, &end) != 2 || text[end])
		return pf_error_create(PF_USAGE, "not a version of Python, like 3.11: %s", text);
	uint32_t abi = (uint32_t)(major << 24 | minor << 16);
	PF_TRY(check_abi(abi));
	*ret = abi;
	return NULL;
}

uint32_t pf_python_abi(const struct pf_python *python)
{
	return python->abi;
}

pf_addr pf_python_runtime(const struct pf_python *python)
{
	return python->runtime;
}
