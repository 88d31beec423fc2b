#include "figures.h"

static int
head(const struct phc_rec *rec, const char *names, struct phc_err *err)
{
	const char *p = names;
	struct phc_str f;
	size_t i;

	for (i = 0; i < rec->n; i++) {
		f = phc_rec_field(rec, i);
		if (strncmp(p, f.s, f.n) != 0 ||
		    p[f.n] != (i + 1 < rec->n ? ',' : '\0'))
			break;
		p += f.n + 1;
	}
	return i == rec->n
		   ? 0
		   : phc_fail(err, PHC_EDATA, "the header is not %s", names);
}

static int
record(const struct phc_rec *rec, size_t width, const struct figures_reader *r,
    struct phc_err *err)
{
	if (rec->n != width)
		return phc_fail(
		    err, PHC_EDATA, "%zu fields, not %zu", rec->n, width);
	return r->row(rec, r->arg, err);
}

int
figures_read(const char *name, const char *dir, const struct figures_reader *r,
    struct phc_err *err)
{
	char where[PHC_WHERE];
	FILE *fp = phc_data_open(name, dir, where, err);
	struct phc_rec rec = { .line = 1 };
	struct phc_csv *csv;
	size_t width;
	int got, bad = 0;

	if (fp == NULL)
		return -1;
	csv = phc_csv_new(fp, where, ',');
	if ((got = phc_csv_next(csv, &rec, err)) == 1)
		bad = head(&rec, r->head, err);
	else if (got == 0)
		bad = phc_fail(err, PHC_EDATA, "empty: not even a header");
	width = rec.n;
	while (
	    got == 1 && bad == 0 && (got = phc_csv_next(csv, &rec, err)) == 1)
		bad = record(&rec, width, r, err);
	if (bad == -1 || got == -1)
		bad = phc_within(err, "%s:%zu", where, rec.line);
	phc_csv_free(csv);
	fclose(fp);
	return bad;
}
