/*
 * Rules: each in a pair of its own, up to its very limit.
 *
 * LAW: CCH R441-1
 * LAW: CCH R822-25
 * LAW: CCH R441-3-1
 */
#include "../../lib/match/match.h"
#include "pair.h"

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

/* Blanks where no line ends are blanks here: see match-score.c for them. */
static void
blanks(char *s)
{
	char *to = s;

	for (; *s != '\0'; s++)
		if (strncmp(s, "\xc2\xa0", 2) == 0)
			*to++ = ' ', s++;
		else
			*to++ = *s;
	*to = '\0';
}

/* What is said of the rules of a mask. */
static char *
said(const struct phc_match *m, const struct verdict *v, unsigned set,
    bool change, enum phc_lang lang)
{
	struct phc_text t = { 0 };
	int r;

	for (r = 0; r < RULES; r++)
		if (set >> r & 1) {
			if (t.n > 0)
				phc_text_put(&t, phc_str("; "));
			match_put_miss(
			    &t, &m->terms[r], &v->miss[r], change, lang);
		}
	phc_text_put(&t, (struct phc_str){ "", 1 });
	blanks(t.s);
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
	    "for households without children" },
	{ "visiting_children=1", "all_in=1", NULL, NULL, NULL,
	    "for households without children" },
	{ "expected_children=1", "all_in=1", NULL, NULL, NULL,
	    "for households without children" },
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
	    "a foyer of the commune has places (Arras)" },
	{ "dependants=1", "scheme=aml", NULL, FJT "62041,9,9,2016-08-01\n",
	    NULL, "2 persons to be lodged for 1 person" },
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
		s = said(m, &v, v.stops | v.notes, false, PHC_EN);
		is_str(s, cases[i].why ? cases[i].why : "");
		free(s);
		phc_match_free(m);
	}
}

/* Of a doubt, what is unknown. */
static const struct {
	const char *household, *dwelling, *set, *fjt;
	enum rule rule;
	const char *en, *fr;
} unknowns[] = {
	{ "first_home=", "", NULL, NULL, RULE_FIRST_HOME, "first_home",
	    "Première location" },
	{ "", "financing=PLI", NULL, NULL, RULE_CEILING,
	    "the ceiling of this financing", "plafond de ce financement" },
	{ "tax_income=", "", NULL, NULL, RULE_CEILING, "the tax income of N-2",
	    "revenu fiscal de l’année N-2" },
	{ "shared_lease=1", "", NULL, NULL, RULE_SIZE,
	    "the share of the dwelling", "part du logement en colocation" },
	{ "shared_lease=1", "", NULL, NULL, RULE_SURFACE,
	    "the share of the dwelling", "part du logement en colocation" },
	{ "", "surface=", NULL, NULL, RULE_SURFACE, "surface",
	    "Surface habitable" },
	{ "wanted_nearby=", "commune=62510", NULL, NULL, RULE_COMMUNE,
	    "wanted_nearby", "Communes limitrophes acceptées" },
	{ "wanted_communes=59350;wanted_nearby=1", "", NULL, NULL, RULE_COMMUNE,
	    "the EPCI of a commune", "EPCI d’une des communes" },
	{ "needed_from=", "", NULL, NULL, RULE_DATE, "needed_from",
	    "Disponible à partir du" },
	{ "accessible_need=", "", NULL, NULL, RULE_ACCESSIBLE,
	    "accessible_need", "Besoin d’un logement accessible" },
	{ "accessible_need=1", "accessible=", NULL, NULL, RULE_ACCESSIBLE,
	    "accessible", "Accessible PMR" },
	{ "visiting_children=", "all_in=1", NULL, NULL, RULE_ALL_IN,
	    "visiting_children", "Enfants en droit de visite" },
	{ "expected_children=", "all_in=1", NULL, NULL, RULE_ALL_IN,
	    "expected_children", "Enfants à naître" },
	{ "dependants=1", "all_in=", NULL, NULL, RULE_ALL_IN, "all_in",
	    "Loyer tout compris" },
	{ "dependants=1", "scheme=", NULL, NULL, RULE_AML, "scheme",
	    "Formule" },
	{ "", "scheme=aml", NULL, NULL, RULE_AML,
	    "what is free in the foyer of the commune",
	    "places du FJT de la commune" },
	{ "visiting_children=", "scheme=aml", NULL,
	    FJT "62041,0,0,2016-08-01\n", RULE_AML, "visiting_children",
	    "Enfants en droit de visite" },
	{ "", "quota=employers", NULL, NULL, RULE_QUOTA,
	    "who this reservation is for", "publics de ce contingent" },
	{ "referral=", "quota=local_authority", NULL, NULL, RULE_QUOTA,
	    "referral", "Orientation" },
	{ "priority=", "quota=state_priority", NULL, NULL, RULE_QUOTA,
	    "priority", "Priorité" },
	{ "", "rent=", "effort=3300", NULL, RULE_EFFORT,
	    "the cost of the dwelling", "coût du logement" },
	{ "", "charges=", "remainder=1000", NULL, RULE_REMAINDER,
	    "the cost of the dwelling", "coût du logement" },
	{ "dependants=1;dependants_14=", "", "remainder=1000", NULL,
	    RULE_REMAINDER, "dependants_14", "Dont 14 ans et plus" },
};

static void
unknown_is(const struct phc_match *m, const char *unknown, const char *want)
{
	char s[128];

	snprintf(s, sizeof(s), "%.*s", PHC_STR_ARG(match_unknown(m, unknown)));
	is_str(s, want);
}

static void
doubts(void)
{
	struct phc_match *m;
	struct verdict v;
	size_t i;

	for (i = 0; i < sizeof(unknowns) / sizeof(*unknowns); i++) {
		about("%s | %s", unknowns[i].household, unknowns[i].dwelling);
		m = two(unknowns[i].household, unknowns[i].dwelling,
		    unknowns[i].set, unknowns[i].fjt);
		match_judge(m, m->household[0], m->dwelling[0], &v);
		ok(v.doubts >> unknowns[i].rule & 1);
		phc_match_speak(m, PHC_EN);
		unknown_is(m, v.miss[unknowns[i].rule].unknown, unknowns[i].en);
		phc_match_speak(m, PHC_FR);
		unknown_is(m, v.miss[unknowns[i].rule].unknown, unknowns[i].fr);
		phc_match_free(m);
	}
}

/* What people read, and what would have to change. */
static const struct {
	const char *household, *dwelling, *set, *fjt, *fr, *change;
} words[] = {
	{ "birth_date=1985-09-01", "", NULL, NULL,
	    "a 31 ans, il faut moins de 30 ans",
	    "une limite d’âge au-dessus de 31 ans" },
	{ "first_home=0", "", NULL, NULL, "a déjà été titulaire d’un bail",
	    "l’ouverture du programme à qui a déjà eu un bail" },
	{ "tax_income=20523.00", "", NULL, NULL,
	    "dépasse de 412 € le plafond PLUS",
	    "des ressources annuelles de 20 111 € au plus" },
	{ "", "type=T3", NULL, NULL, "3 pièces pour 2 pièces au plus",
	    "un logement de 2 pièces" },
	{ "", "type=T1;surface=8.99", NULL, NULL, "8,99 m² pour 9 m² au moins",
	    "un logement de 9 m² au moins" },
	{ "", "commune=62119;commune_name=Béthune", NULL, NULL,
	    "Béthune ne fait pas partie des souhaits",
	    "ajouter Béthune aux communes souhaitées" },
	{ "wanted_types=T1", "", NULL, NULL,
	    "T2 ne fait pas partie des souhaits",
	    "ajouter T2 aux types souhaités" },
	{ "", "available_on=2016-12-01", NULL, NULL, "libre 1 jour trop tard",
	    "deux disponibilités à 90 jours d’écart au plus" },
	{ "needed_from=2016-12-02", "", NULL, NULL,
	    "le ménage arrive 2 jours trop tard",
	    "deux disponibilités à 90 jours d’écart au plus" },
	{ "accessible_need=1", "", NULL, NULL, "logement non accessible",
	    "un logement accessible" },
	{ "dependants=1", "all_in=1", NULL, NULL,
	    "réservé aux ménages sans enfant",
	    "un logement dont le loyer n’est pas tout compris" },
	{ "dependants=1", "scheme=aml", NULL, NULL,
	    "2 personnes à loger pour 1 personne", "un logement hors AML" },
	{ "", "scheme=aml;commune_name=Arras", NULL,
	    FJT "62041,9,8,2016-08-01\n",
	    "le FJT de la commune a des places (Arras)",
	    "un logement hors AML" },
	{ "", "quota=state_priority", NULL, NULL,
	    "réservé : publics prioritaires de l’État",
	    "l’accord du réservataire" },
	{ "aid=0.00;aid_dwelling=D1;income=690.61", "", "effort=3300", NULL,
	    "coût de 36,2 % des ressources pour 33 % au plus",
	    "un coût de 33 % des ressources au plus" },
	{ "aid=0.00;aid_dwelling=D1;income=0", "", "effort=3300", NULL,
	    "aucune ressource face au coût",
	    "un coût de 33 % des ressources au plus" },
	{ "aid=0.00;aid_dwelling=D1;income=500.00", "", "remainder=1000", NULL,
	    "laisse 8,22 € par jour et par unité de consommation pour "
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
		s = said(m, &v, v.stops | v.notes, false, PHC_FR);
		is_str(s, words[i].fr);
		free(s);
		s = said(m, &v, v.stops | v.notes, true, PHC_FR);
		is_str(s, words[i].change);
		free(s);
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
	is(phc_match_limit(m, "date", -1, &e), -1);
	is_str(e.msg, "rule 'date': no such limit");
	is(phc_match_limit(m, "remainder", INT64_C(1000000000001), &e), -1);
	phc_match_free(m);
}

/* A table with a part of it replaced, and what is said of that. */
static const struct {
	const char *table, *from, *to, *message;
} mended[] = {
	{ "match-rules", ",age,", ",old,", "match-rules.csv: no rule 'old'$" },
	{ "match-rules", "years,30,on", "years,30,yes",
	    "rule 'age': no such unit, limit or state: 'years', '30', 'yes'$" },
	{ "match-rules", "years,30,on", "year,30,on",
	    "rule 'age': no such unit, limit or state: 'year', '30', 'on'$" },
	{ "match-rules", "years,30,on", "years,,on",
	    "rule 'age': no such unit, limit or state: 'years', '', 'on'$" },
	{ "match-rules", "years,30,on", "years,thirty,on", "'thirty'" },
	{ "match-rules", "years,30,on", "years,-1,on",
	    "rule 'age': no such unit, limit or state: 'years', '-1', 'on'$" },
	{ "match-rules", "\n,type,", "\n2020-01-01,type,",
	    "match-rules: nothing in force on 2016-09-01 for type" },
	{ "match-surfaces", "\n,4,34", "\n,4,big", "'big'" },
	{ "match-surfaces", "\n,4,34", "\n,9,34",
	    "match-surfaces: nothing in force on 2016-09-01 for 4" },
	{ "match-quotas", "pdalpd agreement", "pdalpd agrement",
	    "match-quotas.csv: no priority 'agrement'$" },
	{ "match-quotas", ",referral,", ",income,",
	    "match-quotas.csv: neither priority nor referral: 'income'$" },
	{ "match-quotas", "\n,service,", "\n,services,",
	    "match-quotas: nothing in force on 2016-09-01 for service" },
};

/* A file, for free(3). */
static char *
slurp(const char *name)
{
	FILE *fp = fopen(name, "r");
	char *s = phc_new(1 << 20);

	if (fp == NULL) {
		printf("Bail out! no %s\n", name);
		exit(1);
	}
	s[fread(s, 1, (1 << 20) - 1, fp)] = '\0';
	fclose(fp);
	return s;
}

static void
write_mended(
    const char *dir, const char *table, const char *from, const char *to)
{
	char path[128], *s, *p;
	FILE *fp;

	snprintf(path, sizeof(path), "lib/data/law/%s.csv", table);
	s = slurp(path);
	p = strstr(s, from);
	snprintf(path, sizeof(path), "%s/%s.csv", dir, table);
	fp = fopen(path, "w");
	if (ok(p != NULL && fp != NULL)) {
		fwrite(s, 1, (size_t)(p - s), fp);
		fputs(to, fp);
		fputs(p + strlen(from), fp);
		fclose(fp);
	}
	free(s);
}

static void
tables(void)
{
	char dir[] = "/tmp/phc-match-XXXXXX", path[128];
	struct phc_err e;
	size_t i;

	if (mkdtemp(dir) == NULL) {
		printf("Bail out! no folder\n");
		exit(1);
	}
	for (i = 0; i < sizeof(mended) / sizeof(*mended); i++) {
		about("%s: %s", mended[i].table, mended[i].to);
		write_mended(
		    dir, mended[i].table, mended[i].from, mended[i].to);
		ok(phc_match_new(day("2016-09-01"), dir, &e) == NULL);
		like(e.msg, mended[i].message);
		snprintf(path, sizeof(path), "%s/%s.csv", dir, mended[i].table);
		unlink(path);
	}
	rmdir(dir);
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
	doubts();
	wordings();
	switches();
	tables();
	pilot();
	return done();
}
