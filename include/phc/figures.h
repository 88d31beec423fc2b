/*
 * figures.h - floor 10, above the store: what a report says, computed from a
 * register.
 *
 * Which indicators a report has, by which statistic of which SQL, is table
 * report-indicators, and the words of that SQL are table report-views; a folder
 * of tables may replace them.  Nothing is masked here: what counts households,
 * or anything else that a threshold protects, is of unit PHC_UNIT_COUNT.
 */
#ifndef PHC_FIGURES_H
#define PHC_FIGURES_H

#include "phc/store.h"

enum phc_figure_unit {
	PHC_UNIT_COUNT,
	PHC_UNIT_EURO,    /* cents */
	PHC_UNIT_PERCENT, /* hundredths of a percent */
	PHC_UNIT_DAYS,
	PHC_UNIT_MONTHS,
	PHC_UNIT_YES /* 1 or 0 */
};

/* The words of the dictionary, in its order. */
enum phc_figure_statistic {
	PHC_STAT_COUNT,
	PHC_STAT_SUM,
	PHC_STAT_MEDIAN,
	PHC_STAT_Q1, /* nearest rank, as the next two */
	PHC_STAT_Q3,
	PHC_STAT_P90,
	PHC_STAT_SHARE,   /* of the rows, those that are so */
	PHC_STAT_RATIO,   /* of two sums, half up; n is the second one */
	PHC_STAT_PERCENT, /* of two sums, in percent; n is of rows */
	PHC_STAT_VALUE,   /* what the SQL says */
	PHC_STAT_TARGET
};

enum { PHC_DIMENSIONS = 2 };

/*
 * A row of report-indicators.  'adds_to' are words, CODE or CODE/GROUP, with
 * one space between: the cells of this indicator and of all others of the group
 * sum to the cell of indicator CODE that has the same period and the same
 * modality in the dimensions that both have.  'rests_on' are the codes of the
 * counts that a statistic is worked out of, with the same modalities.  'line'
 * and 'column' say where it stands in its sheet, see report.h.
 */
struct phc_indicator {
	const char *report, *cycle, *sheet, *code, *label, *definition, *source;
	const char *adds_to, *rests_on;
	const char *over, *counts, *links; /* see publish.h */
	const char *line, *column;
	enum phc_figure_unit unit;
	enum phc_figure_statistic statistic;
	size_t dimensions;
	const char *dimension[PHC_DIMENSIONS];
};

/*
 * A figure.  'value' is an integer in its unit, PHC_UNKNOWN where it is not
 * known, and then 'missing' says why, in French.  'n' is how many households or
 * rows it stands on, PHC_UNKNOWN where that means nothing.  'households' is how
 * many households stand behind it, where that may be fewer than what it counts:
 * months, leases, events; of a share, on the side where there are fewer, unless
 * that has none.  PHC_UNKNOWN: who is counted is counted once.  The days are
 * those that it is of, both included; 'from' is PHC_UNKNOWN for the beginning.
 */
struct phc_figures_cell {
	const struct phc_indicator *of;
	const char *modality[PHC_DIMENSIONS];
	int64_t from, to, value, n, households;
	const char *missing;
};

/*
 * phc_figures_new() works out the figures of the report for 'to' (ddtm,
 * departement, form), of the period 'from' to 'to_day', which is a month, a
 * year or the beginning of one, all as known on its last day.  It takes a store
 * that was opened to be read and does not answer yet, borrows it, and has it
 * answer, as phc_store_answers() says; 'stop' may be NULL.  PHC_EDATA where the
 * report or a table is wrong, PHC_ELAW where a text is not in force that day.
 *
 * 'absent' are kinds of which the store has no rows because nobody gave any,
 * ended by NULL, or NULL if there are none: what their rows would tell is not
 * known, and says so.  A line for each household is not for the 'public'.
 *
 * phc_figures() are those, 'n' of them, in the order of the table, then of the
 * modalities; they last until phc_figures_free(), which takes NULL.
 *
 * phc_figures_put() writes them as kind figure.
 *
 * phc_figures_indicator() is row 'i' of report-indicators, whichever its
 * report, or NULL past the last.
 */
struct phc_figures_of {
	const char *to;
	bool year; /* else a month */
	bool public;
	int64_t from, to_day;
	const char *tables;
	const char *const *absent;
	bool (*stop)(void *arg);
	void *arg;
};

struct phc_figures;

struct phc_figures *phc_figures_new(
    struct phc_store *, const struct phc_figures_of *, struct phc_err *err);
const struct phc_figures_cell *
phc_figures(const struct phc_figures *, size_t *n);
const struct phc_indicator *
phc_figures_indicator(const struct phc_figures *, size_t i);
void phc_figures_put(const struct phc_figures *, struct phc_out *);
void phc_figures_free(struct phc_figures *);

#endif
