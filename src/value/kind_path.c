/* pathlib's paths: their text may not have been put together yet. */
#include "base/cleanup.h"
#include "python/object.h"
#include "python/string.h"
#include "value/attribute.h"
#include "value/class.h"
#include "value/kinds.h"
#include "value/quoted.h"

#include <stdlib.h>
#include <string.h>

/* What the parts of a path are called; the second one is that of 3.11 and older. */
static const char *const part_names[] = { "_tail_cached", "_parts" };

enum { BITE = 64, MOST_PARTS = 4096 };

/* An attribute; 0 when it is not set. */
static struct pf_error *attribute(struct pf_view *view, const struct pf_object *object,
				  const char *name, pf_addr *ret)
{
	struct pf_attribute found;
	PF_TRY(pf_attribute_find(view, object, name, &found));
	*ret = found.kind == PF_ATTRIBUTE_VALUE ? found.at : 0;
	return NULL;
}

static struct pf_error *append_attribute(struct pf_view *view, const struct pf_object *object,
					 const char *name, struct pf_text *path)
{
	pf_addr at;
	PF_TRY(attribute(view, object, name, &at));
	return at ? pf_string_peek(view->reader, at, path) : NULL;
}

/* Adds a part behind a slash; an absolute one makes those before it needless. */
static struct pf_error *append_part(struct pf_view *view, pf_addr at, bool first,
				    struct pf_text *path)
{
	PF_GUARD(pf_text_deinit) struct pf_text part = { 0 };
	PF_TRY(pf_string_peek(view->reader, at, &part));
	PF_TRY(pf_text_check(&part));
	if (*pf_text_str(&part) == '/')
		pf_text_clear(path);
	else
		pf_text_append_str(path, first ? "" : "/");
	pf_text_append_str(path, pf_text_str(&part));
	return NULL;
}

/* The texts in the list AT, the FIRST and those behind it. */
static struct pf_error *append_list(struct pf_view *view, pf_addr at, uint64_t first,
				    struct pf_text *path)
{
	PF_GUARD(pf_children_deinit)
	struct pf_children parts = { .position = first, .more = true };
	struct pf_object list;
	PF_TRY(pf_object_open(view, at, &list));
	if (list.class->kind != &pf_kind_list)
		return pf_error_create(PF_CORRUPT, "parts of a path that are no list");
	while (parts.more && parts.count < MOST_PARTS)
		PF_TRY(pf_kind_list.children(view, &list, BITE, &parts));
	for (size_t i = 0; i < parts.count; i++)
		PF_TRY(append_part(view, parts.items[i].value, !i, path));
	return NULL;
}

/*
 * Drive, root and parts, once the path was taken apart; older versions have the first two also as
 * their first part.
 */
static struct pf_error *append_parsed(struct pf_view *view, const struct pf_object *object,
				      struct pf_text *path, bool *parsed)
{
	pf_addr tail, parts;
	PF_TRY(attribute(view, object, part_names[0], &tail));
	PF_TRY(attribute(view, object, part_names[1], &parts));
	*parsed = tail || parts;
	if (!*parsed)
		return NULL;
	PF_TRY(append_attribute(view, object, "_drv", path));
	PF_TRY(append_attribute(view, object, "_root", path));
	return append_list(view, tail ? tail : parts, parts && path->size, path);
}

static void turn_slashes(struct pf_text *path)
{
	for (size_t i = 0; i < path->size && !path->failed; i++) {
		if (path->bytes[i] == '\\')
			path->bytes[i] = '/';
	}
}

/* Appends RAW without empty parts and without "."; two slashes in front stay two. */
static void append_normalised(const char *raw, struct pf_text *path)
{
	size_t root = strspn(raw, "/");
	bool first = true;
	pf_text_append_str(path, root == 2 ? "//" : root ? "/" : "");
	while (*(raw += strspn(raw, "/"))) {
		size_t size = strcspn(raw, "/");
		if (size != 1 || *raw != '.') {
			pf_text_append_str(path, first ? "" : "/");
			pf_text_append(path, raw, size);
			first = false;
		}
		raw += size;
	}
}

/* What the path was made of. */
static struct pf_error *append_raw(struct pf_view *view, const struct pf_object *object,
				   bool windows, struct pf_text *path)
{
	PF_GUARD(pf_text_deinit) struct pf_text raw = { 0 };
	pf_addr list;
	PF_TRY(attribute(view, object, "_raw_paths", &list));
	if (!list)
		return pf_error_create(PF_CORRUPT, "a path without parts");
	PF_TRY(append_list(view, list, 0, &raw));
	PF_TRY(pf_text_check(&raw));
	if (windows)
		turn_slashes(&raw);
	append_normalised(pf_text_str(&raw), path);
	return NULL;
}

static struct pf_error *append_path(struct pf_view *view, const struct pf_object *object,
				    struct pf_text *path)
{
	bool windows = strstr(object->class->name, "Windows") != NULL, parsed = false;
	PF_TRY(append_attribute(view, object, "_str", path));
	if (!path->size)
		PF_TRY(append_parsed(view, object, path, &parsed));
	else
		parsed = true;
	if (!parsed)
		PF_TRY(append_raw(view, object, windows, path));
	if (!path->size)
		pf_text_append_str(path, ".");
	if (windows)
		turn_slashes(path);
	return pf_text_check(path);
}

static struct pf_error *append_quoted(const struct pf_text *path, struct pf_text *text)
{
	PF_AUTO_FREE uint32_t *units = calloc(path->size + 1, sizeof(*units));
	size_t count = 0, size;
	if (!units)
		return &pf_error_no_memory;
	for (size_t at = 0; at < path->size; at += size) {
		size = pf_utf8_decode(path->bytes + at, path->size - at, &units[count++]);
		if (!size)
			return pf_error_create(PF_CORRUPT, "a path that is no text");
	}
	pf_quoted_append(text, &(struct pf_units){ units, count, sizeof(*units), false });
	return NULL;
}

static struct pf_error *write_path(struct pf_view *view, const struct pf_object *object,
				   const struct pf_limits *limits, struct pf_text *text)
{
	PF_GUARD(pf_text_deinit) struct pf_text path = { 0 };
	(void)limits;
	PF_TRY(append_path(view, object, &path));
	pf_text_printf(text, "%s(", object->class->name);
	PF_TRY(append_quoted(&path, text));
	pf_text_append_str(text, ")");
	return NULL;
}

const struct pf_kind pf_kind_path = { .name = "pathlib.PurePath", .write = write_path };
