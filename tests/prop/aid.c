/*
 * Housing aid: what holds in every month from 2013 to 2026, for everyone.  That
 * more resources give no more aid holds before the RLS only: see
 * tests/unit/aid.c for where the law itself breaks it.
 */
#include <unistd.h>

#include "phc/aid.h"
#include "phc/date.h"
#include "prop.h"

enum {
	FIRST = 12 * 43, /* 2013-01, in months from 1970-01 */
	MONTHS = 12 * 14,
	RLS = 12 * 5 + 1,    /* 2018-02, in months from the first */
	WHOLE = 12 * 3,      /* 2016-01 */
	MARCH = 12 * 13 + 2, /* 2026-03 */
	JUNE = MARCH + 3     /* 2026-06, of which rls has rows */
};

static struct phc_aid *law[MONTHS];
static char dir[] = "/tmp/phc-aid-XXXXXX";

static int64_t
month(int i)
{
	return phc_date_months(0, FIRST + i);
}

static struct phc_aid_case
anyone(void)
{
	return (struct phc_aid_case){
		.zone = between(1, 3),
		.dependants = between(0, 6),
		.couple = below(2),
		.shared = !below(4),
		.room = !below(4),
		.convention = below(4),
		.rent = between(0, 120000),
		.resources = below(8) ? between(0, 3000000) : 0,
	};
}

static struct phc_aid_result
aid(int at, struct phc_aid_case c)
{
	struct phc_aid_result o = { .net = PHC_UNKNOWN };

	phc_aid(law[at], &c, &o, NULL, NULL);
	return o;
}

static bool
same(const struct phc_aid_result *a, const struct phc_aid_result *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

/* The figures that a case takes: how many, and a sum of all that they are. */
struct taken {
	int64_t n;
	uint64_t sum;
	int64_t latest; /* day of effect */
};

static void
take(const struct phc_figure *f, void *arg)
{
	struct taken *t = arg;

	t->n++;
	t->sum = 31 * t->sum + (uint64_t)f->v + f->row.source.n;
	if (f->row.from > t->latest)
		t->latest = f->row.from;
}

static struct taken
taken(const struct phc_aid *a, struct phc_aid_case c, struct phc_aid_result *o)
{
	struct taken t = { .latest = PHC_UNKNOWN };
	const struct phc_uses uses = { take, &t };

	phc_aid(a, &c, o, &uses, NULL);
	return t;
}

/* More resources give no more aid before RLS, nor a larger RLS. */
static bool
richer(int at)
{
	struct phc_aid_case c = anyone();
	struct phc_aid_result poor = aid(at, c), rich;

	c.resources += below(2) ? between(0, 100) : between(0, 1000000);
	rich = aid(at, c);
	return rich.formula <= poor.formula &&
	       rich.degressed <= poor.degressed &&
	       rich.reduced <= poor.reduced && rich.whole <= poor.whole &&
	       rich.rls <= poor.rls && (poor.rls > 0 || rich.net <= poor.net);
}

/* Each step takes from the one before, from the cost that is known down to
 * nothing. */
static bool
in_order(int at)
{
	struct phc_aid_case c = anyone();
	struct phc_aid_result o = aid(at, c);

	return o.rent <= c.rent && o.rent <= o.ceiling &&
	       o.formula <= o.rent + o.charges && o.degressed <= o.formula &&
	       o.reduced <= o.degressed && o.whole <= o.reduced &&
	       o.gross <= o.whole && o.net <= o.gross && o.net >= 0;
}

/* A higher rent never has a lower rate, nor one up to 45 % any.
 * LAW: arrêté 2019-09-27 art. 14 */
static bool
rent_rates(int at)
{
	struct phc_aid_case c = anyone();
	struct phc_aid_result low, high;

	c.rent = between(0, 60000);
	low = aid(at, c);
	c.rent += between(0, 10000);
	high = aid(at, c);
	return low.rl <= high.rl && low.tl <= high.tl && low.tf == high.tf &&
	       (low.rl > 4500 || low.tl == 0);
}

/* Whole euros after the CRDS; the CRDS of what is left, which is rounded anew,
 * may leave the cent.  LAW: CCH D823-16 */
static bool
whole_euros(int at)
{
	struct phc_aid_result o = aid(at, anyone());
	int64_t crds = phc_div_half_up(5 * o.reduced, 1000);

	return at < WHOLE ||
	       ((o.whole - crds) % 100 == 0 && (o.rls > 0 || o.net % 100 <= 1));
}

/* A shared lease or a room never has a higher ceiling. */
static bool
no_higher(int at)
{
	struct phc_aid_case c = anyone();
	int64_t some = aid(at, c).ceiling;

	c.shared = c.room = false;
	return some <= aid(at, c).ceiling;
}

/* Neither has a smaller family, nor zone 2 than zone 1, 3 than 2. */
static bool
families(int at)
{
	struct phc_aid_case c = anyone();
	int64_t some;

	c.zone = between(2, 3);
	c.dependants = between(1, 6);
	some = aid(at, c).ceiling;
	c.zone--;
	if (aid(at, c).ceiling < some)
		return false;
	c.zone++;
	c.dependants--;
	return aid(at, c).ceiling <= some;
}

/* LAW: CCH L442-2-1 */
static bool
reductions(int at)
{
	struct phc_aid_case c = anyone();
	struct phc_aid_result o = aid(at, c);
	int64_t alone = PHC_UNKNOWN;

	phc_rls(law[at], &c, &alone, NULL, NULL);
	return o.rls == alone && o.rls_aid <= o.rls &&
	       (o.rls == 0 || (at >= RLS && c.convention));
}

/* The same case is the same answer from the same figures, asked for or not. */
static bool
again(int at)
{
	struct phc_aid_case c = anyone();
	struct phc_aid_result a = aid(at, c), b;
	struct taken x = taken(law[at], c, &b), y;

	if (!same(&a, &b))
		return false;
	y = taken(law[at], c, &b);
	return x.n > 0 && x.n == y.n && x.sum == y.sum && same(&a, &b);
}

/* No figure is of after the month. */
static bool
in_force(int at)
{
	struct phc_aid_result o;

	return taken(law[at], anyone(), &o).latest <= month(at);
}

static void
holds(const char *what, bool (*property)(int))
{
	long i = 0, n = tries(10000);

	about("%s", what);
	while (i < n && property((int)below(MONTHS)))
		i++;
	is(i, n);
}

/*
 * Tables in a folder.
 */

static FILE *
table(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s.csv", dir, name);
	return fopen(path, "w");
}

static const struct phc_embed *
embedded(const char *name)
{
	const struct phc_embed *e = phc_embedded;
	size_t skip = strlen("law/");

	while (e->name != NULL && (strncmp(e->name, "law/", skip) != 0 ||
				      strcmp(e->name + skip, name) != 0))
		e++;
	return e;
}

/* The table that is compiled in, and 'more'. */
static void
write_table(const char *name, const char *more)
{
	const struct phc_embed *e = embedded(name);
	FILE *fp = table(name);

	fwrite(e->data, 1, e->len, fp);
	fputs(more, fp);
	fclose(fp);
}

static void
remove_table(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s.csv", dir, name);
	unlink(path);
}

static const char *const tables[] = { "apl-rent-ceilings", "apl-charges",
	"apl-lr", "apl-tf", "apl-r0", "apl-tl", "apl-misc", "rls" };

enum { TABLES = sizeof(tables) / sizeof(*tables) };

/* How many of 'n' cases in month 'at' come out otherwise from 'dir'. */
static int
otherwise(int at, int n)
{
	struct phc_aid *a = phc_aid_open(dir, month(at), NULL);
	struct phc_aid_result mine, other;
	struct phc_aid_case c;
	int differ = 0;

	while (n-- > 0) {
		c = anyone();
		c.resources = between(0, 900000);
		mine = aid(at, c);
		phc_aid(a, &c, &other, NULL, NULL);
		differ += !same(&mine, &other);
	}
	phc_aid_free(a);
	return differ;
}

static void
same_tables(void)
{
	int i, at, differ = 0;

	about("the same tables in a folder");
	for (i = 0; i < TABLES; i++)
		write_table(tables[i], "");
	for (at = 0; at < MONTHS; at += 7)
		differ += otherwise(at, 100);
	is(differ, 0);
	for (i = 0; i < TABLES; i++)
		remove_table(tables[i]);
}

/* A decree of 2026-03: from then on, for 'months', and only then. */
static void
decree(const char *name, const char *rows, int months)
{
	int at, differ = 0;

	about("a decree of 2026-03, %s", name);
	write_table(name, rows);
	for (at = 0; at < MARCH; at++)
		differ += otherwise(at, 20);
	is(differ, 0);
	for (; at < MONTHS; at++)
		differ += otherwise(at, 200) > 0;
	is(differ, months);
	remove_table(name);
}

/*
 * The days on which anything changes: the month before has nothing of it.
 */

static bool
has(const struct phc_aid *a, int64_t day)
{
	struct phc_aid_result o;
	int i;

	for (i = 0; i < 2000; i++)
		if (taken(a, anyone(), &o).latest == day)
			return true;
	return false;
}

static void
changes(void)
{
	struct phc_span span;
	int at, n = 0;

	about("months of which the tables change");
	for (at = 1; at < MONTHS; at++) {
		span = phc_aid_span(law[at]);
		if (span.first > month(at - 1) && has(law[at], span.first)) {
			n++;
			ok(!has(law[at - 1], span.first));
		}
	}
	ok(n >= 20);
}

int
main(void)
{
	int i;

	seeded();
	if (!ok(mkdtemp(dir) != NULL))
		return done();
	for (i = 0; i < MONTHS; i++)
		if ((law[i] = phc_aid_open(NULL, month(i), NULL)) == NULL)
			return !ok(false);
	holds("more resources, no more aid", richer);
	holds("each step takes from the one before", in_order);
	holds("a higher rent, no lower rate", rent_rates);
	holds("whole euros", whole_euros);
	holds("shared or a room: no higher ceiling", no_higher);
	holds("a larger family, a dearer zone: no lower ceiling", families);
	holds("the RLS", reductions);
	holds("the same again", again);
	holds("no figure of after the month", in_force);
	same_tables();
	decree("apl-charges",
	    "2026-03-01,general,base,99.99,x\n"
	    "2026-03-01,coloc,single,99.99,x\n"
	    "2026-03-01,coloc,couple,99.99,x\n",
	    MONTHS - MARCH);
	decree("rls",
	    "2026-03-01,amount,1,single,99.99,x\n"
	    "2026-03-01,amount,2,single,99.99,x\n"
	    "2026-03-01,amount,3,single,99.99,x\n",
	    JUNE - MARCH);
	changes();
	rmdir(dir);
	for (i = 0; i < MONTHS; i++)
		phc_aid_free(law[i]);
	return done();
}
