#include <stddef.h>
#include <stdlib.h>

#include "answers.h"

enum { MEASURES_MAX = 128 }; /* bytes of the words of all measures */

/* A row of kind follow: each member is the column of its name. */
struct state {
	int64_t diagnosed_on, diagnosis, diagnosis_level;
	int64_t measure, measure_level, measure_since, level_since;
	int64_t measure_months, contacted_on, contact_days;
	int64_t minutes_month, minutes_allotted, minutes_total;
	int64_t meetings, meetings_attended, workshops, workshops_attended;
	int64_t insertion, insertion_since, employment_entry, employment_now;
	int64_t entered_on, lease_form, lease_since, months_housed, left_on;
	int64_t left_reason, unpaid_months, unpaid_since_plan, unpaid_amount;
	int64_t plan_on, plan_amount, effort_entry, effort_now, sliding_stage;
	int64_t next_due, next_due_on;
	struct phc_str measures, lease_id, lease_dwelling, changes;
};

/* clang-format off */
#define SLOT(column) { #column, offsetof(struct state, column) }
/* clang-format on */

static const struct phc_slot slots[] = {
	SLOT(diagnosed_on),
	SLOT(diagnosis),
	SLOT(diagnosis_level),
	SLOT(measure),
	SLOT(measure_level),
	SLOT(measure_since),
	SLOT(level_since),
	SLOT(measure_months),
	SLOT(measures),
	SLOT(contacted_on),
	SLOT(contact_days),
	SLOT(minutes_month),
	SLOT(minutes_allotted),
	SLOT(minutes_total),
	SLOT(meetings),
	SLOT(meetings_attended),
	SLOT(workshops),
	SLOT(workshops_attended),
	SLOT(insertion),
	SLOT(insertion_since),
	SLOT(employment_entry),
	SLOT(employment_now),
	SLOT(entered_on),
	SLOT(lease_id),
	SLOT(lease_form),
	SLOT(lease_dwelling),
	SLOT(lease_since),
	SLOT(months_housed),
	SLOT(left_on),
	SLOT(left_reason),
	SLOT(unpaid_months),
	SLOT(unpaid_since_plan),
	SLOT(unpaid_amount),
	SLOT(plan_on),
	SLOT(plan_amount),
	SLOT(effort_entry),
	SLOT(effort_now),
	SLOT(sliding_stage),
	SLOT(changes),
	SLOT(next_due),
	SLOT(next_due_on),
	{ NULL, 0 },
};

/* What a row is made with. */
struct making {
	const struct phc_follow *f;
	struct rows rows;
	const struct household *h;
	const struct event *event, *end; /* those that are known */
	int32_t at;
	bool any; /* an obligation; the first is 'next' */
	struct due next;
	char *changes;
	size_t changes_cap;
	char measures[MEASURES_MAX];
	struct state s;
};

static void
begin(struct making *k, const struct household *h)
{
	follow_blank(&k->rows, &k->s);
	k->h = h;
	k->any = false;
	k->event = k->f->event.row + h->events.at;
	k->end = k->event + h->events.n;
	while (k->end > k->event && k->end[-1].day > k->at)
		k->end--;
}

static int64_t
code(int v)
{
	return v < 0 ? PHC_UNKNOWN : v;
}

/* The last event of a kind that was not missed, or NULL. */
static const struct event *
last(const struct making *k, enum phc_event_kind kind)
{
	const struct event *e = k->end;

	while (e-- > k->event)
		if (e->kind == (int)kind && !follow_missed(e))
			return e;
	return NULL;
}

static void
diagnosis(struct making *k)
{
	const struct event *e = last(k, PHC_DIAGNOSTIC);

	if (e == NULL)
		return;
	k->s.diagnosed_on = e->day;
	if (e->outcome <= PHC_OTHER_ORIENTATION)
		k->s.diagnosis = code(e->outcome);
	k->s.diagnosis_level = code(e->level);
}

/* Words go behind each other with a space between. */
static void
word(char *list, size_t *n, const char *w)
{
	if (*n > 0)
		list[(*n)++] = ' ';
	*n = (size_t)(stpcpy(list + *n, w) - list);
}

static int64_t
allotted(const struct making *k, int level)
{
	int64_t hours = level < 0 ? PHC_UNKNOWN : k->f->terms.hours[level];

	return hours == PHC_UNKNOWN ? hours : 60 * hours;
}

static void
measure(struct making *k)
{
	const struct phc_column *col =
	    phc_column_find("follow", phc_str("measure"));
	struct standing m[PHC_MEASURES];
	int i, best;
	size_t n = 0;

	if (follow_measures(k->f, k->h, k->at, m) == 0)
		return;
	best = follow_measure_main(m);
	k->s.measure = best;
	k->s.measure_level = code(m[best].level);
	k->s.minutes_allotted = allotted(k, m[best].level);
	k->s.measure_since = m[best].start;
	k->s.level_since = m[best].level_since;
	k->s.measure_months = follow_months(m[best].start, k->at);
	for (i = 0; i < PHC_MEASURES; i++)
		if (m[i].start != NO_DAY)
			word(k->measures, &n, col->values[i]);
	k->s.measures = (struct phc_str){ k->measures, n };
}

/* A session whose attendance is known, and whether it was attended. */
static void
session(const struct event *e, int64_t *proposed, int64_t *attended)
{
	*proposed += e->attended >= 0;
	*attended += e->attended == 1;
}

/* Time that the household had: none of a session it did not come to. */
static void
spent(struct making *k, const struct event *e)
{
	if (e->minutes <= 0 || e->attended == 0)
		return;
	k->s.minutes_total += e->minutes;
	if (e->day >= phc_date_month(k->at))
		k->s.minutes_month += e->minutes;
}

static void
contacts(struct making *k)
{
	const struct event *e;
	enum role role;

	k->s.minutes_month = k->s.minutes_total = 0;
	k->s.meetings = k->s.meetings_attended = 0;
	k->s.workshops = k->s.workshops_attended = 0;
	for (e = k->event; e < k->end; e++) {
		role = k->f->terms.role[e->kind];
		spent(k, e);
		if (role == ROLE_MEETING)
			session(e, &k->s.meetings, &k->s.meetings_attended);
		else if (role == ROLE_WORKSHOP)
			session(e, &k->s.workshops, &k->s.workshops_attended);
		else if (role == ROLE_CONTACT && !follow_missed(e))
			k->s.contacted_on = e->day;
	}
	if (k->s.contacted_on != PHC_UNKNOWN)
		k->s.contact_days = k->at - k->s.contacted_on;
}

/* What the events until a day say of the work, or the row. */
static int64_t
employment(const struct making *k, int32_t until, int64_t row)
{
	const struct event *e = k->event;
	int64_t job = row;
	int found;

	for (; e < k->end && e->day <= until; e++) {
		found =
		    e->outcome >= 0 ? k->f->terms.job[e->kind][e->outcome] : -1;
		if (found >= 0)
			job = found;
	}
	return job;
}

static void
work(struct making *k)
{
	const struct event *e = last(k, PHC_INSERTION_CONTRACT);

	k->s.employment_now = employment(k, k->at, k->h->now.occupation);
	if (e == NULL)
		return;
	k->s.insertion_since = e->day;
	if (e->outcome == PHC_GEIQ || e->outcome == PHC_TRAINING_SITE)
		k->s.insertion = e->outcome - PHC_GEIQ;
}

static void
lease(struct making *k, const struct lease *l)
{
	const char *key = follow_key(k->f, PHC_FOLLOW_LEASE, l->id);

	k->s.lease_id = phc_str(key);
	k->s.lease_form = code(l->form);
	k->s.lease_dwelling =
	    phc_str(follow_text(&k->f->dwellings, l->dwelling));
	k->s.lease_since = l->start;
}

static void
rents(struct making *k, const struct stay *s)
{
	struct unpaid u = follow_unpaid(k->f, k->h, s, k->at);

	k->s.unpaid_months = u.months;
	k->s.unpaid_since_plan = u.since_plan;
	k->s.unpaid_amount = u.amount;
	if (u.plan == NULL)
		return;
	k->s.plan_on = u.plan->day;
	k->s.plan_amount = u.plan->amount;
}

static void
changes(struct making *k, int32_t since)
{
	const struct phc_column *col =
	    phc_column_find("event", phc_str("outcome"));
	const struct event *e = k->event;
	const char *w;
	size_t n = 0;

	for (; e < k->end; e++) {
		if (e->kind != PHC_SITUATION_CHANGE || e->day < since ||
		    e->outcome < PHC_SEPARATION)
			continue;
		w = col->values[e->outcome];
		phc_grow(&k->changes, &k->changes_cap, n + strlen(w) + 2, 1);
		word(k->changes, &n, w);
	}
	k->s.changes = (struct phc_str){ k->changes, n };
}

static void
housing(struct making *k)
{
	struct stay s = { 0 };
	size_t i = 0;
	int months = 0;

	while (follow_stay(k->f, k->h, k->at, &i, &s))
		months +=
		    follow_months(s.start, s.end == NO_DAY ? k->at : s.end);
	if (i == 0)
		return;
	k->s.entered_on = s.start;
	k->s.months_housed = months;
	if (s.end == NO_DAY)
		lease(k, s.last);
	else {
		k->s.left_on = s.end;
		k->s.left_reason = code(s.last->reason);
	}
	k->s.employment_entry = employment(
	    k, s.start, k->h->entered ? k->h->entry.occupation : PHC_UNKNOWN);
	rents(k, &s);
	changes(k, s.start);
}

static void
each(const struct due *d, void *arg)
{
	struct making *k = arg;

	if (!k->any || follow_due_compare(k->f, d, &k->next) < 0)
		k->next = *d;
	k->any = true;
}

static void
fill(struct making *k)
{
	const struct due_sink sink = { each, k };

	diagnosis(k);
	measure(k);
	contacts(k);
	work(k);
	housing(k);
	k->s.effort_now = follow_effort(&k->h->now);
	if (k->h->entered)
		k->s.effort_entry = follow_effort(&k->h->entry);
	if (k->h->stage != STAGE_NONE)
		k->s.sliding_stage = k->h->stage - 1;
	follow_due(k->f, k->h, &sink);
	if (k->any) {
		k->s.next_due = k->next.what;
		k->s.next_due_on = k->next.date;
	}
}

static void
put(const struct making *k, struct phc_out *out)
{
	phc_csv_copy(out, &k->h->rec, 0, k->h->rec.n);
	phc_out_char(out, ',');
	follow_rows_put(&k->rows, &k->s);
}

int
phc_follow_room(const struct phc_rec *head, struct phc_err *err)
{
	size_t i;

	for (i = 0; slots[i].column != NULL; i++)
		if (phc_header_find(head, slots[i].column) >= 0)
			return phc_fail(err, PHC_EDATA,
			    "column '%s' is there already: take it out of the "
			    "input",
			    slots[i].column);
	return 0;
}

int
phc_follow_put(
    const struct phc_follow *f, struct phc_out *out, struct phc_err *err)
{
	const struct household *h = f->household.row, *end = h + f->household.n;
	struct making k = { .f = f, .at = follow_day(f->at) };

	(void)err;
	phc_csv_copy(out, &f->head, 0, f->head.n);
	phc_out_char(out, ',');
	follow_rows_head(&k.rows, "follow", slots, out);
	for (; h < end && !phc_out_bad(out); h++)
		if (h->given) {
			begin(&k, h);
			fill(&k);
			put(&k, out);
		}
	free(k.changes);
	return 0;
}
