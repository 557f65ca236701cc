/* Symbols of the target's ELF files: which one an address belongs to, and those of a pattern. */
#include "base/array.h"
#include "base/cleanup.h"
#include "target/elf.h"
#include "target/modules.h"

#include <fnmatch.h>
#include <string.h>

struct pf_symbols {
	PF_ARRAY(struct pf_symbol) list;
	bool more;
};

static bool holds(const struct pf_module *module, pf_addr at)
{
	return at >= module->first->start && at < module->end;
}

/* Without memory of ours there is no answer; a file that cannot be read merely has no symbols. */
static struct pf_error *forgive(struct pf_error *err)
{
	if (pf_error_code(err) == PF_NO_MEMORY)
		return err;
	pf_error_destroy(err);
	return NULL;
}

static struct pf_error *find_in(struct pf_process *process, const struct pf_module *module,
				size_t index, pf_addr at, struct pf_symbol *ret)
{
	struct pf_elf *elf;
	pf_addr bias;
	struct pf_elf_symbol symbol;
	struct pf_error *err = pf_module_elf(process, index, &elf, &bias);
	if (err)
		return forgive(err);
	if (pf_elf_find_symbol_at(elf, at - bias, &symbol))
		*ret = (struct pf_symbol){ symbol.name, symbol.section, module->path,
					   symbol.at + bias, symbol.size };
	return NULL;
}

static struct pf_error *find_known(struct pf_process *process, pf_addr at, struct pf_symbol *ret)
{
	const struct pf_module *modules;
	size_t count;
	PF_TRY(pf_process_modules(process, &modules, &count));
	for (size_t i = 0; i < count; i++) {
		if (holds(&modules[i], at))
			return find_in(process, &modules[i], i, at, ret);
	}
	return NULL;
}

/* What is not in the map that was read before may have been mapped since. */
struct pf_error *pf_process_find_symbol_at(struct pf_process *process, pf_addr at,
					   struct pf_symbol *ret)
{
	const struct pf_maps *maps;
	*ret = (struct pf_symbol){ 0 };
	PF_TRY(pf_process_maps(process, &maps));
	if (!pf_maps_find(maps, at))
		PF_TRY(pf_process_renew_modules(process));
	return find_known(process, at, ret);
}

static bool matches(const char *name, const char *pattern)
{
	if (!pattern)
		return true;
	return strpbrk(pattern, "*?[") ? !fnmatch(pattern, name, 0) : strstr(name, pattern) != NULL;
}

static struct pf_error *append(struct pf_process *process, const struct pf_module *module,
			       size_t index, const char *pattern, size_t limit,
			       struct pf_symbols *ret)
{
	struct pf_elf *elf;
	pf_addr bias;
	struct pf_elf_symbol symbol;
	struct pf_error *err = pf_module_elf(process, index, &elf, &bias);
	if (err)
		return forgive(err);
	for (size_t next = 0; !ret->more && pf_elf_next_symbol(elf, &next, &symbol);) {
		if (!matches(symbol.name, pattern))
			continue;
		ret->more = ret->list.count == limit;
		if (ret->more)
			break;
		struct pf_symbol item = { symbol.name, NULL, module->path, symbol.at + bias,
					  symbol.size };
		PF_TRY(pf_array_push(&ret->list, item));
	}
	return NULL;
}

static int compare(const void *a, const void *b)
{
	const struct pf_symbol *one = a, *two = b;
	if (one->at != two->at)
		return one->at < two->at ? -1 : 1;
	return strcmp(one->name, two->name);
}

/* By address within each file. */
static void sort(struct pf_symbols *symbols, size_t first)
{
	if (symbols->list.count > first)
		qsort(symbols->list.items + first, symbols->list.count - first,
		      sizeof(*symbols->list.items), compare);
}

void pf_symbols_destroy(struct pf_symbols *symbols)
{
	if (symbols)
		pf_array_deinit(&symbols->list);
	free(symbols);
}

PF_DEFINE_GUARD(guard_symbols, struct pf_symbols *, pf_symbols_destroy);

struct pf_error *pf_process_list_symbols(struct pf_process *process, const char *pattern,
					 size_t limit, struct pf_symbols **ret)
{
	const struct pf_module *modules;
	size_t count;
	PF_GUARD(guard_symbols) struct pf_symbols *symbols = calloc(1, sizeof(*symbols));
	if (!symbols)
		return &pf_error_no_memory;
	PF_TRY(pf_process_refresh_modules(process));
	PF_TRY(pf_process_modules(process, &modules, &count));
	for (size_t i = 0; i < count && !symbols->more; i++) {
		size_t first = symbols->list.count;
		PF_TRY(append(process, &modules[i], i, pattern, limit, symbols));
		sort(symbols, first);
	}
	*ret = pf_take(symbols);
	return NULL;
}

size_t pf_symbols_count(const struct pf_symbols *symbols)
{
	return symbols->list.count;
}

const struct pf_symbol *pf_symbols_get(const struct pf_symbols *symbols, size_t index)
{
	return &symbols->list.items[index];
}

bool pf_symbols_has_more(const struct pf_symbols *symbols)
{
	return symbols->more;
}
