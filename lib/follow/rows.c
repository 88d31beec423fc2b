#include "answers.h"

void
follow_rows_head(struct rows *r, const char *kind, const struct phc_slot *slots,
    struct phc_out *out)
{
	size_t i;

	*r = (struct rows){ .slots = slots, .out = out };
	for (i = 0; slots[i].column != NULL; i++) {
		r->column[i] = phc_column_find(kind, phc_str(slots[i].column));
		phc_out_put(out, ",", i > 0);
		phc_out_put(out, slots[i].column, strlen(slots[i].column));
	}
	phc_out_char(out, '\n');
}

static bool
is_text(const struct phc_column *col)
{
	return col->type == PHC_TEXT || col->type == PHC_LIST;
}

void
follow_blank(const struct rows *r, void *row)
{
	const struct phc_str empty = { "", 0 };
	const int64_t unknown = PHC_UNKNOWN;
	char *at;
	size_t i;

	for (i = 0; r->slots[i].column != NULL; i++) {
		at = (char *)row + r->slots[i].at;
		if (is_text(r->column[i]))
			memcpy(at, &empty, sizeof(empty));
		else
			memcpy(at, &unknown, sizeof(unknown));
	}
}

void
follow_rows_put(const struct rows *r, const void *row)
{
	struct phc_str s;
	const char *at;
	int64_t v;
	size_t i;

	for (i = 0; r->slots[i].column != NULL; i++) {
		at = (const char *)row + r->slots[i].at;
		phc_out_put(r->out, ",", i > 0);
		if (is_text(r->column[i])) {
			memcpy(&s, at, sizeof(s));
			phc_csv_put(r->out, s, false);
		} else {
			memcpy(&v, at, sizeof(v));
			phc_value_put(r->out, r->column[i], v);
		}
	}
	phc_out_char(r->out, '\n');
}
