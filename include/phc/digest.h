/*
 * digest.h - floor 1: what tells one file from another.  [libsodium]
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

#endif
