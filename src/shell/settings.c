/* The table of settings, and the groups of them. */
#include "shell/settings.h"

#include <string.h>

void pf_setting_entry_destroy(struct pf_setting_entry *entry)
{
	if (!entry)
		return;
	for (size_t i = 0; i < PF_SETTING_STRINGS; i++)
		free(entry->strings[i]);
	if (entry->is_group)
		free((char *)entry->setting.name);
	free(entry->setting.text);
	free(entry);
}

/* Where NAME is, or belongs. */
static size_t place_of(const struct pf_settings *settings, const char *name)
{
	size_t low = 0, high = settings->list.count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (strcmp(settings->list.items[middle]->setting.name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct pf_setting_entry *pf_settings_find_entry(const struct pf_settings *settings,
						const char *name)
{
	size_t at = place_of(settings, name);
	if (at == settings->list.count || strcmp(settings->list.items[at]->setting.name, name))
		return NULL;
	return settings->list.items[at];
}

struct pf_error *pf_settings_put(struct pf_settings *settings, struct pf_setting_entry *entry)
{
	struct pf_setting_entry *known = pf_settings_find_entry(settings, entry->setting.name);
	size_t at = place_of(settings, entry->setting.name);
	if (!known) {
		PF_TRY(pf_array_reserve(&settings->list, 1));
		struct pf_setting_entry **items = settings->list.items;
		memmove(items + at + 1, items + at, (settings->list.count - at) * sizeof(*items));
		settings->list.count++;
	}
	settings->list.items[at] = entry;
	return NULL;
}

struct pf_setting *pf_settings_find(const struct pf_settings *settings, const char *name)
{
	struct pf_setting_entry *entry = pf_settings_find_entry(settings, name);
	return entry && !entry->is_group ? &entry->setting : NULL;
}

long pf_settings_number(const struct pf_settings *settings, const char *name)
{
	const struct pf_setting *setting = pf_settings_find(settings, name);
	return setting ? setting->number : 0;
}

const char *pf_settings_text(const struct pf_settings *settings, const char *name)
{
	const struct pf_setting *setting = pf_settings_find(settings, name);
	return setting && setting->text ? setting->text : "";
}

void pf_settings_deinit(struct pf_settings *settings)
{
	for (size_t i = 0; i < settings->list.count; i++)
		pf_setting_entry_destroy(settings->list.items[i]);
	for (size_t i = 0; i < settings->retired.count; i++)
		pf_setting_entry_destroy(settings->retired.items[i]);
	pf_array_deinit(&settings->retired);
	pf_array_deinit(&settings->list);
	*settings = (struct pf_settings){ 0 };
}
