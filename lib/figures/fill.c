#include <stdlib.h>

#include "figures.h"

/* The words of a dimension: those that it has, then others that were found. */
struct words {
	const char **word;
	size_t n, cap;
};

static int
by_word(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t
place(const struct words *w, const char *word)
{
	size_t i;

	for (i = 0; i < w->n && strcmp(w->word[i], word) != 0; i++)
		;
	return i;
}

static void
add(struct words *w, const char *word)
{
	phc_grow(&w->word, &w->cap, w->n + 1, sizeof(*w->word));
	w->word[w->n++] = word;
}

static void
words(const struct phc_figures *f, const struct indicator *k, size_t at,
    size_t d, struct words *w)
{
	const struct modalities *m = &k->closed[d];
	size_t i, closed;

	*w = (struct words){ 0 };
	if (d >= k->is.dimensions) {
		add(w, NULL);
		return;
	}
	for (i = 0; i < m->n; i++)
		add(w, m->word[i]);
	closed = w->n;
	for (i = at; i < f->n; i++)
		if (place(w, f->figure[i].modality[d]) == w->n)
			add(w, f->figure[i].modality[d]);
	if (w->n == 0 && f->without != NULL)
		add(w, "unknown");
	if (w->n > closed)
		qsort(
		    w->word + closed, w->n - closed, sizeof(*w->word), by_word);
}

static const char *
why(const struct phc_figures *f, const struct indicator *k)
{
	if (f->without != NULL)
		return f->without;
	return *k->absent != '\0' ? k->absent : "aucune observation";
}

/* What a cell without rows is: nothing was counted, or nothing is known. */
static void
empty(const struct phc_figures *f, const struct indicator *k,
    struct phc_figures_cell *g)
{
	bool known = f->without == NULL && k->is.statistic == PHC_STAT_COUNT &&
		     *k->sql != '\0';

	g->value = known ? 0 : PHC_UNKNOWN;
	g->n = 0;
}

static bool
same(const struct phc_figures_cell *g, const char *a, const char *b)
{
	return (a == NULL || strcmp(g->modality[0], a) == 0) &&
	       (b == NULL || strcmp(g->modality[1], b) == 0);
}

static struct phc_figures_cell
cell(const struct phc_figures *f, const struct indicator *k,
    const struct phc_figures_cell *found, size_t n, const char *a,
    const char *b)
{
	struct phc_figures_cell g = {
		.of = &k->is, .modality = { a, b }, .households = PHC_UNKNOWN
	};
	size_t i;

	for (i = 0; i < n && !same(&found[i], a, b); i++)
		;
	if (i < n)
		return found[i];
	empty(f, k, &g);
	return g;
}

/* Every word of the first dimension with every word of the second. */
static void
cross(struct phc_figures *f, const struct indicator *k, size_t at,
    const struct words *a, const struct words *b)
{
	size_t n = f->n - at, i, j;
	struct phc_figures_cell *found = phc_new((n + 1) * sizeof(*found));

	if (n > 0)
		memcpy(found, f->figure + at, n * sizeof(*found));
	f->n = at;
	for (i = 0; i < a->n; i++)
		for (j = 0; j < b->n; j++)
			*figures_add(f) =
			    cell(f, k, found, n, a->word[i], b->word[j]);
	free(found);
}

/* Words that are found tell nothing of other words that they stand beside. */
static bool
crossed(const struct indicator *k, bool any)
{
	if (k->is.dimensions < PHC_DIMENSIONS)
		return k->is.statistic != PHC_STAT_VALUE || !any;
	return k->is.statistic != PHC_STAT_VALUE &&
	       k->closed[0].n + k->closed[1].n > 0;
}

/* What counts stands on what it counts. */
static void
finish(const struct phc_figures *f, const struct indicator *k,
    struct phc_figures_cell *g)
{
	bool known = g->value != PHC_UNKNOWN;

	if (g->n == PHC_UNKNOWN && k->is.statistic != PHC_STAT_VALUE)
		g->n = 0;
	if (known && g->n != PHC_UNKNOWN && k->is.unit == PHC_UNIT_COUNT)
		g->n = g->value;
	if (f->without != NULL)
		g->n = g->households = PHC_UNKNOWN;
	if (!known)
		g->missing = why(f, k);
}

void
figures_fill(struct phc_figures *f, const struct indicator *k, size_t at,
    int64_t from, int64_t to)
{
	struct words a, b;

	if (f->without != NULL || crossed(k, f->n > at)) {
		words(f, k, at, 0, &a);
		words(f, k, at, 1, &b);
		cross(f, k, at, &a, &b);
		free(a.word);
		free(b.word);
	}
	for (; at < f->n; at++) {
		f->figure[at].from = from;
		f->figure[at].to = to;
		finish(f, k, &f->figure[at]);
	}
}
