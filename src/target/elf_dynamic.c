/* The symbol table that the dynamic linker uses, found without section headers. */
#include "target/elf_symbols.h"

#include <stdint.h>

enum { SIZE_LIMIT = 256 * 1024 * 1024 };

/* What the dynamic section tells, all of it link-time addresses but the size. */
struct dynamic {
	Elf64_Addr symbols, names, hash, gnu_hash;
	uint64_t names_size;
};

struct file {
	Elf *elf;
	const Elf64_Phdr *segments;
	size_t segment_count;
};

static void *chunk(Elf *elf, uint64_t offset, uint64_t size, Elf_Type type)
{
	if (!size || size > SIZE_LIMIT || offset > INT64_MAX)
		return NULL;
	Elf_Data *data = elf_getdata_rawchunk(elf, (int64_t)offset, size, type);
	return data ? data->d_buf : NULL;
}

/* The offset in the file of a link-time address, and how many bytes of its segment follow. */
static bool find_offset(const struct file *file, Elf64_Addr at, uint64_t *ret, uint64_t *left_ret)
{
	for (size_t i = 0; i < file->segment_count; i++) {
		const Elf64_Phdr *segment = &file->segments[i];
		if (segment->p_type != PT_LOAD || at < segment->p_vaddr ||
		    at - segment->p_vaddr >= segment->p_filesz)
			continue;
		*ret = segment->p_offset + (at - segment->p_vaddr);
		*left_ret = segment->p_filesz - (at - segment->p_vaddr);
		return true;
	}
	return false;
}

/* SIZE bytes at a link-time address; NULL when the file does not have them. */
static void *bytes_at(const struct file *file, Elf64_Addr at, uint64_t size, Elf_Type type)
{
	uint64_t offset, left;
	if (!find_offset(file, at, &offset, &left) || size > left)
		return NULL;
	return chunk(file->elf, offset, size, type);
}

static void note_entry(const Elf64_Dyn *entry, struct dynamic *ret)
{
	switch (entry->d_tag) {
	case DT_SYMTAB:
		ret->symbols = entry->d_un.d_ptr;
		break;
	case DT_STRTAB:
		ret->names = entry->d_un.d_ptr;
		break;
	case DT_STRSZ:
		ret->names_size = entry->d_un.d_val;
		break;
	case DT_HASH:
		ret->hash = entry->d_un.d_ptr;
		break;
	case DT_GNU_HASH:
		ret->gnu_hash = entry->d_un.d_ptr;
		break;
	default:
		break;
	}
}

static bool read_dynamic(const struct file *file, struct dynamic *ret)
{
	for (size_t i = 0; i < file->segment_count; i++) {
		const Elf64_Phdr *segment = &file->segments[i];
		if (segment->p_type != PT_DYNAMIC)
			continue;
		size_t count = segment->p_filesz / sizeof(Elf64_Dyn);
		const Elf64_Dyn *entries =
			chunk(file->elf, segment->p_offset, count * sizeof(Elf64_Dyn), ELF_T_DYN);
		for (size_t j = 0; entries && j < count && entries[j].d_tag != DT_NULL; j++)
			note_entry(&entries[j], ret);
		return ret->symbols && ret->names && ret->names_size;
	}
	return false;
}

/* The last symbol's index is in its bucket's chain: it ends with the lowest bit set. */
static size_t chain_end(const struct file *file, Elf64_Addr chains, uint32_t first, uint32_t index)
{
	uint64_t offset, left;
	Elf64_Addr at = chains + (uint64_t)(index - first) * sizeof(uint32_t);
	if (!find_offset(file, at, &offset, &left))
		return 0;
	size_t words = left / sizeof(uint32_t);
	const uint32_t *chain = chunk(file->elf, offset, words * sizeof(uint32_t), ELF_T_WORD);
	for (size_t i = 0; chain && i < words; i++) {
		if (chain[i] & 1)
			return index + i + 1;
	}
	return 0;
}

/* DT_GNU_HASH: four words, the filter's 64-bit words, buckets, chains; no count of symbols. */
static size_t count_by_gnu_hash(const struct file *file, Elf64_Addr at)
{
	const uint32_t *header = bytes_at(file, at, 4 * sizeof(uint32_t), ELF_T_WORD);
	if (!header)
		return 0;
	uint32_t bucket_count = header[0], first = header[1];
	Elf64_Addr buckets_at = at + 16 + (uint64_t)header[2] * sizeof(uint64_t);
	uint64_t size = (uint64_t)bucket_count * sizeof(uint32_t);
	const uint32_t *buckets = bytes_at(file, buckets_at, size, ELF_T_WORD);
	uint32_t last = 0;
	for (uint32_t i = 0; buckets && i < bucket_count; i++)
		last = buckets[i] > last ? buckets[i] : last;
	return last < first || !last ? first : chain_end(file, buckets_at + size, first, last);
}

static size_t count_symbols(const struct file *file, const struct dynamic *dynamic)
{
	if (dynamic->gnu_hash)
		return count_by_gnu_hash(file, dynamic->gnu_hash);
	const uint32_t *header =
		dynamic->hash ? bytes_at(file, dynamic->hash, 8, ELF_T_WORD) : NULL;
	return header ? header[1] : 0;
}

bool pf_elf_symbols_load_dynamic(Elf *elf, const Elf64_Phdr *segments, size_t count,
				 struct pf_elf_symbols *ret)
{
	struct file file = { elf, segments, count };
	struct dynamic dynamic = { 0 };
	if (!read_dynamic(&file, &dynamic))
		return false;
	struct pf_elf_symbols found = { .count = count_symbols(&file, &dynamic),
					.names_size = dynamic.names_size };
	found.symbols =
		bytes_at(&file, dynamic.symbols, found.count * sizeof(Elf64_Sym), ELF_T_SYM);
	found.names = bytes_at(&file, dynamic.names, dynamic.names_size, ELF_T_BYTE);
	if (!found.symbols || !found.names)
		return false;
	*ret = found;
	return true;
}
