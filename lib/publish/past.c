#include <stdlib.h>

#include "publish.h"

struct row {
	struct phc_str id, indicator, modality, modality2;
	int64_t audience, part, from, to, issue_to, count, state;
};

static const struct phc_slot slots[] = {
	{ "published_id", offsetof(struct row, id) },
	{ "audience", offsetof(struct row, audience) },
	{ "indicator", offsetof(struct row, indicator) },
	{ "part", offsetof(struct row, part) },
	{ "modality", offsetof(struct row, modality) },
	{ "modality2", offsetof(struct row, modality2) },
	{ "from_on", offsetof(struct row, from) },
	{ "to_on", offsetof(struct row, to) },
	{ "issue_to", offsetof(struct row, issue_to) },
	{ "count", offsetof(struct row, count) },
	{ "state", offsetof(struct row, state) },
	{ NULL, 0 },
};

int
past_head(
    struct phc_publish *p, const struct phc_rec *head, struct phc_err *err)
{
	phc_bind_free(&p->bind);
	return phc_bind(&p->bind, "published", slots, head, err);
}

static uint32_t
issue(struct phc_publish *p, const struct row *r)
{
	const char *dash = memchr(r->id.s, '-', r->id.n);
	struct phc_str digest = { r->id.s,
		dash ? (size_t)(dash - r->id.s) : r->id.n };
	uint32_t name = publish_string(p, digest), i;

	for (i = (uint32_t)p->issues; i-- > 1;)
		if (p->issue[i].name == name)
			return i;
	phc_grow(&p->issue, &p->issues_cap, p->issues + 1, sizeof(*p->issue));
	p->issue[p->issues] = (struct issue){ name, r->issue_to };
	return (uint32_t)p->issues++;
}

static uint32_t
modality(struct phc_publish *p, struct phc_str s)
{
	return s.n > 0 ? publish_string(p, s) : NONE;
}

int
past_row(struct phc_publish *p, const struct phc_rec *rec, struct phc_err *err)
{
	struct row r;
	struct entry *e;
	uint32_t code, of;

	if (phc_bind_read(&p->bind, rec, &r, err) == -1)
		return -1;
	code = publish_code(p, publish_string(p, r.indicator));
	of = issue(p, &r);
	e = publish_entry(p);
	e->issue = of;
	e->code = code;
	e->part = (enum part)r.part;
	e->mod[0] = modality(p, r.modality);
	e->mod[1] = modality(p, r.modality2);
	e->from = r.from;
	e->to = r.to;
	e->count = r.count;
	e->state = (enum state)r.state;
	e->audience = (enum audience)r.audience;
	return 0;
}

struct rank {
	int64_t to;
	const char *name;
	uint32_t issue;
};

static int
by_rank(const void *pa, const void *pb)
{
	const struct rank *a = pa, *b = pb;

	if (a->to != b->to)
		return a->to > b->to ? -1 : 1;
	return strcmp(a->name, b->name);
}

static int
by_entry(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	int i;

#define BY(x)             \
	if (a->x != b->x) \
	return a->x < b->x ? -1 : 1
	BY(issue);
	BY(code);
	BY(part);
	for (i = 0; i < PHC_DIMENSIONS; i++)
		BY(mod[i]);
	BY(from);
	BY(to);
	BY(count);
	BY(state);
	return 0;
}

void
past_order(struct phc_publish *p)
{
	struct rank *r = phc_new(p->issues * sizeof(*r));
	uint32_t *place = phc_new(p->issues * sizeof(*place));
	size_t i;

	for (i = 1; i < p->issues; i++)
		r[i - 1] = (struct rank){ p->issue[i].to,
			p->strings.s[p->issue[i].name], (uint32_t)i };
	qsort(r, p->issues - 1, sizeof(*r), by_rank);
	for (i = 1; i < p->issues; i++)
		place[r[i - 1].issue] = (uint32_t)i;
	for (i = p->own; i < p->entries; i++)
		p->entry[i].issue = place[p->entry[i].issue];
	if (p->entries > p->own)
		qsort(p->entry + p->own, p->entries - p->own, sizeof(*p->entry),
		    by_entry);
	free(r);
	free(place);
}
