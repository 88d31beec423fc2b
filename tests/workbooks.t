#!/usr/bin/python3
# workbooks.t: the workbooks of the pilot, of each month and each year, for each
# addressee, made in their order over one register that remembers them.  Each
# value of the sheet Donnees is what figures.t works out from the files that went
# in, or is masked where a table says so; and each stands on its sheet, at its
# line and in its column.  A count of people from 1 to 4 is never there, nor is
# what fewer than 5 households stand behind, however much it is.
import csv, datetime, os, re, subprocess, sys, tempfile, zipfile

HERE = os.path.dirname(os.path.abspath(sys.argv[0]))
try:
    import openpyxl
except ImportError:
    print("1..0 # SKIP no openpyxl")
    sys.exit(0)
with open(os.path.join(HERE, "figures.t")) as f:
    exec(compile(f.read().split("def main()")[0], "figures.t", "exec"))

DATA = os.path.join(HERE, "../lib/data")
K = 5


def table(name):
    with open(os.path.join(DATA, name + ".csv"), newline="") as f:
        return list(csv.DictReader(f))


INDICATORS = table("report-indicators")
WORDS = {(r["of"], r["word"]): r["label_fr"] for r in table("report-words")}
NAMES = {r["insee"]: r["name"] for r in law("communes")}
MONTH = ("janvier février mars avril mai juin juillet août septembre octobre "
         "novembre décembre").split()


def long_month(m):
    return "%s %s" % (MONTH[int(m[5:7]) - 1], m[:4])


def label(dimension, word):
    if dimension == "commune" and word in NAMES:
        return NAMES[word]
    if dimension == "month":
        return long_month(word)
    return WORDS.get((dimension, word)) or WORDS.get(("", word)) or word


class Report:
    """What a workbook should hold, by code, and where."""

    def __init__(self, to, cycle, a, b):
        self.to, self.cycle, self.a, self.b = to, cycle, a, b
        self.rows = [r for r in INDICATORS if to in r["report"].split()
                     and cycle in r["cycle"].split()]
        self.of = {r["code"]: r for r in self.rows}
        self.dims = {r["code"]: [d.split(":")[0]
                                 for d in r["dimensions"].split()]
                     for r in self.rows}

    def when(self, period):
        if period.startswith(".."):
            return "jusqu’à " + period[3:10]
        return period

    def shown(self, cells):
        """Cells as sheet Donnees names them."""
        out = {}
        for (code, m1, m2, period), (value, n) in cells.items():
            base = re.sub("_(target|reached)$", "", code)
            r = self.of.get(code) or self.of[base]
            few = cells.who.get(code, {}).get((code, m1, m2, period), K) < K
            name = r["label_fr"].replace("\u00a0", " ")
            if code != r["code"]:
                name += " : " + WORDS["moment", code[len(base) + 1:]]
            words = " | ".join(label(d, m) for d, m in
                               zip(self.dims[r["code"]], (m1, m2)))
            out.setdefault((name, words, self.when(period)), []).append(
                (code, r, value, n, (m1, m2), few))
        return out


def unit_of(r, code):
    return "percent" if code.endswith("_reached") else r["unit"]


def held(x, unit):
    """A cell's value as an integer of its unit."""
    if x is None or isinstance(x, str):
        return None
    return round(Fraction(str(x)) * {"euro": 100, "percent": 10000}.get(
        unit, 1))


def data(book):
    rows = list(book["Donnees"].iter_rows(values_only=True))
    assert rows[0] == ("indicateur", "dimension", "modalité", "période",
                       "valeur", "n", "masqué"), rows[0]
    return [list(r) for r in rows[1:]]


def protected(r, code):
    return (r["unit"] == "count" and not re.search("_(target|reached)$", code)
            and r["counts"] in ("", "household"))


class Check:
    def __init__(self):
        self.wrong, self.masked, self.seen = [], 0, set()

    def say(self, *what):
        self.wrong.append(" ".join(map(str, what)))

    def one(self, row, want):
        name, _, words, when, value, n, masked = row
        good = []
        for code, r, v, count, ms, few in want:
            unit = unit_of(r, code)
            if masked == 1:
                good.append(value is None and n is None)
            elif protected(r, code) and v is not None and 0 < v < K:
                good.append(False)
            elif few and r["counts"] != "none" and v not in (None, 0):
                good.append(False)
            else:
                good.append(held(value, unit) == v and
                            (n is None or n == count))
        self.masked += masked
        if not any(good):
            self.say(name, words, when, ": ", value, n, masked, "not",
                     [w[2:4] for w in want])


def alerts(rows, cells, b):
    """The lines of one household each: their alert and month, not who."""
    day = date.fromisoformat(b)
    want = sorted((label("alert", k[2]), "" if v[0] is None else
                   (day + timedelta(v[0])).isoformat()[:7])
                  for k, v in cells.items() if k[0] == "alert")
    got = sorted((r[2].split(" | ")[1], month_of(r[4])) for r in rows)
    return [] if want == got else ["alerts: %s, not %s" % (got[:3], want[:3])]


def month_of(x):
    if isinstance(x, datetime.datetime):
        return "%d-%02d" % (x.year, x.month)
    return "" if x is None else str(x)


def place(report, code, r, ms, moment):
    """The texts of its line, and its column, as table report-indicators has
    them."""
    dims = report.dims[r["code"]]
    column, line = r["column_fr"], [r["line_fr"]] if r["line_fr"] else []
    words = dict(zip(dims, (label(d, m) for d, m in zip(dims, ms))))
    if column.startswith("@"):
        column = words.pop(column[1:])
    elif column == "":
        column = moment
    return line + list(words.values()), column


def grid(sheet):
    """The lines of the one table of a sheet: their texts and cells."""
    (t,) = sheet.tables.values()
    (head, *lines) = [[c.value for c in row] for row in sheet[t.ref]]
    assert len(set(head)) == len(head) and None not in head, head
    return head, lines


def find(head, lines, texts, column):
    if column not in head:
        return []
    at = head.index(column)
    return [x[at] for x in lines
            if all(any(c == t for c in x[:at]) for t in texts)]


def stands(report, book, cells, masked):
    """Whether each figure stands where it should."""
    wrong, grids = [], {}
    for (code, m1, m2, period), (value, n) in cells.items():
        base = re.sub("_(target|reached)$", "", code)
        r = report.of.get(code) or report.of[base]
        if r["column_fr"] == "-" or "=" in r["column_fr"] or code == "alert":
            continue
        moments = r["moments"].split()
        cycle = report.cycle
        moment = WORDS["moment", "start"] if period.startswith("..") else \
            WORDS["moment", cycle] if period == report.a[:len(period)] else \
            WORDS["moment", cycle + "-previous"]
        if code != r["code"]:
            moment = WORDS["moment", code[len(base) + 1:]]
        if r["sheet"] not in grids:
            grids[r["sheet"]] = grid(book[r["sheet"]])
        head, lines = grids[r["sheet"]]
        if moment not in head:
            moment = WORDS["moment", "value"]
        texts, column = place(report, code, r, (m1, m2), moment)
        got = find(head, lines, texts, column)
        want = "s" if (code, m1, m2, period) in masked else value
        unit = unit_of(r, code)
        ok = [x for x in got if x == want or
              (want is None and x in ("n.d.", "–", None)) or
              (want == 0 and x == "–") or
              (unit == "yes" and x in ("Oui", "Non") and
               want == (x == "Oui")) or
              (want not in ("s", None) and held(x, unit) == want)]
        if not ok:
            wrong.append("%s: %s %s: %s, not %s" % (
                r["sheet"], texts, column, got, want))
    return wrong


def parts(path):
    """What no part of the file may hold."""
    wrong = []
    with zipfile.ZipFile(path) as z:
        for name in z.namelist():
            text = z.read(name).decode()
            if re.search(r"<f[ >]|<mergeCell|<dc:creator>[^<]", text):
                wrong.append("%s: a formula, a merged cell or a person" % name)
            if re.search(r"\d{18}|0621\d{3,}", re.sub("<[^>]*>", " ", text)):
                wrong.append("%s: a key" % name)
    return wrong


def check(path, report, cells, codes):
    c = Check()
    book = openpyxl.load_workbook(path)
    rows, want, masked = data(book), report.shown(cells), set()
    lines = [r for r in rows if r[0] == report.of.get(
        "alert", {"label_fr": ""})["label_fr"]]
    for r in rows:
        if r in lines:
            continue
        name = r[0] = r[0].replace("\u00a0", " ")
        of = want.get((name, r[2] or "", r[3]))
        if of is None:
            codes_of = [x for x in report.rows if name.startswith(x["label_fr"].replace("\u00a0", " "))]
            if not codes_of:
                c.say(name, "is of no indicator")
            elif r[6] == 0 and r[4] not in (None, 0):
                c.say(name, r[2], r[3], ":", r[4], "of nothing")
            continue
        c.one(r, of)
        c.seen.add((name, r[2] or "", r[3]))
        if r[6] == 1:
            masked |= {(w[0], *w[4], p) for w in of
                       for p in {k[3] for k in cells if k[0] == w[0]}
                       if report.when(p) == r[3]}
    if report.to == "ddtm" and report.cycle == "month":
        c.wrong += alerts(lines, cells, report.b)
    c.wrong += ["%s is not there" % (k,) for k in set(want) - c.seen
                if want[k][0][0] != "alert"]
    c.wrong += stands(report, book, cells, masked) + parts(path)
    return c, len(rows)


def issues():
    for y, m in MONTHS:
        a = "%d-%02d-01" % (y, m)
        b = last_of(a[:7])
        for to in ("ddtm", "departement"):
            yield to, "month", a, b
        if b in ("2015-12-31", "2016-08-31"):
            for to in ("ddtm", "departement", "form"):
                yield to, "year", "%d-01-01" % y, b


def main():
    ends = ["%d-%02d-%02d" % (y, m, monthrange(y, m)[1]) for y, m in MONTHS]
    for since, day in zip([""] + ends, ends):
        assert month(day, since)
    n = 0
    for to, cycle, a, b in issues():
        path = "%s-%s.xlsx" % (to, a[:4 if cycle == "year" else 7])
        run = subprocess.run(
            ["phc-report", "-d", "r.db", "--to", to, "-t", b, "--" + cycle,
             a[:4 if cycle == "year" else 7], "-o", path, "--key", "key"],
            capture_output=True, text=True)
        n += 1
        name = "%s, %s to %s" % (to, a, b)
        if run.returncode:
            print("not ok %d - %s: %s" % (n, name, run.stderr.strip()))
            continue
        report = Report(to, cycle, a, b)
        c, rows = check(path, report, *expected(World(b), to, cycle, a, b))
        print("%sok %d - %s: %d values, %d masked" % (
            "not " if c.wrong else "", n, name, rows, c.masked))
        for line in c.wrong[:12]:
            print("# " + line)
    print("1..%d" % n)


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    main()
    os.chdir("/")
