#include <stdlib.h>

#include "import.h"
#include "phc/law.h"

struct import_places {
	struct phc_law *law;
	struct phc_pool pool;
	struct import_place *place; /* in order of INSEE codes */
	const struct import_place **name;
	int64_t *postal;
	size_t n, postals, cap;
	struct import_memo memo;
};

static int
by_insee(const void *pa, const void *pb)
{
	const struct import_place *a = pa, *b = pb;

	return (a->insee > b->insee) - (a->insee < b->insee);
}

static int
compare(struct phc_str a, struct phc_str b)
{
	int c = memcmp(a.s, b.s, a.n < b.n ? a.n : b.n);

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

static int
by_name(const void *pa, const void *pb)
{
	const struct import_place *const *a = pa, *const *b = pb;

	return compare((*a)->folded, (*b)->folded);
}

static int
by_number(const void *pa, const void *pb)
{
	const int64_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

/* A name as people write it: folded, "st" for "saint", "cedex" behind it. */
static struct phc_str
fold(struct phc_str name, char buf[PHC_FOLD_MAX])
{
	char words[PHC_FOLD_MAX];
	struct phc_str w = phc_fold(name, words, sizeof(words)), rest = w;
	size_t n = 0, k;

	for (; rest.n > 0; rest.s += k, rest.n -= k) {
		const char *gap = memchr(rest.s, ' ', rest.n);

		k = gap ? (size_t)(gap - rest.s) : rest.n;
		w = (struct phc_str){ rest.s, k };
		if (phc_str_is(w, phc_str("st")))
			w = phc_str("saint");
		else if (phc_str_is(w, phc_str("ste")))
			w = phc_str("sainte");
		else if (phc_str_is(w, phc_str("cedex")))
			break;
		if (n + 1 + w.n > PHC_FOLD_MAX)
			break;
		if (n > 0)
			buf[n++] = ' ';
		memcpy(buf + n, w.s, w.n);
		n += w.n;
		k += gap != NULL;
	}
	return (struct phc_str){ buf, n };
}

/* The next of the words that stand in 'list' with one blank between them. */
static bool
next(struct phc_str *list, struct phc_str *word)
{
	const char *gap;

	if (list->n == 0)
		return false;
	gap = memchr(list->s, ' ', list->n);
	*word = (struct phc_str){ list->s,
		gap ? (size_t)(gap - list->s) : list->n };
	list->s += word->n + (gap != NULL);
	list->n -= word->n + (gap != NULL);
	return true;
}

static void
add(struct import_places *p, struct phc_law_row row)
{
	char buf[PHC_FOLD_MAX];
	int64_t insee = phc_insee(row.key[0]);
	struct phc_str postal, list = row.value[1];

	if (p->n == 0 || p->place[p->n - 1].insee != insee)
		p->n++; /* else a later row of the same commune */
	p->place[p->n - 1] =
	    (struct import_place){ insee, row.key[0], row.value[0],
		    phc_pool_str(&p->pool, fold(row.value[0], buf)), list };
	while (next(&list, &postal)) {
		phc_grow(
		    &p->postal, &p->cap, p->postals + 1, sizeof(*p->postal));
		p->postal[p->postals++] = phc_insee(postal);
	}
}

struct import_places *
import_places_open(const char *dir, struct phc_err *err)
{
	struct phc_law *law =
	    phc_law_open("communes", PHC_COMMUNES_COLUMNS, 1, dir, err);
	struct import_places *p;
	size_t i, n;

	if (law == NULL)
		return NULL;
	p = phc_new(sizeof(*p));
	p->law = law;
	n = phc_law_rows(law);
	p->place = phc_pool_take(&p->pool, (n + 1) * sizeof(*p->place));
	p->name = phc_pool_take(&p->pool, (n + 1) * sizeof(*p->name));
	for (i = 0; i < n; i++)
		add(p, phc_law_row(law, i));
	for (i = 0; i < p->n; i++)
		p->name[i] = &p->place[i];
	qsort(p->place, p->n, sizeof(*p->place), by_insee);
	qsort(p->name, p->n, sizeof(*p->name), by_name);
	if (p->postals > 0)
		qsort(p->postal, p->postals, sizeof(*p->postal), by_number);
	return p;
}

void
import_places_free(struct import_places *p)
{
	if (p == NULL)
		return;
	phc_law_free(p->law);
	phc_pool_free(&p->pool);
	free(p->postal);
	free(p);
}

const struct import_place *
import_place_insee(const struct import_places *p, int64_t insee)
{
	struct import_place key = { .insee = insee };

	return bsearch(&key, p->place, p->n, sizeof(*p->place), by_insee);
}

/* Two communes of one name are none: a name must tell. */
static const struct import_place *
search(const struct import_places *p, struct phc_str name)
{
	char buf[PHC_FOLD_MAX];
	const struct import_place key = { .folded = fold(name, buf) },
				  *want = &key;
	const struct import_place **at =
	    bsearch(&want, p->name, p->n, sizeof(*p->name), by_name);

	if (at == NULL || (at > p->name && by_name(at - 1, at) == 0) ||
	    (at + 1 < p->name + p->n && by_name(at, at + 1) == 0))
		return NULL;
	return *at;
}

const struct import_place *
import_place_name(struct import_places *p, struct phc_str name)
{
	const struct import_place *at;
	int64_t i;

	if (!import_memo_find(&p->memo, name, &i)) {
		at = search(p, name);
		i = import_memo_keep(
		    &p->memo, name, at ? at - p->place : (int64_t)-1);
	}
	return i < 0 ? NULL : &p->place[i];
}

bool
import_place_has(const struct import_place *at, struct phc_str postal)
{
	struct phc_str list = at->postals, word;

	while (next(&list, &word))
		if (phc_str_is(word, postal))
			return true;
	return false;
}

bool
import_place_postal(const struct import_places *p, struct phc_str code)
{
	int64_t key = phc_insee(code);

	return key != PHC_UNKNOWN && p->postals > 0 &&
	       bsearch(&key, p->postal, p->postals, sizeof(*p->postal),
		   by_number) != NULL;
}
