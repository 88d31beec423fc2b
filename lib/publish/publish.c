#include <inttypes.h>
#include <stdlib.h>

#include "phc/date.h"
#include "publish.h"

struct phc_publish *
phc_publish_new(const struct phc_publish_of *of, struct phc_err *err)
{
	struct phc_publish *p = phc_new(sizeof(*p));

	p->of = *of;
	if (publish_words(p, err) == 0 && publish_issue(p, err) == 0)
		return p;
	phc_publish_free(p);
	return NULL;
}

int
phc_publish_head(
    struct phc_publish *p, const struct phc_rec *head, struct phc_err *err)
{
	return past_head(p, head, err);
}

int
phc_publish_row(
    struct phc_publish *p, const struct phc_rec *rec, struct phc_err *err)
{
	return past_row(p, rec, err);
}

static void
append(char *buf, size_t max, const char *before, const char *s)
{
	size_t n = strlen(buf);

	snprintf(buf + n, max - n, "%s%s", before, s);
}

/* As a person finds it in the report. */
static int
name(const struct pool *o, uint32_t cell, struct phc_err *err)
{
	const struct phc_publish *p = o->p;
	const struct phc_figures_cell *g = NULL;
	char what[256] = "", from[PHC_DATE_MAX], to[PHC_DATE_MAX];
	size_t i;

	for (i = 0; i < p->own && g == NULL; i++)
		if (o->of[i] != NONE && pool_same(o, o->of[i]) == cell)
			g = &p->figure[p->entry[i].figure];
	if (g == NULL)
		return phc_within(err, "what was published before");
	append(what, sizeof(what), g->of->sheet, ": ");
	append(what, sizeof(what), g->of->label, "");
	for (i = 0; i < g->of->dimensions; i++)
		append(what, sizeof(what), ", ", g->modality[i]);
	return phc_fail(err, PHC_EDATA,
	    "%s, from %s to %s: however much is masked, what was published "
	    "before tells it within less than %" PRId64
	    ": report another period, or take the indicator out of table "
	    "report-indicators",
	    what,
	    g->from == PHC_UNKNOWN ? "the beginning"
				   : phc_date_format(g->from, from),
	    phc_date_format(g->to, to), p->of.k - 1);
}

/* The masking for an audience: of each entry of this issue. */
static int
decide(struct phc_publish *p, enum audience who, int64_t k, bool *masked,
    bool again, struct phc_err *err)
{
	struct pool o;
	uint32_t cell = NONE;
	size_t i;
	int rc;

	pool_make(&o, p, who, k, again ? masked : NULL);
	rc = pool_mask(&o, &cell, err);
	if (rc == -1)
		name(&o, cell, err);
	for (i = 0; i < p->own && rc == 0; i++)
		masked[i] =
		    o.of[i] != NONE && o.cell[pool_same(&o, o.of[i])].masked;
	for (i = 0; i < p->figures && rc == 0; i++)
		p->masked[i] = pool_tied(&o, &p->figure[i]);
	pool_free(&o);
	return rc;
}

static void
figures(struct phc_publish *p, const bool *masked)
{
	const struct entry *e;
	bool own;
	size_t i;

	for (i = 0; i < p->figures; i++) {
		if (strcmp(p->figure[i].of->counts, "") != 0)
			p->masked[i] = false;
		own = (p->cell_of[i] != NONE && masked[p->cell_of[i]]) ||
		      (p->share_of[i] != NONE && masked[p->share_of[i]]);
		p->masked[i] |= own;
		if (p->cell_of[i] == NONE)
			continue;
		e = &p->entry[p->cell_of[i]];
		p->loss.cells++;
		if (!p->masked[i])
			continue;
		if (own && e->count > 0 &&
		    (e->count < p->of.k || publish_few(e, p->of.k)))
			p->loss.primary++;
		else {
			p->loss.complementary++;
			p->loss.counts += e->count;
		}
	}
}

static void
states(struct phc_publish *p, const bool *masked)
{
	struct entry *e;
	size_t i;

	for (i = 0; i < p->own; i++) {
		e = &p->entry[i];
		e->state = masked[i]              ? MASKED
			   : p->masked[e->figure] ? TIED
						  : SHOWN;
	}
}

int
phc_publish_decide(struct phc_publish *p, struct phc_err *err)
{
	bool *masked = phc_new(p->own + 1);
	int rc = 0;

	past_order(p);
	p->loss = (struct phc_publish_loss){ 0 };
	if (p->of.public)
		rc = decide(p, PARTNERS, PHC_K_PARTNERS, masked, false, err);
	if (rc == 0)
		rc = decide(p, p->of.public ? PUBLIC : PARTNERS, p->of.k,
		    masked, p->of.public, err);
	if (rc == 0) {
		figures(p, masked);
		states(p, masked);
	}
	free(masked);
	return rc;
}

void
phc_publish_free(struct phc_publish *p)
{
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; i < p->codes; i++) {
		free(p->code[i].sum[COUNT]);
		free(p->code[i].sum[SHARE]);
		free(p->code[i].rests);
	}
	phc_bind_free(&p->bind);
	free(p->strings.s);
	free(p->strings.slot);
	free(p->code);
	free(p->entry);
	free(p->issue);
	free(p->id);
	free(p->cell_of);
	free(p->share_of);
	free(p->masked);
	phc_pool_free(&p->pool);
	free(p);
}

const bool *
phc_publish_masked(const struct phc_publish *p)
{
	return p->masked;
}

struct phc_publish_loss
phc_publish_loss(const struct phc_publish *p)
{
	return p->loss;
}
