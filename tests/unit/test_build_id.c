/* target/build_id: notes as linkers write them, and as nobody does. */
#include "tap.h"
#include "target/build_id.h"

#include <elf.h>
#include <string.h>

/* A mapped file: head, two segments, notes; what is read beyond its end fails. */
struct image {
	Elf64_Ehdr head;
	Elf64_Phdr segments[2];
	unsigned char notes[512];
};

struct image_memory {
	struct pf_memory memory; /* first */
	struct image image;
};

enum { AT = 0x10000 };

static struct image_memory it;
static size_t notes_size;
static char id[PF_BUILD_ID_SIZE];

static struct pf_error *peek(struct pf_memory *memory, pf_addr at, void *buf, size_t size)
{
	struct image_memory *self = (struct image_memory *)memory;
	size_t offset = (size_t)(at - AT);
	if (at < AT || offset > sizeof(self->image) || size > sizeof(self->image) - offset)
		return &pf_error_fault;
	memcpy(buf, (char *)&self->image + offset, size);
	return NULL;
}

static void add_note(const char *name, uint32_t type, const void *content, uint32_t size)
{
	Elf64_Nhdr note = { (uint32_t)strlen(name) + 1, size, type };
	unsigned char *at = it.image.notes + notes_size;
	memcpy(at, &note, sizeof(note));
	memcpy(at + sizeof(note), name, note.n_namesz);
	at += sizeof(note) + (note.n_namesz + 3) / 4 * 4;
	memcpy(at, content, size);
	notes_size = (size_t)(at + (size + 3) / 4 * 4 - it.image.notes);
	it.image.segments[1].p_filesz = notes_size;
}

static void setup(void)
{
	it = (struct image_memory){ .memory = { .peek = peek } };
	memcpy(it.image.head.e_ident, ELFMAG, SELFMAG);
	it.image.head.e_ident[EI_CLASS] = ELFCLASS64;
	it.image.head.e_phoff = offsetof(struct image, segments);
	it.image.head.e_phentsize = sizeof(Elf64_Phdr);
	it.image.head.e_phnum = 2;
	it.image.segments[0].p_type = PT_LOAD;
	it.image.segments[1].p_type = PT_NOTE;
	it.image.segments[1].p_offset = offsetof(struct image, notes);
	notes_size = 0;
}

static void check(const char *want)
{
	memset(id, 'x', sizeof(id));
	pf_build_id_read(&it.memory, AT, &id);
	ck_assert_str_eq(id, want);
}

START_TEST(behind_another_note)
{
	add_note("GNU", NT_GNU_ABI_TAG, "abcdefg", 7);
	add_note("Other", NT_GNU_BUILD_ID, "\1\2\3", 3);
	add_note("GNU", NT_GNU_BUILD_ID, "\xde\xad\0\x01", 4);
	check("dead0001");
}
END_TEST

START_TEST(none)
{
	check("");
	add_note("GNU", NT_GNU_ABI_TAG, "abcd", 4);
	check("");
	it.image.head.e_ident[0] = 'X';
	check("");
}
END_TEST

START_TEST(a_long_one_is_cut)
{
	unsigned char bytes[100];
	memset(bytes, 0xab, sizeof(bytes));
	add_note("GNU", NT_GNU_BUILD_ID, bytes, sizeof(bytes));
	pf_build_id_read(&it.memory, AT, &id);
	ck_assert_uint_eq(strlen(id), PF_BUILD_ID_SIZE - 2);
}
END_TEST

/* Sizes and places that cannot be: nothing is found, and nothing beyond is read. */
START_TEST(lies)
{
	static const uint32_t sizes[] = { UINT32_MAX, UINT32_MAX - 3, 1 << 20, 513 };
	add_note("GNU", NT_GNU_BUILD_ID, "abcd", 4);
	for (size_t i = 0; i < 4; i++) {
		Elf64_Nhdr note = { 4, sizes[i], NT_GNU_BUILD_ID };
		memcpy(it.image.notes, &note, sizeof(note));
		check("");
		note = (Elf64_Nhdr){ sizes[i], 4, NT_GNU_BUILD_ID };
		memcpy(it.image.notes, &note, sizeof(note));
		check("");
	}
	it.image.segments[1].p_filesz = UINT64_MAX;
	check("");
	it.image.segments[1].p_offset = UINT64_MAX - 7;
	check("");
	it.image.head.e_phoff = UINT64_MAX;
	check("");
	it.image.head.e_phnum = UINT16_MAX;
	it.image.head.e_phoff = 0;
	check("");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("build_id");
	TCase *tests = tcase_create("build_id");
	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, behind_another_note);
	tcase_add_test(tests, none);
	tcase_add_test(tests, a_long_one_is_cut);
	tcase_add_test(tests, lies);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
