/*
 * oom.so, preloaded: allocation number OOM_AT fails, and with OOM_ON those
 * after it.  Each process adds to the file OOM_COUNT how many there
 * were, as it leaves.
 */
#define _GNU_SOURCE /* syscall() */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static long n, at = -1;
static int on;

static int
fails(void)
{
	const char *s;

	if (at == -1) {
		at = (s = getenv("OOM_AT")) != NULL ? atol(s) : 0;
		on = getenv("OOM_ON") != NULL;
	}
	n++;
	if (at == 0 || (on ? n < at : n != at))
		return 0;
	errno = ENOMEM;
	return 1;
}

void *
malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *p, size_t size)
{
	return fails() ? NULL : __libc_realloc(p, size);
}

__attribute__((destructor)) static void
tell(void)
{
	const char *name = getenv("OOM_COUNT");
	FILE *fp = name != NULL && at != -1 ? fopen(name, "a") : NULL;

	if (fp == NULL)
		return;
	fprintf(fp, "%ld\n", n);
	fclose(fp);
}

/* A process that writes a workbook leaves so. */
void
_exit(int status)
{
	tell();
	for (;;)
		syscall(SYS_exit_group, status);
}
