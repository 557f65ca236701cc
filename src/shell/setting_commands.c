/* The commands "set NAME" and "show NAME" of each setting. */
#include "shell/setting_commands.h"

#include "base/cleanup.h"
#include "shell/cmd_help.h"
#include "shell/complete.h"
#include "shell/names.h"

#include <string.h>

enum { SET_NAME, SHOW_NAME, SET_SUMMARY, SHOW_SUMMARY };

static struct pf_setting *subject_of(const struct pf_call *call)
{
	return (struct pf_setting *)call->command->subject;
}

static struct pf_error *run_set(struct pf_session *session, const struct pf_call *call)
{
	struct pf_setting *setting = subject_of(call);
	return pf_setting_assign(session, setting,
				 setting->has_blanks ? call->rest : pf_words_text(&call->words));
}

static struct pf_error *run_show(struct pf_session *session, const struct pf_call *call)
{
	struct pf_text *text = &session->output.text;
	PF_TRY(pf_setting_append_sentence(session, text, subject_of(call)));
	pf_text_append_str(text, "\n");
	return NULL;
}

static struct pf_error *add_words(const char *const words[], const char *word, struct pf_names *ret)
{
	for (size_t i = 0; words[i]; i++)
		PF_TRY(pf_names_add_match(ret, words[i], word));
	return NULL;
}

static struct pf_error *complete_value(struct pf_session *session, const struct pf_command *command,
				       const char *word, struct pf_names *ret)
{
	static const char *const booleans[] = { "on", "off", NULL };
	static const char *const limits[] = { "unlimited", NULL };
	const struct pf_setting *setting = command->subject;
	switch (setting->type) {
	case PF_SETTING_BOOLEAN:
		return add_words(booleans, word, ret);
	case PF_SETTING_LIMIT:
		return add_words(limits, word, ret);
	case PF_SETTING_CHOICE:
		return add_words(setting->choices, word, ret);
	case PF_SETTING_FILE:
		return pf_complete_path(session, command, word, ret);
	case PF_SETTING_NUMBER:
	case PF_SETTING_TEXT:
		break;
	}
	return NULL;
}

static struct pf_error *run_set_group(struct pf_session *session, const struct pf_call *call)
{
	pf_help_append_below(session, call->command);
	return NULL;
}

static struct pf_error *run_show_group(struct pf_session *session, const struct pf_call *call)
{
	return pf_settings_append_all(session, subject_of(call)->name);
}

static struct pf_error *make_string(char **ret, const char *head, const char *tail, const char *end)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_text_printf(&text, "%s %s%s", head, tail, end);
	PF_TRY(pf_text_check(&text));
	*ret = strdup(text.bytes);
	return *ret ? NULL : &pf_error_no_memory;
}

static struct pf_error *make_strings(struct pf_setting_entry *entry)
{
	const struct pf_setting *setting = &entry->setting;
	PF_TRY(make_string(&entry->strings[SET_NAME], "set", setting->name, ""));
	PF_TRY(make_string(&entry->strings[SHOW_NAME], "show", setting->name, ""));
	if (entry->is_group) {
		PF_TRY(make_string(&entry->strings[SET_SUMMARY], "Generic command for setting",
				   setting->name, " parameters."));
		return make_string(&entry->strings[SHOW_SUMMARY], "Generic command for showing",
				   setting->name, " parameters.");
	}
	PF_TRY(make_string(&entry->strings[SET_SUMMARY], "Set", setting->what, "."));
	return make_string(&entry->strings[SHOW_SUMMARY], "Show", setting->what, ".");
}

static const char *usage_of(const struct pf_setting *setting)
{
	static const char *const usages[] = {
		[PF_SETTING_BOOLEAN] = "[on | off]",  [PF_SETTING_NUMBER] = "N",
		[PF_SETTING_LIMIT] = "N | unlimited", [PF_SETTING_CHOICE] = "CHOICE",
		[PF_SETTING_TEXT] = "[TEXT]",	      [PF_SETTING_FILE] = "FILE",
	};
	return usages[setting->type];
}

static void make_commands(struct pf_setting_entry *entry)
{
	const struct pf_setting *setting = &entry->setting;
	bool is_group = entry->is_group;
	entry->set = (struct pf_command){ .name = entry->strings[SET_NAME],
					  .group = "support",
					  .usage = is_group ? "SETTING" : usage_of(setting),
					  .summary = entry->strings[SET_SUMMARY],
					  .help = setting->help,
					  .max_args = is_group ? 0 : -1,
					  .complete = is_group ? NULL : complete_value,
					  .run = is_group ? run_set_group : run_set,
					  .subject = setting };
	entry->show = (struct pf_command){ .name = entry->strings[SHOW_NAME],
					   .group = "support",
					   .summary = entry->strings[SHOW_SUMMARY],
					   .help = setting->help,
					   .run = is_group ? run_show_group : run_show,
					   .subject = setting };
}

/* Takes entry, whose setting is filled in, in the place of an older one. */
static struct pf_error *add_entry(struct pf_session *session, struct pf_setting_entry *entry)
{
	struct pf_setting_entry *older =
		pf_settings_find_entry(&session->settings, entry->setting.name);
	struct pf_error *err = make_strings(entry);
	if (!err)
		err = pf_array_reserve(&session->settings.retired, 1);
	if (!err)
		err = pf_array_reserve(&session->commands.list, 2);
	if (!err)
		err = pf_settings_put(&session->settings, entry);
	if (err)
		return pf_setting_entry_destroy(entry), err;
	make_commands(entry);
	err = pf_commands_add(&session->commands, &entry->set);
	if (!err)
		err = pf_commands_add(&session->commands, &entry->show);
	if (older)
		session->settings.retired.items[session->settings.retired.count++] = older;
	return err;
}

/* What help says of the group NAME, behind "Set " and "Show ". */
static const char *what_of_group(const char *name)
{
	static const struct {
		const char *name, *what;
	} groups[] = {
		{ "history", "what is kept of the lines that are typed" },
		{ "logging", "what is logged into a file" },
		{ "style", "what the elements of the output look like" },
	};
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		if (!strcmp(groups[i].name, name))
			return groups[i].what;
	}
	return strncmp(name, "style ", 6) ? name : "what this element of the output looks like";
}

/* The group that the first SIZE bytes of NAME are the name of. */
static struct pf_error *add_group(struct pf_session *session, const char *name, size_t size)
{
	PF_AUTO_FREE char *own = strndup(name, size);
	if (!own)
		return &pf_error_no_memory;
	if (pf_settings_find_entry(&session->settings, own))
		return NULL;
	struct pf_setting_entry *entry = calloc(1, sizeof(*entry));
	if (!entry)
		return &pf_error_no_memory;
	entry->is_group = true;
	entry->setting.name = own;
	entry->setting.what = what_of_group(own);
	pf_take(own);
	return add_entry(session, entry);
}

static struct pf_error *add_groups(struct pf_session *session, const char *name)
{
	for (const char *blank = strchr(name, ' '); blank; blank = strchr(blank + 1, ' '))
		PF_TRY(add_group(session, name, (size_t)(blank - name)));
	return NULL;
}

/* KNOWN's number for SETTING, whose choices may be others: the same word, if it has that. */
static long keep_number(const struct pf_setting *known, const struct pf_setting *setting)
{
	if (setting->type != PF_SETTING_CHOICE)
		return known->number;
	for (long i = 0; setting->choices[i]; i++) {
		if (!strcmp(setting->choices[i], known->choices[known->number]))
			return i;
	}
	return setting->number;
}

struct pf_error *pf_settings_add(struct pf_session *session, const struct pf_setting *setting)
{
	const struct pf_setting_entry *known =
		pf_settings_find_entry(&session->settings, setting->name);
	if (known && (known->is_group || known->setting.type != setting->type))
		return pf_error_create(PF_USAGE, "There is a setting \"%s\" of another kind.",
				       setting->name);
	PF_TRY(add_groups(session, setting->name));
	struct pf_setting_entry *entry = calloc(1, sizeof(*entry));
	if (!entry)
		return &pf_error_no_memory;
	const struct pf_setting *value = known ? &known->setting : setting;
	entry->setting = *setting;
	entry->setting.number = keep_number(value, setting);
	entry->setting.text = value->text ? strdup(value->text) : NULL;
	if (value->text && !entry->setting.text)
		return free(entry), &pf_error_no_memory;
	return add_entry(session, entry);
}

/* Whether NAME, "history size", is in GROUP, "history". */
static bool is_in(const char *name, const char *group)
{
	size_t size = strlen(group);
	return !strncmp(name, group, size) && name[size] == ' ';
}

struct pf_error *pf_settings_append_all(struct pf_session *session, const char *group)
{
	struct pf_text *text = &session->output.text;
	for (size_t i = 0; i < session->settings.list.count; i++) {
		const struct pf_setting_entry *entry = session->settings.list.items[i];
		if (entry->is_group || (group && !is_in(entry->setting.name, group)))
			continue;
		pf_text_printf(text, "%s:  ", entry->setting.name);
		PF_TRY(pf_setting_append_sentence(session, text, &entry->setting));
		pf_text_append_str(text, "\n");
	}
	return NULL;
}
