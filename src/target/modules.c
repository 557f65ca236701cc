/* The programs and libraries that the target has mapped, and their symbols. */
#include "target/modules.h"

#include "base/array.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "target/process_private.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct modules {
	struct pf_maps *maps;
	PF_ARRAY(struct pf_module) list;
	char *preferred;  /* NULL: none */
	uint64_t read_ns; /* when the map was read */
};

static const uint64_t SECOND_NS = 1000000000;

static void destroy(void *data)
{
	struct modules *modules = data;
	for (size_t i = 0; i < modules->list.count; i++)
		pf_elf_close(modules->list.items[i].elf);
	pf_array_deinit(&modules->list);
	pf_maps_destroy(modules->maps);
	free(modules->preferred);
	free(modules);
}

static void guard_modules(struct modules **modules)
{
	if (*modules)
		destroy(*modules);
}

static int rank_of(struct pf_process *process, const char *path, const char *preferred)
{
	if (!strcmp(path, pf_process_executable(process)))
		return 0;
	const char *slash = strrchr(path, '/');
	return preferred && strstr(slash ? slash + 1 : path, preferred) ? 1 : 2;
}

static int compare(const void *a, const void *b)
{
	const struct pf_module *one = a, *two = b;
	if (one->rank != two->rank)
		return one->rank - two->rank;
	return (one->first->start > two->first->start) - (one->first->start < two->first->start);
}

static void sort(struct pf_process *process, struct modules *modules)
{
	for (size_t i = 0; i < modules->list.count; i++) {
		struct pf_module *module = &modules->list.items[i];
		module->rank = rank_of(process, module->path, modules->preferred);
	}
	if (modules->list.count)
		qsort(modules->list.items, modules->list.count, sizeof(*modules->list.items),
		      compare);
}

/* Whether REGION goes on with what FIRST begins: the same file, further on than LAST. */
static bool continues(const struct pf_map_region *first, const struct pf_map_region *last,
		      const struct pf_map_region *region)
{
	return first && region->inode == first->inode && region->offset >= last->offset &&
	       !strcmp(region->path, first->path);
}

/*
 * A module is a run of regions of one file, of which one is executable: what is mapped as mere
 * data is no module. Anonymous memory between them (.bss) does not count.
 */
static struct pf_error *collect(struct modules *modules)
{
	const struct pf_map_region *first = NULL, *last = NULL;
	bool listed = false;
	for (size_t i = 0; i < pf_maps_count(modules->maps); i++) {
		const struct pf_map_region *region = pf_maps_get(modules->maps, i);
		if (!region->inode)
			continue;
		if (!continues(first, last, region)) {
			first = region;
			listed = false;
		}
		last = region;
		if (listed)
			modules->list.items[modules->list.count - 1].end = region->end;
		if (listed || region->permissions[2] != 'x')
			continue;
		struct pf_module module = { first->path, first, .end = region->end };
		PF_TRY(pf_array_push(&modules->list, module));
		listed = true;
	}
	return NULL;
}

static bool is_same(const struct pf_module *one, const struct pf_module *two)
{
	return one->first->start == two->first->start && one->first->inode == two->first->inode &&
	       !strcmp(one->path, two->path);
}

/* Moves the open files of OLD to the modules of NEW that are the same. */
static void move_elfs(struct modules *old, struct modules *new)
{
	for (size_t i = 0; i < new->list.count; i++) {
		struct pf_module *to = &new->list.items[i];
		for (size_t j = 0; j < old->list.count && !to->elf; j++) {
			struct pf_module *from = &old->list.items[j];
			if (!from->elf || !is_same(from, to))
				continue;
			to->elf = pf_take(from->elf);
			to->bias = from->bias;
		}
	}
}

static struct pf_error *copy_preference(struct modules *modules, const char *text)
{
	char *copy = text ? strdup(text) : NULL;
	if (text && !copy)
		return &pf_error_no_memory;
	free(modules->preferred);
	modules->preferred = copy;
	return NULL;
}

struct pf_error *pf_process_refresh_modules(struct pf_process *process)
{
	struct modules *old = process->modules.data;
	PF_GUARD(guard_modules) struct modules *modules = calloc(1, sizeof(*modules));
	if (!modules)
		return &pf_error_no_memory;
	PF_TRY(copy_preference(modules, old ? old->preferred : NULL));
	modules->read_ns = pf_clock_now_ns();
	PF_TRY(pf_maps_read(process, &modules->maps));
	PF_TRY(collect(modules));
	if (old) {
		move_elfs(old, modules);
		destroy(old);
	}
	sort(process, modules);
	process->modules = (struct pf_process_part){ pf_take(modules), destroy };
	return NULL;
}

struct pf_error *pf_process_renew_modules(struct pf_process *process)
{
	const struct modules *modules = process->modules.data;
	if (modules && pf_clock_now_ns() - modules->read_ns < SECOND_NS)
		return NULL;
	return pf_process_refresh_modules(process);
}

static struct pf_error *get(struct pf_process *process, struct modules **ret)
{
	if (!process->modules.data)
		PF_TRY(pf_process_refresh_modules(process));
	*ret = process->modules.data;
	return NULL;
}

struct pf_error *pf_process_prefer_modules(struct pf_process *process, const char *text)
{
	struct modules *modules;
	PF_TRY(get(process, &modules));
	PF_TRY(copy_preference(modules, text));
	sort(process, modules);
	return NULL;
}

struct pf_error *pf_process_modules(struct pf_process *process, const struct pf_module **ret,
				    size_t *count_ret)
{
	struct modules *modules;
	PF_TRY(get(process, &modules));
	*ret = modules->list.items;
	*count_ret = modules->list.count;
	return NULL;
}

struct pf_error *pf_process_maps(struct pf_process *process, const struct pf_maps **ret)
{
	struct modules *modules;
	PF_TRY(get(process, &modules));
	*ret = modules->maps;
	return NULL;
}

PF_DEFINE_GUARD(guard_elf, struct pf_elf *, pf_elf_close);

static struct pf_error *open_elf(struct pf_process *process, struct pf_module *module)
{
	PF_AUTO_CLOSE int fd = -1;
	PF_GUARD(guard_elf) struct pf_elf *elf = NULL;
	PF_TRY(pf_process_open_region(process, module->first, &fd));
	PF_TRY(pf_elf_open(fd, module->path, &elf));
	if (!pf_elf_find_bias(elf, module->first->start, module->first->offset, &module->bias))
		return pf_error_create(PF_CORRUPT, "%s does not say where it is to be mapped",
				       module->path);
	module->elf = pf_take(elf);
	return NULL;
}

struct pf_error *pf_module_elf(struct pf_process *process, size_t index, struct pf_elf **ret,
			       pf_addr *bias_ret)
{
	struct modules *modules;
	PF_TRY(get(process, &modules));
	if (index >= modules->list.count)
		return pf_error_create(PF_USAGE, "there is no module %zu", index);
	struct pf_module *module = &modules->list.items[index];
	if (!module->elf)
		PF_TRY(open_elf(process, module));
	*ret = module->elf;
	*bias_ret = module->bias;
	return NULL;
}

/* Whether the module INDEX has the symbol; one whose file cannot be read has none. */
static struct pf_error *find_in_module(struct pf_process *process, size_t index, const char *name,
				       bool everywhere, pf_addr *ret, uint64_t *size_ret)
{
	struct pf_elf *elf;
	pf_addr bias, at;
	struct pf_error *err = pf_module_elf(process, index, &elf, &bias);
	if (err && pf_error_code(err) != PF_NO_MEMORY) {
		pf_error_destroy(err);
		return NULL;
	}
	PF_TRY(err);
	if (everywhere ? pf_elf_find_symbol(elf, name, &at, size_ret)
		       : pf_elf_find_dynamic_symbol(elf, name, &at, size_ret))
		*ret = bias + at;
	return NULL;
}

/* Every .dynsym before any .symtab, which a large program may have hundreds of megabytes of. */
struct pf_error *pf_process_find_symbol(struct pf_process *process, const char *name, pf_addr *ret,
					uint64_t *size_ret)
{
	struct modules *modules;
	pf_addr found = 0;
	PF_TRY(get(process, &modules));
	size_t count = modules->list.count;
	for (size_t i = 0; i < 2 * count && !found; i++)
		PF_TRY(find_in_module(process, i % count, name, i >= count, &found, size_ret));
	*ret = found;
	return NULL;
}
