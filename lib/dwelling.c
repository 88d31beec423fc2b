#include <stddef.h>

#include "phc/dwelling.h"

/* clang-format off */
#define SLOT(column) { #column, offsetof(struct phc_dwelling, column) }
/* clang-format on */

const struct phc_slot phc_dwelling_slots[] = {
	SLOT(dwelling_id),
	SLOT(commune),
	SLOT(commune_name),
	SLOT(type),
	SLOT(room),
	SLOT(surface),
	SLOT(floor),
	SLOT(lift),
	SLOT(accessible),
	SLOT(financing),
	SLOT(convention),
	SLOT(rent),
	SLOT(annex_rent),
	SLOT(charges),
	SLOT(works_share),
	SLOT(all_in),
	SLOT(fluids),
	SLOT(heating),
	SLOT(water),
	SLOT(occupancy),
	SLOT(available_on),
	SLOT(quota),
	SLOT(scheme),
	{ NULL, 0 },
};

int
phc_dwelling_check(const struct phc_dwelling *dw, struct phc_err *err)
{
	if (dw->all_in == 1 && dw->fluids > dw->rent && dw->rent != PHC_UNKNOWN)
		return phc_fail(
		    err, PHC_EDATA, "fluids: more than the all-in rent");
	return 0;
}

int
phc_dwelling_read(const struct phc_binding *b, const struct phc_rec *rec,
    struct phc_dwelling *dw, struct phc_err *err)
{
	if (phc_bind_read(b, rec, dw, err) == -1)
		return -1;
	return phc_dwelling_check(dw, err);
}

int
phc_dwelling_rooms(int64_t type)
{
	return type <= PHC_T1BIS ? 1 : (int)type;
}

bool
phc_dwelling_vacant(const struct phc_dwelling *dw)
{
	return dw->occupancy == PHC_OFFERED || dw->occupancy == PHC_EMPTY;
}

/* LAW: CCH L831-1 */
bool
phc_dwelling_agreed(const struct phc_dwelling *dw)
{
	return dw->convention == PHC_UNKNOWN ? dw->financing != PHC_PLI
					     : dw->convention == 1;
}

/* LAW: CCH D823-16 */
int64_t
phc_dwelling_principal(const struct phc_dwelling *dw)
{
	if (dw->all_in != 1 || dw->rent == PHC_UNKNOWN)
		return dw->rent;
	return dw->fluids == PHC_UNKNOWN ? PHC_UNKNOWN : dw->rent - dw->fluids;
}
