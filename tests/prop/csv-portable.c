/* The same for the reader without SSE2. */
#define PHC_PORTABLE
#include "csv-small.c"
