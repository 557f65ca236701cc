/* Keys in expressions that are looked for by their hashes: in dicts that are too large to be searched. */
#include "base/cleanup.h"
#include "base/text.h"
#include "python/dict_probe.h"
#include "python/key_hash.h"
#include "value/evaluate_private.h"
#include "value/wtf8.h"

#include <inttypes.h>
#include <stdio.h>

/* Smaller ones are soon searched. */
enum { LARGE = 64 };

/* The hashes that a key may have. */
struct hashes {
	uint64_t items[PF_HASH_WAYS];
	size_t count;
};

static bool is_python2(const struct pf_view *view)
{
	return view->reader->layout->traits.text == TEXT_BYTES;
}

static void add(struct hashes *hashes, uint64_t hash)
{
	hashes->items[hashes->count++] = hash;
}

/* As wide as the widest of its units needs: PEP 393. */
static struct pf_error *add_narrowed(const uint32_t *units, size_t count, const uint64_t secret[2],
				     struct hashes *ret)
{
	uint32_t widest = 0;
	for (size_t i = 0; i < count; i++)
		widest |= units[i];
	size_t width = widest < 0x100 ? 1 : widest < 0x10000 ? 2 : 4;
	PF_AUTO_FREE unsigned char *bytes = malloc(count * width + 1);
	if (!bytes)
		return &pf_error_no_memory;
	for (size_t i = 0; i < count * width; i++)
		bytes[i] = (unsigned char)(units[i / width] >> 8 * (i % width));
	for (int way = 0; way < PF_HASH_WAYS; way++)
		add(ret, pf_key_hash_bytes((enum pf_hash_way)way, secret, bytes, count * width));
	return NULL;
}

/* Characters, or bytes, of which there are as many units; 0: these are no characters. */
static size_t cut(const struct pf_result *key, bool characters, uint32_t *units)
{
	size_t count = 0, size = 1;
	for (size_t at = 0; at < key->size; at += size, count++) {
		units[count] = (unsigned char)key->text[at];
		if (characters && key->kind == PF_RESULT_STR)
			size = pf_wtf8_decode(key->text + at, &units[count]);
		else if (characters)
			size = pf_utf8_decode(key->text + at, key->size - at, &units[count]);
		if (!size)
			return 0;
	}
	return count;
}

/* 2.7's texts are bytes here, whichever they are there; ASCII has one hash as both. */
static struct pf_error *add_text(const struct pf_view *view, const struct pf_result *key,
				 struct hashes *ret)
{
	uint64_t secret[2];
	if (!view->hash_secret_at)
		return NULL;
	PF_TRY(pf_reader_peek(view->reader, view->hash_secret_at, secret, sizeof(secret)));
	PF_AUTO_FREE uint32_t *units = malloc((key->size + 1) * sizeof(*units));
	if (!units)
		return &pf_error_no_memory;
	if (!is_python2(view))
		return add_narrowed(units, cut(key, key->kind == PF_RESULT_STR, units), secret,
				    ret);
	add(ret, pf_key_hash_units(secret, units, cut(key, false, units)));
	add(ret, pf_key_hash_units(secret, units, cut(key, true, units)));
	return NULL;
}

static void add_number(const struct pf_view *view, const struct pf_result *key, struct hashes *ret)
{
	char digits[32];
	bool whole = key->kind != PF_RESULT_FLOAT;
	bool old = is_python2(view);
	snprintf(digits, sizeof(digits), "%" PRId64, key->integer);
	if (old && whole && !key->text)
		add(ret, pf_key_hash_old_int(key->integer));
	else if (old && !whole && key->real < 0x1p63 && key->real > -0x1p63)
		add(ret, pf_key_hash_old_float(key->real));
	else if (!old && whole)
		add(ret, pf_key_hash_digits(key->text ? key->text : digits));
	else if (!old && key->real == key->real)
		add(ret, pf_key_hash_float(key->real));
}

struct looking {
	struct pf_evaluation *evaluation;
	const struct pf_result *key;
};

static struct pf_error *check(void *context, pf_addr at, bool *ret)
{
	const struct looking *looking = context;
	struct pf_result candidate = pf_result_of_object(at);
	return pf_evaluation_same_key(looking->evaluation, &candidate, looking->key, ret);
}

static struct pf_error *probe(struct pf_evaluation *evaluation, const struct pf_object *dict,
			      const struct pf_result *key, pf_addr *ret)
{
	const struct pf_reader *reader = evaluation->view->reader;
	struct looking looking = { evaluation, key };
	struct pf_dict_places places;
	struct hashes hashes = { .count = 0 };
	*ret = 0;
	PF_TRY(pf_dict_locate(reader, dict->at, &places));
	if (places.count < LARGE)
		return NULL;
	if (pf_evaluation_is_text(key))
		PF_TRY(add_text(evaluation->view, key, &hashes));
	else if (pf_result_is_number(key))
		add_number(evaluation->view, key, &hashes);
	for (size_t i = 0; i < hashes.count && !*ret; i++)
		PF_TRY(pf_dict_probe(reader, &places, hashes.items[i], check, &looking, ret));
	return NULL;
}

/* What cannot be read on the way need not be in the way of a search. */
struct pf_error *pf_evaluation_probe(struct pf_evaluation *evaluation, const struct pf_object *dict,
				     const struct pf_result *key, pf_addr *ret)
{
	struct pf_error *err = probe(evaluation, dict, key, ret);
	if (!err || pf_view_is_fatal(err))
		return err;
	pf_error_destroy(err);
	*ret = 0;
	return NULL;
}
