#include "explain.h"
#include "phc/date.h"

static const char blank[] = "\xc2\xa0"; /* no line ends there */

static void
put(struct phc_text *t, const char *s)
{
	phc_text_put(t, phc_str(s));
}

static void
put_n(struct phc_text *t, const char *s, size_t n)
{
	phc_text_put(t, (struct phc_str){ s, n });
}

static void
number(
    struct phc_text *t, int64_t v, int places, bool money, enum phc_lang lang)
{
	char buf[PHC_DECIMAL_MAX], *p = phc_decimal_format(v, places, buf);
	bool fr = lang == PHC_FR;

	if (money && !fr) {
		if (*p == '-')
			put_n(t, p++, 1);
		put(t, "€");
	}
	/* Of cents, zeros say something. */
	phc_text_decimal(t, p, money, fr ? blank : ",", fr ? "," : ".");
}

static void
unit(struct phc_text *t, const char *name, enum phc_lang lang)
{
	if (lang == PHC_FR)
		put(t, blank);
	put(t, name);
}

static void
day(struct phc_text *t, int64_t date, enum phc_lang lang)
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
wording(struct phc_text *t, const struct fact *f, const struct words *words,
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
	phc_text_put(t, w < end ? w->say[lang] : value);
}

static void
plain(struct phc_text *t, const struct fact *f)
{
	char buf[PHC_DECIMAL_MAX];

	put(t, f->column == NULL ? phc_decimal_format(f->v, f->places, buf)
				 : phc_value_format(f->column, f->v, buf));
}

void
say_fact(struct phc_text *t, const struct fact *f, const struct words *words,
    enum phc_lang lang)
{
	switch (f->type) {
	case PHC_TEXT:
	case PHC_LIST:
		phc_text_put(t, f->s);
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
