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

void
phc_hmac(struct phc_str key, struct phc_str text, unsigned char mac[PHC_MAC])
{
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(
	    &state, (const unsigned char *)key.s, key.n);
	crypto_auth_hmacsha256_update(
	    &state, (const unsigned char *)text.s, text.n);
	crypto_auth_hmacsha256_final(&state, mac);
	sodium_memzero(&state, sizeof(state));
}

/* Without I, L, O and U, which are taken for others. */
char *
phc_pseudonym(const struct phc_key *key, struct phc_str text,
    char buf[PHC_PSEUDONYM_SIZE])
{
	static const char digit[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	const unsigned per = 5, mask = (1U << per) - 1;
	unsigned char mac[PHC_MAC];
	unsigned bits = 0, held = 0;
	const unsigned char *next = mac;
	size_t i;

	phc_hmac(
	    (struct phc_str){ (const char *)key->byte, PHC_KEY }, text, mac);
	for (i = 0; i + 1 < PHC_PSEUDONYM_SIZE; i++) {
		if (i % 5 == 4) {
			buf[i] = '-';
			continue;
		}
		if (held < per) {
			bits = (bits << 8 | *next++) & 0xffff;
			held += 8;
		}
		held -= per;
		buf[i] = digit[bits >> held & mask];
	}
	buf[i] = '\0';
	return buf;
}

void
phc_key_of(
    const struct phc_key *master, const char *recipient, struct phc_key *out)
{
	phc_hmac((struct phc_str){ (const char *)master->byte, PHC_KEY },
	    phc_str(recipient), out->byte);
}
