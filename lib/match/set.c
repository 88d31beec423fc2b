/*
 * The two sides: their rows, by key, and what is worked out of each alone.
 */
#include <stdlib.h>

#include "match.h"
#include "phc/date.h"

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

/* What a match asks of a household that no other module does. */
struct more {
	int64_t struck_off_reason, referral;
};

static const struct phc_slot more_slots[] = {
	{ "struck_off_reason", offsetof(struct more, struck_off_reason) },
	{ "referral", offsetof(struct more, referral) },
	{ NULL, 0 },
};

static int
dwelling_head(
    struct phc_match *m, const struct phc_rec *head, struct phc_err *err)
{
	if (phc_header_find(head, "occupancy") == -1)
		return phc_no_column(head, "occupancy", err);
	if (m->by == NULL)
		return 0;
	m->by_field = phc_header_find(head, m->by);
	return m->by_field == -1 ? phc_no_column(head, m->by, err) : 0;
}

int
phc_match_head(struct phc_match *m, enum phc_match_file file,
    const struct phc_rec *head, struct phc_err *err)
{
	static const struct {
		const char *kind;
		const struct phc_slot *slots;
	} sides[] = { { "household", phc_household_slots },
		{ "dwelling", phc_dwelling_slots } };

	if (file > PHC_DWELLINGS)
		return match_given_head(m, file, head, err);
	if (phc_bind(&m->bind[file], sides[file].kind, sides[file].slots, head,
		err) == -1 ||
	    (file == PHC_HOUSEHOLDS &&
		phc_bind(&m->more, "household", more_slots, head, err) == -1))
		return -1;
	m->head[file] = phc_rec_keep(&m->pool, head);
	if (clash(head, &m->head[!file], err) == -1)
		return -1;
	return file == PHC_DWELLINGS ? dwelling_head(m, head, err) : 0;
}

struct household *
match_household(const struct phc_match *m, struct phc_str household_id)
{
	return match_find(&m->keys[PHC_HOUSEHOLDS], household_id);
}

struct dwelling *
match_dwelling(const struct phc_match *m, struct phc_str dwelling_id)
{
	return match_find(&m->keys[PHC_DWELLINGS], dwelling_id);
}

/* The place of a key, which is new. */
static struct key *
once(
    struct keys *k, struct phc_str key, const char *column, struct phc_err *err)
{
	bool is_new;
	struct key *s = match_key(k, key, &is_new);

	if (is_new)
		return s;
	phc_fail(err, PHC_EDATA, "%s: the key of an earlier row", column);
	return NULL;
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

static int
wishes(struct phc_match *m, struct household *h, struct phc_err *err)
{
	struct phc_str list = h->hh.wanted_communes, word;
	struct wish *w = phc_pool_take(&m->pool, (list.n / 6 + 1) * sizeof(*w));

	for (h->wish = w; match_next(&list, &word); w++) {
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

	while (match_next(&list, &word))
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

/* Of who has no child that the row tells of, whether it tells all. */
static int64_t
children(const struct household *h)
{
	bool all = h->hh.visiting_children != PHC_UNKNOWN &&
		   h->hh.expected_children != PHC_UNKNOWN;

	if (h->persons > h->hh.adults)
		return h->persons - h->hh.adults;
	return all ? 0 : PHC_UNKNOWN;
}

static void
work_out(struct phc_match *m, struct household *h)
{
	enum phc_basis of;

	h->types = types(m, h->hh.wanted_types);
	h->age = phc_age(h->hh.birth_date, m->at);
	h->category = phc_category(&h->hh, m->at);
	h->tested = phc_tested_income(&h->hh, m->at, &of);
	h->persons = phc_household_lodged(&h->hh);
	h->children = children(h);
	h->rooms = rooms(m, &h->hh);
	h->class = h->hh.priority == PHC_UNKNOWN ? PHC_PRIORITY_NONE
						 : (int)h->hh.priority;
	h->lot = match_lot(m->seed, h->hh.household_id);
	h->months = match_months(h->hh.applied_on, m->at);
	h->points = match_own_points(m, h);
	h->fixed = NONE;
}

static int
add_household(
    struct phc_match *m, const struct phc_rec *rec, struct phc_err *err)
{
	struct household *h = phc_pool_take(&m->pool, sizeof(*h));
	struct more more;
	struct key *key;
	bool gone;

	*h = (struct household){ .rec = phc_rec_keep(&m->pool, rec) };
	if (phc_household_read(
		&m->bind[PHC_HOUSEHOLDS], &h->rec, &h->hh, err) == -1 ||
	    phc_household_born(&h->hh, m->at, err) == -1 ||
	    phc_bind_read(&m->more, rec, &more, err) == -1 ||
	    wishes(m, h, err) == -1)
		return -1;
	gone = struck_off(m, h, more.struck_off_reason);
	if ((!gone && phc_payer(m->law, &h->hh, &h->payer, err) == -1) ||
	    (key = once(&m->keys[PHC_HOUSEHOLDS], h->hh.household_id,
		 "household_id", err)) == NULL)
		return -1;
	m->count.households++;
	m->count.struck_off += gone;
	if (gone)
		return 0;
	key->row = h;
	h->referral = more.referral;
	work_out(m, h);
	phc_grow(&m->household, &m->caphouseholds, m->nhouseholds + 1,
	    sizeof(*m->household));
	m->household[m->nhouseholds++] = h;
	return 0;
}

/* Where it is, how large, and from when on it is free. */
static void
place(struct phc_match *m, struct dwelling *d)
{
	int64_t from = d->dw.available_on;
	char insee[6];

	phc_insee_format(d->dw.commune, insee);
	d->epci = epci(m, phc_str(insee));
	d->place = d->dw.commune_name.n > 0
		       ? d->dw.commune_name
		       : phc_pool_str(&m->pool, phc_str(insee));
	d->rooms = d->dw.room == 1 ? 1 : phc_dwelling_rooms(d->dw.type);
	d->ready = from > m->at ? from : m->at;
	d->fixed = NONE;
	if (m->by != NULL)
		d->territory = phc_rec_field(&d->rec, (size_t)m->by_field);
}

static bool
elsewhere(const struct phc_match *m, const struct phc_rec *rec)
{
	return m->only != NULL &&
	       !phc_str_is(
		   phc_rec_field(rec, (size_t)m->by_field), phc_str(m->only));
}

static void
keep_dwelling(struct phc_match *m, struct dwelling *d)
{
	place(m, d);
	m->count.vacant++;
	phc_grow(&m->dwelling, &m->capdwellings, m->ndwellings + 1,
	    sizeof(*m->dwelling));
	m->dwelling[m->ndwellings++] = d;
}

static int
add_dwelling(
    struct phc_match *m, const struct phc_rec *rec, struct phc_err *err)
{
	const struct phc_binding *b = &m->bind[PHC_DWELLINGS];
	struct dwelling *d = NULL, read = { .zone = PHC_OTHER };
	struct key *key;

	if (elsewhere(m, rec))
		return 0;
	if (phc_dwelling_read(b, rec, &read.dw, err) == -1)
		return -1;
	if (phc_dwelling_vacant(&read.dw)) {
		if (phc_ceiling_zone(
			m->ceilings, read.dw.commune, &read.zone, err) == -1 ||
		    phc_terms_zone(
			m->law, read.dw.commune, &read.aid_zone, err) == -1)
			return -1;
		d = phc_pool_take(&m->pool, sizeof(*d));
		*d = read;
		d->rec = phc_rec_keep(&m->pool, rec);
		phc_dwelling_read(b, &d->rec, &d->dw, NULL);
	}
	if ((key = once(&m->keys[PHC_DWELLINGS],
		 phc_pool_str(&m->pool, read.dw.dwelling_id), "dwelling_id",
		 err)) == NULL)
		return -1;
	m->count.dwellings++;
	key->row = d;
	if (d != NULL)
		keep_dwelling(m, d);
	return 0;
}

int
phc_match_add(struct phc_match *m, enum phc_match_file file,
    const struct phc_rec *rec, struct phc_err *err)
{
	if (file > PHC_DWELLINGS)
		return match_given_add(m, file, rec, err);
	return file == PHC_HOUSEHOLDS ? add_household(m, rec, err)
				      : add_dwelling(m, rec, err);
}

struct phc_match_count
phc_match_count(const struct phc_match *m)
{
	return m->count;
}
