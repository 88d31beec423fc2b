#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store.h"

enum { SLICE = 50, PER_SECOND = 1000 / SLICE }; /* milliseconds */

static void
slice(void)
{
	const struct timespec t = { 0, SLICE * 1000000L };

	nanosleep(&t, NULL);
}

/* The process that holds a lock on inode 'ino', as /proc/locks has it; 0. */
static long
holder(unsigned long ino)
{
	FILE *fp = fopen("/proc/locks", "re");
	unsigned long at;
	char line[256];
	long pid = 0, p;

	if (fp == NULL)
		return 0;
	while (pid == 0 && fgets(line, sizeof(line), fp) != NULL)
		if (sscanf(line, "%*s FLOCK %*s %*s %ld %*x:%*x:%lu", &p,
			&at) == 2 &&
		    at == ino && p > 0)
			pid = p;
	fclose(fp);
	return pid;
}

/* "phc-import (pid 123)" */
static void
who(const struct phc_store *s, char *buf, size_t size)
{
	char path[64], name[32] = "";
	struct stat st;
	long pid = s->lock != -1 && fstat(s->lock, &st) == 0
		       ? holder((unsigned long)st.st_ino)
		       : 0;
	FILE *fp;

	snprintf(buf, size, "another program");
	if (pid == 0)
		return;
	snprintf(path, sizeof(path), "/proc/%ld/comm", pid);
	if ((fp = fopen(path, "re")) != NULL) {
		if (fgets(name, sizeof(name), fp) != NULL)
			name[strcspn(name, "\n")] = '\0';
		fclose(fp);
	}
	snprintf(
	    buf, size, "%s (pid %ld)", *name ? name : "another program", pid);
}

/* Whether to wait once more, having done so so many times. */
static bool
wait_on(struct phc_store *s, int times)
{
	char by[128];

	if (times >= s->setup.wait * PER_SECOND)
		return false;
	if (times == PER_SECOND && s->setup.waiting != NULL) {
		who(s, by, sizeof(by));
		snprintf(s->message, sizeof(s->message),
		    "waiting for %s to finish with '%s'", by, s->path);
		s->setup.waiting(s->message, s->setup.arg);
	}
	slice();
	return true;
}

int
store_busy(void *store, int times)
{
	return wait_on(store, times);
}

/* Whether the file that is locked is still the one that has the name. */
static bool
current(const struct phc_store *s)
{
	struct stat a, b;

	return fstat(s->lock, &a) == 0 && stat(s->path, &b) == 0 &&
	       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static int
hold(struct phc_store *s, int *times, struct phc_err *err)
{
	char by[128];

	while (flock(s->lock, LOCK_EX | LOCK_NB) == -1) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK)
			return phc_fail(err, PHC_ESYS, "cannot lock '%s': %s",
			    s->path, strerror(errno));
		if (!wait_on(s, (*times)++)) {
			who(s, by, sizeof(by));
			return phc_fail(err, PHC_ESYS,
			    "%s has not finished with '%s' after %d seconds: "
			    "try again later",
			    by, s->path, s->setup.wait);
		}
	}
	return 0;
}

/*
 * flock(2) and the locks of SQLite, which are of fcntl(2), do not see each
 * other; but a descriptor that is closed takes the latter with it, so that this
 * one is closed after the connection.
 */
int
store_lock(struct phc_store *s, struct phc_err *err)
{
	int times = 0;

	for (;;) {
		s->lock = open(s->path, O_RDONLY | O_CLOEXEC);
		if (s->lock == -1)
			return phc_fail(err, PHC_ESYS, "cannot open '%s': %s",
			    s->path, strerror(errno));
		if (hold(s, &times, err) == -1)
			return -1;
		if (current(s))
			return 0;
		close(s->lock);
	}
}
