#include <err.h>

#include "cmd.h"
#include "input.h"

/* What a pipe holds, in a file without a name: it is read more than once. */
static FILE *
copy(FILE *fp, const char *name)
{
	char buf[PHC_BLOCK];
	FILE *whole = tmpfile();
	size_t n;

	if (whole == NULL)
		err(EXIT_TROUBLE, "cannot make a temporary file");
	while ((n = fread(buf, 1, sizeof(buf), fp)) > 0)
		if (fwrite(buf, 1, n, whole) != n)
			err(EXIT_TROUBLE, "cannot write a temporary file");
	if (ferror(fp))
		err(EXIT_TROUBLE, "cannot read '%s'", name);
	if (fflush(whole) == EOF)
		err(EXIT_TROUBLE, "cannot write a temporary file");
	rewind(whole);
	fclose(fp);
	return whole;
}

FILE *
input_open(const char *file, const char **name)
{
	static bool taken; /* standard input */
	struct phc_err e;
	FILE *fp = phc_open(file, &e);

	if (fp == NULL)
		errx(EXIT_TROUBLE, "%s", e.msg);
	if (fp == stdin && taken)
		errx(EXIT_TROUBLE, "standard input can be read but once");
	taken |= fp == stdin;
	*name = strcmp(file, "-") == 0 ? "(stdin)" : file;
	return fseeko(fp, 0, SEEK_CUR) == 0 ? fp : copy(fp, *name);
}
