/*
 * times ROUNDS NAME COMMAND [NAME COMMAND ...] - run each command by sh(1), in
 * turn so that whatever else the machine does falls on all of them, and print
 * the median of its times, how it compares with the first, and its memory.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct run {
	double seconds;
	long kib;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct run
run(const char *command)
{
	double start = now();
	struct rusage use;
	int status;
	pid_t pid;

	if ((pid = fork()) == -1)
		err(2, "cannot fork");
	if (pid == 0) {
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	if (wait4(pid, &status, 0, &use) == -1 || status != 0)
		errx(2, "failed: %s", command);
	return (struct run){ now() - start, use.ru_maxrss };
}

static int
by_seconds(const void *a, const void *b)
{
	double x = ((const struct run *)a)->seconds,
	       y = ((const struct run *)b)->seconds;

	return (x > y) - (x < y);
}

static struct run
median(struct run *r, int n)
{
	qsort(r, (size_t)n, sizeof(*r), by_seconds);
	return r[n / 2];
}

int
main(int argc, char *argv[])
{
	int rounds = argc > 1 ? atoi(argv[1]) : 0, n = (argc - 2) / 2, i, j;
	struct run *r, m;
	double first = 0;

	if (rounds < 1 || n < 1)
		errx(2, "usage: times rounds name command ...");
	if ((r = calloc((size_t)(n * rounds), sizeof(*r))) == NULL)
		err(2, "calloc");
	for (i = 0; i < rounds; i++)
		for (j = 0; j < n; j++)
			r[j * rounds + i] = run(argv[3 + 2 * j]);
	printf("%-28s %9s %7s %9s\n", "", "seconds", "ratio", "MiB");
	for (j = 0; j < n; j++) {
		m = median(r + j * rounds, rounds);
		first = j == 0 ? m.seconds : first;
		printf("%-28s %9.3f %7.2f %9.1f\n", argv[2 + 2 * j], m.seconds,
		    m.seconds / first, (double)m.kib / 1024);
	}
	free(r);
	return 0;
}
