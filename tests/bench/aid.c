/*
 * aid N - housing aid of a month for N households, in memory, on one core: how
 * many a second, and how many copies of a case and its result.
 *
 * aid read, aid law - read households from standard input, CSV, and then their
 * aid: what the law costs beside the CSV round it.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "phc/aid.h"
#include "phc/csv.h"
#include "phc/money.h"

enum { MONTH = 20393, CASES = 1 << 16 }; /* 2025-11 */

static struct phc_aid_case cases[CASES];
static struct phc_aid_result results[CASES];

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
draw(void)
{
	struct phc_aid_case *c;

	srand(62);
	for (c = cases; c < cases + CASES; c++)
		*c = (struct phc_aid_case){
			.zone = 1 + rand() % 3,
			.dependants = rand() % 5,
			.couple = rand() % 2,
			.shared = rand() % 5 == 0,
			.convention = true,
			.rent = 20000 + rand() % 50000,
			.resources = rand() % 2000000,
		};
}

static void
evaluate(const struct phc_aid *law, size_t i)
{
	phc_aid(law, &cases[i], &results[i], NULL, NULL);
}

/* As many bytes as the law reads and writes. */
static void
copy(const struct phc_aid *law, size_t i)
{
	(void)law;
	memcpy(&results[i], &cases[i], sizeof(cases[i]));
	memcpy(&results[i].net, &results[(i + 1) % CASES].net,
	    sizeof(results[i].net));
}

static void
rate(const char *what, const struct phc_aid *law, long n,
    void (*each)(const struct phc_aid *, size_t))
{
	double start = now();
	long i;

	for (i = 0; i < n; i++)
		each(law, (size_t)i % CASES);
	start = now() - start;
	printf("%-28s %9.1f ns %12.0f a second\n", what,
	    start * 1e9 / (double)n, (double)n / start);
}

static int64_t
number(const struct phc_rec *rec, size_t i, int places)
{
	int64_t v = 0;

	phc_decimal_parse(phc_rec_field(rec, i), places, &v, NULL);
	return v;
}

/* Rows of zone, couple, dependants, rent, resources. */
static int
rows(const struct phc_aid *law, bool compute)
{
	struct phc_csv *csv = phc_csv_new(stdin, "(stdin)", ',');
	struct phc_aid_result o = { .net = 0 };
	int64_t sum = 0;
	struct phc_rec rec;

	phc_csv_next(csv, &rec, NULL);
	while (phc_csv_next(csv, &rec, NULL) == 1) {
		const struct phc_aid_case c = { .zone = number(&rec, 0, 0),
			.couple = number(&rec, 1, 0) == 1,
			.dependants = number(&rec, 2, 0),
			.rent = number(&rec, 3, 2),
			.resources = number(&rec, 4, 2),
			.convention = true };

		if (compute)
			phc_aid(law, &c, &o, NULL, NULL);
		sum += c.rent + o.net;
	}
	phc_csv_free(csv);
	return printf("%" PRId64 "\n", sum) < 0;
}

int
main(int argc, char *argv[])
{
	const char *what = argc > 1 ? argv[1] : "";
	struct phc_aid *law = phc_aid_open(NULL, MONTH, NULL);
	long n = atol(what);

	if (n == 0)
		return rows(law, strcmp(what, "law") == 0);
	draw();
	rate("phc_aid()", law, n, evaluate);
	rate("the same bytes, copied", law, n, copy);
	phc_aid_free(law);
	return 0;
}
