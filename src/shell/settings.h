/* The table of settings, and the groups of them. */
#ifndef PF_SHELL_SETTINGS_H
#define PF_SHELL_SETTINGS_H

#include "shell/setting.h"

enum { PF_SETTING_STRINGS = 4 };

/* A setting, or a group of them ("history" of "history size"). */
struct pf_setting_entry {
	struct pf_setting setting;
	bool is_group;
	struct pf_command set, show;	   /* "set history size", "show history size" */
	char *strings[PF_SETTING_STRINGS]; /* that the commands borrow */
};

/* All zero is empty. */
struct pf_settings {
	PF_ARRAY(struct pf_setting_entry *) list;    /* by name */
	PF_ARRAY(struct pf_setting_entry *) retired; /* replaced, but perhaps still in use */
};

/* Puts ENTRY in the place of one of the same name, which is then the caller's. */
struct pf_error *pf_settings_put(struct pf_settings *settings,
				 struct pf_setting_entry *entry) PF_CHECKED;

/* The entry with the full name NAME, a group's as well; NULL when there is none. */
struct pf_setting_entry *pf_settings_find_entry(const struct pf_settings *settings,
						const char *name);

/* The setting with the full name NAME; NULL when there is none. */
struct pf_setting *pf_settings_find(const struct pf_settings *settings, const char *name);

/* The number of the setting NAME; 0 when there is none. */
long pf_settings_number(const struct pf_settings *settings, const char *name);

/* The text of the setting NAME; "" when there is none. */
const char *pf_settings_text(const struct pf_settings *settings, const char *name);

/* Frees ENTRY, which may be NULL. */
void pf_setting_entry_destroy(struct pf_setting_entry *entry);
void pf_settings_deinit(struct pf_settings *settings);

#endif
