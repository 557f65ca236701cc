/* A symbol table of an ELF file, whichever way it is found. */
#include "target/elf_symbols.h"

#include <stdint.h>
#include <string.h>

/* More than the largest known table by far; a hostile file asks for all our memory. */
enum { SIZE_LIMIT = 256 * 1024 * 1024, NAME_LIMIT = 4096 };

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

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

const char *pf_elf_symbols_name(const struct pf_elf_symbols *table, size_t index)
{
	const Elf64_Sym *symbol = &table->symbols[index];
	size_t at = symbol->st_name;
	if (!at || at >= table->names_size || !has_bytes(symbol) || !table->names[at] ||
	    !memchr(table->names + at, 0, least(table->names_size - at, NAME_LIMIT)))
		return NULL;
	return table->names + at;
}

/* How well a symbol answers for an address: not at all; it lies before; it holds the address. */
enum fit { NO_FIT, LIES_BEFORE, HOLDS };

static enum fit fit_of(const Elf64_Sym *symbol, Elf64_Addr at, Elf64_Section section)
{
	if (symbol->st_value > at)
		return NO_FIT;
	if (symbol->st_size)
		return at - symbol->st_value < symbol->st_size ? HOLDS : NO_FIT;
	return symbol->st_shndx == section ? LIES_BEFORE : NO_FIT;
}

/* Of two at one address the global one counts, whose name people know. */
static bool is_nearer(const Elf64_Sym *one, const Elf64_Sym *two)
{
	if (one->st_value != two->st_value)
		return one->st_value > two->st_value;
	return ELF64_ST_BIND(one->st_info) == STB_GLOBAL &&
	       ELF64_ST_BIND(two->st_info) != STB_GLOBAL;
}

bool pf_elf_symbols_find_at(const struct pf_elf_symbols *table, Elf64_Addr at,
			    Elf64_Section section, size_t *ret)
{
	enum fit best = NO_FIT;
	for (size_t i = 0; i < table->count; i++) {
		enum fit fit = fit_of(&table->symbols[i], at, section);
		if (fit == NO_FIT || fit < best || !pf_elf_symbols_name(table, i))
			continue;
		if (fit == best && !is_nearer(&table->symbols[i], &table->symbols[*ret]))
			continue;
		best = fit;
		*ret = i;
	}
	return best != NO_FIT;
}
