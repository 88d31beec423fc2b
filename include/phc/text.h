/*
 * text.h - floor 1: words as people write them.  [utf8proc]
 */
#ifndef PHC_TEXT_H
#define PHC_TEXT_H

#include "phc/base.h"

/* The language of what people read. */
enum phc_lang { PHC_FR, PHC_EN, PHC_LANGS };

/* phc_utf8_ok() tells whether 's' is well-formed UTF-8 (no surrogates, no
 * overlong forms).  NUL is well formed. */
bool phc_utf8_ok(struct phc_str s);

/*
 * phc_cp1252() writes 's', in Windows-1252, as UTF-8 into 'buf' of 3 * s.n
 * bytes or more, and returns it.  The five bytes that mean nothing there become
 * U+FFFD.
 */
struct phc_str phc_cp1252(struct phc_str s, char *buf);

/*
 * phc_unmojibake() undoes UTF-8 that was read as Windows-1252 and saved again
 * ("HÃ©nin"): it writes what 's' was into 'buf' of s.n bytes and returns it, or
 * an empty string if 's' is not of that make.
 */
struct phc_str phc_unmojibake(struct phc_str s, char *buf);

/* phc_trim() drops blanks at both ends: space, tab, CR, LF, U+00A0, U+202F,
 * U+2009, U+FEFF. */
struct phc_str phc_trim(struct phc_str s);

/* phc_part() takes what comes first of a list, up to 'mark' or its end. */
struct phc_str phc_part(struct phc_str *list, char mark);

/*
 * phc_fold() writes into 'buf' what two people who mean the same word have in
 * common: accents, case and ligatures gone ("Nœux-les-Mines" and "NOEUX LES
 * MINES"), each run of other than letters and digits one space, none at the
 * ends.  At most 'size' bytes, cut where it does not fit; returns the result.
 */
enum { PHC_FOLD_MAX = 256 };

struct phc_str phc_fold(struct phc_str s, char *buf, size_t size);

/*
 * phc_nearest() returns which of 'n' words is nearest to 'word' by folded
 * Damerau-Levenshtein distance, if it is 2 or less and less than half the
 * word; -1 if none is.  Ties go to the first.
 */
int phc_nearest(struct phc_str word, const char *const *words, size_t n);

/*
 * A text that grows.  Start it as { 0 }; 's' is the caller's to free(3).
 * phc_text_put() adds to it, phc_text_all() is all of it, until more is added.
 *
 * phc_text_decimal() adds a number that phc_decimal_format() wrote, as people
 * write it: with 'gap' between thousands and 'point' before decimals, of which
 * zeros at the end stand only if 'zeros'.
 */
struct phc_text {
	char *s;
	size_t n, cap;
};

void phc_text_put(struct phc_text *, struct phc_str);
void phc_text_decimal(struct phc_text *, const char *decimal, bool zeros,
    const char *gap, const char *point);

static inline struct phc_str
phc_text_all(const struct phc_text *t)
{
	return (struct phc_str){ t->s, t->n };
}

/*
 * phc_lines() writes a text as lines of up to 'width' columns, which end where
 * it has a space: the first one after 'first', the others after as many blanks.
 * A word that is longer stays whole.
 */
void phc_lines(
    struct phc_out *, struct phc_str text, const char *first, size_t width);

/*
 * phc_nir_in() tells whether 's' holds a French social security number: 13
 * characters and their key (97 minus the number modulo 97; 2A and 2B count as
 * 19 and 18), together or in the usual groups (1 94 07 62 427 110 68), with no
 * digit beside it.
 */
bool phc_nir_in(struct phc_str s);

#endif
