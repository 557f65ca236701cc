/* How much of values is printed: what "set print" says. */
#include "shell/value_limits.h"

/* A plain dump has no settings at all. */
static unsigned limit(const struct pf_settings *settings, const char *name, unsigned usual)
{
	const struct pf_setting *setting = pf_settings_find(settings, name);
	return setting ? (unsigned)setting->number : usual;
}

struct pf_limits pf_value_limits(const struct pf_settings *settings)
{
	const struct pf_limits *usual = &pf_limits_default;
	return (struct pf_limits){
		.depth = limit(settings, "print depth", usual->depth),
		.elements = limit(settings, "print elements", usual->elements),
		.repeats = limit(settings, "print repeats", usual->repeats),
		.max_string = limit(settings, "print max-string", usual->max_string),
		.max_text = usual->max_text,
	};
}
