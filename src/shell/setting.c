/* A setting: what "set" changes and "show" tells, with its type. */
#include "shell/setting.h"

#include "base/cleanup.h"

#include <limits.h>
#include <string.h>

static const char *const true_words[] = { "on", "1", "yes", "enable", NULL };
static const char *const false_words[] = { "off", "0", "no", "disable", NULL };

/* What a text stands for, before it becomes a setting's value. */
struct value {
	long number;
	const char *text;
};

/* Whether one of WORDS, but not of OTHERS, begins with TEXT. "o" begins "on" and "off". */
static bool begins_one(const char *const words[], const char *text)
{
	for (size_t i = 0; words[i]; i++) {
		if (!strncmp(words[i], text, strlen(text)))
			return true;
	}
	return false;
}

static struct pf_error *parse_boolean(const char *text, struct value *ret)
{
	bool is_true = !*text || begins_one(true_words, text);
	bool is_false = *text && begins_one(false_words, text);
	if (is_true == is_false)
		return pf_error_create(PF_USAGE, "\"on\" or \"off\" expected.");
	ret->number = is_true;
	return NULL;
}

static struct pf_error *parse_number(const char *text, long least, struct value *ret)
{
	if (!*text)
		return pf_error_create(PF_USAGE, "Argument required (integer to set it to%s).",
				       least ? "" : ", or \"unlimited\"");
	if (!least && !strncmp("unlimited", text, strlen(text))) {
		ret->number = 0;
		return NULL;
	}
	char *end;
	long number = strtol(text, &end, 0);
	if (end == text || *end)
		return pf_error_create(PF_USAGE, "Not an integer: \"%s\".", text);
	if (number < least || number > INT_MAX)
		return pf_error_create(PF_USAGE, "integer %s out of range", text);
	ret->number = number;
	return NULL;
}

static struct pf_error *miss_choice(const struct pf_setting *setting)
{
	PF_GUARD(pf_text_deinit) struct pf_text list = { 0 };
	for (size_t i = 0; setting->choices[i]; i++)
		pf_text_printf(&list, "%s%s", i ? ", " : "", setting->choices[i]);
	return pf_error_create(PF_USAGE, "Requires an argument. Valid arguments are %s.",
			       pf_text_str(&list));
}

static struct pf_error *parse_choice(const struct pf_setting *setting, const char *text,
				     struct value *ret)
{
	size_t found = 0;
	if (!*text)
		return miss_choice(setting);
	for (long i = 0; setting->choices[i]; i++) {
		if (strncmp(setting->choices[i], text, strlen(text)) != 0)
			continue;
		ret->number = i;
		found++;
		if (!strcmp(setting->choices[i], text))
			return NULL;
	}
	if (found == 1)
		return NULL;
	return pf_error_create(PF_USAGE, "%s item: \"%s\".", found ? "Ambiguous" : "Undefined",
			       text);
}

static struct pf_error *parse(const struct pf_setting *setting, const char *text, struct value *ret)
{
	*ret = (struct value){ .text = text };
	switch (setting->type) {
	case PF_SETTING_BOOLEAN:
		return parse_boolean(text, ret);
	case PF_SETTING_NUMBER:
		return parse_number(text, INT_MIN, ret);
	case PF_SETTING_LIMIT:
		return parse_number(text, 0, ret);
	case PF_SETTING_CHOICE:
		return parse_choice(setting, text, ret);
	case PF_SETTING_FILE:
		if (!*text)
			return pf_error_create(PF_USAGE,
					       "Argument required (filename to set it to.).");
		break;
	case PF_SETTING_TEXT:
		break;
	}
	return NULL;
}

static bool has_text(const struct pf_setting *setting)
{
	return setting->type == PF_SETTING_TEXT || setting->type == PF_SETTING_FILE;
}

struct pf_error *pf_setting_assign(struct pf_session *session, struct pf_setting *setting,
				   const char *text)
{
	struct value value;
	struct pf_setting before = *setting;
	PF_TRY(parse(setting, text, &value));
	setting->number = value.number;
	if (has_text(setting))
		setting->text = strdup(value.text);
	struct pf_error *err = has_text(setting) && !setting->text ? &pf_error_no_memory : NULL;
	if (!err && setting->changed)
		err = setting->changed(session, setting);
	if (has_text(setting))
		free(err ? setting->text : before.text);
	if (err) {
		setting->number = before.number;
		setting->text = before.text;
	}
	return err;
}

void pf_setting_append_value(struct pf_text *text, const struct pf_setting *setting)
{
	if (has_text(setting))
		pf_text_append_printable(text, setting->text ? setting->text : "");
	else if (setting->type == PF_SETTING_BOOLEAN)
		pf_text_append_str(text, setting->number ? "on" : "off");
	else if (setting->type == PF_SETTING_CHOICE)
		pf_text_append_str(text, setting->choices[setting->number]);
	else if (setting->type == PF_SETTING_LIMIT && !setting->number)
		pf_text_append_str(text, "unlimited");
	else
		pf_text_printf(text, "%ld", setting->number);
}

struct pf_error *pf_setting_append_sentence(struct pf_session *session, struct pf_text *text,
					    const struct pf_setting *setting)
{
	if (setting->say)
		return setting->say(session, text, setting);
	const char *gap = strstr(setting->sentence, "%s");
	pf_text_append(text, setting->sentence,
		       gap ? (size_t)(gap - setting->sentence) : strlen(setting->sentence));
	if (gap) {
		pf_setting_append_value(text, setting);
		pf_text_append_str(text, gap + 2);
	}
	return NULL;
}
