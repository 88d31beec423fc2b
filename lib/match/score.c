#include "match.h"
#include "phc/date.h"
#include "phc/law.h"

/* No date that is read is further from another, in months. */
enum { MONTHS_MAX = 120000 };

/* How many units of which word of a criterion; none where 'n' is zero. */
struct measure {
	size_t word;
	int64_t n;
};

size_t
match_wish(const struct household *h, const struct dwelling *d)
{
	size_t i = 0;

	while (i < h->nwishes && h->wish[i].commune != d->dw.commune)
		i++;
	return i;
}

static struct measure
priority(const struct household *h, const struct dwelling *d,
    const struct phc_effort *e)
{
	(void)d, (void)e;
	return (struct measure){ (size_t)h->class, 1 };
}

static struct measure
seniority(const struct household *h, const struct dwelling *d,
    const struct phc_effort *e)
{
	(void)d, (void)e;
	return (struct measure){ 0, h->months };
}

static struct measure
housing_now(const struct household *h, const struct dwelling *d,
    const struct phc_effort *e)
{
	bool known = h->hh.housing_now != PHC_UNKNOWN;

	(void)d, (void)e;
	return (struct measure){ known ? (size_t)h->hh.housing_now : 0, known };
}

enum { WISH_ANY, WISH_FIRST, WISH_SECOND, WISH_THIRD, WISH_OTHER };

static struct measure
wish(const struct household *h, const struct dwelling *d,
    const struct phc_effort *e)
{
	size_t i = match_wish(h, d);

	(void)e;
	if (h->nwishes == 0)
		return (struct measure){ WISH_ANY, 1 };
	if (i == h->nwishes || i > WISH_THIRD - WISH_FIRST)
		return (struct measure){ WISH_OTHER, 1 };
	return (struct measure){ WISH_FIRST + i, 1 };
}

enum { SIZE_USUAL, SIZE_ACCEPTED };

static struct measure
size(const struct household *h, const struct dwelling *d,
    const struct phc_effort *e)
{
	const struct room_range *r = h->rooms;
	bool usual = d->rooms >= r->usual_min && d->rooms <= r->usual_max;

	(void)e;
	return (struct measure){ usual ? SIZE_USUAL : SIZE_ACCEPTED, 1 };
}

static struct measure
accessible(const struct household *h, const struct dwelling *d,
    const struct phc_effort *e)
{
	(void)e;
	return (struct measure){ 0,
		h->hh.accessible_need == 1 && d->dw.accessible == 1 };
}

static struct measure
effort(const struct household *h, const struct dwelling *d,
    const struct phc_effort *e)
{
	(void)h, (void)d;
	return (struct measure){ phc_effort_class(e->decided, e->income), 1 };
}

/* The words of a criterion are those of a code of the dictionary, or listed. */
static const struct {
	const char *name;
	struct measure (*measure)(const struct household *,
	    const struct dwelling *, const struct phc_effort *);
	const char *kind, *column;
	const char *const words[WORDS_MAX];
	int64_t most; /* units */
} criteria[CRITERIA] = {
	[SCORE_PRIORITY] = { "priority", priority, "household", "priority",
	    { NULL }, 1 },
	[SCORE_SENIORITY] = { "seniority", seniority, NULL, NULL, { "" },
	    MONTHS_MAX },
	[SCORE_HOUSING_NOW] = { "housing_now", housing_now, "household",
	    "housing_now", { NULL }, 1 },
	[SCORE_WISH] = { "wish", wish, NULL, NULL,
	    { "any", "first", "second", "third", "other" }, 1 },
	[SCORE_SIZE] = { "size", size, NULL, NULL, { "usual", "accepted" }, 1 },
	[SCORE_ACCESSIBLE] = { "accessible", accessible, NULL, NULL,
	    { "needed" }, 1 },
	[SCORE_EFFORT] = { "effort", effort, "budget", "effort_class", { NULL },
	    1 },
};

const char *
match_criterion_name(enum criterion c)
{
	return criteria[c].name;
}

static const char *const *
words(enum criterion c, size_t *n)
{
	const struct phc_column *col;

	if (criteria[c].column != NULL) {
		col = phc_column_find(
		    criteria[c].kind, phc_str(criteria[c].column));
		*n = col->nvalues < WORDS_MAX ? col->nvalues : WORDS_MAX;
		return col->values;
	}
	for (*n = 0; *n < WORDS_MAX && criteria[c].words[*n] != NULL; ++*n)
		;
	return criteria[c].words;
}

int64_t
match_months(int64_t from, int64_t to)
{
	int y0, m0, d0, y1, m1, d1;
	int64_t months;

	phc_date_split(from, &y0, &m0, &d0);
	phc_date_split(to, &y1, &m1, &d1);
	months = 12 * (y1 - y0) + m1 - m0 - (d1 < d0);
	return months > 0 ? months : 0;
}

/* The cap bounds what is taken off too. */
static int64_t
gives(const struct worth *w, int64_t units)
{
	int64_t p = units * w->points;

	if (w->cap == PHC_UNKNOWN)
		return p;
	return p > w->cap ? w->cap : p < -w->cap ? -w->cap : p;
}

int64_t
match_own_points(const struct phc_match *m, const struct household *h)
{
	struct measure x;
	int64_t sum = 0;
	int c;

	for (c = 0; c < SCORE_WISH; c++) {
		x = criteria[c].measure(h, NULL, NULL);
		sum += gives(&m->worth[c][x.word], x.n);
	}
	return sum;
}

int64_t
match_points(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, const struct phc_effort *e)
{
	struct measure x;
	int64_t sum = h->points;
	int c;

	for (c = SCORE_WISH; c < CRITERIA; c++) {
		x = criteria[c].measure(h, d, e);
		sum += x.n == 0 ? 0 : m->worth[c][x.word].one;
	}
	return sum;
}

size_t
match_lines(const struct phc_match *m, const struct household *h,
    const struct dwelling *d, const struct phc_effort *e,
    struct score_line *line)
{
	const struct worth *w;
	struct measure x;
	size_t n = 0;
	int c;

	for (c = 0; c < CRITERIA; c++) {
		x = criteria[c].measure(h, d, e);
		w = &m->worth[c][x.word];
		if (gives(w, x.n) != 0)
			line[n++] = (struct score_line){ (enum criterion)c, w,
				x.n, gives(w, x.n) };
	}
	return n;
}

enum { SUGGEST_MAX = 64 };

/* " (did you mean 'NAME'?)", or nothing. */
static const char *
suggest(
    struct phc_str s, const char *const *names, size_t n, char buf[SUGGEST_MAX])
{
	int i = phc_nearest(s, names, n);

	*buf = '\0';
	if (i >= 0)
		snprintf(buf, SUGGEST_MAX, " (did you mean '%s'?)", names[i]);
	return buf;
}

static int
criterion_find(
    const struct phc_law *law, struct phc_str name, struct phc_err *err)
{
	const char *names[CRITERIA];
	char buf[SUGGEST_MAX];
	int c;

	for (c = 0; c < CRITERIA; c++) {
		names[c] = criteria[c].name;
		if (phc_str_is(name, phc_str(names[c])))
			return c;
	}
	phc_fail(err, PHC_EDATA, "%s: no criterion '%.*s'%s",
	    phc_law_where(law), PHC_STR_ARG(name),
	    suggest(name, names, CRITERIA, buf));
	return -1;
}

/* The place in m->worth of a row; NULL if it has none. */
static struct worth *
worth_find(struct phc_match *m, const struct phc_law *law,
    const struct phc_str *key, struct phc_err *err)
{
	int c = criterion_find(law, key[0], err);
	const char *const *word;
	char buf[SUGGEST_MAX];
	size_t i, n;

	if (c == -1)
		return NULL;
	word = words((enum criterion)c, &n);
	for (i = 0; i < n; i++)
		if (phc_str_is(key[1], phc_str(word[i])))
			return &m->worth[c][i];
	phc_fail(err, PHC_EDATA, "%s: criterion '%.*s' has no value '%.*s'%s",
	    phc_law_where(law), PHC_STR_ARG(key[0]), PHC_STR_ARG(key[1]),
	    suggest(key[1], word, n, buf));
	return NULL;
}

/* Columns of table match-score after the keys. */
enum { POINTS, CAP, NATURE, LABEL };

static int
fill(struct worth *w, const struct phc_law *law, const struct phc_law_row *row,
    struct phc_err *err)
{
	const struct phc_str *v = row->value;

	*w = (struct worth){ .cap = PHC_UNKNOWN,
		.value = row->key[1],
		.nature = v[NATURE],
		.label_fr = v[LABEL],
		.source = row->source };
	if (phc_law_number(law, v[POINTS], 0, &w->points, err) == -1 ||
	    (v[CAP].n > 0 &&
		phc_law_number(law, v[CAP], 0, &w->cap, err) == -1))
		return -1;
	if (v[CAP].n > 0 && w->cap < 0)
		return phc_fail(err, PHC_EDATA, "%s: a cap below zero: '%.*s'",
		    phc_law_where(law), PHC_STR_ARG(v[CAP]));
	if (!phc_str_is(v[NATURE], phc_str("auto")) &&
	    !phc_str_is(v[NATURE], phc_str("justified")))
		return phc_fail(err, PHC_EDATA,
		    "%s: nature is not auto or justified: '%.*s'",
		    phc_law_where(law), PHC_STR_ARG(v[NATURE]));
	if (w->points < -PHC_GRAPH_POINTS || w->points > PHC_GRAPH_POINTS)
		return phc_fail(err, PHC_EDATA,
		    "%s: not points from -%d to %d: '%.*s'", phc_law_where(law),
		    PHC_GRAPH_POINTS, PHC_GRAPH_POINTS, PHC_STR_ARG(v[POINTS]));
	w->one = gives(w, 1);
	return 0;
}

/* No pair has more points than a graph takes. */
static int
bound(const struct phc_match *m, const struct phc_law *law, struct phc_err *err)
{
	int64_t sum = 0, most, p;
	int c, i;

	for (c = 0; c < CRITERIA; c++) {
		for (i = 0, most = 0; i < WORDS_MAX; i++) {
			p = gives(&m->worth[c][i], criteria[c].most);
			p = p < 0 ? -p : p;
			most = p > most ? p : most;
		}
		sum += most;
	}
	if (sum <= PHC_GRAPH_POINTS)
		return 0;
	return phc_fail(err, PHC_EDATA,
	    "%s: a pair might have %lld points, and %d is the most: lower "
	    "them, or give a cap",
	    phc_law_where(law), (long long)sum, PHC_GRAPH_POINTS);
}

int
match_score_open(struct phc_match *m, const char *tables, struct phc_err *err)
{
	struct phc_law_row row;
	struct worth *w;
	size_t i;
	int c;

	for (c = 0; c < CRITERIA; c++)
		for (i = 0; i < WORDS_MAX; i++)
			m->worth[c][i].cap = PHC_UNKNOWN;
	if ((m->score = phc_law_open(
		 "match-score", MATCH_SCORE_COLUMNS, 2, tables, err)) == NULL)
		return -1;
	for (i = 0; i < phc_law_rows(m->score); i++) {
		row = phc_law_row(m->score, i);
		if ((w = worth_find(m, m->score, row.key, err)) == NULL)
			return -1;
		if (phc_law_find(m->score, m->at, row.key, &row, NULL) == 0 &&
		    fill(w, m->score, &row, err) == -1)
			return -1;
	}
	return bound(m, m->score, err);
}
