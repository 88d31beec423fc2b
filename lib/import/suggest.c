#include <stdlib.h>

#include "import.h"

/* A header that is known to be of a column. */
struct known {
	struct phc_str folded, reader, codes;
	const char *word;
	const struct phc_column *col;
};

/* A record that may be the header, and the kind that it fits best. */
struct head {
	size_t n, score;
	char sep;
	const char *kind;
	struct phc_str *name;
};

struct draft {
	const struct phc_import_setup *setup;
	struct phc_pool pool;
	struct import_source source;
	struct known *known;
	size_t n, cap;
	struct head best;
};

static void
know(struct draft *d, const struct phc_column *col, struct phc_str word,
    struct phc_str reader, struct phc_str codes)
{
	struct known k = { import_folded(&d->pool, word),
		phc_pool_str(&d->pool, reader), phc_pool_str(&d->pool, codes),
		phc_pool_cstr(&d->pool, word), col };

	if (k.folded.n == 0)
		return;
	phc_grow(&d->known, &d->cap, d->n + 1, sizeof(*d->known));
	d->known[d->n++] = k;
}

static void
know_dictionary(struct draft *d)
{
	const struct phc_str none = { "", 0 };
	size_t n, len;
	const struct phc_column *col = phc_columns(&n), *c;

	for (c = col; c < col + n; c++)
		if (import_kind(c->kind, &len), len > 0)
			know(d, c, phc_str(c->name), none, none);
	for (c = col; c < col + n; c++)
		if (import_kind(c->kind, &len), len > 0)
			know(d, c, phc_str(c->label_fr), none, none);
}

static void
know_profile(struct draft *d, FILE *fp, const char *where)
{
	struct phc_csv *csv = phc_csv_new(fp, where, ',');
	const char *kind = "";
	const struct phc_column *col;
	struct phc_rec rec;

	while (phc_csv_next(csv, &rec, NULL) == 1) {
		struct phc_str head = phc_rec_field(&rec, 0);

		if (rec.n != 4)
			continue;
		if (phc_str_is(head, phc_str("@kind")))
			kind = phc_pool_cstr(&d->pool, phc_rec_field(&rec, 1));
		if (head.n == 0 || *head.s == '@' || *head.s == '#')
			continue;
		col = phc_column_find(kind, phc_rec_field(&rec, 1));
		if (col != NULL)
			know(d, col, head, phc_rec_field(&rec, 2),
			    phc_rec_field(&rec, 3));
	}
	phc_csv_free(csv);
}

static int
know_profiles(struct draft *d, struct phc_err *err)
{
	const struct phc_embed *e;
	char where[PHC_WHERE];
	FILE *fp;

	for (e = phc_embedded; e->name != NULL; e++) {
		if (strncmp(e->name, "profiles/", 9) != 0)
			continue;
		fp = phc_data_open(e->name, d->setup->tables, where, err);
		if (fp == NULL)
			return -1;
		know_profile(d, fp, where);
		fclose(fp);
	}
	return 0;
}

/* What a header is of, by its own name, else by one that is near. */
static const struct known *
match(struct draft *d, const char *kind, struct phc_str name, bool near)
{
	char buf[PHC_FOLD_MAX];
	struct phc_str folded = phc_fold(name, buf, sizeof(buf));
	const struct known *k;

	for (k = d->known; k < d->known + d->n; k++)
		if (strcmp(k->col->kind, kind) == 0 &&
		    (near ? phc_nearest(name, &k->word, 1) == 0
			  : phc_str_is(k->folded, folded)))
			return k;
	return NULL;
}

static void
weigh(struct draft *d, struct head *h, const char *kind)
{
	size_t i, score = 0;

	for (i = 0; i < h->n; i++)
		score += match(d, kind, h->name[i], false) != NULL;
	if (score > h->score) {
		h->score = score;
		h->kind = kind;
	}
}

static void
consider(struct draft *d, const struct phc_rec *rec, char sep)
{
	struct head h = { .n = rec->n, .sep = sep, .kind = d->setup->kind };
	char *buf = NULL;
	size_t i, n, cap = 0;
	const struct phc_column *col = phc_columns(&n);

	h.name = phc_pool_take(&d->pool, rec->n * sizeof(*h.name));
	for (i = 0; i < rec->n; i++)
		h.name[i] = phc_pool_str(
		    &d->pool, phc_trim(import_decode(&d->source,
				  phc_rec_field(rec, i), &buf, &cap)));
	free(buf);
	if (h.kind != NULL)
		weigh(d, &h, h.kind);
	for (i = 0; i < n && d->setup->kind == NULL; i++)
		if (i == 0 || strcmp(col[i].kind, col[i - 1].kind) != 0)
			weigh(d, &h, col[i].kind);
	if (h.score > d->best.score ||
	    (h.score == d->best.score && h.n > d->best.n))
		d->best = h;
}

static int
look(struct draft *d, char sep, struct phc_err *err)
{
	struct phc_csv *csv = import_source_csv(&d->source, sep, err);
	struct phc_rec rec;
	int i, got = 1;

	if (csv == NULL)
		return -1;
	for (i = 0; i < IMPORT_LOOK && got != 0; i++) {
		got = phc_csv_next(csv, &rec, err);
		if (got == -1 && err->code == PHC_ESYS)
			break;
		if (got == 1)
			consider(d, &rec, sep);
	}
	phc_csv_free(csv);
	return got == -1 && err->code == PHC_ESYS ? -1 : 0;
}

static int
search(struct draft *d, struct phc_err *err)
{
	const char *seps = ";,\t|";
	char said = d->setup->sep ? d->setup->sep : d->source.sep;

	if (said != '\0')
		return look(d, said, err);
	for (; *seps != '\0'; seps++)
		if (look(d, *seps, err) == -1)
			return -1;
	return 0;
}

static void
put(struct phc_out *out, struct phc_str header, const char *column,
    struct phc_str reader, struct phc_str codes)
{
	phc_csv_put(out, header, false);
	phc_out_char(out, ',');
	phc_csv_put(out, phc_str(column), false);
	phc_out_char(out, ',');
	phc_csv_put(out, reader, false);
	phc_out_char(out, ',');
	phc_csv_put(out, codes, false);
	phc_out_char(out, '\n');
}

/* What each header is of; a column is taken by the first that is of it. */
static const struct known **
choose(struct draft *d)
{
	const struct head *h = &d->best;
	const struct known **is = phc_pool_take(&d->pool, h->n * sizeof(*is));
	size_t i, j;

	for (i = 0; i < h->n; i++) {
		is[i] = h->kind ? match(d, h->kind, h->name[i], false) : NULL;
		if (is[i] == NULL && h->kind != NULL)
			is[i] = match(d, h->kind, h->name[i], true);
		for (j = 0; j < i && is[i] != NULL; j++)
			if (is[j] != NULL && is[j]->col == is[i]->col)
				is[i] = NULL;
	}
	return is;
}

/* Rows that nothing names are known by the place they have in the file. */
static void
put_key(const struct head *h, const struct known **is, struct phc_out *out)
{
	const struct phc_str none = { "", 0 };
	size_t i, k, n;
	const struct phc_column *col = import_kind(h->kind, &n);

	for (k = 0; k < n; k++) {
		if (!col[k].key || col[k].type != PHC_TEXT)
			continue;
		for (i = 0; i < h->n; i++)
			if (is[i] != NULL && is[i]->col == &col[k])
				return;
		put(out, phc_str("@record"), col[k].name, none, none);
	}
}

static void
put_draft(struct draft *d, struct phc_out *out)
{
	const struct phc_str none = { "", 0 };
	const struct head *h = &d->best;
	const struct known **is = choose(d);
	char sep[2] = { h->sep, '\0' };
	size_t i;

	put(out, phc_str("header"), "column", phc_str("reader"),
	    phc_str("codes"));
	if (h->kind != NULL)
		put(out, phc_str("@kind"), h->kind, none, none);
	put(out, phc_str("@separator"), h->sep == '\t' ? "tab" : sep, none,
	    none);
	if (h->kind != NULL)
		put_key(h, is, out);
	for (i = 0; i < h->n; i++)
		put(out, h->name[i], is[i] ? is[i]->col->name : "",
		    is[i] ? is[i]->reader : none, is[i] ? is[i]->codes : none);
}

static int
draft(struct draft *d, FILE *fp, const char *name, struct phc_out *out,
    struct phc_err *err)
{
	size_t n;

	if (d->setup->kind != NULL && (import_kind(d->setup->kind, &n), n == 0))
		return import_no_kind(d->setup->kind, err);
	if (import_source_open(&d->source, fp, name, d->setup->encoding, err) ==
	    -1)
		return -1;
	know_dictionary(d);
	if (know_profiles(d, err) == -1 || search(d, err) == -1)
		return -1;
	if (d->best.n == 0)
		return phc_fail(
		    err, PHC_EDATA, "%s: empty: not even a header", name);
	put_draft(d, out);
	return 0;
}

int
phc_import_suggest(const struct phc_import_setup *setup, FILE *fp,
    const char *name, struct phc_out *out, struct phc_err *err)
{
	struct draft d = { .setup = setup };
	struct phc_err own;
	int rc = draft(&d, fp, name, out, err ? err : &own);

	phc_pool_free(&d.pool);
	free(d.known);
	return rc;
}
