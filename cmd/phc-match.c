/*
 * phc-match - pair households with vacant dwellings.
 */
#include <err.h>
#include <stdlib.h>

#include "asked.h"
#include "cmd.h"
#include "progress.h"

struct run {
	struct phc_match *match;
	enum phc_match_file file; /* that is being read */
};

static int
head(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	struct run *run = arg;

	return phc_match_head(run->match, run->file, rec, err);
}

static int
row(const struct phc_rec *rec, void *arg, struct phc_err *err)
{
	struct run *run = arg;

	return phc_match_add(run->match, run->file, rec, err);
}

static int
load(struct run *run, enum phc_match_file file, const char *name)
{
	const struct cmd_filter filter = { head, row, run };

	run->file = file;
	return name == NULL ? EXIT_OK : cmd_load(&filter, name);
}

/* Every file, and the households last. */
static int
read_all(struct run *run, const struct asked *asked, char *const *households)
{
	const struct cmd_filter filter = { head, row, run };
	size_t i;
	int status = load(run, PHC_DWELLINGS, asked->dwellings);

	status |= load(run, PHC_FJT, asked->fjt);
	status |= load(run, PHC_FORBIDDEN, asked->forbidden);
	for (i = 0; i < asked->nfixed; i++)
		status |= load(run, PHC_FIXED, asked->fixed[i]);
	run->file = PHC_HOUSEHOLDS;
	return status | cmd_run(&filter, households);
}

static void
warned(void *arg, const char *msg)
{
	(void)arg;
	progress_wipe();
	cmd_warn(msg);
}

static _Noreturn void
trouble(const struct phc_err *e)
{
	progress_wipe();
	errx(EXIT_TROUBLE, "%s", e->msg);
}

static void
choose(struct phc_match *m, const struct asked *asked)
{
	struct phc_err e;
	int rc = 0;

	phc_match_pairs(m);
	if (asked->mode == SHORTLIST)
		phc_match_shortlist(m, asked->list);
	else if (asked->mode == STABLE)
		rc = phc_match_stable(m, &e);
	else
		rc = phc_match_assign(m, &e);
	if (rc == -1)
		trouble(&e);
}

static void
write_beside(const struct phc_match *m, const char *name, enum beside which,
    struct phc_file *file)
{
	struct phc_out *out = cmd_file_new(file, name);

	asked_put(which, m, out);
	cmd_file_end(file, out);
}

/* All of them, or none. */
static void
besides(const struct phc_match *m, const struct asked *asked)
{
	static struct phc_file file[BESIDES];
	int i;

	for (i = 0; i < BESIDES; i++)
		if (asked->beside[i] != NULL)
			write_beside(
			    m, asked->beside[i], (enum beside)i, &file[i]);
	for (i = 0; i < BESIDES; i++)
		if (asked->beside[i] != NULL)
			cmd_file_keep(&file[i]);
	progress_wipe();
}

static void
answer(const struct phc_match *m, const struct asked *asked)
{
	struct phc_err e;

	if (asked->score)
		phc_match_put_score(m, cmd_out());
	else if (asked->why == NULL)
		phc_match_put(m, cmd_out());
	else if (phc_match_why(m, asked->why, cmd_out(), &e) == -1)
		errx(EXIT_TROUBLE, "--why: %s", e.msg);
}

static void
housed(const char *verb, const size_t housed[PHC_PRIORITIES], const char *proof)
{
	size_t i, sum = 0;

	for (i = 0; i < PHC_PRIORITIES; i++)
		sum += housed[i];
	warnx("%s %zu: DALO %zu, agreement %zu, PDALPD %zu, others %zu%s", verb,
	    sum, housed[PHC_PRIORITY_DALO], housed[PHC_PRIORITY_AGREEMENT],
	    housed[PHC_PRIORITY_PDALPD], housed[PHC_PRIORITY_NONE], proof);
}

static void
summary(const struct phc_match *m, const struct asked *asked)
{
	struct phc_match_count n = phc_match_count(m);

	warnx("households %zu, struck off %zu; dwellings %zu, vacant %zu; "
	      "lawful pairs %zu",
	    n.households, n.struck_off, n.dwellings, n.vacant, n.pairs);
	if (n.vacant == 0)
		warnx("no dwelling is vacant: nothing to pair");
	if (asked->nfixed > 0)
		warnx("kept from before: pairs %zu, households housed "
		      "elsewhere %zu, dwellings taken %zu",
		    n.fixed, n.elsewhere, n.taken);
	if (asked->seed != NULL)
		warnx("lottery seed \"%s\"", asked->seed);
	if (asked->mode == SHORTLIST)
		housed("listed", n.housed, "");
	else if (asked->mode == ASSIGN)
		housed("housed", n.housed, "; optimal, certified");
	else {
		housed("stable", n.housed, "");
		housed("an assignment houses", n.best, "; optimal, certified");
	}
	if (n.few > 0)
		warnx("dwellings with fewer than 3 lawful candidates: %zu",
		    n.few);
	if (n.noted > 0)
		warnx("pairs that a rule notes: %zu", n.noted);
}

int
main(int argc, char *argv[])
{
	const struct phc_progress progress = { progress_tell, NULL };
	struct asked asked;
	struct run run = { NULL, PHC_DWELLINGS };
	int status = EXIT_OK;

	cmd_start();
	asked = asked_options(argc, argv);
	run.match = asked_match(&asked);
	if (asked.rules)
		phc_match_put_rules(run.match, cmd_out());
	else {
		progress_start();
		phc_match_listen(run.match, warned, &progress, NULL);
		status = read_all(&run, &asked, argv + optind);
		choose(run.match, &asked);
		besides(run.match, &asked);
		answer(run.match, &asked);
		if (!cmd_options.quiet)
			summary(run.match, &asked);
	}
	phc_match_free(run.match);
	asked_free(&asked);
	return cmd_end(status);
}
