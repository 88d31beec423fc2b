#include <math.h>
#include <stdlib.h>

#include "verify.h"

static bool
is_any(const char *name, const char *const *of)
{
	while (*of != NULL && strcmp(name, *of) != 0)
		of++;
	return *of != NULL;
}

static void
take(struct check *c)
{
	if (c->took)
		wrong(c, "two values in one");
	c->taking = c->took = true;
	c->text.n = c->text.chars = 0;
}

static struct phc_str
taken(struct check *c)
{
	c->taking = false;
	return (struct phc_str){ c->text.s, c->text.n };
}

/* A number in decimal, with a point. */
static bool
is_number(struct phc_str s)
{
	static const char digits[] = "0123456789";
	char buf[64], *p = buf;
	size_t n;

	if (s.n == 0 || s.n >= sizeof(buf))
		return false;
	memcpy(buf, s.s, s.n);
	buf[s.n] = '\0';
	p += *p == '-';
	if ((n = strspn(p, digits)) == 0)
		return false;
	p += n;
	if (*p == '.' && (n = strspn(++p, digits)) == 0)
		return false;
	else if (p[-1] == '.')
		p += n;
	if (*p == 'E' || *p == 'e') {
		p++;
		p += *p == '-' || *p == '+';
		if ((n = strspn(p, digits)) == 0)
			return false;
		p += n;
	}
	return *p == '\0' && isfinite(strtod(buf, NULL));
}

/* "AB12", and what is left of it. */
static const char *
place(const char *s, size_t *row, size_t *col)
{
	size_t n;

	for (*col = 0; *s >= 'A' && *s <= 'Z' && *col <= BOOK_COLS; s++)
		*col = *col * 26 + (size_t)(*s - 'A') + 1;
	n = strspn(s, "0123456789");
	if (*col == 0 || *col > BOOK_COLS ||
	    !whole_number((struct phc_str){ s, n }, 1, BOOK_ROWS, row))
		return NULL;
	return s + n;
}

/* "A1:B2", or "A1", whose end is what is given. */
static bool
area(const char *s, size_t *row, size_t *col)
{
	size_t row1, col1;

	if (s == NULL || (s = place(s, &row1, &col1)) == NULL)
		return false;
	*row = row1;
	*col = col1;
	if (*s == ':' && (s = place(s + 1, row, col)) == NULL)
		return false;
	return *s == '\0' && *row >= row1 && *col >= col1;
}

/* A relation of the part that was read before it. */
static void
check_relation(struct check *c, const char **attr)
{
	const char *id = attribute(attr, "r:id");
	size_t n;

	if (attribute(attr, "r:embed") != NULL ||
	    attribute(attr, "r:link") != NULL)
		wrong(c, "a picture or a link");
	if (id == NULL)
		return;
	if (strncmp(id, "rId", 3) != 0 ||
	    !whole_number(phc_str(id + 3), 1, c->relations, &n))
		wrong(c, "no relation '%s'", id);
}

static void
start_relations(struct check *c, const char *name, const char **attr)
{
	const char *id = attribute(attr, "Id");
	const char *target = attribute(attr, "Target");
	size_t n;

	if (strcmp(name, "Relationships") == 0)
		return;
	if (strcmp(name, "Relationship") != 0 || id == NULL || target == NULL)
		wrong(c, "no relation: '%s'", name);
	else if (attribute(attr, "TargetMode") != NULL)
		wrong(c, "a relation to outside: '%s'", target);
	else if (strncmp(id, "rId", 3) != 0 ||
		 !whole_number(
		     phc_str(id + 3), c->relations + 1, c->relations + 1, &n))
		wrong(c, "relation '%s' out of turn", id);
	else {
		c->relations++;
		archive_point(c, target);
	}
}

static void
start_types(struct check *c, const char *name, const char **attr)
{
	const char *part = attribute(attr, "PartName");

	if (strcmp(name, "Override") == 0) {
		if (part == NULL)
			wrong(c, "a type of no part");
		else
			archive_name(c, part);
	} else if (strcmp(name, "Types") != 0 && strcmp(name, "Default") != 0)
		wrong(c, "no type: '%s'", name);
}

static void
check_sheet_name(struct check *c, const char **attr)
{
	const char *name = attribute(attr, "name");
	const char *id = attribute(attr, "r:id");
	char want[32];

	if (name == NULL || id == NULL || c->seen >= c->of->nsheets ||
	    strcmp(name, c->of->sheet[c->seen]) != 0) {
		wrong(c, "a sheet '%s'%s%s", name ? name : "",
		    c->seen < c->of->nsheets ? ", not " : " too many",
		    c->seen < c->of->nsheets ? c->of->sheet[c->seen] : "");
		return;
	}
	snprintf(want, sizeof(want), "rId%zu", ++c->seen);
	if (strcmp(id, want) != 0)
		wrong(c, "sheet '%s' is relation %s, not %s", name, id, want);
	if (attribute(attr, "state") != NULL)
		wrong(c, "sheet '%s' is hidden", name);
}

static void
start_workbook(struct check *c, const char *name, const char **attr)
{
	const char *defined;

	check_relation(c, attr);
	if (strcmp(name, "sheet") == 0)
		check_sheet_name(c, attr);
	else if (strncmp(name, "external", 8) == 0)
		wrong(c, "a link to another workbook");
	else if (strcmp(name, "definedName") == 0) {
		defined = attribute(attr, "name");
		if (defined == NULL || strncmp(defined, "_xlnm.", 6) != 0)
			wrong(c, "a name that was not given");
		else if (strcmp(defined, "_xlnm.Print_Titles") == 0)
			c->seal.titles++;
	}
}

static void
whole_workbook(struct check *c)
{
	if (c->seen != c->of->nsheets)
		wrong(c, "%zu sheets, not %zu", c->seen, c->of->nsheets);
}

/* Sheet 'n' of the workbook is part sheet'n'.xml, and there are no others. */
static void
point_sheets(struct check *c, const char *name, const char **attr)
{
	const char *target;
	char want[40];

	start_relations(c, name, attr);
	if (c->bad || strcmp(name, "Relationship") != 0 ||
	    c->relations > c->of->nsheets)
		return;
	target = attribute(attr, "Target");
	snprintf(want, sizeof(want), "worksheets/sheet%zu.xml", c->relations);
	if (strcmp(target, want) != 0)
		wrong(c, "points to '%s', not '%s'", target, want);
}

static void
start_styles(struct check *c, const char *name, const char **attr)
{
	const char *count = attribute(attr, "count");

	if (strcmp(name, "cellXfs") == 0 &&
	    (count == NULL ||
		!whole_number(phc_str(count), 1, 65536, &c->styles)))
		wrong(c, "no count of styles");
}

static void
start_strings(struct check *c, const char *name, const char **attr)
{
	(void)attr;
	if (strcmp(name, "si") == 0)
		c->took = false;
	else if (strcmp(name, "t") == 0)
		take(c);
	else if (strcmp(name, "sst") != 0)
		wrong(c, "a text in parts: '%s'", name);
}

static void
end_strings(struct check *c, const char *name)
{
	if (strcmp(name, "t") == 0)
		taken(c);
	if (strcmp(name, "si") != 0)
		return;
	if (!c->took)
		wrong(c, "a string without text");
	phc_grow(
	    &c->string, &c->strings_cap, c->nstrings + 1, sizeof(*c->string));
	c->string[c->nstrings++] = seal_hash(taken(c));
}

static void
start_row(struct check *c, const char **attr)
{
	const char *r = attribute(attr, "r");
	size_t row;

	if (r == NULL || !whole_number(phc_str(r), c->row + 1, BOOK_ROWS, &row))
		wrong(c, "row '%s' after row %zu", r ? r : "", c->row);
	else if (row > c->row_end)
		wrong(c, "row %zu is outside its dimension", row);
	else {
		c->row = row;
		c->col = 0;
	}
}

/* "s", "n" and "inlineStr" alone are written. */
static void
start_cell(struct check *c, const char **attr)
{
	const char *r = attribute(attr, "r"), *t = attribute(attr, "t");
	const char *s = attribute(attr, "s"), *end;
	size_t row, col, style;

	end = r != NULL ? place(r, &row, &col) : NULL;
	if (end == NULL || *end != '\0' || row != c->row || col <= c->col)
		wrong(c, "cell '%s' after column %zu of row %zu", r ? r : "",
		    c->col, c->row);
	else if (col > c->col_end)
		wrong(c, "%s is outside its dimension", r);
	else if (s != NULL &&
		 !whole_number(phc_str(s), 0, c->styles - 1, &style))
		wrong(c, "%s: no style '%s'", r, s);
	else if (t != NULL && strcmp(t, "s") != 0 && strcmp(t, "n") != 0 &&
		 strcmp(t, "inlineStr") != 0)
		wrong(c, "%s: a cell of type '%s'", r, t);
	else
		c->col = col;
	c->cell = t == NULL || *t == 'n' ? CELL_NUMBER
		  : *t == 's'            ? CELL_SHARED
					 : CELL_INLINE;
	c->took = false;
}

static const char *const refused[] = { "f", "mergeCells", "oleObjects",
	"controls", "dataConsolidate", "webPublishItems", "customProperties",
	NULL };

static void
start_sheet(struct check *c, const char *name, const char **attr)
{
	bool inside = c->cell != CELL_NONE;

	check_relation(c, attr);
	if (is_any(name, refused))
		wrong(c, "an element '%s' at row %zu, column %zu", name, c->row,
		    c->col);
	else if (strcmp(name, "dimension") == 0) {
		if (!area(attribute(attr, "ref"), &c->row_end, &c->col_end))
			wrong(c, "no dimension");
	} else if (strcmp(name, "sheetData") == 0)
		c->seen++;
	else if (strcmp(name, "row") == 0)
		start_row(c, attr);
	else if (strcmp(name, "c") == 0)
		start_cell(c, attr);
	else if (inside &&
		 strcmp(name, c->cell == CELL_INLINE ? "t" : "v") == 0)
		take(c);
	else if (inside && strcmp(name, "is") != 0)
		wrong(c, "an element '%s' in a cell", name);
}

static void
end_cell(struct check *c)
{
	struct phc_str s = taken(c);
	uint64_t hash = 0;
	size_t i;

	if (!c->took && c->cell == CELL_NUMBER) {
		c->cell = CELL_NONE; /* blank */
		return;
	}
	if (c->cell == CELL_NUMBER && is_number(s))
		hash = seal_hash_number(s);
	else if (c->cell == CELL_NUMBER)
		wrong(c, "row %zu, column %zu: no number: '%.*s'", c->row,
		    c->col, (int)(s.n < 40 ? s.n : 40), s.s);
	else if (c->cell == CELL_INLINE && c->took)
		hash = seal_hash(s);
	else if (c->took && c->nstrings > 0 &&
		 whole_number(s, 0, c->nstrings - 1, &i))
		hash = c->string[i];
	else
		wrong(c, "row %zu, column %zu: no string '%.*s'", c->row,
		    c->col, (int)(s.n < 40 ? s.n : 40), s.s);
	seal_add(&c->seal, c->sheet - 1, c->row - 1, c->col - 1, hash);
	c->cell = CELL_NONE;
}

static void
end_sheet(struct check *c, const char *name)
{
	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		c->taking = false;
	else if (strcmp(name, "c") == 0)
		end_cell(c);
}

static void
whole_sheet(struct check *c)
{
	if (c->seen != 1 || c->row_end == 0)
		wrong(c, "no cells, or no dimension");
}

static void
start_table(struct check *c, const char *name, const char **attr)
{
	size_t row, col;

	if (strcmp(name, "table") == 0 &&
	    !area(attribute(attr, "ref"), &row, &col))
		wrong(c, "no area of cells");
	if (strstr(name, "Formula") != NULL)
		wrong(c, "a formula");
}

static void
whole_table(struct check *c)
{
	c->seal.tables++;
}

static void
whole_chart(struct check *c)
{
	c->seal.charts++;
}

static void
start_drawing(struct check *c, const char *name, const char **attr)
{
	(void)name;
	check_relation(c, attr);
}

/* In a chart a formula says which cells it shows; what it remembers of them
 * are numbers or texts. */
static void
start_chart(struct check *c, const char *name, const char **attr)
{
	check_relation(c, attr);
	if (strcmp(name, "c:externalData") == 0)
		wrong(c, "a link to another workbook");
	if (strcmp(name, "c:numCache") == 0 || strcmp(name, "c:numLit") == 0)
		c->seen = 1;
	if (strcmp(name, "c:v") == 0 && c->seen) {
		c->took = false;
		take(c);
	}
}

static void
end_chart(struct check *c, const char *name)
{
	struct phc_str s;

	if (strcmp(name, "c:numCache") == 0 || strcmp(name, "c:numLit") == 0)
		c->seen = 0;
	if (strcmp(name, "c:v") == 0 && c->seen && !is_number(s = taken(c)))
		wrong(c, "no number: '%.*s'", (int)(s.n < 40 ? s.n : 40), s.s);
}

const struct part_kind part_kinds[] = {
	{ "[Content_Types].xml", true, start_types, NULL, NULL },
	{ "_rels/.rels", true, start_relations, NULL, NULL },
	{ "xl/_rels/workbook.xml.rels", true, point_sheets, NULL, NULL },
	{ "xl/worksheets/_rels/sheet#.xml.rels", false, start_relations, NULL,
	    NULL },
	{ "xl/drawings/_rels/drawing#.xml.rels", false, start_relations, NULL,
	    NULL },
	{ "xl/workbook.xml", true, start_workbook, NULL, whole_workbook },
	{ "xl/styles.xml", true, start_styles, NULL, NULL },
	{ "xl/sharedStrings.xml", false, start_strings, end_strings, NULL },
	{ "xl/worksheets/sheet#.xml", false, start_sheet, end_sheet,
	    whole_sheet },
	{ "xl/tables/table#.xml", false, start_table, NULL, whole_table },
	{ "xl/drawings/drawing#.xml", false, start_drawing, NULL, NULL },
	{ "xl/charts/chart#.xml", false, start_chart, end_chart, whole_chart },
	{ "xl/theme/theme1.xml", true, NULL, NULL, NULL },
	{ "docProps/app.xml", true, NULL, NULL, NULL },
	{ "docProps/core.xml", true, NULL, NULL, NULL },
	{ NULL, false, NULL, NULL, NULL },
};
