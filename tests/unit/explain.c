#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "phc/date.h"
#include "phc/explain.h"
#include "tap.h"

static struct phc_err err;
static char dir[] = "/tmp/phc-explain.XXXXXX", path[64], said[1 << 16];
static const int64_t at = 20393; /* 2025-11-01 */

#define HEAD "level,when,tables,article,fr,en\n"

static void
put(const char *text)
{
	FILE *fp = fopen(path, "w");

	fputs(text, fp);
	fclose(fp);
}

/* Why those sentences are refused; "read" if they are not. */
static const char *
why(const char *sentence)
{
	char text[512];
	struct phc_explain *e;

	snprintf(text, sizeof(text), HEAD "%s\n", sentence);
	put(text);
	e = phc_explain_open(dir, &err);
	phc_explain_free(e);
	return e == NULL ? strrchr(err.msg, '/') : "read";
}

static void
test_refused(void)
{
	static const struct {
		const char *sentence, *why;
	} cases[] = {
		{ "line,,,,{income},{income}", "^read$" },
		{ "line,,,,{aid.p0} {apl-lr:dep1},{apl-lr:dep1} {aid.p0}",
		    "^read$" },
		{ "line,,,,{apl-tl:2/2},{apl-tl:2/2}", "^read$" },
		{ "line,,,,{incom},{incom}", ":2: no such fact: 'incom'$" },
		{ "line,,,,{aid.p9},{aid.p9}", "no such fact: 'aid.p9'$" },
		{ "line,,,,{income},",
		    ":2: not as often in both languages: 'income'$" },
		{ "line,,,,,{income}", "not as often in both.*: 'income'$" },
		{ "line,,,,{income},{income} {income}",
		    "not as often in both languages: 'income'$" },
		{ "lines,,,,x,x", ":2: no such level$" },
		{ "line,,apl-lm,,x,x", "no such fact: 'apl-lm'$" },
		{ "line,incom,,,x,x", "no such fact: 'incom'$" },
		{ "line,!incom,,,x,x", "no such fact: 'incom'$" },
		{ "line,income>x,,,x,x", "not a number: 'x'$|x'?$" },
		{ "line,benefit=are income>0 date<2019-09-01,,,x,x", "^read$" },
		{ "line,benefit=arr,,,x,x", "no such code: 'arr'" },
		{ "line,,,,x", ":2: 5 fields, not 6$" },
		{ "line,,,,{support_need},{support_need}",
		    "no such fact: 'support_need'$" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		about("%s", cases[i].sentence);
		like(why(cases[i].sentence), cases[i].why);
	}
	unlink(path);
}

/* What is said of a household, from the sentences of 'dir'. */
static const char *
say(const char *sentences, const struct phc_household *hh, enum phc_lang lang)
{
	struct phc_terms *terms = phc_terms_open(NULL, at, &err);
	const struct phc_explain_of of = { terms, at, PHC_UNKNOWN, hh, NULL };
	struct phc_explain *e;
	struct phc_out *out;
	char file[80];
	int fd;
	ssize_t n;

	put(sentences);
	e = phc_explain_open(dir, &err);
	snprintf(file, sizeof(file), "%s/said", dir);
	fd = open(file, O_RDWR | O_CREAT | O_TRUNC, 0600);
	out = phc_out_open(dup(fd), "said");
	is(phc_explain(e, &of, lang, out, &err), 0);
	is(phc_out_close(out, &err), 0);
	n = pread(fd, said, sizeof(said) - 1, 0);
	said[n < 0 ? 0 : n] = '\0';
	close(fd);
	unlink(file);
	unlink(path);
	phc_explain_free(e);
	phc_terms_free(terms);
	return said;
}

static struct phc_household
household(void)
{
	struct phc_household hh;
	const struct phc_slot *slot = phc_household_slots;
	const int64_t unknown = PHC_UNKNOWN;

	memset(&hh, 0, sizeof(hh));
	for (; slot->column != NULL; slot++)
		if (phc_column_find("household", phc_str(slot->column))->type >
		    PHC_LIST)
			memcpy((char *)&hh + slot->at, &unknown, 8);
	hh.birth_date = 10957; /* 2000-01-01 */
	hh.adults = 1;
	hh.dependants = 0;
	hh.income = 123456789;
	return hh;
}

static void
test_says(void)
{
	struct phc_household hh = household();

	about("numbers, dates and words");
	hh.benefit = PHC_ARE;
	is_str(say(HEAD "line,,,art. 1,{income} {birth_date} {age},"
			"{income} {birth_date} {age}\n",
		   &hh, PHC_FR),
	    "  - 1\u00a0234\u00a0567,89\u00a0€ 01/01/2000 25 [art. 1]\n");
	is_str(say(HEAD "line,,,,{income} {birth_date} {age},"
			"{income} {birth_date} {age}\n",
		   &hh, PHC_EN),
	    "  - €1,234,567.89 2000-01-01 25\n");
	is_str(say(HEAD "line,,,,{benefit},{benefit}\n", &hh, PHC_EN),
	    "  - unemployment benefit (ARE)\n");
}

static void
test_conditions(void)
{
	struct phc_household hh = household();

	about("what is said when");
	is_str(say(HEAD "head,,,,h,h\nline,,,,a {tax_income},a {tax_income}\n"
			"line,!tax_income,,,b,b\nline,tax_income,,,c,c\n"
			"line,adults=1,,,d,d\nline,adults!=1,,,e,e\n"
			"line,adults>dependants dependants<=0,,,f,f\n"
			"line,tax_income!=1,,,g,g\nhead,,,,i,i\n",
		   &hh, PHC_FR),
	    "\nh\n  - b\n  - d\n  - f\n");
}

static void
test_rows(void)
{
	struct phc_household hh = household();

	about("rows of tables");
	is_str(say(HEAD "line,,apl-misc:resources_rounding,,x,x\n"
			"figure,row.from,,,{row.table} {row.keys} {row.value},"
			"{row.table} {row.keys} {row.value}\n"
			"figure,row.mark=unconfirmed,,,?,?\n",
		   &hh, PHC_EN),
	    "  - x\n      apl-misc resources_rounding €100.00\n");
}

static void
test_lines(void)
{
	struct phc_household hh = household();
	char text[1024] = HEAD "line,,,,";
	size_t i, n = 0;
	const char *p;

	about("lines of 100 characters at most");
	for (i = 0; i < 60; i++)
		strcat(text, "été ");
	strcat(text, ",x\n");
	for (p = say(text, &hh, PHC_FR); *p != '\0'; p += strcspn(p, "\n") + 1)
		n++;
	is(n, 3); /* 24 words of 4 characters each, less a blank */
	is(strcspn(said, "\n"), 4 + 24 * 6 - 1);
	is(strspn(strchr(said, '\n') + 1, " "), 4);
}

/* Nothing that a budget reads or says is left unsaid. */
static void
test_complete(void)
{
	char where[PHC_WHERE], text[1 << 16];
	FILE *fp = phc_data_open("explain", NULL, where, &err);
	size_t n = fread(text, 1, sizeof(text) - 1, fp);
	const struct phc_slot *slot;
	struct phc_explain *e;

	fclose(fp);
	text[n] = '\0';
	for (slot = phc_budget_slots; slot->column != NULL; slot++) {
		about("%s", slot->column);
		ok(strstr(text, slot->column) != NULL);
	}
	about("the sentences compiled in");
	e = phc_explain_open(NULL, &err);
	is_str(e == NULL ? err.msg : "read", "read");
	phc_explain_free(e);
}

int
main(void)
{
	if (mkdtemp(dir) == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/explain.csv", dir);
	test_refused();
	test_says();
	test_conditions();
	test_rows();
	test_lines();
	test_complete();
	rmdir(dir);
	return done();
}
