/* Writes inputs for the fuzzers to begin with: heaps of every layout, line tables, recordings. */
#include "fake_classes.h"
#include "fake_runtime.h"
#include "line_encoder.h"
#include "profile/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct fake_memory heap;

static FILE *open_seed(const char *fuzzer, const char *name, unsigned index)
{
	char path[128];
	snprintf(path, sizeof(path), "fuzz/%s.corpus/%s-%u", fuzzer, name, index);
	FILE *file = fopen(path, "we");
	if (!file) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	return file;
}

/*
 * The heap as memory that goes around: its first address is a multiple of every power of two that
 * it may have as its size, so that the addresses in it stay right.
 */
static void write_heap(const char *fuzzer, const char *name, unsigned index, pf_addr start)
{
	size_t size = 4096;
	unsigned char head = (unsigned char)index;
	FILE *file = open_seed(fuzzer, name, index);
	while (size < heap.used)
		size *= 2;
	fwrite(&head, 1, 1, file);
	fwrite(&start, sizeof(start), 1, file);
	fwrite(heap.bytes, 1, heap.used, file);
	for (size_t i = heap.used; i < size; i++)
		fputc(0, file);
	fclose(file);
}

static pf_addr make_stack(void)
{
	pf_addr code = fake_code(&heap, "a.py", "f", 1);
	return fake_frame(&heap, code, 5, fake_frame(&heap, code, 9, 0, OWNED_BY_GENERATOR),
			  OWNED_BY_THREAD);
}

static pf_addr make_runtime(void)
{
	pf_addr runtime = fake_runtime(&heap), interpreter = fake_interpreter(&heap, runtime, 0);
	fake_thread(&heap, interpreter, 1, 1, 0);
	fake_thread(&heap, interpreter, 2, 2, 0);
	return runtime;
}

static pf_addr make_instance(void)
{
	struct fake_item items[] = { { fake_str(&heap, "_name"), fake_int(&heap, 77, true) },
				     { fake_str(&heap, "_args"), 0 } };
	return fake_instance(&heap, items, 2,
			     fake_place_exists(&heap, PLACE_VALUES) ? PLACE_VALUES
								    : PLACE_DICTOFFSET);
}

static pf_addr make_dict(void)
{
	struct fake_item items[] = { { fake_str(&heap, "_name"), fake_int(&heap, 77, true) } };
	return fake_dict_new(&heap, items, 1, DICT_SPLIT);
}

static pf_addr make_text(void)
{
	return fake_str(&heap, "a name");
}

static pf_addr make_int(void)
{
	return fake_int(&heap, INT64_C(-140021372557120), true);
}

static pf_addr make_tuple(void)
{
	pf_addr object = fake_class(&heap, "object", 0, 0, 0);
	pf_addr of_tuple = fake_class(&heap, "tuple", FAKE_TUPLE_TYPE, object, 0);
	pf_addr of_list = fake_class(&heap, "Stack", FAKE_LIST_TYPE | FAKE_HEAP_TYPE, object, 0);
	pf_addr inner[] = { fake_int(&heap, 1, false), make_text(), fake_none(&heap) };
	pf_addr items[] = { fake_tuple(&heap, of_tuple, inner, 3),
			    make_dict(),
			    fake_float(&heap, 1.5),
			    fake_list(&heap, of_list, inner, 3),
			    fake_range(&heap, 1, 2, 3),
			    make_instance() };
	return fake_tuple(&heap, of_tuple, items, 6);
}

/* Classes that are known by their names. */
static const struct {
	const char *name;
	uint64_t flags;
} known[] = {
	{ "collections.deque", 0 },
	{ "collections.defaultdict", 1 << 29 },
	{ "collections.OrderedDict", 1 << 29 },
	{ "collections.Counter", 1 << 29 },
	{ "mappingproxy", 0 },
	{ "datetime.date", 0 },
	{ "datetime.datetime", 0 },
	{ "datetime.time", 0 },
	{ "datetime.timedelta", 0 },
	{ "datetime.timezone", 0 },
	{ "decimal.Decimal", 0 },
	{ "array.array", 0 },
	{ "memoryview", 0 },
	{ "weakref", 0 },
	{ "range", 0 },
	{ "bytearray", 0 },
	{ "types.SimpleNamespace", 0 },
	{ "uuid.UUID", 0 },
	{ "fractions.Fraction", 0 },
	{ "complex", 0 },
	{ "function", 0 },
	{ "method", 0 },
	{ "builtin_function_or_method", 0 },
	{ "cell", 0 },
	{ "code", 0 },
	{ "frame", 0 },
	{ "traceback", 0 },
	{ "generator", 0 },
	{ "coroutine", 0 },
	{ "module", 0 },
	{ "functools.partial", 0 },
	{ "ValueError", 1 << 30 },
	{ "_thread.lock", 0 },
	{ "_thread.RLock", 0 },
	{ "_asyncio.Task", 0 },
	{ "instance", 0 },
	{ "classobj", 0 },
	{ "property", 0 },
	{ "staticmethod", 0 },
	{ "numpy.ndarray", 0 },
	{ "set", 0 },
	{ "frozenset", 0 },
	{ "slice", 0 },
};

/* An object of each of those classes: its words are numbers and addresses by turns. */
static pf_addr make_known(void)
{
	enum { COUNT = sizeof(known) / sizeof(known[0]), WORDS = 24 };
	pf_addr all[COUNT], text = fake_str(&heap, "text"), number = fake_int(&heap, 7, true);
	pf_addr values[] = { 1, text, 3, number, 2, make_dict(), 0, fake_none(&heap) };
	for (size_t i = 0; i < COUNT; i++) {
		pf_addr class = fake_class(&heap, known[i].name, known[i].flags, 0, 0);
		all[i] = fake_object(&heap, class, WORDS * 8);
		for (size_t j = 2; j < WORDS; j++)
			fake_put_word(&heap, all[i] + j * 8,
				      values[(i + j) % (sizeof(values) / sizeof(values[0]))]);
	}
	return fake_list(&heap, fake_class(&heap, "list", FAKE_LIST_TYPE, 0, 0), all, COUNT);
}

static const struct {
	const char *fuzzer, *name;
	pf_addr (*make)(void);
} seeds[] = {
	{ "fuzz_evaluate", "tuple", make_tuple },   { "fuzz_evaluate", "instance", make_instance },
	{ "fuzz_evaluate", "dict", make_dict },	    { "fuzz_evaluate", "text", make_text },
	{ "fuzz_evaluate", "int", make_int },	    { "fuzz_frames", "stack", make_stack },
	{ "fuzz_frames", "runtime", make_runtime }, { "fuzz_string", "instance", make_instance },
	{ "fuzz_string", "dict", make_dict },	    { "fuzz_string", "text", make_text },
	{ "fuzz_string", "int", make_int },	    { "fuzz_objects", "known", make_known },
	{ "fuzz_objects", "tuple", make_tuple },    { "fuzz_objects", "stack", make_stack },
	{ "fuzz_objects", "text", make_text },	    { "fuzz_objects", "instance", make_instance },
};

static void write_lines(unsigned lines)
{
	static const struct line_range ranges[] = {
		{ 4, 10, 10, 4, 9 },	   { 30, 11, 11, 0, 100 },    { 2, 500, 502, 3, 1 },
		{ 600, 501, 501, -1, -1 }, { 6, 501, 501, 127, 140 },
	};
	unsigned char bytes[9 + 5 * 256] = { (unsigned char)lines, 10, 0, 0, 0, 36 };
	size_t size =
		line_encoder_encode((enum pf_lines)lines, ranges, lines ? 5 : 3, 10, bytes + 9);
	FILE *file = open_seed("fuzz_lines", "table", lines);
	fwrite(bytes, 1, 9 + size, file);
	fclose(file);
}

/* THREADS threads with a few stacks each, and moments that come as expected or not. */
static struct pf_error *fill(struct pf_profile *profile, uint32_t threads)
{
	uint32_t place, stack = 0, thread;
	for (uint32_t i = 1; i <= threads; i++) {
		struct pf_sampled_thread own = { .tid = (pid_t)i, .name = i % 2 ? "worker" : NULL };
		PF_TRY(pf_profile_add_thread(profile, &own, &thread));
		struct pf_place at = { "a.py", "f", i % 3 ? "C.f" : NULL, (int32_t)i };
		PF_TRY(pf_profile_intern_place(profile, &at, &place));
		PF_TRY(pf_profile_intern_stack(profile, stack, place, &stack));
	}
	for (uint32_t i = 0; i < 60; i++) {
		struct pf_sample sample = { .time_ns = i / threads * 1000000 + i % 7 * 3000,
					    .state = i % PF_STATE_COUNT,
					    .thread = i % threads + 1,
					    .stack = i * i % (stack + 1),
					    .syscall = i % 3 ? 0 : i };
		PF_TRY(pf_profile_add_sample(profile, &sample));
	}
	return NULL;
}

static struct pf_error *write_recording(uint32_t threads)
{
	static const struct pf_recording_info info = {
		.pid = 7, .executable = "python", .python_version = "3.11.7", .interval_ns = 1000000
	};
	char path[64];
	struct pf_profile *profile;
	struct pf_recorder *recorder;
	snprintf(path, sizeof(path), "fuzz/fuzz_recording.corpus/recording-%u", threads);
	PF_TRY(pf_profile_create(&profile));
	PF_TRY(pf_recorder_create(path, &info, &recorder));
	for (int i = 0; i < 2; i++) {
		PF_TRY(fill(profile, threads));
		PF_TRY(pf_recorder_write(recorder, profile));
	}
	PF_TRY(pf_recorder_finish(recorder));
	pf_recorder_destroy(recorder);
	pf_profile_destroy(profile);
	return NULL;
}

static void write_expressions(void)
{
	static const char *const texts[] = {
		"self.queue[-1].name == 'x\\u00e9' and not len(a[1:2]) >= 0x1f",
		"isinstance(x, (m.Job, int)) or $1 is not None",
		"d[(1, b'\\xff', r'a', -1.5e3, None)] in [1_000, True]",
		"1 + 2 * ~3 // (4 % -5) << 6 | 7 ^ 8 & 9",
	};
	for (unsigned i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		FILE *file = open_seed("fuzz_expression", "text", i);
		fputs(texts[i], file);
		fclose(file);
	}
}

int main(void)
{
	write_expressions();
	for (size_t i = 0; i < sizeof(seeds) / sizeof(seeds[0]); i++) {
		for (unsigned layout = 0; layout < (unsigned)fake_memory_layouts(); layout++) {
			fake_memory_init(&heap, layout);
			write_heap(seeds[i].fuzzer, seeds[i].name, layout, seeds[i].make());
			fake_memory_deinit(&heap);
		}
	}
	for (unsigned lines = 0; lines < 4; lines++)
		write_lines(lines);
	for (uint32_t threads = 1; threads < 20; threads += 6) {
		struct pf_error *err = write_recording(threads);
		if (err) {
			fprintf(stderr, "make_seeds: %s\n", pf_error_message(err));
			return EXIT_FAILURE;
		}
	}
	return EXIT_SUCCESS;
}
