/*
 * Ceilings that nobody here worked out: a household in a row, with its
 * category, its ceiling, the printed ratio and the verdict.  Rows that stand on
 * an interpretation, an option of the landlord or an unconfirmed figure are
 * marked so in the last column but one; they hold all the same.
 */
#include <stdlib.h>

#include "blank.h"
#include "phc/ceiling.h"
#include "tap.h"

enum {
	ID,
	AS_OF,
	PRODUCT,
	ZONE,
	COMPOSITION,
	PERSONS,
	COUPLE,
	AGES,
	SUM,
	DEPENDANTS,
	CARDS,
	CATEGORY,
	EXTRA,
	CEILING,
	INCOME,
	RATIO,
	WITHIN,
	STATUS,
	FIELDS = STATUS + 2
};

static int64_t
number(const struct phc_rec *rec, size_t i, int places)
{
	int64_t v = PHC_UNKNOWN;

	phc_decimal_parse(phc_rec_field(rec, i), places, &v, NULL);
	return v;
}

static int
word(const struct phc_rec *rec, size_t i, const char *const *words)
{
	int w = 0;

	while (!phc_str_is(phc_rec_field(rec, i), phc_str(words[w])))
		w++;
	return w;
}

/* A couple's ages are written "25+30"; they had their birthdays on 'at'. */
static struct phc_household
lodger(const struct phc_rec *rec, int64_t at)
{
	struct phc_household hh = household();
	const char *ages = phc_rec_field(rec, AGES).s;
	int y, m, d;

	phc_date_split(at, &y, &m, &d);
	hh.dependants = number(rec, DEPENDANTS, 0);
	hh.adults = number(rec, PERSONS, 0) - hh.dependants;
	hh.disabled = number(rec, CARDS, 0);
	hh.tax_income = number(rec, INCOME, 2);
	hh.tax_year = y - 2;
	if (number(rec, COUPLE, 0) == 1) {
		hh.birth_date = phc_date_months(at, -12 * atoi(ages));
		hh.partner_birth_date =
		    phc_date_months(at, -12 * atoi(ages + 3));
	}
	return hh;
}

static void
vector(const struct phc_rec *rec)
{
	static const char *const products[] = { "PLAI", "PLUS", "PLS" };
	static const char *const zones[] = { "paris", "idf", "other" };
	static const char *const verdicts[] = { "no", "yes" };
	struct phc_str as_of = phc_rec_field(rec, AS_OF);
	struct phc_household hh;
	struct phc_ceilings *c;
	struct phc_category k;
	enum phc_basis basis;
	int64_t at = PHC_UNKNOWN, ceiling, income;

	about("%.*s, %.*s", PHC_STR_ARG(phc_rec_field(rec, ID)),
	    PHC_STR_ARG(phc_rec_field(rec, STATUS)));
	phc_date_parse(as_of, &at, NULL);
	hh = lodger(rec, at);
	k = phc_category(&hh, at);
	income = phc_tested_income(&hh, at, &basis);
	c = phc_ceilings_open(NULL, at, NULL);
	ceiling = phc_ceiling(c, word(rec, PRODUCT, products),
	    (enum phc_zone)word(rec, ZONE, zones), k);
	is(k.category, number(rec, CATEGORY, 0));
	is(k.extra, number(rec, EXTRA, 0));
	is(phc_ceiling_printed(ceiling), number(rec, CEILING, 2));
	is(phc_percent(income, ceiling), number(rec, RATIO, 2));
	is(phc_ceiling_within(income, ceiling), word(rec, WITHIN, verdicts));
	phc_ceilings_free(c);
}

int
main(void)
{
	static const char file[] = "tests/data/vectors/ceilings.csv";
	FILE *fp = phc_open(file, NULL);
	struct phc_csv *csv;
	struct phc_rec rec;

	if (!ok(fp != NULL))
		return done();
	csv = phc_csv_new(fp, file, ',');
	is(phc_csv_next(csv, &rec, NULL), 1);
	while (phc_csv_next(csv, &rec, NULL) == 1)
		if (is(rec.n, FIELDS))
			vector(&rec);
	phc_csv_free(csv);
	fclose(fp);
	return done();
}
