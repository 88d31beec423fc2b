/*
 * digest.h - floor 1: what tells one file from another, and names a
 * household without saying which.  [libsodium]
 */
#ifndef PHC_DIGEST_H
#define PHC_DIGEST_H

#include "phc/base.h"

enum { PHC_SHA256_MAX = 65 }; /* bytes of one in hexadecimal, NUL included */

/*
 * phc_sha256_file() writes in 'hex' the SHA-256 of what 'fp' holds from where
 * it stands to its end, and puts it back there: it must be seekable.  'name' is
 * what messages call it.
 */
int phc_sha256_file(
    FILE *fp, const char *name, char hex[PHC_SHA256_MAX], struct phc_err *err);

/* phc_sha256() writes that of 's', and returns 'hex'. */
char *phc_sha256(struct phc_str s, char hex[PHC_SHA256_MAX]);

/* phc_hmac() writes the HMAC-SHA-256 (RFC 2104) of 'text' under 'key'. */
enum { PHC_MAC = 32, PHC_KEY = 32 }; /* bytes */

void
phc_hmac(struct phc_str key, struct phc_str text, unsigned char mac[PHC_MAC]);

/*
 * Pseudonyms.  phc_key_of() makes the key of a 'recipient' out of the one that
 * the landlord keeps: two recipients cannot join what they were given, and none
 * can tell the landlord's key from theirs.
 *
 * phc_pseudonym() writes that of 'text' in 'buf', which it returns: 80 bits of
 * its HMAC, in four groups of four of the digits and capitals of Crockford's
 * base 32, as "7ZKD-M1Q4-90AB-XCVF".
 */
struct phc_key {
	unsigned char byte[PHC_KEY];
};

enum { PHC_PSEUDONYM_SIZE = sizeof("7ZKD-M1Q4-90AB-XCVF") };

void phc_key_of(
    const struct phc_key *master, const char *recipient, struct phc_key *out);
char *phc_pseudonym(const struct phc_key *key, struct phc_str text,
    char buf[PHC_PSEUDONYM_SIZE]);

/*
 * phc_key_open() reads the landlord's key from file 'path', 64 hexadecimal
 * digits and a line feed, and makes it at random where it is not there, mode
 * 0600, whole or not at all; 'made' tells so.  Of two that make it at once the
 * second takes the first one's.  A file that others may read, that is no
 * regular file, such as a link, or that holds anything else, is PHC_ESYS, and
 * the message says what to do.
 */
int phc_key_open(
    const char *path, struct phc_key *key, bool *made, struct phc_err *err);

#endif
