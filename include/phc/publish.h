/*
 * publish.h - floor above figures: which figures of an issue of a report are
 * masked, beside all that was published before.
 *
 * An issue is a report of a period for an audience: partners, to whom every
 * report but the public ones goes, and who may compare; or the public.  What
 * table report-indicators says of an indicator decides what a figure is to the
 * count of people that it stands on, its cell, and how cells of all issues sum:
 *
 *  over    'during' the period, so that months add up to a year; at its 'end';
 *          the day 'before' it; or 'across' it, which adds up to nothing.
 *  counts  'household', if it is empty: nobody may be recognised by it; 'none'
 *          for what counts nobody; 'listed' for what partners are shown one by
 * one anyway links   what its cells are beside adds_to, whoever the report is
 * for and whichever its period: words =CODE, the same quantity; or
 *          CODE[:MODALITY][@MODALITY|...][/GROUP][^], those of the modalities
 *          after the @, with the others of the group, sum to the cell of CODE
 *          with MODALITY; with ^ as of the day before.  A CODE that is no
 *          indicator is never printed.  Of a percentage they are said of what
 *          is so, which is a part of what it rests on.
 *
 * What fewer households than 'k' stand behind is masked whatever it counts:
 * seven months of one household are not seven households.  It is protected in
 * what it counts, so that what can be inferred is at least k - 1 months wide,
 * or leases, or events, which is less than so many households; and what is
 * never printed is held to be of as many households as it counts.  It stays
 * masked, as all is.
 *
 * A count that rests on another is a part of it, and the rest is protected too.
 * A sum that does not hold, for what was published before was put right since,
 * tells nothing and is left out.
 */
#ifndef PHC_PUBLISH_H
#define PHC_PUBLISH_H

#include "phc/disclosure.h"
#include "phc/figures.h"

/* Borrowed, as the figures are, until phc_publish_free(). */
struct phc_publish_of {
	const struct phc_figures *figures;
	const char *to; /* as of struct phc_figures_of, and the days */
	bool year;
	int64_t from, to_day;
	int64_t k; /* the threshold, as of phc_disclosure_new() */
	bool public;
};

/*
 * phc_publish_new() begins an issue; PHC_EDATA if a figure is neither of a
 * count nor rests on one, and table report-indicators does not say 'none'.
 *
 * phc_publish_head() and phc_publish_row() are told what was published before:
 * rows of kind published, with their header, in any order, all that there are.
 *
 * phc_publish_decide() decides.  What was shown stays shown, and what was
 * masked stays masked; so the same issue again is decided as it was.  The
 * public is not shown what partners are not.  PHC_EDATA if a cell cannot be
 * protected however much is masked: the message names it.
 */
struct phc_publish;

struct phc_publish *
phc_publish_new(const struct phc_publish_of *, struct phc_err *err);
int phc_publish_head(
    struct phc_publish *, const struct phc_rec *head, struct phc_err *err);
int phc_publish_row(
    struct phc_publish *, const struct phc_rec *, struct phc_err *err);
int phc_publish_decide(struct phc_publish *, struct phc_err *err);
void phc_publish_free(struct phc_publish *);

/*
 * Then: phc_publish_masked() tells of each figure, in the order of
 * phc_figures(), whether it is masked, and its n with it.  phc_publish_loss()
 * is of the figures of this issue alone that stand on a count of people: how
 * many there are, are masked for their own count, and for others; and the
 * counts of those.
 */
struct phc_publish_loss {
	size_t cells, primary, complementary;
	int64_t counts;
};

const bool *phc_publish_masked(const struct phc_publish *);
struct phc_publish_loss phc_publish_loss(const struct phc_publish *);

/*
 * What is to be recorded before anyone sees the issue: row 'i' of kind
 * published, a value for each of its PHC_PUBLISHED columns in the order of the
 * dictionary, as phc_store_put() takes it; false past the last.  The same issue
 * has the same rows.  phc_publish_put() writes them as house CSV, with their
 * header if it is to be 'headed'.  Texts last until phc_publish_free().
 */
enum { PHC_PUBLISHED = 15 };

bool phc_publish_record(
    const struct phc_publish *, size_t i, struct phc_value row[PHC_PUBLISHED]);
void phc_publish_put(const struct phc_publish *, bool headed, struct phc_out *);

#endif
