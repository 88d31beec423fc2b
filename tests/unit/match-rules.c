/*
 * Rules: each in a pair of its own, up to its very limit.
 *
 * LAW: CCH R441-1
 * LAW: CCH R822-25
 * LAW: CCH R441-3-1
 */
#include "../../lib/match/match.h"
#include "feed.h"
#include "phc/date.h"
#include "tap.h"

/* A household and a dwelling that no rule refuses each other: NAME=VALUE. */
static const char *const household[][2] = {
	{ "household_id", "H1" },
	{ "applied_on", "2015-09-01" },
	{ "birth_date", "1990-01-01" },
	{ "partner_birth_date", "" },
	{ "adults", "1" },
	{ "dependants", "0" },
	{ "dependants_14", "0" },
	{ "visiting_children", "0" },
	{ "expected_children", "0" },
	{ "tax_income", "9000.00" },
	{ "income", "1000.00" },
	{ "aid_income", "" },
	{ "aid", "" },
	{ "aid_dwelling", "" },
	{ "first_home", "1" },
	{ "priority", "none" },
	{ "referral", "siao" },
	{ "wanted_communes", "62041 62498" },
	{ "wanted_nearby", "0" },
	{ "wanted_types", "" },
	{ "accessible_need", "0" },
	{ "needed_from", "2016-09-01" },
	{ "shared_lease", "" },
	{ "housing_now", "parents" },
	{ "struck_off_reason", "" },
	{ "struck_off_on", "" },
	{ NULL, NULL },
};

static const char *const dwelling[][2] = {
	{ "dwelling_id", "D1" },
	{ "commune", "62041" },
	{ "commune_name", "" },
	{ "type", "T2" },
	{ "room", "" },
	{ "surface", "40.00" },
	{ "financing", "PLUS" },
	{ "rent", "200.00" },
	{ "charges", "50.00" },
	{ "all_in", "0" },
	{ "heating", "collective" },
	{ "water", "collective" },
	{ "accessible", "0" },
	{ "occupancy", "empty" },
	{ "available_on", "" },
	{ "quota", "none" },
	{ "scheme", "ordinary" },
	{ NULL, NULL },
};

/* The value that 'changes' ("name=value;name=value") gives, else 'value'. */
static void
append(char *csv, const char *name, const char *value, const char *changes)
{
	size_t n = strlen(name);
	const char *p = changes;

	for (; p != NULL; p = (p = strchr(p, ';')) ? p + 1 : NULL)
		if (strncmp(p, name, n) == 0 && p[n] == '=')
			break;
	if (p == NULL)
		strcat(csv, value);
	else
		strncat(csv, p + n + 1, strcspn(p + n + 1, ";"));
}

static char *
csv(const char *const (*column)[2], const char *changes)
{
	static char s[4096];
	int i;

	*s = '\0';
	for (i = 0; column[i][0] != NULL; i++)
		strcat(strcat(s, i ? "," : ""), column[i][0]);
	for (i = 0; column[i][0] != NULL; i++) {
		strcat(s, i ? "," : "\n");
		append(s, column[i][0], column[i][1], changes);
	}
	return strcat(s, "\n");
}

static int64_t
day(const char *s)
{
	int64_t date = 0;

	phc_date_parse(phc_str(s), &date, NULL);
	return date;
}

static struct phc_match *new (void)
{
	struct phc_err e;
	struct phc_match *m = phc_match_new(day("2016-09-01"), NULL, &e);

	if (m == NULL)
		printf("Bail out! %s\n", e.msg);
	return m;
}

/* One household and one dwelling; 'set' is "RULE", off, or "RULE=LIMIT". */
static struct phc_match *
two(const char *hh, const char *dw, const char *set, const char *fjt)
{
	struct phc_match *m = new ();
	struct phc_err e = { PHC_OK, "" };
	const char *limit = set != NULL ? strchr(set, '=') : NULL;
	char rule[32];

	if (limit != NULL) {
		snprintf(rule, sizeof(rule), "%.*s", (int)(limit - set), set);
		is(phc_match_limit(m, rule, strtoll(limit + 1, NULL, 10), &e),
		    0);
	} else if (set != NULL)
		is(phc_match_off(m, set, &e), 0);
	feed(m, PHC_DWELLINGS, csv(dwelling, dw), &e);
	feed(m, PHC_HOUSEHOLDS, csv(household, hh), &e);
	if (fjt != NULL)
		feed(m, PHC_FJT, fjt, &e);
	is_str(e.msg, "");
	phc_match_pairs(m);
	return m;
}

/* The names of a mask of rules. */
static const char *
names(unsigned set)
{
	static char s[256];
	int i;

	*s = '\0';
	for (i = 0; i < DOUBTS; i++)
		if (set >> i & 1)
			strcat(strcat(s, *s ? " " : ""), match_rule_name(i));
	return s;
}

/* What is said of the rules of a mask. */
static char *
said(const struct phc_match *m, const struct verdict *v, unsigned set,
    bool change, enum phc_match_lang lang)
{
	struct text t = { NULL, 0, 0 };
	int r;

	for (r = 0; r < RULES; r++)
		if (set >> r & 1) {
			if (t.n > 0)
				match_text(&t, phc_str("; "));
			match_put_miss(
			    &t, &m->terms[r], &v->miss[r], change, lang);
		}
	match_text(&t, (struct phc_str){ "", 1 });
	return t.s;
}

#define FJT "commune,places,occupied,observed_on\n"

static const struct {
	const char *household, *dwelling, *set, *fjt;
	const char *doubts; /* of a lawful pair, else NULL */
	const char *why;    /* it is not; or what is noted of it */
} cases[] = {
	{ "", "", NULL, NULL, "", NULL },

	/* age: under 30, to the day */
	{ "birth_date=1986-09-02", "", NULL, NULL, "", NULL },
	{ "birth_date=1986-09-01", "", NULL, NULL, NULL,
	    "aged 30 years for under 30 years" },
	{ "birth_date=1986-09-01", "", "age=31", NULL, "", NULL },
	{ "birth_date=1956-09-01", "", "age", NULL, "", NULL },

	/* first_home */
	{ "first_home=0", "", NULL, NULL, NULL, "has had a tenancy before" },
	{ "first_home=", "", NULL, NULL, "first_home", NULL },

	/* ceiling: PLUS 20111, PLAI 11060, PLS 26144.30, category 1, 2016 */
	{ "tax_income=20111.00", "", NULL, NULL, "", NULL },
	{ "tax_income=20523.00", "", NULL, NULL, NULL,
	    "412 € over the PLUS ceiling" },
	{ "tax_income=11060.01", "financing=PLAI", NULL, NULL, NULL,
	    "0.01 € over the PLAI ceiling" },
	{ "tax_income=26144.30", "financing=PLS", NULL, NULL, "", NULL },
	{ "tax_income=99999.00", "financing=PLI", NULL, NULL, "ceiling", NULL },
	{ "tax_income=", "", NULL, NULL, "ceiling", NULL },

	/* size: table match-sizes */
	{ "", "type=T3", NULL, NULL, NULL, "3 rooms for 2 rooms at most" },
	{ "expected_children=1", "type=T3", NULL, NULL, "", NULL },
	{ "dependants=1", "type=T1bis", NULL, NULL, NULL,
	    "1 room for 2 rooms at least" },
	{ "dependants=1", "type=T2;room=1", NULL, NULL, NULL,
	    "1 room for 2 rooms at least" },
	{ "adults=2;partner_birth_date=1990-01-01", "type=T1", NULL, NULL, NULL,
	    "1 room for 2 rooms at least" },
	{ "dependants=9", "type=T6;surface=70.00", NULL, NULL, "", NULL },
	{ "dependants=9", "type=T4;surface=70.00", NULL, NULL, NULL,
	    "4 rooms for 5 rooms at least" },
	{ "shared_lease=1", "type=T5", NULL, NULL, "size surface", NULL },

	/* surface: 9 m² alone, 16 for two, 9 more each, 70 from eight on */
	{ "", "type=T1;surface=9.00", NULL, NULL, "", NULL },
	{ "", "type=T1;surface=8.99", NULL, NULL, NULL,
	    "8.99 m² for 9 m² at least" },
	{ "dependants=1", "surface=16.00", NULL, NULL, "", NULL },
	{ "dependants=1", "surface=15.99", NULL, NULL, NULL,
	    "15.99 m² for 16 m² at least" },
	{ "dependants=2", "type=T3;surface=24.99", NULL, NULL, NULL,
	    "24.99 m² for 25 m² at least" },
	{ "dependants=6", "type=T6;surface=61.00", NULL, NULL, "", NULL },
	{ "dependants=7", "type=T6;surface=69.99", NULL, NULL, NULL,
	    "69.99 m² for 70 m² at least" },
	{ "dependants=12", "type=T6;surface=70.00", NULL, NULL, "", NULL },
	{ "expected_children=1", "surface=15.00", NULL, NULL, "", NULL },
	{ "", "surface=", NULL, NULL, "surface", NULL },

	/* commune: 62510 Liévin is in the EPCI of 62498 Lens */
	{ "", "commune=62498", NULL, NULL, "", NULL },
	{ "", "commune=62119;commune_name=Béthune", NULL, NULL, NULL,
	    "Béthune is not wanted" },
	{ "", "commune=62119", NULL, NULL, NULL, "62119 is not wanted" },
	{ "", "commune=62510", NULL, NULL, NULL, "62510 is not wanted" },
	{ "wanted_nearby=1", "commune=62510", NULL, NULL, "", NULL },
	{ "wanted_nearby=", "commune=62510", NULL, NULL, "commune", NULL },
	{ "wanted_nearby=1", "commune=62119", NULL, NULL, NULL,
	    "62119 is not wanted" },
	{ "wanted_communes=", "commune=62119", NULL, NULL, "", NULL },
	{ "wanted_communes=59350;wanted_nearby=1", "", NULL, NULL, "commune",
	    NULL },
	{ "wanted_communes=59350", "", NULL, NULL, NULL,
	    "62041 is not wanted" },
	{ "wanted_communes=59350", "", "commune", NULL, "", NULL },

	/* type */
	{ "wanted_types=T1 T1bis", "", NULL, NULL, NULL, "T2 is not wanted" },
	{ "wanted_types=T1 T2", "", NULL, NULL, "", NULL },

	/* date: 90 days apart at most, and neither before the day itself */
	{ "", "available_on=2016-11-30", NULL, NULL, "", NULL },
	{ "", "available_on=2016-12-01", NULL, NULL, NULL,
	    "available 1 day late" },
	{ "", "available_on=2017-01-14", NULL, NULL, NULL,
	    "available 45 days late" },
	{ "needed_from=2015-01-01", "available_on=2014-01-01", NULL, NULL, "",
	    NULL },
	{ "needed_from=2016-12-02", "", NULL, NULL, NULL,
	    "the household comes 2 days late" },
	{ "needed_from=2016-12-02", "available_on=2017-01-14", NULL, NULL, "",
	    NULL },
	{ "needed_from=", "available_on=2018-01-01", NULL, NULL, "date", NULL },
	{ "", "available_on=2016-09-02", "date=0", NULL, NULL,
	    "available 1 day late" },

	/* accessible */
	{ "accessible_need=1", "", NULL, NULL, NULL, "not accessible" },
	{ "accessible_need=1", "accessible=1", NULL, NULL, "", NULL },
	{ "accessible_need=1", "accessible=", NULL, NULL, "accessible", NULL },
	{ "accessible_need=", "", NULL, NULL, "accessible", NULL },
	{ "accessible_need=", "accessible=1", NULL, NULL, "", NULL },

	/* all_in: no children, at home, in visiting rights or to be born */
	{ "", "all_in=1", NULL, NULL, "", NULL },
	{ "adults=2", "all_in=1", NULL, NULL, "", NULL },
	{ "dependants=1", "all_in=1", NULL, NULL, NULL,
	    "all-in rent, for households without children" },
	{ "visiting_children=1", "all_in=1", NULL, NULL, NULL,
	    "all-in rent, for households without children" },
	{ "expected_children=1", "all_in=1", NULL, NULL, NULL,
	    "all-in rent, for households without children" },
	{ "visiting_children=", "all_in=1", NULL, NULL, "all_in", NULL },
	{ "dependants=1", "all_in=", NULL, NULL, "all_in", NULL },
	{ "", "all_in=", NULL, NULL, "", NULL },
	{ "visiting_children=", "all_in=", NULL, NULL, "", NULL },

	/* aml: who is alone, where there is no place in a foyer */
	{ "", "scheme=aml", NULL, NULL, "aml", NULL },
	{ "", "scheme=aml", NULL, FJT "62498,1,0,2016-08-01\n", "aml", NULL },
	{ "", "scheme=aml", NULL, FJT "62041,0,0,2016-08-01\n", "", NULL },
	{ "", "scheme=aml", NULL, FJT "62041,9,9,2016-08-01\n", "", NULL },
	{ "", "scheme=aml", NULL, FJT "62041,9,10,2016-08-01\n", "", NULL },
	{ "", "scheme=aml;commune_name=Arras", NULL,
	    FJT "62041,9,8,2016-08-01\n", NULL,
	    "AML dwelling where a foyer has places: Arras" },
	{ "dependants=1", "scheme=aml", NULL, FJT "62041,9,9,2016-08-01\n",
	    NULL, "AML dwelling: 2 persons for 1 person" },
	{ "visiting_children=", "scheme=aml", NULL,
	    FJT "62041,0,0,2016-08-01\n", "aml", NULL },
	{ "", "scheme=aml", NULL,
	    FJT "62041,9,8,2016-08-01\n62041,9,9,2016-09-01\n", "", NULL },
	{ "", "scheme=aml", NULL,
	    FJT "62041,9,8,2016-09-02\n62041,9,9,2016-08-01\n", "", NULL },
	{ "", "scheme=aml", NULL, FJT "62041,9,8,2016-09-02\n", "aml", NULL },
	{ "", "scheme=aml", NULL, FJT "62041,9,9,2016-03-01\n", "", NULL },
	{ "", "scheme=aml", NULL, FJT "62041,9,8,2016-02-29\n", "aml", NULL },
	{ "", "scheme=", NULL, NULL, "", NULL },
	{ "dependants=1", "scheme=", NULL, NULL, "aml", NULL },

	/* quota: a note */
	{ "", "quota=", NULL, NULL, "", NULL },
	{ "", "quota=state_priority", NULL, NULL, "",
	    "reserved: publics prioritaires de l’État" },
	{ "priority=pdalpd", "quota=state_priority", NULL, NULL, "", NULL },
	{ "priority=", "quota=state_priority", NULL, NULL, "quota priority",
	    NULL },
	{ "", "quota=state_priority", "quota", NULL, "", NULL },
	{ "", "quota=employers", NULL, NULL, "quota", NULL },
	{ "", "quota=local_authority", NULL, NULL, "",
	    "reserved: collectivités territoriales" },
	{ "referral=town", "quota=local_authority", NULL, NULL, "", NULL },
	{ "referral=", "quota=local_authority", NULL, NULL, "quota", NULL },

	/* effort: no limit unless one is given; an aid is notified, or not */
	{ "income=300.00", "", NULL, NULL, "", NULL },
	{ "aid=0.00;aid_dwelling=D1", "", "effort=2500", NULL, "", NULL },
	{ "aid=0.00;aid_dwelling=D1;income=999.99", "", "effort=2500", NULL,
	    NULL, "effort 25 % for 25 %" },
	{ "aid=0.00;aid_dwelling=D1;income=690.61", "", "effort=3300", NULL,
	    NULL, "effort 36.2 % for 33 %" },
	{ "aid_income=0.00;income=690.61", "", "effort=3300", NULL, "", NULL },
	{ "aid_income=30000.00;income=690.61", "", "effort=3300", NULL, NULL,
	    "effort 36.2 % for 33 %" },
	{ "aid=0.00;aid_dwelling=D1;income=0", "", "effort=3300", NULL, NULL,
	    "no resources for a cost" },
	{ "", "rent=", "effort=3300", NULL, "effort", NULL },

	/* remainder: (554.17 - 250) x 12 / 365 = 10.0001 */
	{ "aid=0.00;aid_dwelling=D1;income=554.17", "", "remainder=1000", NULL,
	    "", NULL },
	{ "aid=0.00;aid_dwelling=D1;income=554.16", "", "remainder=1000", NULL,
	    NULL, "10 € left a day for 10 € at least" },
	{ "aid=0.00;aid_dwelling=D1;income=500.00", "", "remainder=1000", NULL,
	    NULL, "8.22 € left a day for 10 € at least" },
	{ "", "charges=", "remainder=1000", NULL, "remainder", NULL },
	{ "dependants=1;dependants_14=", "", "remainder=1000", NULL,
	    "remainder", NULL },

	/* priority */
	{ "priority=", "", NULL, NULL, "priority", NULL },

	/* more than one */
	{ "first_home=0;accessible_need=1", "", NULL, NULL, NULL,
	    "has had a tenancy before; not accessible" },
	{ "first_home=;needed_from=;priority=", "", NULL, NULL,
	    "first_home date priority", NULL },
};

static void
rules(void)
{
	struct phc_match *m;
	struct verdict v;
	size_t i;
	char *s;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		about("%s | %s", cases[i].household, cases[i].dwelling);
		m = two(cases[i].household, cases[i].dwelling, cases[i].set,
		    cases[i].fjt);
		match_judge(m, m->household[0], m->dwelling[0], &v);
		is(m->graph->npairs, cases[i].doubts != NULL);
		is(v.stops == 0, cases[i].doubts != NULL);
		if (cases[i].doubts != NULL)
			is_str(names(v.doubts), cases[i].doubts);
		s = said(m, &v, v.stops | v.notes, false, PHC_MATCH_EN);
		is_str(s, cases[i].why ? cases[i].why : "");
		free(s);
		phc_match_free(m);
	}
}

/* What people read, and what would have to change. */
static const struct {
	const char *household, *dwelling, *set, *fjt, *fr, *change;
} words[] = {
	{ "birth_date=1985-09-01", "", NULL, NULL,
	    "titulaire âgé de 31 ans, il faut moins de 30 ans",
	    "une limite d’âge au-dessus de 31 ans" },
	{ "first_home=0", "", NULL, NULL, "a déjà été titulaire d’un bail",
	    "l’ouverture du programme à qui a déjà eu un bail" },
	{ "tax_income=20523.00", "", NULL, NULL,
	    "dépasse de 412 € le plafond PLUS",
	    "des ressources annuelles de 20 111 € au plus" },
	{ "", "type=T3", NULL, NULL, "3 pièces pour 2 pièces au plus",
	    "un logement de 2 pièces" },
	{ "", "type=T1;surface=8.99", NULL, NULL, "8,99 m² pour 9 m² au moins",
	    "un logement de 9 m² au moins" },
	{ "", "commune=62119;commune_name=Béthune", NULL, NULL,
	    "commune non souhaitée : Béthune",
	    "ajouter Béthune aux communes souhaitées" },
	{ "wanted_types=T1", "", NULL, NULL, "type non souhaité : T2",
	    "ajouter T2 aux types souhaités" },
	{ "", "available_on=2016-12-01", NULL, NULL,
	    "disponible 1 jour trop tard",
	    "deux disponibilités à 90 jours d’écart au plus" },
	{ "needed_from=2016-12-02", "", NULL, NULL,
	    "le ménage arrive 2 jours trop tard",
	    "deux disponibilités à 90 jours d’écart au plus" },
	{ "accessible_need=1", "", NULL, NULL, "logement non accessible",
	    "un logement accessible" },
	{ "dependants=1", "all_in=1", NULL, NULL,
	    "loyer tout compris, réservé aux ménages sans enfant",
	    "un logement dont le loyer n’est pas tout compris" },
	{ "dependants=1", "scheme=aml", NULL, NULL,
	    "logement en AML : 2 personnes pour 1 personne",
	    "un logement hors AML" },
	{ "", "scheme=aml;commune_name=Arras", NULL,
	    FJT "62041,9,8,2016-08-01\n",
	    "logement en AML où le FJT a des places : Arras",
	    "un logement hors AML" },
	{ "", "quota=state_priority", NULL, NULL,
	    "réservé : publics prioritaires de l’État",
	    "l’accord du réservataire" },
	{ "aid=0.00;aid_dwelling=D1;income=690.61", "", "effort=3300", NULL,
	    "taux d’effort de 36,2 % pour 33 % au plus",
	    "un coût de 33 % des ressources au plus" },
	{ "aid=0.00;aid_dwelling=D1;income=0", "", "effort=3300", NULL,
	    "aucune ressource face au coût",
	    "un coût de 33 % des ressources au plus" },
	{ "aid=0.00;aid_dwelling=D1;income=500.00", "", "remainder=1000", NULL,
	    "reste de 8,22 € par jour et par unité de consommation pour "
	    "10 € au moins",
	    "1,78 € de plus par jour et par unité de consommation" },
};

static void
wordings(void)
{
	struct phc_match *m;
	struct verdict v;
	size_t i;
	char *s;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		about("%s | %s", words[i].household, words[i].dwelling);
		m = two(words[i].household, words[i].dwelling, words[i].set,
		    words[i].fjt);
		match_judge(m, m->household[0], m->dwelling[0], &v);
		s = said(m, &v, v.stops | v.notes, false, PHC_MATCH_FR);
		is_str(s, words[i].fr);
		free(s);
		s = said(m, &v, v.stops | v.notes, true, PHC_MATCH_FR);
		is_str(s, words[i].change);
		free(s);
		phc_match_free(m);
	}
}

/* The last warning, and how many there were. */
struct heard {
	char last[512];
	int n;
};

static void
hear(void *arg, const char *msg)
{
	struct heard *h = arg;

	snprintf(h->last, sizeof(h->last), "%s", msg);
	h->n++;
}

#define LEASES "lease_id,household_id,dwelling_id,form,start_on,ended_on\n"
#define PROPOSALS                                                         \
	"proposal_id,household_id,dwelling_id,rank,proposed_on,decision," \
	"decided_on\n"

/*
 * H1 and H2 would have D1 and D2.  'fixed' says of each of the four what it is
 * fixed to: another's place, '-' or 'x' (elsewhere); H1 H2 D1 D2.
 */
static const struct {
	const char *what, *forbidden, *file, *more;
	const char *fixed;
	size_t pairs;
	const char *warning;
} givens[] = {
	{ "nothing", NULL, NULL, NULL, "----", 4, NULL },
	{ "no rows", "household_id,dwelling_id\n", LEASES, PROPOSALS, "----", 4,
	    NULL },

	/* pairs that are forbidden */
	{ "a ban",
	    "dwelling_id,household_id,why\nD1,H1,x\nD1,H1,y\nD9,H1,\n"
	    "D1,H9,\n",
	    NULL, NULL, "----", 3, NULL },

	/* leases that run on the day */
	{ "a lease", NULL, LEASES "L1,H1,D2,ordinary,2016-09-01,\n", NULL,
	    "1--0", 1, NULL },
	{ "a lease to come", NULL, LEASES "L1,H1,D2,ordinary,2016-09-02,\n",
	    NULL, "----", 4, NULL },
	{ "a lease that ends", NULL,
	    LEASES "L1,H1,D2,ordinary,2015-09-02,2016-09-02\n", NULL, "1--0", 1,
	    NULL },
	{ "a lease that ended", NULL,
	    LEASES "L1,H1,D2,ordinary,2015-09-02,2016-09-01\n", NULL, "----", 4,
	    NULL },
	{ "a lease elsewhere", NULL, LEASES "L1,H1,D7,ordinary,2016-01-01,\n",
	    NULL, "x---", 2, NULL },
	{ "a lease of another", NULL, LEASES "L1,H7,D1,ordinary,2016-01-01,\n",
	    NULL, "--x-", 2, NULL },
	{ "a lease of others", NULL, LEASES "L1,H7,D7,ordinary,2016-01-01,\n",
	    NULL, "----", 4, NULL },
	{ "the same lease again", NULL,
	    LEASES "L1,H1,D1,sliding,2016-01-01,\n"
		   "L2,H1,D1,ordinary,2016-06-01,\n",
	    NULL, "0-0-", 1, NULL },

	/* proposals, by decision */
	{ "pending", NULL, PROPOSALS "P1,H1,D1,2,2016-08-01,,\n", NULL, "0-0-",
	    1, NULL },
	{ "granted", NULL, PROPOSALS "P1,H1,D1,2,2016-08-01,granted,\n", NULL,
	    "0-0-", 1, NULL },
	{ "ranked first", NULL, PROPOSALS "P1,H1,D1,1,2016-08-01,ranked,\n",
	    NULL, "0-0-", 1, NULL },
	{ "ranked second", NULL, PROPOSALS "P1,H1,D1,2,2016-08-01,ranked,\n",
	    NULL, "----", 4, NULL },
	{ "on a condition", NULL,
	    PROPOSALS "P1,H1,D1,1,2016-08-01,conditional,\n", NULL, "0-0-", 1,
	    NULL },
	{ "not granted", NULL, PROPOSALS "P1,H1,D1,1,2016-08-01,not_granted,\n",
	    NULL, "----", 3, NULL },
	{ "inadmissible", NULL,
	    PROPOSALS "P1,H1,D1,1,2016-08-01,inadmissible,\n", NULL, "----", 3,
	    NULL },
	{ "refused", NULL,
	    PROPOSALS "P1,H1,D1,1,2016-08-01,refused_by_household,\n", NULL,
	    "----", 3, NULL },
	{ "withdrawn", NULL, PROPOSALS "P1,H1,D1,1,2016-08-01,withdrawn,\n",
	    NULL, "----", 4, NULL },
	{ "to come", NULL, PROPOSALS "P1,H1,D1,1,2016-09-02,,\n", NULL, "----",
	    4, NULL },
	{ "decided later", NULL,
	    PROPOSALS "P1,H1,D1,1,2016-08-01,withdrawn,2016-09-02\n", NULL,
	    "0-0-", 1, NULL },
	{ "the latest counts", NULL,
	    PROPOSALS "P2,H1,D1,1,2016-08-02,,\n"
		      "P1,H1,D1,1,2016-08-01,refused_by_household,\n",
	    NULL, "0-0-", 1, NULL },
	{ "the latest counts, a refusal", NULL,
	    PROPOSALS "P2,H1,D1,1,2016-08-02,refused_by_household,\n"
		      "P1,H1,D1,1,2016-08-01,,\n",
	    NULL, "----", 3, NULL },
	{ "on one day, the last key", NULL,
	    PROPOSALS "P2,H1,D1,1,2016-08-01,withdrawn,\n"
		      "P1,H1,D1,1,2016-08-01,,\n",
	    NULL, "----", 4, NULL },

	/* several for one dwelling */
	{ "the best rank", NULL,
	    PROPOSALS "P1,H1,D1,2,2016-07-01,,\nP2,H2,D1,1,2016-08-01,,\n",
	    NULL, "-01-", 1, NULL },
	{ "the earliest", NULL,
	    PROPOSALS "P1,H1,D1,1,2016-08-02,,\nP2,H2,D1,1,2016-08-01,,\n",
	    NULL, "-01-", 1, NULL },
	{ "the first key", NULL,
	    PROPOSALS "P1,H2,D1,1,2016-08-01,,\nP2,H1,D1,1,2016-08-01,,\n",
	    NULL, "0-0-", 1, NULL },
	{ "granted before pending", NULL,
	    PROPOSALS "P1,H1,D1,1,2016-08-01,,\n"
		      "P2,H2,D1,2,2016-08-01,granted,\n",
	    NULL, "-01-", 1, NULL },
	{ "granted to two", NULL,
	    PROPOSALS "P1,H1,D1,1,2016-08-01,granted,\n"
		      "P2,H2,D1,2,2016-08-01,granted,\n",
	    NULL, "0-0-", 1,
	    "a proposal of dwelling 'D1' is not kept, although granted: "
	    "another household has it" },
	{ "let, and proposed", NULL, LEASES "L1,H1,D1,ordinary,2016-01-01,\n",
	    PROPOSALS "P1,H2,D1,1,2016-08-01,,\n", "0-0-", 1, NULL },

	/* several for one household */
	{ "housed, and proposed another", NULL,
	    LEASES "L1,H1,D1,ordinary,2016-01-01,\n",
	    PROPOSALS "P1,H1,D2,1,2016-08-01,granted,\n", "0-0-", 1,
	    "the proposal of dwelling 'D2' is not kept: the household has "
	    "dwelling 'D1'" },
	{ "who is second moves up", NULL,
	    PROPOSALS "P1,H1,D1,1,2016-08-01,granted,\n"
		      "P2,H1,D2,1,2016-08-01,,\nP3,H2,D2,2,2016-08-01,,\n",
	    NULL, "0101", 0,
	    "the proposal of dwelling 'D2' is not kept: the household has "
	    "dwelling 'D1'" },

	/* unlawful, and kept */
	{ "unlawful", NULL, LEASES "L1,H3,D1,ordinary,2016-01-01,\n", NULL,
	    "--2-", 2,
	    "dwelling 'D1' is kept for who may not have it: aged 36 years for "
	    "under 30 years" },
	{ "forbidden", "household_id,dwelling_id\nH1,D1\n",
	    LEASES "L1,H1,D1,ordinary,2016-01-01,\n", NULL, "0-0-", 1,
	    "dwelling 'D1' is kept for who may not have it: the pair is "
	    "forbidden" },
};

/* 'name' with the rows of more. */
static char *
rows(const char *const (*column)[2], const char *const *changes)
{
	static char s[8192];
	const char *row;

	*s = '\0';
	for (; *changes != NULL; changes++) {
		row = csv(column, *changes);
		strcat(s, *s ? strchr(row, '\n') + 1 : row);
	}
	return s;
}

static struct phc_match *
four(struct phc_err *e)
{
	static const char *const hh[] = { "household_id=H1", "household_id=H2",
		"household_id=H3;birth_date=1980-01-01", NULL };
	static const char *const dw[] = { "dwelling_id=D1", "dwelling_id=D2",
		NULL };
	struct phc_match *m = new ();

	feed(m, PHC_HOUSEHOLDS, rows(household, hh), e);
	feed(m, PHC_DWELLINGS, rows(dwelling, dw), e);
	return m;
}

static char
fixed(uint32_t to)
{
	return to == NONE ? '-' : to == ELSEWHERE ? 'x' : (char)('0' + to);
}

static void
given(void)
{
	struct phc_err e = { PHC_OK, "" };
	struct phc_match *m;
	struct heard h;
	char is_fixed[5] = "";
	size_t i;

	for (i = 0; i < sizeof(givens) / sizeof(*givens); i++) {
		about("%s", givens[i].what);
		h = (struct heard){ "", 0 };
		m = four(&e);
		phc_match_listen(m, hear, NULL, &h);
		if (givens[i].forbidden != NULL)
			feed(m, PHC_FORBIDDEN, givens[i].forbidden, &e);
		if (givens[i].file != NULL)
			feed(m, PHC_FIXED, givens[i].file, &e);
		if (givens[i].more != NULL)
			feed(m, PHC_FIXED, givens[i].more, &e);
		is_str(e.msg, "");
		phc_match_pairs(m);
		is_fixed[0] = fixed(m->household[0]->fixed);
		is_fixed[1] = fixed(m->household[1]->fixed);
		is_fixed[2] = fixed(m->dwelling[0]->fixed);
		is_fixed[3] = fixed(m->dwelling[1]->fixed);
		is_str(is_fixed, givens[i].fixed);
		is(m->graph->npairs, givens[i].pairs);
		is(h.n, givens[i].warning != NULL);
		is_str(h.last, givens[i].warning ? givens[i].warning : "");
		phc_match_free(m);
	}
}

/* What is counted of what is fixed. */
static void
fixed_counts(void)
{
	struct phc_err e = { PHC_OK, "" };
	struct phc_match *m = four(&e);
	struct phc_match_count n;

	about("%s", "counts of what is fixed");
	feed(m, PHC_FIXED,
	    LEASES "L1,H1,D1,ordinary,2016-01-01,\n"
		   "L2,H2,D8,ordinary,2016-01-01,\n"
		   "L3,H9,D2,ordinary,2016-01-01,\n",
	    &e);
	phc_match_pairs(m);
	n = phc_match_count(m);
	is(n.fixed, 1);
	is(n.elsewhere, 1);
	is(n.taken, 1);
	is(n.pairs, 0);
	is(n.few, 0);
	phc_match_free(m);
}

/* Once for each commune, and only where it is asked. */
static void
stale(void)
{
	static const char *const dw[] = { "dwelling_id=D1;scheme=aml",
		"dwelling_id=D2;scheme=aml",
		"dwelling_id=D3;commune=62498;scheme=ordinary", NULL };
	static const char foyers[] =
	    FJT "62041,9,8,2016-02-29\n62498,9,8,2014-01-01\n";
	struct phc_err e = { PHC_OK, "" };
	struct phc_match *m;
	struct heard h;
	int off;

	for (off = 0; off < 2; off++) {
		about("a foyer seen long ago, rule %s", off ? "off" : "on");
		m = new ();
		h = (struct heard){ "", 0 };
		phc_match_listen(m, hear, NULL, &h);
		if (off)
			phc_match_off(m, "aml", &e);
		feed(m, PHC_DWELLINGS, rows(dwelling, dw), &e);
		feed(m, PHC_FJT, foyers, &e);
		phc_match_pairs(m);
		is(h.n, !off);
		is_str(h.last,
		    off ? ""
			: "commune '62041': its foyer was last observed on "
			  "2016-02-29, more than six months before: rule aml "
			  "is in doubt there");
		phc_match_free(m);
	}
}

static const struct {
	const char *household, *dwelling;
	size_t struck_off, vacant;
} counted[] = {
	{ "", "", 0, 1 },
	{ "struck_off_on=2016-09-01", "", 1, 1 },
	{ "struck_off_on=2016-09-02", "", 0, 1 },
	{ "struck_off_reason=renunciation", "", 1, 1 },
	{ "struck_off_reason=duplicate;struck_off_on=2016-10-01", "", 0, 1 },
	{ "", "occupancy=offered", 0, 1 },
	{ "", "occupancy=let", 0, 0 },
	{ "", "occupancy=", 0, 0 },
};

static void
counts(void)
{
	struct phc_match_count n;
	struct phc_match *m;
	size_t i;

	for (i = 0; i < sizeof(counted) / sizeof(*counted); i++) {
		about("%s | %s", counted[i].household, counted[i].dwelling);
		m = two(counted[i].household, counted[i].dwelling, NULL, NULL);
		n = phc_match_count(m);
		is(n.households, 1);
		is(n.dwellings, 1);
		is(n.struck_off, counted[i].struck_off);
		is(n.vacant, counted[i].vacant);
		is(n.pairs, n.vacant - n.struck_off * n.vacant);
		is(n.few, n.vacant);
		phc_match_free(m);
	}
}

/* Rows and heads that are refused; an earlier file may be needed for that. */
static const struct {
	enum phc_match_file first, file;
	const char *before, *csv, *message;
} refused[] = {
	{ 0, PHC_HOUSEHOLDS, NULL, "household_id\n", "no column 'applied_on'" },
	{ 0, PHC_DWELLINGS, NULL, "dwelling_id,comune,type,financing\n",
	    "no column 'commune' (did you mean 'comune'?)" },
	{ 0, PHC_DWELLINGS, NULL, "dwelling_id,commune,type,financing\n",
	    "no column 'occupancy'" },
	{ 0, PHC_DWELLINGS, NULL, "dwelling_id,commune,type,financing,score\n",
	    "column 'score' is of a match already: drop or rename it" },
	{ PHC_DWELLINGS, PHC_HOUSEHOLDS,
	    "dwelling_id,commune,type,financing,occupancy,income\n",
	    "household_id,applied_on,birth_date,adults,dependants,income\n",
	    "column 'income' is on both sides: drop or rename one" },
	{ 0, PHC_DWELLINGS, NULL,
	    "dwelling_id,commune,type,financing,occupancy\n"
	    "D1,62041,T2,PLUS,let\nD1,62041,T3,PLUS,empty\n",
	    "dwelling_id: the key of an earlier row" },
	{ 0, PHC_DWELLINGS, NULL,
	    "dwelling_id,commune,type,financing,occupancy\n"
	    "D1,59350,T2,PLUS,let\nD2,59350,T2,PLUS,empty\n",
	    "no ceiling zone for commune '59350': add its row to "
	    "communes.csv" },
	{ 0, PHC_HOUSEHOLDS, NULL,
	    "household_id,applied_on,birth_date,adults,dependants,income,"
	    "wanted_communes\nH1,2015-01-01,1990-01-01,1,0,1,62041 Lens\n",
	    "wanted_communes: not an INSEE code: 'Lens'" },
	{ 0, PHC_HOUSEHOLDS, NULL,
	    "household_id,applied_on,birth_date,adults,dependants,income\n"
	    "H1,2015-01-01,1990-01-01,1,0,1\nH1,2015-01-01,1990-01-01,1,0,1\n",
	    "household_id: the key of an earlier row" },
	{ 0, PHC_FJT, NULL, "commune,places,occupied\n",
	    "no column 'observed_on'" },
	{ 0, PHC_FJT, NULL, FJT "62041,9,many,2016-01-01\n",
	    "occupied: not a whole number: 'many'" },
	{ 0, PHC_FJT, NULL, FJT "62041,9,9,2016-01-01\n62041,9,8,2016-01-01\n",
	    "commune and observed_on: the keys of an earlier row" },
	{ 0, PHC_FORBIDDEN, NULL, "household_id,dwelling\n",
	    "no column 'dwelling_id'" },
	{ 0, PHC_FORBIDDEN, NULL, "household_id,dwelling_id\nH1,\n",
	    "dwelling_id: empty, and it is required" },
	{ 0, PHC_FIXED, NULL, "household_id,dwelling_id,rank\n",
	    "neither leases nor proposals: no column 'start_on', and no "
	    "'proposed_on'" },
	{ 0, PHC_FIXED, NULL,
	    "proposal_id,household_id,dwelling_id,proposed_on\n",
	    "no column 'rank'" },
	{ 0, PHC_FIXED, NULL,
	    LEASES "L1,H1,D1,ordinary,2016-01-01,\n"
		   "L2,H1,D2,ordinary,2016-01-01,\n",
	    "household_id: has dwelling 'D1' by an earlier lease" },
	{ 0, PHC_FIXED, NULL,
	    LEASES "L1,H1,D1,ordinary,2016-01-01,\n"
		   "L2,H2,D1,ordinary,2016-01-01,\n",
	    "dwelling_id: let by an earlier lease: 'D1'" },
	{ 0, PHC_FIXED, NULL, PROPOSALS "P1,H1,D1,1,2016-01-01,grnted,\n",
	    "decision: no such code: 'grnted' (did you mean 'granted'?)" },
};

static void
refusals(void)
{
	struct phc_match *m;
	struct phc_err e;
	size_t i;

	about("%s", "");
	for (i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		m = new ();
		e.msg[0] = '\0';
		if (refused[i].before != NULL)
			feed(m, refused[i].first, refused[i].before, &e);
		is(feed(m, refused[i].file, refused[i].csv, &e), -1);
		is_str(e.msg, refused[i].message);
		phc_match_free(m);
	}
}

static void
switches(void)
{
	struct phc_match *m = new ();
	struct phc_err e;

	is(phc_match_off(m, "efort", &e), -1);
	is_str(e.msg, "no rule 'efort' (did you mean 'effort'?)");
	is(phc_match_off(m, "nothing", &e), -1);
	is_str(e.msg, "no rule 'nothing'");
	is(phc_match_limit(m, "typ", 1, &e), -1);
	is_str(e.msg, "no rule 'typ' (did you mean 'type'?)");
	is(phc_match_limit(m, "type", 1, &e), -1);
	is_str(e.msg, "rule 'type' has no limit");
	phc_match_free(m);
}

/* A file of the pilot, for free(3). */
static char *
slurp(const char *name)
{
	FILE *fp = fopen(name, "r");
	char *s = phc_new(1 << 20);

	if (fp == NULL)
		printf("Bail out! no %s\n", name);
	else
		s[fread(s, 1, (1 << 20) - 1, fp)] = '\0';
	fclose(fp);
	return s;
}

static bool
as_budget(const struct phc_match *m, const struct household *h,
    const struct dwelling *d)
{
	struct phc_effort e = match_effort(m, h, d);
	struct phc_budget b;
	struct phc_err err;

	return phc_budget(
		   m->law, &h->hh, &d->dw, PHC_UNKNOWN, &b, NULL, &err) == 0 &&
	       e.gross == b.housing_cost && e.net == b.housing_cost_net &&
	       e.aid == b.housing_aid &&
	       (int64_t)phc_effort_class(e.decided, e.income) == b.effort_class;
}

/* Each of its pairs costs what phc-budget says that it does. */
static void
pilot(void)
{
	static const char *const files[] = {
		"tests/data/pilot/expected/households.csv",
		"tests/data/pilot/expected/dwellings.csv",
		"tests/data/pilot/expected/fjt.csv"
	};
	struct phc_match *m = new ();
	struct phc_err e = { PHC_OK, "" };
	size_t i, k, same = 0;
	char *s;
	int f;

	about("%s", "the pilot");
	for (f = 0; f < 3; f++) {
		s = slurp(files[f]);
		is(feed(m, (enum phc_match_file)f, s, &e), 0);
		free(s);
	}
	phc_match_pairs(m);
	is(m->nhouseholds, 109);
	is(m->ndwellings, 50);
	for (i = 0; i < m->nhouseholds; i++)
		for (k = 0; k < m->ndwellings; k++)
			same += as_budget(m, m->household[i], m->dwelling[k]);
	is(same, 109 * 50);
	phc_match_free(m);
}

int
main(void)
{
	rules();
	wordings();
	given();
	fixed_counts();
	stale();
	counts();
	refusals();
	switches();
	pilot();
	return done();
}
