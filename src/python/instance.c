/* Attributes of instances of Python classes. */
#include "python/instance.h"

#include "base/cleanup.h"
#include "python/object.h"

/* What is larger or further away is no object's. */
enum { WORD = sizeof(uint64_t), MOST_BYTES = 1 << 28, MOST_OFFSET = 4096 };

struct instance {
	const struct pf_reader *reader;
	pf_addr at, type;
	uint64_t flags;
	struct pf_dict_entries *entries;
};

/* Values of the keys that the class shares among its instances. */
static struct pf_error *peek_values(const struct instance *self, pf_addr values)
{
	const struct pf_reader *reader = self->reader;
	struct pf_dict_places places;
	pf_addr keys;
	PF_TRY(pf_reader_peek_word(reader, self->type + (pf_addr)reader->layout->type.cached_keys,
				   &keys));
	PF_TRY(pf_dict_locate_split(reader, keys, values, &places));
	return pf_dict_peek_all(reader, &places, self->entries);
}

static struct pf_error *peek_dict(const struct instance *self, pf_addr dict)
{
	return dict ? pf_dict_peek(self->reader, dict, self->entries) : NULL;
}

/* 3.11: a pointer to the values four words before the object, one to the dict three before. */
static struct pf_error *peek_by_values_pointer(const struct instance *self)
{
	pf_addr values, dict;
	PF_TRY(pf_reader_peek_word(self->reader, self->at - 4 * WORD, &values));
	PF_TRY(pf_reader_peek_word(self->reader, self->at - 3 * WORD, &dict));
	return values ? peek_values(self, values) : peek_dict(self, dict);
}

/* 3.12: one pointer three words before the object: to the values when its low bit is set. */
static struct pf_error *peek_by_dict_or_values(const struct instance *self)
{
	uint64_t either;
	PF_TRY(pf_reader_peek_word(self->reader, self->at - 3 * WORD, &either));
	return either & 1 ? peek_values(self, either + 1) : peek_dict(self, either);
}

/* Free-threaded builds, whose objects have a longer head, have no GC head before the object. */
static pf_addr managed_dict_words(const struct pf_reader *reader)
{
	return reader->layout->object.size > 16 ? 1 : 3;
}

/*
 * 3.13+: the values lie behind the object while their fourth byte, `valid`, is set; else the dict
 * is three words before the object. Source: struct _dictvalues, pycore_dict.h.
 */
static struct pf_error *peek_inline(const struct instance *self)
{
	const struct pf_reader *reader = self->reader;
	pf_addr dict;
	if (self->flags & PF_TYPE_INLINE_VALUES) {
		uint64_t basicsize;
		unsigned char head[4];
		PF_TRY(pf_reader_peek_word(reader, self->type + reader->layout->type.basicsize,
					   &basicsize));
		PF_TRY(pf_reader_peek(reader, self->at + basicsize, head, sizeof(head)));
		if (head[3])
			return peek_values(self, self->at + basicsize + WORD);
	}
	PF_TRY(pf_reader_peek_word(reader, self->at - managed_dict_words(reader) * WORD, &dict));
	return peek_dict(self, dict);
}

/* An offset below 0 counts from the end of an object of variable size, such as an int or tuple. */
static struct pf_error *find_from_end(const struct instance *self, int64_t *offset)
{
	const struct pf_layout *layout = self->reader->layout;
	uint64_t basicsize, itemsize, count;
	PF_TRY(pf_reader_peek_word(self->reader, self->type + (pf_addr)layout->type.basicsize,
				   &basicsize));
	PF_TRY(pf_reader_peek_word(
		self->reader, self->type + (pf_addr)layout->objects.class.itemsize, &itemsize));
	PF_TRY(pf_reader_peek_word(self->reader, self->at + (pf_addr)layout->object.var_size,
				   &count));
	count = (int64_t)count < 0 ? -count : count; /* the sign is that of an int */
	if (basicsize > MOST_BYTES || itemsize > MOST_BYTES || count > MOST_BYTES)
		return &pf_error_torn;
	*offset += (int64_t)((basicsize + count * itemsize + WORD - 1) / WORD * WORD);
	return NULL;
}

/* The classic place: a dict pointer at tp_dictoffset. */
static struct pf_error *peek_by_dictoffset(const struct instance *self)
{
	int64_t offset;
	pf_addr dict;
	PF_TRY(pf_reader_peek(self->reader, self->type + self->reader->layout->type.dictoffset,
			      &offset, sizeof(offset)));
	if (!offset || offset > MOST_OFFSET || offset < -MOST_OFFSET)
		return NULL;
	if (offset < 0)
		PF_TRY(find_from_end(self, &offset));
	PF_TRY(pf_reader_peek_word(self->reader, self->at + (pf_addr)offset, &dict));
	return peek_dict(self, dict);
}

struct pf_error *pf_instance_peek(const struct pf_reader *reader, pf_addr at,
				  struct pf_dict_entries *ret)
{
	struct instance self = { .reader = reader, .at = at, .entries = ret };
	PF_TRY(pf_object_peek_type(reader, at, &self.type, &self.flags));
	if (!(self.flags & PF_TYPE_MANAGED_DICT))
		return peek_by_dictoffset(&self);
	switch (reader->layout->traits.attributes) {
	case ATTR_VALUES_POINTER:
		return peek_by_values_pointer(&self);
	case ATTR_DICT_OR_VALUES:
		return peek_by_dict_or_values(&self);
	case ATTR_INLINE:
		return peek_inline(&self);
	case ATTR_DICT:
		break; /* the flag's bit means something else there */
	}
	return peek_by_dictoffset(&self);
}

struct pf_error *pf_instance_find(const struct pf_reader *reader, pf_addr at, const char *name,
				  pf_addr *ret)
{
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	PF_TRY(pf_instance_peek(reader, at, &entries));
	long found = pf_dict_entries_find(reader, &entries, name);
	*ret = found < 0 ? 0 : entries.items[found].value;
	return NULL;
}
