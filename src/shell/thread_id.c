/* Which thread a word means: a number, "lwp:TID", or a name. */
#include "shell/thread_id.h"

#include "base/cleanup.h"

#include <limits.h>
#include <string.h>
#include <strings.h>

static unsigned number_of(const struct pf_session *session, const struct pf_dump *dump,
			  const struct pf_thread *thread)
{
	return pf_numbers_of(&pf_session_inferior(session)->numbers, dump, thread);
}

static struct pf_error *find_tid(const struct pf_session *session, const struct pf_dump *dump,
				 const char *word, unsigned *ret)
{
	long tid;
	if (!pf_words_number(word + strlen("lwp:"), &tid) || tid <= 0)
		return pf_error_create(PF_USAGE, "Invalid thread ID: %s", word);
	for (size_t i = 0; i < dump->thread_count; i++) {
		if (dump->threads[i].tid == tid) {
			*ret = number_of(session, dump, &dump->threads[i]);
			return NULL;
		}
	}
	return pf_error_create(PF_USAGE, "Unknown thread %s.", word);
}

/* Threads whose name WORD begins, or is. */
struct matches {
	const struct pf_thread *first;
	size_t exact, abbreviated;
};

static struct matches find_names(const struct pf_dump *dump, const char *word)
{
	struct matches found = { 0 };
	for (size_t i = 0; i < dump->thread_count; i++) {
		const struct pf_thread *thread = &dump->threads[i];
		if (!thread->name || strncmp(thread->name, word, strlen(word)) != 0)
			continue;
		bool is_exact = !strcmp(thread->name, word);
		if (!found.first || (is_exact && !found.exact))
			found.first = thread;
		if (is_exact)
			found.exact++;
		else
			found.abbreviated++;
	}
	return found;
}

static struct pf_error *ambiguous(const struct pf_session *session, const struct pf_dump *dump,
				  const char *word, bool exact)
{
	PF_GUARD(pf_text_deinit) struct pf_text list = { 0 };
	for (size_t i = 0; i < dump->thread_count; i++) {
		const struct pf_thread *thread = &dump->threads[i];
		if (!thread->name || strncmp(thread->name, word, strlen(word)) != 0 ||
		    (exact && strcmp(thread->name, word) != 0))
			continue;
		pf_text_printf(&list, "%s%u \"", list.size ? ", " : "",
			       number_of(session, dump, thread));
		pf_text_append_printable(&list, thread->name);
		pf_text_append_str(&list, "\"");
	}
	return pf_error_create(PF_USAGE, "Ambiguous thread \"%s\": %s.", word, pf_text_str(&list));
}

static struct pf_error *find_name(const struct pf_session *session, const struct pf_dump *dump,
				  const char *word, unsigned *ret)
{
	struct matches found = find_names(dump, word);
	size_t count = found.exact ? found.exact : found.abbreviated;
	if (count > 1)
		return ambiguous(session, dump, word, found.exact > 0);
	if (!count)
		return pf_error_create(PF_USAGE, "Invalid thread ID: %s", word);
	*ret = number_of(session, dump, found.first);
	return NULL;
}

struct pf_error *pf_thread_id_parse(struct pf_session *session, const char *word, unsigned *ret)
{
	long number;
	const struct pf_dump *dump;
	if (pf_words_number(word, &number)) {
		if (number <= 0 || number > INT_MAX)
			return pf_error_create(PF_USAGE, "Invalid thread ID: %s", word);
		*ret = (unsigned)number;
		return NULL;
	}
	PF_TRY(pf_session_dump(session, &dump));
	if (!strncasecmp(word, "lwp:", 4))
		return find_tid(session, dump, word, ret);
	return find_name(session, dump, word, ret);
}
