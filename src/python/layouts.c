/* The known layouts: one row of offsets and one of traits for each CPython version. */
#include "python/layout.h"

#include <stddef.h>

/* Grep "ORDER VERSION" when you add one. */
enum version {
	PY_2_7,
	PY_3_6,
	PY_3_7,
	PY_3_8,
	PY_3_9,
	PY_3_10,
	PY_3_11,
	PY_3_12,
	PY_3_13,
	PY_3_14,
	PY_3_15,
};

#define __ PF_ABSENT

/* Fixed parameter lists, so that a row with a missing column does not compile. */
#define RUNTIME(v, a, b, c, d, e, f) [v].runtime = { a, b, c, d, e, f },
#define INTERPRETER(v, a, b, c, d, e, f, g, h, i) [v].interpreter = { a, b, c, d, e, f, g, h, i },
#define GIL(v, a, b, c, d, e) [v].gil = { a, b, c, d, e },
#define THREAD(v, a, b, c, d, e, f, g) [v].thread = { a, b, c, d, e, f, g },
#define FRAME(v, a, b, c, d, e, f, g) [v].frame = { a, b, c, d, e, f, g },
#define CODE(v, a, b, c, d, e, f, g, h) [v].code = { a, b, c, d, e, f, g, h },
#define TYPE(v, a, b, c, d, e) [v].type = { a, b, c, d, e },
#define OBJECT(v, a, b, c, d, e, f) [v].object = { a, b, c, d, e, f },
#define TEXT(v, a, b, c, d, e) [v].text = { a, b, c, d, e, 4 },
#define DICT(v, a, b, c, d, e) [v].dict = { a, b, c, d, e },
#define KEYS(v, a, b, c, d) [v].keys = { a, b, c, d },
#define GC(v, a, b, c, d, e, f, g, h, i, j, k) [v].gc = { a, b, c, d, e, f, g, h, i, j, k },

/* The same for what values are read from: object_layout.h. */
#define SCOPE(v, a, b, c, d, e) [v].objects.scope = { a, b, c, d, e },
#define VARIABLES(v, a, b, c, d, e, f, g, h, i, j) \
	[v].objects.variables = { a, b, c, d, e, f, g, h, i, j },
#define CLASS(v, a, b, c, d, e, f, g) [v].objects.class = { a, b, c, d, e, f, g },
#define DESCRIPTOR(v, a, b, c, d, e, f, g, h) [v].objects.descriptor = { a, b, c, d, e, f, g, h },
#define SEQUENCE(v, a, b, c) [v].objects.sequence = { a, b, c },
#define NUMBER(v, a, b) [v].objects.number = { a, b },
#define SET(v, a, b, c, d, e) [v].objects.set = { a, b, c, d, e },
#define RANGE(v, a, b, c, d) [v].objects.range = { a, b, c, d },
#define SLICE(v, a, b, c) [v].objects.slice = { a, b, c },
#define FUNCTION(v, a, b, c, d, e, f, g, h, i) [v].objects.function = { a, b, c, d, e, f, g, h, i },
#define METHOD(v, a, b, c) [v].objects.method = { a, b, c },
#define BUILTIN(v, a, b, c) [v].objects.builtin = { a, b, c },
#define CELL(v, a) [v].objects.cell = { a },
#define GENERATOR(v, a, b, c, d, e) [v].objects.generator = { a, b, c, d, e },
#define EXCEPTION(v, a, b, c, d, e) [v].objects.exception = { a, b, c, d, e },
#define TRACEBACK(v, a, b, c, d) [v].objects.traceback = { a, b, c, d },
#define WEAKREF(v, a) [v].objects.weakref = { a },
#define CLASSIC(v, a, b, c, d, e) [v].objects.classic = { a, b, c, d, e },
#define SHELL(v, a, b) [v].objects.shell = { a, b },
#define SUSPENDED(v, a, b, c) [v].objects.suspended = { a, b, c },

/* The same for the standard library's structures: library_layout.h. */
#define DEQUE(v, a, b, c, d, e, f, g) [v].library.deque = { a, b, c, d, e, f, g },
#define MAPPING(v, a, b, c, d, e, f, g) [v].library.mapping = { a, b, c, d, e, f, g },
#define DATETIME(v, a, b, c, d, e, f, g, h) [v].library.datetime = { a, b, c, d, e, f, g, h },
#define TIMEDELTA(v, a, b, c, d, e) [v].library.timedelta = { a, b, c, d, e },
#define DECIMAL(v, a, b, c, d, e) [v].library.decimal = { a, b, c, d, e },
#define LOCK(v, a, b, c, d, e, f, g) [v].library.lock = { a, b, c, d, e, f, g },
#define MEMORYVIEW(v, a, b, c, d, e, f, g, h, i, j) \
	[v].library.memoryview = { a, b, c, d, e, f, g, h, i, j },
#define ARRAY(v, a, b, c, d) [v].library.array = { a, b, c, d },
#define PARTIAL(v, a, b, c) [v].library.partial = { a, b, c },
#define FUTURE(v, a, b, c, d, e, f, g, h, i) [v].library.future = { a, b, c, d, e, f, g, h, i },
#define TASK(v, a, b, c, d, e, f, g, h, i) [v].library.task = { a, b, c, d, e, f, g, h, i },
#define QUEUE(v, a, b, c, d, e, f) [v].library.queue = { a, b, c, d, e, f },
#define STREAM(v, a, b, c, d, e) [v].library.stream = { a, b, c, d, e },
#define ALIAS(v, a, b, c, d, e, f, g) [v].library.alias = { a, b, c, d, e, f, g },

static const struct pf_layout offsets[] = {
#include "python/layout_rows.inc"
};

#define TRAITS(v, a, b, c, d, e, f, g, h, i, j, k, l) [v] = { a, b, c, d, e, f, g, h, i, j, k, l },

/* clang-format off */
static const struct pf_traits traits[] = {
	/*              newest frame     lasti counts   line table             text         GIL              dict            attributes           ints          references   runs                  repr()           awaits */
	TRAITS(PY_2_7,  FRAME_AT_THREAD, LASTI_BYTES,   LINES_LNOTAB_UNSIGNED, TEXT_BYTES,  GIL_CURRENT,     DICT_TABLE,     ATTR_DICT,           INT_AND_LONG, REF_PLAIN,  RUNNING_UNKNOWN,      REPRS_FIXED,      AWAIT_YIELD_FROM)
	TRAITS(PY_3_6,  FRAME_AT_THREAD, LASTI_BYTES,   LINES_LNOTAB,          TEXT_PEP393, GIL_CURRENT,     DICT_KEYS,      ATTR_DICT,           INT_OB_SIZE,  REF_PLAIN,  RUNNING_EXECUTING,    REPRS_FIXED,      AWAIT_YIELD_FROM)
	TRAITS(PY_3_7,  FRAME_AT_THREAD, LASTI_BYTES,   LINES_LNOTAB,          TEXT_PEP393, GIL_RUNTIME,     DICT_KEYS,      ATTR_DICT,           INT_OB_SIZE,  REF_PLAIN,  RUNNING_EXECUTING,    REPRS_NAMED,      AWAIT_YIELD_FROM)
	TRAITS(PY_3_8,  FRAME_AT_THREAD, LASTI_BYTES,   LINES_LNOTAB,          TEXT_PEP393, GIL_RUNTIME,     DICT_KEYS,      ATTR_DICT,           INT_OB_SIZE,  REF_PLAIN,  RUNNING_EXECUTING,    REPRS_NAMED,      AWAIT_YIELD_FROM)
	TRAITS(PY_3_9,  FRAME_AT_THREAD, LASTI_BYTES,   LINES_LNOTAB,          TEXT_PEP393, GIL_RUNTIME,     DICT_KEYS,      ATTR_DICT,           INT_OB_SIZE,  REF_PLAIN,  RUNNING_EXECUTING,    REPRS_NAMED,      AWAIT_YIELD_FROM)
	TRAITS(PY_3_10, FRAME_AT_THREAD, LASTI_UNITS,   LINES_PEP626,          TEXT_PEP393, GIL_RUNTIME,     DICT_KEYS,      ATTR_DICT,           INT_OB_SIZE,  REF_PLAIN,  RUNNING_STATE,        REPRS_WRAPPED,    AWAIT_YIELD_FROM)
	TRAITS(PY_3_11, FRAME_AT_CFRAME, LASTI_POINTER, LINES_PEP657,          TEXT_PEP393, GIL_RUNTIME,     DICT_KEYS_LOG2, ATTR_VALUES_POINTER, INT_OB_SIZE,  REF_PLAIN,  RUNNING_STACKTOP,     REPRS_WRAPPED,    AWAIT_RESUMED_BEHIND)
	TRAITS(PY_3_12, FRAME_AT_CFRAME, LASTI_POINTER, LINES_PEP657,          TEXT_PEP393, GIL_INTERPRETER, DICT_KEYS_LOG2, ATTR_DICT_OR_VALUES, INT_LV_TAG,   REF_PLAIN,  RUNNING_STACKTOP,     REPRS_BRACES,     AWAIT_RESUMED_BEHIND)
	TRAITS(PY_3_13, FRAME_AT_THREAD, LASTI_POINTER, LINES_PEP657,          TEXT_PEP393, GIL_INTERPRETER, DICT_KEYS_LOG2, ATTR_INLINE,         INT_LV_TAG,   REF_PLAIN,  RUNNING_STACKTOP,     REPRS_QUALIFIED,  AWAIT_RESUMED)
	TRAITS(PY_3_14, FRAME_AT_THREAD, LASTI_POINTER, LINES_PEP657,          TEXT_PEP393, GIL_INTERPRETER, DICT_KEYS_LOG2, ATTR_INLINE,         INT_LV_TAG,   REF_TAGGED, RUNNING_STACKPOINTER, REPRS_QUALIFIED,  AWAIT_RESUMED)
	TRAITS(PY_3_15, FRAME_AT_THREAD, LASTI_POINTER, LINES_PEP657,          TEXT_PEP393, GIL_INTERPRETER, DICT_KEYS_LOG2, ATTR_INLINE,         INT_LV_TAG,   REF_TAGGED, RUNNING_STACKPOINTER, REPRS_QUALIFIED,  AWAIT_RESUMED)
};
/* clang-format on */

/* ORDER VERSION */
static const struct {
	uint8_t major, minor;
} versions[] = {
	[PY_2_7] = { 2, 7 },   [PY_3_6] = { 3, 6 },   [PY_3_7] = { 3, 7 },   [PY_3_8] = { 3, 8 },
	[PY_3_9] = { 3, 9 },   [PY_3_10] = { 3, 10 }, [PY_3_11] = { 3, 11 }, [PY_3_12] = { 3, 12 },
	[PY_3_13] = { 3, 13 }, [PY_3_14] = { 3, 14 }, [PY_3_15] = { 3, 15 },
};

enum { VERSION_COUNT = sizeof(versions) / sizeof(versions[0]) };

_Static_assert(sizeof(traits) / sizeof(traits[0]) == VERSION_COUNT, "ORDER VERSION");
_Static_assert(sizeof(offsets) / sizeof(offsets[0]) == VERSION_COUNT, "ORDER VERSION");

bool pf_layout_init(struct pf_layout *ret, unsigned major, unsigned minor)
{
	for (unsigned i = 0; i < VERSION_COUNT; i++) {
		if (versions[i].major != major || versions[i].minor != minor)
			continue;
		*ret = offsets[i];
		ret->traits = traits[i];
		ret->major = (uint8_t)major;
		ret->minor = (uint8_t)minor;
		return true;
	}
	return false;
}

bool pf_layout_version_at(unsigned index, unsigned *major, unsigned *minor)
{
	if (index >= VERSION_COUNT)
		return false;
	*major = versions[index].major;
	*minor = versions[index].minor;
	return true;
}
