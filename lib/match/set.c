#include <stdlib.h>

#include "match.h"
#include "phc/date.h"
#include "phc/law.h"

static int
open_tables(struct phc_match *m, const char *tables, struct phc_err *err)
{
	if ((m->ceilings = phc_ceilings_open(tables, m->at, err)) == NULL ||
	    (m->communes = phc_law_open(
		 "communes", PHC_COMMUNES_COLUMNS, 1, tables, err)) == NULL ||
	    match_rules_open(m, tables, err) == -1)
		return -1;
	return match_score_open(m, tables, err);
}

struct phc_match *
phc_match_new(int64_t at, const char *tables, struct phc_err *err)
{
	struct phc_match *m = phc_new(sizeof(*m));

	m->at = at;
	m->type = phc_column_find("dwelling", phc_str("type"));
	m->financing = phc_column_find("dwelling", phc_str("financing"));
	if (open_tables(m, tables, err) == -1) {
		phc_match_free(m);
		return NULL;
	}
	return m;
}

void
phc_match_free(struct phc_match *m)
{
	int side;

	if (m == NULL)
		return;
	for (side = 0; side < PHC_SIDES; side++) {
		phc_bind_free(&m->bind[side]);
		free(m->keys[side].slot);
	}
	phc_bind_free(&m->struck);
	phc_ceilings_free(m->ceilings);
	phc_law_free(m->communes);
	phc_law_free(m->rules);
	phc_pool_free(&m->pool);
	free(m->household);
	free(m->dwelling);
	free(m->run);
	free(m->pair);
	free(m->chosen);
	free(m->named);
	free(m);
}

static struct phc_rec
keep(struct phc_pool *pool, const struct phc_rec *rec)
{
	struct phc_rec r = *rec;
	size_t ends = rec->n * sizeof(*rec->end);
	struct phc_str text = { rec->text,
		rec->n > 0 ? rec->end[rec->n - 1] + 1 : 0 };

	r.text = phc_pool_str(pool, text).s;
	r.end = memcpy(phc_pool_take(pool, ends), rec->end, ends);
	return r;
}

/* The two sides' columns and those that are added have each one name. */
static int
clash(const struct phc_rec *head, const struct phc_rec *other,
    struct phc_err *err)
{
	const struct phc_column *col;
	struct phc_str name;
	size_t i, k, n;

	for (i = 0; i < head->n; i++) {
		name = phc_rec_field(head, i);
		for (col = phc_columns(&n); n > 0; n--, col++)
			if (strcmp(col->kind, "pair") == 0 &&
			    phc_str_is(name, phc_str(col->name)))
				return phc_fail(err, PHC_EDATA,
				    "column '%s' is of a match already: drop "
				    "or rename it",
				    col->name);
		for (k = 0; k < other->n; k++)
			if (phc_str_is(name, phc_rec_field(other, k)))
				return phc_fail(err, PHC_EDATA,
				    "column '%.*s' is on both sides: drop or "
				    "rename one",
				    PHC_STR_ARG(name));
	}
	return 0;
}

int
phc_match_head(struct phc_match *m, enum phc_side side,
    const struct phc_rec *head, struct phc_err *err)
{
	static const struct phc_slot struck[] = { { "struck_off_reason", 0 },
		{ NULL, 0 } };
	static const struct {
		const char *kind;
		const struct phc_slot *slots;
	} sides[] = { { "household", phc_household_slots },
		{ "dwelling", phc_dwelling_slots } };

	if (phc_bind(&m->bind[side], sides[side].kind, sides[side].slots, head,
		err) == -1 ||
	    (side == PHC_HOUSEHOLDS &&
		phc_bind(&m->struck, "household", struck, head, err) == -1))
		return -1;
	m->head[side] = keep(&m->pool, head);
	if (clash(head, &m->head[!side], err) == -1)
		return -1;
	if (side == PHC_DWELLINGS && phc_header_find(head, "occupancy") == -1)
		return phc_no_column(head, "occupancy", err);
	return 0;
}

static uint64_t
hash(struct phc_str s)
{
	uint64_t h = UINT64_C(14695981039346656037);
	size_t i;

	for (i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.s[i]) * UINT64_C(1099511628211);
	return h ^ h >> 32;
}

static struct phc_str *
slot(const struct keys *k, struct phc_str key)
{
	size_t i = hash(key) & (k->cap - 1);

	while (k->slot[i].n > 0 && !phc_str_is(k->slot[i], key))
		i = (i + 1) & (k->cap - 1);
	return &k->slot[i];
}

static void
spread(struct keys *k)
{
	struct keys wide = { .cap = k->cap ? 2 * k->cap : 64, .n = k->n };
	size_t i;

	wide.slot = phc_new(wide.cap * sizeof(*wide.slot));
	for (i = 0; i < k->cap; i++)
		if (k->slot[i].n > 0)
			*slot(&wide, k->slot[i]) = k->slot[i];
	free(k->slot);
	*k = wide;
}

static int
once(
    struct keys *k, struct phc_str key, const char *column, struct phc_err *err)
{
	struct phc_str *s;

	if (2 * k->n >= k->cap)
		spread(k);
	s = slot(k, key);
	if (s->n > 0)
		return phc_fail(
		    err, PHC_EDATA, "%s: the key of an earlier row", column);
	*s = key;
	k->n++;
	return 0;
}

enum { EPCI = 2 }; /* of the values of table communes: epci_siren */

/* PHC_UNKNOWN where the table tells none. */
static int64_t
epci(const struct phc_match *m, struct phc_str insee)
{
	struct phc_law_row row;
	int64_t siren;

	if (phc_law_find(m->communes, m->at, &insee, &row, NULL) == -1 ||
	    phc_decimal_parse(row.value[EPCI], 0, &siren, NULL) == -1)
		return PHC_UNKNOWN;
	return siren;
}

/* The next word of a list; false at its end. */
static bool
next(struct phc_str *list, struct phc_str *word)
{
	const char *space = memchr(list->s, ' ', list->n);
	size_t n = space != NULL ? (size_t)(space - list->s) : list->n;

	*word = (struct phc_str){ list->s, n };
	list->s += n + (space != NULL);
	list->n -= n + (space != NULL);
	return n > 0;
}

static int
wishes(struct phc_match *m, struct household *h, struct phc_err *err)
{
	struct phc_str list = h->hh.wanted_communes, word;
	struct wish *w = phc_pool_take(&m->pool, (list.n / 6 + 1) * sizeof(*w));

	for (h->wish = w; next(&list, &word); w++) {
		w->commune = phc_insee(word);
		w->epci = epci(m, word);
		if (w->commune == PHC_UNKNOWN)
			return phc_fail(err, PHC_EDATA,
			    "wanted_communes: not an INSEE code: '%.*s'",
			    PHC_STR_ARG(word));
	}
	h->nwishes = (size_t)(w - h->wish);
	return 0;
}

static uint32_t
types(const struct phc_match *m, struct phc_str list)
{
	struct phc_str word;
	uint32_t set = 0;
	size_t i;

	while (next(&list, &word))
		for (i = 0; i < m->type->nvalues; i++)
			if (phc_str_is(word, phc_str(m->type->values[i])))
				set |= UINT32_C(1) << i;
	return set;
}

static const struct room_range *
rooms(const struct phc_match *m, const struct phc_household *hh)
{
	int64_t persons = phc_household_lodged(hh);
	bool couple = hh->partner_birth_date != PHC_UNKNOWN;

	return &m->rooms[persons < PERSONS_MAX ? persons : PERSONS_MAX][couple];
}

static bool
struck_off(const struct phc_match *m, const struct household *h, int64_t reason)
{
	int64_t on = h->hh.struck_off_on;

	return on != PHC_UNKNOWN ? on <= m->at : reason != PHC_UNKNOWN;
}

static int
add_household(
    struct phc_match *m, const struct phc_rec *rec, struct phc_err *err)
{
	struct household *h = phc_pool_take(&m->pool, sizeof(*h));
	enum phc_basis basis;
	int64_t reason;

	*h = (struct household){ .rec = keep(&m->pool, rec) };
	if (phc_household_read(
		&m->bind[PHC_HOUSEHOLDS], &h->rec, &h->hh, err) == -1 ||
	    phc_household_born(&h->hh, m->at, err) == -1 ||
	    phc_bind_read(&m->struck, rec, &reason, err) == -1 ||
	    wishes(m, h, err) == -1 ||
	    once(&m->keys[PHC_HOUSEHOLDS], h->hh.household_id, "household_id",
		err) == -1)
		return -1;
	m->count.households++;
	if (struck_off(m, h, reason)) {
		m->count.struck_off++;
		return 0;
	}
	h->types = types(m, h->hh.wanted_types);
	h->age = phc_age(h->hh.birth_date, m->at);
	h->category = phc_category(&h->hh, m->at);
	h->tested = phc_tested_income(&h->hh, m->at, &basis);
	h->rooms = rooms(m, &h->hh);
	h->class = h->hh.priority == PHC_UNKNOWN ? PHC_PRIORITY_NONE
						 : (int)h->hh.priority;
	h->points = match_own_points(m, h);
	phc_grow(&m->household, &m->caphouseholds, m->nhouseholds + 1,
	    sizeof(*m->household));
	m->household[m->nhouseholds++] = h;
	return 0;
}

/* Where it is, and how large. */
static void
place(struct phc_match *m, struct dwelling *d)
{
	char insee[6];

	phc_insee_format(d->dw.commune, insee);
	d->epci = epci(m, phc_str(insee));
	d->place = d->dw.commune_name.n > 0
		       ? d->dw.commune_name
		       : phc_pool_str(&m->pool, phc_str(insee));
	d->rooms = d->dw.room == 1 ? 1 : phc_dwelling_rooms(d->dw.type);
}

static int
add_dwelling(
    struct phc_match *m, const struct phc_rec *rec, struct phc_err *err)
{
	const struct phc_binding *b = &m->bind[PHC_DWELLINGS];
	enum phc_zone zone = PHC_OTHER;
	struct phc_dwelling dw;
	struct dwelling *d;

	if (phc_dwelling_read(b, rec, &dw, err) == -1 ||
	    (phc_dwelling_vacant(&dw) &&
		phc_ceiling_zone(m->ceilings, dw.commune, &zone, err) == -1) ||
	    once(&m->keys[PHC_DWELLINGS],
		phc_pool_str(&m->pool, dw.dwelling_id), "dwelling_id",
		err) == -1)
		return -1;
	m->count.dwellings++;
	if (!phc_dwelling_vacant(&dw))
		return 0;
	d = phc_pool_take(&m->pool, sizeof(*d));
	*d = (struct dwelling){ .rec = keep(&m->pool, rec), .zone = zone };
	if (phc_dwelling_read(b, &d->rec, &d->dw, err) == -1)
		return -1;
	place(m, d);
	m->count.vacant++;
	phc_grow(&m->dwelling, &m->capdwellings, m->ndwellings + 1,
	    sizeof(*m->dwelling));
	m->dwelling[m->ndwellings++] = d;
	return 0;
}

int
phc_match_add(struct phc_match *m, enum phc_side side,
    const struct phc_rec *rec, struct phc_err *err)
{
	return side == PHC_HOUSEHOLDS ? add_household(m, rec, err)
				      : add_dwelling(m, rec, err);
}

struct phc_match_count
phc_match_count(const struct phc_match *m)
{
	return m->count;
}
