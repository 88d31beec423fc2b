#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "phc/text.h"
#include "report.h"
#include "verify.h"

enum {
	ACCENT = 0x1f4e79,
	MUTED = 0x59636e,
	RULE = 0xd0d7de,
	WHITE = 0xffffff,
	LINE_HEIGHT = 15, /* points, of Calibri 11 */
	ROOM = 4,         /* and round it */
	HEAD_ROOM = 10,   /* for the button of the filter */
	CHART_GAP = 32,   /* pixels */
	CHART_WIDTH = 480,
	CHART_HEIGHT = 420,
	CHART_LEAST = 260,
	PAGE_HEIGHT = 640,
	PAPER_A4 = 9
};

enum style {
	STYLE_TITLE,
	STYLE_HEADING,
	STYLE_NOTE,
	STYLE_LINK,
	STYLE_LINK_CELL,
	STYLE_HEAD,
	STYLE_HEAD_NUMBER,
	STYLE_UNKNOWN, /* of a number */
	STYLE_CELL,    /* and FORMAT_... */
	STYLE_TOTAL = STYLE_CELL + FORMATS,
	STYLES = STYLE_TOTAL + FORMATS
};

struct book {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *style[STYLES];
	struct phc_pool pool;
	struct phc_file file;
	struct phc_err err;
	struct phc_text text;     /* at hand */
	bool flat;                /* written as it goes */
	const char *title, *name; /* of the book, of the sheet */
	const char *footer;       /* of its pages, or NULL */
	int64_t at;
	size_t page;         /* pixels that tables keep to */
	lxw_row_t row, head; /* next to write; of the table's header */
	lxw_col_t ncols;
	int width;          /* of the table, in pixels */
	size_t points;      /* of what is written of the sheet */
	const char **names; /* of the sheets */
	size_t nsheets, names_cap;
	struct seal seal; /* what is written */
};

/* Every call goes through here: the first that fails is what is said.  Where
 * memory ran out libxlsxwriter may say nothing, and go on with less. */
static void
check(struct book *b, lxw_error rc)
{
	bool system = rc > LXW_ERROR_MEMORY_MALLOC_FAILED &&
		      rc < LXW_ERROR_FEATURE_NOT_SUPPORTED && errno != 0;

	if (rc == LXW_NO_ERROR && errno == ENOMEM)
		rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
	if (rc != LXW_NO_ERROR && b->err.code == PHC_OK)
		phc_fail(&b->err, PHC_ESYS, "cannot write '%s': %s",
		    b->file.path, system ? strerror(errno) : lxw_strerror(rc));
}

static bool
failed(const struct book *b)
{
	return b->err.code != PHC_OK;
}

static void
write_text(struct book *b, lxw_row_t row, lxw_col_t col, struct phc_str s,
    enum style style)
{
	if (failed(b) || text_ok(s, &b->err) == -1)
		return;
	b->text.n = 0;
	phc_text_put(&b->text, s);
	phc_text_put(&b->text, (struct phc_str){ "", 1 });
	check(b, worksheet_write_string(
		     b->sheet, row, col, b->text.s, b->style[style]));
	if (s.n > 0)
		seal_text(&b->seal, b->nsheets - 1, row, col, s);
}

static void
align_cell(lxw_format *f, enum format format)
{
	format_set_num_format(f, formats[format].code);
	format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
	format_set_bottom(f, LXW_BORDER_THIN);
	format_set_bottom_color(f, RULE);
	if (format == FORMAT_TEXT) {
		format_set_text_wrap(f);
		format_set_indent(f, 1);
	} else
		format_set_align(f, LXW_ALIGN_RIGHT);
}

static void
dress_head(lxw_format *f, bool number)
{
	format_set_bold(f);
	format_set_font_color(f, WHITE);
	format_set_bg_color(f, ACCENT);
	format_set_text_wrap(f);
	format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
	format_set_align(f, number ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT);
	format_set_indent(f, 1);
}

static void
dress(lxw_format *f, enum style style)
{
	if (style < STYLE_UNKNOWN)
		format_set_num_format(f, formats[FORMAT_TEXT].code);
	switch (style) {
	case STYLE_TITLE:
		format_set_bold(f);
		format_set_font_size(f, 18);
		format_set_font_color(f, ACCENT);
		break;
	case STYLE_HEADING:
		format_set_bold(f);
		format_set_font_color(f, ACCENT);
		break;
	case STYLE_NOTE:
		format_set_font_color(f, MUTED);
		format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
		break;
	case STYLE_LINK_CELL:
		align_cell(f, FORMAT_TEXT);
		/* fall through */
	case STYLE_LINK:
		format_set_font_color(f, ACCENT);
		format_set_underline(f, LXW_UNDERLINE_SINGLE);
		break;
	case STYLE_HEAD:
	case STYLE_HEAD_NUMBER:
		dress_head(f, style == STYLE_HEAD_NUMBER);
		break;
	case STYLE_UNKNOWN:
		align_cell(f, FORMAT_COUNT);
		format_set_num_format(f, "@_0");
		break;
	default:
		align_cell(f, (enum format)((style - STYLE_CELL) % FORMATS));
		if (style >= STYLE_TOTAL) {
			format_set_bold(f);
			format_set_top(f, LXW_BORDER_MEDIUM);
			format_set_top_color(f, ACCENT);
		}
	}
}

static void
add_styles(struct book *b)
{
	int i;

	for (i = 0; i < STYLES && !failed(b); i++) {
		if ((b->style[i] = workbook_add_format(b->book)) == NULL) {
			check(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
			break;
		}
		dress(b->style[i], (enum style)i);
	}
}

/* The day the report is of stands for the day the file is made. */
static void
describe(struct book *b)
{
	lxw_doc_properties p = { .title =
				     phc_pool_cstr(&b->pool, phc_str(b->title)),
		.created = (time_t)b->at * 86400 };

	check(b, workbook_set_properties(b->book, &p));
}

/* On file 'b->file', with what it takes for a while in folder 'dir'. */
static void
begin(struct book *b, const struct book_of *of, const char *dir)
{
	lxw_workbook_options options = { .constant_memory = of->flat,
		.tmpdir = (char *)dir };

	errno = 0;
	b->title = of->title;
	b->at = of->at;
	b->footer = of->footer;
	b->flat = of->flat;
	if ((b->book = workbook_new_opt(b->file.tmp, &options)) == NULL) {
		check(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	describe(b);
	add_styles(b);
}

/* A title at the head of a page, where "&" begins a code. */
static const char *
escape(struct book *b, const char *s)
{
	char *copy = phc_pool_take(&b->pool, 2 * strlen(s) + 1), *p = copy;

	for (; *s != '\0'; s++) {
		*p++ = *s;
		if (*s == '&')
			*p++ = '&';
	}
	*p = '\0';
	return copy;
}

static void
set_page(struct book *b, const char *title)
{
	lxw_worksheet *s = b->sheet;
	char day[LONG_DATE];
	const char *head = say(&b->pool, "&L&9%s&R&9%s — %s",
	    escape(b, b->title), escape(b, title), long_date(b->at, day));

	worksheet_set_paper(s, PAPER_A4);
	worksheet_set_landscape(s);
	worksheet_set_margins(s, 0.5, 0.5, 0.8, 0.7);
	worksheet_fit_to_pages(s, 1, 0);
	worksheet_gridlines(s, LXW_HIDE_ALL_GRIDLINES);
	check(b, worksheet_set_header(s, head));
	check(b,
	    worksheet_set_footer(s,
		say(&b->pool, "&L&9phc " PHC_VERSION "&C&9%s&R&9Page &P / &N",
		    b->footer != NULL ? escape(b, b->footer) : "")));
}

static void
set_height(struct book *b, lxw_row_t row, size_t points)
{
	b->points += points;
	if (!failed(b))
		check(
		    b, worksheet_set_row(b->sheet, row, (double)points, NULL));
}

void
book_sheet(struct book *b, const char *name, const char *title,
    const char *heading, const char *note)
{
	if (failed(b))
		return;
	if ((b->sheet = workbook_add_worksheet(b->book, name)) == NULL) {
		check(b, LXW_ERROR_PARAMETER_VALIDATION);
		return;
	}
	phc_grow(&b->names, &b->names_cap, b->nsheets + 1, sizeof(*b->names));
	b->names[b->nsheets++] = b->name = name;
	b->points = 0;
	b->row = 0;
	b->page = FIT_PAGE;
	set_page(b, title);
	if (heading == NULL)
		return;
	write_text(b, b->row, 0, phc_str(heading), STYLE_TITLE);
	set_height(b, b->row++, 30);
	write_text(b, b->row, 0, phc_str(note), STYLE_NOTE);
	set_height(b, b->row++, 24);
}

void
book_one_page(struct book *b)
{
	b->page = FIT_PAGE * 5 / 4;
	if (!failed(b))
		worksheet_fit_to_pages(b->sheet, 1, 1);
}

void
book_portrait(struct book *b)
{
	b->page = FIT_PORTRAIT * 5 / 4;
	if (!failed(b))
		worksheet_set_portrait(b->sheet);
}

void
book_line(struct book *b, const char *text)
{
	write_text(b, b->row, 0, phc_str(text), STYLE_NOTE);
	set_height(b, b->row++, 20);
}

void
book_heading(struct book *b, const char *text)
{
	write_text(b, b->row, 0, phc_str(text), STYLE_HEADING);
	set_height(b, b->row++, 34);
}

/* A text that leads to a sheet; a quote in its name is doubled. */
static void
write_link(struct book *b, lxw_row_t row, lxw_col_t col, const char *sheet,
    struct phc_str text, enum style style)
{
	char *copy = phc_pool_take(&b->pool, 2 * strlen(sheet) + 1), *p = copy;

	if (failed(b) || text_ok(text, &b->err) == -1)
		return;
	for (; *sheet != '\0'; sheet++) {
		if (*sheet == '\'')
			*p++ = '\'';
		*p++ = *sheet;
	}
	*p = '\0';
	seal_text(&b->seal, b->nsheets - 1, row, col, text);
	check(b, worksheet_write_url_opt(b->sheet, row, col,
		     say(&b->pool, "internal:'%s'!A1", copy), b->style[style],
		     phc_pool_cstr(&b->pool, text), NULL));
}

void
book_link(
    struct book *b, const char *sheet, const char *title, const char *note)
{
	write_link(b, b->row++, 0, sheet,
	    phc_str(say(&b->pool, "%s — %s", title, note)), STYLE_LINK);
}

static void
put_cell(struct book *b, lxw_row_t row, lxw_col_t j, struct cell c, bool number,
    int base)
{
	enum style style = (enum style)(base + (int)c.format);

	if (failed(b))
		return;
	if (c.link != NULL)
		write_link(b, row, j, c.link, c.text, STYLE_LINK_CELL);
	else if (c.format == FORMAT_TEXT || c.den == 0)
		write_text(b, row, j, c.den ? c.text : phc_str("n.d."),
		    number && base == STYLE_CELL ? STYLE_UNKNOWN : style);
	else {
		check(b, worksheet_write_number(
			     b->sheet, row, j, cell_value(c), b->style[style]));
		seal_number(&b->seal, b->nsheets - 1, row, j, cell_value(c));
	}
}

static void
put_line(struct book *b, const struct table *t, const struct col *col,
    const struct cell *c, int base)
{
	size_t j, n, most = 1;

	for (j = 0; j < t->ncols; j++) {
		put_cell(b, b->row, (lxw_col_t)j, c[j], col[j].number, base);
		n = c[j].format == FORMAT_TEXT ? fit_lines(c[j].text, &col[j])
					       : 1;
		most = n > most ? n : most;
	}
	set_height(b, b->row++, most * LINE_HEIGHT + ROOM);
}

static void
put_heads(struct book *b, const struct table *t, const struct col *col)
{
	size_t n, most = 1;
	lxw_col_t j;

	for (j = 0; j < b->ncols; j++) {
		if (!failed(b))
			check(b, worksheet_set_column_pixels(b->sheet, j, j,
				     (uint32_t)col[j].width, NULL));
		n = fit_lines(phc_str(t->head[j]), &col[j]);
		most = n > most ? n : most;
		b->width += (int)col[j].width;
	}
	for (j = 0; j < b->ncols && b->flat; j++)
		write_text(b, b->row, j, phc_str(t->head[j]),
		    col[j].number ? STYLE_HEAD_NUMBER : STYLE_HEAD);
	set_height(b, b->row++, most * LINE_HEIGHT + HEAD_ROOM);
}

static void
declare(struct book *b, const struct table *t, const struct col *col)
{
	lxw_table_column *c = phc_pool_take(&b->pool, t->ncols * sizeof(*c));
	lxw_table_column **all =
	    phc_pool_take(&b->pool, (t->ncols + 1) * sizeof(*all));
	lxw_table_options options = { .style_type = LXW_TABLE_STYLE_TYPE_LIGHT,
		.columns = all };
	size_t j;

	for (j = 0; j < t->ncols; j++) {
		c[j] = (lxw_table_column){ .header = phc_pool_cstr(
					       &b->pool, phc_str(t->head[j])),
			.header_format =
			    b->style[col[j].number ? STYLE_HEAD_NUMBER
						   : STYLE_HEAD] };
		all[j] = &c[j];
		seal_text(
		    &b->seal, b->nsheets - 1, b->head, j, phc_str(t->head[j]));
	}
	all[j] = NULL;
	b->seal.tables++;
	check(b, worksheet_add_table(
		     b->sheet, b->head, 0, b->row - 1, b->ncols - 1, &options));
}

/* The library has no tables in what it writes as it goes. */
static void
filter(struct book *b)
{
	check(b, worksheet_autofilter(
		     b->sheet, b->head, 0, b->row - 1, b->ncols - 1));
}

static void
put_lines(struct book *b, const struct table *t, const struct col *col)
{
	struct row row = { .cell = NULL };
	size_t i;

	for (i = 0; i < t->nrows && !failed(b); i++)
		put_line(b, t, col, table_row(t, i, &row), STYLE_CELL);
	row_free(&row);
}

static bool
too_long(struct book *b, const struct table *t)
{
	if (failed(b))
		return true;
	if (b->row + t->nrows + 2 <= LXW_ROW_MAX)
		return false;
	phc_fail(&b->err, PHC_EDATA,
	    "sheet %s would have %zu lines, and Excel holds %d: use --format "
	    "csv",
	    b->name, t->nrows, (int)LXW_ROW_MAX);
	return true;
}

void
book_table(struct book *b, const struct table *t)
{
	const struct col *col;

	if (too_long(b, t))
		return;
	col = fit_columns(&b->pool, t, b->page);
	b->head = b->row;
	b->ncols = (lxw_col_t)t->ncols;
	b->width = 0;
	put_heads(b, t, col);
	put_lines(b, t, col);
	if (failed(b))
		return;
	if (b->flat)
		filter(b);
	else
		declare(b, t, col);
	worksheet_freeze_panes(b->sheet, b->head + 1, 1);
	check(b, worksheet_repeat_rows(b->sheet, b->head, b->head));
	b->seal.titles++;
	if (t->total != NULL)
		put_line(b, t, col, t->total, STYLE_TOTAL);
}

static void
dress_axis(lxw_chart *chart, lxw_chart_axis_type which, const char *name)
{
	lxw_chart_axis *axis = chart_axis_get(chart, which);
	lxw_chart_font font = { .size = 10, .color = MUTED };
	lxw_chart_line rule = { .color = RULE };

	chart_axis_set_name(axis, name);
	chart_axis_set_name_font(axis, &font);
	chart_axis_set_num_font(axis, &font);
	chart_axis_set_line(axis, &rule);
	if (which == LXW_CHART_AXIS_TYPE_Y)
		chart_axis_major_gridlines_set_line(axis, &rule);
}

static void
dress_chart(lxw_chart *chart, const struct picture *p)
{
	lxw_chart_font font = { .size = 12, .bold = LXW_TRUE, .color = ACCENT };
	lxw_chart_font legend = { .size = 10, .color = MUTED };
	lxw_chart_line no_line = { .none = LXW_TRUE };

	chart_title_set_name(chart, p->title);
	chart_title_set_name_font(chart, &font);
	chart_legend_set_position(chart,
	    p->nseries > 1 ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE);
	chart_legend_set_font(chart, &legend);
	chart_chartarea_set_line(chart, &no_line);
	dress_axis(chart, LXW_CHART_AXIS_TYPE_X, p->x);
	dress_axis(chart, LXW_CHART_AXIS_TYPE_Y, p->y);
}

/* Told apart by their labels and by how dark they are, never by hue alone. */
static void
dress_series(lxw_chart_series *series, const struct picture *p, size_t i)
{
	static const lxw_color_t shades[] = { ACCENT, 0x9dc3e6, 0x595959 };
	lxw_chart_fill fill = { .color = shades[i % 3] };
	lxw_chart_font label = { .size = 8, .color = MUTED };

	chart_series_set_fill(series, &fill);
	if (p->format != NULL && p->last - p->first < 16) {
		chart_series_set_labels(series);
		chart_series_set_labels_font(series, &label);
		chart_series_set_labels_num_format(series, p->format);
	}
}

static void
add_series(struct book *b, lxw_chart *chart, const struct picture *p, size_t i)
{
	lxw_chart_series *s = chart_add_series(chart, NULL, NULL);
	lxw_row_t top = b->head + 1, at = top + (lxw_row_t)p->series[i];
	lxw_row_t first = top + (lxw_row_t)p->first;
	lxw_row_t last = top + (lxw_row_t)p->last;
	lxw_col_t j = (lxw_col_t)p->series[i], names = (lxw_col_t)p->names;
	lxw_col_t left = (lxw_col_t)p->first, right = (lxw_col_t)p->last;

	if (s == NULL) {
		check(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
	} else if (p->across) {
		chart_series_set_categories(
		    s, b->name, b->head, left, b->head, right);
		chart_series_set_values(s, b->name, at, left, at, right);
		chart_series_set_name_range(s, b->name, at, 0);
	} else {
		chart_series_set_categories(
		    s, b->name, first, names, last, names);
		chart_series_set_values(s, b->name, first, j, last, j);
		chart_series_set_name_range(s, b->name, b->head, j);
	}
	if (s != NULL)
		dress_series(s, p, i);
}

/* Pixels that are left of the page under a table as wide as the page. */
static int
room_below(const struct book *b)
{
	int height = PAGE_HEIGHT;

	if (b->width > (int)b->page)
		height = height * b->width / (int)b->page;
	return height - (int)b->points * 4 / 3 - CHART_GAP;
}

/* To the right of the table where there is room, else under it if it is short,
 * else to the right all the same, and the page gets wider. */
static void
insert(struct book *b, lxw_chart *chart, const struct picture *p)
{
	int room = (int)b->page - CHART_GAP - b->width, low = room_below(b);
	bool beside = room >= CHART_WIDTH || low < CHART_LEAST;
	int width = !beside              ? b->width
		    : room > CHART_WIDTH ? room
					 : CHART_WIDTH;
	int height = beside || low > CHART_HEIGHT ? CHART_HEIGHT : low;
	lxw_chart_options options = { .description = phc_pool_cstr(
					  &b->pool, phc_str(p->text)),
		.x_offset = beside ? CHART_GAP : 0,
		.x_scale = width / 480.0,
		.y_scale = height / 288.0 };

	check(b, worksheet_insert_chart_opt(b->sheet,
		     beside ? b->head + 1 : b->row + 1, beside ? b->ncols : 0,
		     chart, &options));
}

void
book_picture(struct book *b, const struct picture *p)
{
	lxw_chart *chart;
	size_t i;

	if (failed(b))
		return;
	if ((chart = workbook_add_chart(b->book, LXW_CHART_COLUMN)) == NULL) {
		check(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	b->seal.charts++;
	for (i = 0; i < p->nseries && !failed(b); i++)
		add_series(b, chart, p, i);
	if (failed(b))
		return;
	chart_set_series_gap(chart, 60);
	dress_chart(chart, p);
	insert(b, chart, p);
}

/* Written, and read back. */
static void
finish(struct book *b)
{
	check(b, LXW_NO_ERROR);
	errno = 0;
	if (b->book != NULL)
		check(b, workbook_close(b->book));
	if (!failed(b))
		verify_workbook(b->file.tmp,
		    &(struct verify_of){ b->names, b->nsheets, &b->seal },
		    &b->err);
}

/* In a process of its own, which says in 'fd' how it went.  It does not outlive
 * its 'parent', who sweeps what it leaves. */
static void
make(const struct phc_file *f, const struct book_of *of, const char *dir,
    int fd, pid_t parent)
{
	struct book *b = phc_new(sizeof(*b));
	ssize_t n;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	b->file = (struct phc_file){ -1, f->path, f->tmp, NULL };
	begin(b, of, dir);
	if (!failed(b))
		of->fill(b, of->arg);
	finish(b);
	n = write(fd, &b->err, sizeof(b->err));
	_exit(n != sizeof(b->err));
}

/* Until the child has said something, or somebody says that it is to stop. */
static void
listen_to(int fd, int stop, pid_t child)
{
	struct pollfd p[] = { { .fd = fd, .events = POLLIN },
		{ .fd = stop, .events = POLLIN } };

	while (poll(p, 2, -1) == -1 && errno == EINTR)
		continue;
	if (p[0].revents == 0)
		kill(child, SIGKILL);
}

static void
hear(const struct phc_file *f, int fd, pid_t child, struct phc_err *err)
{
	ssize_t n;
	int status;

	do
		n = read(fd, err, sizeof(*err));
	while (n == -1 && errno == EINTR);
	while (waitpid(child, &status, 0) == -1 && errno == EINTR)
		continue;
	if (WIFSIGNALED(status))
		phc_fail(err, PHC_ESYS,
		    "cannot write '%s': ended by signal %d, as when memory "
		    "runs out",
		    f->path, WTERMSIG(status));
	else if (n != sizeof(*err))
		phc_fail(err, PHC_ESYS, "cannot write '%s': %s", f->path,
		    WEXITSTATUS(status) == 2 ? "out of memory"
					     : "it was not finished");
}

static int
refused(const struct phc_file *f, struct phc_err *err)
{
	return phc_fail(
	    err, PHC_ESYS, "cannot write '%s': %s", f->path, strerror(errno));
}

static int
write_book(const struct phc_file *f, const struct book_of *of, const char *dir,
    int stop, struct phc_err *err)
{
	struct phc_err why = { .code = PHC_OK };
	pid_t child, parent = getpid();
	int fd[2];

	if (pipe(fd) == -1)
		return refused(f, err);
	if ((child = fork()) == 0) {
		close(fd[0]);
		make(f, of, dir, fd[1], parent);
	}
	if (child == -1)
		refused(f, &why);
	close(fd[1]);
	if (child != -1) {
		listen_to(fd[0], stop, child);
		hear(f, fd[0], child, &why);
	}
	close(fd[0]);
	return why.code == PHC_OK ? 0 : phc_fail(err, why.code, "%s", why.msg);
}

/* The library names its files, opens them and takes the name away; who is ended
 * in between leaves one. */
static int
in_folder(const struct phc_file *f, const struct book_of *of, int stop,
    struct phc_err *err)
{
	struct phc_pool pool = { NULL };
	char *dir = say(&pool, "%s.d", f->tmp);
	int rc;

	if (mkdir(dir, 0700) == -1)
		rc = refused(f, err);
	else {
		rc = write_book(f, of, dir, stop, err);
		sweep_folder(dir);
	}
	phc_pool_free(&pool);
	return rc;
}

int
book_make(
    const struct phc_file *f, const struct book_of *of, struct phc_err *err)
{
	sigset_t old, held;
	int stop, rc;

	hold_signals(&held, &old);
	if ((stop = signalfd(-1, &held, SFD_CLOEXEC)) == -1)
		rc = refused(f, err);
	else {
		rc = in_folder(f, of, stop, err);
		close(stop);
	}
	sigprocmask(SIG_SETMASK, &old, NULL);
	return rc;
}
