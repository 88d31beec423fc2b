/* Digests, and the pseudonyms that are made of them. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "phc/digest.h"
#include "tap.h"

enum { LONG_KEY = 131 };

/* RFC 4231, section 4: a byte of the key or the text, so often; or a text. */
struct run {
	int byte;
	size_t times;
	const char *text;
};

static const struct vector {
	int test;
	struct run key, text;
	const char *mac; /* or its beginning */
} vectors[] = {
	{ 1, { 0x0b, 20, NULL }, { 0, 0, "Hi There" },
	    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff"
	    "7" },
	{ 2, { 0, 0, "Jefe" }, { 0, 0, "what do ya want for nothing?" },
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec384"
	    "3" },
	{ 3, { 0xaa, 20, NULL }, { 0xdd, 50, NULL },
	    "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565f"
	    "e" },
	{ 4,
	    { 0, 0,
		"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"
		"\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19" },
	    { 0xcd, 50, NULL },
	    "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665"
	    "b" },
	{ 5, { 0x0c, 20, NULL }, { 0, 0, "Test With Truncation" },
	    "a3b6167473100ee06e0c796c2955552b" },
	{ 6, { 0xaa, LONG_KEY, NULL },
	    { 0, 0, "Test Using Larger Than Block-Size Key - Hash Key First" },
	    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f5"
	    "4" },
	{ 7, { 0xaa, LONG_KEY, NULL },
	    { 0, 0,
		"This is a test using a larger than block-size key and a "
		"larger than block-size data. The key needs to be hashed "
		"before being used by the HMAC algorithm." },
	    "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e"
	    "2" },
};

static struct phc_str
bytes(const struct run *r, char buf[LONG_KEY])
{
	if (r->text != NULL)
		return phc_str(r->text);
	memset(buf, r->byte, r->times);
	return (struct phc_str){ buf, r->times };
}

static void
hmac(void)
{
	char key[LONG_KEY], text[LONG_KEY], hex[2 * PHC_MAC + 1];
	unsigned char mac[PHC_MAC];
	size_t i, j;

	for (i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
		about("RFC 4231, test %d", vectors[i].test);
		phc_hmac(bytes(&vectors[i].key, key),
		    bytes(&vectors[i].text, text), mac);
		for (j = 0; j < PHC_MAC; j++)
			snprintf(hex + 2 * j, 3, "%02x", mac[j]);
		hex[strlen(vectors[i].mac)] = '\0';
		is_str(hex, vectors[i].mac);
	}
}

/* The first 80 bits of the MAC, five at a time. */
static void
pseudonyms(void)
{
	struct phc_key master = { { 0 } }, ddtm, departement;
	char a[PHC_PSEUDONYM_SIZE], b[PHC_PSEUDONYM_SIZE];
	unsigned char mac[PHC_MAC];

	about("pseudonyms");
	phc_key_of(&master, "ddtm", &ddtm);
	phc_key_of(&master, "departement", &departement);
	ok(memcmp(&ddtm, &departement, sizeof(ddtm)) != 0);
	phc_hmac((struct phc_str){ (const char *)master.byte, PHC_KEY },
	    phc_str("ddtm"), mac);
	ok(memcmp(ddtm.byte, mac, PHC_KEY) == 0);
	like(phc_pseudonym(&ddtm, phc_str("062051610068562109"), a),
	    "^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$");
	is_str(phc_pseudonym(&ddtm, phc_str("062051610068562109"), b), a);
	ok(strcmp(phc_pseudonym(&departement, phc_str("062051610068562109"), b),
	       a) != 0);
	ok(strcmp(phc_pseudonym(&ddtm, phc_str("062051610068562110"), b), a) !=
	    0);
	memset(&master, 0x0b, sizeof(master));
	/* python3: base64.b32encode of the same, in Crockford's alphabet */
	is_str(phc_pseudonym(&master, phc_str("Hi There"), a),
	    "3656-0ZNM-9FXW-D683");
}

static void
spit(const char *path, const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	ok(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	fchmod(fd, mode);
	close(fd);
}

static void
refused(const char *path, const char *want)
{
	struct phc_key key;
	struct phc_err e;
	bool made;

	is(phc_key_open(path, &key, &made, &e), -1);
	is(e.code, PHC_ESYS);
	like(e.msg, want);
	ok(!made);
}

static void
made(void)
{
	struct phc_key key, again;
	struct phc_err e;
	struct stat st;
	bool new;

	about("a key is made once");
	umask(0);
	is(phc_key_open("key", &key, &new, &e), 0);
	ok(new);
	ok(stat("key", &st) == 0 && (st.st_mode & 07777) == 0600);
	is(st.st_size, 2 * PHC_KEY + 1);
	is(st.st_nlink, 1);
	is(phc_key_open("key", &again, &new, &e), 0);
	ok(!new);
	ok(memcmp(&key, &again, sizeof(key)) == 0);
	is(phc_key_open("other", &again, &new, &e), 0);
	ok(memcmp(&key, &again, sizeof(key)) != 0);
	about("0600, whatever the umask");
	umask(0777);
	is(phc_key_open("dark", &again, &new, &e), 0);
	umask(022);
}

/* Each child's first byte of the key, through its status. */
static void
together(void)
{
	enum { CHILDREN = 24 };
	pid_t pid[CHILDREN];
	int i, status, first = -1, makers = 0;

	about("first users at once agree");
	fflush(stdout);
	for (i = 0; i < CHILDREN; i++)
		if ((pid[i] = fork()) == 0) {
			struct phc_key key;
			bool new;

			if (phc_key_open("race", &key, &new, NULL) == -1)
				_exit(255);
			_exit((key.byte[0] & 0x3f) | (new ? 0x40 : 0));
		}
	for (i = 0; i < CHILDREN; i++) {
		waitpid(pid[i], &status, 0);
		status = WEXITSTATUS(status);
		makers += status != 255 && (status & 0x40) != 0;
		if (first == -1)
			first = status & 0x3f;
		is(status & ~0x40, first);
	}
	is(makers, 1);
	is(system("ls | grep -c '^race' | grep -qx 1"), 0);
}

static void
faults(void)
{
	about("what is no key");
	spit("short", "00ff\n", 0600);
	refused("short", "^key 'short': not 64 hexadecimal digits and a line "
			 "feed: put it back from a backup, or remove it");
	spit("empty", "", 0600);
	refused("empty", "not 64 hexadecimal digits");
	spit("words",
	    "this is not a key but a line of as many bytes as one is long, "
	    "yes\n",
	    0600);
	refused("words", "not 64 hexadecimal digits");
	spit("long",
	    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
	    "\n\n",
	    0600);
	refused("long", "not 64 hexadecimal digits");
	spit("open",
	    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
	    "\n",
	    0640);
	refused("open", "^key 'open': others may read or write it: chmod 600");
	ok(symlink("key", "link") == 0);
	refused("link", "^key 'link': a link: name the file");
	ok(symlink("nowhere", "dangling") == 0);
	refused("dangling", "^key 'dangling': a link");
	ok(mkfifo("pipe", 0600) == 0);
	refused("pipe", "^key 'pipe': not a regular file$");
	ok(mkdir("folder", 0700) == 0);
	refused("folder", "^key 'folder': not a regular file$");
	refused("no/key", "^cannot write 'no/key': No such file");
}

int
main(void)
{
	char dir[] = "/tmp/digest.XXXXXX", rm[64];

	if (mkdtemp(dir) == NULL || chdir(dir) == -1)
		return 1;
	hmac();
	pseudonyms();
	made();
	together();
	faults();
	snprintf(rm, sizeof(rm), "chmod -R u+rwx %s && rm -r %s", dir, dir);
	is(chdir("/") == 0 && system(rm) == 0, true);
	return done();
}
