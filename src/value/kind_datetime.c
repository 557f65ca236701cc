/* datetime: date, time, datetime, timedelta and timezone. */
#include "base/cleanup.h"
#include "python/object.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/written.h"

#include <string.h>

/* Packed bytes, the most significant first: year (2), month, day; hour, minute, second, µs (3). */
enum { DATE_SIZE = 4, TIME_SIZE = 6, MOMENT_SIZE = DATE_SIZE + TIME_SIZE };

/* What is behind the name and the numbers of a time of day. */
struct zone {
	int32_t tzinfo, fold; /* offsets */
	bool fold_first;
};

static const struct pf_layout_datetime *layout_of(const struct pf_view *view)
{
	return &view->reader->layout->library.datetime;
}

static struct pf_error *peek_bytes(struct pf_view *view, const struct pf_object *object,
				   int32_t offset, void *bytes, size_t size)
{
	return pf_reader_peek(view->reader, object->at + (pf_addr)offset, bytes, size);
}

/* Classes of the module are written with it, those that are derived from them without. */
static void append_name(const struct pf_object *object, struct pf_text *text)
{
	bool derived = (object->class->flags & PF_TYPE_HEAP) != 0;
	pf_text_printf(text, "%s%s(", derived ? "" : "datetime.", object->class->name);
}

static void append_date(const unsigned char *bytes, struct pf_text *text)
{
	pf_text_printf(text, "%d, %d, %d", bytes[0] << 8 | bytes[1], bytes[2], bytes[3]);
}

/* Seconds and microseconds are left out when there are none. */
static void append_time(const unsigned char *bytes, struct pf_text *text)
{
	int32_t microseconds = bytes[3] << 16 | bytes[4] << 8 | bytes[5];
	pf_text_printf(text, "%d, %d", bytes[0], bytes[1]);
	if (bytes[2] || microseconds)
		pf_text_printf(text, ", %d", bytes[2]);
	if (microseconds)
		pf_text_printf(text, ", %d", microseconds);
}

static struct pf_error *append_fold(struct pf_view *view, const struct pf_object *object,
				    const struct zone *zone, struct pf_text *text)
{
	unsigned char fold = 0;
	if (zone->fold != PF_ABSENT)
		PF_TRY(peek_bytes(view, object, zone->fold, &fold, 1));
	if (fold)
		pf_text_printf(text, ", fold=%d", fold);
	return NULL;
}

/* Only a timezone is written as a value: another zone could be anything, even this object. */
static struct pf_error *append_tzinfo(struct pf_view *view, const struct pf_object *object,
				      const struct zone *zone, const struct pf_limits *limits,
				      struct pf_text *text)
{
	unsigned char aware;
	pf_addr at;
	PF_TRY(peek_bytes(view, object, layout_of(view)->aware, &aware, 1));
	if (!aware)
		return NULL;
	pf_text_append_str(text, ", tzinfo=");
	PF_TRY(pf_field_word(view, object, zone->tzinfo, &at));
	return pf_written_of_kind(view, at, &pf_kind_timezone, limits, text);
}

static struct pf_error *append_zone(struct pf_view *view, const struct pf_object *object,
				    const struct zone *zone, const struct pf_limits *limits,
				    struct pf_text *text)
{
	if (zone->fold_first)
		PF_TRY(append_fold(view, object, zone, text));
	PF_TRY(append_tzinfo(view, object, zone, limits, text));
	if (!zone->fold_first)
		PF_TRY(append_fold(view, object, zone, text));
	pf_text_append_str(text, ")");
	return NULL;
}

static struct pf_error *write_date(struct pf_view *view, const struct pf_object *object,
				   const struct pf_limits *limits, struct pf_text *text)
{
	unsigned char bytes[DATE_SIZE];
	(void)limits;
	PF_TRY(peek_bytes(view, object, layout_of(view)->date, bytes, sizeof(bytes)));
	append_name(object, text);
	append_date(bytes, text);
	pf_text_append_str(text, ")");
	return NULL;
}

const struct pf_kind pf_kind_date = { .name = "datetime.date", .write = write_date };

static struct pf_error *write_time(struct pf_view *view, const struct pf_object *object,
				   const struct pf_limits *limits, struct pf_text *text)
{
	const struct zone zone = { layout_of(view)->time_zone, layout_of(view)->time_fold, false };
	unsigned char bytes[TIME_SIZE];
	PF_TRY(peek_bytes(view, object, layout_of(view)->time, bytes, sizeof(bytes)));
	append_name(object, text);
	append_time(bytes, text);
	return append_zone(view, object, &zone, limits, text);
}

const struct pf_kind pf_kind_time = { .name = "datetime.time", .write = write_time };

static struct pf_error *write_moment(struct pf_view *view, const struct pf_object *object,
				     const struct pf_limits *limits, struct pf_text *text)
{
	const struct zone zone = { layout_of(view)->moment_zone, layout_of(view)->moment_fold,
				   true };
	unsigned char bytes[MOMENT_SIZE];
	PF_TRY(peek_bytes(view, object, layout_of(view)->moment, bytes, sizeof(bytes)));
	append_name(object, text);
	append_date(bytes, text);
	pf_text_append_str(text, ", ");
	append_time(bytes + DATE_SIZE, text);
	return append_zone(view, object, &zone, limits, text);
}

const struct pf_kind pf_kind_moment = { .name = "datetime.datetime", .write = write_moment };

/* --- timedelta */

struct duration {
	int32_t days, seconds, microseconds;
};

static struct pf_error *peek_duration(struct pf_view *view, pf_addr at, struct duration *ret)
{
	const struct pf_layout_timedelta *layout = &view->reader->layout->library.timedelta;
	PF_TRY(pf_reader_peek_int(view->reader, at + (pf_addr)layout->days, &ret->days));
	PF_TRY(pf_reader_peek_int(view->reader, at + (pf_addr)layout->seconds, &ret->seconds));
	return pf_reader_peek_int(view->reader, at + (pf_addr)layout->microseconds,
				  &ret->microseconds);
}

/* 2.7 and 3.6: days, and what is behind them as far as there is anything. */
static void append_numbers(const struct duration *duration, struct pf_text *text)
{
	pf_text_printf(text, "%d", duration->days);
	if (duration->seconds || duration->microseconds)
		pf_text_printf(text, ", %d", duration->seconds);
	if (duration->microseconds)
		pf_text_printf(text, ", %d", duration->microseconds);
}

static void append_part(const char *name, int32_t number, bool *first, struct pf_text *text)
{
	if (!number)
		return;
	pf_text_printf(text, "%s%s=%d", *first ? "" : ", ", name, number);
	*first = false;
}

static void append_duration(const struct pf_view *view, const struct duration *duration,
			    struct pf_text *text)
{
	bool first = true;
	if (!pf_written_since(view, REPRS_NAMED)) {
		append_numbers(duration, text);
		return;
	}
	append_part("days", duration->days, &first, text);
	append_part("seconds", duration->seconds, &first, text);
	append_part("microseconds", duration->microseconds, &first, text);
	pf_text_append_str(text, first ? "0" : "");
}

static struct pf_error *write_timedelta(struct pf_view *view, const struct pf_object *object,
					const struct pf_limits *limits, struct pf_text *text)
{
	struct duration duration;
	(void)limits;
	PF_TRY(peek_duration(view, object->at, &duration));
	append_name(object, text);
	append_duration(view, &duration, text);
	pf_text_append_str(text, ")");
	return NULL;
}

const struct pf_kind pf_kind_timedelta = { .name = "datetime.timedelta", .write = write_timedelta };

/* --- timezone; UTC itself is the one without offset and name */

static struct pf_error *write_timezone(struct pf_view *view, const struct pf_object *object,
				       const struct pf_limits *limits, struct pf_text *text)
{
	const struct pf_layout_timedelta *layout = &view->reader->layout->library.timedelta;
	struct duration duration;
	pf_addr offset, name;
	PF_TRY(pf_field_word(view, object, layout->zone_offset, &offset));
	PF_TRY(pf_field_word(view, object, layout->zone_name, &name));
	PF_TRY(peek_duration(view, offset, &duration));
	if (!name && !duration.days && !duration.seconds && !duration.microseconds) {
		pf_text_append_str(text, "datetime.timezone.utc");
		return NULL;
	}
	append_name(object, text);
	PF_TRY(pf_written_of_kind(view, offset, &pf_kind_timedelta, limits, text));
	pf_text_append_str(text, name ? ", " : "");
	if (name)
		PF_TRY(pf_written_of_kind(view, name, &pf_kind_text, limits, text));
	pf_text_append_str(text, ")");
	return NULL;
}

const struct pf_kind pf_kind_timezone = { .name = "datetime.timezone", .write = write_timezone };
