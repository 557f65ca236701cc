/* What sys.modules lists: the names of the modules, and their files. */
#include "base/arena.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "python/dict.h"
#include "python/instance.h"
#include "python/object.h"
#include "python/retry.h"
#include "python/states.h"
#include "python/string.h"

#include <string.h>

/* Bytes of all names and paths together: 256 for each of 65,536 modules. */
enum { TEXT_LIMIT = 1 << 24 };

/* A target could name one large dict as that of a million modules. */
static const uint64_t TIME_LIMIT_NS = UINT64_C(5000000000);

static const char NONE[] = "NoneType";

struct pf_imports_store {
	struct pf_arena arena;
	size_t text_size;
	pf_addr none_type, module_type; /* the last ones that were seen; 0: none yet */
};

/* A look at the modules of one interpreter. */
struct look {
	pf_addr interpreter; /* 0: the main one */
	struct pf_imports *imports;
};

void pf_imports_destroy(struct pf_imports *imports)
{
	if (!imports)
		return;
	if (imports->store)
		pf_arena_deinit(&imports->store->arena);
	free(imports->store);
	free(imports->items);
	free(imports);
}

PF_DEFINE_GUARD(guard_imports, struct pf_imports *, pf_imports_destroy);

static bool is_final(const struct pf_error *err)
{
	return err && (pf_error_code(err) == PF_NO_MEMORY || pf_error_code(err) == PF_GONE);
}

/* Keeps the text at AT; TORN when it is none, or too much of it all together. */
static struct pf_error *keep_text(const struct pf_reader *reader, pf_addr at,
				  struct pf_imports_store *store, const char **ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	PF_TRY(pf_string_peek(reader, at, &text));
	PF_TRY(pf_text_check(&text));
	store->text_size += text.size;
	if (store->text_size > TEXT_LIMIT)
		return &pf_error_torn;
	*ret = pf_arena_text(&store->arena, pf_text_str(&text), text.size);
	return *ret ? NULL : &pf_error_no_memory;
}

/* The object __file__ of a module, or of what stands in a module's place; *ret is 0 without. */
static struct pf_error *find_file(const struct pf_reader *reader, pf_addr module, pf_addr *ret)
{
	pf_addr dict;
	*ret = 0;
	struct pf_error *err = pf_reader_peek_word(
		reader, module + (pf_addr)reader->layout->object.module_dict, &dict);
	if (!err)
		err = pf_dict_find(reader, dict, "__file__", ret);
	if (!err || is_final(err))
		return err;
	pf_error_destroy(err);
	return pf_instance_find(reader, module, "__file__", ret);
}

static struct pf_error *read_file(const struct pf_reader *reader, pf_addr module,
				  struct pf_imports_store *store, const char **ret)
{
	pf_addr file;
	struct pf_error *err = find_file(reader, module, &file);
	if (!err && file)
		err = keep_text(reader, file, store, ret);
	if (is_final(err))
		return err;
	pf_error_destroy(err); /* None, or an attribute that is no text */
	return NULL;
}

/* Whether the type at AT is that of None; one whose name cannot be read is not. */
static struct pf_error *is_none_type(const struct pf_reader *reader, pf_addr at, bool *ret)
{
	pf_addr name;
	char bytes[sizeof(NONE)];
	struct pf_error *err =
		pf_reader_peek_word(reader, at + (pf_addr)reader->layout->type.name, &name);
	if (!err)
		err = pf_reader_peek(reader, name, bytes, sizeof(bytes));
	*ret = !err && !memcmp(bytes, NONE, sizeof(bytes));
	if (is_final(err))
		return err;
	pf_error_destroy(err);
	return NULL;
}

static struct pf_error *is_none(const struct pf_reader *reader, pf_addr at,
				struct pf_imports_store *store, bool *ret)
{
	pf_addr type;
	uint64_t flags;
	PF_TRY(pf_object_peek_type(reader, at, &type, &flags));
	if (type != store->module_type && type != store->none_type) {
		bool none;
		PF_TRY(is_none_type(reader, type, &none));
		*(none ? &store->none_type : &store->module_type) = type;
	}
	*ret = type == store->none_type;
	return NULL;
}

/* Sets *ret; its name stays NULL when it is to be left out. */
static struct pf_error *read_import(const struct pf_reader *reader,
				    const struct pf_dict_entry *entry,
				    struct pf_imports_store *store, struct pf_import *ret)
{
	bool none;
	*ret = (struct pf_import){ 0 };
	PF_TRY(is_none(reader, entry->value, store, &none));
	if (none)
		return NULL;
	PF_TRY(keep_text(reader, entry->key, store, &ret->name));
	return read_file(reader, entry->value, store, &ret->file);
}

static struct pf_error *read_imports(const struct pf_reader *reader,
				     const struct pf_dict_entries *entries, struct pf_imports *ret)
{
	uint64_t until_ns = pf_clock_now_ns() + TIME_LIMIT_NS;
	for (size_t i = 0; i < entries->count; i++) {
		struct pf_import import;
		if (!entries->items[i].key || !entries->items[i].value)
			continue;
		if (pf_clock_now_ns() > until_ns) {
			ret->unread++;
			continue;
		}
		struct pf_error *err = read_import(reader, &entries->items[i], ret->store, &import);
		if (is_final(err))
			return err;
		ret->unread += err != NULL;
		if (!err && import.name)
			ret->items[ret->count++] = import;
		pf_error_destroy(err);
	}
	return NULL;
}

/* Only what is in the list of interpreters is one. */
static struct pf_error *find_interpreter(const struct pf_python *python, pf_addr *at)
{
	PF_GUARD(pf_states_deinit) struct pf_states states = { 0 };
	PF_TRY(pf_states_peek(python, &python->pages, &states));
	if (!states.interpreters.count)
		return &pf_error_torn;
	for (size_t i = 0; i < states.interpreters.count; i++) {
		pf_addr found = states.interpreters.items[i].at;
		if (*at && found != *at)
			continue;
		*at = found;
		return NULL;
	}
	return pf_error_create(PF_USAGE, "there is no interpreter at 0x%llx",
			       (unsigned long long)*at);
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct pf_import *)a)->name, ((const struct pf_import *)b)->name);
}

static struct pf_error *look(struct pf_python *python, void *context)
{
	const struct look *self = context;
	struct pf_imports *imports = self->imports;
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	pf_addr interpreter = self->interpreter, modules;
	free(pf_take(imports->items));
	pf_arena_deinit(&imports->store->arena);
	*imports->store = (struct pf_imports_store){ 0 };
	imports->count = imports->unread = 0;
	PF_TRY(find_interpreter(python, &interpreter));
	PF_TRY(pf_reader_peek_word(&python->pages,
				   interpreter + (pf_addr)python->layout.interpreter.modules,
				   &modules));
	if (modules) /* not made yet */
		PF_TRY(pf_dict_peek(&python->pages, modules, &entries));
	imports->items = calloc(entries.count + 1, sizeof(*imports->items));
	if (!imports->items)
		return &pf_error_no_memory;
	PF_TRY(read_imports(&python->pages, &entries, imports));
	qsort(imports->items, imports->count, sizeof(*imports->items), compare);
	return NULL;
}

struct pf_error *pf_python_read_imports(struct pf_python *python, pf_addr interpreter,
					struct pf_imports **ret)
{
	PF_GUARD(guard_imports) struct pf_imports *imports = calloc(1, sizeof(*imports));
	if (!imports)
		return &pf_error_no_memory;
	imports->store = calloc(1, sizeof(*imports->store));
	if (!imports->store)
		return &pf_error_no_memory;
	PF_TRY(pf_retry(python, "the modules", look, &(struct look){ interpreter, imports }));
	*ret = pf_take(imports);
	return NULL;
}
