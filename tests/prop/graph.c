/*
 * What is found among pairs is the best there is, proved; of several, the one
 * that houses who comes first; and nobody envies with reason.
 */
#include "../../lib/graph/graph.h"
#include "prop.h"

enum { SMALL = 6, LARGE = 60, CLASSES = PHC_GRAPH_CLASSES };

/* A graph as a table; the class of a household falls with its number, or not.
 */
struct table {
	size_t households, dwellings;
	int class[LARGE];
	bool pair[LARGE][LARGE]; /* dwelling, household */
	int64_t points[LARGE][LARGE];
	int wish[LARGE][LARGE]; /* household, dwelling */
};

static int64_t
random_points(int64_t range)
{
	return below(8) == 0 ? (below(2) ? range : -range)
			     : between(-range, range);
}

static void
random_table(
    struct table *t, size_t households, size_t dwellings, int64_t range)
{
	size_t d, h;
	uint64_t density = 1 + below(4);
	int class = 1 + (int)below(CLASSES);

	t->households = households;
	t->dwellings = dwellings;
	for (h = 0; h < households; h++)
		t->class[h] = (int)below((uint64_t) class);
	for (d = 0; d < dwellings; d++)
		for (h = 0; h < households; h++) {
			t->pair[d][h] = below(4) < density;
			t->points[d][h] = random_points(range);
			t->wish[h][d] = (int)below(3);
		}
}

static struct phc_graph *
graph(const struct table *t)
{
	struct phc_graph *g = phc_graph_new(t->households, t->dwellings);
	size_t i, k, turn = t->households ? below(t->households) : 0;

	for (i = 0; i < t->dwellings; i++) {
		phc_graph_open(g, (uint32_t)i);
		for (k = 0; k < t->households; k++) {
			size_t h = (k + turn) % t->households;

			if (t->pair[i][h])
				phc_graph_add(g, (uint32_t)h,
				    phc_rank(t->class[h], t -> points[i][h]));
		}
		phc_graph_close(g, (uint32_t)i);
	}
	return g;
}

/* As phc_graph_assign(), but for what a component is hard: the same is found.
 */
static int
assign(const struct phc_graph *g, struct phc_assignment *a, struct phc_err *e)
{
	static const size_t hard[] = { 0, 1, 2, 1000 };

	return graph_assign(g, NULL, hard[below(4)], a, e);
}

/* What is compared, most important first: housed by class, points, then who is
 * housed, the first household in the highest bit. */
struct gain {
	int64_t v[CLASSES + 1];
	uint64_t who;
};

static void
gain(const struct table *t, struct gain *w, size_t d, size_t h, int sign)
{
	w->v[CLASSES - 1 - t->class[h]] += sign;
	w->v[CLASSES] += sign * t->points[d][h];
	w->who ^= 1ULL << (63 - h);
}

static int
compare(const struct gain *a, const struct gain *b)
{
	int i;

	for (i = 0; i <= CLASSES; i++)
		if (a->v[i] != b->v[i])
			return a->v[i] > b->v[i] ? 1 : -1;
	return (a->who > b->who) - (a->who < b->who);
}

static void
try(const struct table *t, size_t d, unsigned taken, struct gain *sum,
    struct gain *best)
{
	size_t h;

	if (d == t->dwellings) {
		if (compare(sum, best) > 0)
			*best = *sum;
		return;
	}
	try(t, d + 1, taken, sum, best);
	for (h = 0; h < t->households; h++)
		if (t->pair[d][h] && !(taken >> h & 1)) {
			gain(t, sum, d, h, 1);
			try(t, d + 1, taken | 1U << h, sum, best);
			gain(t, sum, d, h, -1);
		}
}

static struct gain
value(const struct table *t, const uint32_t *pick)
{
	struct gain w = { { 0 }, 0 };
	size_t d;

	for (d = 0; d < t->dwellings; d++)
		if (pick[d] != PHC_NOBODY)
			gain(t, &w, d, pick[d], 1);
	return w;
}

static int64_t
some_range(void)
{
	static const int64_t range[] = { 0, 1, 2, 20, 1000, PHC_GRAPH_POINTS };

	return range[below(sizeof(range) / sizeof(*range))];
}

static void
best(void)
{
	static struct table t;
	struct phc_graph *g;
	struct phc_assignment a;
	struct gain sum, want;
	struct phc_err e = { PHC_OK, "" };
	long i, bad = 0, n = tries(20000);

	for (i = 0; i < n && bad == 0; i++) {
		random_table(
		    &t, below(SMALL + 1), below(SMALL + 1), some_range());
		g = graph(&t);
		want = sum = (struct gain){ { 0 }, 0 };
		try(&t, 0, 0, &sum, &want);
		bad |= assign(g, &a, &e) == -1;
		bad |= phc_graph_prove(g, &a, &e) == -1;
		sum = value(&t, a.pick);
		bad |= compare(&sum, &want) != 0;
		phc_assignment_free(&a);
		phc_graph_free(g);
	}
	about("%ld small graphs, by trying all", n);
	ok(bad == 0);
	is_str(e.msg, "");
}

/* One household more or less, or a swap, at each end of a path without slack:
 * nobody left out could be housed instead of one behind. */
static bool
could_move(const struct table *t, const struct phc_assignment *a, size_t out)
{
	bool reached[LARGE] = { false };
	size_t queue[LARGE], n = 0, i, d, h;

	for (queue[n++] = out, i = 0; i < n; i++)
		for (h = queue[i], d = 0; d < t->dwellings; d++) {
			if (!t->pair[d][h] || reached[d] ||
			    (t->class[h] + 1) * a->dwelling_step[d] +
				    t->points[d][h] !=
				a->value[d] + a->price[h])
				continue;
			reached[d] = true;
			if (a->pick[d] == PHC_NOBODY ||
			    (a->price[a->pick[d]] == 0 && a->pick[d] > out))
				return true;
			queue[n++] = a->pick[d];
		}
	return false;
}

static bool
first_come(const struct table *t, const struct phc_assignment *a)
{
	bool housed[LARGE] = { false };
	size_t i;

	for (i = 0; i < t->dwellings; i++)
		if (a->pick[i] != PHC_NOBODY)
			housed[a->pick[i]] = true;
	for (i = 0; i < t->households; i++)
		if (!housed[i] && could_move(t, a, i))
			return false;
	return true;
}

static void
proved(void)
{
	static struct table t;
	struct phc_graph *g;
	struct phc_assignment a;
	struct phc_err e = { PHC_OK, "" };
	long i, bad = 0, late = 0, n = tries(2000);

	for (i = 0; i < n && bad == 0; i++) {
		random_table(
		    &t, 1 + below(LARGE), 1 + below(LARGE), some_range());
		g = graph(&t);
		bad =
		    assign(g, &a, &e) == -1 || phc_graph_prove(g, &a, &e) == -1;
		late += !first_come(&t, &a);
		phc_assignment_free(&a);
		phc_graph_free(g);
	}
	about("%ld larger graphs, by their prices", n);
	is_str(e.msg, "");
	about("%ld larger graphs, by who could move", n);
	is(late, 0);
}

enum { KINDS = 9 };

/* One thing is made wrong; returns whether there was one. */
static bool
tamper(const struct phc_graph *g, struct phc_assignment *a, int how)
{
	uint32_t d = (uint32_t)below(g->dwellings),
		 h = (uint32_t)below(g->households),
		 other = (uint32_t)below(g->dwellings);

	switch (how) {
	case 0:
		a->price[h]++;
		return true;
	case 1:
		a->value[d]--;
		return g->n[d] > 0;
	case 2:
		a->value[d]++;
		return true;
	case 3:
		a->price[h] = -1 - a->price[h];
		return true;
	case 4:
		if (a->pick[d] == PHC_NOBODY || d == other)
			return false;
		a->pick[other] = a->pick[d];
		return true;
	case 5:
		if (a->pick[d] == PHC_NOBODY)
			return false;
		a->pick[d] = PHC_NOBODY;
		return true;
	case 6:
		a->dwelling_step[d] += 1 + (int64_t)below(9);
		return a->pick[d] != PHC_NOBODY;
	case 7:
		if (a->pick[d] != PHC_NOBODY)
			return false;
		a->pick[d] = h;
		return true;
	default:
		if (a->pick[d] == PHC_NOBODY)
			return false;
		a->household_step[a->pick[d]]--;
		return true;
	}
}

static void
tampered(void)
{
	static struct table t;
	struct phc_graph *g;
	struct phc_assignment a;
	struct phc_err e;
	long i, n = tries(1000), missed[KINDS] = { 0 }, tried[KINDS] = { 0 };
	int how;

	for (i = 0; i < KINDS * n; i++) {
		how = (int)(i % KINDS);
		random_table(&t, 1 + below(9), 1 + below(9), 20);
		g = graph(&t);
		assign(g, &a, NULL);
		if (tamper(g, &a, how)) {
			tried[how]++;
			if (phc_graph_prove(g, &a, &e) == 0)
				missed[how]++;
			else
				missed[how] += e.code != PHC_ESYS;
		}
		phc_assignment_free(&a);
		phc_graph_free(g);
	}
	for (how = 0; how < KINDS; how++) {
		about("%ld of kind %d", tried[how], how);
		ok(tried[how] > n / 10 && missed[how] == 0);
	}
}

/* Two tables side by side, their rows in turn. */
static void
unite(struct table *u, const struct table *a, const struct table *b, size_t *ha,
    size_t *hb, size_t *da, size_t *db)
{
	size_t i, k;

	memset(u, 0, sizeof(*u));
	for (i = k = 0; i < a->households || k < b->households;)
		if (k == b->households || (i < a->households && below(2))) {
			u->class[u->households] = a->class[i];
			ha[i++] = u->households++;
		} else {
			u->class[u->households] = b->class[k];
			hb[k++] = u->households++;
		}
	for (i = k = 0; i < a->dwellings || k < b->dwellings;)
		if (k == b->dwellings || (i < a->dwellings && below(2)))
			da[i++] = u->dwellings++;
		else
			db[k++] = u->dwellings++;
	for (i = 0; i < a->dwellings; i++)
		for (k = 0; k < a->households; k++) {
			u->pair[da[i]][ha[k]] = a->pair[i][k];
			u->points[da[i]][ha[k]] = a->points[i][k];
		}
	for (i = 0; i < b->dwellings; i++)
		for (k = 0; k < b->households; k++) {
			u->pair[db[i]][hb[k]] = b->pair[i][k];
			u->points[db[i]][hb[k]] = b->points[i][k];
		}
}

static bool
agrees(const struct table *t, const struct phc_assignment *all, const size_t *h,
    const size_t *d, size_t hard)
{
	struct phc_graph *g = graph(t);
	struct phc_assignment a;
	bool same = true;
	size_t i;

	graph_assign(g, NULL, hard, &a, NULL);
	for (i = 0; i < t->dwellings; i++)
		same &=
		    all->pick[d[i]] ==
			(a.pick[i] == PHC_NOBODY ? PHC_NOBODY : h[a.pick[i]]) &&
		    all->value[d[i]] == a.value[i] &&
		    all->dwelling_step[d[i]] == a.dwelling_step[i];
	for (i = 0; i < t->households; i++)
		same &= all->price[h[i]] == a.price[i] &&
			all->household_step[h[i]] == a.household_step[i];
	phc_assignment_free(&a);
	phc_graph_free(g);
	return same;
}

static void
alone(void)
{
	static struct table x, y, u;
	size_t hard, hx[LARGE], hy[LARGE], dx[LARGE], dy[LARGE];
	struct phc_graph *g;
	struct phc_assignment a;
	long i, bad = 0, n = tries(3000);

	for (i = 0; i < n && bad == 0; i++) {
		random_table(
		    &x, below(LARGE / 2), below(LARGE / 2), some_range());
		random_table(
		    &y, below(LARGE / 2), below(LARGE / 2), some_range());
		hard = below(2) ? 0 : 1000;
		unite(&u, &x, &y, hx, hy, dx, dy);
		g = graph(&u);
		graph_assign(g, NULL, hard, &a, NULL);
		bad |= !agrees(&x, &a, hx, dx, hard) ||
		       !agrees(&y, &a, hy, dy, hard);
		phc_assignment_free(&a);
		phc_graph_free(g);
	}
	about("%ld unions, each part solved alone", n);
	ok(bad == 0);
}

static size_t
housed(const struct table *t)
{
	struct phc_graph *g = graph(t);
	struct phc_assignment a;
	size_t i, n = 0;

	phc_graph_assign(g, NULL, &a, NULL);
	for (i = 0; i < t->dwellings; i++)
		n += a.pick[i] != PHC_NOBODY;
	phc_assignment_free(&a);
	phc_graph_free(g);
	return n;
}

static void
one_more(void)
{
	static struct table t;
	long i, bad = 0, n = tries(2000);
	size_t few;

	for (i = 0; i < n; i++) {
		random_table(
		    &t, 1 + below(LARGE), 2 + below(LARGE - 1), some_range());
		t.dwellings--;
		few = housed(&t);
		t.dwellings++;
		bad += housed(&t) < few;
	}
	about("%ld graphs, and a dwelling more", n);
	is(bad, 0);
}

/* Whether 'a' is better than 'b' for the household, PHC_NOBODY being worst. */
static bool
likes(const struct table *t, size_t h, size_t a, size_t b)
{
	if (a == PHC_NOBODY || b == PHC_NOBODY)
		return a != PHC_NOBODY && b == PHC_NOBODY;
	if (t->wish[h][a] != t->wish[h][b])
		return t->wish[h][a] < t->wish[h][b];
	if (t->points[a][h] != t->points[b][h])
		return t->points[a][h] > t->points[b][h];
	return a < b;
}

static bool
prefers(const struct table *t, size_t d, size_t a, size_t b)
{
	if (b == PHC_NOBODY)
		return true;
	if (t->class[a] != t->class[b])
		return t->class[a] > t->class[b];
	if (t->points[d][a] != t->points[d][b])
		return t->points[d][a] > t->points[d][b];
	return a < b;
}

static void
homes(const struct table *t, const uint32_t *pick, size_t *home)
{
	size_t i;

	for (i = 0; i < t->households; i++)
		home[i] = PHC_NOBODY;
	for (i = 0; i < t->dwellings; i++)
		if (pick[i] != PHC_NOBODY)
			home[pick[i]] = i;
}

static bool
stable(const struct table *t, const uint32_t *pick)
{
	size_t home[LARGE], h, d;

	homes(t, pick, home);
	for (d = 0; d < t->dwellings; d++) {
		if (pick[d] != PHC_NOBODY &&
		    (!t->pair[d][pick[d]] || home[pick[d]] != d))
			return false;
		for (h = 0; h < t->households; h++)
			if (t->pair[d][h] && likes(t, h, d, home[h]) &&
			    prefers(t, d, h, pick[d]))
				return false;
	}
	return true;
}

static int
wish(const void *arg, uint32_t household, uint32_t dwelling)
{
	const struct table *t = arg;

	return t->wish[household][dwelling];
}

/* Whether no stable assignment gives any household what it likes better. */
static bool
optimal(const struct table *t, size_t d, unsigned taken, uint32_t *pick,
    const size_t *home)
{
	size_t h, other[LARGE];

	if (d == t->dwellings) {
		if (!stable(t, pick))
			return true;
		homes(t, pick, other);
		for (h = 0; h < t->households; h++)
			if (likes(t, h, other[h], home[h]))
				return false;
		return true;
	}
	pick[d] = PHC_NOBODY;
	if (!optimal(t, d + 1, taken, pick, home))
		return false;
	for (h = 0; h < t->households; h++)
		if (t->pair[d][h] && !(taken >> h & 1)) {
			pick[d] = (uint32_t)h;
			if (!optimal(t, d + 1, taken | 1U << h, pick, home))
				return false;
		}
	return true;
}

static void
without_envy(void)
{
	static struct table t;
	struct phc_graph *g;
	uint32_t pick[LARGE], other[LARGE];
	size_t home[LARGE], most;
	long i, envy = 0, better = 0, n = tries(10000);

	for (i = 0; i < n; i++) {
		most = i % 4 ? SMALL - 1 : LARGE;
		random_table(&t, below(most + 1), below(most + 1), 3);
		g = graph(&t);
		phc_graph_stable(g, wish, &t, pick);
		envy += !stable(&t, pick);
		homes(&t, pick, home);
		if (most < SMALL)
			better += !optimal(&t, 0, 0, other, home);
		phc_graph_free(g);
	}
	about("%ld graphs", n);
	is(envy, 0);
	is(better, 0);
}

int
main(void)
{
	seeded();
	best();
	proved();
	tampered();
	alone();
	one_more();
	without_envy();
	return done();
}
