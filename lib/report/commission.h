/*
 * commission.h - what commission.c and dossier.c share: the workbook of the
 * commission.
 *
 * commission.c   its table, its rows, the calls of phc/report.h
 * dossier.c      its sheets
 */
#ifndef COMMISSION_H
#define COMMISSION_H

#include "phc/report.h"
#include "report.h"

/* A row of table report-commission. */
enum section { FACT, SUMMARY, CANDIDATE, REASON, WORD, NOTE, SECTIONS };

/* What is worked out, and not a column of the rows. */
enum worked_out {
	AGE,
	PERSONS,
	COMPOSITION,
	SENIORITY,
	POINTS,
	LISTED,
	FEW,
	DWELLING,
	EPCI,
	COLUMN
};

struct item {
	enum section section;
	const struct phc_column *col; /* or NULL */
	enum worked_out what;
	size_t at; /* of its value in a pair */
	struct phc_str column, word;
	bool need;
	const char *label, *meaning;
};

struct known {
	int64_t n;
	struct phc_str s;
};

/* What a pair's points are made of; of one pair they stand together. */
struct part {
	struct phc_str household_id, dwelling_id, criterion, value;
	int64_t units, points;
};

struct pair {
	struct phc_str household_id, dwelling_id, commune_name;
	int64_t candidate_rank, applied_on, birth_date, partner_birth_date;
	int64_t adults, dependants, commune;
	struct known v[];
};

/* A dwelling: its pairs, in order of rank, and its sheet. */
struct home {
	struct pair **pair;
	size_t n;
	const char *sheet;
};

struct phc_commission {
	struct phc_pool pool;
	int64_t at;
	const char *tables;
	struct phc_law *communes, *rules, *scores;
	struct item *item;
	size_t nitems, items_cap, values;
	struct phc_binding binding[4], score_binding;
	struct pair **pair;
	size_t npairs, pairs_cap;
	struct part *part;
	size_t nparts, parts_cap;
	struct home *home;
	size_t nhomes;
	struct {
		const char *name, *sha256;
	} * source;
	size_t nsources, sources_cap;
	bool partial, made;
	struct phc_file file;
};

/* Byte by byte. */
int commission_order(struct phc_str, struct phc_str);

/* Names for the sheets of the homes that Excel takes, no two alike. */
void dossier_names(struct phc_commission *);

/* The sheets: what book_make() calls. */
void dossier_fill(struct book *, void *commission);

#endif
