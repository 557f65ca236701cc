/* Classes in a fake heap, and objects of those that are built in. */
#include "fake_classes.h"

#include <stdlib.h>

enum { WORD = 8, BASES = 16, OBJECT_SIZE = 64 };

static pf_addr word_at(struct fake_memory *heap, pf_addr at)
{
	uint64_t ret = 0;
	if (pf_reader_peek_word(&heap->reader, at, &ret))
		abort();
	return ret;
}

/* Items behind the head of a variable-sized object. */
static pf_addr new_tuple(struct fake_memory *heap, pf_addr class, const pf_addr *items,
			 size_t count)
{
	pf_addr head = (pf_addr)heap->layout.objects.sequence.tuple_items;
	pf_addr at = fake_object(heap, class, head + (count + 1) * WORD);
	fake_put_word(heap, at + (pf_addr)heap->layout.object.var_size, count);
	fake_put(heap, at + head, items, count * WORD);
	return at;
}

/* The MRO of the base behind the class itself. */
static pf_addr new_mro(struct fake_memory *heap, pf_addr class, pf_addr base)
{
	pf_addr items[BASES] = { class };
	size_t count = 1;
	for (; base && count < BASES; count++) {
		items[count] = base;
		base = word_at(heap, base + (pf_addr)heap->layout.objects.class.base);
	}
	pf_addr tuple = fake_type_new(heap, "tuple", FAKE_TUPLE_TYPE);
	return new_tuple(heap, tuple, items, count);
}

pf_addr fake_class(struct fake_memory *heap, const char *name, uint64_t flags, pf_addr base,
		   pf_addr dict)
{
	const struct pf_layout_class *layout = &heap->layout.objects.class;
	pf_addr at = fake_type_new(heap, name, flags);
	fake_put_word(heap, at + (pf_addr)layout->base, base);
	fake_put_word(heap, at + (pf_addr)layout->dict, dict);
	fake_put_word(heap, at + (pf_addr)layout->mro, new_mro(heap, at, base));
	return at;
}

pf_addr fake_tuple(struct fake_memory *heap, pf_addr class, const pf_addr *items, size_t count)
{
	return new_tuple(heap, class, items, count);
}

pf_addr fake_list(struct fake_memory *heap, pf_addr class, const pf_addr *items, size_t count)
{
	pf_addr at = fake_object(heap, class, OBJECT_SIZE),
		array = fake_alloc(heap, (count + 1) * WORD);
	fake_put(heap, array, items, count * WORD);
	fake_put_word(heap, at + (pf_addr)heap->layout.object.var_size, count);
	fake_put_word(heap, at + (pf_addr)heap->layout.objects.sequence.list_items, array);
	return at;
}

pf_addr fake_none(struct fake_memory *heap)
{
	return fake_object(heap, fake_type_new(heap, "NoneType", 0), OBJECT_SIZE);
}

pf_addr fake_bool(struct fake_memory *heap, bool value)
{
	pf_addr at = fake_int(heap, value, false);
	pf_addr of_int = word_at(heap, at + (pf_addr)heap->layout.object.type);
	uint64_t flags = word_at(heap, of_int + (pf_addr)heap->layout.type.flags);
	fake_put_word(heap, at + (pf_addr)heap->layout.object.type,
		      fake_type_new(heap, "bool", flags));
	return at;
}

pf_addr fake_float(struct fake_memory *heap, double value)
{
	pf_addr at = fake_object(heap, fake_type_new(heap, "float", 0), OBJECT_SIZE);
	fake_put(heap, at + (pf_addr)heap->layout.objects.number.float_value, &value,
		 sizeof(value));
	return at;
}

pf_addr fake_range(struct fake_memory *heap, int64_t start, int64_t step, int64_t length)
{
	const struct pf_layout_range *layout = &heap->layout.objects.range;
	bool python2 = layout->stop == PF_ABSENT;
	pf_addr class = fake_type_new(heap, python2 ? "xrange" : "range", 0);
	pf_addr at = fake_object(heap, class, OBJECT_SIZE);
	const struct {
		int32_t offset;
		int64_t value;
	} fields[] = { { layout->start, start },
		       { layout->step, step },
		       { layout->length, length },
		       { layout->stop, start + step * length } };
	for (size_t i = 0; i < 4; i++)
		if (fields[i].offset != PF_ABSENT)
			fake_put_word(heap, at + (pf_addr)fields[i].offset,
				      python2 ? (uint64_t)fields[i].value
					      : fake_int(heap, fields[i].value, false));
	return at;
}
