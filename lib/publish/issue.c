#include <inttypes.h>
#include <stdlib.h>

#include "phc/date.h"
#include "publish.h"

static uint64_t
hash(struct phc_str s)
{
	uint64_t h = 14695981039346656037U;
	size_t i;

	for (i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.s[i]) * 1099511628211U;
	return h ^ h >> 32;
}

static uint32_t *
place(struct strings *t, struct phc_str s)
{
	size_t i = hash(s) & (t->slots - 1);

	while (t->slot[i] != NONE && !phc_str_is(phc_str(t->s[t->slot[i]]), s))
		i = (i + 1) & (t->slots - 1);
	return &t->slot[i];
}

static void
widen(struct strings *t)
{
	size_t i;

	free(t->slot);
	t->slots = t->slots ? 2 * t->slots : 1024;
	t->slot = phc_new(t->slots * sizeof(*t->slot));
	memset(t->slot, 0xff, t->slots * sizeof(*t->slot));
	for (i = 0; i < t->n; i++)
		*place(t, phc_str(t->s[i])) = (uint32_t)i;
}

uint32_t
publish_string(struct phc_publish *p, struct phc_str s)
{
	struct strings *t = &p->strings;
	uint32_t *slot;

	if (2 * (t->n + 1) > t->slots)
		widen(t);
	slot = place(t, s);
	if (*slot == NONE) {
		phc_grow(&t->s, &t->cap, t->n + 1, sizeof(*t->s));
		t->s[t->n] = phc_pool_cstr(&p->pool, s);
		*slot = (uint32_t)t->n++;
	}
	return *slot;
}

struct entry *
publish_entry(struct phc_publish *p)
{
	phc_grow(&p->entry, &p->entries_cap, p->entries + 1, sizeof(*p->entry));
	p->entry[p->entries] =
	    (struct entry){ .mod = { NONE, NONE }, .households = PHC_UNKNOWN };
	return &p->entry[p->entries++];
}

/* A month that it is broken down by says its days instead. */
static void
days(const struct code *c, const struct phc_figures_cell *g, struct entry *e)
{
	int64_t first;

	e->from = g->from;
	e->to = g->to;
	if (c->month == PHC_DIMENSIONS ||
	    phc_month_parse(phc_str(g->modality[c->month]), &first, NULL) == -1)
		return;
	e->from = first;
	first = phc_date_months(first, 1) - 1;
	if (first < e->to)
		e->to = first;
}

static uint32_t
enter(struct phc_publish *p, size_t figure, enum part part, int64_t count)
{
	const struct phc_figures_cell *g = &p->figure[figure];
	uint32_t code =
	    publish_code(p, publish_string(p, phc_str(g->of->code)));
	struct entry e = { .mod = { NONE, NONE } };
	size_t i, n = 0;

	for (i = 0; i < g->of->dimensions; i++)
		if (i != p->code[code].month)
			e.mod[n++] = publish_string(p, phc_str(g->modality[i]));
	e.code = code;
	e.part = part;
	e.count = count;
	/* Of a share they are of one side of it, and not of what it is of. */
	e.households = (g->of->statistic == PHC_STAT_SHARE) == (part == SHARE)
			   ? g->households
			   : PHC_UNKNOWN;
	e.figure = figure;
	e.listed = !p->of.public && strcmp(g->of->counts, "listed") == 0;
	e.audience = p->of.public ? PUBLIC : PARTNERS;
	days(&p->code[code], g, &e);
	*publish_entry(p) = e;
	return (uint32_t)p->entries - 1;
}

bool
publish_few(const struct entry *e, int64_t k)
{
	return e->count > 0 && e->households != PHC_UNKNOWN &&
	       e->households < k;
}

/* How many a percentage says are so. */
static int64_t
numerator(const struct phc_figures_cell *g)
{
	int64_t n = (g->value * g->n + 5000) / 10000;

	return n < 0 ? 0 : n > g->n ? g->n : n;
}

static bool
share(const struct phc_figures_cell *g)
{
	return g->of->unit == PHC_UNIT_PERCENT && g->value != PHC_UNKNOWN &&
	       g->n != PHC_UNKNOWN &&
	       (g->of->statistic == PHC_STAT_SHARE ||
		   g->of->statistic == PHC_STAT_VALUE);
}

/* How far a target is reached says its count and nothing else. */
static bool
reached(const struct phc_indicator *k)
{
	return k->statistic == PHC_STAT_PERCENT;
}

static void
figure(struct phc_publish *p, size_t i)
{
	const struct phc_figures_cell *g = &p->figure[i];
	bool count = g->of->unit == PHC_UNIT_COUNT;
	int64_t n = count && g->value != PHC_UNKNOWN ? g->value : g->n;

	p->cell_of[i] = p->share_of[i] = NONE;
	if (strcmp(g->of->counts, "none") == 0 || reached(g->of) ||
	    (*g->of->counts != '\0' && !count))
		return;
	if (n != PHC_UNKNOWN)
		p->cell_of[i] = enter(p, i, COUNT, n);
	if (share(g))
		p->share_of[i] = enter(p, i, SHARE, numerator(g));
}

/* What is not said to be harmless is of someone. */
static int
said(const struct phc_indicator *k, struct phc_err *err)
{
	if (*k->counts != '\0' || *k->over != '\0' ||
	    (k->unit != PHC_UNIT_COUNT && *k->rests_on != '\0'))
		return 0;
	return phc_fail(err, PHC_EDATA,
	    "report-indicators: %s: of whom is it? say over, or rests_on, or "
	    "that it counts none",
	    k->code);
}

static void
digest(struct phc_publish *p)
{
	char hex[PHC_SHA256_MAX], *text = NULL;
	size_t n = 0, cap = 0, i;
	const struct entry *e;

	for (i = 0; i <= p->own; i++) {
		phc_grow(&text, &cap, n + 8192, 1);
		if (i == 0) {
			n += (size_t)snprintf(text + n, 4096,
			    "%s %d %d %" PRId64 " %" PRId64 " %" PRId64,
			    p->of.to, p->of.year, p->of.public, p->of.k,
			    p->of.from, p->of.to_day);
			continue;
		}
		e = &p->entry[i - 1];
		n += (size_t)snprintf(text + n, 4096,
		    "\n%.500s %d %.1000s %.1000s %" PRId64 " %" PRId64
		    " %" PRId64,
		    p->strings.s[p->code[e->code].name], (int)e->part,
		    e->mod[0] == NONE ? "" : p->strings.s[e->mod[0]],
		    e->mod[1] == NONE ? "" : p->strings.s[e->mod[1]], e->from,
		    e->to, e->count);
		if (e->households != PHC_UNKNOWN)
			n += (size_t)snprintf(
			    text + n, 4096, " %" PRId64, e->households);
	}
	phc_sha256((struct phc_str){ text, n }, hex);
	snprintf(p->digest, sizeof(p->digest), "%.16s", hex);
	free(text);
}

/* How far a target is reached is no row of the table. */
static int
aim(struct phc_publish *p, const struct phc_indicator *k, struct phc_err *err)
{
	uint32_t code = publish_code(p, publish_string(p, phc_str(k->code)));

	return reached(k) && p->code[code].is == NULL
		   ? publish_indicator(p, k, err)
		   : 0;
}

static void
number(struct phc_publish *p)
{
	char id[64];
	size_t i;

	p->id = phc_new((p->own + 1) * sizeof(*p->id));
	for (i = 0; i < p->own; i++) {
		snprintf(id, sizeof(id), "%s-%05zu", p->digest, i + 1);
		p->id[i] = phc_pool_cstr(&p->pool, phc_str(id));
	}
}

int
publish_issue(struct phc_publish *p, struct phc_err *err)
{
	size_t i;

	p->figure = phc_figures(p->of.figures, &p->figures);
	p->cell_of = phc_new((p->figures + 1) * sizeof(*p->cell_of));
	p->share_of = phc_new((p->figures + 1) * sizeof(*p->share_of));
	p->masked = phc_new(p->figures + 1);
	for (i = 0; i < p->figures; i++) {
		if (said(p->figure[i].of, err) == -1 ||
		    aim(p, p->figure[i].of, err) == -1)
			return -1;
		figure(p, i);
	}
	p->own = p->entries;
	digest(p);
	number(p);
	phc_grow(&p->issue, &p->issues_cap, 1, sizeof(*p->issue));
	p->issue[p->issues++] = (struct issue){ NONE, INT64_MAX };
	return 0;
}
