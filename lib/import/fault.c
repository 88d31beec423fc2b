#include <stdarg.h>

#include "import.h"

/* NEED: refused where the column is required, else warned about. */
enum policy { WARN, REJECT, NEED };

static const struct {
	const char *name;
	enum policy policy;
	const char *message;
} classes[IMPORT_CLASSES] = {
	[IMPORT_MALFORMED] = { "malformed", REJECT, "not CSV" },
	[IMPORT_RAGGED] = { "ragged", REJECT,
	    "not as many fields as the header" },
	[IMPORT_TOTAL_ROW] = { "total_row", REJECT,
	    "a total, not a row: left out" },
	[IMPORT_NIR_FOUND] = { "nir_found", REJECT,
	    "a social security number, which may not be held here: take it "
	    "out of the file" },
	[IMPORT_MISSING_IDENTIFIER] = { "missing_identifier", REJECT,
	    "empty, and it is what the row is known by" },
	[IMPORT_DAMAGED_IDENTIFIER] = { "damaged_identifier", REJECT,
	    "a spreadsheet made a number of it and lost digits: set the column "
	    "to Text and export again" },
	[IMPORT_DUPLICATE_KEY] = { "duplicate_key", REJECT,
	    "a second row with this key: the first one stands" },
	[IMPORT_DUPLICATE_PERSON] = { "duplicate_person", WARN,
	    "same births, adults, dependants and wanted communes as an earlier "
	    "row: the same persons twice?" },
	[IMPORT_MISSING_VALUE] = { "missing_value", REJECT,
	    "empty, and it is required" },
	[IMPORT_ERROR_VALUE_REQUIRED] = { "error_value_required", REJECT,
	    "a spreadsheet's error, and the column is required" },
	[IMPORT_ERROR_VALUE_OPTIONAL] = { "error_value_optional", WARN,
	    "a spreadsheet's error: taken as unknown" },
	[IMPORT_BAD_DATE] = { "bad_date", REJECT, "not a date" },
	[IMPORT_TWO_DIGIT_YEAR] = { "two_digit_year", REJECT,
	    "two digits are no year" },
	[IMPORT_UNREADABLE_AMOUNT] = { "unreadable_amount", NEED,
	    "not an amount" },
	[IMPORT_AMBIGUOUS_AMOUNT] = { "ambiguous_amount", REJECT,
	    "one thousand, or three decimals?" },
	[IMPORT_UNREADABLE_NUMBER] = { "unreadable_number", NEED,
	    "not a whole number" },
	[IMPORT_NEGATIVE_COUNT] = { "negative_count", NEED, "below zero" },
	[IMPORT_OUT_OF_RANGE] = { "out_of_range", NEED, "out of range" },
	[IMPORT_UNKNOWN_CODE] = { "unknown_code", NEED, "no such code" },
	[IMPORT_BAD_TYPE] = { "bad_type", NEED,
	    "not a type of dwelling (T1, T1bis, T2 to T6)" },
	[IMPORT_AMBIGUOUS_COMMUNE] = { "ambiguous_commune", NEED,
	    "a postal code, and perhaps an INSEE code: give the name of the "
	    "commune too" },
	[IMPORT_COMMUNE_CONFLICT] = { "commune_conflict", NEED,
	    "INSEE code, postal code and name: no two agree on one commune" },
	[IMPORT_POSTAL_IN_INSEE] = { "postal_in_insee", WARN,
	    "the postal code where the INSEE code should be: replaced" },
	[IMPORT_COMMUNE_REPAIRED] = { "commune_repaired", WARN,
	    "disagrees with the two others, which agree: replaced" },
	[IMPORT_UNKNOWN_COMMUNE] = { "unknown_commune", NEED,
	    "no such commune" },
	[IMPORT_MOJIBAKE] = { "mojibake", WARN,
	    "UTF-8 that was read as Windows-1252: repaired" },
	[IMPORT_ANNUAL_FOR_MONTHLY] = { "annual_for_monthly", WARN,
	    "looks like an annual amount in a monthly column: kept" },
	[IMPORT_INCONSISTENT] = { "inconsistent", REJECT,
	    "does not go with another column" },
	[IMPORT_OVER_REQUESTED] = { "over_requested", WARN,
	    "more than was requested: kept" },
	[IMPORT_OVER_GRANTED] = { "over_granted", WARN,
	    "more than was granted: kept" },
	[IMPORT_UNMATCHED_JOIN] = { "unmatched_join", WARN,
	    "no row with this key was kept: not used" },
	[IMPORT_CONTROL_TOTAL] = { "control_total", WARN,
	    "not the number of rows that the file has" },
};

static enum phc_severity
severity(enum import_class class, const struct phc_column *col)
{
	bool required = col != NULL && col->required;

	if (classes[class].policy == NEED)
		return required ? PHC_REJECT : PHC_WARN;
	return classes[class].policy == REJECT ? PHC_REJECT : PHC_WARN;
}

struct import_fault *
import_fault(struct phc_import *imp, enum import_class class,
    const struct phc_column *col, struct phc_str value, const char *fmt, ...)
{
	struct import_fault *f;
	va_list ap;

	phc_grow(&imp->fault, &imp->cap, imp->faults + 1, sizeof(*imp->fault));
	f = &imp->fault[imp->faults++];
	f->class = class;
	f->severity = severity(class, col);
	f->column = col ? phc_str(col->name) : (struct phc_str){ "", 0 };
	f->value = value;
	f->personal = col != NULL && col->personal;
	if (col != NULL)
		imp->value[col - imp->col].said = true;
	if (fmt == NULL) {
		snprintf(f->message, sizeof(f->message), "%s",
		    classes[class].message);
		return f;
	}
	va_start(ap, fmt);
	vsnprintf(f->message, sizeof(f->message), fmt, ap);
	va_end(ap);
	return f;
}

void
import_report(struct phc_import *imp)
{
	const struct import_fault *f;
	struct phc_fault out = { .file = imp->source.name,
		.line = imp->line,
		.record = imp->record };

	for (f = imp->fault; imp->faults > 0; imp->faults--, f++) {
		out.severity = f->severity;
		out.column = f->column;
		out.class = classes[f->class].name;
		out.value = f->value;
		out.message = f->message;
		out.personal = f->personal;
		imp->setup.report(&out, imp->setup.arg);
	}
}

void
import_note(struct phc_import *imp, const char *fmt, ...)
{
	char message[512];
	struct phc_fault out = { .severity = PHC_NOTE,
		.file = imp->source.name,
		.class = "",
		.message = message };
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	imp->setup.report(&out, imp->setup.arg);
}

void
phc_import_refuse(struct phc_import *imp, const struct phc_column *col,
    const char *class, const char *message)
{
	struct phc_fault out = { .severity = PHC_REJECT,
		.file = imp->source.name,
		.line = imp->line,
		.record = imp->record,
		.column = phc_str(col->name),
		.class = class,
		.value = imp->value[col - imp->col].cell,
		.message = message,
		.personal = col->personal };

	imp->counts.kept--;
	imp->counts.warned -= imp->warned;
	imp->counts.refused++;
	imp->setup.report(&out, imp->setup.arg);
}
