/*
 * report.h - floor 11: a workbook for a partner.  [libxlsxwriter]
 *
 * Which sheets a report has, what they show, their words, definitions and
 * targets are tables report-sheets, report-fields, report-words and
 * report-notes, which a folder of tables may replace.  No key, no date of
 * birth, no personal column can be shown; of a household, amounts are shown in
 * classes.
 */
#ifndef PHC_REPORT_H
#define PHC_REPORT_H

#include "phc/csv.h"

/*
 * phc_report_new() begins the report for 'to' ("ddtm", "departement") as of the
 * day 'at', with tables from 'dir' where they are there (NULL: those compiled
 * in).  Returns NULL on failure: PHC_EDATA for a report that does not exist or
 * a table that does not read, PHC_ELAW when no ceiling is in force on 'at'.
 * phc_report_free() takes NULL.
 */
struct phc_report;

struct phc_report *phc_report_new(
    const char *to, int64_t at, const char *dir, struct phc_err *err);
void phc_report_free(struct phc_report *);

/*
 * phc_report_head() takes the header of the rows that phc-budget wrote, with or
 * without dwelling columns, and phc_report_row() a row, which it copies: a
 * household, and the dwelling that is its own if there is one.
 */
int phc_report_head(
    struct phc_report *, const struct phc_rec *head, struct phc_err *err);
int phc_report_row(
    struct phc_report *, const struct phc_rec *rec, struct phc_err *err);

/*
 * phc_report_source() names a file that the rows came from: the report says its
 * name, without its folder, and its size.  phc_report_partial() has it say that
 * rows were refused.
 */
int
phc_report_source(struct phc_report *, const char *file, struct phc_err *err);
void phc_report_partial(struct phc_report *);

/*
 * phc_report_write() writes the workbook beside 'path' and renames it, mode
 * 0600.  The same rows in any order, with the same date, are the same bytes.
 * PHC_EDATA where there is no row, a household has two, or a row is a second
 * candidate for its dwelling; PHC_ESYS where the file cannot be written, and
 * then 'path' is as it was.
 */
int
phc_report_write(struct phc_report *, const char *path, struct phc_err *err);

/*
 * phc_report_summary() says what was written: "48 households; sheets Synthese,
 * Menages, ...".  It borrows from the report.
 */
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
