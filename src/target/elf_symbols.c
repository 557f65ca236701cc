/* A symbol table of an ELF file, whichever way it is found. */
#include "target/elf_symbols.h"

#include <stdint.h>
#include <string.h>

/* More than the largest known table by far; a hostile file asks for all our memory. */
enum { SIZE_LIMIT = 256 * 1024 * 1024 };

static Elf_Data *section_data(Elf_Scn *section)
{
	const Elf64_Shdr *header = section ? elf64_getshdr(section) : NULL;
	if (!header || header->sh_size > SIZE_LIMIT || header->sh_type == SHT_NOBITS ||
	    (header->sh_flags & SHF_COMPRESSED))
		return NULL;
	Elf_Data *data = elf_getdata(section, NULL);
	return data && data->d_buf ? data : NULL;
}

static bool load_section(Elf *elf, Elf_Scn *section, struct pf_elf_symbols *ret)
{
	Elf_Data *names = section_data(elf_getscn(elf, elf64_getshdr(section)->sh_link));
	Elf_Data *symbols = section_data(section);
	if (!names || !symbols || symbols->d_type != ELF_T_SYM)
		return false;
	*ret = (struct pf_elf_symbols){
		.symbols = symbols->d_buf,
		.count = symbols->d_size / sizeof(Elf64_Sym),
		.names = names->d_buf,
		.names_size = names->d_size,
	};
	return true;
}

bool pf_elf_symbols_load(Elf *elf, Elf64_Word type, struct pf_elf_symbols *ret)
{
	for (Elf_Scn *section = NULL; (section = elf_nextscn(elf, section));) {
		const Elf64_Shdr *header = elf64_getshdr(section);
		if (header && header->sh_type == type && load_section(elf, section, ret))
			return true;
	}
	return false;
}

static bool has_bytes(const Elf64_Sym *symbol)
{
	unsigned char type = ELF64_ST_TYPE(symbol->st_info);
	return symbol->st_shndx != SHN_UNDEF && type != STT_GNU_IFUNC && type != STT_TLS &&
	       type != STT_SECTION && type != STT_FILE;
}

const Elf64_Sym *pf_elf_symbols_find(const struct pf_elf_symbols *table, const char *name)
{
	size_t size = strlen(name) + 1;
	for (size_t i = 0; i < table->count; i++) {
		const Elf64_Sym *symbol = &table->symbols[i];
		size_t at = symbol->st_name;
		if (at < table->names_size && size <= table->names_size - at &&
		    !memcmp(table->names + at, name, size) && has_bytes(symbol))
			return symbol;
	}
	return NULL;
}
