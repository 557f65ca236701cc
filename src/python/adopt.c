/* Trying a runtime's address with what is known of versions. */
#include "python/adopt.h"

#include "python/debug_offsets.h"
#include "python/version.h"

#include <stdio.h>

/* The newest known row for a version that is newer than all, with a word to the user. */
static void init_newest(struct pf_python *python, uint32_t hex)
{
	unsigned major = 0, minor = 0;
	for (unsigned i = 0; pf_layout_version_at(i, &major, &minor); i++)
		;
	pf_layout_init(&python->layout, major, minor);
	python->layout.minor = (uint8_t)pf_version_minor(hex);
	snprintf(
		python->warning, sizeof(python->warning),
		"CPython %u.%u is newer than this program: it is read by what it says of itself, like %u.%u",
		pf_version_major(hex), pf_version_minor(hex), major, minor);
}

static struct pf_error *init_described(struct pf_python *python, uint32_t hex)
{
	unsigned major = pf_version_major(hex), minor = pf_version_minor(hex);
	if (major != 3 || minor < 13)
		return pf_error_create(PF_CORRUPT, "_Py_DebugOffsets claims to be of CPython %u.%u",
				       major, minor);
	if (!pf_layout_init(&python->layout, major, minor))
		init_newest(python, hex);
	return NULL;
}

struct pf_error *pf_adopt_described(struct pf_python *python, pf_addr at, struct pf_proof *ret)
{
	struct pf_debug_head head;
	*ret = (struct pf_proof){ 0 };
	if (!pf_debug_head_find(python->live.memory, at, &head))
		return NULL;
	uint32_t hex = (uint32_t)head.version;
	PF_TRY(init_described(python, python->abi ? python->abi : hex));
	python->free_threaded = head.free_threaded != 0;
	if (python->free_threaded && pf_version_minor(hex) > 13)
		return pf_error_create(
			PF_UNSUPPORTED,
			"it is a free-threaded build of CPython %u.%u, and of those only 3.13 can be read",
			pf_version_major(hex), pf_version_minor(hex));
	PF_TRY(pf_debug_offsets_apply(python->live.memory, at, &python->layout));
	python->runtime = at;
	PF_TRY(pf_proof_of(python, NULL, ret));
	ret->version_hex = hex;
	return NULL;
}

/* Whether a version keeps the list's head inside _PyRuntime (3.7+) or as a word of its own. */
static bool has_runtime(const struct pf_layout *layout)
{
	return layout->runtime.interpreters_head != PF_ABSENT;
}

bool pf_adopt_is_described(const struct pf_python *python)
{
	return !python->abi ||
	       (pf_version_major(python->abi) == 3 && pf_version_minor(python->abi) >= 13);
}

bool pf_adopt_layout_at(struct pf_python *python, unsigned index, bool *candidate)
{
	unsigned major, minor;
	if (!pf_layout_version_at(index, &major, &minor))
		return false;
	*candidate = python->abi ? pf_version_major(python->abi) == major &&
					   pf_version_minor(python->abi) == minor
				 : major < 3 || minor < 13;
	return pf_layout_init(&python->layout, major, minor);
}

struct pf_error *pf_adopt_guessed(struct pf_python *python, pf_addr at, bool is_runtime,
				  struct pf_proof *ret)
{
	bool candidate;
	*ret = (struct pf_proof){ 0 };
	for (unsigned i = 0; pf_adopt_layout_at(python, i, &candidate); i++) {
		if (!candidate || has_runtime(&python->layout) != is_runtime)
			continue;
		python->runtime = at;
		PF_TRY(pf_proof_of(python, NULL, ret));
		if (ret->interpreters)
			return NULL;
	}
	return NULL;
}
