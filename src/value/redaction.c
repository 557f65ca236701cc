/* Names whose values are not shown. */
#include "value/redaction.h"

#include "base/cleanup.h"
#include "python/string.h"

#include <string.h>

enum { BYTES_LIMIT = 1 << 16 }; /* of a key */

bool pf_redaction_has(const struct pf_redaction *redaction, const char *name)
{
	if (!redaction || !redaction->words || !name)
		return false;
	for (const char *const *word = redaction->words; *word; word++) {
		if (strcasestr(name, *word))
			return true;
	}
	return false;
}

void pf_view_redact(struct pf_view *view, const struct pf_redaction *redaction)
{
	view->redaction = redaction && redaction->words && *redaction->words ? redaction : NULL;
}

static struct pf_error *peek_text(struct pf_view *view, pf_addr at, struct pf_text *text)
{
	PF_AUTO_FREE unsigned char *bytes = NULL;
	size_t count;
	struct pf_error *err = pf_string_peek(view->reader, at, text);
	if (!err || pf_view_is_fatal(err))
		return err;
	pf_error_destroy(err);
	pf_text_clear(text);
	PF_TRY(pf_bytes_peek(view->reader, at, BYTES_LIMIT, &bytes, &count));
	pf_text_append(text, (const char *)bytes, count);
	return pf_text_check(text);
}

struct pf_error *pf_redaction_has_key(struct pf_view *view, pf_addr at, bool *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	*ret = false;
	if (!view->redaction || !at)
		return NULL;
	struct pf_error *err = peek_text(view, at, &text);
	if (!err)
		*ret = pf_redaction_has(view->redaction, pf_text_str(&text));
	if (pf_view_is_fatal(err))
		return err;
	pf_error_destroy(err);
	return NULL;
}

struct pf_error *pf_redaction_has_content(struct pf_view *view, const struct pf_content *content,
					  bool *ret)
{
	*ret = pf_redaction_has(view->redaction, content->name);
	return content->key ? pf_redaction_has_key(view, content->key, ret) : NULL;
}

struct pf_error *pf_redaction_has_result(struct pf_view *view, const struct pf_result *key,
					 bool *ret)
{
	bool text = key->kind == PF_RESULT_STR || key->kind == PF_RESULT_BYTES;
	*ret = text && pf_redaction_has(view->redaction, key->text);
	return key->kind == PF_RESULT_OBJECT ? pf_redaction_has_key(view, key->at, ret) : NULL;
}
