/* figures.h: what each statistic makes of rows, which cells there are, what a
 * period is; on a register in memory and tables of its own. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "phc/date.h"
#include "phc/figures.h"
#include "tap.h"

#define HEAD                                                                  \
	"report,cycle,sheet,code,label_fr,unit,dimensions,statistic,moments," \
	"target,adds_to,rests_on,absent_fr,sql,definition_fr,source,"         \
	"over,counts,links,line_fr,column_fr\n"

static struct phc_err err;
static struct phc_store *store;
static struct phc_figures *figures;
static const struct phc_figures_cell *cell;
static size_t cells;

static int64_t
day(const char *s)
{
	int64_t d = 0;

	phc_date_parse(phc_str(s), &d, NULL);
	return d;
}

static void
forget(void)
{
	phc_figures_free(figures);
	phc_store_free(store);
	figures = NULL;
}

/* The figures of one indicator, from its unit to its sql. */
static bool
ask(const char *line)
{
	const struct phc_store_setup none = { .mode = PHC_STORE_CREATE,
		.dry = true };
	const struct phc_figures_of of = { .to = "ddtm",
		.from = day("2016-08-01"),
		.to_day = day("2016-08-31"),
		.tables = "t" };
	FILE *fp = fopen("t/report-indicators.csv", "w");

	about("%s", line);
	fprintf(fp, "%sddtm,month,S,code,L,%s,D,practice,,,,L,\n", HEAD, line);
	fclose(fp);
	forget();
	store = phc_store_open("", &none, &err);
	figures = phc_figures_new(store, &of, &err);
	cell = NULL;
	cells = 0;
	if (figures != NULL)
		cell = phc_figures(figures, &cells);
	return figures != NULL;
}

#define X(statistic, unit, values)                                    \
	unit ",," statistic ",period,,,,rien,\"SELECT column1 AS x, " \
	     "column2 AS y FROM (VALUES " values ")\""

static void
test_statistics(void)
{
	static const struct {
		const char *line;
		int64_t value, n;
	} t[] = {
		{ X("count", "count", "(1, 1), (2, 1), (NULL, 1)"), 3, 3 },
		{ X("sum", "euro", "(150, 0), (250, 0), (NULL, 0)"), 400, 2 },
		{ X("sum", "count", "(150, 0), (250, 0)"), 400, 400 },
		{ X("median", "days", "(7, 0)"), 7, 1 },
		{ X("median", "days", "(9, 0), (1, 0), (2, 0)"), 2, 3 },
		{ X("median", "days", "(1, 0), (2, 0)"), 2, 2 },
		{ X("median", "days", "(1, 0), (3, 0), (NULL, 0)"), 2, 2 },
		{ X("median", "days", "(-1, 0), (-2, 0)"), -2, 2 },
		{ X("median", "days", "(-3, 0)"), -3, 1 },
		{ X("q1", "days", "(4, 0), (1, 0), (3, 0), (2, 0)"), 1, 4 },
		{ X("q1", "days", "(5, 0), (1, 0), (3, 0), (2, 0), (4, 0)"), 2,
		    5 },
		{ X("q3", "days", "(4, 0), (1, 0), (3, 0), (2, 0)"), 3, 4 },
		{ X("p90", "days", "(4, 0), (1, 0), (3, 0), (2, 0)"), 4, 4 },
		{ X("p90", "days",
		      "(1,0),(2,0),(3,0),(4,0),(5,0),(6,0),(7,0),(8,0),(9,0),"
		      "(10,0)"),
		    9, 10 },
		{ X("share", "percent", "(1, 0), (0, 0), (0, 0)"), 3333, 3 },
		{ X("share", "percent", "(1, 0), (1, 0), (0, 0)"), 6667, 3 },
		{ X("ratio", "euro", "(5, 1), (0, 1)"), 3, 2 },
		{ X("ratio", "euro", "(NULL, 3)"), PHC_UNKNOWN, 3 },
		{ X("percent", "percent", "(1, 8)"), 1250, 1 },
		{ X("percent", "percent", "(1, 0)"), PHC_UNKNOWN, 1 },
		{ X("value", "yes", "(1, 4)"), 1, 4 },
	};
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		if (!ok(ask(t[i].line)) || !is((int64_t)cells, 1))
			continue;
		is(cell->value, t[i].value);
		is(cell->n, t[i].n);
		is_str(
		    cell->missing, t[i].value == PHC_UNKNOWN ? "rien" : NULL);
	}
}

#define WHO(statistic, unit, values)                                  \
	unit ",," statistic ",period,,,,rien,\"SELECT column1 AS x, " \
	     "column2 AS y, column3 AS who FROM (VALUES " values ")\""

static void
test_who(void)
{
	static const struct {
		const char *line;
		int64_t households;
	} t[] = {
		{ X("count", "count", "(1, 1), (2, 1)"), PHC_UNKNOWN },
		{ WHO("count", "count", "(1, 1, 'a'), (2, 1, 'a')"), 1 },
		{ WHO("count", "count", "(1, 1, 'a'), (2, 1, 'b')"), 2 },
		{ WHO("sum", "count", "(7, 1, NULL), (NULL, 1, 'b')"), 1 },
		{ WHO("ratio", "euro", "(7, 1, 'a'), (3, 1, 'a')"), 1 },
		{ WHO("median", "days", "(7, 1, 'a'), (3, 1, 'a')"),
		    PHC_UNKNOWN },
		{ WHO("value", "count", "(7, 7, 2)"), 2 },
		{ WHO("share", "percent",
		      "(1, 1, 'a'), (1, 1, 'b'), (0, 1, 'a'), (0, 1, 'a')"),
		    1 },
		{ WHO("share", "percent",
		      "(1, 1, 'a'), (0, 1, 'b'), (0, 1, 'c'), (0, 1, 'd')"),
		    1 },
		{ WHO("share", "percent",
		      "(1, 1, 'a'), (1, 1, 'b'), (NULL, 1, 'c')"),
		    2 },
		{ WHO("share", "percent", "(0, 1, 'a'), (0, 1, 'b')"), 2 },
	};
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++)
		if (ok(ask(t[i].line)) && is((int64_t)cells, 1))
			is(cell->households, t[i].households);
	ok(ask("count,a:u|v|w,count,period,,,,,\"SELECT column1 AS a, column2 "
	       "AS who FROM (VALUES ('u', 1), ('u', 1), ('v', 1))\""));
	is((int64_t)cells, 3);
	is(cell[0].households, 1);
	is(cell[0].value, 2);
	is(cell[2].households, PHC_UNKNOWN);
}

#define NONE "FROM (SELECT 1) WHERE 0"

static void
test_nothing(void)
{
	static const char *const statistics[] = { "sum", "median", "q1", "q3",
		"p90", "share", "ratio", "percent", "value" };
	char line[256];
	size_t i;

	ask("count,,count,period,,,,rien,SELECT 1 " NONE);
	is((int64_t)cells, 1);
	is(cell->value, 0);
	is_str(cell->missing, NULL);
	for (i = 0; i < sizeof(statistics) / sizeof(*statistics); i++) {
		snprintf(line, sizeof(line),
		    "euro,,%s,period,,,,%s,\"SELECT 1 AS x, 1 AS y " NONE "\"",
		    statistics[i], i % 2 ? "" : "rien");
		ask(line);
		is((int64_t)cells, 1);
		is(cell->value, PHC_UNKNOWN);
		is_str(cell->missing, i % 2 ? "aucune observation" : "rien");
	}
	ask("count,,sum,period,,,,pas de colonne,");
	is((int64_t)cells, 1);
	is_str(cell->missing, "pas de colonne");
}

/* The cells as one text: "T1/a 2, T1/b 0". */
static const char *
all(void)
{
	static char buf[1024];
	size_t i, n = 0;

	for (i = 0; i < cells && n < sizeof(buf); i++)
		n += (size_t)snprintf(buf + n, sizeof(buf) - n, "%s%s%s%s %d",
		    i ? ", " : "", cell[i].modality[0],
		    cell[i].modality[1] ? "/" : "",
		    cell[i].modality[1] ? cell[i].modality[1] : "",
		    cell[i].value == PHC_UNKNOWN ? -1 : (int)cell[i].value);
	return buf;
}

#define AB "SELECT column1 AS a, column2 AS b FROM (VALUES "

static void
test_cells(void)
{
	ask("count,a:x|y,count,period,,,,,\"" AB "('y', 0), ('y', 0))\"");
	is_str(all(), "x 0, y 2");
	is_str(cell->of->dimension[0], "a");
	ask("count,a:x|y,count,period,,,,,\"" AB
	    "('z', 0), (NULL, 0), ('x', 0))\"");
	is_str(all(), "x 1, y 0, unknown 1, z 1");
	ask("count,a,count,period,,,,,\"" AB "('z', 0), ('b', 0))\"");
	is_str(all(), "b 1, z 1");
	ask("count,a b:1|2,count,period,,,,,\"" AB "('z', 1), ('b', 2))\"");
	is_str(all(), "b/1 0, b/2 1, z/1 1, z/2 0");
	ask("count,a:z b:1|2,count,period,,,,,\"" AB "('z', 2))\"");
	is_str(all(), "z/1 0, z/2 1");
	ask("count,a b,count,period,,,,,\"" AB "('z', 1), ('b', 2))\"");
	is_str(all(), "b/2 1, z/1 1");
	ask("count,a:@event.level,count,period,,,,,\"" AB "('light', 1))\"");
	is_str(all(), "light 1, medium 0, strong 0");
	ask("days,a:x|y,median,period,,,,,\"SELECT column1 AS a, column2 AS x "
	    "FROM (VALUES ('x', 4), ('x', 6))\"");
	is_str(all(), "x 5, y -1");
	is(cell[1].n, 0);
	is_str(cell[1].missing, "aucune observation");
}

static void
test_periods(void)
{
	ask("count,,value,previous period start,4,,,,\"SELECT "
	    "CAST(julianday(:to) - julianday(:from) AS INTEGER) AS x, 9 AS "
	    "y\"");
	if (!is((int64_t)cells, 5))
		return;
	is(cell[0].from, day("2016-07-01"));
	is(cell[0].to, day("2016-07-31"));
	is(cell[0].value, 30);
	is(cell[1].from, day("2016-08-01"));
	is(cell[1].value, 30);
	is(cell[2].from, PHC_UNKNOWN);
	is(cell[2].to, day("2016-08-31"));
	is_str(cell[3].of->code, "code_target");
	is(cell[3].value, 4);
	is(cell[3].n, PHC_UNKNOWN);
	is_str(cell[4].of->code, "code_reached");
	is_str(cell[4].of->rests_on, "code");
	is(cell[4].of->unit, PHC_UNIT_PERCENT);
	is(cell[4].value, 2500 * cell[2].value);
}

static void
test_wrong(void)
{
	ok(!ask("count,,count,period,,,,,SELECT"));
	like(err.msg, "^code: SQL: ");
	is(err.code, PHC_EDATA);
	ok(!ask("count,a,count,period,,,,,SELECT 1 AS x"));
	like(err.msg, "^code: no column 'a'");
	ok(!ask("count,,value,period,,,,,\"SELECT 1.5 AS x, 1 AS y\""));
	like(err.msg, "^code: ");
}

int
main(void)
{
	char dir[] = "/tmp/figures.XXXXXX";

	if (mkdtemp(dir) == NULL || chdir(dir) == -1 || mkdir("t", 0700) == -1)
		return 1;
	test_statistics();
	test_who();
	test_nothing();
	test_cells();
	test_periods();
	test_wrong();
	forget();
	unlink("t/report-indicators.csv");
	if (rmdir("t") == -1 || chdir("/") == -1 || rmdir(dir) == -1)
		return 1;
	return done();
}
