/*
 * figures/figures.h - what the files of this folder share.
 */
#ifndef FIGURES_FIGURES_H
#define FIGURES_FIGURES_H

#include "phc/date.h"
#include "phc/figures.h"

/* The words that a dimension has, if it is closed. */
struct modalities {
	const char *const *word;
	size_t n;
};

enum moment { MOMENT_PERIOD = 1, MOMENT_PREVIOUS = 2, MOMENT_START = 4 };

struct indicator {
	struct phc_indicator is;              /* first: figures point to it */
	struct phc_indicator target, reached; /* beside it, if it has one */
	struct modalities closed[PHC_DIMENSIONS];
	bool asked; /* of the report at hand */
	unsigned moments;
	int64_t aim; /* the target, PHC_UNKNOWN */
	const char *absent, *sql;
};

struct phc_figures {
	struct phc_store *store;
	struct phc_figures_of of;
	struct phc_pool pool;
	struct indicator *indicator;
	size_t indicators, indicators_cap, asked;
	const char *views;   /* WITH ... */
	const char *without; /* what the indicator at hand lacks, or NULL */
	struct phc_figures_cell *figure;
	size_t n, cap;
};

/* table.c: reads both tables. */
int figures_tables(struct phc_figures *, struct phc_err *);

/* csv.c: each record of data file 'name', but the header, which must be
 * 'head'. */
struct figures_reader {
	const char *head;
	int (*row)(const struct phc_rec *, void *arg, struct phc_err *);
	void *arg;
};

int figures_read(const char *name, const char *dir,
    const struct figures_reader *, struct phc_err *);

/* facts.c: makes the tables that SQL cannot work out, before the store
 * answers. */
int figures_facts(struct phc_figures *, struct phc_err *);

/* history.c: all versions of a kind, by key and day; where they are not
 * 'wanted', its header alone. */
struct history {
	struct phc_pool pool;
	struct phc_rec head;
	struct version {
		struct phc_rec rec;
		int64_t since;
	} * row;
	size_t n, cap;
};

int figures_history(struct history *, struct phc_store *, const char *kind,
    bool wanted, struct phc_err *);
void figures_history_free(struct history *);

/* The version of a key as of a day; if there was none yet, the first: NULL if
 * there is none at all. */
const struct phc_rec *
figures_as_of(const struct history *, struct phc_str key, int64_t day);

/* budgets.c: tables budget_now and budget_entry. */
int figures_budgets(struct phc_figures *, struct phc_err *);

/* laws.c: a table of the law, as of the day, as table law_NAME. */
int figures_law(
    struct phc_figures *, const struct phc_law_table *, struct phc_err *);

/* ask.c: the figures of an indicator, of the days from 'from' on. */
int figures_ask(struct phc_figures *, const struct indicator *, int64_t from,
    int64_t to, struct phc_err *);

/* fill.c: cells that no row had, from figure 'at' on, in order. */
void figures_fill(struct phc_figures *, const struct indicator *, size_t at,
    int64_t from, int64_t to);

struct phc_figures_cell *figures_add(struct phc_figures *);

/* absent.c: why what was asked last has no answer, in French: the kinds that it
 * asks for and that nobody gave; NULL if they are there. */
const char *figures_without(struct phc_figures *);

#endif
