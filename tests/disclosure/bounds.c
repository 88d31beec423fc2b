/*
 * bounds - what linear programming (GLPK) tells of each unknown: from standard
 * input "N", how many there are, each from 0 up; then equations, "VALUE n1 n2
 * ... /", a minus before a number that is taken away; then "." and the numbers
 * of the unknowns to bound.  A line for each: its number, its least and its
 * greatest integer, -1 if there is none.
 */
#include <err.h>
#include <glpk.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
equation(glp_prob *p, double shown)
{
	static int index[4096];
	static double value[4096];
	char word[32];
	int n = 0, i, col, row = glp_add_rows(p, 1);

	while (scanf("%31s", word) == 1 && strcmp(word, "/") != 0) {
		col = abs(atoi(word));
		for (i = 1; i <= n && index[i] != col; i++)
			;
		if (i == 4096)
			errx(2, "an equation too long");
		if (i > n)
			value[n = i] = 0;
		index[i] = col;
		value[i] += *word == '-' ? -1 : 1;
	}
	glp_set_mat_row(p, row, n, index, value);
	glp_set_row_bnds(p, row, GLP_FX, shown, shown);
}

/* No integer is beyond it. */
static double
bound(glp_prob *p, int col, int way)
{
	glp_smcp how;
	double v;

	glp_init_smcp(&how);
	how.msg_lev = GLP_MSG_OFF;
	glp_set_obj_dir(p, way > 0 ? GLP_MAX : GLP_MIN);
	glp_set_obj_coef(p, col, 1);
	if (glp_simplex(p, &how) != 0)
		errx(2, "the simplex failed");
	if (glp_get_status(p) == GLP_UNBND)
		v = -1;
	else if (glp_get_status(p) != GLP_OPT)
		errx(2, "what was shown cannot be");
	else
		v = glp_get_obj_val(p);
	glp_set_obj_coef(p, col, 0);
	return way > 0 ? floor(v + 1e-6) : ceil(v - 1e-6);
}

int
main(void)
{
	glp_prob *p = glp_create_prob();
	char word[32];
	int n, i;

	if (scanf("%d", &n) != 1 || n < 1)
		errx(2, "no unknowns");
	glp_add_cols(p, n);
	for (i = 1; i <= n; i++)
		glp_set_col_bnds(p, i, GLP_LO, 0, 0);
	while (scanf("%31s", word) == 1 && strcmp(word, ".") != 0)
		equation(p, atof(word));
	while (scanf("%d", &i) == 1)
		printf("%d %.0f %.0f\n", i, bound(p, i, -1), bound(p, i, 1));
	glp_delete_prob(p);
	return 0;
}
