/* dict, and what is derived from it. */
#include "base/cleanup.h"
#include "python/dict.h"
#include "python/object.h"
#include "value/dict_children.h"
#include "value/fields.h"
#include "value/kinds.h"

#include <inttypes.h>

static struct pf_error *dict_shape(struct pf_view *view, const struct pf_object *object,
				   const struct pf_limits *limits, struct pf_shape *ret)
{
	(void)view, (void)object, (void)limits;
	pf_text_append_str(&ret->open, "{");
	pf_text_append_str(&ret->close, "}");
	ret->style = PF_STYLE_PAIRS;
	ret->folded = "{...}";
	return NULL;
}

struct pf_error *pf_dict_children(struct pf_view *view, const struct pf_object *object,
				  size_t count, struct pf_children *ret)
{
	struct pf_dict_places places;
	PF_TRY(pf_dict_locate(view->reader, object->at, &places));
	return pf_dict_place_children(view, &places, count, ret);
}

struct pf_error *pf_dict_length(struct pf_view *view, const struct pf_object *object, uint64_t *ret)
{
	PF_TRY(pf_field_word(view, object, view->reader->layout->dict.used, ret));
	return *ret > INT64_MAX ? pf_error_create(PF_CORRUPT, "a length of %" PRId64, (int64_t)*ret)
				: NULL;
}

const struct pf_kind pf_kind_dict = { .flag = PF_TYPE_DICT,
				      .shape = dict_shape,
				      .children = pf_dict_children,
				      .length = pf_dict_length };
