#include <stdlib.h>

#include "match.h"

static void
words(struct phc_out *out, unsigned set)
{
	const char *gap = "";
	int i;

	for (i = 0; i < DOUBTS; i++)
		if (set >> i & 1) {
			phc_out_put(out, gap, strlen(gap));
			phc_out_put(out, match_rule_name(i),
			    strlen(match_rule_name(i)));
			gap = " ";
		}
}

static void
number(struct phc_out *out, int64_t v)
{
	char buf[PHC_DECIMAL_MAX];

	phc_decimal_format(v, 0, buf);
	phc_out_put(out, buf, strlen(buf));
}

static void
put(const struct phc_match *m, struct phc_out *out, size_t dwelling,
    size_t rank, const struct pair *p)
{
	const struct phc_rec *h = &m->household[p->household]->rec,
			     *d = &m->dwelling[dwelling]->rec;

	phc_csv_copy(out, h, 0, h->n);
	phc_out_char(out, ',');
	phc_csv_copy(out, d, 0, d->n);
	phc_out_char(out, ',');
	number(out, (int64_t)rank);
	phc_out_char(out, ',');
	number(out, p->points);
	phc_out_char(out, ',');
	words(out, p->doubts);
	phc_out_char(out, '\n');
}

static void
head(const struct phc_match *m, struct phc_out *out)
{
	static const char added[] = ",candidate_rank,score,doubts\n";
	const struct phc_rec *h = &m->head[PHC_HOUSEHOLDS],
			     *d = &m->head[PHC_DWELLINGS];

	phc_csv_copy(out, h, 0, h->n);
	phc_out_char(out, ',');
	phc_csv_copy(out, d, 0, d->n);
	phc_out_put(out, added, sizeof(added) - 1);
}

void
phc_match_put(const struct phc_match *m, struct phc_out *out)
{
	const struct run *run;
	size_t i, k;

	head(m, out);
	for (i = 0; i < m->ndwellings && !phc_out_bad(out); i++) {
		run = &m->chosen[i];
		for (k = 0; k < run->n; k++)
			put(m, out, i, k + 1, &m->pair[run->at + k]);
	}
}
