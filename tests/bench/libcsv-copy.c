/* Copy CSV with one column added, by a bare libcsv loop.  With an argument, by
 * the same loop and libphc's writer, to tell reading from writing. */
#include <csv.h>
#include <unistd.h>

#include "phc/csv.h"

static int fields;

static void
field(void *s, size_t n, void *arg)
{
	(void)arg;
	if (fields++ > 0)
		putchar(',');
	csv_fwrite(stdout, s, n);
}

static void
record(int last, void *arg)
{
	(void)last;
	(void)arg;
	fputs(",\"new\"\n", stdout);
	fields = 0;
}

static void
field_out(void *s, size_t n, void *out)
{
	if (fields++ > 0)
		phc_out_char(out, ',');
	phc_csv_put(out, (struct phc_str){ s, n }, false);
}

static void
record_out(int last, void *out)
{
	(void)last;
	phc_out_put(out, ",new\n", 5);
	fields = 0;
}

static int
copy(void (*put)(void *, size_t, void *), void (*end)(int, void *), void *arg)
{
	static char buf[65536];
	struct csv_parser csv;
	size_t n;
	int rc;

	csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI);
	while ((n = fread(buf, 1, sizeof(buf), stdin)) > 0)
		if (csv_parse(&csv, buf, n, put, end, arg) != n)
			return -1;
	rc = csv_fini(&csv, put, end, arg);
	csv_free(&csv);
	return ferror(stdin) ? -1 : rc;
}

int
main(int argc, char *argv[])
{
	struct phc_out *out;

	(void)argv;
	if (argc < 2)
		return copy(field, record, NULL) == -1 || fclose(stdout) == EOF;
	out = phc_out_open(STDOUT_FILENO, "(stdout)");
	return copy(field_out, record_out, out) == -1 ||
	       phc_out_close(out, NULL) == -1;
}
