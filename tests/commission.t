#!/usr/bin/python3
# The commission's workbook of the pilot, opened by another program: each cell is
# compared with the rows that went in; the same bytes in any order; what must not
# reach a workbook.
import csv, datetime, hashlib, io, os, random, re, signal, subprocess
import sys, tempfile, time, zipfile

try:
    import openpyxl
except ImportError:
    print("1..0 # SKIP no openpyxl")
    sys.exit()

HERE = os.path.dirname(os.path.abspath(__file__))
PILOT = HERE + "/data/pilot/expected/"
TEMP = tempfile.TemporaryDirectory()
os.chdir(TEMP.name)
DAY = "2016-09-01"
n = bad = 0


def ok(good, what, why=""):
    global n, bad
    n, bad = n + 1, bad + (not good)
    print("%sok %d - %s" % ("" if good else "not ", n, what))
    if not good:
        print("# " + str(why).replace("\n", "\n# "))


def same(got, want, what):
    ok(got == want, what, "got  %r\nwant %r" % (got, want))


def pipe(*commands):
    data = None
    for command in commands:
        data = subprocess.run(command, input=data, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, check=True).stdout
    return data.decode()


MATCH = ["phc-match", "-q", "-t", DAY, "--shortlist", "3", "-w",
         PILOT + "dwellings.csv", PILOT + "households.csv"]
rows_text = pipe(MATCH, ["phc-budget", "-q", "-t", DAY, "--target", "25"])
scores_text = pipe(MATCH + ["--score"])
rows = list(csv.DictReader(io.StringIO(rows_text)))
scores = list(csv.DictReader(io.StringIO(scores_text)))
with open("scores.csv", "w") as f:
    f.write(scores_text)
with open("rows.csv", "w") as f:
    f.write(rows_text)


def report(rows, *options, name="o.xlsx", fields=None, raw=None):
    out = io.StringIO()
    w = csv.DictWriter(out, fields or (rows[0].keys() if rows else []), lineterminator="\n",
                       extrasaction="ignore")
    w.writeheader()
    w.writerows(rows)
    data = raw if raw is not None else out.getvalue().encode("utf-8", "surrogateescape")
    run = subprocess.run(["phc-report", "--to", "commission", "-t", DAY, "-o", name,
                          *options], input=data, capture_output=True)
    return run.returncode, run.stderr.decode("utf-8", "replace")


def digest(name):
    with open(name, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


homes = {}
for r in rows:
    homes.setdefault(r["dwelling_id"], []).append(r)
few = sum(len(h) < 3 for h in homes.values())
status, said = report(rows, "--scores", "scores.csv", "--source", "rows.csv")
same((status, said), (0, "phc-report: o.xlsx: %d dwellings, %d candidates; dwellings "
      "with fewer than 3: %d\n" % (len(homes), len(rows), few)), "made, and said")
same(os.stat("o.xlsx").st_mode & 0o777, 0o600, "nobody else may read it")
book = openpyxl.load_workbook("o.xlsx")
same(book.sheetnames, ["Synthese", *sorted(homes), "Methode"],
     "a sheet for each dwelling, in order of key")

words, labels, dictionary = {}, {}, {}
with open(HERE + "/../lib/data/report-commission.csv") as f:
    layout = list(csv.DictReader(f))
for w in layout:
    if w["section"] == "word":
        words[w["column"], w["word"]] = w["label_fr"]
with open(HERE + "/../lib/data/columns.csv") as f:
    for c in csv.DictReader(f):
        if c["kind"] in ("household", "dwelling", "pair", "budget"):
            dictionary[c["column"]] = c["type"]


def date(s):
    return datetime.date.fromisoformat(s) if s else None


def months(a, b):
    m = (b.year - a.year) * 12 + b.month - a.month
    return m - (b.day < a.day)


def want(column, r):
    """What a cell of a row is to be, counted here."""
    at = date(DAY)
    if column == "age":
        born = date(r["birth_date"])
        return at.year - born.year - ((at.month, at.day) < (born.month, born.day))
    if column == "seniority":
        return months(date(r["applied_on"]), at)
    if column == "persons":
        return int(r["adults"]) + int(r["dependants"])
    if column == "composition":
        kind = ("couple" + ("_children" if r["dependants"] != "0" else "")
                if r["partner_birth_date"] else "adults" if int(r["adults"]) > 1
                else "lone_parent" if r["dependants"] != "0" else "single")
        return words[column, kind]
    if column == "listed":
        return len(homes[r["dwelling_id"]])
    if column == "few":
        return "Oui" if len(homes[r["dwelling_id"]]) < 3 else "Non"
    if column == "dwelling":
        return r["dwelling_id"]
    v, kind = r[column], dictionary[column]
    if v == "":
        return "n.d."
    if kind == "code":
        return words[column, v]
    if kind == "percent":
        return round(float(v) / 100, 8)
    return {"int": int, "money": float, "area": float}.get(kind, str)(v)


def table(sheet):
    area = list(sheet.tables.values())[0].ref
    head, *lines = sheet[area]
    return [c.value for c in head], lines


def check(section, lines, rows, where):
    items = [i for i in layout if i["section"] == section]
    wrong = []
    for line, r in zip(lines, rows):
        for cell, item in zip(line, items):
            got, wanted = cell.value, want(item["column"], r)
            if isinstance(wanted, float):
                got = round(got, 8) if isinstance(got, (int, float)) else got
            if got != wanted or (cell.data_type == "n") != isinstance(wanted, (int, float)):
                wrong.append("%s %s: %r, not %r" % (cell.coordinate, item["column"],
                                                    cell.value, wanted))
    ok(not wrong and len(lines) == len(rows), where, "\n".join(wrong[:10]))


head, lines = table(book["Synthese"])
same(head, [i["label_fr"] for i in layout if i["section"] == "summary"], "its headings")
check("summary", lines, [homes[h][0] for h in sorted(homes)], "Synthese: every cell")
same([l[0].hyperlink.location for l in lines], ["'%s'!A1" % h for h in sorted(homes)],
     "each dwelling leads to its sheet")
texts = {}
for h in sorted(homes):
    sheet = book[h]
    head, lines = table(sheet)
    check("candidate", lines, sorted(homes[h], key=lambda r: int(r["candidate_rank"])),
          h + ": every cell of its candidates")
    texts[h] = " ".join(str(row[0].value) for row in sheet.iter_rows() if row[0].value)
ok(all(sheet.sheet_properties.pageSetUpPr.fitToPage and
       sheet.page_setup.fitToHeight in (None, 1) and
       sheet.page_setup.fitToWidth in (None, 1) and
       sheet.page_setup.orientation == "landscape" for sheet in book if sheet.title in homes),
   "a dwelling is a page")
ok(all("Document interne – ne pas transmettre" in sheet.oddFooter.center.text
       for sheet in book), "each page says that it is internal")
ok(all("Décision de la commission" in t and "Motif" in t for t in texts.values()),
   "room for the decision and its reason")
rules = {}
with open(HERE + "/../lib/data/law/match-rules.csv") as f:
    for r in csv.DictReader(f):
        rules[r["rule"]] = r["label_fr"]
missing = []
for r in rows:
    for rule in r["doubts"].split() + r["notes"].split():
        if rules[rule] not in texts[r["dwelling_id"]]:
            missing.append((r["dwelling_id"], rule))
    # The lines are cut at spaces only.
    if r["minutes"] and r["minutes"].split("\u00a0")[0] not in texts[r["dwelling_id"]]:
        missing.append((r["dwelling_id"], "minutes"))
ok(not missing, "what the pairs have to verify, to note and for the minutes is there", missing[:5])
points = {}
for s in scores:
    points.setdefault((s["dwelling_id"], s["household_id"]), []).append(int(s["points"]))
missing = [k for k, v in points.items()
           if not re.search(re.escape(k[1]) + " — Points\u00a0: [^.]* %d\\b" % max(v), texts[k[0]])]
ok(not missing, "points one by one", missing[:5])
method = " ".join(str(c.value) for row in book["Methode"].iter_rows() for c in row)
ok(digest("rows.csv") in method and "la commission d’attribution décide" in method,
   "Methode: the file and who decides")
with zipfile.ZipFile("o.xlsx") as z:
    xml = b"".join(z.read(name) for name in z.namelist())
ok(b"<f>" not in xml and b"<mergeCell" not in xml, "no formula, no merged cell")

# The same rows are the same bytes.
first = digest("o.xlsx")
random.seed(20160901)
for i in range(3):
    random.shuffle(rows)
    random.shuffle(scores)
    with open("scores.csv", "w") as f:
        w = csv.DictWriter(f, scores[0].keys(), lineterminator="\n")
        w.writeheader()
        w.writerows(scores)
    report(rows, "--scores", "scores.csv", "--source", "rows.csv")
    same(digest("o.xlsx"), first, "the same bytes in another order")

# What is wrong is said, and what was there stays.
some = homes[sorted(homes)[0]]
some = sorted(some, key=lambda r: int(r["candidate_rank"]))


def wrong(what, rows, status, message, **options):
    got, said = report(rows, **options)
    ok(got == status and re.search(message, said), what, "%d: %s" % (got, said))
    if status == 2:
        same(digest("o.xlsx"), first, what + ": what was there stays")


wrong("two of a rank", [some[0], {**some[1], "candidate_rank": "1"}], 2,
      "dwelling '%s' has two candidates of rank 1" % some[0]["dwelling_id"])
wrong("one twice", [some[0], {**some[0], "candidate_rank": "2"}], 2, "has a candidate twice")
for column in ("dwelling_id", "household_id", "candidate_rank", "effort_rate", "score"):
    wrong("no " + column, some, 2, "no column '%s'" % column,
          fields=[f for f in some[0] if f != column])
wrong("no row", [], 2, "no candidate", fields=list(some[0]))
wrong("no header", [], 2, "", raw=b"")
wrong("a folder that is not there", some, 2, "cannot write", name="none/o.xlsx")
wrong("a row of no dwelling", [some[0], {**some[1], "dwelling_id": ""}], 1,
      "dwelling_id")
book = openpyxl.load_workbook("o.xlsx")
ok(any("partielle" in str(c.value) for row in book["Synthese"].iter_rows() for c in row),
   "and the workbook says that it is partial")
for what, value in (("a control character", "x\x01y"), ("a NUL in words", "_x0000_"),
                    ("40,000 characters", "é" * 40000), ("invalid UTF-8", "\udcff\udcfe"),
                    ("U+FFFE", "\ufffe"), ("a line in a key", "a\nb")):
    for column in ("dwelling_id", "household_id", "commune_name"):
        wrong("%s in %s" % (what, column), [some[0], {**some[1], column: value}], 1,
              "stdin|-:|:[0-9]+: .*(%s|UTF-8|control|characters?)" % column)

# Names that Excel does not take, and payloads.
keys = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "a/b", "a:b", "[x]*?", "History",
        "history", "synthese", "METHODE", "'quoted'", "x" * 40, "x" * 31 + "y", "É", "é", "e",
        "\U0001f3e0" * 20, "&amp;<b>", "A~2", "a", "A"]
odd = [{**some[0], "dwelling_id": k, "household_id": "=HYPERLINK(\"http://x\")" + str(i)}
       for i, k in enumerate(keys)]
status, said = report(odd)
same(status, 0, "any key makes a sheet")
book = openpyxl.load_workbook("o.xlsx")
names = book.sheetnames[1:-1]
same(len(names), len(keys), "one each")
ok(len({x.casefold() for x in names}) == len(keys), "no two alike", names)
ok(all(0 < len(x.encode("utf-16-le")) // 2 <= 31 and not re.search(r"[][:*?/\\]", x) and
       x.lower() != "history" and x[0] != "'" and x[-1] != "'" for x in names),
   "all as Excel takes them", names)
head, lines = table(book["Synthese"])
same(sorted(l[0].value for l in lines), sorted(keys), "the keys are there as they are")
ok(all(c.data_type in "sn" for sheet in book for row in sheet.iter_rows() for c in row),
   "and nothing is a formula")
same([l[0].hyperlink.location.replace("''", "\0").split("'")[1].replace("\0", "'")
      for l in lines], names, "links lead to them")

# Told to stop while it writes, it leaves nothing behind.
with open("many.csv", "w") as f:
    w = csv.DictWriter(f, some[0].keys(), lineterminator="\n")
    w.writeheader()
    w.writerows({**r, "dwelling_id": "D%d" % i} for i in range(4000) for r in some)
os.mkdir("stop")
for sign, again in ((signal.SIGTERM, .3), (signal.SIGTERM, .8), (signal.SIGINT, .5)):
    run = subprocess.Popen(["phc-report", "-q", "--to", "commission", "-t", DAY, "-o",
                            "stop/o.xlsx", "many.csv"])
    time.sleep(again)
    run.send_signal(sign)
    run.wait()
    time.sleep(.1)
    ok(run.returncode != 0 and os.listdir("stop") == [],
       "stopped by %s: nothing is left" % sign.name, "%d %s" % (run.returncode, os.listdir("stop")))
print("1..%d" % n)
os.chdir("/")
sys.exit(bad > 0)
