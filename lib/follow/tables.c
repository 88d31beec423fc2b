#include "follow.h"

enum { LEVELS, MEASURES, CONTACTS, JOBS, DUE, SLIDING, TABLES };

const struct phc_law_table phc_follow_tables[] = {
	[LEVELS] = { "follow-levels", "level days hours label_fr", 1 },
	[MEASURES] = { "follow-measures", "measure nature fund months label_fr",
	    1 },
	[CONTACTS] = { "follow-contacts", "kind role", 1 },
	[JOBS] = { "follow-jobs", "kind outcome employment", 2 },
	[DUE] = { "follow-due", "obligation months days ahead article label_fr",
	    1 },
	[SLIDING] = { "follow-sliding", "state event next", 2 },
	[TABLES] = { "follow-coverage", LIMITS_COLUMNS, 1 },
	{ "follow-consumption", LIMITS_COLUMNS, 1 },
	{ "follow-exits", EXITS_COLUMNS, 1 },
	{ "communes", PHC_COMMUNES_COLUMNS, 1 },
	{ NULL, NULL, 0 },
};

static const char *const stages[STAGES] = { "none", "agreed", "sublet",
	"reviewed", "notified", "prepared", "slid", "refused", "ended" };
static const char *const steps[STEPS] = { "review", "prefect_notice",
	"extension", "slide", "no_slide", "end", "convention", "entry" };
static const char *const roles[ROLES] = { "none", "contact", "meeting",
	"workshop" };

const char *
follow_step(enum step step)
{
	return steps[step];
}

/* The words of a key or a value: a list of here, or a column's. */
struct words {
	const char *const *word;
	size_t n;
};

static struct words
column(const char *kind, const char *name)
{
	const struct phc_column *col = phc_column_find(kind, phc_str(name));

	return (struct words){ col->values, col->nvalues };
}

const char *
follow_obligation(enum obligation what)
{
	return column("due", "obligation").word[what];
}

static int
find(const struct phc_law *law, struct words words, struct phc_str s, int *i,
    struct phc_err *err)
{
	for (*i = 0; (size_t)*i < words.n; ++*i)
		if (phc_str_is(s, phc_str(words.word[*i])))
			return 0;
	return phc_fail(err, PHC_EDATA, "%s: no such word: '%.*s'",
	    phc_law_where(law), PHC_STR_ARG(s));
}

/* What a row is taken with. */
struct row {
	struct phc_follow *f;
	const struct phc_law *law;
	int key[2];
	const struct phc_str *value;
	struct phc_err *err;
};

static int
number(const struct row *r, size_t i, int64_t least, int64_t *v)
{
	*v = PHC_UNKNOWN;
	if (r->value[i].n == 0)
		return 0;
	if (phc_law_number(r->law, r->value[i], 0, v, r->err) == -1)
		return -1;
	if (*v < least || *v > 100000)
		return phc_fail(r->err, PHC_EDATA,
		    "%s: not from %d to 100000: '%.*s'", phc_law_where(r->law),
		    (int)least, PHC_STR_ARG(r->value[i]));
	return 0;
}

static int
number_or_0(const struct row *r, size_t i, int64_t least, int64_t *v)
{
	int rc = number(r, i, least, v);

	if (*v == PHC_UNKNOWN)
		*v = 0;
	return rc;
}

static const char *
text(const struct row *r, size_t i)
{
	return phc_pool_cstr(&r->f->pool, r->value[i]);
}

static int
take_level(const struct row *r)
{
	struct terms *t = &r->f->terms;

	if (number(r, 0, 1, &t->contact_days[r->key[0]]) == -1)
		return -1;
	return number(r, 1, 1, &t->hours[r->key[0]]);
}

static int
take_measure(const struct row *r)
{
	struct term *t = &r->f->terms.measure[r->key[0]];

	t->nature = text(r, 0);
	t->fund = text(r, 1);
	return number(r, 2, 1, &t->months);
}

static int
take_contact(const struct row *r)
{
	int role;

	if (find(r->law, (struct words){ roles, ROLES }, r->value[0], &role,
		r->err) == -1)
		return -1;
	r->f->terms.role[r->key[0]] = (enum role)role;
	return 0;
}

static int
take_job(const struct row *r)
{
	int job;

	if (find(r->law, column("follow", "employment_now"), r->value[0], &job,
		r->err) == -1)
		return -1;
	r->f->terms.job[r->key[0]][r->key[1]] = (int8_t)job;
	return 0;
}

static int
take_rule(const struct row *r)
{
	struct rule *rule = &r->f->terms.rule[r->key[0]];

	rule->article = text(r, 3);
	rule->label = text(r, 4);
	if (number_or_0(r, 0, -1200, &rule->months) == -1 ||
	    number_or_0(r, 1, -100000, &rule->days) == -1)
		return -1;
	return number_or_0(r, 2, 0, &rule->ahead);
}

static int
take_sliding(const struct row *r)
{
	int next;

	if (find(r->law, (struct words){ stages, STAGES }, r->value[0], &next,
		r->err) == -1)
		return -1;
	r->f->terms.next[r->key[0]][r->key[1]] = (int8_t)next;
	return 0;
}

/* A table of whose words each has a row says something for all of them. */
static const struct {
	bool full;
	const char *kind[2], *column[2]; /* NULL: of a sliding lease */
	int (*take)(const struct row *);
} tables[TABLES] = {
	[LEVELS] = { true, { "event" }, { "level" }, take_level },
	[MEASURES] = { true, { "event" }, { "measure" }, take_measure },
	[CONTACTS] = { false, { "event" }, { "kind" }, take_contact },
	[JOBS] = { false, { "event", "event" }, { "kind", "outcome" },
	    take_job },
	[DUE] = { true, { "due" }, { "obligation" }, take_rule },
	[SLIDING] = { false, { NULL, NULL }, { NULL, NULL }, take_sliding },
};

static struct words
words(int table, size_t key)
{
	if (tables[table].kind[key] != NULL)
		return column(
		    tables[table].kind[key], tables[table].column[key]);
	return key == 0 ? (struct words){ stages, STAGES }
			: (struct words){ steps, STEPS };
}

static int
take(struct phc_follow *f, int table, const struct phc_law *law, size_t i,
    struct phc_err *err)
{
	struct row r = { .f = f, .law = law, .err = err };
	struct phc_law_row row = phc_law_row(law, i), now;
	size_t k;

	for (k = 0; k < phc_follow_tables[table].nkeys; k++)
		if (find(law, words(table, k), row.key[k], &r.key[k], err) ==
		    -1)
			return -1;
	if (phc_law_find(law, f->at, row.key, &now, NULL) == -1)
		return 0;
	r.value = now.value;
	return tables[table].take(&r);
}

/* Every word of a full table has a row in force. */
static int
check(const struct phc_follow *f, int table, const struct phc_law *law,
    struct phc_err *err)
{
	struct words w = words(table, 0);
	struct phc_law_row row;
	struct phc_str key;
	size_t i;

	for (i = 0; i < w.n; i++) {
		key = phc_str(w.word[i]);
		if (phc_law_find(law, f->at, &key, &row, err) == -1)
			return -1;
	}
	return 0;
}

static int
load(struct phc_follow *f, int table, const char *dir, struct phc_err *err)
{
	const struct phc_law_table *t = &phc_follow_tables[table];
	struct phc_law *law =
	    phc_law_open(t->name, t->columns, t->nkeys, dir, err);
	size_t i;
	int rc = 0;

	if (law == NULL)
		return -1;
	for (i = 0; rc == 0 && i < phc_law_rows(law); i++)
		rc = take(f, table, law, i, err);
	if (rc == 0 && tables[table].full)
		rc = check(f, table, law, err);
	phc_law_free(law);
	return rc;
}

int
follow_tables(struct phc_follow *f, const char *dir, struct phc_err *err)
{
	int i, rc = 0;

	memset(f->terms.job, -1, sizeof(f->terms.job));
	memset(f->terms.next, -1, sizeof(f->terms.next));
	for (i = 0; rc == 0 && i < TABLES; i++)
		rc = load(f, i, dir, err);
	return rc;
}
