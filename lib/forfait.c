#include <stdlib.h>

#include "phc/forfait.h"

enum { HEATING, WATER, SUPPLIES };
enum { ROOMS = 7, PERSONS = 41 }; /* from 0, as house CSV can have them */
enum { AMOUNT };                  /* of the values */

/* Every figure, looked up once; PHC_UNKNOWN where there is none. */
struct phc_forfait {
	struct phc_law *law;
	struct phc_figure of[SUPPLIES][ROOMS][PERSONS];
};

static int
check(const struct phc_law *law, struct phc_err *err)
{
	struct phc_str amount;
	int64_t cents;
	size_t i;

	for (i = 0; i < phc_law_rows(law); i++) {
		amount = phc_law_row(law, i).value[AMOUNT];
		if (phc_law_number(law, amount, 2, &cents, err) == -1)
			return -1;
		if (cents < 0)
			return phc_fail(err, PHC_EDATA,
			    "%s: below zero: '%.*s'", phc_law_where(law),
			    PHC_STR_ARG(amount));
	}
	return 0;
}

static void
figure(struct phc_forfait *f, int64_t date, int supply, int rooms, int persons)
{
	static const char *const supplies[SUPPLIES] = { "heating", "water" };
	struct phc_figure *to = &f->of[supply][rooms][persons];
	struct phc_str key[3] = { phc_str(supplies[supply]) };
	char r[16], p[16];

	snprintf(r, sizeof(r), "%d", rooms);
	snprintf(p, sizeof(p), "%d", persons);
	key[1] = phc_str(r);
	key[2] = phc_str(p);
	to->v = PHC_UNKNOWN;
	if (phc_law_rows(f->law) > 0 &&
	    phc_law_figure(f->law, date, key, AMOUNT, 2, to, NULL) == -1)
		to->v = PHC_UNKNOWN;
}

static void
figures(struct phc_forfait *f, int64_t date)
{
	int supply, rooms, persons;

	for (supply = 0; supply < SUPPLIES; supply++)
		for (rooms = 0; rooms < ROOMS; rooms++)
			for (persons = 0; persons < PERSONS; persons++)
				figure(f, date, supply, rooms, persons);
}

struct phc_forfait *
phc_forfait_open(const char *dir, int64_t date, struct phc_err *err)
{
	struct phc_forfait *f = phc_new(sizeof(*f));

	f->law = phc_law_open("forfait", PHC_FORFAIT_COLUMNS, 3, dir, err);
	if (f->law != NULL && check(f->law, err) == 0) {
		figures(f, date);
		return f;
	}
	phc_forfait_free(f);
	return NULL;
}

void
phc_forfait_free(struct phc_forfait *f)
{
	if (f == NULL)
		return;
	phc_law_free(f->law);
	free(f);
}

/* Adds the part of one supply; whether it is missing. */
static bool
part(const struct phc_forfait *f, int supply, int rooms, int64_t persons,
    int64_t *amount, const struct phc_uses *uses)
{
	const struct phc_figure *figure;

	if (persons < 0 || persons >= PERSONS)
		return true;
	figure = &f->of[supply][rooms][persons];
	if (figure->v == PHC_UNKNOWN)
		return true;
	*amount += figure->v;
	if (uses != NULL)
		uses->each(figure, uses->arg);
	return false;
}

/* LAW: arrêté 2011-03-10 */
int64_t
phc_forfait(const struct phc_forfait *f, const struct phc_household *hh,
    const struct phc_dwelling *dw, int64_t *amount, const struct phc_uses *uses)
{
	int rooms = dw->type == PHC_UNKNOWN ? 0 : phc_dwelling_rooms(dw->type);
	int64_t persons = hh->adults + hh->dependants;
	bool missing = false;

	*amount = 0;
	if (dw->all_in == 1)
		return 0;
	if (dw->heating == PHC_INDIVIDUAL)
		missing |= part(f, HEATING, rooms, persons, amount, uses);
	if (dw->water == PHC_INDIVIDUAL)
		missing |= part(f, WATER, rooms, persons, amount, uses);
	if (missing)
		return 1;
	return dw->heating == PHC_UNKNOWN || dw->water == PHC_UNKNOWN
		   ? PHC_UNKNOWN
		   : 0;
}
