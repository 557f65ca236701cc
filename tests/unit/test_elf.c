/* target/elf: a small made-up file, whole, stripped, cut short and damaged. */
#include "assert_error.h"
#include "tap.h"
#include "target/elf.h"

#include <elf.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LINK_BASE = 0x10000, BIAS = 0x7f0000000000 };

/* One page that is one segment; the file's offset 0 is LINK_BASE. */
struct file {
	Elf64_Ehdr header;
	Elf64_Phdr segments[3];
	char notes[56];
	Elf64_Sym dynamic_symbols[6];
	char dynamic_names[64];
	uint32_t hash[2 + 1 + 6];
	struct {
		uint32_t bucket_count, first, filter_size, filter_shift;
		uint64_t filter[1];
		uint32_t buckets[2], chains[5];
	} gnu_hash;
	Elf64_Dyn dynamic[6];
	char bytes[16];
	Elf64_Sym symbols[3];
	char names[32];
	char section_names[64];
	Elf64_Shdr sections[7];
};

#define OFFSET(member) offsetof(struct file, member)
#define AT(member) (LINK_BASE + OFFSET(member))

/* Appends TEXT behind its NUL-separated predecessors; its offset. */
static Elf64_Word add_name(char *names, const char *text)
{
	size_t at = 1;
	while (names[at])
		at += strlen(names + at) + 1;
	strcpy(names + at, text);
	return (Elf64_Word)at;
}

static Elf64_Sym symbol(char *names, const char *name, int type, Elf64_Section section,
			Elf64_Addr at)
{
	return (Elf64_Sym){ .st_name = add_name(names, name),
			    .st_info = ELF64_ST_INFO(STB_GLOBAL, type),
			    .st_shndx = section,
			    .st_value = at,
			    .st_size = 16 };
}

static Elf64_Shdr section(struct file *file, const char *name, Elf64_Word type, Elf64_Addr at,
			  size_t offset, size_t size)
{
	return (Elf64_Shdr){ .sh_name = add_name(file->section_names, name),
			     .sh_type = type,
			     .sh_flags = at ? SHF_ALLOC : 0,
			     .sh_addr = at,
			     .sh_offset = offset,
			     .sh_size = size,
			     .sh_addralign = 8 };
}

static void make_header(struct file *file)
{
	file->header = (Elf64_Ehdr){
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB,
			     EV_CURRENT },
		.e_type = ET_DYN,
#ifdef __x86_64__
		.e_machine = EM_X86_64,
#else
		.e_machine = EM_AARCH64,
#endif
		.e_version = EV_CURRENT,
		.e_phoff = OFFSET(segments),
		.e_shoff = OFFSET(sections),
		.e_ehsize = sizeof(Elf64_Ehdr),
		.e_phentsize = sizeof(Elf64_Phdr),
		.e_phnum = 3,
		.e_shentsize = sizeof(Elf64_Shdr),
		.e_shnum = 7,
		.e_shstrndx = 6,
	};
	file->segments[0] = (Elf64_Phdr){ .p_type = PT_LOAD,
					  .p_vaddr = LINK_BASE,
					  .p_filesz = sizeof(*file),
					  .p_memsz = sizeof(*file) };
	file->segments[1] = (Elf64_Phdr){ .p_type = PT_NOTE,
					  .p_offset = OFFSET(notes),
					  .p_filesz = sizeof(file->notes),
					  .p_align = 4 };
	file->segments[2] = (Elf64_Phdr){ .p_type = PT_DYNAMIC,
					  .p_offset = OFFSET(dynamic),
					  .p_filesz = sizeof(file->dynamic) };
}

static void make_dynamic(struct file *file)
{
	char *names = file->dynamic_names;
	file->dynamic_symbols[1] = symbol(names, "imported", STT_OBJECT, SHN_UNDEF, 0);
	file->dynamic_symbols[2] = symbol(names, "resolved", STT_GNU_IFUNC, 1, 0x100);
	file->dynamic_symbols[3] = symbol(names, "local", STT_TLS, 1, 0x100);
	file->dynamic_symbols[4] = symbol(names, "first", STT_OBJECT, 1, AT(bytes));
	file->dynamic_symbols[5] = symbol(names, "last", STT_FUNC, 1, AT(bytes) + 8);
	file->hash[0] = 1;
	file->hash[1] = 6;
	file->gnu_hash.bucket_count = 2;
	file->gnu_hash.first = 1;
	file->gnu_hash.filter_size = 1;
	file->gnu_hash.buckets[0] = 1;
	file->gnu_hash.buckets[1] = 4;
	file->gnu_hash.chains[2] = file->gnu_hash.chains[4] = 1; /* each bucket's last */
	Elf64_Dyn dynamic[] = {
		{ DT_SYMTAB, { AT(dynamic_symbols) } },
		{ DT_STRTAB, { AT(dynamic_names) } },
		{ DT_STRSZ, { sizeof(file->dynamic_names) } },
		{ DT_HASH, { AT(hash) } },
		{ DT_GNU_HASH, { AT(gnu_hash) } },
		{ DT_NULL, { 0 } },
	};
	memcpy(file->dynamic, dynamic, sizeof(dynamic));
}

static void make_sections(struct file *file)
{
	file->symbols[1] = symbol(file->names, "static", STT_OBJECT, 1, AT(bytes) + 4);
	file->symbols[2] = symbol(file->names, "first", STT_OBJECT, 1, 0xbad);
	file->sections[1] = section(file, ".known", SHT_PROGBITS, AT(bytes), OFFSET(bytes), 16);
	file->sections[2] = section(file, ".dynsym", SHT_DYNSYM, AT(dynamic_symbols),
				    OFFSET(dynamic_symbols), sizeof(file->dynamic_symbols));
	file->sections[3] = section(file, ".dynstr", SHT_STRTAB, AT(dynamic_names),
				    OFFSET(dynamic_names), sizeof(file->dynamic_names));
	file->sections[4] =
		section(file, ".symtab", SHT_SYMTAB, 0, OFFSET(symbols), sizeof(file->symbols));
	file->sections[5] =
		section(file, ".strtab", SHT_STRTAB, 0, OFFSET(names), sizeof(file->names));
	file->sections[6] = section(file, ".shstrtab", SHT_STRTAB, 0, OFFSET(section_names),
				    sizeof(file->section_names));
	file->sections[2].sh_link = 3;
	file->sections[4].sh_link = 5;
	file->sections[2].sh_entsize = file->sections[4].sh_entsize = sizeof(Elf64_Sym);
}

static void make_file(struct file *file)
{
	memset(file, 0, sizeof(*file));
	make_header(file);
	make_dynamic(file);
	make_sections(file);
	memcpy(file->bytes, "sixteen bytes...", 16);
}

static struct pf_error *open_bytes(const void *bytes, size_t size, struct pf_elf **ret)
{
	int fd = memfd_create("elf", MFD_CLOEXEC);
	ck_assert_int_eq(write(fd, bytes, size), (ssize_t)size);
	struct pf_error *err = pf_elf_open(fd, "made-up", ret);
	close(fd);
	return err;
}

static struct pf_elf *open_file(const struct file *file)
{
	struct pf_elf *elf;
	assert_ok(open_bytes(file, sizeof(*file), &elf));
	return elf;
}

static void assert_symbol(struct pf_elf *elf, const char *name, pf_addr at)
{
	pf_addr found = 0;
	uint64_t size = 0;
	ck_assert_msg(pf_elf_find_symbol(elf, name, &found, &size), "no symbol %s", name);
	ck_assert_uint_eq(found, at);
	ck_assert_uint_eq(size, 16);
	ck_assert(pf_elf_find_symbol(elf, name, &found, NULL));
}

static void assert_dynamic_symbols(struct pf_elf *elf)
{
	static const char *const absent[] = {
		"imported", "resolved", "local", "", "fir", "firsts"
	};
	assert_symbol(elf, "first", AT(bytes));
	assert_symbol(elf, "last", AT(bytes) + 8);
	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++)
		ck_assert_msg(!pf_elf_find_symbol(elf, absent[i], &(pf_addr){ 0 }, NULL), "%s",
			      absent[i]);
}

START_TEST(whole_file_tells_all)
{
	struct file file;
	pf_addr at;
	uint64_t size;
	make_file(&file);
	struct pf_elf *elf = open_file(&file);
	assert_dynamic_symbols(elf);
	assert_symbol(elf, "static", AT(bytes) + 4);
	ck_assert(!pf_elf_find_dynamic_symbol(elf, "static", &at, NULL));
	ck_assert(pf_elf_find_section(elf, ".known", &at, &size));
	ck_assert_uint_eq(at, AT(bytes));
	ck_assert_uint_eq(size, 16);
	ck_assert(!pf_elf_find_section(elf, ".unknown", &at, &size));
	ck_assert(!pf_elf_find_section(elf, ".symtab", &at, &size)); /* not in memory */
	pf_elf_close(elf);
	pf_elf_close(NULL);
}
END_TEST

/* 0: by DT_GNU_HASH, 1: by DT_HASH. */
START_TEST(section_headers_may_be_stripped)
{
	struct file file;
	make_file(&file);
	file.header.e_shoff = file.header.e_shnum = file.header.e_shstrndx = 0;
	if (_i)
		file.dynamic[4].d_tag = DT_NULL;
	struct pf_elf *elf = open_file(&file);
	assert_dynamic_symbols(elf);
	ck_assert(!pf_elf_find_symbol(elf, "static", &(pf_addr){ 0 }, NULL));
	ck_assert(!pf_elf_find_section(elf, ".known", &(pf_addr){ 0 }, NULL));
	pf_elf_close(elf);
}
END_TEST

START_TEST(bias_comes_from_the_mapping)
{
	struct file file;
	pf_addr bias;
	make_file(&file);
	struct pf_elf *elf = open_file(&file);
	ck_assert(pf_elf_find_bias(elf, BIAS + LINK_BASE, 0, &bias));
	ck_assert_uint_eq(bias, BIAS);
	ck_assert(!pf_elf_find_bias(elf, BIAS, 0x100000, &bias));
	pf_elf_close(elf);

	/* Two segments that share a page of the file: .text ends and .data begins in it. */
	file.segments[0].p_filesz = 0x1800;
	file.segments[1] = (Elf64_Phdr){ .p_type = PT_LOAD,
					 .p_offset = 0x1800,
					 .p_vaddr = LINK_BASE + 0x2800,
					 .p_filesz = 0x100 };
	elf = open_file(&file);
	ck_assert(pf_elf_find_bias(elf, BIAS + LINK_BASE + 0x2000, 0x1000, &bias));
	ck_assert(bias == BIAS || bias == BIAS + 0x1000);
	ck_assert(pf_elf_find_bias(elf, BIAS + LINK_BASE, 0, &bias));
	ck_assert_uint_eq(bias, BIAS);
	pf_elf_close(elf);

	file.header.e_type = ET_EXEC;
	elf = open_file(&file);
	ck_assert(pf_elf_find_bias(elf, LINK_BASE, 0, &bias));
	ck_assert_uint_eq(bias, 0);
	pf_elf_close(elf);
}
END_TEST

START_TEST(other_files_are_refused)
{
	struct file file;
	struct pf_elf *elf;
	assert_error(open_bytes("", 0, &elf), PF_CORRUPT, "made-up is not an ELF file");
	assert_error(open_bytes("#!/bin/sh\n", 10, &elf), PF_CORRUPT, "not an ELF file");
	assert_error(open_bytes("!<arch>\n", 8, &elf), PF_CORRUPT, "not an ELF file");
	make_file(&file);
	file.header.e_machine = EM_S390;
	assert_error(open_bytes(&file, sizeof(file), &elf), PF_UNSUPPORTED, "another machine");
	make_file(&file);
	file.header.e_ident[EI_CLASS] = ELFCLASS32;
	assert_error(open_bytes(&file, sizeof(file), &elf), PF_UNSUPPORTED, "64-bit");
	make_file(&file);
	file.header.e_ident[EI_DATA] = ELFDATA2MSB;
	assert_error(open_bytes(&file, sizeof(file), &elf), PF_UNSUPPORTED, "little-endian");
	make_file(&file);
	file.header.e_type = ET_CORE;
	assert_error(open_bytes(&file, sizeof(file), &elf), PF_CORRUPT, "neither a program");
	make_file(&file);
	file.header.e_phnum = 0;
	assert_error(open_bytes(&file, sizeof(file), &elf), PF_CORRUPT, "no segments");
	assert_error(pf_elf_open(-1, "made-up", &elf), PF_SYSTEM, "made-up");
}
END_TEST

static void assert_at(struct pf_elf *elf, pf_addr at, const char *name, const char *section)
{
	struct pf_elf_symbol symbol = { 0 };
	ck_assert_int_eq(pf_elf_find_symbol_at(elf, at, &symbol), name != NULL);
	ck_assert_pstr_eq(symbol.name, name);
	ck_assert_pstr_eq(symbol.section, section);
}

/* A symbol reaches as far as its size says; one without a size to the end of its section. */
START_TEST(an_address_has_a_symbol)
{
	struct file file;
	make_file(&file);
	file.symbols[1].st_size = 4;
	file.symbols[2].st_value = AT(bytes) + 6;
	file.symbols[2].st_size = 0;
	struct pf_elf *elf = open_file(&file);
	assert_at(elf, AT(bytes) + 3, NULL, NULL);
	assert_at(elf, AT(bytes) + 4, "static", ".known");
	assert_at(elf, AT(bytes) + 7, "static", ".known");
	assert_at(elf, AT(bytes) + 8, "first", ".known");
	assert_at(elf, AT(bytes) + 15, "first", ".known");
	assert_at(elf, AT(bytes) + 16, NULL, NULL);
	assert_at(elf, UINT64_MAX, NULL, NULL);
	pf_elf_close(elf);
	file.header.e_shoff = file.header.e_shnum = file.header.e_shstrndx = 0;
	elf = open_file(&file);
	assert_at(elf, AT(bytes) + 7, "first", NULL);
	assert_at(elf, AT(bytes) + 8, "last", NULL);
	assert_at(elf, AT(bytes) + 24, NULL, NULL);
	pf_elf_close(elf);
}
END_TEST

START_TEST(symbols_one_after_the_other)
{
	struct file file;
	struct pf_elf_symbol symbol;
	size_t index = 0;
	make_file(&file);
	struct pf_elf *elf = open_file(&file);
	ck_assert(pf_elf_next_symbol(elf, &index, &symbol));
	ck_assert_str_eq(symbol.name, "static");
	ck_assert_uint_eq(symbol.at, AT(bytes) + 4);
	ck_assert(pf_elf_next_symbol(elf, &index, &symbol));
	ck_assert_str_eq(symbol.name, "first");
	ck_assert(!pf_elf_next_symbol(elf, &index, &symbol));
	pf_elf_close(elf);
}
END_TEST

/* Whatever is in the file, asking ends, and without a crash. */
static void ask_everything(const void *bytes, size_t size)
{
	struct pf_elf *elf;
	struct pf_error *err = open_bytes(bytes, size, &elf);
	if (err) {
		pf_error_destroy(err);
		return;
	}
	pf_addr at;
	uint64_t length;
	pf_elf_find_symbol(elf, "first", &at, &length);
	pf_elf_find_symbol(elf, "none", &at, &length);
	pf_elf_find_section(elf, ".known", &at, &length);
	pf_elf_find_section(elf, ".none", &at, &length);
	pf_elf_find_bias(elf, BIAS, 0, &at);
	struct pf_elf_symbol symbol;
	if (pf_elf_find_symbol_at(elf, AT(bytes) + 4, &symbol))
		ck_assert_uint_gt(strlen(symbol.name), 0);
	for (size_t index = 0; pf_elf_next_symbol(elf, &index, &symbol);)
		ck_assert_uint_gt(strlen(symbol.name), 0);
	pf_elf_close(elf);
}

START_TEST(every_truncation_is_survived)
{
	struct file file;
	make_file(&file);
	for (size_t size = 0; size < sizeof(file); size++)
		ask_everything(&file, size);
}
END_TEST

/* 1: without section headers, so that the dynamic segment is what is damaged. */
START_TEST(every_damaged_byte_is_survived)
{
	struct file file;
	make_file(&file);
	if (_i)
		file.header.e_shoff = file.header.e_shnum = file.header.e_shstrndx = 0;
	unsigned char *bytes = (unsigned char *)&file;
	static const unsigned char flips[] = { 0xff, 0x80, 0x01, 0x7f };
	for (size_t i = 0; i < sizeof(file); i++) {
		for (size_t j = 0; j < sizeof(flips); j++) {
			bytes[i] ^= flips[j];
			ask_everything(bytes, sizeof(file));
			bytes[i] ^= flips[j];
		}
	}
}
END_TEST

START_TEST(garbage_is_survived)
{
	struct file file;
	unsigned char *bytes = (unsigned char *)&file;
	srand(1);
	for (int round = 0; round < 3000; round++) {
		make_file(&file);
		if (round % 2)
			file.header.e_shoff = file.header.e_shnum = file.header.e_shstrndx = 0;
		for (int i = 0; i < 8; i++) {
			size_t at = sizeof(file.header) +
				    (size_t)rand() % (sizeof(file) - sizeof(file.header));
			bytes[at] = (unsigned char)rand();
		}
		ask_everything(&file, sizeof(file));
	}
}
END_TEST

/* The file shrinks after it was opened: a mapped one would kill us. */
START_TEST(shrinking_file_is_survived)
{
	struct file file;
	struct pf_elf *elf;
	pf_addr at;
	make_file(&file);
	int fd = memfd_create("elf", MFD_CLOEXEC);
	ck_assert_int_eq(write(fd, &file, sizeof(file)), (ssize_t)sizeof(file));
	assert_ok(pf_elf_open(fd, "made-up", &elf));
	ck_assert_int_eq(ftruncate(fd, 0), 0);
	ck_assert(!pf_elf_find_symbol(elf, "first", &at, NULL));
	pf_elf_close(elf);
	close(fd);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("elf");
	TCase *tests = tcase_create("elf");
	tcase_add_test(tests, whole_file_tells_all);
	tcase_add_loop_test(tests, section_headers_may_be_stripped, 0, 2);
	tcase_add_test(tests, bias_comes_from_the_mapping);
	tcase_add_test(tests, other_files_are_refused);
	tcase_add_test(tests, an_address_has_a_symbol);
	tcase_add_test(tests, symbols_one_after_the_other);
	tcase_add_test(tests, every_truncation_is_survived);
	tcase_add_loop_test(tests, every_damaged_byte_is_survived, 0, 2);
	tcase_add_test(tests, garbage_is_survived);
	tcase_add_test(tests, shrinking_file_is_survived);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
