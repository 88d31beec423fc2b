#include <stdlib.h>

#include "phc/date.h"
#include "report.h"

static struct cell
text(const char *s)
{
	return *s != '\0' ? cell_text(phc_str(s)) : cell_blank();
}

static void
grid_end(void *of)
{
	grid_free(of);
	free(of);
}

/* Why what is not known of a line is not, each reason once. */
static struct cell
remark(const struct grid *g, size_t i, struct phc_pool *pool)
{
	const struct phc_figures_cell *figure = g->report->figure;
	const char *s = "", *last = "", *why;
	size_t j, at;

	for (j = 0; j < g->columns; j++) {
		at = grid_at(g, i, j);
		why = at == 0 || report_masked(g->report, at - 1)
			  ? NULL
			  : figure[at - 1].missing;
		if (why == NULL || strcmp(why, last) == 0)
			continue;
		s = *s == '\0' ? why : say(pool, "%s ; %s", s, why);
		last = why;
	}
	return text(s);
}

static void
grid_fill(const void *of, size_t i, struct phc_pool *pool, struct cell *out)
{
	const struct grid *g = of;
	const struct line *l = &g->line[g->show[i]];
	size_t h, j;

	for (h = 0; h < g->sheet->headings; h++)
		if (grid_heading(g, h))
			*out++ = text(l->label[h] ? l->label[h] : "–");
	for (j = 0; j < g->columns; j++)
		*out++ = grid_cell(g, i, j, pool);
	if (*g->sheet->definition != '\0')
		*out++ = text(g->report->figure[l->figure].of->definition);
	if (g->remarks)
		*out = remark(g, i, pool);
}

static void
grid_heads(struct table *t, const struct grid *g)
{
	size_t h, j;

	for (h = 0; h < g->sheet->headings; h++)
		if (grid_heading(g, h))
			table_head(t, g->sheet->heading[h].label);
	for (j = 0; j < g->columns; j++)
		table_head(t, g->column[j]);
	if (*g->sheet->definition != '\0')
		table_head(t, g->sheet->definition);
	if (g->remarks)
		table_head(t, "Remarque");
}

/* Excel wants each heading once. */
static int
check(const struct table *t, const struct sheet *s, struct phc_err *err)
{
	size_t i, j;

	for (i = 0; i < t->ncols; i++)
		for (j = 0; j < i; j++)
			if (strcmp(t->head[i], t->head[j]) == 0)
				return phc_fail(err, PHC_EDATA,
				    "sheet %s: two columns are called '%s'",
				    s->name, t->head[i]);
	return 0;
}

/* Whether the report has an indicator whose place is there. */
static bool
has_indicator(const struct phc_report *r, const struct sheet *s)
{
	const char *cycle = r->of.year ? "year" : "month";
	const struct phc_indicator *k;
	size_t i;

	for (i = 0; (k = phc_figures_indicator(r->of.figures, i)) != NULL; i++)
		if (strcmp(k->sheet, s->name) == 0 &&
		    strcmp(k->column, "-") != 0 &&
		    layout_has(phc_str(k->report), r->of.to) &&
		    layout_has(phc_str(k->cycle), cycle))
			return true;
	return false;
}

/* A sheet of nothing: of modalities that are found, none was. */
static int
nothing(struct table *t, const struct phc_report *r, const struct sheet *s,
    struct phc_err *err)
{
	const char *value = layout_word(&r->layout, "moment", "value");
	struct cell *line;
	size_t h;

	if (!has_indicator(r, s))
		return phc_fail(err, PHC_EDATA,
		    "report-sheets: no figure stands in sheet '%s'", s->name);
	for (h = 0; h < s->headings; h++)
		if (*s->heading[h].label != '\0')
			table_head(t, s->heading[h].label);
	table_head(t, value != NULL ? value : "");
	table_head(t, "Remarque");
	line = table_line(t);
	for (h = 0; h + 2 < t->ncols; h++)
		*line++ = text("–");
	line[0] = cell_count(PHC_UNKNOWN);
	line[1] = text("aucune ligne");
	return check(t, s, err);
}

static int
table_grid(struct table *t, const struct phc_report *r, const struct sheet *s,
    struct phc_err *err)
{
	struct grid *g = phc_new(sizeof(*g));

	t->of = g;
	t->end = grid_end;
	if (grid_new(g, r, s, err) == -1)
		return -1;
	if (g->lines == 0)
		return nothing(t, r, s, err);
	t->fill = grid_fill;
	grid_heads(t, g);
	t->nrows = g->lines;
	return check(t, s, err);
}

static const char *
joined(
    const struct phc_report *r, size_t i, bool modality, struct phc_pool *pool)
{
	const struct phc_indicator *k = r->figure[i].of;
	const char *s = "", *one;
	size_t d;

	for (d = 0; d < k->dimensions; d++) {
		one = modality ? label_modality(r, i, d, pool)
			       : label_dimension(r, k->dimension[d]);
		s = d > 0 ? say(pool, "%s | %s", s, one) : one;
	}
	return s;
}

/* How many a figure stands on, where these are of the counts that it rests on
 * or it counts itself. */
static struct cell
base(const struct phc_report *r, size_t i)
{
	const struct phc_figures_cell *g = &r->figure[i];
	bool counted =
	    g->of->unit == PHC_UNIT_COUNT || *g->of->rests_on != '\0';

	if (report_masked(r, i) || g->n == PHC_UNKNOWN || !counted ||
	    (r->who != NULL && r->who[i] != NULL))
		return text("");
	return cell_count(g->n);
}

/* A number in its unit, or nothing. */
static struct cell
bare(const struct phc_report *r, size_t i)
{
	const struct phc_figures_cell *g = &r->figure[i];

	if (report_masked(r, i) || g->value == PHC_UNKNOWN)
		return text("");
	return g->of->unit == PHC_UNIT_YES ? cell_count(g->value)
					   : cell_figure(r, i);
}

static void
data_fill(const void *of, size_t line, struct phc_pool *pool, struct cell *out)
{
	const struct phc_report *r = of;
	size_t i = r->order[line];
	const struct phc_figures_cell *g = &r->figure[i];
	const char *label = g->of->label, *when = label_when(r, i, pool);

	if (label_aimed(r, i))
		label = say(pool, "%s\u00a0: %s", label, label_moment(r, i));
	out[0] = text(label);
	out[1] = text(joined(r, i, false, pool));
	out[2] = text(joined(r, i, true, pool));
	out[3] = text(when);
	out[4] = bare(r, i);
	out[5] = base(r, i);
	out[6] = cell_count(report_masked(r, i));
}

static void
table_data(struct table *t, struct phc_report *r)
{
	static const char *const heads[] = { "indicateur", "dimension",
		"modalité", "période", "valeur", "n", "masqué" };
	size_t i;

	for (i = 0; i < 7; i++)
		table_head(t, heads[i]);
	t->fill = data_fill;
	t->of = r;
	t->nrows = r->n;
}

static void
say_line(struct table *t, const char *label, const char *s)
{
	struct cell *line = table_line(t);

	line[0] = text(label);
	line[1] = text(s);
}

static const char *
masking(struct table *t, const struct phc_report *r)
{
	if (r->of.masked == NULL)
		return "Rien n’est masqué\u00a0: ne pas transmettre";
	return say(&t->pool, "%zu valeur%s sur %zu, au seuil de %lld ménages%s",
	    r->masked, r->masked > 1 ? "s" : "", r->n, (long long)r->of.k,
	    r->of.public ? ", pour le public" : "");
}

static const char *
origin(struct table *t, const struct phc_report *r)
{
	size_t n = r->of.nsources;

	if (n == 0)
		return "Non déclarée";
	return say(&t->pool,
	    "%zu fichier%s du bailleur, à la fin de la feuille Methode", n,
	    n > 1 ? "s" : "");
}

static void
table_cover(struct table *t, const struct phc_report *r)
{
	const struct phc_report_of *of = &r->of;
	char day[LONG_DATE];

	table_head(t, "Élément");
	table_head(t, "Contenu");
	say_line(t, "Période", label_period(r, &t->pool));
	say_line(
	    t, "Situation au", say(&t->pool, "%s", long_date(of->to_day, day)));
	say_line(t, "Bailleur",
	    of->landlord != NULL ? of->landlord
				 : "À compléter par le bailleur");
	say_line(t, "Source", origin(t, r));
	if (of->rows)
		say_line(t, "Portée",
		    "Ces fichiers seuls, sans registre\u00a0: ce qui n’y est "
		    "pas "
		    "n’est pas compté, même où il est écrit 0");
	if (of->partial)
		say_line(t, "Rapport partiel", "Des lignes ont été refusées");
	say_line(t, "Valeurs masquées", masking(t, r));
	say_line(t, "s",
	    "Masqué\u00a0: un effectif sous le seuil, ou ce qui le "
	    "ferait retrouver");
	say_line(t, "n.d.",
	    "Non disponible\u00a0: la raison est à la colonne Remarque");
	say_line(t, "–", "Sans objet, ou rien à compter");
}

int
sheet_table(struct table *t, struct phc_report *r, const struct sheet *s,
    struct phc_err *err)
{
	*t = (struct table){ .head = NULL };
	if (s->kind == KIND_FIGURES)
		return table_grid(t, r, s, err);
	if (s->kind == KIND_COVER)
		table_cover(t, r);
	else if (s->kind == KIND_METHOD)
		table_method(t, r);
	else
		table_data(t, r);
	return 0;
}
