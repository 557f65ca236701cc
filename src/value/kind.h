/* What is known of a kind of object: how it is printed, what it contains. */
#ifndef PF_VALUE_KIND_H
#define PF_VALUE_KIND_H

#include "base/array.h"
#include "base/text.h"
#include "pyflame.h"
#include "value/view.h"

/* One of the objects in another. */
struct pf_child {
	pf_addr key;	  /* of a dict; 0 elsewhere */
	pf_addr value;	  /* 0: there is none, though a place for it */
	const char *name; /* of a field or attribute; NULL elsewhere */
};

/* Some children of an object. All zero at first. */
struct pf_children {
	PF_ARRAY(struct pf_child);
	uint64_t position;     /* where the next ones are; only the kind knows what it counts */
	pf_addr place;	       /* the same, for kinds whose items are linked; 0 at first */
	bool more;	       /* whether there may be next ones */
	struct pf_arena names; /* where names are kept that are not the program's own */
	unsigned barren;       /* so many calls in a row found only free places */
};

void pf_children_deinit(struct pf_children *children);

/*
 * For a kind that skips free places, at the end of each call of its children(): FOUND is whether it
 * found any. CORRUPT when so many calls in a row did not that no table is so empty.
 */
struct pf_error *pf_children_bound(struct pf_children *children, bool found) PF_CHECKED;

/* How children are written. */
enum pf_style {
	PF_STYLE_ITEMS,	 /* value */
	PF_STYLE_PAIRS,	 /* key: value */
	PF_STYLE_FIELDS, /* name=value, or the value alone when it has no name */
	PF_STYLE_TUPLES, /* (key, value) */
};

/* How a container is written. */
struct pf_shape {
	enum pf_style style;
	struct pf_text open, close; /* before the first child, behind the last */
	struct pf_text empty;	    /* all of it when it has no children; "": open and close */
	const char *folded;	    /* instead of it, inside of itself or too deep: "[...]" */
	bool comma;		    /* one item alone has a comma behind it */
};

void pf_shape_deinit(struct pf_shape *shape);

/*
 * Functions may be NULL. Errors of one object are CORRUPT, TORN or FAULT: they become a text in its
 * place. Functions read in bites: what is long is never read whole.
 */
struct pf_kind {
	const char *name; /* of the class: "list", "collections.deque"; those below are alike */
	uint64_t flag;	  /* or a bit of tp_flags */

	/* Without children: appends what Python's repr() prints. */
	struct pf_error *(*write)(struct pf_view *view, const struct pf_object *object,
				  const struct pf_limits *limits, struct pf_text *text);

	/* With children: how they are written. *ret is all zero at first. */
	struct pf_error *(*shape)(struct pf_view *view, const struct pf_object *object,
				  const struct pf_limits *limits, struct pf_shape *ret);

	/* Appends COUNT children at most, those at ret->position, which moves on. */
	struct pf_error *(*children)(struct pf_view *view, const struct pf_object *object,
				     size_t count, struct pf_children *ret);

	/* What len() returns. */
	struct pf_error *(*length)(struct pf_view *view, const struct pf_object *object,
				   uint64_t *ret);

	/* The item with that index, which is below the length. */
	struct pf_error *(*item)(struct pf_view *view, const struct pf_object *object,
				 uint64_t index, pf_addr *ret);

	/* An attribute that the C structure has: *ret is 0 when that is none of its. */
	struct pf_error *(*attribute)(struct pf_view *view, const struct pf_object *object,
				      const char *name, pf_addr *ret);
};

/* Instances of which nothing more is known than their attributes. */
extern const struct pf_kind pf_kind_plain;

/* The kind of a class by its full name, or by its flags; NULL when it is that of its base. */
const struct pf_kind *pf_kind_find(const char *full_name);
const struct pf_kind *pf_kind_of_flags(uint64_t flags);

/* "0x%llx" behind "mod.Name object at". */
void pf_kind_append_object(struct pf_text *text, const struct pf_object *object);

/* "mod.Name", or only "Name" of what is built in. */
void pf_kind_append_class(struct pf_text *text, const struct pf_class *class);

#endif
