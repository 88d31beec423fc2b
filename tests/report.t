#!/usr/bin/python3
# The workbooks of the pilot, opened by another program: each figure stands
# where the table of indicators says, or is masked there as in Donnees; labels,
# formats, pages, charts; what must not be in them; the same bytes every time.
import csv, io, os, re, subprocess, sys, tempfile, zipfile
from calendar import monthrange
from xml.etree import ElementTree

try:
    import openpyxl
except ImportError:
    print("1..0 # SKIP no openpyxl")
    sys.exit()

HERE = os.path.dirname(os.path.abspath(sys.argv[0]))
with open(os.path.join(HERE, "months.t")) as f:
    exec(compile(f.read().split("with tempfile.")[0], "months.t", "exec"))
DATA = os.path.join(HERE, "../lib/data/")
DAY = "2016-08-31"
PERIODS = [("ddtm", "--month", "2016-08"), ("ddtm", "--year", "2016"),
           ("departement", "--month", "2016-08"),
           ("departement", "--year", "2016"), ("form", "--year", "2016")]
FORMATS = {"count": "#,##0_0", "euro": '#,##0.00\\ "€"_0',
           "percent": "0.0\\ %_0", "days": '#,##0\\ "j"_0',
           "months": '#,##0\\ "mois"_0'}
MONTH_NAMES = ("janvier février mars avril mai juin juillet août septembre "
               "octobre novembre décembre").split()
n = bad = 0


def ok(good, what):
    global n, bad
    n, bad = n + 1, bad + (not good)
    print("%sok %d - %s" % ("" if good else "not ", n, what))
    return good


def same(got, want, what):
    if not ok(got == want, what):
        print("# got  %r\n# want %r" % (got, want))


def read(path):
    with open(path, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


COLUMNS = {(c["kind"], c["column"]): c["values"].split()
           for c in read(DATA + "columns.csv")}
INDICATORS = read(DATA + "report-indicators.csv")
SHEETS = read(DATA + "report-sheets.csv")
WORDS = {(w["of"], w["word"]): w["label_fr"]
         for w in read(DATA + "report-words.csv")}
COMMUNES = {c["insee"]: c for c in read(DATA + "law/communes.csv")}


def mine(row, to, cycle, column="to"):
    return to in (row[column] or to).split() and \
        cycle in (row["cycle"] or cycle).split()


def check_words():
    """Each word of each closed list, and each dimension, has a label."""
    for i in INDICATORS:
        for d in i["dimensions"].split():
            name, _, words = d.partition(":")
            ok(("dimension", name) in WORDS, "%s has a name" % name)
            words = COLUMNS[tuple(words[1:].split("."))] if words[:1] == "@" \
                else words.split("|") if words else []
            for w in words:
                ok((name, w) in WORDS or ("", w) in WORDS,
                   "%s: %s has a label" % (name, w))
        for to in i["report"].split():
            for cycle in i["cycle"].split():
                ok(any(mine(s, to, cycle) and s["sheet"] == i["sheet"]
                       for s in SHEETS), "%s %s: %s has a sheet" %
                   (to, cycle, i["code"]))


def label(dimension, word):
    if dimension == "commune" and word in COMMUNES:
        return COMMUNES[word]["name"]
    if dimension == "month":
        return "%s %s" % (MONTH_NAMES[int(word[5:]) - 1], word[:4])
    return WORDS.get(("", word)) or WORDS.get((dimension, word), word)


def table(sheet):
    area = list(sheet.tables.values())[0].ref
    head, *lines = sheet[area]
    return [c.value for c in head], lines


def moment(row, cycle, period):
    if row["statistic"] == "target":
        return WORDS["moment", "target"]
    if row["indicator"].endswith("_reached"):
        return WORDS["moment", "reached"]
    if row["period"].startswith(".."):
        return WORDS["moment", "start"]
    return WORDS["moment", cycle if row["period"] == period
                 else cycle + "-previous"]


def expected(rows, sheet, to, cycle, period):
    """Where each figure of a sheet is to stand: labels, column, figure."""
    places = {i["code"]: i for i in INDICATORS if i["sheet"] == sheet["sheet"]
              and mine(i, to, cycle, "report")}
    moments = any(r["period"] != period for r in rows)
    heads = [h.partition("=")[::2] for h in sheet["headings"].split("|")]
    for r in rows:
        i = places[re.sub("_(target|reached)$", "", r["indicator"])]
        dims = {r["dimension" + k]: r["modality" + k] for k in ("", "2")
                if r["dimension" + k]}
        column, so = i["column_fr"], None
        if column == "-" or "household" in dims:
            continue
        if column[:1] == "@":
            column = label(column[1:], dims.pop(column[1:]))
        elif "=" in column:
            column, so = column.split("=")
            so = label(so, dims.pop(so))
        elif column == "":
            column = moment(r, cycle, period) if moments else \
                WORDS["moment", "value"]
        labels = [i["line_fr"]]
        named = [d for _, d in heads if d]
        for _, d in heads[1:]:
            if d == "epci" and "epci" not in dims and "commune" in dims:
                c = COMMUNES.get(dims["commune"])
                labels.append(c["epci_name"] if c else WORDS["", "unknown"])
            else:
                d = d or next((k for k in dims if k not in named), "")
                labels.append(label(d, dims.pop(d)) if d in dims else "–")
        yield [x for x, (h, _) in zip(labels, heads) if h], column, r, so


def agrees(cell, r, masked, so):
    """Whether a cell says a figure."""
    if masked:
        return cell.value == "s"
    if r["value"] == "":
        return cell.value in ((None, "") if r["missing"].startswith("à remplir")
                              else ("n.d.",))
    if so is not None:
        return (cell.value == so) == (r["value"] == "1")
    if r["unit"] == "yes":
        return cell.value == ("Oui" if r["value"] == "1" else "Non")
    value = float(r["value"]) / (100 if r["unit"] == "percent" else 1)
    return isinstance(cell.value, (int, float)) and \
        abs(cell.value - value) < 1e-9 and \
        cell.number_format == FORMATS[r["unit"]]


def check_figures(book, rows, to, cycle, period):
    head, data = table(book["Donnees"])
    what = "%s %s" % (to, cycle)
    same(head, ["indicateur", "dimension", "modalité", "période", "valeur",
                "n", "masqué"], what + ": columns of Donnees")
    same(len(data), len(rows), what + ": every figure is in Donnees")
    masked, wrong = {}, []
    for r, line in zip(rows, data):
        masked[id(r)] = line[6].value == 1
        if "household" in (r["dimension"], r["dimension2"]):
            wrong += [r] if re.search(r"\d\d-\d\d", str(line[2].value)) and \
                r["modality"] in str(line[2].value) else []
        elif masked[id(r)] or r["value"] == "":
            wrong += [r] if line[4].value or (masked[id(r)] and
                                              line[5].value) else []
        else:
            v = float(r["value"]) / (100 if r["unit"] == "percent" else 1)
            wrong += [r] if abs(line[4].value - v) > 1e-9 else []
    same(wrong, [], what + ": Donnees is what --figures says")
    for sheet in SHEETS:
        if sheet["kind"] != "figures" or not mine(sheet, to, cycle):
            continue
        head, lines = table(book[sheet["sheet"]])
        of = [r for r in rows if r["sheet"] == sheet["sheet"]]
        known = {}
        for line in lines:
            for k in range(1, len(head)):
                known.setdefault(tuple(c.value for c in line[:k]), line)
        wrong = []
        for labels, column, r, so in expected(of, sheet, to, cycle, period):
            line = known.get(tuple(labels))
            if line is None or column not in head or not agrees(
                    line[head.index(column)], r, masked[id(r)], so):
                wrong.append((labels, column, r["indicator"], r["value"]))
        same(wrong, [], "%s: %s: each figure in its place" %
             (what, sheet["sheet"]))


def check_pages(book, to):
    for s in book:
        name = "%s %s" % (to, s.title)
        area = list(s.tables.values())[0].ref
        head = s[area][0]
        top = head[0].row
        one = s.title == "Couverture"
        same(s.freeze_panes, "B%d" % (top + 1), name + ": header frozen")
        same(s.print_title_rows, "$%d:$%d" % (top, top), name + ": repeated")
        same((s.page_setup.paperSize, s.sheet_properties.pageSetUpPr.fitToPage),
             (9, True), name + ": A4, fitted")
        same(s.page_setup.orientation, "portrait" if s.title == "Formulaire"
             else "landscape", name + ": its page")
        same(s.page_setup.fitToHeight, None if one else 0,
             name + ": as long as it is")
        ok("Page" in s.oddFooter.right.text, name + ": page numbers")
        same([str(r) for r in s.merged_cells.ranges], [], name + ": not merged")
        ok(all(c.font.sz >= 10 for line in s[area] for c in line),
           name + ": readable")
        ok(list(s.tables.values())[0].autoFilter is not None, name + ": filters")
        same([c.coordinate for line in s[area] for c in line
              if isinstance(c.value, str) and "@" not in c.number_format], [],
             name + ": text is text")
        for c in head:
            width = s.column_dimensions[c.column_letter].width
            longest = max(len(w) for w in c.value.split(" "))
            ok(width >= longest and s.row_dimensions[top].height >=
               15 * -(-len(c.value) // int(width + 2)),
               "%s: %s is not clipped" % (name, c.value))
        for chart in s._charts:
            ok(chart.title and chart.x_axis.title and chart.y_axis.title,
               name + ": a chart has its names")
            check_cache(s, chart, name)


def check_cache(sheet, chart, name):
    """What a chart keeps of its cells is what they say, and no more."""
    book, wrong = sheet.parent, []
    for series in chart.series:
        where, area = series.val.numRef.f.split("!")
        cells = [c for line in book[where.strip("'")][area.replace("$", "")]
                 for c in (line if isinstance(line, tuple) else (line,))]
        kept = {p.idx: p.v for p in series.val.numRef.numCache.pt or []}
        for k, c in enumerate(cells):
            if isinstance(c.value, str):
                wrong += [c.coordinate] if float(kept.get(k) or 0) else []
            elif abs(float(kept[k]) - c.value) > 1e-9:
                wrong.append(c.coordinate)
    same(wrong, [], name + ": a chart keeps what its cells say")


def parts(path):
    with zipfile.ZipFile(path) as z:
        return [(i.filename, z.read(i)) for i in z.infolist()]


def check_file(path, keys):
    for name, data in parts(path):
        root = ElementTree.fromstring(data)
        ok(not re.search(rb"<f[ >]", data), name + ": well formed, no formula")
        same([e for e in root.iter() if e.get("TargetMode") == "External"], [],
             name + ": nothing outside")
    text = b"\n".join(x for _, x in parts(path)).decode()
    same([k for k in keys if re.search(r"\b%s\b" % re.escape(k), text)], [],
         path + ": no key inside")
    book = openpyxl.load_workbook(path)
    p = book.properties
    same((p.creator, p.lastModifiedBy), (None, None), "no person named")
    same(str(p.created), DAY + " 00:00:00", "made on the day it is of")
    same(re.findall(r"<v>[^<]*,[^<]*</v>", text), [], "no decimal comma")


def make(to, cycle, period, path, **env):
    subprocess.run(
        ["phc-report", "-q", "-d", "r.db", "--to", to, "-t", DAY, cycle,
         period, "-o", path], check=True, env=dict(os.environ, **env))
    with open(path, "rb") as f:
        return f.read()


def figures(to, cycle, period):
    run = subprocess.run(
        ["phc-report", "--figures", "-d", "r.db", "--to", to, "-t", DAY,
         cycle, period], capture_output=True, text=True, check=True)
    return list(csv.DictReader(io.StringIO(run.stdout)))


def main():
    check_words()
    ends = ["%d-%02d-%02d" % (y, m, monthrange(y, m)[1]) for y, m in MONTHS]
    for since, day in zip([""] + ends, ends):
        assert month(day, since)
    keys = {r[k] for name, k in (("locataires", "household_id"),
                                 ("baux", "lease_id"),
                                 ("baux", "dwelling_id"))
            for r in house(name + ".csv") if len(r[k]) > 4}
    for to, cycle, period in PERIODS:
        path = "%s-%s.xlsx" % (to, period)
        first = make(to, cycle, period, path)
        book = openpyxl.load_workbook(path)
        same(book.sheetnames, [s["sheet"] for s in SHEETS
                               if mine(s, to, cycle[2:])], to + ": its sheets")
        check_figures(book, figures(to, cycle, period), to, cycle[2:], period)
        check_pages(book, to)
        check_file(path, keys)
        ok(make(to, cycle, period, "again.xlsx", LC_ALL="fr_FR.UTF-8",
                TZ="Pacific/Auckland") == first, to + ": the same bytes")
    print("1..%d" % n)
    return bad > 0


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    status = main()
    os.chdir("/")
sys.exit(status)
