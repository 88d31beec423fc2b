#include <err.h>
#include <stdlib.h>

#include "cmd.h"
#include "scenarios.h"

/* A field of the rows that go out; it is of no slot where none can change. */
struct scenarios_field {
	const struct phc_slot *slot;
	const struct phc_column *column;
};

void
scenarios_open(
    struct scenarios *s, const char *file, const struct phc_slot *slots)
{
	struct phc_err e;

	*s = (struct scenarios){ .slots = slots };
	s->table =
	    phc_scenarios_open(strcmp(file, "default") == 0 ? NULL : file,
		slots, cmd_options.date, &e);
	if (s->table == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
}

void
scenarios_free(struct scenarios *s)
{
	phc_scenarios_free(s->table);
	free(s->field);
	free(s->text);
	free(s->end);
}

static void
begin(struct scenarios *s, size_t line)
{
	s->used = 0;
	s->rec = (struct phc_rec){ .line = line };
}

static void
put(struct scenarios *s, struct phc_str field)
{
	phc_grow(&s->text, &s->cap, s->used + field.n + 1, 1);
	phc_grow(&s->end, &s->end_cap, s->rec.n + 1, sizeof(*s->end));
	if (field.n > 0)
		memcpy(s->text + s->used, field.s, field.n);
	s->used += field.n;
	s->end[s->rec.n++] = (uint32_t)s->used;
	s->text[s->used++] = '\0';
}

static const struct phc_rec *
end(struct scenarios *s)
{
	s->rec.text = s->text;
	s->rec.end = s->end;
	return &s->rec;
}

static bool
changes(const struct phc_scenarios *table, const char *column)
{
	size_t i, n = phc_scenarios_count(table);

	for (i = 0; i < n; i++)
		if (phc_scenario_changes(table, i, column))
			return true;
	return false;
}

static void
add_field(struct scenarios *s, size_t *cap, struct phc_str name)
{
	const struct phc_slot *slot = s->slots;

	while (slot->column != NULL && !phc_str_is(name, phc_str(slot->column)))
		slot++;
	phc_grow(&s->field, cap, s->fields + 1, sizeof(*s->field));
	s->field[s->fields++] =
	    (struct scenarios_field){ slot->column == NULL ? NULL : slot,
		    phc_column_find("household", name) };
	put(s, name);
}

const struct phc_rec *
scenarios_head(
    struct scenarios *s, const struct phc_rec *head, struct phc_err *err)
{
	static const char mine[] = "scenario";
	const struct phc_slot *slot;
	size_t i, cap = 0;

	if (phc_header_find(head, mine) >= 0) {
		phc_fail(err, PHC_EDATA,
		    "column '%s' is there already: take it out of the input",
		    mine);
		return NULL;
	}
	begin(s, head->line);
	for (i = 0; i < head->n; i++)
		add_field(s, &cap, phc_rec_field(head, i));
	for (slot = s->slots; slot->column != NULL; slot++)
		if (phc_header_find(head, slot->column) < 0 &&
		    changes(s->table, slot->column))
			add_field(s, &cap, phc_str(slot->column));
	put(s, phc_str(mine));
	return end(s);
}

/* A column as it has become; the text that came in where it is as it was. */
static void
put_field(struct scenarios *s, const struct scenarios_field *f,
    struct phc_str came, const struct phc_household *was,
    const struct phc_household *is)
{
	const char *a = (const char *)was, *b = (const char *)is;
	char buf[PHC_DECIMAL_MAX];
	struct phc_str text;
	int64_t v;

	if (f->slot == NULL) {
		put(s, came);
		return;
	}
	a += f->slot->at;
	b += f->slot->at;
	if (f->column->type <= PHC_LIST) {
		memcpy(&text, b, sizeof(text));
		put(s, text);
	} else if (memcmp(a, b, sizeof(v)) == 0) {
		put(s, came);
	} else {
		memcpy(&v, b, sizeof(v));
		put(s, phc_str(phc_value_format(f->column, v, buf)));
	}
}

const struct phc_rec *
scenarios_row(struct scenarios *s, size_t i, const struct phc_rec *rec,
    const struct phc_household *was, struct phc_household *is,
    struct phc_err *err)
{
	const struct phc_str none = { "", 0 };
	size_t f;

	if (phc_scenario_apply(s->table, i, was, is, err) == -1)
		return NULL;
	begin(s, rec->line);
	for (f = 0; f < s->fields; f++)
		put_field(s, &s->field[f],
		    f < rec->n ? phc_rec_field(rec, f) : none, was, is);
	put(s, phc_str(phc_scenario_name(s->table, i)));
	return end(s);
}
