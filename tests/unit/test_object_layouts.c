/* python/object_layout, python/library_layout: each row has what its version has, and no more. */
#include "python/layout.h"
#include "tap.h"

#include <stddef.h>
#include <string.h>

/* A version as a number: 207, 306 … 315. */
enum { FIRST = 207, LAST = 399 };

/* Members that only some versions have, from one to another; all others are in every version. */
static const struct {
	size_t member;
	unsigned from, to;
} partly[] = {
#define PARTLY(member, from, to)                             \
	{                                                    \
		offsetof(struct pf_layout, member), from, to \
	}
	PARTLY(objects.scope.function, 311, LAST),
	PARTLY(objects.variables.kwonlyargcount, 306, LAST),
	PARTLY(objects.variables.varnames, FIRST, 310),
	PARTLY(objects.variables.cellvars, FIRST, 310),
	PARTLY(objects.variables.freevars, FIRST, 310),
	PARTLY(objects.variables.names, 311, LAST),
	PARTLY(objects.variables.kinds, 311, LAST),
	PARTLY(objects.variables.count, 311, LAST),
	PARTLY(objects.class.heap_qualname, 306, LAST),
	PARTLY(objects.range.stop, 306, LAST),
	PARTLY(objects.function.qualname, 306, LAST),
	PARTLY(objects.function.kwdefaults, 306, LAST),
	PARTLY(objects.method.class, FIRST, FIRST),
	PARTLY(objects.generator.code, FIRST, 311),
	PARTLY(objects.generator.name, 306, LAST),
	PARTLY(objects.generator.qualname, 306, LAST),
	PARTLY(objects.exception.traceback, 306, LAST),
	PARTLY(objects.exception.cause, 306, LAST),
	PARTLY(objects.exception.context, 306, LAST),
	PARTLY(objects.classic.class_bases, FIRST, FIRST),
	PARTLY(objects.classic.class_dict, FIRST, FIRST),
	PARTLY(objects.classic.class_name, FIRST, FIRST),
	PARTLY(objects.classic.instance_class, FIRST, FIRST),
	PARTLY(objects.classic.instance_dict, FIRST, FIRST),
	PARTLY(objects.shell.frame, 311, LAST),
	PARTLY(objects.suspended.depth, 310, 313),
	PARTLY(objects.suspended.stack, FIRST, 310),
	PARTLY(library.mapping.first, 306, LAST),
	PARTLY(library.mapping.node_key, 306, LAST),
	PARTLY(library.mapping.node_next, 306, LAST),
	PARTLY(library.mapping.node_hash, 306, LAST),
	PARTLY(library.datetime.time_fold, 306, LAST),
	PARTLY(library.datetime.moment_fold, 306, LAST),
	PARTLY(library.timedelta.zone_offset, 306, LAST),
	PARTLY(library.timedelta.zone_name, 306, LAST),
	PARTLY(library.decimal.flags, 306, LAST),
	PARTLY(library.decimal.exponent, 306, LAST),
	PARTLY(library.decimal.digits, 306, LAST),
	PARTLY(library.decimal.length, 306, LAST),
	PARTLY(library.decimal.data, 306, LAST),
	PARTLY(library.lock.handle, FIRST, 313),
	PARTLY(library.lock.locked, 306, LAST),
	PARTLY(library.lock.rlock_handle, 306, 313),
	PARTLY(library.lock.mutex, 314, LAST),
	PARTLY(library.lock.owner, 306, LAST),
	PARTLY(library.lock.count, 306, 313),
	PARTLY(library.lock.level, 314, LAST),
	PARTLY(library.memoryview.flags, 306, LAST),
	PARTLY(library.future.loop, 306, LAST),
	PARTLY(library.future.callback0, 307, LAST),
	PARTLY(library.future.callbacks, 306, LAST),
	PARTLY(library.future.exception, 306, LAST),
	PARTLY(library.future.result, 306, LAST),
	PARTLY(library.future.state, 306, LAST),
	PARTLY(library.future.awaited_by, 314, LAST),
	PARTLY(library.future.is_task, 314, LAST),
	PARTLY(library.future.awaited_by_is_set, 314, LAST),
	PARTLY(library.task.waiter, 306, LAST),
	PARTLY(library.task.coroutine, 306, LAST),
	PARTLY(library.task.name, 308, LAST),
	PARTLY(library.task.node, 314, LAST),
	PARTLY(library.task.node_next, 313, LAST),
	PARTLY(library.task.tasks_of_interpreter, 314, LAST),
	PARTLY(library.task.tasks_of_thread, 314, LAST),
	PARTLY(library.task.running_loop, 313, LAST),
	PARTLY(library.task.running_task, 314, LAST),
	PARTLY(library.queue.list, 307, 312),
	PARTLY(library.queue.position, 307, 312),
	PARTLY(library.queue.items, 313, LAST),
	PARTLY(library.queue.first, 313, LAST),
	PARTLY(library.queue.capacity, 313, LAST),
	PARTLY(library.queue.count, 313, LAST),
	PARTLY(library.stream.file_name, FIRST, FIRST),
	PARTLY(library.stream.file_mode, FIRST, FIRST),
	PARTLY(library.alias.origin, 309, LAST),
	PARTLY(library.alias.arguments, 309, LAST),
	PARTLY(library.alias.members, 310, LAST),
};

static bool expected(size_t member, unsigned version)
{
	/* 3.10 has a generator's state in its frame only. */
	if (member == offsetof(struct pf_layout, objects.generator.state) && version == 310)
		return false;
	/* Those that have a depth have no top. */
	if (member == offsetof(struct pf_layout, objects.suspended.top))
		return version < 310 || version > 313;
	for (size_t i = 0; i < sizeof(partly) / sizeof(partly[0]); i++)
		if (partly[i].member == member)
			return version >= partly[i].from && version <= partly[i].to;
	return true;
}

static void check_members(const struct pf_layout *layout, size_t from, size_t size)
{
	unsigned version = layout->major * 100u + layout->minor;
	for (size_t at = from; at < from + size; at += sizeof(int32_t)) {
		int32_t offset;
		memcpy(&offset, (const char *)layout + at, sizeof(offset));
		ck_assert_msg(expected(at, version) == (offset != PF_ABSENT),
			      "%u: the member at %zu is %d", version, at, offset);
		ck_assert_msg(offset >= PF_ABSENT && offset < 16384, "%u: the member at %zu is %d",
			      version, at, offset);
	}
}

static int count_layouts(void)
{
	unsigned count = 0, major, minor;
	while (pf_layout_version_at(count, &major, &minor))
		count++;
	return (int)count;
}

START_TEST(rows_are_complete)
{
	struct pf_layout layout;
	unsigned major, minor;
	ck_assert(pf_layout_version_at((unsigned)_i, &major, &minor));
	ck_assert(pf_layout_init(&layout, major, minor));
	check_members(&layout, offsetof(struct pf_layout, objects), sizeof(layout.objects));
	check_members(&layout, offsetof(struct pf_layout, library), sizeof(layout.library));
}
END_TEST

/* What a version changed; 3.14 and 3.15 have rows of their own. */
START_TEST(versions_differ)
{
	struct pf_layout layout;
	ck_assert(pf_layout_init(&layout, 3, 13));
	ck_assert_int_eq(layout.objects.sequence.tuple_items, 24);
	ck_assert_int_eq(layout.library.lock.locked, 32);
	ck_assert(pf_layout_init(&layout, 3, 14));
	ck_assert_int_eq(layout.objects.sequence.tuple_items, 32);
	ck_assert_int_eq(layout.library.lock.locked, 16);
	ck_assert_int_eq(layout.library.deque.block_length, 64);
	ck_assert(pf_layout_init(&layout, 2, 7));
	ck_assert_int_eq(layout.library.deque.block_length, 62);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("object_layouts");
	TCase *tests = tcase_create("object_layouts");
	tcase_add_loop_test(tests, rows_are_complete, 0, count_layouts());
	tcase_add_test(tests, versions_differ);
	tcase_set_timeout(tests, 60);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
