#include <stddef.h>
#include <stdlib.h>

#include "answers.h"

/* Those that are announced, in their order. */
struct agenda {
	const struct phc_follow *f;
	ROWS(struct due) due;
};

static void
each(const struct due *d, void *arg)
{
	struct agenda *a = arg;

	if (d->announced <= a->f->at)
		*(struct due *)MORE(a->due) = *d;
}

static _Thread_local const struct phc_follow *sorting; /* for qsort(3) */

static int
compare(const void *a, const void *b)
{
	return follow_due_compare(sorting, a, b);
}

static struct agenda
agenda(const struct phc_follow *f)
{
	struct agenda a = { .f = f };
	const struct due_sink sink = { each, &a };
	size_t i;

	for (i = 0; i < f->household.n; i++)
		if (f->household.row[i].given)
			follow_due(f, &f->household.row[i], &sink);
	sorting = f;
	if (a.due.n > 0)
		qsort(a.due.row, a.due.n, sizeof(*a.due.row), compare);
	return a;
}

static const char *
household(const struct phc_follow *f, const struct due *d)
{
	return follow_text(&f->households, d->household);
}

/* A row of kind due. */
struct due_row {
	struct phc_str household_id, about, article, label;
	int64_t obligation, due_on, days_left, announced_on;
};

/* clang-format off */
#define SLOT(column) { #column, offsetof(struct due_row, column) }
/* clang-format on */

static const struct phc_slot slots[] = {
	SLOT(household_id),
	SLOT(obligation),
	SLOT(due_on),
	SLOT(days_left),
	SLOT(announced_on),
	SLOT(about),
	SLOT(article),
	SLOT(label),
	{ NULL, 0 },
};

static void
put(const struct phc_follow *f, const struct rows *rows, const struct due *d)
{
	const struct rule *rule = &f->terms.rule[d->what];
	const struct due_row row = {
		.household_id = phc_str(household(f, d)),
		.obligation = d->what,
		.due_on = d->date,
		.days_left = d->date - f->at,
		.announced_on = d->announced,
		.about = phc_str(follow_due_about(f, d)),
		.article = phc_str(rule->article),
		.label = phc_str(rule->label),
	};

	follow_rows_put(rows, &row);
}

int
phc_follow_put_due(
    const struct phc_follow *f, struct phc_out *out, struct phc_err *err)
{
	struct agenda a = agenda(f);
	struct rows rows;
	size_t i;

	(void)err;
	follow_rows_head(&rows, "due", slots, out);
	for (i = 0; i < a.due.n && !phc_out_bad(out); i++)
		put(f, &rows, &a.due.row[i]);
	free(a.due.row);
	return 0;
}

/*
 * The calendar: RFC 5545.
 */

/* A content line, folded: no more than 75 octets, no character split. */
static void
fold(struct phc_out *out, const char *s)
{
	enum { OCTETS = 75 };
	size_t n = strlen(s), room = OCTETS, part;

	while (n > room) {
		for (part = room; ((unsigned char)s[part] & 0xc0) == 0x80;)
			part--;
		phc_out_put(out, s, part);
		phc_out_put(out, "\r\n ", 3);
		s += part;
		n -= part;
		room = OCTETS - 1;
	}
	phc_out_put(out, s, n);
	phc_out_put(out, "\r\n", 2);
}

/* A text as a value has it, behind what is in 'line'. */
static void
escape(char **line, size_t *cap, const char *s)
{
	size_t n = strlen(*line);

	phc_grow(line, cap, n + 2 * strlen(s) + 1, 1);
	for (; *s != '\0'; s++)
		if (strchr("\\;,", *s) != NULL) {
			(*line)[n++] = '\\';
			(*line)[n++] = *s;
		} else
			(*line)[n++] =
			    (unsigned char)*s < ' ' || *s == '\177' ? '?' : *s;
	(*line)[n] = '\0';
}

static uint64_t
hash(uint64_t h, const char *s)
{
	do
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	while (*s++ != '\0');
	return h;
}

/* The same for the same obligation, whenever the calendar is made. */
static void
put_uid(const struct phc_follow *f, struct phc_out *out, const struct due *d,
    const char *date)
{
	uint64_t h = hash(UINT64_C(14695981039346656037), household(f, d));
	char line[128];

	h = hash(h, follow_due_about(f, d));
	snprintf(line, sizeof(line), "UID:%s-%s-%016llx@phc",
	    follow_obligation(d->what), date, (unsigned long long)h);
	fold(out, line);
}

static void
basic(int64_t date, char buf[PHC_DATE_MAX])
{
	int y, m, d;

	phc_date_split(date, &y, &m, &d);
	snprintf(buf, PHC_DATE_MAX, "%04u%02u%02u", (unsigned)y % 10000,
	    (unsigned)m % 100, (unsigned)d % 100);
}

static void
put_text(struct phc_out *out, const char *name, const char *a, const char *b,
    const char *c)
{
	size_t cap = 0;
	char *line = NULL;

	phc_grow(&line, &cap, strlen(name) + 1, 1);
	strcpy(line, name);
	escape(&line, &cap, a);
	escape(&line, &cap, b);
	escape(&line, &cap, c);
	fold(out, line);
	free(line);
}

static void
put_event(const struct phc_follow *f, struct phc_out *out, const struct due *d)
{
	const struct rule *rule = &f->terms.rule[d->what];
	char date[PHC_DATE_MAX], stamp[PHC_DATE_MAX], line[128];

	basic(d->date, date);
	basic(f->at, stamp);
	fold(out, "BEGIN:VEVENT");
	put_uid(f, out, d, date);
	snprintf(line, sizeof(line), "DTSTAMP:%sT000000Z", stamp);
	fold(out, line);
	snprintf(line, sizeof(line), "DTSTART;VALUE=DATE:%s", date);
	fold(out, line);
	put_text(out, "SUMMARY:", rule->label, " : ", household(f, d));
	if (*rule->article != '\0')
		put_text(out, "DESCRIPTION:", rule->article, "", "");
	fold(out, "CLASS:PRIVATE");
	fold(out, "TRANSP:TRANSPARENT");
	fold(out, "END:VEVENT");
}

int
phc_follow_put_calendar(
    const struct phc_follow *f, struct phc_out *out, struct phc_err *err)
{
	struct agenda a = agenda(f);
	size_t i;

	(void)err;
	fold(out, "BEGIN:VCALENDAR");
	fold(out, "VERSION:2.0");
	fold(out, "PRODID:-//phc//phc-follow//FR");
	fold(out, "CALSCALE:GREGORIAN");
	fold(out, "METHOD:PUBLISH");
	for (i = 0; i < a.due.n && !phc_out_bad(out); i++)
		put_event(f, out, &a.due.row[i]);
	fold(out, "END:VCALENDAR");
	free(a.due.row);
	return 0;
}
