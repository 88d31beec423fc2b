#include "publish.h"

enum column {
	ID,
	AUDIENCE,
	REPORT,
	CYCLE,
	ISSUE_FROM,
	ISSUE_TO,
	INDICATOR,
	PART,
	MODALITY,
	MODALITY2,
	FROM,
	TO,
	NUMBER,
	STATE,
	THRESHOLD
};

static struct phc_str
text(const struct phc_publish *p, uint32_t s)
{
	return phc_str(s == NONE ? "" : p->strings.s[s]);
}

bool
phc_publish_record(
    const struct phc_publish *p, size_t i, struct phc_value row[PHC_PUBLISHED])
{
	const struct entry *e = &p->entry[i];

	if (i >= p->own)
		return false;
	memset(row, 0, PHC_PUBLISHED * sizeof(*row));
	row[ID].s = phc_str(p->id[i]);
	row[AUDIENCE].v = e->audience;
	row[REPORT].s = phc_str(p->of.to);
	row[CYCLE].v = p->of.year;
	row[ISSUE_FROM].v = p->of.from;
	row[ISSUE_TO].v = p->of.to_day;
	row[INDICATOR].s = text(p, p->code[e->code].name);
	row[PART].v = e->part;
	row[MODALITY].s = text(p, e->mod[0]);
	row[MODALITY2].s = text(p, e->mod[1]);
	row[FROM].v = e->from;
	row[TO].v = e->to;
	row[NUMBER].v = e->count;
	row[STATE].v = e->state;
	row[THRESHOLD].v = p->of.k;
	return true;
}

/* The columns of the kind stand together in the dictionary. */
static const struct phc_column *
columns(void)
{
	return phc_column_find("published", phc_str("published_id"));
}

void
phc_publish_put(const struct phc_publish *p, bool headed, struct phc_out *out)
{
	const struct phc_column *col = columns();
	struct phc_value row[PHC_PUBLISHED];
	size_t i, k;

	for (k = 0; k < PHC_PUBLISHED && headed; k++) {
		phc_csv_put(out, phc_str(col[k].name), false);
		phc_out_char(out, k + 1 < PHC_PUBLISHED ? ',' : '\n');
	}
	for (i = 0; phc_publish_record(p, i, row); i++)
		for (k = 0; k < PHC_PUBLISHED; k++) {
			if (col[k].type == PHC_TEXT)
				phc_csv_put(out, row[k].s, false);
			else
				phc_value_put(out, &col[k], row[k].v);
			phc_out_char(out, k + 1 < PHC_PUBLISHED ? ',' : '\n');
		}
}
