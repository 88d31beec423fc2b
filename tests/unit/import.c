/* What phc-import makes of a row, and what it says of it. */
#include <stdlib.h>
#include <unistd.h>

#include "phc/import.h"
#include "tap.h"

static char dir[] = "/tmp/phc-import-XXXXXX", profile[64];

/* What came of a file: its rows and its faults, a line each. */
static struct {
	char rows[8192], said[8192];
	struct phc_import_counts counts;
	struct phc_err err;
} got;

/* "line column severity class 'value' message" */
static void
report(const struct phc_fault *f, void *arg)
{
	size_t n = strlen(got.said);

	(void)arg;
	if (f->severity == PHC_NOTE)
		snprintf(got.said + n, sizeof(got.said) - n, "note: %s\n",
		    f->message);
	else
		snprintf(got.said + n, sizeof(got.said) - n,
		    "%zu %.*s %s %s '%.*s' %s\n", f->line,
		    PHC_STR_ARG(f->column),
		    f->severity == PHC_REJECT ? "reject" : "warn", f->class,
		    PHC_STR_ARG(f->value), f->message);
}

static void
put(const char *path, const char *text)
{
	FILE *fp = fopen(path, "w");

	if (fp == NULL || fputs(text, fp) == EOF || fclose(fp) == EOF)
		abort();
}

static void
read_rows(FILE *fp)
{
	rewind(fp);
	got.rows[fread(got.rows, 1, sizeof(got.rows) - 1, fp)] = '\0';
}

static int
rows(struct phc_import *imp, FILE *fp)
{
	FILE *to = tmpfile();
	struct phc_out *out = phc_out_open(dup(fileno(to)), "rows");
	int more = phc_import_file(imp, fp, "in.csv", &got.err);

	while (more == 0 && phc_import_next(imp, &got.err) == 1)
		phc_import_put(imp, out);
	phc_import_end(imp);
	phc_out_close(out, NULL);
	read_rows(to);
	fclose(to);
	got.counts = phc_import_counts(imp);
	return more;
}

/* Import 'text' by built-in profile 'name', or by the one in 'profile'. */
static int
import(const char *kind, const char *name, const char *text)
{
	struct phc_import_setup setup = {
		.kind = kind, .profile = name ? name : profile, .report = report
	};
	struct phc_import *imp;
	FILE *fp = tmpfile();
	int rc = -1;

	memset(&got, 0, sizeof(got));
	fputs(text, fp);
	rewind(fp);
	if ((imp = phc_import_new(&setup, &got.err)) != NULL)
		rc = rows(imp, fp);
	phc_import_free(imp);
	fclose(fp);
	return rc;
}

#define PLACE "dwelling_id,type,financing,commune,commune_name,postal_code\n"

/* Cells of commune, name and postal code, as a foreign file has them, and what
 * they come to; one fault at most. */
static const struct {
	const char *cells, *place, *fault;
} places[] = {
	{ "62498,Lens,62300", "62498,Lens,62300", "" },
	{ "62498,LENS,", "62498,Lens,62300", "" },
	{ "62498,,62300", "62498,Lens,62300", "" },
	{ ",Lens,62300", "62498,Lens,62300", "" },
	{ ",Lens,", "62498,Lens,62300", "" },
	{ "62498,,", "62498,Lens,62300", "" }, /* no postal code is so */
	{ "Lens,,", "62498,Lens,62300", "" },
	{ "62300 Lens,,", "62498,Lens,62300", "" },
	{ "Lens (62300),,", "62498,Lens,62300", "" },
	{ "62498 Lens,,", "62498,Lens,62300", "" },
	{ ",NOEUX LES MINES,62290", "62617,Nœux-les-Mines,62290", "" },
	{ ",St Nicolas,62223", "62764,Saint-Nicolas,62223", "" },
	{ ",LENS CEDEX 9,62300", "62498,Lens,62300", "" },
	{ "62691,,62129", "62691,Saint-Augustin,62129", "" },
	{ "62691,SAINT AUGUSTIN,", "62691,Saint-Augustin,", "" },
	{ "62300,Lens,62300", "62498,Lens,62300",
	    "2 commune warn postal_in_insee '62300' the postal code where the "
	    "INSEE code should be: replaced\n" },
	{ "62300,Lens,", "62498,Lens,62300",
	    "2 commune warn postal_in_insee '62300' the postal code where the "
	    "INSEE code should be: replaced\n" },
	{ "62041,Lens,62300", "62498,Lens,62300",
	    "2 commune warn commune_repaired '62041' disagrees with the two "
	    "others, which agree: replaced\n" },
	{ "6249,Lens,62300", "62498,Lens,62300",
	    "2 commune warn commune_repaired '6249' disagrees with the two "
	    "others, which agree: replaced\n" },
	{ "62498,Lensse,62300", "62498,Lens,62300",
	    "2 commune_name warn commune_repaired 'Lensse' disagrees with the "
	    "two others, which agree: replaced\n" },
	{ "62498,Lens,62000", "62498,Lens,62300",
	    "2 postal_code warn commune_repaired '62000' disagrees with the "
	    "two others, which agree: replaced\n" },
	{ "62427,H\u00c3\u00a9nin-Beaumont,62110", "62427,Hénin-Beaumont,62110",
	    "2 commune_name warn mojibake 'H\u00c3\u00a9nin-Beaumont' UTF-8 "
	    "that was read as Windows-1252: repaired\n" },
	{ "62400,,", NULL,
	    "2 commune reject ambiguous_commune '62400' a postal code, and "
	    "perhaps an INSEE code: give the name of the commune too\n" },
	{ ",,62300", NULL,
	    "2 commune reject ambiguous_commune '62300' a postal code, and "
	    "perhaps an INSEE code: give the name of the commune too\n" },
	{ "62119,Arras,62800", NULL,
	    "2 commune reject commune_conflict '62119' INSEE code, postal code "
	    "and name: no two agree on one commune\n" },
	{ "62498,Arras,", NULL,
	    "2 commune reject commune_conflict '62498' INSEE code, postal code "
	    "and name: no two agree on one commune\n" },
	/* Éleu-dit-Leauwette and Lens share a postal code: two pairs agree. */
	{ "62291,Lens,62300", NULL,
	    "2 commune reject commune_conflict '62291' INSEE code, postal code "
	    "and name: no two agree on one commune\n" },
	{ "59350,,", NULL,
	    "2 commune reject unknown_commune '59350' no such commune\n" },
	{ "Atlantis,,", NULL,
	    "2 commune reject unknown_commune 'Atlantis' no such commune\n" },
	{ ",,", NULL,
	    "2 commune reject missing_value '' empty, and it is required\n" },
};

static void
communes(void)
{
	char in[512], want[512];
	size_t i;

	put(profile, "header,column,reader,codes\n"
		     "@kind,dwelling,,\n@separator,\",\",,\n"
		     "dwelling_id,dwelling_id,,\ntype,type,,\n"
		     "financing,financing,,\ncommune,commune,,\n"
		     "commune_name,commune_name,,\n"
		     "postal_code,postal_code,,\n");
	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		about("%s", places[i].cells);
		snprintf(
		    in, sizeof(in), PLACE "d,T2,PLUS,%s\n", places[i].cells);
		is(import(NULL, NULL, in), 0);
		is_str(got.said, places[i].fault);
		*want = '\0';
		if (places[i].place != NULL)
			snprintf(want, sizeof(want),
			    "d,,%s,T2,,,,,,,PLUS,,,,,,,,,,,,,,,,,,\n",
			    places[i].place);
		is_str(got.rows, want);
	}
	about("house CSV declares its INSEE codes");
	is(import("dwelling", "house",
	       "dwelling_id,type,financing,commune\nd,T2,PLUS,62400\n"
	       "e,T2,PLUS,59350\nf,T2,PLUS,Lens\n"),
	    0);
	is_str(got.said, "");
	is_str(got.rows,
	    "d,,62400,Haillicourt,62940,T2,,,,,,,PLUS,,,,,,,,,,,,,,,,,,\n"
	    "e,,59350,,,T2,,,,,,,PLUS,,,,,,,,,,,,,,,,,,\n"
	    "f,,62498,Lens,62300,T2,,,,,,,PLUS,,,,,,,,,,,,,,,,,,\n");
}

/* A column of a household, a cell of it, its value and its fault. */
static const struct {
	const char *column, *cell, *value, *fault;
} cells[] = {
	{ "wanted_communes", "Lens; 62110 HENIN BEAUMONT/Lens", "62498 62427",
	    "" },
	{ "wanted_communes", "62498 62427", "62498 62427", "" },
	{ "wanted_communes", "\"Lens, 62300\"", "62498",
	    "warn ambiguous_commune '62300' a postal code, and perhaps an "
	    "INSEE code: give the name of the commune too\n" },
	{ "wanted_communes", "\"62000 Lens, Arras\"", "62041",
	    "warn commune_conflict '62000 Lens' code and name are of two "
	    "communes: left out\n" },
	{ "wanted_communes", "Lensse", "",
	    "warn unknown_commune 'Lensse' no such commune: left out; no other "
	    "word is left, and none means any\n" },
	{ "wanted_types", "\"T1, F1bis, T 2, 2\"", "T1 T1bis T2", "" },
	{ "wanted_types", "Type 3;5 et plus", "T3 T5", "" },
	{ "wanted_types", "T1'/T7", "T1bis T6", "" },
	{ "wanted_types", "\"T2, villa\"", "T2",
	    "warn unknown_code 'villa' no such code\n" },
	{ "occupation", "temporary", "temporary", "" },
	{ "occupation", "Temporary", "temporary", "" },
	{ "occupation", "temporaty", "",
	    "warn unknown_code 'temporaty' no such code (did you mean "
	    "'temporary'?)\n" },
	{ "first_home", "Oui", "1", "" },
	{ "first_home", "FAUX", "0", "" },
	{ "first_home", "x", "1", "" },
	{ "first_home", "peut-être", "",
	    "warn unknown_code 'peut-être' no such code\n" },
	{ "needed_from", "31/12/2016", "2016-12-31", "" },
	{ "needed_from", "31/02/2016", NULL,
	    "reject bad_date '31/02/2016' no such day\n" },
	{ "needed_from", "31/12/16", NULL,
	    "reject two_digit_year '31/12/16' two digits are no year: 19.. or "
	    "20..?\n" },
	{ "needed_from", "42005", NULL,
	    "reject bad_date '42005' a spreadsheet's serial number: format the "
	    "column as a date and export again\n" },
	{ "needed_from", "#REF!", "",
	    "warn error_value_optional '#REF!' a spreadsheet's error: taken as "
	    "unknown\n" },
	{ "tax_income", "\"1 234,5 €\"", "1234.50", "" },
	{ "tax_income", "environ 800", "",
	    "warn unreadable_amount 'environ 800' not an amount\n" },
	{ "tax_income", "1234.567", "",
	    "warn unreadable_amount '1234.567' too long, or of more than 2 "
	    "decimals\n" },
	{ "tax_income", "1.234", NULL,
	    "reject ambiguous_amount '1.234' one thousand, or three "
	    "decimals?\n" },
	{ "income", "1.234", NULL,
	    "reject unreadable_amount '1.234' one thousand, or three "
	    "decimals?\n" },
	{ "income", "12oo", NULL,
	    "reject unreadable_amount '12oo' not an amount\n" },
	{ "income", "", NULL,
	    "reject missing_value '' empty, and it is required\n" },
	{ "income", "#VALEUR!", NULL,
	    "reject error_value_required '#VALEUR!' a spreadsheet's error, and "
	    "the column is required\n" },
	{ "income", "5000", "5000.00",
	    "warn annual_for_monthly '5000' looks like an annual amount in a "
	    "monthly column: kept\n" },
	{ "income", "4999.99", "4999.99", "" },
	{ "adults", "2.0", "2", "" },
	{ "adults", "1.234", NULL,
	    "reject unreadable_number '1.234' one thousand, or three "
	    "decimals?\n" },
	{ "adults", "deux", NULL,
	    "reject unreadable_number 'deux' not a whole number\n" },
	{ "adults", "21", NULL, "reject out_of_range '21' not from 1 to 20\n" },
	{ "dependants", "-1", NULL, "reject negative_count '-1' below zero\n" },
	{ "visiting_children", "-1", "",
	    "warn negative_count '-1' below zero\n" },
	{ "household_id", "\"6,21014E+16\"", NULL,
	    "reject damaged_identifier '6,21014E+16' a spreadsheet made a "
	    "number of it and lost digits: set the column to Text and export "
	    "again\n" },
	{ "household_id", "6.2e+16", NULL,
	    "reject damaged_identifier '6.2e+16' a spreadsheet made a number "
	    "of it and lost digits: set the column to Text and export "
	    "again\n" },
	{ "household_id", "62101401234562100", NULL,
	    "reject damaged_identifier '62101401234562100' a spreadsheet made "
	    "a number of it and lost digits: set the column to Text and export "
	    "again\n" },
	{ "household_id", "062101401234562100", "062101401234562100", "" },
	{ "household_id", "2E05", "2E05", "" },
	{ "household_id", "", NULL,
	    "reject missing_identifier '' empty, and it is what the row is "
	    "known by\n" },
	{ "household_id", "194076242711068", NULL,
	    "reject nir_found 'masked' a social security number, which may not "
	    "be held here: take it out of the file\n" },
	{ "household_id", "Total", NULL,
	    "reject total_row 'Total' a total, not a row: left out\n" },
	{ "aid_dwelling", "=A1", "=A1", "" },
};

static const char *const basic[][2] = { { "household_id", "h1" },
	{ "applied_on", "2016-01-10" }, { "birth_date", "1994-03-02" },
	{ "adults", "1" }, { "dependants", "0" }, { "income", "900" } };

/* A household with one cell of its own. */
static const char *
household(const char *column, const char *cell)
{
	static char text[1100];
	char head[512], row[512];
	size_t i, h = 0, r = 0, n = sizeof(basic) / sizeof(*basic);
	bool own = true;

	for (i = 0; i < n; i++) {
		bool same = strcmp(basic[i][0], column) == 0;

		own &= !same;
		h += (size_t)snprintf(head + h, sizeof(head) - h, "%s%s",
		    i ? "," : "", basic[i][0]);
		r += (size_t)snprintf(row + r, sizeof(row) - r, "%s%s",
		    i ? "," : "", same ? cell : basic[i][1]);
	}
	snprintf(text, sizeof(text), "%s%s%s\n%s%s%s\n", head, own ? "," : "",
	    own ? column : "", row, own ? "," : "", own ? cell : "");
	return text;
}

/* Field 'column' of the only row that came out, NULL if none did. */
static const char *
field(const char *kind, const char *column)
{
	static char buf[256];
	struct phc_import_setup setup = {
		.kind = kind, .profile = "house", .report = report
	};
	struct phc_import *imp = phc_import_new(&setup, NULL);
	FILE *fp = tmpfile();
	struct phc_out *out = phc_out_open(dup(fileno(fp)), "head");
	char head[4096], *h = head, *r = got.rows, *name, *value;

	phc_import_put_head(imp, out);
	phc_out_close(out, NULL);
	rewind(fp);
	head[fread(head, 1, sizeof(head) - 1, fp)] = '\0';
	fclose(fp);
	phc_import_free(imp);
	while (*r != '\0' && (name = strsep(&h, ",\n")) != NULL &&
	       (value = strsep(&r, ",\n")) != NULL)
		if (strcmp(name, column) == 0) {
			snprintf(buf, sizeof(buf), "%s", value);
			return buf;
		}
	return NULL;
}

static void
values(void)
{
	char want[512];
	size_t i;

	for (i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
		about("%s '%s'", cells[i].column, cells[i].cell);
		is(import("household", "house",
		       household(cells[i].column, cells[i].cell)),
		    0);
		*want = '\0';
		if (*cells[i].fault != '\0')
			snprintf(want, sizeof(want), "2 %s %s", cells[i].column,
			    cells[i].fault);
		is_str(got.said, want);
		is_str(field("household", cells[i].column), cells[i].value);
		is(got.counts.read, 1);
		is(got.counts.refused, cells[i].value == NULL);
	}
}

/* Rows that only others, or the file, show to be wrong. */
static void
together(void)
{
	about("same persons, two keys; one key, twice; a refused one is none");
	is(import("household", "house",
	       "household_id,applied_on,birth_date,adults,dependants,income\n"
	       "a,2016-01-10,1994-03-02,1,0,12oo\n"
	       "a,2016-01-10,1994-03-02,1,0,900\n"
	       "b,2016-01-10,1994-03-02,1,0,901\n"
	       "a,2016-01-10,1995-03-02,1,0,902\n"),
	    0);
	is_str(got.said,
	    "2 income reject unreadable_amount '12oo' not an amount\n"
	    "4 household_id warn duplicate_person 'b' same births, adults, "
	    "dependants and wanted communes as an earlier row: the same "
	    "persons twice?\n"
	    "5 household_id reject duplicate_key 'a' a second row with this "
	    "key: the first one stands\n");
	is(got.counts.kept, 2);
	is(got.counts.warned, 1);

	about("a key of two columns");
	is(import("reading", "house",
	       "dwelling_id,month,water_m3\nd,2016-01,5.0\nd,2016-02,3.325\n"
	       "e,2016-01,\nd,01/2016,7\n"),
	    0);
	is_str(got.rows, "d,2016-01,5.0,\nd,2016-02,3.325,\ne,2016-01,,\n");
	is_str(got.said,
	    "5 dwelling_id reject duplicate_key 'd' a second row with this "
	    "key: the first one stands\n");

	about("what is granted and paid");
	is(import("funding", "house",
	       "funding_id,funder,nature,requested,granted,paid,dated\n"
	       "f,state,other,100,200,300,2016-01-01\n"),
	    0);
	is_str(got.said,
	    "2 granted warn over_requested '200' more than was requested: "
	    "kept\n"
	    "2 paid warn over_granted '300' more than was granted: kept\n");

	about("records that are no rows");
	is(import("reading", "house",
	       "dwelling_id,month\n\n,\nd\nd,2016-01\n\"d,2016-02\ne,2016-01\n"
	       "Total,1\n"),
	    0);
	is_str(got.rows, "d,2016-01,,\ne,2016-01,,\n");
	is_str(got.said,
	    "4  reject ragged '1' not 2 fields\n"
	    "6  reject malformed '' quote never closed\n"
	    "8 dwelling_id reject total_row 'Total' a total, not a row: left "
	    "out\n");
	is(got.counts.read, 5);
}

/* Profiles of one's own: what they can say, and what is wrong with one. */
static const struct {
	const char *rows, *text, *out, *said;
} profiles[] = {
	{ "@kind,reading,,\n@record,dwelling_id,,\nmois,month,month,\n"
	  "eau,water_m3,,NC=|-=|9999=\n",
	    "Mois;EAU\n03/2016;12,5\n04/2016;nc\n05/2016;-\n06/2016;9999\n",
	    "in:1,2016-03,12.5,\nin:2,2016-04,,\nin:3,2016-05,,\n"
	    "in:4,2016-06,,\n",
	    "" },
	{ "@kind,reading,,\n@pivot,49,,\n@separator,|,,\nid,dwelling_id,,\n"
	  "m,month,year,\n",
	    "id;m\na;2016\nb;03/16\nc;31/12/98\n",
	    "a,2016-01,,\nb,2016-03,,\nc,1998-12,,\n",
	    "note: separated by ';', not by '|'\n" },
	{ "@kind,reading,,\n@fields,3,,\n@control,#2,,\n#3,dwelling_id,,\n"
	  "#1,month,,\n",
	    "x;3;y;z\n2016-01;;a\n2016-02;;a\n", "a,2016-01,,\na,2016-02,,\n",
	    "1  warn control_total '3' announces another number of rows than "
	    "the 2 that follow\n" },
	{ "@kind,reading,,\nid,dwelling_id,,\nm,month,,\neau,water_m3,,\n"
	  "gaz,energy_kwh,,\n",
	    "id;m;eaux;other\na;2016-01;1;2\n", "a,2016-01,,\n",
	    "note: no column 'eau' (did you mean 'eaux'?): water_m3 is left "
	    "empty\n"
	    "note: no column 'gaz': energy_kwh is left empty\n" },
	{ "@kind,fjt,,\nc,commune,house,\np,places,,\no,occupied,,\n"
	  "d,observed_on,,\n",
	    "c;p;o;d\n62119;1.234;1;2016-01-01\n62119;96;90;2016-01-01\n",
	    "62119,96,90,,2016-01-01,\n",
	    "2 places reject unreadable_number '1.234' one thousand, or three "
	    "decimals?\n" },
};

static const struct {
	const char *rows, *why;
} bad_profiles[] = {
	{ "@kind,readings,,\n",
	    ":2: no kind 'readings' \\(did you mean 'reading'\\?\\)$" },
	{ "@kind,pair,,\n", ":2: no kind 'pair': one of household, " },
	{ "id,dwelling_id,,\n", "no kind: give -k, or begin the profile" },
	{ "@knd,reading,,\n", ":2: no setting '@knd'" },
	{ "@kind,reading,,\nid,dwelling,,\n",
	    ":3: no column 'dwelling' of kind reading" },
	{ "@kind,reading,,\nid,dwelling_i,,\n",
	    "no column 'dwelling_i' of kind reading \\(did you mean "
	    "'dwelling_id'" },
	{ "@kind,reading,,\nid,month,,\nid,month,,\n",
	    ":4: column 'month' twice" },
	{ "@kind,reading,,\nid,month,day,\n", ":3: reader: not 'house'" },
	{ "@kind,reading,,\n-,month,,\n", ":3: header: not a word: '-'" },
	{ "@kind,reading,,\nid,month,,x\n",
	    ":3: codes: not 'foreign=house': 'x'" },
	{ "@kind,reading,,\nid,month,,x=y\n", ":3: codes: not a month" },
	{ "@kind,reading,,\nid,month,\n", ":3: 3 fields, not 4" },
	{ "@kind,reading,,\n@separator,x,,\n",
	    "@separator: not , ; \\| or tab: 'x'" },
	{ "@kind,reading,,\n@fields,many,,\n",
	    "@fields: not from 0 to 10000: 'many'" },
	{ "@kind,reading,,\n@control,11,,\n", "@control: not a place: '11'" },
	{ "@kind,reading,,\n@control,#0,,\n", "@control: fields count from" },
	{ "@kind,reading,,\n@pivot,100,,\n", "@pivot: not from 0 to 99" },
	{ "@kind,reading,,\n#3,month,,\n", "'#3' is not within @fields" },
	{ "@kind,reading,,\n@fields,3,,\nid,month,,\n",
	    "headers by name and by place do not mix" },
	{ "@kind,reading,,\n@control,#2,,\nid,month,,\n",
	    "@control is for files without a header" },
	{ "@kind,reading,,\nid,dwelling_id,,\n",
	    "has nothing for 'month', which kind reading requires" },
};

static void
own(void)
{
	char text[1024];
	size_t i;

	for (i = 0; i < sizeof(profiles) / sizeof(*profiles); i++) {
		about("%s", profiles[i].rows);
		snprintf(text, sizeof(text), "header,column,reader,codes\n%s",
		    profiles[i].rows);
		put(profile, text);
		is(import(NULL, NULL, profiles[i].text), 0);
		is_str(got.rows, profiles[i].out);
		is_str(got.said, profiles[i].said);
	}
	for (i = 0; i < sizeof(bad_profiles) / sizeof(*bad_profiles); i++) {
		about("%s", bad_profiles[i].rows);
		snprintf(text, sizeof(text), "header,column,reader,codes\n%s",
		    bad_profiles[i].rows);
		put(profile, text);
		is(import(NULL, NULL, "id\n"), -1);
		like(got.err.msg, bad_profiles[i].why);
	}
	about("no profile");
	put(profile, "a,b\n");
	is(import(NULL, NULL, "id\n"), -1);
	like(got.err.msg, ":1: not a profile: its header is not 'header,col");
	is(import("household", "demande", ""), -1);
	is_str(got.err.msg, "no profile 'demande' (did you mean 'demandes'?)");
	is(import("dwelling", "demandes", ""), -1);
	like(got.err.msg, ":2: is of kind household, not of kind dwelling");
	is(import(NULL, "house", ""), -1);
	like(got.err.msg, "house.csv names no kind: give -k");
}

/* Files that are none of the profile's. */
static const struct {
	const char *profile, *text, *why;
} files[] = {
	{ "demandes", "", "^in.csv: empty: not even a header$" },
	{ "demandes", "a;b\n1;2\n",
	    "^in.csv: no column 'Numéro unique', nor any of profile demandes: "
	    "is it the right one\\?" },
	{ "depenses", "N°;Moi;Nature;Réalisation;Montant\n",
	    "^in.csv:1: no column 'Mois' \\(did you mean 'Moi'\\?\\)$" },
	{ "depenses", "N°;Nature;Réalisation;Montant\n",
	    "^in.csv:1: no column 'Mois'$" },
	{ "depenses", "N°;Mois;Nature;Réalisation;Montant;NATURE\n",
	    "^in.csv: column 'Nature' stands twice$" },
	{ "depenses", "\"N°;Mois;Nature;Réalisation;Montant\n",
	    "^in.csv:1: quote never closed$" },
	{ "rpls-landlord", "", "^in.csv: empty$" },
	{ "rpls-landlord", "1;2;3\n",
	    "^in.csv:1: not the first record of profile rpls-landlord: no "
	    "number of rows in field 11$" },
	{ "loyers", "", "joined --with it$" },
};

static void
no_files(void)
{
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		about("%s: %s", files[i].profile, files[i].text);
		is(import(NULL, files[i].profile, files[i].text), -1);
		like(got.err.msg, files[i].why);
	}
}

int
main(void)
{
	if (mkdtemp(dir) == NULL)
		return 1;
	snprintf(profile, sizeof(profile), "%s/own.csv", dir);
	communes();
	values();
	together();
	own();
	no_files();
	unlink(profile);
	rmdir(dir);
	return done();
}
