/*
 * base.h - floor 0: failure, memory, files.  Depends on libc alone.
 */
#ifndef PHC_BASE_H
#define PHC_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/*
 * Why a libphc call failed.  The number says who must act; the message, in
 * words, says on what.
 */
enum phc_errc {
	PHC_OK = 0,
	PHC_EDATA, /* the input is wrong: mend the row and run again */
	PHC_ELAW,  /* no text in force answers the question: add its rows */
	PHC_ESYS   /* the system refused: file, disk, database */
};

struct phc_err {
	enum phc_errc code;
	char msg[512]; /* one line of UTF-8, no newline, no prefix */
};

/*
 * phc_fail() records why an operation failed and returns -1, so that a caller
 * can write "return phc_fail(...)".  'err' may be NULL, when nobody asks why.
 * A message that does not fit is cut.
 */
int phc_fail(struct phc_err *err, enum phc_errc code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * phc_within() adds what this floor knows and ": " to the left of the message
 * in 'err', and returns -1.
 */
int phc_within(struct phc_err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * What is not known, in any int64_t that holds an amount, a date, a number, a
 * code or a yes/no.  It is never zero, and no arithmetic is done on it.
 */
#define PHC_UNKNOWN INT64_MIN

/*
 * phc_bug() ends the program with status 2, saying what cannot be: a fault of
 * the program or of its build, never of the input.
 */
_Noreturn void phc_bug(const char *what);

/*
 * A run of bytes that somebody else owns; not NUL-terminated.  phc_str() makes
 * one of a C string.  For printf(3): "%.*s" with PHC_STR_ARG(str).
 */
struct phc_str {
	const char *s;
	size_t n;
};

#define PHC_STR_ARG(str) (int)(str).n, (str).s

static inline struct phc_str
phc_str(const char *s)
{
	return (struct phc_str){ s, strlen(s) };
}

static inline bool
phc_str_is(struct phc_str a, struct phc_str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}

/*
 * Memory.  Running out of it ends the program with status 2: it is the one
 * failure that libphc does not report, so nothing here returns NULL.
 *
 * phc_new() returns 'size' zeroed bytes, for free(3).  phc_grow() makes room
 * for at least 'need' elements of 'size' bytes in the array '*p' of '*cap'
 * elements, doubling as it goes; 'p' is the address of the array pointer.
 * phc_resize() returns array 'p' with room for 'n' of them, and no more.
 */
void *phc_new(size_t size) __attribute__((malloc, returns_nonnull));
void phc_grow(void *p, size_t *cap, size_t need, size_t size);
void *
phc_resize(void *p, size_t n, size_t size) __attribute__((returns_nonnull));

/*
 * A pool holds bytes that live and die together.  Start it as { 0 }.  What
 * phc_pool_take() (uninitialised, aligned for anything), phc_pool_str() and
 * phc_pool_cstr() (NUL-terminated) return stays put until phc_pool_free().
 */
struct phc_pool {
	struct phc_chunk *chunk;
};

void *phc_pool_take(struct phc_pool *, size_t size);
struct phc_str phc_pool_str(struct phc_pool *, struct phc_str);
char *phc_pool_cstr(struct phc_pool *, struct phc_str);
void phc_pool_free(struct phc_pool *);

/*
 * phc_open() opens 'name' for reading, "-" being standard input.  Returns NULL
 * when the system refuses, or when it is a directory.  The caller closes it.
 */
FILE *phc_open(const char *name, struct phc_err *err);

/*
 * A block writer.  A failed write is remembered and reported once, by
 * phc_out_close(); whatever is put after it goes nowhere, and phc_out_bad()
 * tells a long run to stop.  'name' is what the message calls the stream, and
 * is borrowed.  phc_out_open() wraps descriptor 'fd', and phc_out_close()
 * flushes, closes it and frees the writer.
 */
struct phc_out {
	char *buf;
	size_t used;
	int fd, error;
	const char *name;
};

enum { PHC_BLOCK = 65536 };

struct phc_out *phc_out_open(int fd, const char *name);
void phc_out_flush(struct phc_out *);
void phc_out_long(struct phc_out *, const char *s, size_t n);
int phc_out_close(struct phc_out *, struct phc_err *err);

static inline bool
phc_out_bad(const struct phc_out *o)
{
	return o->error != 0;
}

static inline void
phc_out_put(struct phc_out *o, const char *s, size_t n)
{
	if (n <= PHC_BLOCK - o->used) {
		memcpy(o->buf + o->used, s, n);
		o->used += n;
	} else
		phc_out_long(o, s, n);
}

static inline void
phc_out_char(struct phc_out *o, char c)
{
	phc_out_put(o, &c, 1);
}

/*
 * A file that is written beside its place and renamed when it is whole, mode
 * 0600.  phc_file_new() makes it and opens it, unless something that is no
 * regular file, such as a link, has its place: write to 'fd' or to 'tmp', which
 * are the caller's to use and not to keep.  phc_file_keep() syncs and renames
 * it to 'path';
 * phc_file_drop() removes it.  Either ends the file and closes 'fd' unless it
 * is -1; the struct stays where it is until then.  phc_file_sweep() removes
 * what was not ended: call it last of all, from a signal handler too.
 */
struct phc_file {
	int fd;
	char *path, *tmp;
	struct phc_file *next; /* of those that are not ended */
};

int phc_file_new(struct phc_file *, const char *path, struct phc_err *err);
int phc_file_keep(struct phc_file *, struct phc_err *err);
void phc_file_drop(struct phc_file *);
void phc_file_sweep(void);

/* Every data file compiled in, by its path in lib/data without ".csv"; the
 * last has a NULL name. */
struct phc_embed {
	const char *name;
	const unsigned char *data;
	size_t len;
};
extern const struct phc_embed phc_embedded[];

/*
 * phc_data_open() opens data file 'name' ("law/rls", "profiles/loyers"):
 * 'dir'/NAME.csv if 'dir' is not NULL and the file is there (NAME without its
 * folder, a table replaced whole), else the one compiled in.  '*where', of at
 * least PHC_WHERE bytes, is what messages call it.  The caller closes it.
 */
enum { PHC_WHERE = 4096 };

FILE *phc_data_open(
    const char *name, const char *dir, char *where, struct phc_err *err);

#endif
