#include "import.h"
#include "phc/date.h"

enum { PARTS = 3, LONGEST = 5 };

/* Numbers with one mark between them: "31/12/2025", "2025-12". */
struct parts {
	int n, v[PARTS], len[PARTS];
};

static bool
split(struct phc_str s, struct parts *p)
{
	char mark = '\0';
	size_t i;

	*p = (struct parts){ .n = 1 };
	for (i = 0; i < s.n; i++)
		if (s.s[i] >= '0' && s.s[i] <= '9') {
			if (++p->len[p->n - 1] > LONGEST)
				return false;
			p->v[p->n - 1] = 10 * p->v[p->n - 1] + (s.s[i] - '0');
		} else {
			if (strchr("/-.", s.s[i]) == NULL || s.s[i] == '\0' ||
			    (mark != '\0' && s.s[i] != mark) ||
			    p->len[p->n - 1] == 0 || p->n == PARTS)
				return false;
			mark = s.s[i];
			p->n++;
		}
	return p->len[p->n - 1] > 0;
}

/* The year, month and day that 'p' may be, as 'how' orders them. */
static int
civil(const struct parts *p, const char *how, int64_t *out)
{
	int y = 0, m = 1, d = 1, i;

	for (i = 0; how[i] != '\0'; i++)
		*(how[i] == 'y' ? &y : how[i] == 'm' ? &m : &d) = p->v[i];
	return phc_date_civil(y, m, d, out, NULL);
}

/* Forms by the lengths of their numbers; a day or a month may have one digit.
 * The century of a short year is the pivot's. */
static const struct form {
	const char *len, *how;
	enum import_precision precision;
	bool century;
} forms[] = {
	{ "422", "ymd", IMPORT_DAY, true },
	{ "224", "dmy", IMPORT_DAY, true },
	{ "222", "dmy", IMPORT_DAY, false },
	{ "42", "ym", IMPORT_MONTH, true },
	{ "24", "my", IMPORT_MONTH, true },
	{ "22", "my", IMPORT_MONTH, false },
	{ "4", "y", IMPORT_YEAR, true },
};

static const struct form *
form(const struct parts *p)
{
	size_t i;
	int k;

	for (i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		const char *len = forms[i].len;

		for (k = 0; k < p->n && len[k] != '\0'; k++)
			if (p->len[k] != len[k] - '0' &&
			    !(p->len[k] == 1 && forms[i].how[k] != 'y'))
				break;
		if (k == p->n && len[k] == '\0')
			return &forms[i];
	}
	return NULL;
}

static int
short_year(struct parts *p, int pivot, const char **why)
{
	int *y = &p->v[p->n - 1];

	*why = "two digits are no year: 19.. or 20..?";
	if (pivot < 0)
		return IMPORT_TWO_DIGIT_YEAR;
	*y += *y <= pivot ? 2000 : 1900;
	return -1;
}

int
import_day(struct phc_str s, enum import_precision want, int pivot,
    int64_t *out, const char **why)
{
	struct parts p;
	const struct form *f;
	bool ok = split(s, &p);
	int bad;

	*why = want == IMPORT_DAY     ? "not a date (31/12/2025 or 2025-12-31)"
	       : want == IMPORT_MONTH ? "not a month (12/2025 or 2025-12)"
				      : "not a year (2025)";
	if (ok && p.n == 1 && p.len[0] == 5)
		*why = "a spreadsheet's serial number: format the column as a "
		       "date and export again";
	if (!ok || (f = form(&p)) == NULL || f->precision > want)
		return IMPORT_BAD_DATE;
	if (!f->century && (bad = short_year(&p, pivot, why)) != -1)
		return bad;
	if (civil(&p, f->how, out) == -1) {
		*why = "no such day";
		return IMPORT_BAD_DATE;
	}
	return -1;
}
