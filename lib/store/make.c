#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <unistd.h>

#include "store.h"

static int
write_all(int fd, const unsigned char *p, size_t n)
{
	ssize_t w;

	for (; n > 0; p += w, n -= (size_t)w)
		if ((w = write(fd, p, n)) == -1) {
			if (errno != EINTR)
				return -1;
			w = 0;
		}
	return fsync(fd);
}

/* So that the name is there after a power failure too. */
static int
sync_folder(const char *path)
{
	char *copy = strcpy(phc_new(strlen(path) + 1), path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd == -1 ? -1 : fsync(fd), no = errno;

	if (fd != -1)
		close(fd);
	free(copy);
	errno = no;
	return rc;
}

/* An empty register, as the bytes of its file. */
static unsigned char *
image(const struct phc_store *s, sqlite3_int64 *n, struct phc_err *err)
{
	struct phc_store m = { .path = s->path, .lock = -1 };
	unsigned char *bytes = NULL;

	if (sqlite3_open(":memory:", &m.db) != SQLITE_OK)
		store_fail(&m, err);
	else if (store_schema(&m, err) == 0) {
		bytes = sqlite3_serialize(m.db, "main", n, 0);
		if (bytes == NULL)
			phc_fail(err, PHC_ESYS, "register '%s': out of memory",
			    s->path);
	}
	sqlite3_close(m.db);
	return bytes;
}

/*
 * Written beside, then given its name, which takes no other register's place:
 * of two that make it at once, the second finds the first one's.
 */
int
store_make(struct phc_store *s, struct phc_err *err)
{
	struct phc_file file;
	sqlite3_int64 n = 0;
	unsigned char *bytes = image(s, &n, err);
	int rc;

	if (bytes == NULL)
		return -1;
	if (phc_file_new(&file, s->path, err) == -1) {
		sqlite3_free(bytes);
		return -1;
	}
	rc = write_all(file.fd, bytes, (size_t)n);
	sqlite3_free(bytes);
	if (rc == 0 && (rc = link(file.tmp, s->path)) == 0) {
		s->made = true;
		rc = sync_folder(s->path);
	} else if (rc == -1 && errno == EEXIST)
		rc = 0;
	if (rc == -1)
		phc_fail(err, PHC_ESYS, "cannot make '%s': %s", s->path,
		    strerror(errno));
	phc_file_drop(&file);
	return rc;
}
