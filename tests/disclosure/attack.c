/*
 * attack PROGRAMMES SEED [INSTANCE] - what linear programming (GLPK) can tell
 * of masked cells in random programmes, from what is shown and nothing else:
 * once as the module masks them, once as it does where cells are many, once by
 * their own counts alone.
 */
#include <float.h>
#include <glpk.h>
#include <math.h>

#include "../disclosure.h"

/* Columns for what is masked, from 0 up; a row for each sum. */
static glp_prob *
problem(const struct linked *l, const struct phc_disclosure *d, int *col)
{
	glp_prob *p = glp_create_prob();
	const struct link *s;
	int index[SUM + 2], n;
	double value[SUM + 2], shown;
	uint32_t i, c;
	size_t k;

	for (i = 0; i < l->ncells; i++) {
		col[i] = 0;
		if (!phc_disclosure_masked(d, i))
			continue;
		col[i] = glp_add_cols(p, 1);
		glp_set_col_bnds(p, col[i], GLP_LO, 0, 0);
	}
	for (i = 0; i < l->nsums; i++) {
		s = &l->sum[i];
		for (k = 0, n = 0, shown = 0; k <= s->n; k++) {
			c = k == s->n ? s->total : s->part[k];
			if (col[c] == 0) {
				shown += (k == s->n ? -1 : 1) *
					 (double)l->cell[c].count;
				continue;
			}
			index[++n] = col[c];
			value[n] = k == s->n ? -1 : 1;
		}
		if (n == 0)
			continue;
		glp_set_mat_row(p, glp_add_rows(p, 1), n, index, value);
		glp_set_row_bnds(
		    p, glp_get_num_rows(p), GLP_FX, -shown, -shown);
	}
	return p;
}

/* The bound of a column: no integer is beyond it. */
static double
bound(glp_prob *p, int col, int way)
{
	glp_smcp how;
	double v;

	glp_init_smcp(&how);
	how.msg_lev = GLP_MSG_OFF;
	glp_set_obj_dir(p, way > 0 ? GLP_MAX : GLP_MIN);
	glp_set_obj_coef(p, col, 1);
	if (glp_simplex(p, &how) != 0 || glp_get_status(p) == GLP_UNBND)
		v = way > 0 ? DBL_MAX : 0;
	else
		v = glp_get_obj_val(p);
	glp_set_obj_coef(p, col, 0);
	return way > 0 ? floor(v + 1e-6) : ceil(v - 1e-6);
}

/* How many masked cells it knows too well. */
static size_t
attack(const struct linked *l, const struct phc_disclosure *d, size_t *masked)
{
	int *col = phc_new(l->ncells * sizeof(*col));
	glp_prob *p = problem(l, d, col);
	size_t known = 0;
	uint32_t i;

	for (i = 0; i < l->ncells; i++) {
		if (col[i] == 0)
			continue;
		++*masked;
		known += bound(p, col[i], 1) - bound(p, col[i], -1) <
			 (double)l->k - 1;
	}
	glp_delete_prob(p);
	free(col);
	return known;
}

/* Age by composition, by commune and by month, each with all its margins. */
static void
programme(struct linked *l)
{
	static const int dims[][AXES] = { { 3, 4, 1 }, { 3, 4, 2 }, { 3, 5, 3 },
		{ 5, 4, 2 }, { 1, 5, 6 }, { 3, 1, 12 }, { 5, 8, 1 } };

	make_linked(l, below(4) ? 5 : 11, dims[below(7)], below(2) == 0,
	    between(50, 100));
}

/* More cells than PHC_MANY: whether it is masked, and what is known of it. */
static size_t
crowd(void)
{
	static const int dim[AXES] = { 30, 8, 6 };
	struct phc_disclosure *d;
	size_t known = 1, masked = 0;
	struct linked l;

	make_linked(&l, 5, dim, false, 1500);
	d = disclose(&l);
	if (l.ncells > PHC_MANY && phc_disclosure_mask(d, NULL, NULL) == 0)
		known = attack(&l, d, &masked);
	fprintf(stderr, "# of %u cells %zu masked\n", l.ncells, masked);
	phc_disclosure_free(d);
	free_linked(&l);
	return known;
}

int
main(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 10, i;
	size_t masked = 0, known = 0, bare = 0, found = 0, refused = 0,
	       extra = 0, nearby = 0;
	struct phc_disclosure *d;
	struct linked l;

	prop_state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	known += crowd();
	for (i = 0; i < n; i++) {
		programme(&l);
		d = disclose(&l);
		phc_disclosure_effort(d, 0);
		if (phc_disclosure_mask(d, NULL, NULL) == 0)
			known += attack(&l, d, &nearby);
		else
			refused++;
		phc_disclosure_free(d);
		d = disclose(&l);
		if (phc_disclosure_mask(d, NULL, NULL) == 0)
			known += attack(&l, d, &masked);
		else
			refused++;
		extra += phc_disclosure_loss(d).complementary;
		phc_disclosure_primary(d, NULL, NULL);
		found += attack(&l, d, &bare) > 0;
		phc_disclosure_free(d);
		free_linked(&l);
	}
	printf("programmes %ld refused %zu masked %zu for others %zu known %zu "
	       "alone %zu programmes known %zu\n",
	    n, refused, masked, extra, known, bare, found);
	return 0;
}
