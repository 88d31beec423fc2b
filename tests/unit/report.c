/* report.h: where figures stand, what is shown of them, and what a workbook
 * holds, byte by byte; on a register in memory and tables of its own. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "phc/date.h"
#include "phc/report.h"
#include "tap.h"

#define HEAD                                                                  \
	"report,cycle,sheet,code,label_fr,unit,dimensions,statistic,moments," \
	"target,adds_to,rests_on,absent_fr,sql,definition_fr,source,over,"    \
	"counts,links,line_fr,column_fr\n"
#define SHEETS                                                              \
	"to,cycle,sheet,kind,title,note,headings,columns,definition,page\n" \
	",,Couverture,cover,Couverture,,,,,\n"                              \
	",,Methode,method,Méthode,,,,,\n"                                  \
	",,Donnees,data,Données,,,,,\n"

/* An indicator: its sheet and code, its unit to its rests_on; its SQL; where it
 * stands. */
#define I(code, unit, dims, stat, moments, sql, line, column)                  \
	"ddtm,month,S," code ",L " code "," unit "," dims "," stat "," moments \
	",,,,rien,\"" sql "\",D,practice,,,," line "," column "\n"
#define COUNT(code, dims, sql, line, column) \
	I(code, "count", dims, "count", "period", sql, line, column)
#define ROWS(values) "SELECT column1 AS a FROM (VALUES " values ")"
#define ROWS2(values) \
	"SELECT column1 AS a, column2 AS b FROM (VALUES " values ")"

static struct phc_err err;
static struct phc_store *store;
static struct phc_figures *figures;
static struct phc_report *report;
static bool masked[1 << 21];
static char *dump;
static size_t ndump;

static int64_t
day(const char *s)
{
	int64_t d = 0;

	phc_date_parse(phc_str(s), &d, NULL);
	return d;
}

static void
put(const char *name, const char *head, const char *text)
{
	FILE *fp = fopen(name, "w");

	fprintf(fp, "%s%s", head, text);
	fclose(fp);
}

static void
forget(void)
{
	phc_report_free(report);
	phc_figures_free(figures);
	phc_store_free(store);
	report = NULL;
	figures = NULL;
	store = NULL;
}

static void
name(void *arg, struct phc_str household, char out[PHC_PSEUDONYM_MAX])
{
	(void)arg;
	snprintf(out, PHC_PSEUDONYM_MAX, "P%d", 100 - (int)household.n);
}

static const struct phc_report_source from = { "demandes.csv", "demandes",
	"abc", PHC_UNKNOWN };

static struct phc_report_of
of(void)
{
	return (struct phc_report_of){ .to = "ddtm",
		.from = day("2016-08-01"),
		.to_day = day("2016-08-31"),
		.figures = figures,
		.masked = masked,
		.k = 5,
		.name = name,
		.source = &from,
		.nsources = 1,
		.tables = "t" };
}

/* The figures of those indicators; a sheet S with those headings. */
static bool
make(const char *indicators, const char *headings)
{
	const struct phc_store_setup none = { .mode = PHC_STORE_CREATE,
		.dry = true };
	const struct phc_figures_of wanted = { .to = "ddtm",
		.from = day("2016-08-01"),
		.to_day = day("2016-08-31"),
		.tables = "t" };
	char sheets[1024];
	struct phc_report_of o;

	about("%.60s", indicators);
	forget();
	memset(masked, 0, 64);
	snprintf(
	    sheets, sizeof(sheets), "ddtm,month,S,figures,T,N,%s\n", headings);
	put("t/report-sheets.csv", SHEETS, sheets);
	put("t/report-indicators.csv", HEAD, indicators);
	store = phc_store_open("", &none, &err);
	if ((figures = phc_figures_new(store, &wanted, &err)) == NULL)
		return false;
	o = of();
	return (report = phc_report_new(&o, &err)) != NULL;
}

/* The same with what is masked. */
static void
mask(size_t i)
{
	struct phc_report_of o;

	masked[i] = true;
	phc_report_free(report);
	o = of();
	report = phc_report_new(&o, &err);
}

static void
slurp(FILE *fp)
{
	size_t cap = 0, n;

	free(dump);
	dump = NULL;
	ndump = 0;
	do {
		phc_grow(&dump, &cap, ndump + 65537, 1);
		n = fread(dump + ndump, 1, 65536, fp);
		ndump += n;
	} while (n > 0);
	dump[ndump] = '\0';
}

static const char *
preview(const char *sheet)
{
	FILE *fp = tmpfile();
	struct phc_out *out = phc_out_open(dup(fileno(fp)), "out");
	int rc = phc_report_preview(report, sheet, out, &err);

	phc_out_close(out, NULL);
	rewind(fp);
	slurp(fp);
	fclose(fp);
	return rc == 0 ? dump : NULL;
}

/* All parts of the workbook, one after the other. */
static const char *
parts(const char *path)
{
	char command[128];
	FILE *fp;

	snprintf(command, sizeof(command), "unzip -p %s", path);
	fp = popen(command, "r");
	slurp(fp);
	pclose(fp);
	return dump;
}

static bool
has(const char *s)
{
	return strstr(dump, s) != NULL;
}

static const char *
file(const char *path)
{
	FILE *fp = fopen(path, "r");

	if (fp == NULL)
		return "";
	slurp(fp);
	fclose(fp);
	return dump;
}

#define SIX COUNT("k", "", ROWS("(1),(2),(3),(4),(5),(6)"), "A", "")

static void
test_layout(void)
{
	ok(make(SIX, "Rubrique,,,"));
	is_str(preview("S"), "Rubrique  Valeur\nA              6\n");
	ok(make(COUNT("all", "", ROWS("(1),(2),(3)"), "Ensemble", "Tous")
		    COUNT("who", "who:household|landlord",
			ROWS("('household'),('household'),('landlord')"),
			"Ensemble", "@who") COUNT("why", "reason:rent|size",
			ROWS("('rent'),('rent'),('size')"), "Motif", "Tous")
			COUNT("both", "reason:rent|size who:household|landlord",
			    ROWS2("('rent', 'household'), ('rent', "
				  "'household'), ('size', 'landlord')"),
			    "Motif", "@who"),
	    "Rubrique|Détail,,,"));
	is_str(preview("S"), "Rubrique  Détail  Tous  Ménage  Bailleur\n"
			     "Ensemble  –          3       2         1\n"
			     "Motif     Loyer      2       2         0\n"
			     "Motif     Taille     1       0         1\n");
	mask(2);
	is_str(preview("S"), "Rubrique  Détail  Tous  Ménage  Bailleur\n"
			     "Ensemble  –          3       2         s\n"
			     "Motif     Loyer      2       2         0\n"
			     "Motif     Taille     1       0         1\n");
	ok(make(I("m", "count", "", "count", "period previous start",
		    "SELECT 1", "A", "") I("e", "euro", "", "sum", "period",
		    "SELECT 123456 AS x", "B", "") I("p", "percent", "", "sum",
		    "period", "SELECT 6200 AS x", "C", "")
		    I("n", "days", "", "sum", "period", "", "D", ""),
	    "Indicateur,,Définition,"));
	is_str(preview("S"),
	    "Indicateur        Mois  Mois précédent  Depuis le début  "
	    "Définition  Remarque\n"
	    "A                    1               1                1  "
	    "D           \n"
	    "B           1\u00a0234,56 €               –                –  "
	    "D           \n"
	    "C              62,00 %               –                –  "
	    "D           \n"
	    "D                 n.d.               –                –  "
	    "D           rien\n");
}

/* Communes by name, in an EPCI that their figure does not say; what is so. */
static void
test_places(void)
{
	ok(make(COUNT("c", "commune", ROWS("('62498'),('62041'),(NULL)"), "C",
		    "Ici") COUNT("f", "commune coverage:none|saturated",
		    ROWS2("('62041', 'saturated'), ('62498', 'none')"), "C",
		    "FJT=coverage"),
	    "|EPCI=epci|Commune=commune,,,"));
	is_str(preview("S"),
	    "EPCI                 Commune        Ici  FJT\n"
	    "CA de Lens - Liévin  Lens             1  Aucune\n"
	    "CU d'Arras           Arras            1  Saturée\n"
	    "Non renseigné        Non renseigné    1  –\n");
}

#define ALERTS                                                              \
	I("a", "days", "household alert:review|effort", "value", "period",  \
	    "SELECT column1 AS a, column2 AS b, column3 AS x, 1 AS y FROM " \
	    "(VALUES ('h', 'review', 20), ('hhh', 'effort', NULL), ('hh', " \
	    "'review', -40))",                                              \
	    "A", "Échéance")

/* By pseudonym, never by key; a month, never a day. */
static void
test_alerts(void)
{
	struct phc_report_of o;

	ok(make(ALERTS, "|Alerte=alert|Ménage=household,,,"));
	is_str(preview("S"), "Alerte         Ménage        Échéance  Remarque\n"
			     "Taux d’effort  P97               n.d.  rien\n"
			     "Bilan dû       P98       juillet 2016  \n"
			     "Bilan dû       P99     septembre 2016  \n");
	ok(preview("Donnees") != NULL);
	ok(has("Bilan dû | P98") || has("P98 | Bilan dû"));
	ok(!has("hh") && has("juillet 2016"));
	is(phc_report_csv(report, "out", &err), 0);
	like(file("out/S.csv"), "Bilan dû,P98,2016-07");
	is(system("rm -r out"), 0);
	o = of();
	o.name = NULL;
	ok(phc_report_new(&o, &err) == NULL);
	is_str(err.msg, "a: households have no pseudonyms");
}

static void
test_wrong(void)
{
	static const struct {
		const char *indicators, *headings, *why;
	} t[] = {
		{ SIX SIX, "R,,,",
		    "report-indicators: sheet S: k and k have one place" },
		{ COUNT("k", "who:household", ROWS("('household')"), "A", ""),
		    "R,,,", "report-sheets: S: no heading for who of k" },
		{ COUNT("k", "", "SELECT 1", "A", "@who"), "R,,,",
		    "report-indicators: k: no dimension '@who'" },
		{ COUNT("k", "", "SELECT 1", "A", "R"), "R,,,",
		    "sheet S: two columns are called 'R'" },
		{ COUNT("k", "", "SELECT 1", "A", "-"), "R,,,",
		    "report-sheets: no figure stands in sheet 'S'" },
		{ COUNT("k", "", "SELECT 1", "A", "\t"), "R,,,",
		    "report-indicators: k: a character that a workbook cannot "
		    "hold" },
		{ SIX, "R|S|T|U,,,",
		    "t/report-sheets.csv:5: more than 3 headings" },
		{ SIX, "R,,,\nddtm,month,S,figures,T,N,R,,,",
		    "t/report-sheets.csv:6: sheet 'S' twice" },
		{ SIX, "R,,,\n,,A/B,figures,T,N,R,,,",
		    "t/report-sheets.csv:6: no name for a sheet: 'A/B'" },
		{ SIX, "R,,,\n,,History,figures,T,N,R,,,",
		    "t/report-sheets.csv:6: no name for a sheet: 'History'" },
		{ SIX, "R,,,\n,,,figures,T,N,R,,,",
		    "t/report-sheets.csv:6: no name for a sheet: ''" },
		{ SIX,
		    "R,,,\n,,aaaaaaaaaabbbbbbbbbbccccccccccdd,figures,T,N,R,,,",
		    "t/report-sheets.csv:6: no name for a sheet: "
		    "'aaaaaaaaaabbbbbbbbbbccccccccccdd'" },
		{ SIX, "R,,,\n,,A,chart,T,N,R,,,",
		    "t/report-sheets.csv:6: no kind of sheet 'chart'" },
		{ SIX, "R,,", "t/report-sheets.csv:5: 9 fields, not 10" },
	};
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		ok(!make(t[i].indicators, t[i].headings));
		is_str(err.msg, t[i].why);
		is(err.code, PHC_EDATA);
	}
	ok(make(SIX, "R,,,"));
	ok(preview("Donees") == NULL);
	is_str(err.msg, "no sheet 'Donees' (did you mean 'Donnees'?)");
	ok(preview("Somewhere") == NULL);
	is_str(err.msg, "no sheet 'Somewhere'");
	like(preview(NULL), "^Feuille +Titre +Ce qu’elle dit\nCouverture ");
}

#define SECRET                                                     \
	I("k", "count", "who:household|landlord", "sum", "period", \
	    "SELECT column1 AS a, column2 AS x FROM (VALUES "      \
	    "('household', 3737), ('landlord', 4242))",            \
	    "A", "Nombre")

static void
book(void)
{
	unlink("r.xlsx");
	is(phc_report_make(report, "r.xlsx", &err), 0);
	is(access("r.xlsx", F_OK), -1);
	is(phc_report_keep(report, &err), 0);
}

/* A chart over what is masked has it in no part, nor in its description. */
static void
test_masked(void)
{
	struct stat st;
	char *one;
	size_t n;

	put("t/report-charts.csv", "to,cycle,sheet,title,line,by,columns,x,y\n",
	    ",,S,Titre,A,Qui,Nombre,X,Y\n");
	ok(make(SECRET, "R|Qui,,,"));
	book();
	parts("r.xlsx");
	ok(has("3737") && has("4242"));
	ok(has("Titre. Ménage\u00a0: Nombre 3737\u00a0; Bailleur"));
	mask(0);
	book();
	parts("r.xlsx");
	ok(!has("3737") && has("4242"));
	ok(has("Titre (sans barre : nul ou masqué)"));
	ok(has("Titre. Ménage\u00a0: Nombre masqué\u00a0; Bailleur\u00a0: "
	       "Nombre 4242"));
	ok(has("1 valeur sur 2, au seuil de 5 ménages"));
	ok(!has("<f>") && !has("mergeCell"));
	ok(has("2016-08-31T00:00:00Z") && !has("<dc:creator>r"));
	is(stat("r.xlsx", &st), 0);
	is(st.st_mode & 0777, 0600);
	file("r.xlsx");
	one = dump;
	n = ndump;
	dump = NULL;
	mask(0);
	book();
	file("r.xlsx");
	ok(n == ndump && memcmp(one, dump, n) == 0);
	free(one);
	is(phc_report_csv(report, "out", &err), 0);
	is_str(
	    file("out/S.csv"), "R,Qui,Nombre\nA,Ménage,s\nA,Bailleur,4242\n");
	is_str(file("out/Donnees.csv"),
	    "indicateur,dimension,modalité,période,valeur,n,masqué\n"
	    "L k,Auteur,Ménage,2016-08,,,1\n"
	    "L k,Auteur,Bailleur,2016-08,4242,4242,0\n");
	like(file("out/Methode.csv"),
	    "\nEntrée,demandes.csv,demandes[^0-9]*; SHA-256");
	is(phc_report_csv(report, "out", &err), -1);
	is_str(err.msg, "cannot write 'out': File exists");
	is(system("rm -r out"), 0);
	is(phc_report_csv(report, "none/out", &err), -1);
	is_str(err.msg, "cannot write 'none/out': No such file or directory");
	unlink("t/report-charts.csv");
	ok(make(I("k", "yes", "", "value", "period", "SELECT 1 AS x, 7 AS y",
		    "A", ""),
	    "R,,,"));
	is_str(preview("S"), "R  Valeur\nA  Oui\n");
	mask(0);
	is_str(preview("S"), "R  Valeur\nA  s\n");
	ok(strstr(preview("Donnees"), "2016-08          0  ") == NULL);
	like(preview("Donnees"), "2016-08 +1\n$");
}

/* How many are masked, and not which of them for whom. */
static void
test_loss(void)
{
	const struct phc_loss loss = { .cells = 40004,
		.primary = 11311,
		.complementary = 6133,
		.zeros = 2393,
		.counts = 97797 };
	struct phc_report_of o;

	ok(make(SIX, "R,,,"));
	phc_report_free(report);
	o = of();
	o.loss = &loss;
	ok((report = phc_report_new(&o, &err)) != NULL);
	like(preview("Methode"), "De 40004 effectifs, 17444\u00a0: ");
	ok(!has("11311") && !has("6133") && !has("2393") && !has("97797"));
}

/* What is worked out in Excel stays text; what no sheet holds is refused. */
static void
test_texts(void)
{
	static const struct {
		const char *sql, *why;
	} t[] = {
		{ "SELECT 'a' || char(1) AS a",
		    "a character that a workbook cannot hold" },
		{ "SELECT '_x0041_' AS a",
		    "a character that a workbook cannot hold" },
		{ "SELECT 'a' || char(65534) AS a",
		    "a character that a workbook cannot hold" },
		{ "SELECT replace(printf('%40000d', 0), ' ', 'é') AS a",
		    "longer than 32767 characters" },
	};
	char line[512];
	size_t i;

	ok(make(
	    COUNT("k", "work",
		ROWS("('=cmd|'' /C calc''!A0'),('+1'),('@a'),('-2')"), "A", ""),
	    "R|D,,,"));
	book();
	parts("r.xlsx");
	ok(has("=cmd|' /C calc'!A0") && !has("<f>") && !has("<f "));
	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		snprintf(line, sizeof(line),
		    "ddtm,month,S,k,L,count,work,count,period,,,,,\"%s\",D,p,"
		    "A,\n",
		    t[i].sql);
		if (!ok(make(line, "R|D,,,")))
			continue;
		unlink("r.xlsx");
		is(phc_report_make(report, "r.xlsx", &err), -1);
		is_str(err.msg, t[i].why);
		is(err.code, PHC_EDATA);
		forget();
		is(access("r.xlsx", F_OK), -1);
	}
}

#define LINES(n)                                                            \
	I("k", "days", "household", "value", "period",                      \
	    "WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM " \
	    "i WHERE n < " n ") SELECT 'h' AS a, n AS x, 1 AS y FROM i",    \
	    "A", "Mois")

static void
serial(void *arg, struct phc_str household, char out[PHC_PSEUDONYM_MAX])
{
	(void)household;
	snprintf(out, PHC_PSEUDONYM_MAX, "%d", ++*(int *)arg);
}

/* Lines beyond what tables are for, and beyond what Excel holds. */
static void
test_long(void)
{
	struct phc_report_of o;
	int n = 0;

	make(LINES("20001"), "|Ménage=household,,,");
	o = of();
	o.name = serial;
	o.arg = &n;
	o.masked = NULL;
	phc_report_free(report);
	ok((report = phc_report_new(&o, &err)) != NULL);
	book();
	parts("r.xlsx");
	ok(has("<autoFilter ref=\"A3:B20004\"/>") && !has("<tableParts"));
	ok(has("20001"));
	phc_report_free(report);
	report = NULL;
	if (getenv("LONG") == NULL)
		return;
	make(LINES("1048576"), "|Ménage=household,,,");
	o.figures = figures;
	phc_report_free(report);
	ok((report = phc_report_new(&o, &err)) != NULL);
	is(phc_report_make(report, "r.xlsx", &err), -1);
	like(err.msg, "^sheet (S|Donnees) would have 1048576 lines, and Excel "
		      "holds 1048576: use --format csv$");
}

static void
test_paths(void)
{
	ok(make(SIX, "R,,,"));
	is(phc_report_make(report, "none/r.xlsx", &err), -1);
	is(err.code, PHC_ESYS);
	like(err.msg, "No such file or directory");
	ok(make(SIX, "R,,,"));
	is(phc_report_make(report, "/dev/full", &err), -1);
	is_str(err.msg, "cannot write '/dev/full': not a regular file");
	ok(make(SIX, "R,,,"));
	unlink("r.xlsx");
	is(phc_report_make(report, "r.xlsx", &err), 0);
	like(phc_report_summary(report),
	    "^1 figures, 0 masked; sheets Couverture, Methode, Donnees, S$");
	forget();
	is(access("r.xlsx", F_OK), -1);
}

int
main(void)
{
	char dir[] = "/tmp/report.XXXXXX";

	if (mkdtemp(dir) == NULL || chdir(dir) == -1 || mkdir("t", 0700) == -1)
		return 1;
	test_layout();
	test_places();
	test_alerts();
	test_wrong();
	test_masked();
	test_loss();
	test_texts();
	test_long();
	test_paths();
	forget();
	free(dump);
	unlink("r.xlsx");
	unlink("t/report-indicators.csv");
	unlink("t/report-sheets.csv");
	if (rmdir("t") == -1 || chdir("/") == -1 || rmdir(dir) == -1)
		return 1; /* something is left */
	return done();
}
