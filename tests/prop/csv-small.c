/* The laws of csv.c for a reader whose blocks and limits are so small that
 * every input crosses them. */
#define _GNU_SOURCE
#include "phc/csv.h"

#define PHC_BLOCK 16
#define PHC_FIELD_MAX 64
#define PHC_RECORD_MAX 256
#include "../../lib/csv.c"
#include "csv.c"
