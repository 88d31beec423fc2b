/*
 * verify FILE N SHEET ... - whether FILE is a workbook of those sheets, with N
 * tables, as many repeated rows and a chart, and the cells that standard input
 * tells, a line each: sheet, row and column from 0, "s" or "n", value, tabs
 * between them; without a line, whatever its cells.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../../lib/report/verify.h"

int
main(int argc, char *argv[])
{
	struct seal seal = { .charts = 1 };
	struct phc_err err = { PHC_OK, "" };
	unsigned long sheet, row, col;
	static char line[1 << 18];
	char *p;

	seal.tables = seal.titles = (size_t)atol(argv[2]);
	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		sheet = strtoul(line, &p, 10);
		row = strtoul(p, &p, 10);
		col = strtoul(p, &p, 10);
		if (p[1] == 's')
			seal_text(&seal, sheet, row, col, phc_str(p + 3));
		else
			seal_number(
			    &seal, sheet, row, col, strtod(p + 3, NULL));
	}
	if (verify_workbook(argv[1],
		&(struct verify_of){ (const char *const *)argv + 3,
		    (size_t)argc - 3, seal.cells > 0 ? &seal : NULL },
		&err) == 0)
		return 0;
	puts(err.msg);
	return 1;
}
