#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"
#include "progress.h"

static struct {
	long long next; /* when to tell again, in milliseconds; 0: never */
	int width;      /* of the line that stands there */
} line;

static long long
now(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_MONOTONIC, &t) == -1)
		return 0;
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
progress_start(void)
{
	if (!cmd_options.quiet && isatty(STDERR_FILENO))
		line.next = now() + 1000;
}

void
progress_tell(void *arg, const char *what, size_t done, size_t all)
{
	char s[80];
	int n;

	(void)arg;
	if (line.next == 0 || now() < line.next)
		return;
	n = snprintf(s, sizeof(s), "%s: %zu of %zu", what, done, all);
	n = n < (int)sizeof(s) ? n : (int)sizeof(s) - 1;
	fprintf(stderr, "\r%-*s", line.width, s);
	line.width = n > line.width ? n : line.width;
	line.next = now() + 200;
}

void
progress_wipe(void)
{
	if (line.width > 0)
		fprintf(stderr, "\r%*s\r", line.width, "");
	line.width = 0;
}
