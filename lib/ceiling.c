#include <stdlib.h>

#include "phc/ceiling.h"
#include "phc/date.h"

enum {
	ELAN = 17860,  /* 2018-11-25: children in visiting rights count */
	CARD = 17897,  /* 2019-01-01: so does a disability card */
	YOUNG = 55,    /* years, of both */
	CATEGORIES = 6 /* and one figure for each person beyond */
};

/* The figures of a financing in a zone, and the text behind them. */
struct figures {
	int64_t cents[CATEGORIES + 1];
	bool unconfirmed[CATEGORIES + 1];
	struct phc_source source;
};

struct place {
	int64_t commune; /* 0: none */
	enum phc_zone zone;
};

struct phc_ceilings {
	struct phc_law *ceilings, *communes;
	int64_t at;
	struct figures of[PHC_PLUS + 1][PHC_ZONES];
	struct place *place; /* hashed by commune, half of them free */
	size_t mask;         /* how many, less one */
};

static int64_t
count(int64_t v)
{
	return v == PHC_UNKNOWN ? 0 : v;
}

/* LAW: arrêté 1987-07-29 art. 2 */
static enum phc_step
step(const struct phc_composition *of, int64_t at)
{
	if (of->adults == 1 && of->dependants > 0 &&
	    of->persons == 1 + of->dependants)
		return PHC_STEP_SOLO;
	if (of->couple && of->persons == 2 && of->dependants == 0 &&
	    of->age_sum <= YOUNG)
		return PHC_STEP_YOUNG;
	if (at >= CARD && of->disabled > 0 && of->persons < CATEGORIES)
		return PHC_STEP_CARD;
	return PHC_STEP_NONE;
}

struct phc_category
phc_category_of(const struct phc_composition *of, int64_t at)
{
	struct phc_category c = { .step = step(of, at) };
	int rank = (int)of->persons + (c.step != PHC_STEP_NONE);

	c.category = rank < CATEGORIES ? rank : CATEGORIES;
	c.extra = rank - c.category;
	return c;
}

/* LAW: arrêté 1987-07-29 art. 2, CCH L442-12 */
struct phc_category
phc_category(const struct phc_household *hh, int64_t at)
{
	struct phc_composition of = { .adults = hh->adults,
		.dependants = hh->dependants,
		.couple = hh->partner_birth_date != PHC_UNKNOWN,
		.disabled = count(hh->disabled) };

	if (at >= ELAN)
		of.dependants += count(hh->visiting_children);
	of.persons = of.adults + of.dependants;
	if (of.couple)
		of.age_sum = phc_age(hh->birth_date, at) +
			     phc_age(hh->partner_birth_date, at);
	return phc_category_of(&of, at);
}

/* LAW: arrêté 1987-07-29 art. 4 */
int64_t
phc_tested_income(
    const struct phc_household *hh, int64_t at, enum phc_basis *basis)
{
	int64_t n2 = hh->tax_income, recent = hh->tax_income_recent;
	int year, month, day;
	bool stale;

	phc_date_split(at, &year, &month, &day);
	stale = n2 != PHC_UNKNOWN && hh->tax_year != PHC_UNKNOWN &&
		hh->tax_year != year - 2;
	if (stale)
		n2 = PHC_UNKNOWN;
	if (recent != PHC_UNKNOWN &&
	    (n2 == PHC_UNKNOWN || 10 * recent <= 9 * n2)) {
		*basis = PHC_BASIS_RECENT;
		return recent;
	}
	*basis = n2 != PHC_UNKNOWN ? PHC_BASIS_N2
		 : stale           ? PHC_BASIS_OTHER_YEAR
				   : PHC_BASIS_NONE;
	return n2;
}

static const char *const financings[] = { "PLAI", "PLUS" };
static const char *const zones[] = { "paris", "idf", "other" };
static const char *const categories[] = { "1", "2", "3", "4", "5", "6",
	"extra" };

static int
none_in_force(int64_t at, const struct phc_str *key, struct phc_err *err)
{
	char day[PHC_DATE_MAX];

	return phc_fail(err, PHC_ELAW,
	    "no ceiling in force on %s (%.*s %.*s %.*s): add the decree's rows "
	    "to hlm-ceilings.csv",
	    phc_date_format(at, day), PHC_STR_ARG(key[0]), PHC_STR_ARG(key[1]),
	    PHC_STR_ARG(key[2]));
}

/* The text of the first figure, or of the first that is not confirmed. */
static void
note(struct figures *f, const struct phc_law_row *row, int category)
{
	static const char mark[] = "unconfirmed";
	size_t n = sizeof(mark) - 1;
	bool unconfirmed =
	    row->source.n >= n && memcmp(row->source.s, mark, n) == 0;

	f->unconfirmed[category] = unconfirmed;
	if (category == 0 || (unconfirmed && !f->source.unconfirmed))
		f->source =
		    (struct phc_source){ row->from, row->source, unconfirmed };
}

static int
figure(struct phc_ceilings *c, int64_t at, int financing, int zone,
    int category, struct phc_err *err)
{
	const struct phc_str key[] = { phc_str(financings[financing]),
		phc_str(zones[zone]), phc_str(categories[category]) };
	struct figures *f = &c->of[financing][zone];
	int64_t *cents = &f->cents[category];
	struct phc_law_row row;

	if (phc_law_find(c->ceilings, at, key, &row, NULL) == -1)
		return none_in_force(at, key, err);
	if (phc_law_number(c->ceilings, row.value[0], 2, cents, err) == -1)
		return -1;
	if (*cents <= 0)
		return phc_fail(err, PHC_EDATA, "%s: not a ceiling: '%.*s'",
		    phc_law_where(c->ceilings), PHC_STR_ARG(row.value[0]));
	note(f, &row, category);
	return 0;
}

static int
figures(struct phc_ceilings *c, int64_t at, struct phc_err *err)
{
	int f, z, i;

	for (f = PHC_PLAI; f <= PHC_PLUS; f++)
		for (z = 0; z < PHC_ZONES; z++)
			for (i = 0; i <= CATEGORIES; i++)
				if (figure(c, at, f, z, i, err) == -1)
					return -1;
	return 0;
}

/* The place of a commune, or the free one where it would be. */
static struct place *
find(const struct phc_ceilings *c, int64_t commune)
{
	uint64_t i = (uint64_t)commune * 0x9e3779b97f4a7c15 >> 32;
	struct place *p;

	do
		p = &c->place[i++ & c->mask];
	while (p->commune != commune && p->commune != 0);
	return p;
}

static int
place(
    struct phc_ceilings *c, const struct phc_law_row *row, struct phc_err *err)
{
	enum { ZONE = 5 }; /* of the values: column ceiling_zone */
	struct place p = { .commune = phc_insee(row->key[0]) };

	while (p.zone < PHC_ZONES &&
	       !phc_str_is(row->value[ZONE], phc_str(zones[p.zone])))
		p.zone++;
	if (p.commune == PHC_UNKNOWN || p.zone == PHC_ZONES)
		return phc_fail(err, PHC_EDATA,
		    "%s: not a commune in a zone: '%.*s', '%.*s'",
		    phc_law_where(c->communes), PHC_STR_ARG(row->key[0]),
		    PHC_STR_ARG(row->value[ZONE]));
	*find(c, p.commune) = p;
	return 0;
}

static int
places(struct phc_ceilings *c, int64_t at, struct phc_err *err)
{
	size_t i, n = phc_law_rows(c->communes), room = 1;
	struct phc_law_row row;

	while (room < 2 * n)
		room *= 2;
	c->place = phc_new(room * sizeof(*c->place));
	c->mask = room - 1;
	for (i = 0; i < n; i++) {
		row = phc_law_row(c->communes, i);
		if (phc_law_find(c->communes, at, row.key, &row, NULL) == 0 &&
		    place(c, &row, err) == -1)
			return -1;
	}
	return 0;
}

struct phc_ceilings *
phc_ceilings_open(const char *dir, int64_t at, struct phc_err *err)
{
	struct phc_ceilings *c = phc_new(sizeof(*c));

	c->at = at;
	if ((c->ceilings = phc_law_open(
		 "hlm-ceilings", PHC_CEILINGS_COLUMNS, 3, dir, err)) == NULL ||
	    (c->communes = phc_law_open(
		 "communes", PHC_COMMUNES_COLUMNS, 1, dir, err)) == NULL ||
	    figures(c, at, err) == -1 || places(c, at, err) == -1) {
		phc_ceilings_free(c);
		return NULL;
	}
	return c;
}

void
phc_ceilings_free(struct phc_ceilings *c)
{
	if (c == NULL)
		return;
	phc_law_free(c->ceilings);
	phc_law_free(c->communes);
	free(c->place);
	free(c);
}

struct phc_span
phc_ceilings_span(const struct phc_ceilings *c)
{
	struct phc_span days = { INT64_MIN, INT64_MAX };

	phc_law_span(c->ceilings, c->at, &days);
	phc_law_span(c->communes, c->at, &days);
	return days;
}

/* LAW: arrêté 1987-07-29 art. 1 */
int64_t
phc_ceiling(const struct phc_ceilings *c, int64_t financing, enum phc_zone zone,
    struct phc_category category)
{
	const int64_t *cents;
	int64_t v;

	if (financing < PHC_PLAI || financing > PHC_PLS)
		return PHC_UNKNOWN;
	cents = c->of[financing == PHC_PLAI ? PHC_PLAI : PHC_PLUS][zone].cents;
	v = cents[category.category - 1] + category.extra * cents[CATEGORIES];
	return financing == PHC_PLS ? v * 13 / 10 : v;
}

int64_t
phc_ceiling_unconfirmed(const struct phc_ceilings *c, int64_t financing,
    enum phc_zone zone, struct phc_category category)
{
	const bool *mark;

	if (financing < PHC_PLAI || financing > PHC_PLS)
		return PHC_UNKNOWN;
	mark = c->of[financing == PHC_PLAI ? PHC_PLAI : PHC_PLUS][zone]
		   .unconfirmed;
	return mark[category.category - 1] ||
	       (category.extra > 0 && mark[CATEGORIES]);
}

int64_t
phc_ceiling_printed(int64_t ceiling)
{
	return ceiling == PHC_UNKNOWN ? PHC_UNKNOWN
				      : 100 * phc_div_half_up(ceiling, 100);
}

int
phc_ceiling_zone(const struct phc_ceilings *c, int64_t commune,
    enum phc_zone *zone, struct phc_err *err)
{
	const struct place *p = find(c, commune);
	char insee[6];

	if (p->commune != commune)
		return phc_fail(err, PHC_ELAW,
		    "no ceiling zone for commune '%s': add its row to "
		    "communes.csv",
		    phc_insee_format(commune, insee));
	*zone = p->zone;
	return 0;
}

struct phc_source
phc_ceiling_source(
    const struct phc_ceilings *c, int64_t financing, enum phc_zone zone)
{
	if (financing < PHC_PLAI || financing > PHC_PLS)
		return (struct phc_source){ PHC_UNKNOWN, { "", 0 }, false };
	return c->of[financing == PHC_PLAI ? PHC_PLAI : PHC_PLUS][zone].source;
}

/* LAW: CCH R441-1 */
int64_t
phc_ceiling_within(int64_t income, int64_t ceiling)
{
	if (income == PHC_UNKNOWN || ceiling == PHC_UNKNOWN)
		return PHC_UNKNOWN;
	return income <= ceiling;
}

enum phc_band
phc_ceiling_band(int64_t income, int64_t ceiling)
{
	static const int64_t most[] = { 4000, 6000, 8000, 10000, 13000 };
	int band = PHC_BAND_40;

	if (income == PHC_UNKNOWN || ceiling == PHC_UNKNOWN)
		return PHC_BAND_UNKNOWN;
	if (phc_ratio_cmp(income, ceiling, 2000) < 0)
		return PHC_BAND_20;
	while (band < PHC_BAND_OVER &&
	       phc_ratio_cmp(income, ceiling, most[band - PHC_BAND_40]) > 0)
		band++;
	return (enum phc_band)band;
}
