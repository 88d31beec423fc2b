/*
 * commune.h - floor 4: the zone of housing aid that a commune is in.
 */
#ifndef PHC_COMMUNE_H
#define PHC_COMMUNE_H

#include "phc/law.h"

/*
 * phc_communes_open() reads table communes, from 'dir' if it is there, as it is
 * on 'date'; PHC_EDATA where a row has no INSEE code, or a zone that is none.
 * phc_communes_free() takes NULL.
 *
 * phc_aid_zone() is the zone of housing aid of a commune, 1 to 3 (zone 1bis
 * counts as 1); PHC_ELAW when the table has it not, or empty: never a default.
 */
struct phc_communes;

struct phc_communes *
phc_communes_open(const char *dir, int64_t date, struct phc_err *err);
void phc_communes_free(struct phc_communes *);
int phc_aid_zone(const struct phc_communes *, int64_t commune, int64_t *zone,
    struct phc_err *err);

#endif
