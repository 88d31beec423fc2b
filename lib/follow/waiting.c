#include <stddef.h>
#include <stdlib.h>

#include "phc/household.h"
#include "waiting.h"

static const struct phc_slot slots[] = {
	{ "birth_date", offsetof(struct phc_household, birth_date) },
	{ "adults", offsetof(struct phc_household, adults) },
	{ "dependants", offsetof(struct phc_household, dependants) },
	{ "visiting_children",
	    offsetof(struct phc_household, visiting_children) },
	{ "expected_children",
	    offsetof(struct phc_household, expected_children) },
	{ "wanted_communes", offsetof(struct phc_household, wanted_communes) },
	{ "wanted_nearby", offsetof(struct phc_household, wanted_nearby) },
	{ "wanted_types", offsetof(struct phc_household, wanted_types) },
	{ NULL, 0 },
};

enum { NAME = 0, EPCI = 2 }; /* of the values of table communes */

static bool
place(const struct waiting *w, int64_t commune, struct phc_law_row *row)
{
	char insee[6];
	struct phc_str key = phc_str(phc_insee_format(commune, insee));

	return phc_law_find(w->f->communes, w->f->at, &key, row, NULL) == 0;
}

static int64_t
epci(const struct waiting *w, int64_t commune)
{
	struct phc_law_row row;
	int64_t siren;

	if (commune == PHC_UNKNOWN || !place(w, commune, &row) ||
	    phc_decimal_parse(row.value[EPCI], 0, &siren, NULL) == -1)
		return PHC_UNKNOWN;
	return siren;
}

struct phc_str
waiting_commune(const struct waiting *w, int64_t commune)
{
	struct phc_law_row row;

	return place(w, commune, &row) ? row.value[NAME]
				       : (struct phc_str){ "", 0 };
}

/* The next word of a list; false at its end. */
static bool
next(struct phc_str *list, struct phc_str *word)
{
	const char *space = list->n > 0 ? memchr(list->s, ' ', list->n) : NULL;
	size_t n = space != NULL ? (size_t)(space - list->s) : list->n;

	*word = (struct phc_str){ list->s, n };
	list->s += n + (space != NULL);
	list->n -= n + (space != NULL);
	return n > 0;
}

static bool
wants_small(struct phc_str types)
{
	static const char *const small[] = { "T1", "T1bis", "T2" };
	struct phc_str word;
	size_t i;

	if (types.n == 0)
		return true;
	while (next(&types, &word))
		for (i = 0; i < sizeof(small) / sizeof(*small); i++)
			if (phc_str_is(word, phc_str(small[i])))
				return true;
	return false;
}

/* LAW: CCH L442-8-1 */
static bool
alone(const struct phc_follow *f, const struct phc_household *hh)
{
	return hh->adults == 1 && hh->dependants == 0 &&
	       hh->visiting_children <= 0 && hh->expected_children <= 0 &&
	       phc_age(hh->birth_date, f->at) < f->limits.age &&
	       wants_small(hh->wanted_types);
}

/* Whether the demand stands: first made, or renewed, since the household left
 * the last dwelling it had. */
static bool
demands(const struct phc_follow *f, const struct household *h)
{
	const struct lease *l = &f->lease.row[h->leases.at],
			   *end = l + h->leases.n;
	int32_t demand = follow_demand(f, h);

	for (; l < end && l->start <= f->at; l++)
		if (l->end == NO_DAY || l->end > f->at || l->end >= demand)
			return false;
	return demand != NO_DAY;
}

/* AML goes with no measure of its own fund, which itself is one. */
static bool
has_measure(const struct phc_follow *f, const struct household *h)
{
	const struct term *t = f->terms.measure;
	struct standing m[PHC_MEASURES];
	int i;

	follow_measures(f, h, follow_day(f->at), m);
	for (i = 0; i < PHC_MEASURES; i++)
		if (m[i].start != NO_DAY &&
		    (i == PHC_AML ||
			(*t[PHC_AML].fund != '\0' &&
			    strcmp(t[i].fund, t[PHC_AML].fund) == 0)))
			return true;
	return false;
}

static void
add(struct waiting *w, uint32_t household, int64_t commune, bool nearby)
{
	phc_grow(&w->wish, &w->cap, w->wishes + 1, sizeof(*w->wish));
	w->wish[w->wishes++] = (struct wish){ commune,
		nearby ? epci(w, commune) : PHC_UNKNOWN, household };
}

static void
wishes(struct waiting *w, uint32_t household, const struct phc_household *hh)
{
	struct phc_str list = hh->wanted_communes, word;
	int64_t commune;

	if (list.n == 0)
		add(w, household, PHC_UNKNOWN, false);
	while (next(&list, &word))
		if ((commune = phc_insee(word)) != PHC_UNKNOWN)
			add(w, household, commune, hh->wanted_nearby == 1);
}

int
phc_follow_waiting(struct phc_follow *f, struct phc_err *err)
{
	f->communes =
	    phc_law_open("communes", PHC_COMMUNES_COLUMNS, 1, f->tables, err);
	return f->communes == NULL ? -1 : 0;
}

int
waiting_head(
    struct phc_follow *f, const struct phc_rec *head, struct phc_err *err)
{
	phc_bind_free(&f->waiting);
	if (f->communes == NULL)
		return 0;
	return phc_bind(&f->waiting, "household", slots, head, err);
}

int
waiting_check(
    const struct phc_follow *f, const struct phc_rec *rec, struct phc_err *err)
{
	struct phc_household hh;

	if (f->communes == NULL)
		return 0;
	return phc_bind_read(&f->waiting, rec, &hh, err);
}

void
waiting_open(const struct phc_follow *f, struct waiting *w)
{
	struct phc_household hh;
	const struct household *h;
	uint32_t i;

	*w = (struct waiting){ .f = f };
	for (i = 0; i < f->household.n; i++) {
		h = &f->household.row[i];
		if (h->given &&
		    phc_bind_read(&f->waiting, &h->rec, &hh, NULL) == 0 &&
		    alone(f, &hh) && demands(f, h) && !has_measure(f, h))
			wishes(w, i, &hh);
	}
}

void
waiting_free(struct waiting *w)
{
	phc_pool_free(&w->pool);
	free(w->wish);
}

static bool
would(const struct wish *wish, int64_t commune, int64_t near)
{
	return wish->commune == PHC_UNKNOWN || wish->commune == commune ||
	       (wish->epci != PHC_UNKNOWN && wish->epci == near);
}

struct phc_str
waiting_for(struct waiting *w, int64_t commune, int64_t *n)
{
	const struct wish *wish = w->wish, *end = wish + w->wishes;
	int64_t near = epci(w, commune);
	uint32_t last = NOBODY;
	struct phc_str s;
	char *text = NULL;
	size_t used = 0, cap = 0, len;
	const char *key;

	for (*n = 0; wish < end; wish++) {
		if (wish->household == last || !would(wish, commune, near))
			continue;
		last = wish->household;
		key = follow_text(&w->f->households, last);
		len = strlen(key);
		phc_grow(&text, &cap, used + len + 1, 1);
		if (++*n > 1)
			text[used++] = ' ';
		memcpy(text + used, key, len);
		used += len;
	}
	s = phc_pool_str(&w->pool, (struct phc_str){ text, used });
	free(text);
	return s;
}
