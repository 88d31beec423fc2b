/*
 * pair.h - one household and one dwelling that no rule refuses each other, but
 * for what a test changes: "name=value;name=value".
 */
#ifndef PAIR_H
#define PAIR_H

#include "feed.h"
#include "phc/date.h"
#include "tap.h"

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

/* The value that 'changes' gives, else 'value'. */
static inline void
append(char *s, const char *name, const char *value, const char *changes)
{
	size_t n = strlen(name);
	const char *p = changes;

	for (; p != NULL; p = (p = strchr(p, ';')) ? p + 1 : NULL)
		if (strncmp(p, name, n) == 0 && p[n] == '=')
			break;
	if (p == NULL)
		strcat(s, value);
	else
		strncat(s, p + n + 1, strcspn(p + n + 1, ";"));
}

static inline char *
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

static inline int64_t
day(const char *s)
{
	int64_t date = 0;

	phc_date_parse(phc_str(s), &date, NULL);
	return date;
}

/* A match of no rows, on the day that the two are made for. */
static inline struct phc_match *new (void)
{
	struct phc_err e;
	struct phc_match *m = phc_match_new(day("2016-09-01"), NULL, &e);

	if (m == NULL) {
		printf("Bail out! %s\n", e.msg);
		exit(1);
	}
	return m;
}

#endif
