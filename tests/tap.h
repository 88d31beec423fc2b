/*
 * tap.h - just enough of the Test Anything Protocol.
 *
 * A test program is a main() full of ok(), is(), is_str() and like(), ended by
 * "return done();".  A table of cases says which one it is at with about().
 */
#ifndef TAP_H
#define TAP_H

#include <inttypes.h>
#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int tap_n, tap_bad;
static char tap_about[256];

/* A truth; two integers; two strings, either of which may be NULL; 'n' bytes
 * and a string; a string in which an extended regular expression matches.  Each
 * returns whether it held. */
#define ok(cond) tap_ok(!!(cond), #cond, __FILE__, __LINE__)
#define is(got, want) tap_is((got), (want), #got, __FILE__, __LINE__)
#define is_str(got, want) tap_str((got), (want), #got, __FILE__, __LINE__)
#define is_bytes(got, n, want) \
	tap_bytes((got), (n), (want), #got, __FILE__, __LINE__)
#define like(got, re) tap_like((got), (re), #got, __FILE__, __LINE__)

/* The case that the assertions from here on are about, as printf(3) has it. */
static inline void
about(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static inline void
about(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(tap_about, sizeof(tap_about), fmt, ap);
	va_end(ap);
}

/* Print what is to stay on its line and to start no directive. */
static inline void
tap_put(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s == '#' || *s == '\\')
			printf("\\%c", *s);
		else
			putchar((unsigned char)*s < ' ' ? ' ' : *s);
}

/* Print a string, or what is wanted of it, as a comment. */
static inline void
tap_show(const char *label, const char *s, size_t n)
{
	printf("# %s '", label);
	for (; n > 0; n--, s++) {
		putchar(*s);
		if (*s == '\n')
			printf("# ");
	}
	puts("'");
}

static inline int
tap_ok(int good, const char *what, const char *file, int line)
{
	if (tap_n == 0) /* so that a crash loses nothing */
		setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	printf("%sok %d - ", good ? "" : "not ", ++tap_n);
	tap_put(what);
	if (*tap_about != '\0')
		printf(": "), tap_put(tap_about);
	putchar('\n');
	if (!good)
		printf("# at %s:%d\n", file, line), tap_bad++;
	return good;
}

static inline int
tap_is(
    intmax_t got, intmax_t want, const char *what, const char *file, int line)
{
	if (!tap_ok(got == want, what, file, line))
		printf("# got %" PRIdMAX ", want %" PRIdMAX "\n", got, want);
	return got == want;
}

static inline int
tap_bytes(const char *got, size_t n, const char *want, const char *what,
    const char *file, int line)
{
	int good = got == NULL || want == NULL
		       ? got == want
		       : strlen(want) == n && memcmp(got, want, n) == 0;

	if (!tap_ok(good, what, file, line)) {
		tap_show("got ", got, got ? n : 0);
		tap_show("want", want, want ? strlen(want) : 0);
	}
	return good;
}

static inline int
tap_str(const char *got, const char *want, const char *what, const char *file,
    int line)
{
	return tap_bytes(got, got ? strlen(got) : 0, want, what, file, line);
}

static inline int
tap_like(const char *got, const char *re, const char *what, const char *file,
    int line)
{
	regex_t r;
	int good =
	    got != NULL && regcomp(&r, re, REG_EXTENDED | REG_NOSUB) == 0;

	if (good) {
		good = regexec(&r, got, 0, NULL, 0) == 0;
		regfree(&r);
	}
	if (!tap_ok(good, what, file, line)) {
		tap_show("got ", got, got ? strlen(got) : 0);
		tap_show("like", re, strlen(re));
	}
	return good;
}

static inline int
done(void)
{
	printf("1..%d\n", tap_n);
	return tap_bad > 0;
}

#endif
