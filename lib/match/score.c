#include "match.h"
#include "phc/date.h"
#include "phc/law.h"

enum { POINTS_MAX = 100000 };

/* How many units of which word of a criterion; none where 'n' is zero. */
struct measure {
	size_t word;
	int64_t n;
};

static struct measure
seniority(const struct phc_match *m, const struct household *h,
    const struct dwelling *d)
{
	int y0, m0, d0, y1, m1, d1;
	int64_t months;

	(void)d;
	phc_date_split(h->hh.applied_on, &y0, &m0, &d0);
	phc_date_split(m->at, &y1, &m1, &d1);
	months = 12 * (y1 - y0) + m1 - m0 - (d1 < d0);
	return (struct measure){ 0, months > 0 ? months : 0 };
}

static struct measure
housing_now(const struct phc_match *m, const struct household *h,
    const struct dwelling *d)
{
	bool known = h->hh.housing_now != PHC_UNKNOWN;

	(void)m, (void)d;
	return (struct measure){ known ? (size_t)h->hh.housing_now : 0, known };
}

enum { WISH_ANY, WISH_FIRST, WISH_SECOND, WISH_THIRD, WISH_OTHER };

static struct measure
wish(const struct phc_match *m, const struct household *h,
    const struct dwelling *d)
{
	size_t i = 0;

	(void)m;
	if (h->nwishes == 0)
		return (struct measure){ WISH_ANY, 1 };
	while (i < h->nwishes && h->wish[i].commune != d->dw.commune)
		i++;
	if (i == h->nwishes || i > WISH_THIRD - WISH_FIRST)
		return (struct measure){ WISH_OTHER, 1 };
	return (struct measure){ WISH_FIRST + i, 1 };
}

enum { SIZE_USUAL, SIZE_ACCEPTED };

static struct measure
size(const struct phc_match *m, const struct household *h,
    const struct dwelling *d)
{
	const struct room_range *r = h->rooms;
	bool usual = d->rooms >= r->usual_min && d->rooms <= r->usual_max;

	(void)m;
	return (struct measure){ usual ? SIZE_USUAL : SIZE_ACCEPTED, 1 };
}

static struct measure
accessible(const struct phc_match *m, const struct household *h,
    const struct dwelling *d)
{
	(void)m;
	return (struct measure){ 0,
		h->hh.accessible_need == 1 && d->dw.accessible == 1 };
}

static struct measure
effort(const struct phc_match *m, const struct household *h,
    const struct dwelling *d)
{
	struct phc_effort e = phc_effort(&h->hh, &d->dw, NULL);

	(void)m;
	return (struct measure){ phc_effort_class(e.decided, e.income), 1 };
}

/* Those of a household alone ask nothing of a dwelling.  Words are those of a
 * code of the dictionary, or listed. */
static const struct criterion {
	const char *name;
	bool alone;
	struct measure (*measure)(const struct phc_match *,
	    const struct household *, const struct dwelling *);
	const char *kind, *column;
	const char *const words[WORDS_MAX];
} criteria[CRITERIA] = {
	{ "seniority", true, seniority, NULL, NULL, { "" } },
	{ "housing_now", true, housing_now, "household", "housing_now",
	    { NULL } },
	{ "wish", false, wish, NULL, NULL,
	    { "any", "first", "second", "third", "other" } },
	{ "size", false, size, NULL, NULL, { "usual", "accepted" } },
	{ "accessible", false, accessible, NULL, NULL, { "needed" } },
	{ "effort", false, effort, "budget", "effort_class", { NULL } },
};

static const char *const *
words(const struct criterion *c, size_t *n)
{
	const struct phc_column *col;

	if (c->column != NULL) {
		col = phc_column_find(c->kind, phc_str(c->column));
		*n = col->nvalues < WORDS_MAX ? col->nvalues : WORDS_MAX;
		return col->values;
	}
	for (*n = 0; *n < WORDS_MAX && c->words[*n] != NULL; ++*n)
		;
	return c->words;
}

static int64_t
points(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, bool alone)
{
	const struct worth *w;
	struct measure x;
	int64_t sum = 0, p;
	size_t i;

	for (i = 0; i < CRITERIA; i++) {
		if (criteria[i].alone != alone)
			continue;
		x = criteria[i].measure(m, h, d);
		w = &m->worth[i][x.word];
		p = x.n * w->points;
		sum += w->cap != PHC_UNKNOWN && p > w->cap ? w->cap : p;
	}
	return sum;
}

int64_t
match_own_points(const struct phc_match *m, const struct household *h)
{
	return points(m, h, NULL, true);
}

int64_t
match_points(const struct phc_match *m, const struct household *h,
    const struct dwelling *d)
{
	return h->points + points(m, h, d, false);
}

static struct worth *
worth_find(struct phc_match *m, struct phc_str criterion, struct phc_str value)
{
	const char *const *word;
	size_t i, k, n;

	for (i = 0; i < CRITERIA; i++) {
		if (!phc_str_is(criterion, phc_str(criteria[i].name)))
			continue;
		word = words(&criteria[i], &n);
		for (k = 0; k < n; k++)
			if (phc_str_is(value, phc_str(word[k])))
				return &m->worth[i][k];
	}
	return NULL;
}

/* Columns of table match-score after the keys. */
enum { POINTS, CAP };

static int
worth(struct phc_match *m, const struct phc_law *law,
    const struct phc_law_row *row, struct phc_err *err)
{
	struct worth *w = worth_find(m, row->key[0], row->key[1]);
	struct phc_law_row now;

	if (w == NULL)
		return phc_fail(err, PHC_EDATA, "%s: no criterion '%.*s %.*s'",
		    phc_law_where(law), PHC_STR_ARG(row->key[0]),
		    PHC_STR_ARG(row->key[1]));
	if (phc_law_find(law, m->at, row->key, &now, NULL) == -1)
		return 0;
	if (phc_law_number(law, now.value[POINTS], 0, &w->points, err) == -1)
		return -1;
	w->cap = PHC_UNKNOWN;
	if (now.value[CAP].n > 0 &&
	    phc_law_number(law, now.value[CAP], 0, &w->cap, err) == -1)
		return -1;
	if (w->points < -POINTS_MAX || w->points > POINTS_MAX)
		return phc_fail(err, PHC_EDATA,
		    "%s: more than %d points: '%.*s'", phc_law_where(law),
		    POINTS_MAX, PHC_STR_ARG(now.value[POINTS]));
	return 0;
}

int
match_score_open(struct phc_match *m, const char *tables, struct phc_err *err)
{
	struct phc_law *law = phc_law_open(
	    "match-score", PHC_MATCH_SCORE_COLUMNS, 2, tables, err);
	struct phc_law_row row;
	size_t i;
	int rc = 0;

	if (law == NULL)
		return -1;
	for (i = 0; i < phc_law_rows(law) && rc == 0; i++) {
		row = phc_law_row(law, i);
		rc = worth(m, law, &row, err);
	}
	phc_law_free(law);
	return rc;
}
