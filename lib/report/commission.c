#include <stdlib.h>

#include "commission.h"
#include "phc/ceiling.h"
#include "phc/match.h"

enum { KEY_MAX = 200 };

static const char *const kinds[] = { "household", "dwelling", "pair",
	"budget" };

static const struct {
	const char *kind;
	struct phc_slot slot;
} always[] = {
	{ "household",
	    { "household_id", offsetof(struct pair, household_id) } },
	{ "household", { "applied_on", offsetof(struct pair, applied_on) } },
	{ "household", { "birth_date", offsetof(struct pair, birth_date) } },
	{ "household", { "partner_birth_date",
			   offsetof(struct pair, partner_birth_date) } },
	{ "household", { "adults", offsetof(struct pair, adults) } },
	{ "household", { "dependants", offsetof(struct pair, dependants) } },
	{ "dwelling", { "dwelling_id", offsetof(struct pair, dwelling_id) } },
	{ "dwelling", { "commune", offsetof(struct pair, commune) } },
	{ "dwelling", { "commune_name", offsetof(struct pair, commune_name) } },
	{ "pair", { "candidate_rank", offsetof(struct pair, candidate_rank) } },
};

enum { ALWAYS = sizeof(always) / sizeof(*always) };

static const char *const worked_out[] = { "age", "persons", "composition",
	"seniority", "points", "listed", "few", "dwelling", "epci" };

static const char *const sections[] = { "fact", "summary", "candidate",
	"reason", "word", "note" };

int
commission_order(struct phc_str a, struct phc_str b)
{
	int c = memcmp(a.s, b.s, a.n < b.n ? a.n : b.n);

	return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

/* Which of 'n' names a word is, or 'n'. */
static int
which(struct phc_str word, const char *const *name, int n)
{
	int i = 0;

	while (i < n && !phc_str_is(word, phc_str(name[i])))
		i++;
	return i;
}

static const struct phc_column *
find_column(struct phc_str name)
{
	const struct phc_column *col = NULL;
	size_t i;

	for (i = 0; i < 4 && col == NULL; i++)
		col = phc_column_find(kinds[i], name);
	return col;
}

static int
check_item(struct item *it, struct phc_err *err)
{
	if (it->section == WORD || it->section == NOTE)
		return 0;
	it->what = (enum worked_out)which(it->column, worked_out, COLUMN);
	if (it->what == COLUMN && (it->col = find_column(it->column)) == NULL)
		return phc_fail(err, PHC_EDATA, "no column '%.*s'",
		    PHC_STR_ARG(it->column));
	return 0;
}

static int
add_item(void *arg, const struct phc_str *f, struct phc_err *err)
{
	struct phc_commission *c = arg;
	struct item it = { .column = f[1], .word = f[2], .need = f[3].n > 0 };
	int i, section = which(f[0], sections, SECTIONS);

	if (section == SECTIONS)
		return phc_fail(
		    err, PHC_EDATA, "no section '%.*s'", PHC_STR_ARG(f[0]));
	for (i = 0; i < 6; i++)
		if (text_ok(f[i], err) == -1)
			return -1;
	it.section = (enum section)section;
	it.label = phc_pool_cstr(&c->pool, f[4]);
	it.meaning = phc_pool_cstr(&c->pool, f[5]);
	if (check_item(&it, err) == -1)
		return -1;
	it.at = c->values;
	c->values += it.col != NULL;
	phc_grow(&c->item, &c->items_cap, c->nitems + 1, sizeof(*c->item));
	c->item[c->nitems++] = it;
	return 0;
}

/* A table of no columns is none. */
static int
check_items(const struct phc_commission *c, struct phc_err *err)
{
	size_t i, n[SECTIONS] = { 0 };

	for (i = 0; i < c->nitems; i++)
		n[c->item[i].section]++;
	if (n[SUMMARY] > 0 && n[CANDIDATE] > 0)
		return 0;
	return phc_fail(err, PHC_EDATA,
	    "report-commission.csv: nothing in section '%s'",
	    sections[n[SUMMARY] > 0 ? CANDIDATE : SUMMARY]);
}

static struct phc_law *
open_table(const char *name, const char *dir, struct phc_err *err)
{
	const struct phc_law_table *t = phc_match_tables;

	while (strcmp(t->name, name) != 0)
		t++;
	return phc_law_open(t->name, t->columns, t->nkeys, dir, err);
}

struct phc_commission *
phc_commission_new(int64_t at, const char *dir, struct phc_err *err)
{
	struct phc_commission *c = phc_new(sizeof(*c));

	c->at = at;
	c->tables = dir;
	if (phc_law_words(
		"report-commission", dir, 6, &c->pool, add_item, c, err) == 0 &&
	    check_items(c, err) == 0 &&
	    (c->communes = phc_law_open(
		 "communes", PHC_COMMUNES_COLUMNS, 1, dir, err)) != NULL &&
	    (c->rules = open_table("match-rules", dir, err)) != NULL &&
	    (c->scores = open_table("match-score", dir, err)) != NULL)
		return c;
	phc_commission_free(c);
	return NULL;
}

void
phc_commission_free(struct phc_commission *c)
{
	size_t i;

	if (c == NULL)
		return;
	if (c->made)
		phc_file_drop(&c->file);
	phc_law_free(c->communes);
	phc_law_free(c->rules);
	phc_law_free(c->scores);
	for (i = 0; i < 4; i++)
		phc_bind_free(&c->binding[i]);
	phc_bind_free(&c->score_binding);
	free(c->item);
	free(c->pair);
	free(c->part);
	free(c->source);
	phc_pool_free(&c->pool);
	free(c);
}

/* Of a kind: what is always read, then the items. */
static const struct phc_slot *
slots(struct phc_commission *c, const char *kind)
{
	struct phc_slot *slot =
	    phc_pool_take(&c->pool, (ALWAYS + c->nitems + 1) * sizeof(*slot));
	size_t i, at, n = 0;
	const struct item *it;

	for (i = 0; i < ALWAYS; i++)
		if (strcmp(always[i].kind, kind) == 0)
			slot[n++] = always[i].slot;
	for (it = c->item; it < c->item + c->nitems; it++) {
		if (it->col == NULL || strcmp(it->col->kind, kind) != 0)
			continue;
		at = offsetof(struct pair, v) + it->at * sizeof(struct known);
		at += it->col->type <= PHC_LIST ? offsetof(struct known, s)
						: offsetof(struct known, n);
		slot[n++] = (struct phc_slot){ it->col->name, at };
	}
	slot[n] = (struct phc_slot){ NULL, 0 };
	return slot;
}

static bool
is_there(const struct phc_rec *head, struct phc_str column)
{
	size_t i;

	for (i = 0; i < head->n; i++)
		if (phc_str_is(phc_rec_field(head, i), column))
			return true;
	return false;
}

int
phc_commission_head(
    struct phc_commission *c, const struct phc_rec *head, struct phc_err *err)
{
	const struct item *it;
	size_t i;

	if (!is_there(head, phc_str("dwelling_id")) ||
	    !is_there(head, phc_str("candidate_rank")))
		return phc_fail(err, PHC_EDATA,
		    "no column '%s': the rows are those of phc-match "
		    "--shortlist, through phc-budget",
		    is_there(head, phc_str("dwelling_id")) ? "candidate_rank"
							   : "dwelling_id");
	for (it = c->item; it < c->item + c->nitems; it++)
		if (it->need && !is_there(head, it->column))
			return phc_fail(err, PHC_EDATA,
			    "no column '%.*s': the rows are those of "
			    "phc-match --shortlist, through phc-budget",
			    PHC_STR_ARG(it->column));
	for (i = 0; i < 4; i++)
		if (phc_bind(&c->binding[i], kinds[i], slots(c, kinds[i]), head,
			err) == -1)
			return -1;
	return 0;
}

/* A text that stays. */
static int
keep(struct phc_commission *c, struct phc_str *s, const char *column,
    struct phc_err *err)
{
	if (text_ok(*s, err) == -1)
		return phc_within(err, "%s", column);
	*s = phc_pool_str(&c->pool, *s);
	return 0;
}

static int
keep_texts(struct phc_commission *c, struct pair *p, struct phc_err *err)
{
	const struct item *it;

	if (keep(c, &p->household_id, "household_id", err) == -1 ||
	    keep(c, &p->dwelling_id, "dwelling_id", err) == -1 ||
	    keep(c, &p->commune_name, "commune_name", err) == -1)
		return -1;
	for (it = c->item; it < c->item + c->nitems; it++)
		if (it->col != NULL && it->col->type <= PHC_LIST &&
		    keep(c, &p->v[it->at].s, it->col->name, err) == -1)
			return -1;
	return 0;
}

int
phc_commission_row(
    struct phc_commission *c, const struct phc_rec *rec, struct phc_err *err)
{
	size_t i, size = sizeof(struct pair) + c->values * sizeof(struct known);
	struct pair *p = memset(phc_pool_take(&c->pool, size), 0, size);

	for (i = 0; i < 4; i++)
		if (phc_bind_read(&c->binding[i], rec, p, err) == -1)
			return -1;
	if (p->dwelling_id.n == 0)
		return phc_fail(
		    err, PHC_EDATA, "dwelling_id: a candidate for no dwelling");
	if (p->candidate_rank == PHC_UNKNOWN)
		return phc_fail(
		    err, PHC_EDATA, "candidate_rank: a candidate of no rank");
	if (p->dwelling_id.n > KEY_MAX || p->household_id.n > KEY_MAX)
		return phc_fail(
		    err, PHC_EDATA, "a key of more than %d bytes", KEY_MAX);
	if (keep_texts(c, p, err) == -1)
		return -1;
	phc_grow(&c->pair, &c->pairs_cap, c->npairs + 1, sizeof(*c->pair));
	c->pair[c->npairs++] = p;
	return 0;
}

static const struct phc_slot score_slots[] = {
	{ "household_id", offsetof(struct part, household_id) },
	{ "dwelling_id", offsetof(struct part, dwelling_id) },
	{ "criterion", offsetof(struct part, criterion) },
	{ "value", offsetof(struct part, value) },
	{ "units", offsetof(struct part, units) },
	{ "points", offsetof(struct part, points) },
	{ NULL, 0 },
};

int
phc_commission_score_head(
    struct phc_commission *c, const struct phc_rec *head, struct phc_err *err)
{
	return phc_bind(&c->score_binding, "score", score_slots, head, err);
}

int
phc_commission_score_row(
    struct phc_commission *c, const struct phc_rec *rec, struct phc_err *err)
{
	struct part p;

	if (phc_bind_read(&c->score_binding, rec, &p, err) == -1 ||
	    keep(c, &p.household_id, "household_id", err) == -1 ||
	    keep(c, &p.dwelling_id, "dwelling_id", err) == -1 ||
	    keep(c, &p.criterion, "criterion", err) == -1 ||
	    keep(c, &p.value, "value", err) == -1)
		return -1;
	phc_grow(&c->part, &c->parts_cap, c->nparts + 1, sizeof(*c->part));
	c->part[c->nparts++] = p;
	return 0;
}

int
phc_commission_source(struct phc_commission *c, const char *name,
    const char *sha256, struct phc_err *err)
{
	if (text_ok(phc_str(name), err) == -1)
		return phc_within(err, "the name of a file");
	phc_grow(
	    &c->source, &c->sources_cap, c->nsources + 1, sizeof(*c->source));
	c->source[c->nsources].name = phc_pool_cstr(&c->pool, phc_str(name));
	c->source[c->nsources++].sha256 =
	    phc_pool_cstr(&c->pool, phc_str(sha256));
	return 0;
}

void
phc_commission_partial(struct phc_commission *c)
{
	c->partial = true;
}

static int
compare_pairs(const void *pa, const void *pb)
{
	const struct pair *a = *(struct pair *const *)pa;
	const struct pair *b = *(struct pair *const *)pb;
	int c = commission_order(a->dwelling_id, b->dwelling_id);

	if (c == 0)
		c = (a->candidate_rank > b->candidate_rank) -
		    (a->candidate_rank < b->candidate_rank);
	return c != 0 ? c : commission_order(a->household_id, b->household_id);
}

static int
compare_sources(const void *pa, const void *pb)
{
	const char *const *a = pa, *const *b = pb;
	int c = strcmp(a[0], b[0]);

	return c != 0 ? c : strcmp(a[1], b[1]);
}

/* Those of one pair together, in the order of table match-score. */
static const struct phc_commission *sorting; /* qsort(3) has no argument */

static size_t
place_of(const struct part *p)
{
	size_t i, n = phc_law_rows(sorting->scores);
	struct phc_law_row row;

	for (i = 0; i < n; i++) {
		row = phc_law_row(sorting->scores, i);
		if (phc_str_is(row.key[0], p->criterion))
			return i;
	}
	return n;
}

static int
compare_parts(const void *pa, const void *pb)
{
	const struct part *a = pa, *b = pb;
	int c = commission_order(a->dwelling_id, b->dwelling_id);
	size_t x, y;

	if (c == 0)
		c = commission_order(a->household_id, b->household_id);
	if (c == 0 && a->points != b->points)
		c = a->points < b->points ? 1 : -1;
	x = c == 0 ? place_of(a) : 0;
	y = c == 0 ? place_of(b) : 0;
	return c != 0 ? c : (x > y) - (x < y);
}

/* No dwelling has two of a rank, or a household twice. */
static int
check_home(const struct home *h, struct phc_err *err)
{
	size_t i, k;

	for (i = 1; i < h->n; i++) {
		if (h->pair[i]->candidate_rank ==
		    h->pair[i - 1]->candidate_rank)
			return phc_fail(err, PHC_EDATA,
			    "dwelling '%.*s' has two candidates of rank %lld",
			    PHC_STR_ARG(h->pair[0]->dwelling_id),
			    (long long)h->pair[i]->candidate_rank);
		for (k = 0; k < i; k++)
			if (phc_str_is(h->pair[k]->household_id,
				h->pair[i]->household_id))
				return phc_fail(err, PHC_EDATA,
				    "dwelling '%.*s' has a candidate twice",
				    PHC_STR_ARG(h->pair[0]->dwelling_id));
	}
	return 0;
}

static int
group(struct phc_commission *c, struct phc_err *err)
{
	struct home *h = NULL;
	size_t i;

	qsort(c->pair, c->npairs, sizeof(struct pair *), compare_pairs);
	if (c->nsources > 0)
		qsort(c->source, c->nsources, sizeof(*c->source),
		    compare_sources);
	sorting = c;
	if (c->nparts > 0)
		qsort(c->part, c->nparts, sizeof(*c->part), compare_parts);
	c->home = phc_pool_take(&c->pool, c->npairs * sizeof(*c->home));
	c->nhomes = 0;
	for (i = 0; i < c->npairs; i++) {
		if (h == NULL || !phc_str_is(c->pair[i]->dwelling_id,
				     h->pair[0]->dwelling_id)) {
			h = &c->home[c->nhomes++];
			*h = (struct home){ &c->pair[i], 0, NULL };
		}
		h->n++;
	}
	for (i = 0; i < c->nhomes; i++)
		if (check_home(&c->home[i], err) == -1)
			return -1;
	return 0;
}

int
phc_commission_make(
    struct phc_commission *c, const char *path, struct phc_err *err)
{
	struct book_of of = { .title = "Commission d’attribution des logements",
		.at = c->at,
		.footer = "Document interne – ne pas transmettre",
		.fill = dossier_fill,
		.arg = c };

	if (c->npairs == 0)
		return phc_fail(err, PHC_EDATA, "no candidate");
	if (group(c, err) == -1)
		return -1;
	dossier_names(c);
	if (phc_file_new(&c->file, path, err) == -1)
		return -1;
	c->made = book_make(&c->file, &of, err) == 0;
	if (!c->made)
		phc_file_drop(&c->file);
	return c->made ? 0 : -1;
}

int
phc_commission_keep(struct phc_commission *c, struct phc_err *err)
{
	c->made = false;
	return phc_file_keep(&c->file, err);
}

const char *
phc_commission_summary(struct phc_commission *c)
{
	size_t i, few = 0;

	for (i = 0; i < c->nhomes; i++)
		few += c->home[i].n < 3;
	return say(&c->pool,
	    "%zu dwellings, %zu candidates; dwellings with fewer than 3: %zu",
	    c->nhomes, c->npairs, few);
}
