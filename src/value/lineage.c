/* The classes of an object in the order in which attributes are looked for: the MRO. */
#include "value/lineage.h"

#include "base/cleanup.h"
#include "python/dict.h"
#include "value/class.h"

struct pf_error *pf_lineage_read(struct pf_view *view, pf_addr at, pf_addr **ret, size_t *count_ret)
{
	const struct pf_layout *layout = view->reader->layout;
	const struct pf_class *class;
	uint64_t count = 0;
	PF_TRY(pf_view_class(view, at, &class));
	if (class->mro)
		PF_TRY(pf_reader_peek_word(view->reader,
					   class->mro + (pf_addr)layout->object.var_size, &count));
	if (count > PF_LINEAGE_LIMIT)
		return pf_error_create(PF_CORRUPT, "an MRO of %llu classes",
				       (unsigned long long)count);
	PF_AUTO_FREE pf_addr *classes = calloc(count + 1, sizeof(*classes));
	if (!classes)
		return &pf_error_no_memory;
	if (count)
		PF_TRY(pf_reader_peek(view->reader,
				      class->mro + (pf_addr)layout->objects.sequence.tuple_items,
				      classes, count * sizeof(*classes)));
	else
		classes[count++] = at;
	*count_ret = count;
	*ret = pf_take(classes);
	return NULL;
}

/* Classes that are built in keep their dict elsewhere from 3.12 on: they have nothing then. */
static struct pf_error *find_in(struct pf_view *view, pf_addr at, const char *name, pf_addr *ret)
{
	const struct pf_class *class;
	PF_TRY(pf_view_class(view, at, &class));
	*ret = 0;
	return class->dict ? pf_dict_find(view->reader, class->dict, name, ret) : NULL;
}

struct pf_error *pf_lineage_find(struct pf_view *view, pf_addr at, const char *name, pf_addr *ret)
{
	PF_AUTO_FREE pf_addr *classes = NULL;
	size_t count;
	PF_TRY(pf_lineage_read(view, at, &classes, &count));
	*ret = 0;
	for (size_t i = 0; i < count && !*ret; i++)
		PF_TRY(find_in(view, classes[i], name, ret));
	return NULL;
}
