/* Places and whole stacks as text, by a format. */
#include "base/cleanup.h"
#include "base/text.h"
#include "pyflame.h"

#include <string.h>

static void append_part(struct pf_text *text, const struct pf_place *place, char letter)
{
	switch (letter) {
	case 'f':
		pf_text_append_printable(text, place->file);
		break;
	case 'n':
		pf_text_append_printable(text, place->function);
		break;
	case 'q':
		pf_text_append_printable(text, place->qualname ? place->qualname : place->function);
		break;
	case 'l':
		pf_text_printf(text, "%d", place->line == PF_UNKNOWN ? 0 : (int)place->line);
		break;
	default:
		pf_text_append(text, &letter, 1);
	}
}

void pf_place_append(struct pf_text *text, const struct pf_place *place, const char *format)
{
	while (*format) {
		size_t plain = strcspn(format, "%");
		pf_text_append(text, format, plain);
		format += plain;
		if (*format && format[1])
			append_part(text, place, format[1]);
		format += *format ? 1 + (format[1] != '\0') : 0;
	}
}

static void append_frame(struct pf_text *text, const struct pf_place *place, const char *format)
{
	size_t start = text->size;
	pf_place_append(text, place, format);
	for (size_t i = start; !text->failed && i < text->size; i++) {
		if (text->bytes[i] == ';')
			text->bytes[i] = ',';
	}
}

struct pf_error *pf_stack_append(struct pf_text *text, const struct pf_profile *profile,
				 uint32_t stack, const char *format)
{
	uint32_t depth = pf_profile_stack(profile, stack)->depth;
	PF_AUTO_FREE uint32_t *places = calloc((size_t)depth + 1, sizeof(*places));
	if (!places)
		return &pf_error_no_memory;
	for (uint32_t i = depth; i > 0; i--) {
		const struct pf_stack *it = pf_profile_stack(profile, stack);
		places[i - 1] = it->place;
		stack = it->caller;
	}
	for (uint32_t i = 0; i < depth; i++) {
		if (i)
			pf_text_append(text, ";", 1);
		append_frame(text, pf_profile_place(profile, places[i]), format);
	}
	return NULL;
}
