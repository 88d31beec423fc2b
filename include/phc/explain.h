/*
 * explain.h - floor 8: how a budget came about, in sentences.
 *
 * The sentences are table explain, in French and in English: each names the
 * figures it needs, and the rows of the law it rests on; one that needs what is
 * not known is left out.  The words of codes are table explain-words.
 */
#ifndef PHC_EXPLAIN_H
#define PHC_EXPLAIN_H

#include "phc/budget.h"
#include "phc/text.h"

/*
 * phc_explain_open() reads the sentences, from 'dir' if they are there (it may
 * be NULL), else those compiled in.  One that names what there is not, or of
 * which the two languages do not name the same, is PHC_EDATA with its line.
 * Returns NULL on failure; phc_explain_free() takes NULL.
 */
struct phc_explain;

struct phc_explain *phc_explain_open(const char *dir, struct phc_err *err);
void phc_explain_free(struct phc_explain *);

/*
 * phc_explain() computes the budget of a household in dwelling 'dw' (NULL:
 * none) as phc_budget() does, on 'date', which is that of the terms, and writes
 * its derivation: UTF-8, lines of 100 characters at most.
 */
struct phc_explain_of {
	const struct phc_terms *terms;
	int64_t date, target;
	const struct phc_household *hh;
	const struct phc_dwelling *dw;
};

int phc_explain(const struct phc_explain *, const struct phc_explain_of *,
    enum phc_lang, struct phc_out *, struct phc_err *err);

#endif
