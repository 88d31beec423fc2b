#include "phc/text.h"
#include "publish.h"

/* What stands behind the last such mark, cut off; NONE if there is none. */
static uint32_t
behind(struct phc_publish *p, struct phc_str *word, char mark)
{
	struct phc_str rest = *word, head = phc_part(&rest, mark);

	if (head.n == word->n)
		return NONE;
	*word = head;
	return publish_string(p, rest);
}

uint32_t
publish_code(struct phc_publish *p, uint32_t name)
{
	uint32_t i;

	for (i = 0; i < p->codes && p->code[i].name != name; i++)
		;
	if (i < p->codes)
		return i;
	phc_grow(&p->code, &p->codes_cap, p->codes + 1, sizeof(*p->code));
	p->code[p->codes++] =
	    (struct code){ .name = name, .same = i, .month = PHC_DIMENSIONS };
	return i;
}

static void
only(struct phc_publish *p, struct word *w, struct phc_str *text)
{
	struct phc_str list = *text, head = phc_part(&list, '@');
	size_t i;

	if (head.n == text->n)
		return;
	*text = head;
	for (i = 0, w->n = 1; i < list.n; i++)
		w->n += list.s[i] == '|';
	w->only = phc_pool_take(&p->pool, w->n * sizeof(*w->only));
	for (i = 0; i < w->n; i++)
		w->only[i] = publish_string(p, phc_part(&list, '|'));
}

/* CODE[:MODALITY][@MODALITY|...][/GROUP][^] */
static struct word
word(struct phc_publish *p, struct phc_str text)
{
	struct word w = { 0 };

	if (text.n > 0 && text.s[text.n - 1] == '^') {
		w.before = true;
		text.n--;
	}
	w.group = behind(p, &text, '/');
	only(p, &w, &text);
	w.modality = behind(p, &text, ':');
	w.code = publish_code(p, publish_string(p, text));
	return w;
}

static bool
same_word(const struct word *a, const struct word *b)
{
	return a->code == b->code && a->modality == b->modality &&
	       a->group == b->group && a->before == b->before && a->n == b->n;
}

static void
add(struct phc_publish *p, uint32_t at, enum part part, const struct word *w)
{
	struct code *c = &p->code[at];
	size_t i;

	for (i = 0; i < c->nsum[part]; i++)
		if (same_word(&c->sum[part][i], w))
			return;
	phc_grow(
	    &c->sum[part], &c->sum_cap[part], c->nsum[part] + 1, sizeof(*w));
	c->sum[part][c->nsum[part]++] = *w;
}

static void
words(struct phc_publish *p, uint32_t at, enum part part, const char *list)
{
	struct phc_str all = phc_str(list), text;
	struct word w;

	while (all.n > 0) {
		text = phc_part(&all, ' ');
		if (text.n > 0 && *text.s == '=') {
			text.s++;
			text.n--;
			w.code = publish_code(p, publish_string(p, text));
			p->code[at].same = w.code;
			continue;
		}
		w = word(p, text);
		add(p, at, part, &w);
	}
}

static void
rests(struct phc_publish *p, uint32_t at, const char *list)
{
	struct phc_str all = phc_str(list);
	uint32_t code;
	struct code *c;

	for (p->code[at].nrests = 0; all.n > 0;) {
		code = publish_code(p, publish_string(p, phc_part(&all, ' ')));
		c = &p->code[at];
		phc_grow(
		    &c->rests, &c->rests_cap, c->nrests + 1, sizeof(*c->rests));
		c->rests[c->nrests++] = code;
	}
}

static int
over(const struct phc_indicator *is, enum over *out, struct phc_err *err)
{
	static const char *const names[] = { "across", "during", "end",
		"before" };
	int i;

	*out = ACROSS;
	if (*is->over == '\0')
		return 0;
	for (i = 0; i < 4; i++)
		if (strcmp(is->over, names[i]) == 0) {
			*out = (enum over)i;
			return 0;
		}
	return phc_fail(err, PHC_EDATA, "over: not one: '%s'", is->over);
}

static void
dimensions(struct phc_publish *p, struct code *c)
{
	const struct phc_indicator *is = c->is;
	size_t i;

	c->dims = 0;
	c->month = PHC_DIMENSIONS;
	for (i = 0; i < is->dimensions; i++)
		if (strcmp(is->dimension[i], "month") == 0)
			c->month = i;
		else
			c->dim[c->dims++] =
			    publish_string(p, phc_str(is->dimension[i]));
}

int
publish_indicator(
    struct phc_publish *p, const struct phc_indicator *is, struct phc_err *err)
{
	uint32_t at = publish_code(p, publish_string(p, phc_str(is->code)));
	bool percent = is->unit == PHC_UNIT_PERCENT;

	if (strcmp(is->counts, "") != 0 && strcmp(is->counts, "none") != 0 &&
	    strcmp(is->counts, "listed") != 0)
		return phc_fail(
		    err, PHC_EDATA, "counts: not one: '%s'", is->counts);
	p->code[at].is = is;
	if (over(is, &p->code[at].over, err) == -1)
		return -1;
	dimensions(p, &p->code[at]);
	words(p, at, COUNT, is->adds_to);
	words(p, at, percent ? SHARE : COUNT, is->links);
	rests(p, at, is->rests_on);
	return 0;
}

/* Of a chain of sames, the last. */
static void
settle(struct phc_publish *p)
{
	size_t i, steps;

	for (i = 0; i < p->codes; i++)
		for (steps = 0;
		     steps < p->codes &&
		     p->code[p->code[i].same].same != p->code[i].same;
		     steps++)
			p->code[i].same = p->code[p->code[i].same].same;
}

int
publish_words(struct phc_publish *p, struct phc_err *err)
{
	const struct phc_indicator *is;
	size_t i;

	for (i = 0; (is = phc_figures_indicator(p->of.figures, i)) != NULL; i++)
		if (publish_indicator(p, is, err) == -1)
			return phc_within(
			    err, "report-indicators: %s", is->code);
	settle(p);
	return 0;
}
