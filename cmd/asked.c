#include <err.h>
#include <stdlib.h>

#include "asked.h"
#include "cmd.h"

static const char usage[] =
    "usage: phc-match [-qhV] [-t date] [-T dir] [-o file] [-x rule ...]\n"
    "                 [--stable | --shortlist [number]] [option ...]\n"
    "                 -w dwellings [file ...]\n"
    "       phc-match --rules [-T dir] [-t date] [-x rule ...]\n"
    "  -w, --dwellings file      pair with the vacant dwellings of this file\n"
    "      --assign              one household for each dwelling, the best\n"
    "                            there is (the default)\n"
    "      --stable              one for each, such that nobody envies who\n"
    "                            comes after\n"
    "      --shortlist [number]  so many candidates for each dwelling (3)\n"
    "rules\n"
    "  -x, --exclude rule        switch this rule off, or these: rule,rule\n"
    "      --rules               print the rules and leave\n"
    "      --max-age years       refuse holders of this age or more (30)\n"
    "      --max-effort percent  refuse effort rates above this (none)\n"
    "      --min-remainder eur   refuse what leaves less a day and unit "
    "(none)\n"
    "      --late days           refuse when the two are free more than so\n"
    "                            many days apart (90)\n"
    "      --fjt file            places and occupation of the FJT, for rule "
    "aml\n"
    "      --forbid file         pairs that are not to be\n"
    "      --fixed file          leases or proposals, which are kept\n"
    "answers\n"
    "      --score               the lines that make each score, not the "
    "pairs\n"
    "      --why id[,dwelling]   why this household has what it has, in words\n"
    "      --reasons file        write there why others are left out\n"
    "      --minutes file        write there how many candidates each "
    "dwelling\n"
    "                            has, and what to write where they are few\n"
    "      --pairs file          write there every lawful pair\n"
    "      --certificate file    write there the prices that prove the choice\n"
    "      --seed text           draw lots among equals with this\n"
    "      --by column           in order of this column of the dwellings\n"
    "      --only value          only the dwellings that have this there\n"
    "      --lang fr|en          the language of words for people (fr)\n"
    "  -t, --date date           match as of this day, YYYY-MM-DD (today)\n"
    "  -T, --tables dir          take tables of the law from this folder\n"
    "  -o, --output file         write there, when all went well\n"
    "  -q, --quiet               no counts on standard error\n"
    "  -h, --help                print this\n"
    "  -V, --version             print the version and the tables in force\n";

static int64_t
whole(const char *arg, int64_t least, const char *option)
{
	struct phc_err e;
	int64_t v;

	if (phc_decimal_parse(phc_str(arg), 0, &v, &e) == -1 || v < least)
		errx(EXIT_TROUBLE, "%s: not a number from %d on: '%s'", option,
		    (int)least, arg);
	return v;
}

static int64_t
natural(const char *arg, const char *option)
{
	return whole(arg, 1, option);
}

static int64_t
any(const char *arg, const char *option)
{
	return whole(arg, 0, option);
}

static int64_t
euros(const char *arg, const char *option)
{
	struct phc_err e;
	int64_t v;

	if (phc_cents_parse(phc_str(arg), &v, &e) == -1 || v < 0)
		errx(EXIT_TROUBLE, "%s: not an amount: '%s'", option, arg);
	return v;
}

/* The options that set the limit of a rule. */
static const struct {
	const char *option, *rule;
	int64_t (*parse)(const char *arg, const char *option);
} limits[LIMITS] = {
	[MAX_AGE] = { "--max-age", "age", natural },
	[MAX_EFFORT] = { "--max-effort", "effort", cmd_percent },
	[MIN_REMAINDER] = { "--min-remainder", "remainder", euros },
	[LATE] = { "--late", "date", any },
};

static const struct {
	const char *option;
	void (*put)(const struct phc_match *, struct phc_out *);
} besides[BESIDES] = {
	[REASONS] = { "--reasons", phc_match_put_reasons },
	[MINUTES] = { "--minutes", phc_match_put_minutes },
	[PAIRS] = { "--pairs", phc_match_put_pairs },
	[CERTIFICATE] = { "--certificate", phc_match_put_certificate },
};

void
asked_put(enum beside which, const struct phc_match *m, struct phc_out *out)
{
	besides[which].put(m, out);
}

enum option_code {
	BY = 256,
	FIXED,
	FJT,
	FORBID,
	LANG,
	ONLY,
	PRINT_RULES,
	SCORE,
	SEED,
	WHY,
	MODE, /* and those of enum mode */
	LIMIT = MODE + SHORTLIST + 1,
	BESIDE = LIMIT + LIMITS
};

static const struct option table[] = {
	{ "assign", no_argument, NULL, MODE + ASSIGN },
	{ "by", required_argument, NULL, BY },
	{ "certificate", required_argument, NULL, BESIDE + CERTIFICATE },
	{ "dwellings", required_argument, NULL, 'w' },
	{ "exclude", required_argument, NULL, 'x' },
	{ "fixed", required_argument, NULL, FIXED },
	{ "fjt", required_argument, NULL, FJT },
	{ "forbid", required_argument, NULL, FORBID },
	{ "lang", required_argument, NULL, LANG },
	{ "late", required_argument, NULL, LIMIT + LATE },
	{ "max-age", required_argument, NULL, LIMIT + MAX_AGE },
	{ "max-effort", required_argument, NULL, LIMIT + MAX_EFFORT },
	{ "min-remainder", required_argument, NULL, LIMIT + MIN_REMAINDER },
	{ "minutes", required_argument, NULL, BESIDE + MINUTES },
	{ "only", required_argument, NULL, ONLY },
	{ "pairs", required_argument, NULL, BESIDE + PAIRS },
	{ "reasons", required_argument, NULL, BESIDE + REASONS },
	{ "rules", no_argument, NULL, PRINT_RULES },
	{ "score", no_argument, NULL, SCORE },
	{ "seed", required_argument, NULL, SEED },
	{ "shortlist", optional_argument, NULL, MODE + SHORTLIST },
	{ "stable", no_argument, NULL, MODE + STABLE },
	{ "why", required_argument, NULL, WHY },
	CMD_LONG,
};

/* Two answers are two runs. */
static void
mode(struct asked *a, enum mode to, bool *given)
{
	if (*given && a->mode != to)
		errx(EXIT_TROUBLE, "--assign, --stable, --shortlist: one or "
				   "another");
	a->mode = to;
	*given = true;
}

/* The number may stand after a blank too: a file of such a name is ./3. */
static size_t
list(int argc, char *argv[])
{
	const char *arg = optarg;

	if (arg == NULL && optind < argc && *argv[optind] != '\0' &&
	    strspn(argv[optind], "0123456789") == strlen(argv[optind]))
		arg = argv[optind++];
	return arg == NULL ? 3 : (size_t)natural(arg, "--shortlist");
}

/* It is published, so that anyone can draw again. */
static const char *
seed(const char *arg)
{
	const char *p = arg;

	while ((unsigned char)*p >= ' ' && *p != '\177')
		p++;
	if (*arg == '\0' || *p != '\0')
		errx(EXIT_TROUBLE, "--seed: not a line of text");
	return arg;
}

static char *
copy(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(phc_new(n), s, n);
}

static void
take(struct asked *a, int c)
{
	if (c == 'w')
		a->dwellings = optarg;
	else if (c == BY)
		a->by = optarg;
	else if (c == ONLY)
		a->only = optarg;
	else if (c == FJT)
		a->fjt = optarg;
	else if (c == FORBID)
		a->forbidden = optarg;
	else if (c == SEED)
		a->seed = seed(optarg);
	else if (c == LANG)
		a->lang = cmd_lang(optarg);
	else if (c == WHY)
		a->why = optarg;
	else if (c == SCORE)
		a->score = true;
	else if (c == PRINT_RULES)
		a->rules = true;
	else if (c >= BESIDE && c < BESIDE + BESIDES)
		a->beside[c - BESIDE] = optarg;
	else if (c >= LIMIT && c < LIMIT + LIMITS)
		a->limit[c - LIMIT] =
		    limits[c - LIMIT].parse(optarg, limits[c - LIMIT].option);
	else
		cmd_common(c, usage, phc_match_tables);
}

static void
check(const struct asked *a)
{
	char both[64];
	int i, k;

	for (i = 0; i < BESIDES; i++) {
		snprintf(both, sizeof(both), "%s and -o", besides[i].option);
		cmd_apart(a->beside[i], cmd_options.output, both);
		for (k = 0; k < i; k++) {
			snprintf(both, sizeof(both), "%s and %s",
			    besides[k].option, besides[i].option);
			cmd_apart(a->beside[k], a->beside[i], both);
		}
	}
	if (a->mode != ASSIGN && a->beside[CERTIFICATE] != NULL)
		errx(EXIT_TROUBLE, "--certificate: only an assignment has one");
	if (a->score && a->why != NULL)
		errx(EXIT_TROUBLE, "--score and --why: one or the other");
	if (a->only != NULL && a->by == NULL)
		errx(
		    EXIT_TROUBLE, "--only: of which column? name it with --by");
	if (a->dwellings == NULL && !a->rules)
		errx(EXIT_TROUBLE, "which dwellings? give their file with -w");
}

struct asked
asked_options(int argc, char *argv[])
{
	struct asked a = { .lang = PHC_FR };
	bool given = false;
	int c, i;

	for (i = 0; i < LIMITS; i++)
		a.limit[i] = PHC_UNKNOWN;
	while (
	    (c = getopt_long(argc, argv, CMD_SHORT "w:x:", table, NULL)) != -1)
		if (c >= MODE && c < LIMIT) {
			mode(&a, (enum mode)(c - MODE), &given);
			if (a.mode == SHORTLIST)
				a.list = list(argc, argv);
		} else if (c == FIXED) {
			phc_grow(&a.fixed, &a.capfixed, a.nfixed + 1,
			    sizeof(*a.fixed));
			a.fixed[a.nfixed++] = optarg;
		} else if (c == 'x') {
			phc_grow(&a.off, &a.capoff, a.noff + 1, sizeof(*a.off));
			a.off[a.noff++] = copy(optarg);
		} else
			take(&a, c);
	check(&a);
	return a;
}

struct phc_match *
asked_match(const struct asked *a)
{
	struct phc_err e;
	struct phc_match *m =
	    phc_match_new(cmd_options.date, cmd_options.tables, &e);
	char *rule;
	size_t i;

	if (m == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	for (i = 0; i < LIMITS; i++)
		if (a->limit[i] != PHC_UNKNOWN &&
		    phc_match_limit(m, limits[i].rule, a->limit[i], &e) == -1)
			errx(EXIT_TROUBLE, "%s: %s", limits[i].option, e.msg);
	for (i = 0; i < a->noff; i++)
		for (rule = strtok(a->off[i], ","); rule != NULL;
		     rule = strtok(NULL, ","))
			if (phc_match_off(m, rule, &e) == -1)
				errx(EXIT_TROUBLE, "-x: %s", e.msg);
	phc_match_speak(m, a->lang);
	if (a->seed != NULL)
		phc_match_seed(m, a->seed);
	if (a->by != NULL)
		phc_match_only(m, a->by, a->only);
	return m;
}

void
asked_free(struct asked *a)
{
	size_t i;

	for (i = 0; i < a->noff; i++)
		free(a->off[i]);
	free(a->off);
	free(a->fixed);
}
