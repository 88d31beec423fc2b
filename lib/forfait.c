#include <stdlib.h>

#include "phc/forfait.h"

struct phc_forfait {
	struct phc_law *law;
	int64_t date;
};

enum { AMOUNT }; /* of the values */

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

struct phc_forfait *
phc_forfait_open(const char *dir, int64_t date, struct phc_err *err)
{
	struct phc_forfait *f = phc_new(sizeof(*f));

	f->date = date;
	f->law = phc_law_open("forfait", PHC_FORFAIT_COLUMNS, 3, dir, err);
	if (f->law != NULL && check(f->law, err) == 0)
		return f;
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
part(const struct phc_forfait *f, const char *supply, int rooms, int persons,
    int64_t *amount, const struct phc_uses *uses)
{
	char r[16], p[16];
	struct phc_str key[3] = { phc_str(supply) };
	struct phc_figure figure;

	if (phc_law_rows(f->law) == 0)
		return true;
	snprintf(r, sizeof(r), "%d", rooms);
	snprintf(p, sizeof(p), "%d", persons);
	key[1] = phc_str(r);
	key[2] = phc_str(p);
	if (phc_law_figure(f->law, f->date, key, AMOUNT, 2, &figure, NULL) ==
	    -1)
		return true;
	*amount += figure.v;
	if (uses != NULL)
		uses->each(&figure, uses->arg);
	return false;
}

/* LAW: arrêté 2011-03-10 */
int64_t
phc_forfait(const struct phc_forfait *f, const struct phc_household *hh,
    const struct phc_dwelling *dw, int64_t *amount, const struct phc_uses *uses)
{
	int rooms = dw->type == PHC_UNKNOWN ? 0 : phc_dwelling_rooms(dw->type);
	int persons = (int)(hh->adults + hh->dependants);
	bool missing = false;

	*amount = 0;
	if (dw->all_in == 1)
		return 0;
	if (dw->heating == PHC_INDIVIDUAL)
		missing |= part(f, "heating", rooms, persons, amount, uses);
	if (dw->water == PHC_INDIVIDUAL)
		missing |= part(f, "water", rooms, persons, amount, uses);
	if (missing)
		return 1;
	return dw->heating == PHC_UNKNOWN || dw->water == PHC_UNKNOWN
		   ? PHC_UNKNOWN
		   : 0;
}
