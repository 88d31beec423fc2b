#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "phc/base.h"

int
phc_fail(struct phc_err *err, enum phc_errc code, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return -1;
	err->code = code;
	va_start(ap, fmt);
	vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
	va_end(ap);
	return -1;
}

int
phc_within(struct phc_err *err, const char *fmt, ...)
{
	char what[sizeof(err->msg)];
	size_t n, room;
	va_list ap;

	if (err == NULL)
		return -1;
	va_start(ap, fmt);
	vsnprintf(what, sizeof(what) - 2, fmt, ap);
	va_end(ap);
	strcat(what, ": ");
	n = strlen(what);
	room = sizeof(err->msg) - 1 - n;
	err->msg[room] = '\0';
	memmove(err->msg + n, err->msg, strlen(err->msg) + 1);
	memcpy(err->msg, what, n);
	return -1;
}

void
phc_bug(const char *what)
{
	fprintf(stderr, "phc: this is a bug: %s\n", what);
	exit(2);
}

static _Noreturn void
oom(void)
{
	fputs("phc: out of memory\n", stderr);
	exit(2);
}

void *
phc_new(size_t size)
{
	void *p = calloc(1, size);

	if (p == NULL)
		oom();
	return p;
}

void
phc_grow(void *p, size_t *cap, size_t need, size_t size)
{
	size_t n = *cap ? *cap : 8;
	void *q;

	if (need <= *cap)
		return;
	while (n < need) {
		if (n > SIZE_MAX / 2 / size)
			oom();
		n *= 2;
	}
	memcpy(&q, p, sizeof(q));
	if ((q = realloc(q, n * size)) == NULL)
		oom();
	memcpy(p, &q, sizeof(q));
	*cap = n;
}

void *
phc_resize(void *p, size_t n, size_t size)
{
	if (n > SIZE_MAX / size || (p = realloc(p, n * size)) == NULL)
		oom();
	return p;
}

struct phc_chunk {
	struct phc_chunk *next;
	size_t used, size;
	max_align_t data[];
};

static struct phc_chunk *
chunk(struct phc_pool *p, size_t size)
{
	size_t room = size > PHC_BLOCK ? size : PHC_BLOCK;
	struct phc_chunk *c;

	if (room > SIZE_MAX - sizeof(*c) ||
	    (c = malloc(sizeof(*c) + room)) == NULL)
		oom();
	*c = (struct phc_chunk){ p->chunk, 0, room };
	return p->chunk = c;
}

static void *
take(struct phc_pool *p, size_t size, size_t align)
{
	struct phc_chunk *c = p->chunk;
	size_t at = c ? (c->used + align - 1) & ~(align - 1) : 0;

	if (c == NULL || at > c->size || c->size - at < size) {
		c = chunk(p, size);
		at = 0;
	}
	c->used = at + size;
	return (char *)c->data + at;
}

void *
phc_pool_take(struct phc_pool *p, size_t size)
{
	return take(p, size, _Alignof(max_align_t));
}

struct phc_str
phc_pool_str(struct phc_pool *p, struct phc_str s)
{
	if (s.n == 0)
		return (struct phc_str){ "", 0 };
	return (struct phc_str){ memcpy(take(p, s.n, 1), s.s, s.n), s.n };
}

char *
phc_pool_cstr(struct phc_pool *p, struct phc_str s)
{
	char *c = take(p, s.n + 1, 1);

	if (s.n > 0)
		memcpy(c, s.s, s.n);
	c[s.n] = '\0';
	return c;
}

void
phc_pool_free(struct phc_pool *p)
{
	struct phc_chunk *c;

	while ((c = p->chunk) != NULL) {
		p->chunk = c->next;
		free(c);
	}
}

FILE *
phc_open(const char *name, struct phc_err *err)
{
	FILE *fp = strcmp(name, "-") == 0 ? stdin : fopen(name, "re");
	struct stat st;

	if (fp == NULL) {
		phc_fail(err, PHC_ESYS, "cannot open '%s': %s", name,
		    strerror(errno));
		return NULL;
	}
	if (fstat(fileno(fp), &st) == 0 && S_ISDIR(st.st_mode)) {
		phc_fail(err, PHC_ESYS, "cannot read '%s': %s", name,
		    strerror(EISDIR));
		fclose(fp);
		return NULL;
	}
	return fp;
}

struct phc_out *
phc_out_open(int fd, const char *name)
{
	struct phc_out *o = phc_new(sizeof(*o));

	*o = (struct phc_out){ phc_new(PHC_BLOCK), 0, fd, 0, name };
	return o;
}

static void
out(struct phc_out *o, const char *s, size_t n)
{
	ssize_t w;

	for (; n > 0 && o->error == 0; s += w, n -= (size_t)w)
		if ((w = write(o->fd, s, n)) == -1) {
			w = 0;
			if (errno != EINTR)
				o->error = errno;
		}
}

void
phc_out_flush(struct phc_out *o)
{
	out(o, o->buf, o->used);
	o->used = 0;
}

void
phc_out_long(struct phc_out *o, const char *s, size_t n)
{
	phc_out_flush(o);
	if (n >= PHC_BLOCK) {
		out(o, s, n);
		return;
	}
	memcpy(o->buf, s, n);
	o->used = n;
}

int
phc_out_close(struct phc_out *o, struct phc_err *err)
{
	int rc = 0;

	phc_out_flush(o);
	if (close(o->fd) == -1 && o->error == 0)
		o->error = errno;
	if (o->error != 0)
		rc = phc_fail(err, PHC_ESYS, "cannot write '%s': %s", o->name,
		    strerror(o->error));
	free(o->buf);
	free(o);
	return rc;
}

static struct phc_file *volatile files; /* not ended */

void
phc_file_sweep(void)
{
	const struct phc_file *f;

	for (f = files; f != NULL; f = f->next)
		unlink(f->tmp);
}

/* A file is ended. */
static void
forget(struct phc_file *f)
{
	struct phc_file *g = files;

	if (g == f)
		files = f->next;
	else {
		while (g->next != f)
			g = g->next;
		g->next = f->next;
	}
	if (f->fd != -1)
		close(f->fd);
	free(f->path);
	free(f->tmp);
}

int
phc_file_new(struct phc_file *f, const char *path, struct phc_err *err)
{
	size_t n = strlen(path) + sizeof(".XXXXXX");
	struct stat st;

	if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return phc_fail(err, PHC_ESYS,
		    "cannot write '%s': not a regular file", path);
	f->path = strcpy(phc_new(n), path);
	f->tmp = strcat(strcpy(phc_new(n), path), ".XXXXXX");
	if ((f->fd = mkstemp(f->tmp)) == -1) {
		phc_fail(err, PHC_ESYS, "cannot write '%s': %s", path,
		    strerror(errno));
		free(f->path);
		free(f->tmp);
		return -1;
	}
	fchmod(f->fd, 0600); /* a umask may have taken that too */
	f->next = files;
	files = f;
	return 0;
}

static int
sync_path(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc;

	if (fd == -1)
		return -1;
	rc = fsync(fd);
	return close(fd) == -1 ? -1 : rc;
}

void
phc_file_drop(struct phc_file *f)
{
	unlink(f->tmp);
	forget(f);
}

int
phc_file_keep(struct phc_file *f, struct phc_err *err)
{
	if (sync_path(f->tmp) == -1 || rename(f->tmp, f->path) == -1) {
		phc_fail(err, PHC_ESYS, "cannot write '%s': %s", f->path,
		    strerror(errno));
		phc_file_drop(f);
		return -1;
	}
	forget(f);
	return 0;
}

FILE *
phc_data_open(
    const char *name, const char *dir, char *where, struct phc_err *err)
{
	const char *base = strrchr(name, '/');
	const struct phc_embed *e;
	FILE *fp = NULL;

	if (dir != NULL) {
		snprintf(
		    where, PHC_WHERE, "%s/%s.csv", dir, base ? base + 1 : name);
		if ((fp = fopen(where, "re")) != NULL)
			return fp;
		if (errno != ENOENT) {
			phc_fail(err, PHC_ESYS, "cannot open '%s': %s", where,
			    strerror(errno));
			return NULL;
		}
	}
	snprintf(where, PHC_WHERE, "(built-in)/%s.csv", name);
	for (e = phc_embedded; e->name != NULL; e++)
		if (strcmp(e->name, name) == 0)
			fp = fmemopen((void *)(uintptr_t)e->data, e->len, "r");
	if (fp == NULL)
		phc_fail(
		    err, PHC_ESYS, "cannot open '%s': no such table", where);
	return fp;
}
