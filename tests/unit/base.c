#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "phc/base.h"
#include "tap.h"

static char dir[] = "/tmp/phc-base-XXXXXX";
static char path[64];

static const char *
in_dir(const char *name)
{
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static void
failures(void)
{
	struct phc_err e;
	char long_[600];

	about("a reason");
	is(phc_fail(&e, PHC_EDATA, "not a %s", "date"), -1);
	is(e.code, PHC_EDATA);
	is(phc_within(&e, "%s:%d", "demandes.csv", 17), -1);
	is_str(e.msg, "demandes.csv:17: not a date");
	is(phc_fail(NULL, PHC_EDATA, "nobody asks"), -1);
	is(phc_within(NULL, "nobody asks"), -1);
	about("a reason too long is cut");
	memset(long_, 'x', sizeof(long_) - 1);
	long_[sizeof(long_) - 1] = '\0';
	phc_fail(&e, PHC_EDATA, "%s", long_);
	is(strlen(e.msg), sizeof(e.msg) - 1);
	phc_within(&e, "here");
	is(strlen(e.msg), sizeof(e.msg) - 1);
	ok(strncmp(e.msg, "here: xxx", 9) == 0);
	phc_within(&e, "%s", long_);
	is(strlen(e.msg), sizeof(e.msg) - 1);
}

static void
memory(void)
{
	struct phc_pool p = { 0 };
	int *a = NULL, i, wrong = 0;
	char *s[1000];
	size_t cap = 0;

	about("arrays grow, pools stay put");
	for (i = 0; i < 1000; i++) {
		phc_grow(&a, &cap, (size_t)i + 1, sizeof(*a));
		a[i] = i;
		s[i] = phc_pool_cstr(&p, phc_str("Lens"));
		wrong += (uintptr_t)phc_pool_take(&p, 1000) % 16 != 0;
	}
	for (i = 0; i < 1000; i++)
		wrong += a[i] != i || strcmp(s[i], "Lens") != 0;
	is(wrong, 0);
	ok(memset(phc_pool_take(&p, 1 << 20), 1, 1 << 20) != NULL);
	is(phc_pool_str(&p, (struct phc_str){ NULL, 0 }).n, 0);
	free(a);
	phc_pool_free(&p);
}

static void
writing(void)
{
	struct phc_err e;
	struct phc_out *o;
	char *big = phc_new(3 * PHC_BLOCK), *back = phc_new(4 * PHC_BLOCK);
	int fd, i;

	about("what is put is what is read");
	fd = open(in_dir("out"), O_RDWR | O_CREAT, 0600);
	o = phc_out_open(dup(fd), "out");
	memset(big, 'b', 3 * PHC_BLOCK);
	for (i = 0; i < 30000; i++)
		phc_out_char(o, 'a');
	phc_out_put(o, big, 3 * PHC_BLOCK);
	phc_out_put(o, big, 30000);
	ok(!phc_out_bad(o));
	is(phc_out_close(o, &e), 0);
	is(pread(fd, back, 4 * PHC_BLOCK, 0), 60000 + 3 * PHC_BLOCK);
	ok(back[29999] == 'a' && back[30000] == 'b');
	close(fd);
	free(big);
	free(back);
	about("a full disk");
	o = phc_out_open(open("/dev/full", O_WRONLY), "(stdout)");
	phc_out_put(o, "a", 1);
	ok(!phc_out_bad(o));
	phc_out_flush(o);
	ok(phc_out_bad(o));
	is(phc_out_close(o, &e), -1);
	is(e.code, PHC_ESYS);
	is_str(e.msg, "cannot write '(stdout)': No space left on device");
}

static void
files(void)
{
	struct phc_err e;
	struct phc_file f;
	struct stat st;
	char want[128];

	about("a file is there whole or not at all");
	umask(0);
	is(phc_file_new(&f, in_dir("kept"), &e), 0);
	is(access(path, F_OK), -1);
	is(write(f.fd, "whole", 5), 5);
	is(phc_file_keep(&f, &e), 0);
	is(stat(path, &st), 0);
	is(st.st_mode & 0777, 0600);
	is(st.st_size, 5);
	is(phc_file_new(&f, in_dir("dropped"), &e), 0);
	strcpy(want, f.tmp);
	phc_file_drop(&f);
	is(access(want, F_OK), -1);
	is(access(in_dir("dropped"), F_OK), -1);
	is(phc_file_new(&f, "/nowhere/file", &e), -1);
	is_str(
	    e.msg, "cannot write '/nowhere/file': No such file or directory");
	is(phc_file_new(&f, "/dev/full", &e), -1);
	is_str(e.msg, "cannot write '/dev/full': not a regular file");
	is(symlink("kept", in_dir("link")), 0);
	is(phc_file_new(&f, in_dir("link"), &e), -1);
	like(e.msg, "^cannot write '.*link': not a regular file$");
	about("opening");
	ok(phc_open("-", &e) == stdin);
	ok(phc_open(in_dir("missing"), &e) == NULL);
	is(e.code, PHC_ESYS);
	like(e.msg, "^cannot open '.*missing': No such file or directory$");
	ok(phc_open(dir, &e) == NULL);
	like(e.msg, "^cannot read '.*': Is a directory$");
}

static void
data(void)
{
	char where[PHC_WHERE], line[64] = "";
	struct phc_err e;
	FILE *fp;

	about("a table compiled in");
	fp = phc_data_open("law/communes", NULL, where, &e);
	ok(fp != NULL && fgets(line, sizeof(line), fp) != NULL);
	ok(strncmp(line, "from,insee,name", 15) == 0);
	is_str(where, "(built-in)/law/communes.csv");
	fclose(fp);
	about("a table replaced");
	fp = fopen(in_dir("communes.csv"), "w");
	fputs("mine\n", fp);
	fclose(fp);
	fp = phc_data_open("law/communes", dir, where, &e);
	ok(fp != NULL && fgets(line, sizeof(line), fp) != NULL);
	is_str(line, "mine\n");
	is_str(where, path);
	fclose(fp);
	about("a folder without it");
	fp = phc_data_open("law/hlm-ceilings", dir, where, &e);
	is_str(where, "(built-in)/law/hlm-ceilings.csv");
	fclose(fp);
	ok(phc_data_open("law/none", NULL, where, &e) == NULL);
	is_str(e.msg, "cannot open '(built-in)/law/none.csv': no such table");
}

int
main(void)
{
	if (mkdtemp(dir) == NULL)
		return 1;
	failures();
	memory();
	writing();
	files();
	data();
	snprintf(path, sizeof(path), "rm -r %s", dir);
	return system(path) != 0 || done();
}
