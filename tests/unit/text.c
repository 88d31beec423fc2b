#include <stdlib.h>
#include <unistd.h>

#include "phc/text.h"
#include "tap.h"

#define STR(lit) ((struct phc_str){ (lit), sizeof(lit) - 1 })

static const char *
folded(const char *s)
{
	static char buf[PHC_FOLD_MAX + 1];
	struct phc_str f = phc_fold(phc_str(s), buf, PHC_FOLD_MAX);

	buf[f.n] = '\0';
	return buf;
}

static const struct {
	const char *text, *folded;
} fold[] = {
	{ "Hénin-Beaumont", "henin beaumont" },
	{ "HENIN  BEAUMONT", "henin beaumont" },
	{ "He\xcc\x81nin-Beaumont", "henin beaumont" }, /* decomposed */
	{ "Nœux-les-Mines", "noeux les mines" },
	{ "NŒUX LES MINES", "noeux les mines" },
	{ "  L’Étoile\xc2\xa0!", "l etoile" }, { "N° demande", "n demande" },
	{ "m²", "m2" }, { "Æther", "aether" }, { "STRASSE", "strasse" },
	{ "Straße", "strasse" }, { "---", "" }, { "", "" },
	{ "a\xff"
	  "b",
	    "a b" }, /* malformed UTF-8 is no letter */
};

static void
folds(void)
{
	char buf[4];
	size_t i;

	for (i = 0; i < sizeof(fold) / sizeof(*fold); i++) {
		about("'%s'", fold[i].text);
		is_str(folded(fold[i].text), fold[i].folded);
	}
	about("cut where it does not fit");
	is(phc_fold(phc_str("abc def"), buf, sizeof(buf)).n, 3);
	is(phc_fold(phc_str("abcdef"), buf, sizeof(buf)).n, 4);
}

static void
encodings(void)
{
	char buf[64];
	struct phc_str s;

	about("UTF-8");
	ok(phc_utf8_ok(STR("plain enough to be more than eight bytes")));
	ok(phc_utf8_ok(STR("H\xc3\xa9nin \xe2\x82\xac \xf0\x9f\x8f\xa0")));
	ok(!phc_utf8_ok(STR("H\xe9nin")));
	ok(!phc_utf8_ok(STR("\xc0\xaf")));
	ok(!phc_utf8_ok(STR("\xed\xa0\x80")));
	ok(!phc_utf8_ok(STR("cut \xe2\x82")));
	ok(!phc_utf8_ok(STR("\xf5\x80\x80\x80")));
	about("Windows-1252");
	s = phc_cp1252(STR("1\xa0"
			   "234,56 \x80 N\x9cux \x81"),
	    buf);
	is_bytes(s.s, s.n,
	    "1\xc2\xa0"
	    "234,56 \xe2\x82\xac N\xc5\x93ux \xef\xbf\xbd");
	about("mojibake");
	s = phc_unmojibake(STR("H\xc3\x83\xc2\xa9nin"), buf);
	is_bytes(s.s, s.n, "H\xc3\xa9nin");
	s = phc_unmojibake(STR("L\xe2\x80\x9c"), buf);
	is(s.n, 0);
	is(phc_unmojibake(STR("H\xc3\xa9nin"), buf).n, 0);
	is(phc_unmojibake(STR("Lens"), buf).n, 0);
	about("blanks at the ends");
	s = phc_trim(STR(" \t\xc2\xa0"
			 "1\xe2\x80\xaf"
			 "234 \xe2\x80\xaf\r\n"));
	is_bytes(s.s, s.n,
	    "1\xe2\x80\xaf"
	    "234");
	is(phc_trim(STR(" \xc2\xa0 ")).n, 0);
	is(phc_trim(STR("\xc3\xa9")).n, 2);
}

static void
nearest(void)
{
	static const char *const words[] = { "rents", "rent", "tax_income",
		"income" };

	about("the nearest word");
	is(phc_nearest(phc_str("rnet"), words, 4), 1);
	is(phc_nearest(phc_str("Income"), words, 4), 3);
	is(phc_nearest(phc_str("tax-incmoe"), words, 4), 2);
	is(phc_nearest(phc_str("rentss"), words, 1), 0);
	is(phc_nearest(phc_str("charges"), words, 4), -1);
	is(phc_nearest(phc_str("r"), words, 4), -1);
	is(phc_nearest(phc_str(""), words, 4), -1);
}

static const struct {
	const char *text;
	bool nir;
} nirs[] = {
	{ "194076242711068", true },
	{ "1 94 07 62 427 110 68", true },
	{ "1940762427110 68", true },
	{ "1\xc2\xa0"
	  "94\xc2\xa0"
	  "07\xc2\xa0"
	  "62\xc2\xa0"
	  "427\xc2\xa0"
	  "110\xc2\xa0"
	  "68",
	    true },
	{ "voir 194076242711068.", true },
	{ "194076242711069", false },    /* wrong key */
	{ "062111410006962101", false }, /* 18 digits: a NUR */
	{ "1194076242711068", false },   /* a digit beside it */
	{ "1940762427110681", false },
	{ "194136242711068", false }, /* month 13 */
	{ "19 40 762 427 110 68", false },
	{ "27001 27002 27003", false },
	{ "1 234,56", false },
	{ "", false },
};

static void
social_security(void)
{
	/* The key of a number of a person born in 2A, by its own arithmetic. */
	char corsica[32];
	size_t i;

	for (i = 0; i < sizeof(nirs) / sizeof(*nirs); i++) {
		about("'%s'", nirs[i].text);
		is(phc_nir_in(phc_str(nirs[i].text)), nirs[i].nir);
	}
	about("born in 2A and 2B");
	snprintf(corsica, sizeof(corsica), "285102A004017%02d",
	    (int)(97 - INT64_C(2851019004017) % 97));
	ok(phc_nir_in(phc_str(corsica)));
	snprintf(corsica, sizeof(corsica), "285102B004017%02d",
	    (int)(97 - INT64_C(2851018004017) % 97));
	ok(phc_nir_in(phc_str(corsica)));
}

static const struct {
	const char *text, *first, *lines;
	size_t width;
} lines[] = {
	{ "", "", "\n", 10 },
	{ "one two", "", "one two\n", 7 },
	{ "one two", "", "one\ntwo\n", 6 },
	{ "one two", "- ", "- one\n  two\n", 8 },
	{ "été noël", "é", "éété noël\n", 9 }, /* columns, not bytes */
	{ "one\xc2\xa0two six", "", "one\xc2\xa0two\nsix\n", 8 },
	{ "incomprehensibilities of", "", "incomprehensibilities\nof\n", 4 },
	{ "a  b", "", "a  b\n", 10 },
};

static void
wrapped(void)
{
	struct phc_out *out;
	char got[128];
	size_t i, n;
	FILE *fp;

	for (i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		about("'%s' in %zu", lines[i].text, lines[i].width);
		fp = tmpfile();
		out = phc_out_open(dup(fileno(fp)), "lines");
		phc_lines(out, phc_str(lines[i].text), lines[i].first,
		    lines[i].width);
		phc_out_close(out, NULL);
		rewind(fp);
		n = fread(got, 1, sizeof(got), fp);
		is_bytes(got, n, lines[i].lines);
		fclose(fp);
	}
}

static const struct {
	const char *decimal, *text;
	bool zeros;
} decimals[] = {
	{ "0", "0", false },
	{ "100", "100", false },
	{ "1000", "1'000", false },
	{ "-123456", "-123'456", false },
	{ "1234567.50", "1'234'567,5", false },
	{ "1234567.50", "1'234'567,50", true },
	{ "-0.00", "-0", false },
	{ "0.00", "0,00", true },
	{ "10.05", "10,05", false },
};

static void
grown(void)
{
	struct phc_text t = { 0 };
	struct phc_str all;
	size_t i;

	for (i = 0; i < sizeof(decimals) / sizeof(*decimals); i++) {
		about("'%s'", decimals[i].decimal);
		t.n = 0;
		phc_text_decimal(
		    &t, decimals[i].decimal, decimals[i].zeros, "'", ",");
		all = phc_text_all(&t);
		is_bytes(all.s, all.n, decimals[i].text);
	}
	free(t.s);
}

int
main(void)
{
	folds();
	wrapped();
	grown();
	encodings();
	nearest();
	social_security();
	return done();
}
