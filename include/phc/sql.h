/*
 * sql.h - floor 9: the law as SQL functions, a loadable extension of SQLite.
 *
 * The functions are those of phc-sql(7).  They answer from the tables that are
 * compiled in, whatever the environment says, so that each is deterministic: a
 * generated column or an index may stand on it.
 *
 * sqlite3_phc_init() is what SQLite calls when it loads phc.so, with the
 * connection that the functions are for.  A program that is linked with libphc
 * passes it to sqlite3_auto_extension().
 */
#ifndef PHC_SQL_H
#define PHC_SQL_H

struct sqlite3;
struct sqlite3_api_routines;

__attribute__((visibility("default"))) int sqlite3_phc_init(
    struct sqlite3 *, char **message, const struct sqlite3_api_routines *);

#endif
