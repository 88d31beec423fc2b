#include <stdlib.h>

#include "commission.h"
#include "phc/date.h"
#include "phc/text.h"

enum {
	SHEET_NAME = 31,  /* characters of UTF-16 */
	LINE_WIDTH = 185, /* characters of a line of text */
	RULE_LABEL = 8,   /* of the values of table match-rules */
	SCORE_LABEL = 3,  /* and of match-score */
	EPCI_NAME = 3     /* and of communes */
};

#define FIRST_SHEET "Synthese"
#define LAST_SHEET "Methode"

/* Characters of UTF-16, of the UTF-8 that begins with this byte. */
static size_t
units(char s)
{
	unsigned char b = (unsigned char)s;

	return (b & 0xc0) == 0x80 ? 0 : b >= 0xf0 ? 2 : 1;
}

/* What Excel takes of a name, up to 'room' characters. */
static char *
safe_name(struct phc_pool *pool, struct phc_str key, size_t room)
{
	char *name = phc_pool_cstr(pool, key), *p = name;
	size_t n = 0;

	for (; *p != '\0' && n + units(*p) <= room; n += units(*p++))
		if (strchr("[]:*?/\\'", *p) != NULL)
			*p = '_';
	while ((*p & 0xc0) == 0x80)
		p++;
	*p = '\0';
	return name;
}

/* What two names have in common that Excel takes for one. */
static struct phc_str
fold(struct phc_pool *pool, const char *name)
{
	char buf[PHC_FOLD_MAX];

	return phc_pool_str(pool, phc_fold(phc_str(name), buf, sizeof(buf)));
}

static bool
is_taken(const struct phc_str *taken, size_t n, struct phc_str name)
{
	while (n > 0 && !phc_str_is(taken[n - 1], name))
		n--;
	return n > 0;
}

void
dossier_names(struct phc_commission *c)
{
	static const char *const own[] = { "", "History", FIRST_SHEET,
		LAST_SHEET };
	struct phc_str *taken =
	    phc_pool_take(&c->pool, (c->nhomes + 4) * sizeof(*taken));
	struct phc_str key;
	size_t i, k, n = 0;
	char tail[24];

	for (; n < 4; n++)
		taken[n] = fold(&c->pool, own[n]);
	for (i = 0; i < c->nhomes; i++) {
		key = c->home[i].pair[0]->dwelling_id;
		c->home[i].sheet = safe_name(&c->pool, key, SHEET_NAME);
		taken[n] = fold(&c->pool, c->home[i].sheet);
		for (k = 2; is_taken(taken, n, taken[n]); k++) {
			snprintf(tail, sizeof(tail), "~%zu", k);
			c->home[i].sheet = say(&c->pool, "%s%s",
			    safe_name(&c->pool, key, SHEET_NAME - strlen(tail)),
			    tail);
			taken[n] = fold(&c->pool, c->home[i].sheet);
		}
		n++;
	}
}

/* The label of a code, or the code. */
static struct phc_str
word(const struct phc_commission *c, struct phc_str column, const char *code)
{
	const struct item *it, *end = c->item + c->nitems;

	for (it = c->item; it < end; it++)
		if (it->section == WORD && phc_str_is(it->column, column) &&
		    phc_str_is(it->word, phc_str(code)))
			return phc_str(it->label);
	return phc_str(code);
}

static struct phc_str
rule(const struct phc_commission *c, struct phc_str name)
{
	struct phc_law_row row;

	return phc_law_find(c->rules, c->at, &name, &row, NULL) == 0
		   ? row.value[RULE_LABEL]
		   : name;
}

/* A list of rules, as people call them. */
static struct phc_str
rule_list(
    const struct phc_commission *c, struct phc_pool *pool, struct phc_str list)
{
	char *s = say(pool, "%s", "");
	struct phc_str w = { list.s, 0 };
	size_t i;

	for (i = 0; i <= list.n; i++) {
		if (i < list.n && list.s[i] != ' ') {
			w.n++;
			continue;
		}
		if (w.n > 0)
			s = say(pool, "%s%s%.*s", s, *s != '\0' ? ", " : "",
			    PHC_STR_ARG(rule(c, w)));
		w = (struct phc_str){ list.s + i + 1, 0 };
	}
	return phc_str(s);
}

static struct cell
number(enum format format, int64_t n, int64_t den)
{
	return (struct cell){
		.format = format, .num = n, .den = n == PHC_UNKNOWN ? 0 : den
	};
}

/* A value of a column, as a person reads it. */
static struct cell
column_cell(const struct phc_commission *c, struct phc_pool *pool,
    const struct item *it, const struct pair *p)
{
	struct known v = p->v[it->at];
	char buf[LONG_DATE];

	if (it->col->type == PHC_TEXT)
		return cell_text(v.s);
	if (it->col->type == PHC_LIST)
		return cell_text(rule_list(c, pool, v.s));
	if (v.n == PHC_UNKNOWN)
		return cell_text(phc_str(""));
	switch (it->col->type) {
	case PHC_CODE:
		return cell_text(word(c, it->column, it->col->values[v.n]));
	case PHC_BOOL:
		return cell_text(phc_str(v.n ? "Oui" : "Non"));
	case PHC_DATE:
		return cell_text(phc_str(say(pool, "%s", long_date(v.n, buf))));
	case PHC_INSEE:
		return cell_text(
		    phc_str(say(pool, "%s", phc_insee_format(v.n, buf))));
	case PHC_MONEY:
		return number(FORMAT_MONEY, v.n, 100);
	case PHC_PERCENT:
		return number(FORMAT_PERCENT, v.n, 10000);
	case PHC_AREA:
		return number(FORMAT_AREA, v.n, 100);
	default:
		return number(FORMAT_COUNT, v.n, 1);
	}
}

static bool
is_number(const struct item *it)
{
	static const bool numbers[] = { [PHC_INT] = true,
		[PHC_MONEY] = true,
		[PHC_PERCENT] = true,
		[PHC_AREA] = true,
		[PHC_INSEE] = false };

	return it->what == COLUMN
		   ? numbers[it->col->type]
		   : it->what == AGE || it->what == PERSONS ||
			 it->what == SENIORITY || it->what == LISTED;
}

/* Whole months from one day to another. */
static int64_t
months(int64_t from, int64_t to)
{
	int y, m, d, y2, m2, d2, n;

	if (from == PHC_UNKNOWN || from > to)
		return from == PHC_UNKNOWN ? PHC_UNKNOWN : 0;
	phc_date_split(from, &y, &m, &d);
	phc_date_split(to, &y2, &m2, &d2);
	n = (y2 - y) * 12 + m2 - m;
	return phc_date_months(from, n) > to ? n - 1 : n;
}

static const char *
composition(const struct pair *p)
{
	if (p->partner_birth_date != PHC_UNKNOWN)
		return p->dependants > 0 ? "couple_children" : "couple";
	if (p->adults > 1)
		return "adults";
	return p->dependants > 0 ? "lone_parent" : "single";
}

/* The first of a pair's points, or their end. */
static size_t
find_points(const struct phc_commission *c, const struct pair *p)
{
	size_t low = 0, high = c->nparts, mid;
	const struct part *q;
	int order;

	while (low < high) {
		mid = low + (high - low) / 2;
		q = &c->part[mid];
		order = commission_order(q->dwelling_id, p->dwelling_id);
		if (order == 0)
			order =
			    commission_order(q->household_id, p->household_id);
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static struct phc_str
score_label(const struct phc_commission *c, const struct part *q)
{
	struct phc_str key[2] = { q->criterion, q->value };
	struct phc_law_row row;

	return phc_law_find(c->scores, c->at, key, &row, NULL) == 0
		   ? row.value[SCORE_LABEL]
		   : q->criterion;
}

static struct phc_str
points(
    const struct phc_commission *c, struct phc_pool *pool, const struct pair *p)
{
	const struct part *q = c->part + find_points(c, p);
	char *s = say(pool, "%s", "");

	for (; q < c->part + c->nparts &&
	       phc_str_is(q->dwelling_id, p->dwelling_id) &&
	       phc_str_is(q->household_id, p->household_id);
	     q++)
		s = say(pool, "%s%s%.*s %lld", s, *s != '\0' ? ", " : "",
		    PHC_STR_ARG(score_label(c, q)), (long long)q->points);
	return phc_str(s);
}

static struct cell item_cell(const struct phc_commission *, struct phc_pool *,
    const struct item *, const struct home *, const struct pair *);

/* What there is to say of a pair, one sentence each. */
static struct phc_str
reasons(const struct phc_commission *c, struct phc_pool *pool,
    const struct home *h, const struct pair *p)
{
	const struct item *it, *end = c->item + c->nitems;
	char *s = say(pool, "%s", "");
	const char *gap = "";
	struct cell cell;

	for (it = c->item; it < end; it++) {
		if (it->section != REASON)
			continue;
		cell = item_cell(c, pool, it, h, p);
		if (cell.den == 0)
			continue;
		if (it->col != NULL && it->col->type == PHC_BOOL) {
			if (p->v[it->at].n == 0)
				continue;
			s = say(pool, "%s%s%s", s, gap, it->label);
		} else
			s = say(pool, "%s%s%s\u00a0: %.*s", s, gap, it->label,
			    PHC_STR_ARG(cell.text));
		gap = ". ";
	}
	return phc_str(s);
}

static struct phc_str
epci(const struct phc_commission *c, const struct pair *p)
{
	char insee[6];
	struct phc_str key = phc_str(phc_insee_format(p->commune, insee));
	struct phc_law_row row;

	return key.n > 0 &&
		       phc_law_find(c->communes, c->at, &key, &row, NULL) == 0
		   ? row.value[EPCI_NAME]
		   : phc_str("");
}

static struct cell
item_cell(const struct phc_commission *c, struct phc_pool *pool,
    const struct item *it, const struct home *h, const struct pair *p)
{
	struct cell cell;

	switch (it->what) {
	case AGE:
		return number(FORMAT_COUNT, phc_age(p->birth_date, c->at), 1);
	case PERSONS:
		return number(FORMAT_COUNT, p->adults + p->dependants, 1);
	case COMPOSITION:
		return cell_text(word(c, it->column, composition(p)));
	case SENIORITY:
		return number(FORMAT_COUNT, months(p->applied_on, c->at), 1);
	case POINTS:
		return cell_text(points(c, pool, p));
	case LISTED:
		return number(FORMAT_COUNT, (int64_t)h->n, 1);
	case FEW:
		return cell_text(phc_str(h->n < 3 ? "Oui" : "Non"));
	case DWELLING:
		cell = cell_text(p->dwelling_id);
		cell.link = h->sheet;
		return cell;
	case EPCI:
		return cell_text(epci(c, p));
	default:
		return column_cell(c, pool, it, p);
	}
}

/* A cell in a text. */
static const char *
spell(struct phc_pool *pool, struct cell cell)
{
	struct phc_text t = { 0 };
	char buf[32];
	const char *s;

	if (cell.den == 0)
		return "n.d.";
	if (cell.format == FORMAT_TEXT)
		return phc_pool_cstr(pool, cell.text);
	snprintf(buf, sizeof(buf), "%.*f", formats[cell.format].places,
	    cell_value(cell) * (cell.format == FORMAT_PERCENT ? 100 : 1));
	phc_text_decimal(&t, buf, true, "\u00a0", ",");
	s = say(pool, "%.*s%s", PHC_STR_ARG(phc_text_all(&t)),
	    formats[cell.format].unit);
	free(t.s);
	return s;
}

/* A text on lines that the page has room for. */
static void
put_text(struct book *b, struct phc_pool *pool, const char *s)
{
	size_t i, n, cut;

	while (*s != '\0') {
		for (i = n = cut = 0; s[i] != '\0' && n <= LINE_WIDTH; i++) {
			n += units(s[i]);
			if (s[i] == ' ')
				cut = i;
		}
		if (n <= LINE_WIDTH)
			cut = i;
		else if (cut == 0) {
			for (cut = i; (s[cut] & 0xc0) == 0x80; cut++)
				continue;
		}
		book_line(b, phc_pool_cstr(pool, (struct phc_str){ s, cut }));
		s += cut + (s[cut] == ' ');
	}
}

/* The facts of one line, of those that 'first' begins; returns the next. */
static const struct item *
put_facts(struct book *b, const struct phc_commission *c, struct phc_pool *pool,
    const struct home *h, const struct item *first)
{
	const struct item *it = first, *end = c->item + c->nitems;
	char *s = say(pool, "%.*s — ", PHC_STR_ARG(first->word));
	bool any = false;
	struct cell cell;

	for (; it < end && it->section == FACT &&
	       phc_str_is(it->word, first->word);
	     it++) {
		cell = item_cell(c, pool, it, h, h->pair[0]);
		any |= cell.den != 0;
		s = say(pool, "%s%s%s\u00a0: %s", s, it > first ? " · " : "",
		    it->label, spell(pool, cell));
	}
	if (any)
		put_text(b, pool, s);
	return it;
}

/* The heads of a table. */
static void
put_heads(struct table *t, const struct phc_commission *c, enum section section)
{
	const struct item *it, *end = c->item + c->nitems;

	for (it = c->item; it < end; it++)
		if (it->section == section)
			table_head(t, it->label);
}

/* A line of it. */
static void
put_row(struct table *t, const struct phc_commission *c, enum section section,
    const struct home *h, const struct pair *p)
{
	const struct item *it, *end = c->item + c->nitems;
	struct cell *line = table_line(t), cell;

	for (it = c->item; it < end; it++) {
		if (it->section != section)
			continue;
		cell = item_cell(c, &t->pool, it, h, p);
		if (cell.den == 0 && is_number(it))
			cell.format = FORMAT_COUNT;
		*line++ = cell;
	}
}

static void
put_reasons(struct book *b, const struct phc_commission *c,
    struct phc_pool *pool, const struct home *h)
{
	const struct pair *p;
	struct phc_str why;
	size_t i;

	book_heading(b, "Motifs et réserves, par rang");
	for (i = 0; i < h->n; i++) {
		p = h->pair[i];
		why = reasons(c, pool, h, p);
		put_text(b, pool,
		    say(pool, "Rang %lld, %.*s — %.*s",
			(long long)p->candidate_rank,
			PHC_STR_ARG(p->household_id),
			PHC_STR_ARG(why.n > 0 ? why : phc_str("rien à dire"))));
	}
}

static void
fill_home(struct book *b, const struct phc_commission *c, const struct home *h)
{
	const struct item *it = c->item, *end = it + c->nitems;
	struct table t = { .ncols = 0 };
	size_t i;

	book_sheet(b, h->sheet, h->sheet,
	    say(&t.pool, "Logement %.*s", PHC_STR_ARG(h->pair[0]->dwelling_id)),
	    "Document interne – ne pas transmettre");
	book_one_page(b);
	while (it < end)
		it = it->section == FACT ? put_facts(b, c, &t.pool, h, it)
					 : it + 1;
	book_heading(b, h->n < 3
			    ? "Candidatures, par rang\u00a0: moins de trois"
			    : "Candidatures, par rang");
	put_heads(&t, c, CANDIDATE);
	for (i = 0; i < h->n; i++)
		put_row(&t, c, CANDIDATE, h, h->pair[i]);
	book_table(b, &t);
	put_reasons(b, c, &t.pool, h);
	book_heading(b, "Décision de la commission, à remplir par elle\u00a0: "
			"l’outil propose et explique");
	book_line(b, "Rang retenu, report ou non-attribution\u00a0: "
		     "…………………………………………………………………………");
	book_line(b, "Motif\u00a0: "
		     "………………………………………………………………………………………………………………………………………………");
	book_line(b, "Date et signature\u00a0: "
		     "……………………………………………………………………………………………………………………………");
	book_link(b, FIRST_SHEET, "Synthèse", "tous les logements");
	table_free(&t);
}

static void
fill_first(struct book *b, const struct phc_commission *c)
{
	struct table t = { .ncols = 0 };
	size_t i, few = 0;
	char day[LONG_DATE];

	for (i = 0; i < c->nhomes; i++)
		few += c->home[i].n < 3;
	book_sheet(b, FIRST_SHEET, "Synthèse",
	    "Commission d’attribution des logements",
	    "Document interne – ne pas transmettre");
	book_line(
	    b, say(&t.pool,
		   "Situation au %s. Logements\u00a0: %zu, dont %zu avec moins "
		   "de trois candidatures. Candidatures\u00a0: %zu.",
		   long_date(c->at, day), c->nhomes, few, c->npairs));
	if (c->partial)
		book_line(
		    b, "Liste partielle\u00a0: des lignes ont été refusées");
	book_line(b, "n.d.\u00a0: non disponible. Chaque logement mène à sa "
		     "feuille, qui s’imprime sur une page.");
	book_link(
	    b, LAST_SHEET, "Méthode", "définitions, textes, fichiers lus");
	put_heads(&t, c, SUMMARY);
	for (i = 0; i < c->nhomes; i++)
		put_row(&t, c, SUMMARY, &c->home[i], c->home[i].pair[0]);
	book_table(b, &t);
	table_free(&t);
}

static void
put_note(struct table *t, const char *part, const char *label, const char *text)
{
	struct cell *line = table_line(t);

	line[0] = cell_text(phc_str(part));
	line[1] = cell_text(phc_str(label));
	line[2] = cell_text(phc_str(text));
}

static void
put_items(struct table *t, const struct phc_commission *c)
{
	const struct item *it, *end = c->item + c->nitems;

	for (it = c->item; it < end; it++)
		if (it->section == NOTE)
			put_note(t, phc_pool_cstr(&t->pool, it->column),
			    phc_pool_cstr(&t->pool, it->word), it->label);
	for (it = c->item; it < end; it++)
		if (it->section <= CANDIDATE && *it->meaning != '\0')
			put_note(t,
			    it->section == SUMMARY ? "Synthèse" : "Logements",
			    it->label, it->meaning);
}

static void
fill_last(struct book *b, const struct phc_commission *c)
{
	struct table t = { .ncols = 0 };
	char day[LONG_DATE];
	size_t i;

	book_sheet(b, LAST_SHEET, "Méthode", "Méthode",
	    "Ce qui est montré, d’après quoi et selon quels textes");
	table_head(&t, "Rubrique");
	table_head(&t, "Élément");
	table_head(&t, "Contenu");
	put_note(&t, "Document", "Date de référence",
	    say(&t.pool, "%s", long_date(c->at, day)));
	put_note(&t, "Document", "Outil",
	    "phc " PHC_VERSION ", commande phc-report --to commission");
	put_note(&t, "Document", "Tables du bailleur",
	    c->tables != NULL ? "Celles qu’il a données"
			      : "Aucune\u00a0: tables de l’outil");
	put_note(&t, "Entrée", "Lignes refusées",
	    c->partial ? "Oui\u00a0: cette liste est partielle" : "Aucune");
	for (i = 0; i < c->nsources; i++)
		put_note(&t, "Entrée", "Fichier",
		    say(&t.pool, "%s, SHA-256 %s", c->source[i].name,
			c->source[i].sha256));
	if (c->nsources == 0)
		put_note(&t, "Entrée", "Fichiers", "Non déclarés");
	put_items(&t, c);
	book_table(b, &t);
	table_free(&t);
}

void
dossier_fill(struct book *b, void *arg)
{
	const struct phc_commission *c = arg;
	size_t i;

	fill_first(b, c);
	for (i = 0; i < c->nhomes; i++)
		fill_home(b, c, &c->home[i]);
	fill_last(b, c);
}
