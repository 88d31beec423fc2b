#include <expat.h>
#include <stdarg.h>
#include <stdlib.h>
#include <zip.h>

#include "verify.h"

enum {
	DEPTH_MAX = 64,
	TOKEN_MAX = 1 << 20, /* bytes between two marks */
	PARTS_MAX = 1 << 20,
	NAME_SIZE = 256
};

enum { NAMED = 1, POINTED = 2, READ = 4 };

struct archive {
	zip_t *zip;
	size_t n;
	unsigned char *state; /* of each part */
	XML_Parser parser;
	const char *owner; /* of the relations that are read */
};

void
wrong(struct check *c, const char *fmt, ...)
{
	char why[256];
	va_list ap;

	if (c->bad)
		return;
	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	phc_fail(c->err, PHC_ESYS, "the workbook came out wrong: %s%s%s",
	    c->part ? c->part : "", c->part ? ": " : "", why);
	c->bad = true;
	if (c->archive->parser != NULL)
		XML_StopParser(c->archive->parser, XML_FALSE);
}

const char *
attribute(const char **attr, const char *name)
{
	for (; *attr != NULL; attr += 2)
		if (strcmp(attr[0], name) == 0)
			return attr[1];
	return NULL;
}

bool
whole_number(struct phc_str s, size_t low, size_t high, size_t *out)
{
	size_t i, v = 0;

	if (s.n == 0 || s.n > 9 || (s.n > 1 && s.s[0] == '0'))
		return false;
	for (i = 0; i < s.n; i++) {
		if (s.s[i] < '0' || s.s[i] > '9')
			return false;
		v = v * 10 + (size_t)(s.s[i] - '0');
	}
	*out = v;
	return v >= low && v <= high;
}

/* Whether 'name' is of a pattern, and its number, or 0. */
static bool
matches(const char *pattern, const char *name, size_t *number)
{
	size_t n;

	*number = 0;
	for (; *pattern != '\0'; pattern++)
		if (*pattern == '#') {
			n = strspn(name, "0123456789");
			if (!whole_number((struct phc_str){ name, n }, 1,
				PARTS_MAX, number))
				return false;
			name += n;
		} else if (*pattern != *name++)
			return false;
	return *name == '\0';
}

static const struct part_kind *
find_kind(const char *name, size_t *number)
{
	const struct part_kind *k = part_kinds;

	while (k->pattern != NULL && !matches(k->pattern, name, number))
		k++;
	return k->pattern != NULL ? k : NULL;
}

/* Which part has a name, or -1. */
static zip_int64_t
locate(const struct check *c, const char *name)
{
	return zip_name_locate(c->archive->zip, name, ZIP_FL_ENC_RAW);
}

static void
mark(struct check *c, const char *name, unsigned char state, const char *what)
{
	zip_int64_t i = locate(c, name);

	if (i < 0)
		wrong(c, "%s '%s', which is not there", what, name);
	else if (c->archive->state[i] & state & NAMED)
		wrong(c, "%s '%s' twice", what, name);
	else
		c->archive->state[i] |= state;
}

void
archive_name(struct check *c, const char *part)
{
	if (*part != '/')
		wrong(c, "names '%s'", part);
	else
		mark(c, part + 1, NAMED, "names");
}

/* "../" of a target goes up from the folder of the owner. */
void
archive_point(struct check *c, const char *target)
{
	const char *owner = c->archive->owner;
	char name[2 * NAME_SIZE];
	const char *slash = strrchr(owner, '/');
	size_t n = slash != NULL ? (size_t)(slash - owner) + 1 : 0;

	while (strncmp(target, "../", 3) == 0 && n > 0) {
		for (n--; n > 0 && owner[n - 1] != '/'; n--)
			continue;
		target += 3;
	}
	if (strlen(target) >= NAME_SIZE) {
		wrong(c, "a target of %zu bytes", strlen(target));
		return;
	}
	snprintf(name, sizeof(name), "%.*s%s", (int)n, owner, target);
	mark(c, name, POINTED, "points to");
}

static void
on_start(void *arg, const char *name, const char **attr)
{
	struct check *c = arg;

	if (c->bad)
		return;
	if (++c->depth > DEPTH_MAX)
		wrong(c, "elements more than %d deep", DEPTH_MAX);
	else if (c->kind->start != NULL)
		c->kind->start(c, name, attr);
}

static void
on_end(void *arg, const char *name)
{
	struct check *c = arg;

	if (c->bad)
		return;
	c->depth--;
	if (c->kind->end != NULL)
		c->kind->end(c, name);
}

static void
on_text(void *arg, const char *s, int n)
{
	struct check *c = arg;
	int i;

	if (c->bad || !c->taking)
		return;
	for (i = 0; i < n; i++)
		c->text.chars += (s[i] & 0xc0) != 0x80;
	if (c->text.chars > BOOK_TEXT) {
		wrong(c, "a text of more than %d characters", BOOK_TEXT);
		return;
	}
	memcpy(c->text.s + c->text.n, s, (size_t)n);
	c->text.n += (size_t)n;
}

static void
on_doctype(void *arg, const char *name, const char *system_id,
    const char *public_id, int internal)
{
	(void)name;
	(void)system_id;
	(void)public_id;
	(void)internal;
	wrong(arg, "a document type");
}

static void
begin(struct check *c)
{
	XML_Parser p = c->archive->parser;

	XML_ParserReset(p, "UTF-8");
	XML_SetUserData(p, c);
	XML_SetElementHandler(p, on_start, on_end);
	XML_SetCharacterDataHandler(p, on_text);
	XML_SetStartDoctypeDeclHandler(p, on_doctype);
	c->depth = c->seen = 0;
	c->row = c->col = c->row_end = c->col_end = 0;
	c->cell = CELL_NONE;
	c->taking = c->took = false;
}

/* What was read of a part, 'n' bytes after 'all' others; the last are none. */
static void
parse(struct check *c, zip_uint64_t all, zip_int64_t n)
{
	XML_Parser p = c->archive->parser;
	XML_Index at;

	if (XML_ParseBuffer(p, (int)n, n == 0) == XML_STATUS_ERROR)
		wrong(c, "line %lu: %s", XML_GetCurrentLineNumber(p),
		    XML_ErrorString(XML_GetErrorCode(p)));
	at = XML_GetCurrentByteIndex(p);
	if (at >= 0 && all + (zip_uint64_t)n - (zip_uint64_t)at > TOKEN_MAX)
		wrong(c, "a mark of more than %d bytes", TOKEN_MAX);
}

/* Through to its end, where its checksum is compared. */
static void
read_through(struct check *c, zip_file_t *fp)
{
	zip_uint64_t all = 0;
	zip_int64_t n = 0;
	void *buf;

	begin(c);
	do {
		buf = XML_GetBuffer(c->archive->parser, PHC_BLOCK);
		if (buf == NULL)
			wrong(c, "out of memory");
		else if ((n = zip_fread(fp, buf, PHC_BLOCK)) < 0)
			wrong(c, "%s", zip_file_strerror(fp));
		else
			parse(c, all, n);
		all += c->bad ? 0 : (zip_uint64_t)n;
	} while (!c->bad && n > 0);
	if (!c->bad && c->kind->whole != NULL)
		c->kind->whole(c);
}

static void
read_part(struct check *c, zip_uint64_t i, const struct part_kind *kind)
{
	zip_file_t *fp = zip_fopen_index(c->archive->zip, i, 0);

	c->kind = kind;
	c->archive->state[i] |= READ;
	if (fp == NULL) {
		wrong(c, "%s", zip_strerror(c->archive->zip));
		return;
	}
	read_through(c, fp);
	zip_fclose(fp);
}

/* The relations of the part that is to be read next; there may be none. */
static void
read_relations(struct check *c, const char *owner)
{
	const struct part_kind *kind;
	const char *slash = strrchr(owner, '/');
	int n = slash != NULL ? (int)(slash - owner) + 1 : 0;
	char name[2 * NAME_SIZE];
	zip_int64_t i;
	size_t number;

	snprintf(name, sizeof(name), "%.*s_rels/%s.rels", n, owner, owner + n);
	c->relations = 0;
	if ((i = locate(c, name)) < 0 ||
	    (kind = find_kind(name, &number)) == NULL)
		return;
	c->archive->owner = owner;
	c->part = name;
	read_part(c, (zip_uint64_t)i, kind);
	c->part = owner;
}

static bool
is_relations(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && strcmp(name + n - 5, ".rels") == 0;
}

static void
read_kind(struct check *c, const struct part_kind *kind)
{
	struct archive *a = c->archive;
	size_t i, number;

	for (i = 0; i < a->n && !c->bad; i++) {
		c->part = zip_get_name(a->zip, i, ZIP_FL_ENC_RAW);
		if (!matches(kind->pattern, c->part, &number))
			continue;
		c->sheet = number;
		read_relations(c, c->part);
		if (!c->bad)
			read_part(c, i, kind);
	}
	c->part = NULL;
}

/* Names, before any part is read. */
static void
look_over(struct check *c)
{
	struct archive *a = c->archive;
	const struct part_kind *k;
	const char *name;
	size_t i, number;

	for (i = 0; i < a->n && !c->bad; i++) {
		name = zip_get_name(a->zip, i, ZIP_FL_ENC_RAW);
		if (name == NULL || strlen(name) >= NAME_SIZE ||
		    find_kind(name, &number) == NULL)
			wrong(c, "a part '%.60s' that it has not",
			    name ? name : "");
	}
	for (k = part_kinds; k->pattern != NULL; k++)
		if (k->required && locate(c, k->pattern) < 0)
			wrong(c, "no part '%s'", k->pattern);
	if (locate(c, "_rels/.rels") < 0)
		wrong(c, "no part '_rels/.rels'");
}

/* What names and points to them, when all were read. */
static void
look_back(struct check *c)
{
	struct archive *a = c->archive;
	const char *name;
	size_t i;

	for (i = 0; i < a->n && !c->bad; i++) {
		c->part = name = zip_get_name(a->zip, i, ZIP_FL_ENC_RAW);
		if (!(a->state[i] & READ))
			wrong(c, "belongs to no part");
		else if (is_relations(name) || *name == '[')
			continue;
		else if (!(a->state[i] & NAMED))
			wrong(c, "[Content_Types].xml does not name it");
		else if (!(a->state[i] & POINTED))
			wrong(c, "nothing points to it");
	}
	c->part = NULL;
}

static void
compare_seals(struct check *c)
{
	const struct seal *want = c->of->seal, *got = &c->seal;

	if (want == NULL)
		return;
	if (got->cells != want->cells)
		wrong(c, "%llu cells, not %llu", (unsigned long long)got->cells,
		    (unsigned long long)want->cells);
	else if (got->sum != want->sum)
		wrong(c, "a cell is not what was written");
	else if (got->tables != want->tables || got->charts != want->charts ||
		 got->titles != want->titles)
		wrong(c, "a table, a chart or a repeated row is missing");
}

static void
read_all(struct check *c)
{
	struct archive *a = c->archive;
	const struct part_kind *k;
	size_t number;
	zip_int64_t top;

	look_over(c);
	if (c->bad)
		return;
	top = locate(c, "_rels/.rels");
	a->owner = "";
	c->part = "_rels/.rels";
	read_part(c, (zip_uint64_t)top, find_kind(c->part, &number));
	for (k = part_kinds; k->pattern != NULL && !c->bad; k++)
		if (!is_relations(k->pattern))
			read_kind(c, k);
	look_back(c);
	compare_seals(c);
}

static void
open_archive(struct check *c, const char *path)
{
	struct archive *a = c->archive;
	zip_error_t why;
	int code, length;

	a->zip = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code);
	if (a->zip == NULL) {
		zip_error_init_with_code(&why, code);
		wrong(c, "%s", zip_error_strerror(&why));
		zip_error_fini(&why);
		return;
	}
	a->n = (size_t)zip_get_num_entries(a->zip, 0);
	if (a->n > PARTS_MAX)
		wrong(c, "%zu parts", a->n);
	if (zip_get_archive_comment(a->zip, &length, ZIP_FL_ENC_RAW) != NULL &&
	    length > 0)
		wrong(c, "a comment");
	if ((a->parser = XML_ParserCreate("UTF-8")) == NULL)
		wrong(c, "out of memory");
}

int
verify_workbook(
    const char *path, const struct verify_of *of, struct phc_err *err)
{
	struct archive a = { .n = 0 };
	struct check *c = phc_new(sizeof(*c));
	int rc;

	c->of = of;
	c->err = err;
	c->archive = &a;
	open_archive(c, path);
	a.state = phc_new(a.n + 1);
	if (!c->bad)
		read_all(c);
	if (a.parser != NULL)
		XML_ParserFree(a.parser);
	if (a.zip != NULL)
		zip_discard(a.zip);
	free(a.state);
	free(c->string);
	rc = c->bad ? -1 : 0;
	free(c);
	return rc;
}
