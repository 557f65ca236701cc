/* Ranges of source lines: what the words of "list" ask for. */
#include "shell/listing.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

struct pf_listing pf_listing_around(long line, long size)
{
	long first = line - size / 2;
	first = first < 1 ? 1 : first;
	return (struct pf_listing){ first, first + size - 1 };
}

void pf_listed_deinit(struct pf_listed *listed)
{
	free(listed->own_file);
	*listed = (struct pf_listed){ 0 };
}

static const char *skip_blanks(const char *at)
{
	while (*at == ' ' || *at == '\t')
		at++;
	return at;
}

/* Moves *AT behind a number, if there is one; -1 for one that is too large. */
static bool take_number(const char **at, long *ret)
{
	*at = skip_blanks(*at);
	if (!isdigit((unsigned char)**at))
		return false;
	char *end;
	errno = 0;
	*ret = strtol(*at, &end, 10);
	if (errno || *ret > INT_MAX)
		*ret = INT_MAX;
	*at = skip_blanks(end);
	return true;
}

bool pf_listing_parse(const char *text, long size, struct pf_listing *ret)
{
	const char *at = text;
	bool has_first = take_number(&at, &ret->first);
	bool has_comma = *at == ',';
	at += has_comma;
	bool has_last = has_comma && take_number(&at, &ret->last);
	if (*skip_blanks(at) || (!has_first && !has_last))
		return false;
	if (!has_comma)
		*ret = pf_listing_around(ret->first, size);
	else if (!has_last)
		ret->last = ret->first + size - 1;
	else if (!has_first)
		ret->first = ret->last - size + 1;
	ret->first = ret->first < 1 ? 1 : ret->first;
	return true;
}
