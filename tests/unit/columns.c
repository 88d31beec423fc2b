#include <stddef.h>

#include "phc/columns.h"
#include "tap.h"

static const struct phc_column *
column(const char *kind, const char *name)
{
	return phc_column_find(kind, phc_str(name));
}

static void
dictionary(void)
{
	const struct phc_column *col;
	size_t n, i, wrong = 0;

	about("the dictionary");
	col = phc_columns(&n);
	ok(n > 140);
	for (i = 0; i < n; i++) {
		wrong += *col[i].label_fr == '\0';
		wrong += col[i].type == PHC_CODE && col[i].nvalues == 0;
		wrong += phc_column_find(col[i].kind, phc_str(col[i].name)) !=
			 &col[i];
	}
	is(wrong, 0);
	col = column("household", "priority");
	is(col->type, PHC_CODE);
	is(col->nvalues, 4);
	is_str(col->values[3], "dalo");
	ok(!col->required && !col->key && !col->personal);
	col = column("household", "household_id");
	ok(col->key && col->required && col->personal);
	col = column("dwelling", "floor");
	is(col->min, -5);
	is(col->max, 60);
	ok(column("dwelling", "income") == NULL);
	ok(column("nothing", "income") == NULL);
}

static const struct {
	const char *kind, *name, *text;
	int rc;
	int64_t value;
	const char *msg;
} value[] = {
	{ "household", "income", "0", 0, 0, NULL },
	{ "household", "income", "738.42", 0, 73842, NULL },
	{ "household", "income", "12oo", -1, 0, "not an amount: '12oo'" },
	{ "household", "income", "", -1, 0, "empty, and it is required" },
	{ "household", "tax_income", "-1", -1, 0,
	    "not from 0.00 to 1000000000.00: '-1'" },
	{ "budget", "remainder", "-1", 0, -100, NULL },
	{ "household", "tax_income", "", 0, PHC_UNKNOWN, NULL },
	{ "household", "priority", "dalo", 0, 3, NULL },
	{ "household", "priority", "dallo", -1, 0,
	    "no such code: 'dallo' (did you mean 'dalo'?)" },
	{ "household", "priority", "x", -1, 0, "no such code: 'x'" },
	{ "household", "adults", "1", 0, 1, NULL },
	{ "household", "adults", "0", -1, 0, "not from 1 to 20: '0'" },
	{ "household", "adults", "1.0", -1, 0, "not a whole number: '1.0'" },
	{ "household", "first_home", "1", 0, 1, NULL },
	{ "household", "first_home", "oui", -1, 0, "not 1 or 0: 'oui'" },
	{ "household", "birth_date", "1996-02-29", 0, 9555, NULL },
	{ "household", "birth_date", "29/02/1996", -1, 0,
	    "not a date (value withheld)" },
	{ "dwelling", "commune", "62427", 0, 0x3632343237, NULL },
	{ "dwelling", "commune", "2A004", 0, 0x3241303034, NULL },
	{ "dwelling", "commune", "6242", -1, 0, "not an INSEE code: '6242'" },
	{ "dwelling", "commune", "6A427", -1, 0, "not an INSEE code: '6A427'" },
	{ "dwelling", "surface", "45.5", 0, 4550, NULL },
	{ "reading", "water_m3", "3.125", 0, 3125, NULL },
	{ "reading", "month", "2016-08", 0, 17014, NULL },
	{ "reading", "month", "08/2016", -1, 0,
	    "not a month (YYYY-MM): '08/2016'" },
};

static void
values(void)
{
	const struct phc_column *col;
	struct phc_err e;
	int64_t v;
	size_t i;

	for (i = 0; i < sizeof(value) / sizeof(*value); i++) {
		about("%s '%s'", value[i].name, value[i].text);
		col = column(value[i].kind, value[i].name);
		is(phc_value_parse(col, phc_str(value[i].text), &v, &e),
		    value[i].rc);
		if (value[i].rc == 0)
			is(v, value[i].value);
		else
			is_str(e.msg, value[i].msg);
	}
}

static void
lists(void)
{
	const struct phc_column *col = column("household", "wanted_types");
	struct phc_err e;
	struct phc_str s;

	about("lists");
	is(phc_value_parse(col, phc_str("T1 T1bis T2"), &s, &e), 0);
	is(s.n, 11);
	is(phc_value_parse(col, phc_str(""), &s, &e), 0);
	is(s.n, 0);
	is(phc_value_parse(col, phc_str("T1  T2"), &s, &e), -1);
	is_str(e.msg, "not words with one space between them");
	is(phc_value_parse(col, phc_str("T1 T2 "), &s, &e), -1);
	is(phc_value_parse(col, phc_str("T1 F2"), &s, &e), -1);
	is_str(e.msg, "no such code: 'F2'");
}

struct pair {
	struct phc_str id;
	int64_t income, aid;
};

static const struct phc_slot slots[] = {
	{ "household_id", offsetof(struct pair, id) },
	{ "income", offsetof(struct pair, income) },
	{ "aid", offsetof(struct pair, aid) },
	{ NULL, 0 },
};

static int
next(struct phc_csv *csv, struct phc_rec *rec)
{
	struct phc_err e;

	return phc_csv_next(csv, rec, &e);
}

static const char *
bind_to(const char *header)
{
	static struct phc_err e;
	FILE *fp = fmemopen((void *)(uintptr_t)header, strlen(header), "r");
	struct phc_csv *csv = phc_csv_new(fp, "test", ',');
	struct phc_binding b;
	struct phc_rec rec;
	const char *msg = "bound";

	next(csv, &rec);
	if (phc_bind(&b, "household", slots, &rec, &e) == -1)
		msg = e.msg;
	else
		phc_bind_free(&b);
	phc_csv_free(csv);
	fclose(fp);
	return msg;
}

static void
bindings(void)
{
	static const char text[] = "income,note,household_id\n"
				   "738.42,x,A1\n"
				   "0,,\n"
				   "zero,,A3\n";
	FILE *fp = fmemopen((void *)(uintptr_t)text, sizeof(text) - 1, "r");
	struct phc_csv *csv = phc_csv_new(fp, "test", ',');
	struct phc_binding b;
	struct phc_rec rec;
	struct phc_err e;
	struct pair p;

	about("a binding");
	is(next(csv, &rec), 1);
	is(phc_bind(&b, "household", slots, &rec, &e), 0);
	is(b.found, 2);
	is(b.width, 3);
	is(next(csv, &rec), 1);
	is(phc_bind_read(&b, &rec, &p, &e), 0);
	is(p.income, 73842);
	is(p.aid, PHC_UNKNOWN);
	is_bytes(p.id.s, p.id.n, "A1");
	is(next(csv, &rec), 1);
	is(phc_bind_read(&b, &rec, &p, &e), -1);
	is_str(e.msg, "household_id: empty, and it is required");
	is(next(csv, &rec), 1);
	is(phc_bind_read(&b, &rec, &p, &e), -1);
	is_str(e.msg, "income: not an amount: 'zero'");
	phc_bind_free(&b);
	phc_csv_free(csv);
	fclose(fp);
	about("headers");
	is_str(bind_to("household_id,income\n"), "bound");
	is_str(bind_to("household_id,incomes\n"),
	    "no column 'income' (did you mean 'incomes'?)");
	is_str(bind_to("household_id,x\n"), "no column 'income'");
	is_str(bind_to("household_id,income,x,x\n"), "column 'x' stands twice");
	is_str(bind_to("\xef\xbb\xbfhousehold_id,income\n"),
	    "no column 'household_id': a byte order mark stands before the "
	    "header: import the file with phc-import");
}

int
main(void)
{
	dictionary();
	values();
	lists();
	bindings();
	return done();
}
