/*
 * publish REGISTER K AUDIENCE TO FIRST LAST < PUBLISHED - one issue of report
 * TO, of a month or of more than one: the rows of kind published to standard
 * output, the figures to FIGURES, and to MASKED a line for each, 1 if it is
 * masked.  Prints what was lost, and the seconds that it took, to the standard
 * error.
 */
#include <err.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "phc/date.h"
#include "phc/publish.h"

static struct phc_err e;

static void
check(bool ok)
{
	if (!ok)
		errx(2, "%s", e.msg);
}

static int64_t
day(const char *s)
{
	int64_t d;

	check(phc_date_parse(phc_str(s), &d, &e) == 0);
	return d;
}

static void
feed(struct phc_publish *p)
{
	struct phc_csv *csv = phc_csv_new(stdin, "published", ',');
	struct phc_rec rec;
	int got = phc_csv_next(csv, &rec, &e);

	if (got == 1)
		check(phc_publish_head(p, &rec, &e) == 0);
	while (got == 1 && (got = phc_csv_next(csv, &rec, &e)) == 1)
		check(phc_publish_row(p, &rec, &e) == 0);
	check(got == 0);
	phc_csv_free(csv);
}

static void
masks(const struct phc_publish *p, size_t n, const char *path)
{
	const bool *masked = phc_publish_masked(p);
	FILE *fp = fopen(path, "w");
	size_t i;

	if (fp == NULL)
		err(2, "%s", path);
	for (i = 0; i < n; i++)
		fprintf(fp, "%d\n", masked[i]);
	fclose(fp);
}

static void
put_figures(const struct phc_figures *f, const char *path)
{
	FILE *fp = fopen(path, "w");
	struct phc_out *out;

	if (fp == NULL)
		err(2, "%s", path);
	out = phc_out_open(dup(fileno(fp)), path);
	phc_figures_put(f, out);
	check(phc_out_close(out, &e) == 0);
	fclose(fp);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
	const struct phc_store_setup read = { .mode = PHC_STORE_READ };
	struct phc_figures_of of = { 0 };
	struct phc_publish_of wish = { 0 };
	struct phc_publish_loss loss;
	struct phc_publish *p;
	struct phc_store *store;
	struct phc_figures *f;
	struct phc_out *out;
	double begun;
	size_t n;

	if (argc != 9)
		errx(2, "usage: publish REGISTER K AUDIENCE TO FIRST LAST "
			"FIGURES MASKED");
	of.to = wish.to = argv[4];
	of.from = wish.from = day(argv[5]);
	of.to_day = wish.to_day = day(argv[6]);
	of.year = wish.year = of.to_day - of.from > 31;
	check((store = phc_store_open(argv[1], &read, &e)) != NULL);
	check((f = phc_figures_new(store, &of, &e)) != NULL);
	begun = now();
	wish.figures = f;
	wish.k = atoi(argv[2]);
	wish.public = strcmp(argv[3], "public") == 0;
	check((p = phc_publish_new(&wish, &e)) != NULL);
	feed(p);
	check(phc_publish_decide(p, &e) == 0);
	loss = phc_publish_loss(p);
	fprintf(stderr, "%zu %zu %zu %lld %.2f\n", loss.cells, loss.primary,
	    loss.complementary, (long long)loss.counts, now() - begun);
	out = phc_out_open(dup(STDOUT_FILENO), "standard output");
	phc_publish_put(p, true, out);
	check(phc_out_close(out, &e) == 0);
	phc_figures(f, &n);
	put_figures(f, argv[7]);
	masks(p, n, argv[8]);
	phc_publish_free(p);
	phc_figures_free(f);
	phc_store_free(store);
	return 0;
}
