#include <stdlib.h>

#include "phc/columns.h"
#include "phc/commune.h"

struct place {
	int64_t commune, zone; /* PHC_UNKNOWN: none is told */
};

struct phc_communes {
	struct place *place; /* sorted by commune */
	size_t n;
};

static int
compare(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	return (a->commune > b->commune) - (a->commune < b->commune);
}

static bool
zone(struct phc_str s, int64_t *out)
{
	static const char *const names[] = { "", "1", "1bis", "2", "3" };
	static const int64_t zones[] = { PHC_UNKNOWN, 1, 1, 2, 3 };
	size_t i;

	for (i = 0; i < sizeof(zones) / sizeof(*zones); i++)
		if (phc_str_is(s, phc_str(names[i]))) {
			*out = zones[i];
			return true;
		}
	return false;
}

static int
place(const struct phc_law *law, const struct phc_law_row *row, struct place *p,
    struct phc_err *err)
{
	enum { ZONE = 4 }; /* of the values: column aid_zone */

	p->commune = phc_insee(row->key[0]);
	if (p->commune != PHC_UNKNOWN && zone(row->value[ZONE], &p->zone))
		return 0;
	return phc_fail(err, PHC_EDATA,
	    "%s: not a commune in a zone of housing aid: '%.*s', '%.*s'",
	    phc_law_where(law), PHC_STR_ARG(row->key[0]),
	    PHC_STR_ARG(row->value[ZONE]));
}

/* Each commune once: the row in force, if one is. */
static int
places(struct phc_communes *c, const struct phc_law *law, int64_t date,
    struct phc_err *err)
{
	size_t i, n = phc_law_rows(law);
	struct phc_law_row row, now;

	c->place = phc_new((n + 1) * sizeof(*c->place));
	for (i = 0; i < n; i++) {
		row = phc_law_row(law, i);
		if (phc_law_find(law, date, row.key, &now, NULL) == -1 ||
		    now.from != row.from)
			continue;
		if (place(law, &now, &c->place[c->n++], err) == -1)
			return -1;
	}
	qsort(c->place, c->n, sizeof(*c->place), compare);
	return 0;
}

struct phc_communes *
phc_communes_open(const char *dir, int64_t date, struct phc_err *err)
{
	struct phc_law *law =
	    phc_law_open("communes", PHC_COMMUNES_COLUMNS, 1, dir, err);
	struct phc_communes *c;
	int rc;

	if (law == NULL)
		return NULL;
	c = phc_new(sizeof(*c));
	rc = places(c, law, date, err);
	phc_law_free(law);
	if (rc == 0)
		return c;
	phc_communes_free(c);
	return NULL;
}

void
phc_communes_free(struct phc_communes *c)
{
	if (c == NULL)
		return;
	free(c->place);
	free(c);
}

int
phc_aid_zone(const struct phc_communes *c, int64_t commune, int64_t *out,
    struct phc_err *err)
{
	const struct place key = { commune, 0 },
			   *p = bsearch(
			       &key, c->place, c->n, sizeof(key), compare);
	char insee[6];

	if (p == NULL || p->zone == PHC_UNKNOWN)
		return phc_fail(err, PHC_ELAW,
		    "no zone of housing aid for commune '%s': add it to "
		    "communes.csv",
		    phc_insee_format(commune, insee));
	*out = p->zone;
	return 0;
}
