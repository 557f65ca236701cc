/* Thread numbers: small, and the same for a thread as long as a session lasts. */
#include "shell/numbers.h"

#include "base/hash.h"

/*
 * One key for all ids: an ident is an address, which another thread may get after this one's
 * end, and a native id may be 0 (unknown). Two threads that share a key would share a number, at
 * odds of 1 to 2^63.
 */
static uint64_t key_of(const struct pf_dump *dump, const struct pf_thread *thread)
{
	uint64_t interpreter = (uint64_t)dump->interpreters[thread->interpreter].id;
	uint64_t key = pf_hash_step(0, thread->ident);
	key = pf_hash_step(key, (uint64_t)thread->tid);
	key = pf_hash_step(key, interpreter);
	return key | UINT64_C(1) << 63; /* 0 is no key of a map */
}

struct pf_error *pf_numbers_update(struct pf_numbers *numbers, const struct pf_dump *dump)
{
	for (size_t i = 0; i < dump->thread_count; i++) {
		uint64_t key = key_of(dump, &dump->threads[i]);
		if (pf_map_find(&numbers->numbers, key))
			continue;
		PF_TRY(pf_map_put(&numbers->numbers, key, numbers->last + 1));
		numbers->last++;
	}
	return NULL;
}

unsigned pf_numbers_of(const struct pf_numbers *numbers, const struct pf_dump *dump,
		       const struct pf_thread *thread)
{
	const uint64_t *number = pf_map_find(&numbers->numbers, key_of(dump, thread));
	return number ? (unsigned)*number : 0;
}

const struct pf_thread *pf_numbers_find(const struct pf_numbers *numbers,
					const struct pf_dump *dump, unsigned number)
{
	for (size_t i = 0; i < dump->thread_count; i++) {
		if (pf_numbers_of(numbers, dump, &dump->threads[i]) == number)
			return &dump->threads[i];
	}
	return NULL;
}

void pf_numbers_deinit(struct pf_numbers *numbers)
{
	pf_map_deinit(&numbers->numbers);
	numbers->last = 0;
}
