/* Looking through a target's data for a runtime that no symbol names. */
#include "python/scan.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "python/adopt.h"
#include "python/debug_offsets.h"
#include "target/modules.h"

#include <string.h>

/* How much data is looked at in all; a large interpreter's own data is 1 to 4 MiB. */
enum { SCAN_LIMIT = 64 << 20, NEAR = 64 << 10, WORD = sizeof(uint64_t) };

/* For how long, in all scans: other programs' data may be full of what looks like a runtime. */
static const uint64_t SCAN_NS = 2000000000;

struct scan {
	struct pf_python *python;
	const struct pf_maps *maps;
	struct pf_proof best;
	struct pf_layout best_layout;
	pf_addr best_runtime;
	size_t left; /* bytes that may still be looked at */
};

/* Looks at one word; the error ends the scan. */
typedef struct pf_error *(*visit_fn)(struct scan *scan, pf_addr at, uint64_t word);

static struct pf_error *visit_cookie(struct scan *scan, pf_addr at, uint64_t word)
{
	if (word != PF_DEBUG_COOKIE)
		return NULL;
	struct pf_proof proof;
	struct pf_error *err = pf_adopt_described(scan->python, at, &proof);
	if (err && pf_error_code(err) == PF_CORRUPT) {
		pf_error_destroy(err); /* a copy of the cookie that heads no table */
		return NULL;
	}
	PF_TRY(err);
	if (proof.interpreters > scan->best.interpreters) {
		scan->best = proof;
		scan->best_layout = scan->python->layout;
		scan->best_runtime = scan->python->runtime;
	}
	return NULL;
}

static bool is_data(const struct scan *scan, uint64_t word)
{
	const struct pf_map_region *region = word % WORD ? NULL : pf_maps_find(scan->maps, word);
	return region && region->permissions[1] == 'w';
}

/*
 * A word may be the head of the list, or may point to the main interpreter only; the head is the
 * one from which most interpreters can be reached.
 */
static struct pf_error *visit_head(struct scan *scan, pf_addr at, uint64_t word)
{
	struct pf_python *python = scan->python;
	bool candidate;
	if (!word || !is_data(scan, word))
		return NULL;
	for (unsigned i = 0; pf_adopt_layout_at(python, i, &candidate); i++) {
		if (!candidate)
			continue;
		int32_t head = python->layout.runtime.interpreters_head;
		python->runtime = at - (head == PF_ABSENT ? 0 : (pf_addr)head);
		struct pf_proof proof;
		PF_TRY(pf_proof_of(python, NULL, &proof));
		if (proof.interpreters <= scan->best.interpreters)
			continue;
		scan->best = proof;
		scan->best_layout = python->layout;
		scan->best_runtime = python->runtime;
	}
	return NULL;
}

static bool may_go_on(struct scan *scan, size_t size)
{
	uint64_t now_ns = pf_clock_now_ns();
	if (!scan->python->scan_until_ns)
		scan->python->scan_until_ns = now_ns + SCAN_NS;
	if (scan->left < size || now_ns >= scan->python->scan_until_ns)
		return false;
	scan->left -= size;
	return true;
}

static struct pf_error *scan_words(struct scan *scan, pf_addr start, pf_addr end, visit_fn visit)
{
	uint64_t words[4096 / WORD];
	for (pf_addr at = start; at < end && may_go_on(scan, sizeof(words)); at += sizeof(words)) {
		pf_page_cache_clear(scan->python->cache); /* bounds its memory */
		struct pf_error *err =
			pf_memory_peek(scan->python->live.memory, at, words, sizeof(words));
		if (err && pf_error_code(err) == PF_FAULT) {
			pf_error_destroy(err);
			continue;
		}
		PF_TRY(err);
		for (size_t i = 0; i < sizeof(words) / WORD; i++)
			PF_TRY(visit(scan, at + i * WORD, words[i]));
	}
	return NULL;
}

/* Writable memory of a file, or the anonymous memory right behind it, where .bss goes on. */
static bool is_static_data(const struct pf_maps *maps, size_t index)
{
	const struct pf_map_region *region = pf_maps_get(maps, index);
	if (region->permissions[0] != 'r' || region->permissions[1] != 'w')
		return false;
	if (region->inode)
		return true;
	const struct pf_map_region *before = index ? pf_maps_get(maps, index - 1) : NULL;
	return before && before->end == region->start && before->inode && !region->path[0];
}

static struct pf_error *scan_all(struct scan *scan, visit_fn visit)
{
	scan->left = SCAN_LIMIT;
	for (size_t i = 0; i < pf_maps_count(scan->maps); i++) {
		const struct pf_map_region *region = pf_maps_get(scan->maps, i);
		if (is_static_data(scan->maps, i))
			PF_TRY(scan_words(scan, region->start, region->end, visit));
	}
	return NULL;
}

static void finish(struct scan *scan, struct pf_proof *ret)
{
	*ret = scan->best;
	if (!ret->interpreters)
		return;
	scan->python->layout = scan->best_layout;
	scan->python->runtime = scan->best_runtime;
}

struct pf_error *pf_scan_find(struct pf_python *python, struct pf_proof *ret)
{
	struct scan scan = { .python = python };
	PF_TRY(pf_process_maps(python->process, &scan.maps));
	PF_TRY(scan_all(&scan, visit_cookie));
	if (!scan.best.interpreters)
		PF_TRY(scan_all(&scan, visit_head));
	finish(&scan, ret);
	return NULL;
}

struct pf_error *pf_scan_find_near(struct pf_python *python, pf_addr near, struct pf_proof *ret)
{
	struct scan scan = { .python = python, .left = SCAN_LIMIT };
	PF_TRY(pf_process_maps(python->process, &scan.maps));
	pf_addr start = (near - NEAR) & ~UINT64_C(4095);
	PF_TRY(scan_words(&scan, start, start + 2 * NEAR, visit_head));
	if (!scan.best.interpreters)
		PF_TRY(scan_all(&scan, visit_head));
	finish(&scan, ret);
	return NULL;
}
