/* The names that the threading module gives to threads. */
#include "python/names.h"

#include "base/cleanup.h"
#include "python/dict.h"
#include "python/instance.h"
#include "python/object.h"
#include "python/string.h"

struct pf_error *pf_names_find(const struct pf_reader *reader, pf_addr interpreter, pf_addr *ret)
{
	pf_addr modules, module, dict;
	*ret = 0;
	PF_TRY(pf_reader_peek_word(reader, interpreter + reader->layout->interpreter.modules,
				   &modules));
	if (!modules)
		return NULL;
	PF_TRY(pf_dict_find(reader, modules, "threading", &module));
	if (!module)
		return NULL;
	PF_TRY(pf_reader_peek_word(reader, module + reader->layout->object.module_dict, &dict));
	return pf_dict_find(reader, dict, "_active", ret);
}

/* Thread._name; in 2.7 it is private to the class, whose name begins with an underscore. */
static const char *attribute_name(const struct pf_reader *reader)
{
	return reader->layout->traits.text == TEXT_BYTES ? "_Thread__name" : "_name";
}

/* Bytes of all names together: 256 for each of 65,536 threads. The dict may hold anything. */
enum { NAMES_LIMIT = 1 << 24 };

/* Adds to *SIZE how much text it puts there. */
static struct pf_error *put_name(const struct pf_reader *reader, pf_addr interpreter,
				 const struct pf_dict_entry *entry, struct pf_arena *arena,
				 struct pf_map *names, size_t *size)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	int64_t ident;
	pf_addr name;
	PF_TRY(pf_object_peek_int(reader, entry->key, &ident));
	PF_TRY(pf_instance_find(reader, entry->value, attribute_name(reader), &name));
	if (!name || (uint64_t)ident == interpreter)
		return NULL;
	PF_TRY(pf_string_peek(reader, name, &text));
	*size += text.size;
	char *kept = pf_arena_text(arena, pf_text_str(&text), text.size);
	return kept ? pf_map_put(names, (uint64_t)ident ^ interpreter, (uintptr_t)kept)
		    : &pf_error_no_memory;
}

struct pf_error *pf_names_peek(const struct pf_reader *reader, pf_addr interpreter, pf_addr active,
			       struct pf_arena *arena, struct pf_map *names)
{
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	size_t size = 0;
	PF_TRY(pf_dict_peek(reader, active, &entries));
	for (size_t i = 0; i < entries.count && size < NAMES_LIMIT; i++) {
		if (!entries.items[i].key || !entries.items[i].value)
			continue;
		struct pf_error *err =
			put_name(reader, interpreter, &entries.items[i], arena, names, &size);
		if (err && (pf_error_code(err) == PF_NO_MEMORY || pf_error_code(err) == PF_GONE))
			return err;
		pf_error_destroy(err);
	}
	return NULL;
}
