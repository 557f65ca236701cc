/* A process that looks like a CPython 3.12 with three threads, always the same, for transcripts. */
#include "fake_classes.h"
#include "fake_collector.h"
#include "fake_runtime.h"

#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

/*
 * fake_python: says "ready PID TID TID RUNTIME" and waits until its standard input ends. The heap
 * of tests/support/fake_memory.h is mapped where its addresses say, so they are the same in each
 * run. Main thread: main -> serve -> handle in app.py; it has the GIL. "worker-A": run -> fetch.
 * The third thread is known to the threading module and runs no Python code. Server.handle has
 * variables, and app.py globals.
 */

enum { THREADS = 3, MAJOR = 3, MINOR = 12, RUNTIME_SIZE = 4096 };

/* Where locate.c looks for it; what the heap has there is copied. */
__attribute__((section(".PyRuntime"), used)) unsigned char _PyRuntime[RUNTIME_SIZE] = { 1 };

static int told[2]; /* where threads say their ids */
static int silent[2];
static pthread_mutex_t taken = PTHREAD_MUTEX_INITIALIZER;

static void require(bool condition, const char *what)
{
	if (condition)
		return;
	perror(what);
	exit(EXIT_FAILURE);
}

static void say_id(void)
{
	pid_t tid = gettid();
	require(write(told[1], &tid, sizeof(tid)) == sizeof(tid), "write");
}

static void *wait_for_lock(void *unused)
{
	say_id();
	pthread_mutex_lock(&taken);
	return unused;
}

static void *wait_for_byte(void *unused)
{
	char byte;
	say_id();
	require(read(silent[0], &byte, 1) == 1, "read");
	return unused;
}

static pid_t start_thread(void *(*run)(void *))
{
	pthread_t thread;
	pid_t tid;
	require(!pthread_create(&thread, NULL, run, NULL), "pthread_create");
	require(read(told[0], &tid, sizeof(tid)) == sizeof(tid), "read");
	return tid;
}

static unsigned layout_index(void)
{
	unsigned major, minor;
	for (unsigned i = 0; pf_layout_version_at(i, &major, &minor); i++) {
		if (major == MAJOR && minor == MINOR)
			return i;
	}
	abort();
}

/* A call of FUNCTION in app.py; the fake line tables put it five lines below LINE. */
static pf_addr call(struct fake_memory *heap, const char *function, int32_t line, pf_addr caller)
{
	if (caller)
		fake_set_running(heap, caller, false);
	return fake_frame(heap, fake_code(heap, "app.py", function, line), 20, caller,
			  OWNED_BY_THREAD);
}

/* ------------------------------------------------------------------ variables */

static pf_addr text(struct fake_memory *heap, const char *name)
{
	return fake_str(heap, name);
}

static pf_addr word_at(struct fake_memory *heap, pf_addr at)
{
	uint64_t word = 0;
	pf_error_destroy(pf_reader_peek_word(&heap->reader, at, &word));
	return word;
}

static pf_addr dict_of(struct fake_memory *heap, const struct fake_item *items, size_t count)
{
	return fake_dict_new(heap, items, count, DICT_COMBINED);
}

/* An instance of app.NAME, whose class has ITEMS of its own, too. */
static pf_addr instance(struct fake_memory *heap, const char *name, const struct fake_item *own,
			size_t count, pf_addr class_dict)
{
	const struct pf_layout_type *layout = &heap->layout.type;
	const pf_addr object = fake_class(heap, "object", 0, 0, dict_of(heap, NULL, 0));
	pf_addr at = fake_instance(heap, own, count, PLACE_DICTOFFSET);
	pf_addr like = word_at(heap, at + (pf_addr)heap->layout.object.type);
	pf_addr class = fake_class(heap, name, word_at(heap, like + (pf_addr)layout->flags), object,
				   class_dict);
	const int32_t same[] = { layout->dictoffset, layout->basicsize };
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		fake_put_word(heap, class + (pf_addr)same[i],
			      word_at(heap, like + (pf_addr)same[i]));
	fake_put_word(heap, at + (pf_addr)heap->layout.object.type, class);
	return at;
}

static pf_addr list(struct fake_memory *heap, const pf_addr *items, size_t count)
{
	return fake_list(heap, fake_class(heap, "list", FAKE_LIST_TYPE, 0, 0), items, count);
}

static pf_addr server(struct fake_memory *heap)
{
	const struct fake_item class_items[] = {
		{ text(heap, "__module__"), text(heap, "app") },
		{ text(heap, "limit"), fake_int(heap, 10, false) },
		{ text(heap, "busy"),
		  fake_object(heap, fake_class(heap, "property", 0, 0, 0), 64) },
	};
	const pf_addr queue[] = { fake_int(heap, 1, false), fake_int(heap, 255, false) };
	const struct fake_item own[] = {
		{ text(heap, "name"), text(heap, "main") },
		{ text(heap, "queue"), list(heap, queue, 2) },
	};
	return instance(heap, "Server", own, 2, dict_of(heap, class_items, 3));
}

static pf_addr request(struct fake_memory *heap)
{
	const pf_addr sizes[] = { fake_float(heap, 0.5), fake_none(heap), fake_bool(heap, true) };
	const struct fake_item items[] = {
		{ text(heap, "tenant"), text(heap, "acme") },
		{ text(heap, "sizes"), list(heap, sizes, 3) },
	};
	return dict_of(heap, items, 2);
}

struct variable {
	const char *name;
	pf_addr value;
};

/* Gives the code of FRAME arguments and locals, the first ARGUMENTS of them arguments. */
static void give_variables(struct fake_memory *heap, pf_addr frame,
			   const struct variable *variables, size_t count, int32_t arguments)
{
	enum { OPTIMIZED = 3, LOCAL = 0x20 };
	const struct pf_layout_variables *layout = &heap->layout.objects.variables;
	pf_addr code = word_at(heap, frame + (pf_addr)heap->layout.frame.code);
	pf_addr names[FAKE_PLACES], tuple = fake_class(heap, "tuple", FAKE_TUPLE_TYPE, 0, 0);
	unsigned char kinds[FAKE_PLACES];
	for (size_t i = 0; i < count; i++) {
		names[i] = text(heap, variables[i].name);
		kinds[i] = LOCAL;
		fake_put_word(heap,
			      frame + (pf_addr)heap->layout.objects.scope.localsplus +
				      i * sizeof(uint64_t),
			      variables[i].value);
	}
	fake_put_word(heap, code + (pf_addr)layout->names, fake_tuple(heap, tuple, names, count));
	fake_put_word(heap, code + (pf_addr)layout->kinds, fake_bytes(heap, kinds, count));
	fake_put_int(heap, code + (pf_addr)layout->argcount, arguments);
	fake_put_int(heap, code + (pf_addr)layout->flags, OPTIMIZED);
}

/* Of Server.handle(self, request), and of the module. Those of main cannot be read. */
static void add_variables(struct fake_memory *heap, pf_addr frame)
{
	const struct variable variables[] = {
		{ "self", server(heap) },
		{ "request", request(heap) },
		{ "head", text(heap, "HTTP/1.1 200 OK\r\n") },
		{ "body", 0 },
		{ "count", fake_int(heap, 3, false) },
		{ "total", fake_long_digits(heap, (uint32_t[]){ 0, 0, 0, 1 << 10 }, 4, false) },
	};
	const struct fake_item globals[] = {
		{ text(heap, "__name__"), text(heap, "app") },
		{ text(heap, "DEBUG"), fake_bool(heap, false) },
		{ text(heap, "PORT"), fake_int(heap, 8080, false) },
	};
	const struct pf_layout_scope *scope = &heap->layout.objects.scope;
	give_variables(heap, frame, variables, sizeof(variables) / sizeof(variables[0]), 2);
	fake_put_word(heap, frame + (pf_addr)scope->globals, dict_of(heap, globals, 3));
	fake_put_word(heap, frame + (pf_addr)scope->builtins, dict_of(heap, NULL, 0));
}

static const uint64_t idents[THREADS] = { 0x7f5a3d000740, 0x7f5a3d7ff6c0, 0x7f5a3dffe6c0 };

static pf_addr add_threads(struct fake_memory *heap, pf_addr interpreter, const pid_t tids[THREADS])
{
	pf_addr serve = call(heap, "Server.serve", 6, call(heap, "main", 38, 0));
	pf_addr frames[THREADS] = { call(heap, "Server.handle", 13, serve),
				    call(heap, "fetch", 30, call(heap, "Worker.run", 22, 0)), 0 };
	pf_addr threads[THREADS];
	add_variables(heap, frames[0]);
	give_variables(heap, serve, &(struct variable){ "request", 0 }, 1, 1);
	for (int i = 0; i < THREADS; i++)
		threads[i] =
			fake_thread(heap, interpreter, idents[i], (uint64_t)tids[i], frames[i]);
	return threads[0];
}

static void add_names(struct fake_memory *heap, pf_addr interpreter)
{
	static const char *const names[THREADS] = { "MainThread", "worker-A", "idle \x1b[31m" };
	struct fake_item active[THREADS];
	for (int i = 0; i < THREADS; i++) {
		struct fake_item name = { fake_str(heap, "_name"), fake_str(heap, names[i]) };
		active[i] = (struct fake_item){
			fake_int(heap, (int64_t)idents[i], false),
			fake_instance(heap, &name, 1, PLACE_DICTOFFSET),
		};
	}
	fake_modules(heap, interpreter, MAJOR << 24 | MINOR << 16 | 4 << 8 | 0xf0,
		     fake_threading(heap, active, THREADS));
}

/* What sys.setswitchinterval() and gc say of themselves. */
static void add_state(struct fake_memory *heap, pf_addr interpreter)
{
	const struct pf_layout_gc *layout = &heap->layout.gc;
	static const int32_t thresholds[] = { 700, 10, 10 }, counts[] = { 321, 4, 2 };
	pf_addr gil = fake_alloc(heap, 96), gc = interpreter + (pf_addr)layout->in_interpreter;
	fake_put_word(heap, interpreter + (pf_addr)heap->layout.interpreter.gil, gil);
	fake_put_word(heap, gil + (pf_addr)heap->layout.gil.interval, 5000);
	fake_put_int(heap, gc + (pf_addr)layout->enabled, 1);
	fake_put_word(heap, gc + (pf_addr)layout->generation0, gc + (pf_addr)layout->generations);
	for (int i = 0; i < 3; i++) {
		pf_addr at = gc + (pf_addr)(layout->generations + i * layout->generation_size);
		fake_put_int(heap, at + (pf_addr)layout->threshold, thresholds[i]);
		fake_put_int(heap, at + (pf_addr)layout->count, counts[i]);
	}
}

/* What the collector knows: three jobs in a list, one of them in a tuple, too; and more. */
static void add_objects(struct fake_memory *heap, pf_addr interpreter)
{
	struct pf_python none = { 0 };
	struct fake_collector collector;
	fake_collector_init(&collector, heap, &none, interpreter);
	pf_addr job = fake_tracked_class(&collector, "app", "Job", 40);
	pf_addr odd = fake_tracked_class(&collector, "odd \x1b[31m", "T\n", 64);
	pf_addr list_type = fake_tracked_type(&collector, "list", 1 << 25, 40, 0);
	pf_addr tuple_type = fake_tracked_type(&collector, "tuple", 1 << 26, 24, 8);
	pf_addr list = fake_tracked(&collector, 2, list_type, 40), items = fake_alloc(heap, 24);
	pf_addr tuple = fake_tracked(&collector, 1, tuple_type, 32);
	fake_put_word(heap, list + (pf_addr)heap->layout.object.var_size, 3);
	fake_put_word(heap, list + (pf_addr)heap->layout.objects.sequence.list_items, items);
	fake_put_word(heap, tuple + (pf_addr)heap->layout.object.var_size, 1);
	for (pf_addr i = 0; i < 3; i++)
		fake_put_word(heap, items + i * 8, fake_tracked(&collector, 2, job, 40));
	fake_put_word(heap, tuple + (pf_addr)heap->layout.objects.sequence.tuple_items,
		      fake_tracked(&collector, 2, job, 40));
	fake_tracked(&collector, 0, odd, 64);
}

/* The heap with a runtime in it; its address there is returned. */
static pf_addr fill(struct fake_memory *heap, const pid_t tids[THREADS])
{
	fake_memory_init(heap, layout_index());
	pf_addr runtime = fake_runtime(heap);
	pf_addr interpreter = fake_interpreter(heap, runtime, 0);
	pf_addr main_thread = add_threads(heap, interpreter, tids);
	add_names(heap, interpreter);
	add_state(heap, interpreter);
	fake_gil(heap, runtime, interpreter, 1, main_thread, 77);
	add_objects(heap, interpreter);
	return runtime;
}

/* Puts the heap where its addresses say that it is. */
static void place(const struct fake_memory *heap, pf_addr runtime)
{
	void *at = (void *)(uintptr_t)heap->blocks.items[0].at; /* NOLINT */
	void *mapped = mmap(at, heap->capacity, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	require(mapped == at, "mmap");
	memcpy(mapped, heap->bytes, heap->used);
	memcpy(_PyRuntime, heap->bytes + (runtime - heap->blocks.items[0].at), RUNTIME_SIZE);
}

/* What x and find look at: a page with bytes of every kind, between pages without memory. */
static void place_data(void)
{
	static const struct {
		char text[32];
		uint32_t words[4];
		uint64_t giants[2];
		double real;
		float small;
		char letters[300];
	} data = {
		"hello\n\001\377 \"q\" \\ \033[31m end",
		{ 1, 42, 0xdeadbeef, 1u << 31 },
		{ 0x123456789abcdef, UINT64_MAX },
		0.1,
		0.1f,
		"ab",
	};
	void *at = (void *)0x7f5a80000000; /* NOLINT */
	char *mapped = mmap(at, 4096, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	require(mapped == at, "mmap");
	memcpy(mapped, &data, sizeof(data));
	memset(mapped + offsetof(__typeof__(data), letters) + 2, 'x', 250);
	memcpy(mapped + 4091, "ends", 5);
}

int main(void)
{
	struct fake_memory heap;
	pid_t tids[THREADS] = { gettid() };
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY); /* or Yama lets only ancestors */
	require(!pipe(told) && !pipe(silent), "pipe");
	pthread_mutex_lock(&taken);
	tids[1] = start_thread(wait_for_lock);
	tids[2] = start_thread(wait_for_byte);
	pf_addr runtime = fill(&heap, tids);
	place(&heap, runtime);
	place_data();
	fake_memory_deinit(&heap);
	printf("ready %d %d %d %p\n", (int)tids[0], (int)tids[1], (int)tids[2], (void *)_PyRuntime);
	fflush(stdout);
	char byte;
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
	return EXIT_SUCCESS;
}
