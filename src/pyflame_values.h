/* The part of the C API that values go through: what Python's objects hold. */
#ifndef PYFLAME_VALUES_H
#define PYFLAME_VALUES_H

/* Include pyflame.h, which includes this; what it says of errors and ownership holds here, too. */
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ------------------------------------------------------------------ value: limits */

/* Names whose values are not to be shown: those that have one of WORDS in them, in any case. */
struct pf_redaction {
	const char *const *words; /* ends in NULL; NULL: none */
};

/* What is shown instead. */
#define PF_REDACTED "<redacted>"

/* Whether NAME (may be NULL) has one of the words in it; REDACTION NULL: no. */
bool pf_redaction_has(const struct pf_redaction *redaction, const char *name);

/* How much of a value is printed; 0 means as much as there is, where the tool itself can. */
struct pf_limits {
	unsigned depth;	   /* containers inside containers */
	unsigned elements; /* of one container */
	unsigned repeats;  /* from so many on, equal elements in a row are printed once, counted */
	unsigned max_string; /* characters, or bytes */
	unsigned max_text;   /* bytes of all the text of a value, about */
};

/* 4, 200, 10, 200, 0: GDB's, but for the depth. */
extern const struct pf_limits pf_limits_default;

/* ------------------------------------------------------------------ value: looking */

/* Instead of a frame's lasti: whatever it is. */
enum { PF_ANY_INSTRUCTION = INT32_MAX };

/* A frame as a dump has shown it. All zero: none. */
struct pf_frame_id {
	pf_addr thread, frame, code;
	int32_t lasti;
};

struct pf_frame_id pf_frame_id_of(const struct pf_thread *thread, size_t level);

/* The target's objects at one moment. */
struct pf_view;

/*
 * From now on the values of variables, attributes and keys of such names are PF_REDACTED in texts,
 * and results that are worth them are `secret`. Borrowed; NULL: none are.
 */
void pf_view_redact(struct pf_view *view, const struct pf_redaction *redaction);

/* The frame of the look, as it was found: with its instruction. */
struct pf_frame_id pf_view_frame(const struct pf_view *view);

/* Whether the pause has to end now: what is being read is cut, or given up. False in a hold. */
bool pf_view_is_late(const struct pf_view *view);

/* Reads through VIEW into what CONTEXT points to. It may be called again, and begins anew then. */
typedef struct pf_error *pf_view_work(struct pf_view *view, void *context);

/*
 * Does WORK while no Python code runs, in HOLD or in a pause of its own. FRAME (may be NULL) must
 * still be where it was, else TORN says that it is gone. *pause_ns_ret (may be NULL) is for how
 * long threads were kept from running. Addresses of objects that a work finds are good only until it
 * returns, unless HOLD goes on.
 */
struct pf_error *pf_values_look(struct pf_python *python, struct pf_hold *hold,
				const struct pf_frame_id *frame, pf_view_work *work, void *context,
				uint64_t *pause_ns_ret) PF_CHECKED;

/* ------------------------------------------------------------------ value: objects, in a look */

/*
 * Appends the object at AT to *text as Python's repr() prints it, as far as memory alone tells,
 * within LIMITS. What cannot be read is "<corrupt: why>" in its place; only NO_MEMORY, GONE and
 * INTERRUPTED are errors. Circles are shown as Python shows them.
 */
struct pf_error *pf_repr(struct pf_view *view, pf_addr at, const struct pf_limits *limits,
			 struct pf_text *text) PF_CHECKED;

/* The class of the object at AT: its address, and "mod.Name" appended to *name. */
struct pf_error *pf_value_class(struct pf_view *view, pf_addr at, pf_addr *class_ret,
				struct pf_text *name) PF_CHECKED;

/* One of the objects in another. */
struct pf_content {
	pf_addr key; /* of a dict; 0 elsewhere */
	pf_addr value;
	const char *name; /* of an attribute or a field; NULL elsewhere */
};

/* Whether the value goes by a name, or a key of text, that is redacted in VIEW. */
struct pf_error *pf_redaction_has_content(struct pf_view *view, const struct pf_content *content,
					  bool *ret) PF_CHECKED;

struct pf_contents {
	struct pf_content *items;
	size_t count;
	bool more; /* there are others behind these */
	struct pf_contents_store *store;
};

/* The first COUNT objects in the one at AT, from the FIRST-th on: items, entries, attributes. */
struct pf_error *pf_value_contents(struct pf_view *view, pf_addr at, uint64_t first, size_t count,
				   struct pf_contents **ret) PF_CHECKED;

/* Its attributes, without those of its class: the FIRST-th and COUNT - 1 behind it. */
struct pf_error *pf_value_attributes(struct pf_view *view, pf_addr at, uint64_t first, size_t count,
				     struct pf_contents **ret) PF_CHECKED;

void pf_contents_destroy(struct pf_contents *contents);

/* What an object is, for scripts that want it as a value of their own. */
enum pf_plain_kind {
	PF_PLAIN_OTHER, /* it is none of these: an object only */
	PF_PLAIN_NONE,
	PF_PLAIN_BOOL,
	PF_PLAIN_INT, /* that fits into 64 bits */
	PF_PLAIN_FLOAT,
	PF_PLAIN_TEXT,	   /* UTF-8; or the bytes of bytes */
	PF_PLAIN_SEQUENCE, /* members without names and keys */
	PF_PLAIN_MAPPING,  /* members with keys */
};

struct pf_plain {
	enum pf_plain_kind kind;
	int64_t integer;
	double real;
};

/* The text of PF_PLAIN_TEXT is appended to *text: the first MAX_STRING characters (0: all). */
struct pf_error *pf_value_plain(struct pf_view *view, pf_addr at, unsigned max_string,
				struct pf_plain *ret, struct pf_text *text) PF_CHECKED;

/* ------------------------------------------------------------------ value: variables */

enum pf_variable_kind {
	PF_VARIABLE_ARGUMENT,
	PF_VARIABLE_VARARGS,  /* *args */
	PF_VARIABLE_KEYWORDS, /* **kwargs */
	PF_VARIABLE_LOCAL,
	PF_VARIABLE_FREE, /* of a function around it */
	PF_VARIABLE_GLOBAL,
};

struct pf_variable {
	const char *name;
	enum pf_variable_kind kind;
	pf_addr at;	  /* 0: it has no value now */
	const char *type; /* its class's name; NULL when it has no value, or an unreadable one */
	const char *text; /* its repr(); NULL when no text was asked for, or it has no value */
};

/* Owns its texts. */
struct pf_variables {
	struct pf_variable *items;
	size_t count;
	struct pf_variables_store *store;
};

enum pf_variables_scope {
	PF_VARIABLES_LOCALS, /* arguments first, free variables, too */
	PF_VARIABLES_BRIEF,  /* the same, of a module without its functions, classes and modules */
	PF_VARIABLES_GLOBALS,
};

/*
 * The variables of a frame, all of one moment. LIMITS: how their texts are written; NULL: none are.
 * PATTERN (may be NULL): only names that match it, with wildcards (* ? []).
 */
struct pf_error *pf_variables_read(struct pf_view *view, const struct pf_frame_id *frame,
				   enum pf_variables_scope scope, const char *pattern,
				   const struct pf_limits *limits,
				   struct pf_variables **ret) PF_CHECKED;
void pf_variables_destroy(struct pf_variables *variables);

/* What a dump is to have besides stacks. */
struct pf_dump_wish {
	const struct pf_limits *limits;	      /* of the texts of variables */
	pf_addr thread;			      /* of this thread only; 0: of all */
	const struct pf_redaction *redaction; /* of names in them; NULL: none */
};

/* As pf_dump_take(), with the variables of the frames, all of the same moment. */
struct pf_error *pf_dump_take_full(struct pf_python *python, struct pf_hold *hold,
				   const struct pf_dump_wish *wish,
				   struct pf_dump **ret) PF_CHECKED;

/* Whether it is such a dump. */
bool pf_dump_has_variables(const struct pf_dump *dump);

/*
 * The variables of a frame of such a dump; NULL: they were not asked for, or could not be read;
 * *unread_ret (may be NULL) is why, or NULL.
 */
const struct pf_variables *pf_dump_variables(const struct pf_dump *dump,
					     const struct pf_thread *thread, size_t level,
					     const char **unread_ret);

/* ------------------------------------------------------------------ value: locks */

/* Where a thread is: in the newest of its frames that is none of threading, queue or importlib. */
struct pf_lock_place {
	const char *function, *file; /* NULL: it runs no Python code */
	int32_t line;		     /* or PF_UNKNOWN */
};

/* A thread that waits for a lock which some Python object is. */
struct pf_lock_wait {
	pf_addr thread, lock; /* its PyThreadState; the object */
	pid_t tid;
	const char *type, *text; /* the lock's class and repr() */
	bool notice; /* a Condition or an Event: it waits for a notice, nobody holds it */
	struct pf_lock_place place;
	uint64_t
		owner_ident; /* who holds the lock, as it says itself; 0: it does not say, or nobody */
	pf_addr owner;	     /* that thread's PyThreadState; 0: there is none of that ident */
	pid_t owner_tid;
	struct pf_lock_place owner_place;
	unsigned
		deadlock; /* those of one circle, who wait for each other, have one number; 0: none */
};

struct pf_lock_waits {
	struct pf_lock_wait *items;
	size_t count;
	struct pf_lock_waits_store *store;
};

/*
 * Finds out which threads wait for which locks, by what they sleep on: each is proven. A lock that is
 * hidden in C code, as that of a file, is none of them. All is of one moment, in HOLD (may be NULL)
 * or a pause of its own. Threads are in the order of a dump.
 */
struct pf_error *pf_python_read_locks(struct pf_python *python, struct pf_hold *hold,
				      struct pf_lock_waits **ret) PF_CHECKED;
void pf_lock_waits_destroy(struct pf_lock_waits *waits);

/* ------------------------------------------------------------------ value: tasks of asyncio */

enum pf_async_state {
	PF_ASYNC_READY, /* it will go on as soon as its loop comes to it */
	PF_ASYNC_RUNNING,
	PF_ASYNC_WAITING,
	PF_ASYNC_DONE,
};

/* A task of asyncio's. */
struct pf_async_task {
	pf_addr at, loop;
	const char *name;      /* NULL in 3.7 */
	const char *coroutine; /* the qualified name of what it runs; NULL: not known */
	enum pf_async_state state;
	pf_addr thread; /* of one that runs: its PyThreadState; else 0 */
	/* Newest first, as a thread's: those of its coroutines, and of all that one that runs has called. */
	struct pf_frame *frames;
	size_t frame_count;
	const char *truncated;	 /* why frames are missing; NULL when whole */
	pf_addr waiter;		 /* the future or task that it waits for; 0: none */
	const char *waiter_type; /* the name of its class */
	const char
		*outside; /* "RUNNING": what a future of concurrent.futures is that it waits for */
	pf_addr worker;	  /* the PyThreadState that works for that future; 0: not known */
	pf_addr blocked;  /* the PyThreadState that waits for it: run_coroutine_threadsafe() */
	size_t *awaiters; /* which tasks wait for it, directly or by gather() and the like */
	size_t awaiter_count;
};

struct pf_async_tasks {
	struct pf_async_task *items;
	size_t count;
	size_t unread;	       /* that could not be read, or for which there was no time */
	bool late;	       /* the pause would have been longer than 50 ms */
	const char *truncated; /* why tasks are missing from the list; NULL when whole */
	uint64_t pause_ns;     /* for how long threads were kept from running */
	struct pf_async_tasks_store *store;
};

/*
 * Reads the tasks of all loops, those that are done only if DONE. All is of one moment, in HOLD (may
 * be NULL) or a pause of its own, which is not longer than 50 ms. They are in no order.
 */
struct pf_error *pf_python_read_async_tasks(struct pf_python *python, struct pf_hold *hold,
					    bool done, struct pf_async_tasks **ret) PF_CHECKED;
void pf_async_tasks_destroy(struct pf_async_tasks *tasks);

/* ------------------------------------------------------------------ python: the heap */

struct pf_heap_options {
	struct pf_hold *hold;  /* one of pf_python_stop(); NULL: pauses of its own */
	uint64_t max_pause_ns; /* of each pause; 0: 50 ms */
	const char *type;      /* list objects of this type: "app.User", "User"; NULL: none */
	pf_addr referrers_of;  /* list objects that refer to the one at this address; 0: none */
	size_t limit;	       /* so many objects are listed at most */
	const struct pf_limits *limits;	      /* of their reprs; NULL: there are none */
	const struct pf_redaction *redaction; /* of names in these; NULL: none */
	bool (*interrupted)(void *data); /* asked now and then; true: INTERRUPTED. NULL: never */
	void *data;
};

/* The objects of the types of one name. */
struct pf_heap_count {
	const char *type; /* "collections.deque"; valid UTF-8 */
	uint64_t count;
	uint64_t bytes; /* as sys.getsizeof() has them, but without what is allocated apart */
};

/*
 * An object that was to be listed. How it refers: "item", "key", "value", "attribute", "dict",
 * "type", "callback" or "field". INDEX is that of the item, or the offset of the field.
 */
struct pf_heap_found {
	pf_addr at;
	const char *type;
	uint64_t bytes;
	const char *repr; /* as Python's, where that can be; valid UTF-8; NULL: not asked for */
	const char *how;  /* NULL: that was not asked for */
	const char *key; /* the repr of what a value or an attribute belongs to; NULL: to nothing */
	int64_t index;
};

/* Owns its texts and arrays. */
struct pf_heap {
	struct pf_heap_count *types; /* by bytes, the most first */
	size_t type_count;
	uint64_t count, bytes;	     /* in all */
	struct pf_heap_found *found; /* the oldest first, at most `limit` */
	size_t found_count;
	uint64_t match_count;		     /* how many there were to be listed */
	size_t pauses;			     /* more than one: of so many moments */
	uint64_t pause_ns, longest_pause_ns; /* how long running threads were kept from running */
	bool collecting;       /* a collection was going on: what it looks at may be missing */
	const char *truncated; /* why objects are missing; static; NULL: none are */
	struct pf_heap_store *store;
};

/*
 * Counts the objects that the garbage collectors of all interpreters know: not text, numbers and
 * what else holds no others. When that takes longer than a pause may, the target runs on in
 * between, and the counts are of several moments. UNSUPPORTED for free-threaded builds, and where
 * the lists are not known; TORN when they change too fast.
 */
struct pf_error *pf_python_read_heap(struct pf_python *python,
				     const struct pf_heap_options *options,
				     struct pf_heap **ret) PF_CHECKED;
void pf_heap_destroy(struct pf_heap *heap);

#endif
