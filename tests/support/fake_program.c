/* A whole program in a fake heap: two interpreters, four threads, their names and their frames. */
#include "fake_program.h"

#include <stdlib.h>

static void require(bool condition)
{
	if (!condition)
		abort();
}

static pf_addr call(struct fake_memory *heap, const char *function, pf_addr caller)
{
	return fake_frame(heap, fake_code(heap, "app.py", function, 10), 20, caller,
			  OWNED_BY_THREAD);
}

static void add_threads(struct fake_program *program)
{
	struct fake_memory *heap = &program->heap;
	pf_addr first = program->interpreters[0], second = program->interpreters[1];
	pf_addr main_frame = call(heap, "main", 0);
	program->threads[0] = fake_thread(heap, first, 1, 101, call(heap, "work", main_frame));
	pf_addr wait = call(heap, "wait", call(heap, "main", 0));
	program->threads[1] = fake_thread(heap, first, 2, 102, call(heap, "wait", wait));
	program->threads[2] = fake_thread(heap, first, 3, 103, 0);
	program->threads[3] = fake_thread(heap, second, 9, 109, call(heap, "sub", 0));
}

static void add_names(struct fake_memory *heap, pf_addr interpreter, uint64_t ident,
		      const char *name)
{
	const char *attribute = heap->layout.major == 2 ? "_Thread__name" : "_name";
	struct fake_item thread = { fake_str(heap, attribute), fake_str(heap, name) };
	struct fake_item active = { fake_int(heap, (int64_t)ident, false),
				    fake_instance(heap, &thread, 1, PLACE_DICTOFFSET) };
	fake_modules(heap, interpreter,
		     (uint32_t)heap->layout.major << 24 | (uint32_t)heap->layout.minor << 16 | 0xf0,
		     fake_threading(heap, &active, 1));
}

void fake_program_init(struct fake_program *program, unsigned index)
{
	struct fake_memory *heap = &program->heap;
	fake_memory_init(heap, index);
	pf_addr runtime = fake_runtime(heap);
	for (int i = 0; i < 2; i++)
		program->interpreters[i] = fake_interpreter(heap, runtime, i);
	add_threads(program);
	add_names(heap, program->interpreters[0], 1, "MainThread");
	add_names(heap, program->interpreters[1], 9, "Sub");
	fake_gil(heap, runtime, program->interpreters[0], 1, program->threads[1], 77);
	heap->whole_pages = true;

	struct pf_python *python = &program->python;
	fake_python_init(heap, python);
	require(!pf_page_cache_create(&heap->memory, &python->cache));
	python->pages.memory = pf_page_cache_memory(python->cache);
	python->runtime = runtime;
	if (heap->layout.traits.gil == GIL_CURRENT) {
		python->current_at = fake_alloc(heap, 8);
		fake_put_word(heap, python->current_at, program->threads[1]);
	}
}

void fake_program_deinit(struct fake_program *program)
{
	pf_page_cache_destroy(program->python.cache);
	fake_memory_deinit(&program->heap);
}
