#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "phc/digest.h"

enum { LINE = 2 * PHC_KEY + 1 }; /* bytes of the file */

/* What others can read is nobody's secret. */
static int
examine(int fd, const char *path, struct phc_err *err)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return phc_fail(err, PHC_ESYS, "cannot read '%s': %s", path,
		    strerror(errno));
	if (!S_ISREG(st.st_mode))
		return phc_fail(
		    err, PHC_ESYS, "key '%s': not a regular file", path);
	if ((st.st_mode & 077) != 0)
		return phc_fail(err, PHC_ESYS,
		    "key '%s': others may read or write it: chmod 600 it, and "
		    "if they did, take another one",
		    path);
	return 0;
}

static int
decode(const char *line, ssize_t n, const char *path, struct phc_key *key,
    struct phc_err *err)
{
	size_t got = 0;

	if (n == LINE && line[LINE - 1] == '\n' &&
	    sodium_hex2bin(
		key->byte, PHC_KEY, line, LINE - 1, NULL, &got, NULL) == 0 &&
	    got == PHC_KEY)
		return 0;
	return phc_fail(err, PHC_ESYS,
	    "key '%s': not %d hexadecimal digits and a line feed: put it back "
	    "from a backup, or remove it and have another, with which "
	    "households get other pseudonyms",
	    path, 2 * PHC_KEY);
}

/* 1, or 0 where it is not there. */
static int
read_key(const char *path, struct phc_key *key, struct phc_err *err)
{
	/* Without O_NONBLOCK, a pipe would be waited for. */
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	char line[LINE + 1];
	ssize_t n;
	int got;

	if (fd == -1 && errno == ENOENT)
		return 0;
	if (fd == -1 && errno == ELOOP)
		return phc_fail(err, PHC_ESYS,
		    "key '%s': a link: name the file that it leads to", path);
	if (fd == -1)
		return phc_fail(err, PHC_ESYS, "cannot read '%s': %s", path,
		    strerror(errno));
	if ((got = examine(fd, path, err)) == 0) {
		n = read(fd, line, sizeof(line));
		got = n == -1 ? phc_fail(err, PHC_ESYS, "cannot read '%s': %s",
				    path, strerror(errno))
			      : decode(line, n, path, key, err);
		sodium_memzero(line, sizeof(line));
	}
	close(fd);
	return got == 0 ? 1 : -1;
}

/* At random, in a file beside. */
static int
draw(int fd)
{
	unsigned char byte[PHC_KEY];
	char line[LINE + 1];
	bool whole;

	randombytes_buf(byte, sizeof(byte));
	sodium_bin2hex(line, sizeof(line), byte, sizeof(byte));
	line[LINE - 1] = '\n';
	errno = ENOSPC; /* of a write that is cut short */
	whole = write(fd, line, LINE) == LINE && fsync(fd) == 0;
	sodium_memzero(byte, sizeof(byte));
	sodium_memzero(line, sizeof(line));
	return whole ? 0 : -1;
}

/* A link takes the name of no key that is there. */
static int
make(const char *path, bool *made, struct phc_err *err)
{
	struct phc_file file;
	int rc;

	if (sodium_init() == -1)
		return phc_fail(
		    err, PHC_ESYS, "no random numbers are to be had");
	if (phc_file_new(&file, path, err) == -1)
		return -1;
	rc = draw(file.fd) == 0 ? link(file.tmp, path) : -1;
	*made = rc == 0;
	if (rc == -1 && errno == EEXIST)
		rc = 0;
	if (rc == -1)
		phc_fail(err, PHC_ESYS, "cannot make '%s': %s", path,
		    strerror(errno));
	phc_file_drop(&file);
	return rc;
}

int
phc_key_open(
    const char *path, struct phc_key *key, bool *made, struct phc_err *err)
{
	int got = read_key(path, key, err);

	*made = false;
	if (got == 0 && (got = make(path, made, err)) == 0 &&
	    (got = read_key(path, key, err)) == 0)
		return phc_fail(err, PHC_ESYS, "key '%s': gone again", path);
	return got == -1 ? -1 : 0;
}
