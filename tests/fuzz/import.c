#include <fcntl.h>

#include "phc/import.h"

int LLVMFuzzerTestOneInput(const unsigned char *, size_t);

static void
report(const struct phc_fault *f, void *arg)
{
	(void)f;
	(void)arg;
}

/* A draft of any bytes is no row, and leaves nothing. */
static void
suggest(const struct phc_import_setup *setup, FILE *fp)
{
	struct phc_out *out =
	    phc_out_open(open("/dev/null", O_WRONLY), "(null)");

	phc_import_suggest(setup, fp, "fuzz", out, NULL);
	phc_out_close(out, NULL);
	rewind(fp);
}

/* Any bytes are a file of any profile: read is kept and refused. */
int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t n)
{
	static const char *const profiles[] = { "house", "demandes",
		"logements", "rpls-landlord" };
	size_t which = n > 0 ? data[0] % 4 : 0;
	struct phc_import_setup setup = { .kind = which ? NULL : "household",
		.profile = profiles[which],
		.report = report };
	FILE *fp = n ? fmemopen((void *)(uintptr_t)data, n, "r") : NULL;
	struct phc_import *imp;
	struct phc_import_counts c;

	if (fp == NULL)
		return 0;
	suggest(&setup, fp);
	imp = phc_import_new(&setup, NULL);
	if (phc_import_file(imp, fp, "fuzz", NULL) == 0)
		while (phc_import_next(imp, NULL) == 1)
			;
	c = phc_import_counts(imp);
	if (c.read != c.kept + c.refused)
		__builtin_trap();
	phc_import_end(imp);
	phc_import_free(imp);
	fclose(fp);
	return 0;
}
