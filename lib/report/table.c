#include <stdlib.h>

#include "report.h"

void
table_head(struct table *t, const char *label)
{
	phc_grow(&t->head, &t->head_cap, t->ncols + 1, sizeof(*t->head));
	t->head[t->ncols++] = label;
}

struct cell *
table_line(struct table *t)
{
	phc_grow(
	    &t->cell, &t->cap, (t->nrows + 1) * t->ncols, sizeof(*t->cell));
	return t->cell + t->nrows++ * t->ncols;
}

void
table_free(struct table *t)
{
	phc_pool_free(&t->pool);
	free(t->head);
	free(t->cell);
	*t = (struct table){ .head = NULL };
}

/* The fields of a sheet but for those of a column that the rows have not. */
struct shown {
	const struct field **field;
	size_t n;
	size_t all; /* households of the report */
};

static bool
answers(const struct field *f)
{
	return f->fact == NULL || f->fact->there;
}

static void
show_fields(struct shown *s, struct table *t, const struct sheet *sheet)
{
	size_t i;

	s->field = phc_pool_take(&t->pool, sheet->n * sizeof(*s->field));
	for (i = 0; i < sheet->n; i++)
		if (answers(&sheet->field[i])) {
			s->field[s->n++] = &sheet->field[i];
			table_head(t, sheet->field[i].label);
		}
}

static const struct shown *sorting; /* qsort(3) has no argument for it */

static int
compare_rows(const void *pa, const void *pb)
{
	const struct row *a = *(struct row *const *)pa;
	const struct row *b = *(struct row *const *)pb;
	size_t i;
	int c = 0;

	for (i = 0; i < sorting->n && c == 0; i++)
		if (sorting->field[i]->op == OP_SHOW)
			c = tally_compare(sorting->field[i], a, b);
	return c;
}

/* The rows in the order of what is shown of them, and of nothing else: where
 * two lines differ in nothing, neither says which came first. */
static struct row **
sorted(struct table *t, const struct shown *s, const struct rows *r,
    bool dwellings, size_t *n)
{
	struct row **row = phc_pool_take(&t->pool, r->n * sizeof(*row));
	size_t i;

	for (i = *n = 0; i < r->n; i++)
		if (!dwellings || r->row[i]->first)
			row[(*n)++] = r->row[i];
	sorting = s;
	if (*n > 0)
		qsort(row, *n, sizeof(*row), compare_rows);
	return row;
}

static struct cell
line_number(struct table *t, const char *prefix)
{
	return cell_text(phc_str(say(&t->pool, "%s%03zu", prefix, t->nrows)));
}

static void
list(struct table *t, const struct shown *s, const struct rows *r,
    bool dwellings)
{
	struct row **row;
	struct cell *line;
	size_t i, j, n;

	row = sorted(t, s, r, dwellings, &n);
	for (i = 0; i < n; i++) {
		line = table_line(t);
		for (j = 0; j < s->n; j++)
			line[j] = s->field[j]->op == OP_NUMBER
				      ? line_number(t, s->field[j]->prefix)
				      : tally_show(s->field[j], row[i]);
	}
}

/* The line of a group: 'label' stands for what it is a group of, where that is
 * not what its rows show. */
static void
group(struct cell *line, const struct shown *s, struct row *const *row,
    size_t n, const char *label)
{
	size_t j;

	for (j = 0; j < s->n; j++)
		if (s->field[j]->op != OP_SHOW)
			line[j] = tally(s->field[j], row, n, s->all);
		else if (label != NULL)
			line[j] = cell_text(phc_str(j == 0 ? label : "–"));
		else
			line[j] = tally_show(s->field[j], row[0]);
}

/* Groups of one code or class: every word has its line, were it zero. */
static void
group_by_word(
    struct table *t, const struct shown *s, struct row *const *row, size_t n)
{
	const struct fact *f = s->field[0]->fact;
	size_t i, k, w;

	for (i = w = 0; w <= f->nwords; w++, i += k) {
		for (k = 0; i + k < n; k++)
			if (fact_word(f, row[i + k]->v[f->at].n) != w)
				break;
		if (w < f->nwords)
			group(table_line(t), s, row + i, k, f->word[w].label);
		else if (k > 0)
			group(table_line(t), s, row + i, k, NULL);
	}
}

/* Groups of what there is. */
static void
group_by_runs(
    struct table *t, const struct shown *s, struct row *const *row, size_t n)
{
	size_t i, k;

	for (i = 0; i < n; i += k) {
		for (k = 1; i + k < n; k++)
			if (compare_rows(&row[i], &row[i + k]) != 0)
				break;
		group(table_line(t), s, row + i, k, NULL);
	}
}

static void
groups(struct table *t, const struct shown *s, const struct rows *r)
{
	size_t n, keys = 0;
	struct row **row = sorted(t, s, r, false, &n);

	while (keys < s->n && s->field[keys]->op == OP_SHOW)
		keys++;
	if (keys == 1 && s->field[0]->fact->nwords > 0)
		group_by_word(t, s, row, n);
	else
		group_by_runs(t, s, row, n);
	t->total = phc_pool_take(&t->pool, t->ncols * sizeof(*t->total));
	group(t->total, s, row, n, "Total");
}

static struct cell
percent_of(struct cell value, int64_t target)
{
	if (target == PHC_UNKNOWN || target == 0 || value.den == 0)
		return cell_text(phc_str("–"));
	return (struct cell){ .format = FORMAT_PERCENT,
		.num = value.num,
		.den = value.den * target };
}

static struct cell
target(int64_t n)
{
	return n == PHC_UNKNOWN ? cell_text(phc_str("–")) : cell_count(n);
}

static void
indicators(struct table *t, const struct sheet *sheet, const struct rows *r)
{
	static const char *const heads[] = { "Indicateur", "Valeur",
		"Objectif minimal", "Objectif maximal", "Part du minimum",
		"Définition" };
	const struct field *f = sheet->field, *end = f + sheet->n;
	struct cell *line;
	size_t i;

	for (i = 0; i < 6; i++)
		table_head(t, heads[i]);
	for (; f < end; f++) {
		line = table_line(t);
		line[0] = cell_text(phc_str(f->label));
		line[1] = tally(f, r->row, r->n, r->n);
		line[2] = target(f->low);
		line[3] = target(f->high);
		line[4] = percent_of(line[1], f->low);
		line[5] = cell_text(phc_str(f->meaning));
	}
}

void
table_fill(struct table *t, const struct sheet *sheet, const struct rows *r)
{
	struct shown s = { .all = r->n };

	if (sheet->lines == LINES_INDICATORS) {
		indicators(t, sheet, r);
		return;
	}
	show_fields(&s, t, sheet);
	if (sheet->lines == LINES_GROUPS)
		groups(t, &s, r);
	else
		list(t, &s, r, sheet->lines == LINES_DWELLINGS);
}
