#include "explain.h"
#include "phc/date.h"

static const char blank[] = "\xc2\xa0"; /* no line ends there */

void
text_put(struct text *t, struct phc_str s)
{
	phc_grow(&t->s, &t->cap, t->n + s.n, 1);
	if (s.n > 0)
		memcpy(t->s + t->n, s.s, s.n);
	t->n += s.n;
}

static void
put(struct text *t, const char *s)
{
	text_put(t, phc_str(s));
}

static void
put_n(struct text *t, const char *s, size_t n)
{
	text_put(t, (struct phc_str){ s, n });
}

/* Without the zeros that say nothing, but for those of cents. */
static size_t
decimals(const char *point, bool money)
{
	size_t n = strlen(point);

	while (!money && n > 1 && point[n - 1] == '0')
		n--;
	return n == 1 ? 0 : n;
}

static void
number(struct text *t, int64_t v, int places, bool money, enum phc_lang lang)
{
	char buf[PHC_DECIMAL_MAX], *p = phc_decimal_format(v, places, buf);
	size_t whole;

	if (*p == '-')
		put_n(t, p++, 1);
	if (money && lang == PHC_EN)
		put(t, "€");
	for (whole = strcspn(p, "."); whole > 0; whole--, p++) {
		put_n(t, p, 1);
		if (whole > 1 && whole % 3 == 1)
			put(t, lang == PHC_FR ? blank : ",");
	}
	if (*p == '\0' || decimals(p, money) == 0)
		return;
	put(t, lang == PHC_FR ? "," : ".");
	put_n(t, p + 1, decimals(p, money) - 1);
}

static void
unit(struct text *t, const char *name, enum phc_lang lang)
{
	if (lang == PHC_FR)
		put(t, blank);
	put(t, name);
}

static void
day(struct text *t, int64_t date, enum phc_lang lang)
{
	char iso[PHC_DATE_MAX];

	phc_date_format(date, iso);
	if (lang == PHC_EN) {
		put(t, iso);
		return;
	}
	put_n(t, iso + 8, 2);
	put(t, "/");
	put_n(t, iso + 5, 2);
	put(t, "/");
	put_n(t, iso, 4);
}

/* The wording of a code or a yes/no, or else the code itself. */
static void
wording(struct text *t, const struct fact *f, const struct words *words,
    enum phc_lang lang)
{
	char buf[PHC_DECIMAL_MAX];
	bool code = f->type == PHC_CODE;
	struct phc_str column = phc_str(code ? f->column->name : "bool"),
		       value = phc_str(code ? f->column->values[f->v]
					    : phc_decimal_format(f->v, 0, buf));
	const struct word *w = words->word, *end = w + words->n;

	while (w < end &&
	       !(phc_str_is(w->column, column) && phc_str_is(w->value, value)))
		w++;
	text_put(t, w < end ? w->say[lang] : value);
}

static void
plain(struct text *t, const struct fact *f)
{
	char buf[PHC_DECIMAL_MAX];

	put(t, f->column == NULL ? phc_decimal_format(f->v, f->places, buf)
				 : phc_value_format(f->column, f->v, buf));
}

void
say_fact(struct text *t, const struct fact *f, const struct words *words,
    enum phc_lang lang)
{
	switch (f->type) {
	case PHC_TEXT:
	case PHC_LIST:
		text_put(t, f->s);
		break;
	case PHC_CODE:
	case PHC_BOOL:
		wording(t, f, words, lang);
		break;
	case PHC_DATE:
		day(t, f->v, lang);
		break;
	case PHC_MONEY:
		number(t, f->v, f->places, true, lang);
		if (lang == PHC_FR)
			unit(t, "€", lang);
		break;
	case PHC_PERCENT:
		number(t, f->v, f->places, false, lang);
		unit(t, "%", lang);
		break;
	case PHC_AREA:
	case PHC_QUANTITY:
		number(t, f->v, f->places, false, lang);
		break;
	default:
		plain(t, f);
	}
}
