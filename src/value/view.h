/* A view of a target's objects at one moment: how they are read, and which classes were seen. */
#ifndef PF_VALUE_VIEW_H
#define PF_VALUE_VIEW_H

#include "base/arena.h"
#include "base/map.h"
#include "pyflame.h"
#include "python/reader.h"

struct pf_kind;

/* A class, as far as its objects are read by it. Lives as long as the view. */
struct pf_class {
	pf_addr at, base, mro, dict; /* 0: none */
	uint64_t flags;		     /* tp_flags */
	int64_t basicsize, itemsize, dictoffset;
	const char *name;		/* of the class alone; UTF-8, never NULL */
	const char *qualname;		/* the same with classes and functions around it; 3.x */
	const char *module;		/* "" when it is built in, or not known */
	const struct pf_kind *kind;	/* never NULL */
	const struct pf_kind *own_kind; /* without its bases; NULL: nothing is known of it itself */
};

struct pf_view {
	const struct pf_reader *reader;	      /* borrowed */
	struct pf_arena arena;		      /* of classes and their names */
	struct pf_map classes;		      /* address → struct pf_class */
	struct pf_frame_id frame;	      /* that the look is at; all zero: none */
	pf_addr hash_secret_at;		      /* _Py_HashSecret; 0: not known */
	const struct pf_redaction *redaction; /* NULL: nothing is redacted */
	uint64_t until_ns; /* when the pause has to end (CLOCK_MONOTONIC); 0: never */
};

/* A pause for values is no longer than that: 50 ms. */
#define PF_VIEW_PAUSE_NS UINT64_C(50000000)
#define PF_VIEW_LATE "the pause would have been longer than 50 ms"

/* Says from now on when the pause has to end. */
void pf_view_limit(struct pf_view *view);

/* All empty; pf_view_deinit() lets go of what it has learnt. */
void pf_view_init(struct pf_view *view, const struct pf_reader *reader);
void pf_view_deinit(struct pf_view *view);

/* An object of the target. Small enough to be copied. */
struct pf_object {
	pf_addr at;
	const struct pf_class *class;
};

/* Whether an error ends all reading, unlike one of a single object. */
bool pf_view_is_fatal(const struct pf_error *err);

#endif
