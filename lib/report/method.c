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
report(struct table *t, const struct phc_report *r)
{
	char day[LONG_DATE];

	put(t, "Rapport", "Objet", layout_word(&r->layout, "report", r->of.to));
	put(t, "Rapport", "Période", label_period(r, &t->pool));
	put(t, "Rapport", "Situation au",
	    say(&t->pool, "%s", long_date(r->of.to_day, day)));
	put(t, "Rapport", "Outil", "phc " PHC_VERSION ", commande phc-report");
	put(t, "Rapport", "Tables du bailleur",
	    r->of.tables != NULL ? last_name(t, r->of.tables)
				 : "Aucune\u00a0: tables de l’outil");
}

static void
source(struct table *t, const struct phc_report_source *s)
{
	char day[LONG_DATE];
	const char *when =
	    s->day == PHC_UNKNOWN
		? ""
		: say(&t->pool, "\u00a0; reçu le %s", long_date(s->day, day));

	put(t, "Entrée", last_name(t, s->name),
	    say(&t->pool, "%s%s\u00a0; SHA-256\u00a0: %s",
		s->kind != NULL ? s->kind : "fichier", when,
		s->sha256 != NULL ? s->sha256 : "non calculé"));
}

static void
input(struct table *t, const struct phc_report *r)
{
	size_t i;

	for (i = 0; i < r->of.nsources; i++)
		source(t, &r->of.source[i]);
	if (r->of.nsources == 0)
		put(t, "Entrée", "Fichiers", "Non déclarés");
	if (r->of.partial)
		put(t, "Entrée", "Lignes refusées",
		    "Oui\u00a0: ce rapport est partiel");
}

/* How many are masked can be counted; which of them for their own count, or
 * what they come to, would tell what no audit has reckoned with. */
static void
threshold(struct table *t, const struct phc_report *r)
{
	const struct phc_loss *l = r->of.loss;

	put(t, "Paramètres", "Seuil",
	    r->of.masked == NULL
		? "Rien n’est masqué"
		: say(&t->pool, "%lld ménages%s", (long long)r->of.k,
		      r->of.public ? ", pour le public"
				   : ", pour un partenaire tenu au secret"));
	if (l == NULL)
		return;
	put(t, "Paramètres", "Ce qui est masqué",
	    say(&t->pool,
		"De %zu effectifs, %zu\u00a0: ceux sous le seuil, et ceux qui "
		"les feraient retrouver",
		l->cells, l->primary + l->complementary));
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

/* The label of a word, or the word. */
static const char *
word_of(struct table *t, const struct phc_report *r, const char *of,
    struct phc_str word)
{
	const char *w = phc_pool_cstr(&t->pool, word);
	const char *label = layout_word(&r->layout, of, w);

	return label != NULL ? label : w;
}

static void
put_ceiling(struct table *t, const struct phc_report *r, int64_t financing,
    const char *label, const char *more)
{
	struct phc_source s =
	    phc_ceiling_source(r->ceilings, financing, PHC_OTHER);
	struct phc_str mark, text;
	char day[LONG_DATE] = "n.d.";

	split_source(s.text, &mark, &text);
	if (s.unconfirmed)
		mark = phc_str("unconfirmed");
	mark = phc_str(word_of(t, r, "mark", mark));
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
put_scale(struct table *t, const struct phc_report *r, int i)
{
	struct phc_law_row row, last = { .from = PHC_UNKNOWN };
	char day[LONG_DATE];
	size_t k, n = 0;

	for (k = 0; k < phc_law_rows(r->scale[i]); k++) {
		row = phc_law_row(r->scale[i], k);
		if (row.from <= r->of.to_day && row.from > last.from)
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

static const char *
title_of(const struct phc_report *r, const char *sheet)
{
	size_t i;

	for (i = 0; i < r->layout.sheets; i++)
		if (strcmp(r->layout.sheet[i].name, sheet) == 0)
			return r->layout.sheet[i].title;
	return sheet;
}

/* An indicator has several moments: only its first figure is looked at. */
static bool
repeated(const struct phc_report *r, size_t i)
{
	const struct phc_indicator *k = r->figure[i].of;

	while (i-- > 0 && strcmp(r->figure[i].of->sheet, k->sheet) == 0)
		if (r->figure[i].of == k)
			return true;
	return false;
}

/* Each definition once, where its indicator is shown first. */
static void
definitions(struct table *t, const struct phc_report *r)
{
	const struct phc_indicator *k;
	const char *from;
	size_t i;

	for (i = 0; i < r->n; i++) {
		k = r->figure[i].of;
		if ((i > 0 && k == r->figure[i - 1].of) || label_aimed(r, i) ||
		    *k->definition == '\0' || repeated(r, i))
			continue;
		from = word_of(t, r, "source", phc_str(k->source));
		put(t, say(&t->pool, "Définitions, %s", title_of(r, k->sheet)),
		    k->label, say(&t->pool, "%s (%s)", k->definition, from));
	}
}

void
table_method(struct table *t, const struct phc_report *r)
{
	const struct note *n = r->layout.note, *end = n + r->layout.notes;
	int i;

	table_head(t, "Rubrique");
	table_head(t, "Élément");
	table_head(t, "Contenu");
	report(t, r);
	input(t, r);
	threshold(t, r);
	put_ceiling(t, r, PHC_PLAI, "Plafonds PLAI", "");
	put_ceiling(t, r, PHC_PLUS, "Plafonds PLUS", "");
	put_ceiling(t, r, PHC_PLS, "Plafonds PLS", "\u00a0: PLUS et 30\u00a0%");
	for (i = 0; i < SCALES; i++)
		put_scale(t, r, i);
	for (; n < end; n++)
		put(t, n->part, n->label, n->text);
	definitions(t, r);
}
