/* Objects in a fake heap: types, text in every shape, bytes, ints, dicts, instances. */
#include "fake_objects.h"

#include <stdlib.h>
#include <string.h>

/* As Include/object.h has them; on purpose not those of the code that is tested. */
enum {
	FLAG_INT = 1 << 23,
	FLAG_LONG = 1 << 24,
	FLAG_BYTES = 1 << 27,
	FLAG_TEXT = 1 << 28,
	FLAG_DICT = 1 << 29,
};
#define FLAG_CLASS (UINT64_C(1) << 31)

enum { TYPE_SIZE = 1024, OBJECT_SIZE = 128 };

static bool is_python2(const struct fake_memory *heap)
{
	return heap->layout.major == 2;
}

static pf_addr new_type(struct fake_memory *heap, const char *name, uint64_t flags)
{
	pf_addr name_at = fake_c_string(heap, name);
	pf_addr at = fake_alloc(heap, TYPE_SIZE);
	fake_put_word(heap, at + heap->layout.type.name, name_at);
	fake_put_word(heap, at + heap->layout.type.flags, flags);
	return at;
}

pf_addr fake_type_new(struct fake_memory *heap, const char *name, uint64_t flags)
{
	if (!heap->metatype) {
		heap->metatype = new_type(heap, "type", FLAG_CLASS);
		fake_put_word(heap, heap->metatype + heap->layout.object.type, heap->metatype);
	}
	pf_addr at = new_type(heap, name, flags);
	fake_put_word(heap, at + heap->layout.object.type, heap->metatype);
	return at;
}

/* Types that are one in this version share an address. */
static enum fake_type canonical(const struct fake_memory *heap, enum fake_type type)
{
	if (is_python2(heap))
		return type == FAKE_BYTES ? FAKE_STR : type;
	return type == FAKE_UNICODE ? FAKE_STR : type == FAKE_INT ? FAKE_LONG : type;
}

pf_addr fake_type_of(struct fake_memory *heap, enum fake_type type)
{
	static const struct {
		const char *name;
		uint64_t flags;
	} types[FAKE_TYPE_COUNT] = {
		[FAKE_STR] = { "str", FLAG_TEXT },
		[FAKE_UNICODE] = { "unicode", FLAG_TEXT },
		[FAKE_BYTES] = { "bytes", FLAG_BYTES },
		[FAKE_INT] = { "int", FLAG_INT },
		[FAKE_LONG] = { "int", FLAG_LONG },
		[FAKE_DICT] = { "dict", FLAG_DICT },
		[FAKE_CODE] = { "code", 0 },
		[FAKE_MODULE] = { "module", 0 },
	};
	type = canonical(heap, type);
	uint64_t flags = types[type].flags;
	if (type == FAKE_STR && is_python2(heap))
		flags = FLAG_BYTES;
	if (!heap->types[type])
		heap->types[type] = fake_type_new(heap, types[type].name, flags);
	return heap->types[type];
}

pf_addr fake_object(struct fake_memory *heap, pf_addr type, size_t size)
{
	pf_addr at = fake_alloc(heap, size);
	fake_put_word(heap, at, 1); /* ob_refcnt */
	fake_put_word(heap, at + heap->layout.object.type, type);
	return at;
}

static pf_addr copy_of(struct fake_memory *heap, const void *bytes, size_t size)
{
	pf_addr at = fake_alloc(heap, size);
	fake_put(heap, at, bytes, size);
	return at;
}

pf_addr fake_str_shaped(struct fake_memory *heap, const void *characters, size_t count,
			size_t width, enum fake_shape shape)
{
	const struct pf_layout_text *layout = &heap->layout.text;
	size_t head = (size_t)(shape == SHAPE_ASCII ? layout->ascii_data : layout->compact_data);
	size_t inside = shape == SHAPE_LEGACY ? 8 : (count + 1) * width;
	pf_addr at = fake_object(heap, fake_type_of(heap, FAKE_STR), head + inside);
	fake_put_word(heap, at + layout->length, count);
	unsigned state = 1 | (unsigned)width << 2 | (shape != SHAPE_LEGACY) << 5 |
			 (shape == SHAPE_ASCII) << 6 | 1 << 7;
	fake_put_int(heap, at + layout->state, (int32_t)state);
	if (shape == SHAPE_LEGACY)
		fake_put_word(heap, at + layout->legacy_data,
			      copy_of(heap, characters, count * width));
	else
		fake_put(heap, at + head, characters, count * width);
	return at;
}

pf_addr fake_unicode2(struct fake_memory *heap, const void *units, size_t count, size_t width)
{
	pf_addr at = fake_object(heap, fake_type_of(heap, FAKE_UNICODE), 48);
	heap->layout.text.unicode_width = (uint32_t)width;
	fake_put_word(heap, at + heap->layout.text.length, count);
	fake_put_word(heap, at + heap->layout.text.legacy_data,
		      copy_of(heap, units, count * width));
	return at;
}

pf_addr fake_str(struct fake_memory *heap, const char *text)
{
	return is_python2(heap) ? fake_bytes(heap, text, strlen(text))
				: fake_str_shaped(heap, text, strlen(text), 1, SHAPE_ASCII);
}

pf_addr fake_bytes(struct fake_memory *heap, const void *bytes, size_t size)
{
	const struct pf_layout_object *layout = &heap->layout.object;
	pf_addr at = fake_object(heap, fake_type_of(heap, FAKE_BYTES),
				 (size_t)layout->bytes_data + size + 1);
	fake_put_word(heap, at + layout->var_size, size);
	fake_put(heap, at + layout->bytes_data, bytes, size);
	return at;
}

/* _PyLongValue.lv_tag from 3.12 on, a signed ob_size before. */
static uint64_t size_word(const struct fake_memory *heap, size_t count, bool negative)
{
	if (heap->layout.major == 3 && heap->layout.minor >= 12)
		return (uint64_t)count << 3 | (!count ? 1 : negative ? 2 : 0);
	return negative ? -(uint64_t)count : count;
}

pf_addr fake_long_digits(struct fake_memory *heap, const uint32_t *digits, size_t count,
			 bool negative)
{
	const struct pf_layout_object *layout = &heap->layout.object;
	pf_addr at = fake_object(heap, fake_type_of(heap, FAKE_LONG),
				 (size_t)layout->long_digits + count * sizeof(*digits));
	fake_put_word(heap, at + layout->var_size, size_word(heap, count, negative));
	fake_put(heap, at + layout->long_digits, digits, count * sizeof(*digits));
	return at;
}

pf_addr fake_int(struct fake_memory *heap, int64_t value, bool is_long)
{
	if (is_python2(heap) && !is_long) {
		pf_addr at = fake_object(heap, fake_type_of(heap, FAKE_INT), 24);
		fake_put_word(heap, at + heap->layout.object.var_size, (uint64_t)value);
		return at;
	}
	uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
	uint32_t digits[3];
	size_t count = 0;
	for (; rest; rest >>= 30)
		digits[count++] = rest & 0x3fffffff;
	return fake_long_digits(heap, digits, count, value < 0);
}
