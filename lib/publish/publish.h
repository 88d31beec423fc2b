/*
 * publish/publish.h - what the files of this folder share.
 *
 * words.c    what report-indicators says of an indicator, decoded
 * issue.c    the figures of this issue as entries, and how they are recorded
 * past.c     what was published before, as entries
 * pool.c     entries as cells: one for each thing that is counted, and value
 * sums.c     how cells sum, by the words of indicators
 * rest.c     what is left of a count where a part of it is known
 * time.c     how cells sum, by time
 * record.c   what is recorded
 * mask.c     which cells are masked, one connected part at a time
 * publish.c  the calls of phc/publish.h
 */
#ifndef PUBLISH_H
#define PUBLISH_H

#include "phc/digest.h"
#include "phc/publish.h"

#define NONE UINT32_MAX

enum over { ACROSS, DURING, END, BEFORE };
enum part { COUNT, SHARE };
enum state { SHOWN, MASKED, TIED };
enum audience { PARTNERS, PUBLIC, AUDIENCES };

/* CODE[:MODALITY][@MODALITY|...][/GROUP][^]; 'text' are strings of the pool. */
struct word {
	uint32_t code, modality, group; /* NONE: no modality; the code's own */
	uint32_t *only;
	size_t n;
	bool before;
};

/* An indicator, whichever its report; or a name that is none. */
struct code {
	uint32_t name, same; /* 'same': the code that stands for the quantity */
	const struct phc_indicator *is; /* NULL: never printed */
	enum over over;
	bool counts;                  /* its unit is count */
	uint32_t dim[PHC_DIMENSIONS]; /* but month */
	size_t dims, month;  /* 'month': which one, or PHC_DIMENSIONS */
	struct word *sum[2]; /* of its cells; of its shares */
	size_t nsum[2], sum_cap[2];
	uint32_t *rests; /* codes */
	size_t nrests, rests_cap;
};

/* Something counted: a count that was or will be printed, or follows from what
 * is, with the days of its indicator. */
struct entry {
	uint32_t issue, code; /* issue 0 is this one */
	enum part part;
	uint32_t mod[PHC_DIMENSIONS]; /* NONE: not broken down */
	int64_t from, to, count;
	int64_t households; /* PHC_UNKNOWN: as many as it counts */
	enum state state;
	enum audience audience;
	bool listed;
	size_t figure; /* of this issue */
};

struct issue {
	uint32_t name;
	int64_t to;
};

struct strings {
	const char **s;
	size_t n, cap;
	uint32_t *slot;
	size_t slots;
};

struct phc_publish {
	struct phc_publish_of of;
	struct phc_pool pool;
	struct strings strings;
	struct code *code;
	size_t codes, codes_cap;
	struct entry *entry; /* 'own' of this issue first */
	size_t entries, entries_cap, own;
	struct issue *issue;
	size_t issues, issues_cap;
	const struct phc_figures_cell *figure;
	size_t figures;
	uint32_t *cell_of, *share_of; /* entries of each figure, or NONE */
	bool *masked;
	char digest[17];
	const char **id; /* of each entry of this issue */
	struct phc_binding bind;
	struct phc_publish_loss loss;
};

uint32_t publish_string(struct phc_publish *, struct phc_str);

/* issue.c: a string as a number; texts of numbers. */
uint32_t publish_string(struct phc_publish *, struct phc_str);
struct entry *publish_entry(struct phc_publish *);
int publish_issue(struct phc_publish *, struct phc_err *);

/* Whether fewer than 'k' households stand behind what an entry counts. */
bool publish_few(const struct entry *, int64_t k);

/* words.c: publish_code() adds one that is not there. */
int publish_words(struct phc_publish *, struct phc_err *);
int publish_indicator(
    struct phc_publish *, const struct phc_indicator *, struct phc_err *);
uint32_t publish_code(struct phc_publish *, uint32_t name);

/* past.c: once all is read, the newest issue first. */
int past_head(struct phc_publish *, const struct phc_rec *, struct phc_err *);
int past_row(struct phc_publish *, const struct phc_rec *, struct phc_err *);
void past_order(struct phc_publish *);

/*
 * A thing is what is counted: of a code that stands for a quantity, of
 * modalities and days.  It has a cell for each value that was published.
 */
struct thing {
	uint32_t code, kind; /* 'kind': enum part, or one of the following */
	uint32_t mod[PHC_DIMENSIONS];
	int64_t from, to;
};

enum { REST = 2, TOTAL, SPAN, ALIAS }; /* never printed */

struct cell {
	uint32_t thing, next; /* 'next' of the thing, NONE */
	uint32_t same;        /* another cell that it is the same as; itself */
	int64_t count;
	enum phc_cell is;
	bool mine, masked;
	bool few; /* households, fewer than 'k', however much they count */
};

struct sum {
	uint32_t *cell; /* the total first */
	size_t n;
};

struct pool {
	struct phc_publish *p;
	struct phc_pool mem;
	int64_t k;
	struct thing *thing;
	uint32_t *first; /* cell of each thing */
	size_t things, things_cap, first_cap;
	uint32_t *slot;
	size_t slots;
	uint32_t *order; /* things by code, kind and days */
	size_t ordered;
	struct cell *cell;
	size_t cells, cells_cap;
	uint32_t *of; /* the cell of each entry; NONE: not seen */
	struct sum *sum;
	size_t sums, sums_cap;
};

/*
 * pool.c: pool_make() sees what the audience sees; of this issue, entries that
 * 'withheld' has, if it is not NULL, are masked whatever they are.  A cell that
 * is made is implied.
 */
void pool_make(struct pool *, struct phc_publish *, enum audience, int64_t k,
    const bool *withheld);
void pool_free(struct pool *);
uint32_t pool_cell(struct pool *, const struct thing *, int64_t count);
uint32_t pool_same(const struct pool *, uint32_t cell);
void pool_merge(struct pool *, uint32_t a, uint32_t b);
void pool_sum(struct pool *, const uint32_t *cell, size_t n);

/* The days of an indicator of a period; false if there are none. */
bool pool_days(enum over, bool before, int64_t *from, int64_t *to);

/* The cell of a thing as the issue has it, else as the newest has. */
uint32_t pool_as_of(const struct pool *, uint32_t thing, uint32_t issue);

/* The things of code, kind and days of 'key', '*n' of them. */
const uint32_t *
pool_table(const struct pool *, const struct thing *key, size_t *n);

/* Whether what two codes are broken down by agrees, from dimension 'skip' of
 * the first on. */
bool pool_agree(const struct code *, const uint32_t *mod, size_t skip,
    const struct code *, const uint32_t *mod2);

/* sums.c, rest.c: first what is the same, to 'merge'; then what sums. */
void pool_sums(struct pool *, bool merge);
void pool_rests(struct pool *, bool merge);

/* rest.c: whether what an entry of this issue rests on is masked. */
bool pool_tied(const struct pool *, const struct phc_figures_cell *);

/* time.c */
void pool_times(struct pool *);

/* mask.c: decides; what cannot be protected goes into '*cell'. */
int pool_mask(struct pool *, uint32_t *cell, struct phc_err *);

#endif
