#include <errno.h>
#include <sodium.h>

#include "phc/digest.h"

static char *
hexadecimal(crypto_hash_sha256_state *state, char hex[PHC_SHA256_MAX])
{
	unsigned char sum[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_final(state, sum);
	return sodium_bin2hex(hex, PHC_SHA256_MAX, sum, sizeof(sum));
}

int
phc_sha256_file(
    FILE *fp, const char *name, char hex[PHC_SHA256_MAX], struct phc_err *err)
{
	crypto_hash_sha256_state state;
	unsigned char buf[PHC_BLOCK];
	off_t start = ftello(fp);
	size_t n;

	crypto_hash_sha256_init(&state);
	while ((n = fread(buf, 1, sizeof(buf), fp)) > 0)
		crypto_hash_sha256_update(&state, buf, n);
	if (ferror(fp) || start == -1 || fseeko(fp, start, SEEK_SET) == -1)
		return phc_fail(err, PHC_ESYS, "cannot read '%s': %s", name,
		    strerror(errno));
	hexadecimal(&state, hex);
	return 0;
}

char *
phc_sha256(struct phc_str s, char hex[PHC_SHA256_MAX])
{
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, (const unsigned char *)s.s, s.n);
	return hexadecimal(&state, hex);
}
