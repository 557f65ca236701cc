/* What the files that evaluate expressions share. */
#ifndef PF_VALUE_EVALUATE_PRIVATE_H
#define PF_VALUE_EVALUATE_PRIVATE_H

#include "python/object.h"
#include "value/class.h"
#include "value/evaluate.h"
#include "value/kind.h"
#include "value/kinds.h"
#include "value/number.h"

enum {
	PF_EVALUATE_ITEMS = 1 << 22, /* that one expression looks at, at most */
	PF_EVALUATE_TEXT = 1 << 20,  /* characters of a text that is compared, at most */
	PF_EVALUATE_DEPTH = 16,	     /* of tuples and lists in each other that are compared */
};

/* One evaluation: what it reads, where names are, and how much it has looked at. */
struct pf_evaluation {
	struct pf_view *view;
	const struct pf_scope *scope;
	struct pf_arena *arena;
	uint64_t items;
};

/* Whether str is made of bytes, and equals the unicode of the same letters: 2.7. */
static inline bool pf_evaluation_has_byte_text(const struct pf_evaluation *evaluation)
{
	return evaluation->view->reader->layout->traits.text == TEXT_BYTES;
}

/* What 'x' is. */
static inline enum pf_result_kind pf_evaluation_text_kind(const struct pf_evaluation *evaluation)
{
	return pf_evaluation_has_byte_text(evaluation) ? PF_RESULT_BYTES : PF_RESULT_STR;
}

static inline bool pf_evaluation_is_text(const struct pf_result *result)
{
	return result->kind == PF_RESULT_STR || result->kind == PF_RESULT_BYTES;
}

/* A dict: its items are found by their keys. */
static inline bool pf_evaluation_is_dict(const struct pf_object *object)
{
	return object->class->flags & PF_TYPE_DICT || object->class->kind == &pf_kind_frozendict;
}

/* Counts COUNT items more; USAGE when that is too many. */
struct pf_error *pf_evaluation_count(struct pf_evaluation *evaluation, uint64_t count) PF_CHECKED;

/* "Job", "int": the name of its type, for errors. What cannot be read is an "object". */
const char *pf_evaluation_type_name(struct pf_evaluation *evaluation,
				    const struct pf_result *result);

/*
 * Whether the class of the object has METHOD of its own, not that of "object": then Python would
 * have to call it. False for values of our own.
 */
struct pf_error *pf_evaluation_defines(struct pf_evaluation *evaluation,
				       const struct pf_result *result, const char *method,
				       bool *ret) PF_CHECKED;

/* "'Job' defines __eq__: it would have to be executed" */
struct pf_error *pf_evaluation_refuse(struct pf_evaluation *evaluation,
				      const struct pf_result *result,
				      const char *method) PF_CHECKED;

/* Whether any class of the object but "object" has METHOD, known or not. */
struct pf_error *pf_evaluation_has(struct pf_evaluation *evaluation, const struct pf_result *result,
				   const char *method, bool *ret) PF_CHECKED;

/* The refusal, if it defines METHOD. */
struct pf_error *pf_evaluation_expect_known(struct pf_evaluation *evaluation,
					    const struct pf_result *result,
					    const char *method) PF_CHECKED;

/* The refusal, if A or B defines the OPERATION; B NULL: it has one operand. */
struct pf_error *pf_evaluation_expect_operator(struct pf_evaluation *evaluation,
					       enum pf_operation operation,
					       const struct pf_result *a,
					       const struct pf_result *b) PF_CHECKED;

/* The same of a class that a program has made: what is built in needs no look. */
struct pf_error *pf_evaluation_expect_plain(struct pf_evaluation *evaluation,
					    const struct pf_result *result,
					    const char *method) PF_CHECKED;

/*
 * Whether a class of the object keeps its dict where it is not read: from 3.12 on those that are
 * built in. "object" and None have nothing that anybody asks for.
 */
struct pf_error *pf_evaluation_is_hidden(struct pf_evaluation *evaluation,
					 const struct pf_object *object, bool *ret) PF_CHECKED;

/* evaluate.c: a node's value. */
struct pf_error *pf_evaluation_node(struct pf_evaluation *evaluation, const struct pf_node *node,
				    struct pf_result *ret) PF_CHECKED;

/* evaluate_name.c */
struct pf_error *pf_evaluation_name(struct pf_evaluation *evaluation, const char *name,
				    struct pf_result *ret) PF_CHECKED;

/* Tells whoever asked to know that a name, or an attribute, is not where it was looked for. */
void pf_evaluation_note_nameless(struct pf_evaluation *evaluation);

/* evaluate_load.c: an object that has a value of our own becomes it. */
struct pf_error *pf_evaluation_load(struct pf_evaluation *evaluation,
				    struct pf_result *result) PF_CHECKED;

/* The characters of a text of the target's from FIRST on, COUNT at most. */
struct pf_error *pf_evaluation_load_part(struct pf_evaluation *evaluation,
					 const struct pf_result *text, uint64_t first,
					 uint64_t count, struct pf_result *ret) PF_CHECKED;

/* evaluate_long_text.c: the length of a text that is too long to be loaded; 0: it is none. */
struct pf_error *pf_evaluation_long_text(struct pf_evaluation *evaluation,
					 const struct pf_result *result, uint64_t *ret) PF_CHECKED;

/* A and B, of which one is such a text, have other lengths: they differ. Else FAILURE remains. */
struct pf_error *pf_evaluation_differ(struct pf_evaluation *evaluation, const struct pf_result *a,
				      const struct pf_result *b,
				      struct pf_error *failure) PF_CHECKED;

/* The characters that SLICE takes of such a text; SLICE is one of *ret then. */
struct pf_error *pf_evaluation_long_slice(struct pf_evaluation *evaluation,
					  const struct pf_result *text, struct pf_result *slice,
					  struct pf_result *ret) PF_CHECKED;

/* evaluate_truth.c */
struct pf_error *pf_evaluation_truth(struct pf_evaluation *evaluation,
				     const struct pf_result *result, bool *ret) PF_CHECKED;

/* evaluate_attribute.c */
struct pf_error *pf_evaluation_attribute(struct pf_evaluation *evaluation,
					 const struct pf_result *object, const char *name,
					 struct pf_result *ret) PF_CHECKED;

/*
 * evaluate_sequence.c: what has a length and items that are counted: lists, tuples and other
 * sequences of the target, slices, ranges, and what is our own.
 */
enum pf_sequence {
	PF_SEQUENCE_NONE, /* no sequence */
	PF_SEQUENCE_TUPLE,
	PF_SEQUENCE_LIST,
	PF_SEQUENCE_RANGE,
	PF_SEQUENCE_OTHER,
};

/* A slice is what it is a slice of. */
struct pf_error *pf_evaluation_sequence(struct pf_evaluation *evaluation,
					const struct pf_result *result,
					enum pf_sequence *ret) PF_CHECKED;
struct pf_error *pf_evaluation_length(struct pf_evaluation *evaluation,
				      const struct pf_result *result, uint64_t *ret) PF_CHECKED;

/* The item INDEX, which is less than the length. */
struct pf_error *pf_evaluation_at(struct pf_evaluation *evaluation, const struct pf_result *result,
				  uint64_t index, struct pf_result *ret) PF_CHECKED;

/* evaluate_dict.c: what OBJECT has as its __dict__, as a dict of our own. */
struct pf_error *pf_evaluation_own_dict(struct pf_evaluation *evaluation,
					const struct pf_object *object,
					struct pf_result *ret) PF_CHECKED;

/* The value of KEY in such a dict; *found says whether there is one. */
struct pf_error *pf_evaluation_find_own(struct pf_evaluation *evaluation,
					const struct pf_result *dict, const struct pf_result *key,
					bool *found, struct pf_result *ret) PF_CHECKED;

/* evaluate_item.c: an item by its key or index. */
struct pf_error *pf_evaluation_item(struct pf_evaluation *evaluation,
				    const struct pf_result *object, const struct pf_result *key,
				    struct pf_result *ret) PF_CHECKED;

/* An int or a bool, which is one. */
static inline bool pf_evaluation_is_index(const struct pf_result *key)
{
	return key->kind == PF_RESULT_INT || key->kind == PF_RESULT_BOOL;
}

struct pf_error *pf_evaluation_not_subscriptable(struct pf_evaluation *evaluation,
						 const struct pf_result *object) PF_CHECKED;

/* evaluate_slice.c: parts are ints, or None. */
struct pf_error *pf_evaluation_slice(struct pf_evaluation *evaluation,
				     const struct pf_result *object,
				     const struct pf_result parts[3],
				     struct pf_result *ret) PF_CHECKED;

/*
 * evaluate_probe.c: the value of KEY, which is our own, in a large dict, by its hash; *ret is 0 when
 * that does not lead to it: it may be there even so.
 */
struct pf_error *pf_evaluation_probe(struct pf_evaluation *evaluation, const struct pf_object *dict,
				     const struct pf_result *key, pf_addr *ret) PF_CHECKED;

/* evaluate_search.c: the value of KEY in a dict; *found says whether there is one. */
struct pf_error *pf_evaluation_find_key(struct pf_evaluation *evaluation,
					const struct pf_result *dict, const struct pf_result *key,
					bool *found, struct pf_result *ret) PF_CHECKED;

/* Whether ITEM is in the object CONTAINER: dicts, sets, deques, whatever has children. */
struct pf_error *pf_evaluation_finds(struct pf_evaluation *evaluation,
				     const struct pf_result *container,
				     const struct pf_result *item, bool *ret) PF_CHECKED;

/* evaluate_contains.c */
struct pf_error *pf_evaluation_not_iterable(struct pf_evaluation *evaluation,
					    const struct pf_result *container) PF_CHECKED;
struct pf_error *pf_evaluation_contains(struct pf_evaluation *evaluation,
					const struct pf_result *container,
					const struct pf_result *item, bool *ret) PF_CHECKED;

/* evaluate_equal.c and evaluate_compare.c: how two operands are compared. */
struct pf_comparison {
	struct pf_evaluation *evaluation;
	enum pf_operation operation; /* for what is said */
	bool key;		     /* nothing is refused: what is not known to be equal is not */
	unsigned depth;		     /* of the sequences that they are in */
};

/* Values of our own that have an order: false when they have none. */
bool pf_comparison_order(const struct pf_comparison *comparison, const struct pf_result *a,
			 const struct pf_result *b, enum pf_order *ret);

/* Two tuples, or two lists. */
struct pf_error *pf_comparison_is_of_sequences(const struct pf_comparison *comparison,
					       const struct pf_result *a, const struct pf_result *b,
					       bool *ret) PF_CHECKED;

/* Enters two sequences; an error when they are too deep. Left by --comparison->depth. */
struct pf_error *pf_comparison_enter(struct pf_comparison *comparison) PF_CHECKED;

/* The first items that differ: *index is the length of the shorter one when there are none. */
struct pf_error *pf_comparison_difference(struct pf_comparison *comparison,
					  const struct pf_result *a, const struct pf_result *b,
					  uint64_t *index, uint64_t lengths[2]) PF_CHECKED;

struct pf_error *pf_comparison_equals(struct pf_comparison *comparison, const struct pf_result *a,
				      const struct pf_result *b, bool *ret) PF_CHECKED;

/* evaluate_compare.c */
struct pf_error *pf_evaluation_compare(struct pf_evaluation *evaluation,
				       enum pf_operation operation, const struct pf_result *a,
				       const struct pf_result *b, bool *ret) PF_CHECKED;

/* Whether they are the same key of a dict: what would have to be executed is not asked. */
struct pf_error *pf_evaluation_same_key(struct pf_evaluation *evaluation, const struct pf_result *a,
					const struct pf_result *b, bool *ret) PF_CHECKED;

/* evaluate_compute.c */
struct pf_error *pf_evaluation_binary(struct pf_evaluation *evaluation, enum pf_operation operation,
				      const struct pf_result *a, const struct pf_result *b,
				      struct pf_result *ret) PF_CHECKED;
struct pf_error *pf_evaluation_unary(struct pf_evaluation *evaluation, enum pf_operation operation,
				     const struct pf_result *a, struct pf_result *ret) PF_CHECKED;

/* evaluate_call.c */
struct pf_error *pf_evaluation_call(struct pf_evaluation *evaluation, const struct pf_node *node,
				    struct pf_result *ret) PF_CHECKED;

/* evaluate_isinstance.c: NAMES is the name of a class, or a tuple of names. */
struct pf_error *pf_evaluation_isinstance(struct pf_evaluation *evaluation,
					  const struct pf_result *argument,
					  const struct pf_node *names,
					  struct pf_result *ret) PF_CHECKED;

#endif
