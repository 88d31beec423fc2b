#include <err.h>

#include "cmd.h"
#include "rejects.h"

/* The file of -r, while it is not whole. */
static struct {
	struct phc_out *out;
	struct phc_file file;
} rejects;

void
rejects_open(const char *path)
{
	static const char head[] =
	    "file,line,record,column,severity,class,value,message\n";

	if (path == NULL)
		return;
	rejects.out = cmd_file_new(&rejects.file, path);
	phc_out_put(rejects.out, head, sizeof(head) - 1);
}

void
rejects_keep(void)
{
	if (rejects.out == NULL)
		return;
	cmd_file_end(&rejects.file, rejects.out);
	rejects.out = NULL;
	cmd_file_keep(&rejects.file);
}

static void
put_reject(const struct phc_fault *f)
{
	struct phc_out *o = rejects.out;
	char place[48];

	snprintf(place, sizeof(place), ",%zu,%zu,", f->line, f->record);
	phc_csv_put(o, phc_str(f->file), false);
	phc_out_put(o, place, strlen(place));
	phc_csv_put(o, f->column, false);
	phc_out_put(o, f->severity == PHC_REJECT ? ",reject," : ",warn,",
	    f->severity == PHC_REJECT ? 8 : 6);
	phc_out_put(o, f->class, strlen(f->class));
	phc_out_char(o, ',');
	phc_csv_put(o, f->value, false);
	phc_out_char(o, ',');
	phc_csv_put(o, phc_str(f->message), false);
	phc_out_char(o, '\n');
}

static void
say(const struct phc_fault *f)
{
	bool value = !f->personal && f->value.n > 0;
	char msg[sizeof(struct phc_err)];

	snprintf(msg, sizeof(msg), "%s%.*s%s%s%s%.*s%s",
	    f->severity == PHC_WARN ? "warning: " : "", PHC_STR_ARG(f->column),
	    f->column.n ? ": " : "", f->message, value ? ": '" : "",
	    value ? (int)f->value.n : 0, f->value.s, value ? "'" : "");
	cmd_say(f->file, f->line, msg);
}

void
rejects_report(const struct phc_fault *f, void *arg)
{
	(void)arg;
	if (f->severity == PHC_NOTE) {
		if (!cmd_options.quiet)
			warnx("%s: %s", f->file, f->message);
	} else if (rejects.out != NULL)
		put_reject(f);
	else
		say(f);
}
