#include "phc/import.h"

int LLVMFuzzerTestOneInput(const unsigned char *, size_t);

static void
report(const struct phc_fault *f, void *arg)
{
	(void)f;
	(void)arg;
}

/* Any bytes are a file of households: read is kept and refused. */
int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t n)
{
	static const char *const profiles[] = { "house", "demandes" };
	struct phc_import_setup setup = { .kind = "household",
		.profile = profiles[n > 0 ? data[0] % 2 : 0],
		.report = report };
	FILE *fp = n ? fmemopen((void *)(uintptr_t)data, n, "r") : NULL;
	struct phc_import *imp;
	struct phc_import_counts c;
	struct phc_err err;

	if (fp == NULL)
		return 0;
	imp = phc_import_new(&setup, &err);
	if (phc_import_file(imp, fp, "fuzz", &err) == 0)
		while (phc_import_next(imp, &err) == 1)
			;
	c = phc_import_counts(imp);
	if (c.read != c.kept + c.refused)
		__builtin_trap();
	phc_import_end(imp);
	phc_import_free(imp);
	fclose(fp);
	return 0;
}
