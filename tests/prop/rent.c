/*
 * The affordable rent: it is within what the household can give, and no cent
 * above it is.  The cost of a rent, aid taken off, is at least the rent minus
 * the rent and charges taken into account, and so above some rent all is too
 * much; below it a few cases go through every cent, and all through some.
 * LAW: CCH R441-3-1, arrêté 2011-03-10
 */
#include "phc/aid.h"
#include "phc/date.h"
#include "prop.h"

struct
try {
	const struct phc_aid *law;
	struct phc_aid_case of;
	int64_t most, rent, end; /* no rent from 'end' on is within 'most' */
};

static bool
within(const struct try *t, int64_t rent)
{
	struct phc_aid_case c = t->of;
	struct phc_aid_result o = { .net = 0 };

	c.rent = rent;
	phc_aid(t->law, &c, &o, NULL, NULL);
	return rent - o.net <= t->most;
}

static struct try
any(const struct phc_aid *law)
{
	struct phc_aid_result o = { .net = 0 };
	struct try t = { .law = law,
		.of = { .zone = between(1, 3),
		    .dependants = below(2) ? 0 : between(0, 8),
		    .couple = below(2),
		    .shared = !below(4),
		    .room = !below(4),
		    .convention = below(4),
		    .resources = below(4) ? between(0, 3000000)
					  : 100 * between(0, 8000) },
		.most = between(-30000, below(2) ? 20000 : 90000) };

	phc_aid(law, &t.of, &o, NULL, NULL);
	t.end = t.most + o.ceiling + o.charges + 1;
	phc_aid_rent(law, &t.of, t.most, &t.rent, NULL);
	return t;
}

static bool
found(const struct try *t)
{
	return t->rent == PHC_UNKNOWN ||
	       (t->rent >= 0 && t->rent < t->end && within(t, t->rent));
}

static bool
every_cent(const struct phc_aid *law)
{
	struct try t = any(law);
	int64_t r = t.rent == PHC_UNKNOWN ? 0 : t.rent + 1;

	while (r < t.end && !within(&t, r))
		r++;
	return found(&t) && r >= t.end;
}

static bool
some_cents(const struct phc_aid *law)
{
	struct try t = any(law);
	int64_t first = t.rent == PHC_UNKNOWN ? 0 : t.rent + 1, r;
	int i;

	for (i = 0; i < 8 && first < t.end; i++) {
		r = i < 4 ? first + i * i : between(first, t.end - 1);
		if (r < t.end && within(&t, r))
			return false;
	}
	return found(&t);
}

static void
holds(const char *what, bool (*property)(const struct phc_aid *), long n)
{
	enum { FIRST = 12 * 43, MONTHS = 12 * 14, EACH = 50 }; /* 2013-01 */
	struct phc_aid *law = NULL;
	long i;

	about("%s", what);
	for (i = 0; i < n; i++) {
		if (i % EACH == 0) {
			phc_aid_free(law);
			law = phc_aid_open(NULL,
			    phc_date_months(0, FIRST + (int)below(MONTHS)),
			    NULL);
		}
		if (!property(law))
			break;
	}
	is(i, n);
	phc_aid_free(law);
}

int
main(void)
{
	seeded();
	holds("no cent above is within it", every_cent, tries(200));
	holds("nor is any of some", some_cents, tries(10000));
	return done();
}
