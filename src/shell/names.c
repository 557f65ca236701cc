/* Lists of names: candidates of a completion or of an ambiguity, sorted and without doubles. */
#include "shell/names.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_NAME = 64, FAR = 3 };

/* Where NAME belongs; *found_ret says whether it is there already. */
static size_t position(const struct pf_names *names, const char *name, int *found_ret)
{
	size_t low = 0, high = names->list.count;
	*found_ret = 0;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strverscmp(name, names->list.items[middle]);
		if (!order)
			*found_ret = 1;
		if (order <= 0)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

struct pf_error *pf_names_add(struct pf_names *names, const char *name, size_t size)
{
	PF_TRY(pf_array_reserve(&names->list, 1));
	char *copy = strndup(name, size);
	if (!copy)
		return &pf_error_no_memory;
	int found;
	size_t at = position(names, copy, &found);
	if (found) {
		free(copy);
		return NULL;
	}
	char **items = names->list.items;
	memmove(items + at + 1, items + at, (names->list.count - at) * sizeof(*items));
	items[at] = copy;
	names->list.count++;
	return NULL;
}

struct pf_error *pf_names_add_match(struct pf_names *names, const char *name, const char *prefix)
{
	if (strncmp(name, prefix, strlen(prefix)))
		return NULL;
	return pf_names_add(names, name, strlen(name));
}

void pf_names_deinit(struct pf_names *names)
{
	for (size_t i = 0; i < names->list.count; i++)
		free(names->list.items[i]);
	pf_array_deinit(&names->list);
	*names = (struct pf_names){ 0 };
}

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
	unsigned least = a < b ? a : b;
	return least < c ? least : c;
}

/* Levenshtein's distance, one row at a time. */
unsigned pf_names_distance(const char *a, size_t a_size, const char *b, size_t b_size)
{
	if (a_size >= MAX_NAME || b_size >= MAX_NAME)
		return FAR;
	unsigned row[MAX_NAME];
	for (unsigned j = 0; j <= b_size; j++)
		row[j] = j;
	for (unsigned i = 1; i <= a_size; i++) {
		unsigned diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= b_size; j++) {
			unsigned changed = diagonal + (a[i - 1] != b[j - 1]);
			diagonal = row[j];
			row[j] = min3(changed, row[j] + 1, row[j - 1] + 1);
		}
	}
	return row[b_size] < FAR ? row[b_size] : FAR;
}
