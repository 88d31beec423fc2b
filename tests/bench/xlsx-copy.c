/*
 * xlsx-copy OUT SHEET.csv ... - what libxlsxwriter alone takes for the cells of
 * a workbook: each file is a sheet, each field a cell, a number if it is one.
 */
#include <csv.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

struct at {
	lxw_worksheet *sheet;
	lxw_row_t row;
	lxw_col_t col;
};

static void
field(void *s, size_t n, void *arg)
{
	struct at *at = arg;
	char text[32768], *end;
	double x;

	if (n >= sizeof(text))
		errx(2, "a field of %zu bytes", n);
	memcpy(text, s, n);
	text[n] = '\0';
	x = strtod(text, &end);
	if (n > 0 && *end == '\0')
		worksheet_write_number(at->sheet, at->row, at->col, x, NULL);
	else
		worksheet_write_string(at->sheet, at->row, at->col, text, NULL);
	at->col++;
}

static void
end_row(int c, void *arg)
{
	struct at *at = arg;

	(void)c;
	at->row++;
	at->col = 0;
}

static void
copy(lxw_workbook *book, const char *path)
{
	struct at at = { workbook_add_worksheet(book, NULL), 0, 0 };
	FILE *fp = fopen(path, "r");
	struct csv_parser p;
	static char buf[1 << 16];
	size_t n;

	if (fp == NULL || at.sheet == NULL || csv_init(&p, CSV_STRICT) != 0)
		err(2, "%s", path);
	while ((n = fread(buf, 1, sizeof(buf), fp)) > 0)
		if (csv_parse(&p, buf, n, field, end_row, &at) != n)
			errx(2, "%s: %s", path, csv_strerror(csv_error(&p)));
	csv_fini(&p, field, end_row, &at);
	csv_free(&p);
	fclose(fp);
}

int
main(int argc, char *argv[])
{
	lxw_workbook *book;
	int i;

	if (argc < 3 || (book = workbook_new(argv[1])) == NULL)
		errx(2, "usage: xlsx-copy out sheet.csv ...");
	for (i = 2; i < argc; i++)
		copy(book, argv[i]);
	return workbook_close(book) == LXW_NO_ERROR ? 0 : 2;
}
