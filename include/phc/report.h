/*
 * report.h - floor 11: figures as a workbook for a partner.  [libxlsxwriter]
 *
 * Tables, which a folder of tables may replace, say what a report looks like.
 * report-sheets: its sheets.  report-indicators: where a figure stands, by
 * 'line_fr' and 'column_fr'.  A sheet is one table, and a figure stands at its
 * line (line_fr and what modalities it has) and its column: column_fr, which is
 *
 *     NAME        a heading
 *     (empty)     its moment: the period, the one before, since the beginning,
 *                 the target; "Valeur" in a sheet without moments
 *     @DIMENSION  the modality that it has there
 *     NAME=DIMENSION  a heading, under which the modality stands that is so
 *     -           none: it is in the last sheet alone
 *
 * report-charts, report-words, report-notes: charts, words of modalities, and
 * what the sheet Methode says besides.
 */
#ifndef PHC_REPORT_H
#define PHC_REPORT_H

#include "phc/disclosure.h"
#include "phc/figures.h"

enum { PHC_PSEUDONYM_MAX = 64 }; /* bytes, NUL included */

/* A file that figures come from; an unknown day is not said.  How many rows it
 * has is nobody's business: a month of leases has one for each entry. */
struct phc_report_source {
	const char *name, *kind, *sha256; /* the last two may be NULL */
	int64_t day;
};

/*
 * What a report is made of.  All is borrowed until phc_report_free().
 * 'masked', one for each figure, may be NULL: nothing is; as may 'loss', for
 * what was lost by it, of which is said no more than how many are masked.  'k'
 * is the threshold.  'name' writes the pseudonym of a household, and is needed
 * where a sheet has lines of them.  'landlord' may be NULL.
 */
struct phc_report_of {
	const char *to;
	bool year; /* else a month */
	int64_t from, to_day;
	const struct phc_figures *figures;
	const bool *masked;
	const struct phc_loss *loss;
	int64_t k;
	bool public;
	void (*name)(
	    void *arg, struct phc_str household, char out[PHC_PSEUDONYM_MAX]);
	void *arg;
	const struct phc_report_source *source;
	size_t nsources;
	const char *landlord, *tables;
	bool partial; /* rows were refused */
};

/*
 * phc_report_new() lays it out.  PHC_EDATA where a table is wrong or two
 * figures have one place, PHC_ELAW when no ceiling is in force on the last day.
 * phc_report_free() takes NULL, and drops what was made and not kept.
 */
struct phc_report;

struct phc_report *
phc_report_new(const struct phc_report_of *, struct phc_err *err);
void phc_report_free(struct phc_report *);

/*
 * phc_report_make() writes the workbook, mode 0600, beside 'path', once, and
 * reads it back; phc_report_keep() renames it.  The same figures are the same
 * bytes.
 * PHC_EDATA where a workbook cannot hold something, PHC_ESYS where the file
 * cannot be written, and then 'path' is as it was.
 *
 * A sheet of more than some ten thousand lines makes it a workbook whose sheets
 * have filters and no Excel tables, written as it goes.
 */
int phc_report_make(struct phc_report *, const char *path, struct phc_err *err);
int phc_report_keep(struct phc_report *, struct phc_err *err);

/*
 * phc_report_csv() writes each sheet as SHEET.csv in 'dir', which must not be
 * there: all of them, or nothing.  Percentages are percent, with two decimals;
 * months YYYY-MM.
 */
int phc_report_csv(struct phc_report *, const char *dir, struct phc_err *err);

/*
 * phc_report_preview() writes a sheet as a table for people; with 'sheet' NULL,
 * what sheets there are.  PHC_EDATA where there is no such sheet.
 */
int phc_report_preview(struct phc_report *, const char *sheet, struct phc_out *,
    struct phc_err *err);

/* phc_report_summary() says what is in it: "420 figures, 31 masked; sheets
 * Couverture, ...".  It borrows from the report. */
const char *phc_report_summary(struct phc_report *);

/*
 * The commission's workbook.  It is internal: it has the keys of households
 * and of dwellings, and says on each page that it is not to be passed on.  A
 * sheet, which prints on one page, for each dwelling, with what is known of it,
 * its candidates by rank, why each has its place, and room for the decision.
 * What it shows, in which words, is table report-commission.
 *
 * phc_commission_new() begins the one of the day 'at', with tables from 'dir'
 * where they are there (NULL: those compiled in).  phc_commission_free() takes
 * NULL, and drops a workbook that was made and not kept.
 */
struct phc_commission;

struct phc_commission *
phc_commission_new(int64_t at, const char *dir, struct phc_err *err);
void phc_commission_free(struct phc_commission *);

/*
 * phc_commission_head() takes the header of the rows that phc-match
 * --shortlist wrote and phc-budget added to, phc_commission_row() a row, which
 * it copies.  PHC_EDATA names the column that is missing, the row's that is
 * wrong.  phc_commission_score_head() and _row() take those of phc-match
 * --score, if there are any: then each candidate has its points one by one.
 */
int phc_commission_head(
    struct phc_commission *, const struct phc_rec *head, struct phc_err *err);
int phc_commission_row(
    struct phc_commission *, const struct phc_rec *rec, struct phc_err *err);
int phc_commission_score_head(
    struct phc_commission *, const struct phc_rec *head, struct phc_err *err);
int phc_commission_score_row(
    struct phc_commission *, const struct phc_rec *rec, struct phc_err *err);

/*
 * phc_commission_source() names a file that rows came from, by its last name,
 * and its SHA-256; phc_commission_partial() has it say that rows were refused.
 */
int phc_commission_source(struct phc_commission *, const char *name,
    const char *sha256, struct phc_err *err);
void phc_commission_partial(struct phc_commission *);

/*
 * phc_commission_make() writes the workbook beside 'path', mode 0600, and reads
 * it back; phc_commission_keep() gives it its name.  The same rows in any
 * order, with the same date, are the same bytes.  PHC_EDATA where there is no
 * row, or a dwelling has two candidates of one rank, or one twice; PHC_ESYS
 * where the file cannot be written, and then 'path' is as it was.
 * phc_commission_summary() says what was written, and borrows.
 */
int phc_commission_make(
    struct phc_commission *, const char *path, struct phc_err *err);
int phc_commission_keep(struct phc_commission *, struct phc_err *err);
const char *phc_commission_summary(struct phc_commission *);

#endif
