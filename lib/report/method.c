#include "phc/ceiling.h"
#include "phc/text.h"
#include "report.h"

static void
put(struct table *t, const char *part, const char *label, const char *text)
{
	struct cell *line = table_line(t);

	line[0] = cell_text(phc_str(part));
	line[1] = cell_text(phc_str(label));
	line[2] = cell_text(phc_str(text));
}

/* The last name of a path: folders say more than a report should. */
static const char *
last_name(struct table *t, const char *path)
{
	size_t n = strlen(path), at;

	while (n > 1 && path[n - 1] == '/')
		n--;
	for (at = n; at > 0 && path[at - 1] != '/'; at--)
		continue;
	return phc_pool_cstr(&t->pool, (struct phc_str){ path + at, n - at });
}

static void
report(struct table *t, const struct method *m)
{
	char day[LONG_DATE];

	put(t, "Rapport", "Objet", m->layout->title);
	put(t, "Rapport", "Date de référence",
	    say(&t->pool, "%s", long_date(m->rows->at, day)));
	put(t, "Rapport", "Outil", "phc " PHC_VERSION ", commande phc-report");
	put(t, "Rapport", "Tables du bailleur",
	    m->tables != NULL ? last_name(t, m->tables)
			      : "Aucune\u00a0: tables de l’outil");
}

static void
input(struct table *t, const struct method *m)
{
	size_t i;

	put(t, "Entrée", "Lignes retenues", say(&t->pool, "%zu", m->rows->n));
	put(t, "Entrée", "Lignes refusées",
	    m->partial ? "Oui\u00a0: ce rapport est partiel" : "Aucune");
	for (i = 0; i < m->nsources; i++)
		put(t, "Entrée", "Fichier",
		    say(&t->pool, "%s (%lld octets)",
			last_name(t, m->source[i].path),
			(long long)m->source[i].size));
	if (m->nsources == 0)
		put(t, "Entrée", "Fichiers", "Non déclarés");
}

/* "confirmed: arrêté 22/12/2015 (ETLL1525012A); where it was read": the mark,
 * and the text. */
static void
split_source(struct phc_str source, struct phc_str *mark, struct phc_str *text)
{
	size_t i = 0;

	*mark = (struct phc_str){ "", 0 };
	*text = source;
	while (i + 1 < source.n && memcmp(source.s + i, ": ", 2) != 0)
		i++;
	if (i + 1 < source.n) {
		*mark = (struct phc_str){ source.s, i };
		*text = (struct phc_str){ source.s + i + 2, source.n - i - 2 };
	}
	for (i = 0; i < text->n && text->s[i] != ';'; i++)
		continue;
	text->n = i;
}

static void
put_ceiling(struct table *t, const struct method *m, int64_t financing,
    const char *label, const char *more)
{
	struct phc_source s =
	    phc_ceiling_source(m->ceilings, financing, PHC_OTHER);
	struct phc_str mark, text;
	char day[LONG_DATE] = "n.d.";

	split_source(s.text, &mark, &text);
	if (s.unconfirmed)
		mark = phc_str("unconfirmed");
	mark = layout_label(m->layout, "mark", mark);
	if (s.from != PHC_UNKNOWN)
		long_date(s.from, day);
	put(t, "Textes", label,
	    say(&t->pool, "%.*s, en vigueur depuis le %s%s (%.*s)",
		PHC_STR_ARG(text), day, more, PHC_STR_ARG(mark)));
}

const struct scale scales[SCALES] = {
	{ { "apl-rent-ceilings", "zone household amount", 2 },
	    "Aide au logement, plafonds de loyer" },
	{ { "apl-charges", "case item amount", 2 },
	    "Aide au logement, charges" },
	{ { "apl-r0", "household amount", 1 },
	    "Aide au logement, abattement R0" },
	{ { "rls", "item zone household amount", 3 },
	    "Réduction de loyer de solidarité" },
};

/* The text that last changed a scale: without its web address, and those that
 * stand behind it. */
static void
put_scale(struct table *t, const struct method *m, int i)
{
	struct phc_law_row row, last = { .from = PHC_UNKNOWN };
	char day[LONG_DATE];
	size_t k, n = 0;

	for (k = 0; k < phc_law_rows(m->scale[i]); k++) {
		row = phc_law_row(m->scale[i], k);
		if (row.from <= m->rows->at && row.from > last.from)
			last = row;
	}
	if (last.from == PHC_UNKNOWN)
		return;
	while (n < last.source.n && strchr("<;+", last.source.s[n]) == NULL)
		n++;
	last.source = phc_trim((struct phc_str){ last.source.s, n });
	put(t, "Textes", scales[i].label,
	    say(&t->pool, "%.*s, en vigueur depuis le %s",
		PHC_STR_ARG(last.source), long_date(last.from, day)));
}

static void
definitions(struct table *t, const struct layout *l)
{
	const struct sheet *s = l->sheet, *end = s + l->nsheets;
	const struct field *f;

	for (; s < end; s++)
		for (f = s->field; f < s->field + s->n; f++)
			if (s->lines != LINES_INDICATORS && *f->meaning != '\0')
				put(t, s->title, f->label, f->meaning);
}

void
method_fill(struct table *t, const struct method *m)
{
	const struct note *n = m->layout->note, *end = n + m->layout->nnotes;
	int i;

	table_head(t, "Rubrique");
	table_head(t, "Élément");
	table_head(t, "Contenu");
	report(t, m);
	input(t, m);
	put_ceiling(t, m, PHC_PLAI, "Plafonds PLAI", "");
	put_ceiling(t, m, PHC_PLUS, "Plafonds PLUS", "");
	put_ceiling(t, m, PHC_PLS, "Plafonds PLS", "\u00a0: PLUS et 30\u00a0%");
	for (i = 0; i < SCALES; i++)
		put_scale(t, m, i);
	for (; n < end; n++)
		put(t, n->part, n->label, n->text);
	definitions(t, m->layout);
}
