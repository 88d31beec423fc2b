#!/usr/bin/python3
# The workbook, opened by another program: values recounted from the rows,
# formats, pages, chart; what must not be in it; the same bytes every time.
import csv, os, random, re, subprocess, sys, tempfile, zipfile
from statistics import median
from xml.etree import ElementTree

try:
    import openpyxl
except ImportError:
    print("1..0 # SKIP no openpyxl")
    sys.exit()

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = HERE + "/../lib/data/"
ROWS = HERE + "/data/report/rows.csv"
TEMP = tempfile.TemporaryDirectory()
DAY = "2016-09-01"
MONEY, PERCENT, COUNT = '#,##0.00\\ "€"_0', "0.0\\ %_0", "#,##0_0"
n = bad = 0


def ok(good, what):
    global n, bad
    n, bad = n + 1, bad + (not good)
    print("%sok %d - %s" % ("" if good else "not ", n, what))
    return good


def same(got, want, what):
    if not ok(got == want, what):
        print("# got  %r\n# want %r" % (got, want))


def write(to, name="out.xlsx", rows=ROWS, **env):
    path = os.path.join(TEMP.name, name)
    with open(rows) as stdin:
        subprocess.run(
            ["phc-report", "-q", "--to", to, "-t", DAY, "--source", ROWS, "-o", path],
            stdin=stdin, check=True, env=dict(os.environ, **env))
    with open(path, "rb") as file:
        return path, file.read()


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


rows = read(ROWS)
words = {}
for w in read(DATA + "report-words.csv"):
    words.setdefault(w["column"], {})[w["value"]] = w["label"]


def table(sheet, which=0):
    """The cells of a sheet's table: its headings, and its lines as dicts."""
    area = list(sheet.tables.values())[which].ref
    head, *lines = sheet[area]
    head = [c.value for c in head]
    return head, [dict(zip(head, line)) for line in lines]


def total(sheet):
    last = sheet[list(sheet.tables.values())[0].ref][-1][0].row + 1
    return [c.value for c in sheet[last]]


def number(row, column):
    return float(row[column]) if row[column] else None


def known(column):
    return [float(r[column]) for r in rows if r[column]]


def count(column, *values):
    return sum(r[column] in values for r in rows)


# What the rows come to, counted here.
homes = {r["dwelling_id"]: r for r in rows if r["dwelling_id"]}
summary = {
    "Ménages retenus": (len(rows), COUNT),
    "Logements attribués": (len(homes), COUNT),
    "Ménages prioritaires":
        (count("priority", "pdalpd", "agreement", "dalo"), COUNT),
    "Ménages sous le plafond PLAI": (count("eligible_plai", "yes"), COUNT),
    "Part des ménages sous le plafond PLAI":
        (count("eligible_plai", "yes") / len(rows), PERCENT),
    "Ménages à moins de 20 % du plafond":
        (count("ceiling_band", "under_20"), COUNT),
    "Part des ménages à moins de 20 % du plafond":
        (count("ceiling_band", "under_20") / len(rows), PERCENT),
    "Ménages au taux d’effort de 25 % au plus":
        (count("effort_class", "to_25"), COUNT),
    "Ménages au taux d’effort supérieur à 33 %":
        (count("effort_class", "over_33"), COUNT),
    "Ménages sans ressources": (count("effort_class", "none"), COUNT),
    "Taux d’effort brut médian": (median(known("effort_rate")) / 100, PERCENT),
    "Taux d’effort net médian":
        (median(known("effort_rate_net")) / 100, PERCENT),
    "Ménages dont l’aide est connue (taux net)":
        (count("effort_basis", "net"), COUNT),
    "Dont l’aide est notifiée par la CAF":
        (count("aid_basis", "notified"), COUNT),
    "Ménages dont le coût est incomplet":
        (count("forfait_missing", "1"), COUNT),
    "Reste pour vivre médian": (median(known("remainder")), MONEY),
    "Bouclier : taux cible": (median(known("shield_target")) / 100, PERCENT),
    "Bouclier : ménages concernés":
        (sum(v > 0 for v in known("shield_gap")), COUNT),
    "Bouclier : montant mensuel": (sum(known("shield_gap")), MONEY),
    "Attributions sous réserve": (sum(r["doubts"] != "" for r in rows), COUNT),
}


def check_summary(book):
    _, lines = table(book["Synthese"])
    got = {l["Indicateur"].value.replace("\u00a0", " "): l for l in lines}
    same(sorted(got), sorted(summary), "every indicator, and no other")
    for label, (value, code) in summary.items():
        cell = got[label]["Valeur"]
        ok(abs(cell.value - value) < 1e-9, "%s is %s" % (label, value))
        same(cell.number_format, code, "%s: its format" % label)
    first = got["Ménages retenus"]
    same([first[k].value for k in
          ("Objectif minimal", "Objectif maximal", "Part du minimum")],
         [50, 100, len(rows) / 50], "targets of the agreement")


def check_groups(book, name, column):
    head, lines = table(book[name])
    label = words[column]
    same([l[head[0]].value for l in lines], list(label.values()),
         name + ": every class, in order")
    same([l["Ménages"].value for l in lines],
         [count(column, v) for v in label], name + ": counts")
    ok(all(abs(l["Part"].value - l["Ménages"].value / len(rows)) < 1e-9
           for l in lines), name + ": shares")
    same(total(book[name])[:3], ["Total", len(rows), 1], name + ": total")


def classes(column, value):
    """The word of the class that a number is in."""
    if value is None:
        return "n.d."
    return [w for v, w in words[column].items() if not v or float(v) <= value][-1]


def age(birth):
    return int(DAY[:4]) - int(birth[:4]) - (DAY[5:] < birth[5:])


def check_households(book):
    head, lines = table(book["Menages"])
    same([l["N°"].value for l in lines],
         ["M%03d" % (i + 1) for i in range(len(rows))], "households: numbers")
    want = sorted(
        (words["type"].get(r["type"], "n.d."),
         classes("age", age(r["birth_date"])),
         classes("income", number(r, "income")),
         words["ceiling_band"][r["ceiling_band"]],
         words["effort_class"][r["effort_class"]],
         words["effort_basis"].get(r["effort_basis"], "n.d."),
         classes("remainder", number(r, "remainder")),
         classes("shield_gap", number(r, "shield_gap"))) for r in rows)
    got = sorted(tuple(l[k].value for k in (
        "Type", "Âge", "Ressources mensuelles", "Revenu sur plafond",
        "Taux d’effort", "Taux", "Reste pour vivre", "Bouclier mensuel"))
        for l in lines)
    same(got, want, "households: classes")
    ok(all(isinstance(c.value, str) for l in lines for c in l.values()),
       "households: no amount of one household")
    shown = [tuple(c.value for c in l.values())[1:3] for l in lines]
    same(shown[-1], ("n.d.", "n.d."), "households: one without a dwelling, last")
    same(sorted(shown[:-1]), shown[:-1], "households: in order of what is shown")


def check_dwellings(book):
    _, lines = table(book["Logements"])
    want = sorted((float(d["rent"]), float(d["surface"]), d["financing"])
                  for d in homes.values())
    same(sorted((l["Loyer"].value, l["Surface"].value, l["Financement"].value)
                for l in lines), want, "dwellings: each once")
    same(lines[0]["Loyer"].number_format, MONEY, "dwellings: rents in euros")
    same(lines[0]["Surface"].number_format, '#,##0.00\\ "m²"_0',
         "dwellings: square metres")
    same(lines[0]["Commune"].number_format, "@", "dwellings: text is text")


def check_territories(book):
    _, lines = table(book["Territoires"])
    same(sum(l["Ménages"].value for l in lines), len(rows),
         "territories: every household")
    places = {r["commune_name"] for r in rows if r["commune_name"]} | {"n.d."}
    same({l["Commune"].value for l in lines}, places, "territories: communes")
    lens = [l for l in lines if l["Commune"].value == "Lens"][0]
    same(lens["Ménages"].value, count("commune", "62498"), "territories: Lens")
    same(lens["T2"].value, sum(r["commune"] == "62498" and r["type"] == "T2"
                               for r in rows), "territories: its T2")
    same(total(book["Territoires"])[:3], ["Total", "–", len(rows)],
         "territories: total")


def check_method(book):
    _, lines = table(book["Methode"])
    text = {l["Élément"].value: l["Contenu"].value for l in lines}
    same(text["Date de référence"], "1er septembre 2016", "method: date")
    ok("phc " in text["Outil"], "method: version")
    same(text["Fichier"], "rows.csv (%d octets)" % os.path.getsize(ROWS),
         "method: input file")
    same(text["Lignes retenues"], str(len(rows)), "method: rows")
    ok("(ETLL1525012A), en vigueur depuis le 1er janvier 2016" in
       text["Plafonds PLAI"], "method: text in force, with its date")
    ok("(non confirmé)" in text["Plafonds PLAI"], "method: unconfirmed text")
    ok("R441-3-1" in text["Taux d’effort"] or any(
        "R441-3-1" in l["Contenu"].value for l in lines), "method: effort")


def check_pages(book):
    for s in book:
        name = s.title
        area = list(s.tables.values())[0].ref
        head = s[area][0]
        top = head[0].row
        same(s.freeze_panes, "B%d" % (top + 1), name + ": header frozen")
        same(s.print_title_rows, "$%d:$%d" % (top, top), name + ": repeated")
        same((s.page_setup.orientation, s.page_setup.paperSize,
              s.sheet_properties.pageSetUpPr.fitToPage),
             ("landscape", 9, True), name + ": A4 landscape, fitted")
        same(s.page_setup.fitToHeight, None if name == "Synthese" else 0,
             name + ": as long as it is")
        ok("Page" in s.oddFooter.right.text, name + ": page numbers")
        same([str(r) for r in s.merged_cells.ranges], [], name + ": not merged")
        ok(all(c.value not in (None, "") for line in s[area] for c in line),
           name + ": no blank cell")
        ok(all(c.font.sz >= 10 for line in s[area] for c in line),
           name + ": readable")
        ok(list(s.tables.values())[0].autoFilter is not None, name + ": filters")
        for c in head:
            width = s.column_dimensions[c.column_letter].width
            longest = max(len(w) for w in c.value.split(" "))
            ok(width >= longest and s.row_dimensions[top].height >=
               15 * -(-len(c.value) // int(width + 2)),
               "%s: %s is not clipped" % (name, c.value))


def check_chart(path):
    book = openpyxl.load_workbook(path)
    chart = book["Effort"]._charts[0]
    text = lambda t: "".join(r.t for p in t.tx.rich.p for r in p.r or [])
    same(text(chart.title), "Ménages par classe de taux d’effort", "chart: title")
    same((text(chart.x_axis.title), text(chart.y_axis.title)),
         ("Taux d’effort", "Ménages"), "chart: axes")
    series = chart.series[0]
    head, lines = table(book["Effort"])
    top = lines[0][head[0]].row
    same(series.val.numRef.f, "Effort!$B$%d:$B$%d" % (top, top + len(lines) - 1),
         "chart: its counts")
    same([float(p.v) for p in series.val.numRef.numCache.pt],
         [l["Ménages"].value for l in lines], "chart: as shown")
    drawings = [x.decode() for p, x in parts(path) if "drawings/drawing" in p]
    ok(any('descr="Ménages par classe de taux d’effort. ≤\u00a025\u00a0%'
           in d for d in drawings), "chart: in words")


def parts(path):
    with zipfile.ZipFile(path) as z:
        return [(i.filename, z.read(i)) for i in z.infolist()]


def check_secrets(path):
    text = b"\n".join(p.encode() + x for p, x in parts(path)).decode()
    for column in ("household_id", "dwelling_id", "birth_date", "rpls_id",
                   "partner_birth_date", "applied_on"):
        values = {r[column] for r in rows if r[column]}
        same([v for v in values if v in text], [], "no %s inside" % column)
    same([r["income"] for r in rows if float(r["income"] or 0) and
          ">%s<" % r["income"] in text], [], "no income inside")


def check_file(path):
    for name, data in parts(path):
        root = ElementTree.fromstring(data)
        ok(not re.search(rb"<f[ >]", data), name + ": well formed, no formula")
        same([e for e in root.iter() if e.get("TargetMode") == "External"], [],
             name + ": nothing outside")
    book = openpyxl.load_workbook(path)
    p = book.properties
    same((p.creator, p.lastModifiedBy), (None, None), "no person named")
    same(str(p.created), DAY + " 00:00:00", "made on the day it is of")
    ok(all(len(c.value) <= 255 for s in book for line in s.iter_rows()
           for c in line if isinstance(c.value, str)), "no text is too long")


def check_bytes():
    _, first = write("ddtm")
    for env in ({"TZ": "Pacific/Auckland"}, {"LC_ALL": "fr_FR.UTF-8"},
                {"TZ": "America/Los_Angeles", "LC_ALL": "C"}):
        ok(write("ddtm", "again.xlsx", **env)[1] == first,
           "the same bytes with %s" % env)
    with open(ROWS, encoding="utf-8") as file:
        head, *lines = file.readlines()
    random.Random(1).shuffle(lines)
    other = os.path.join(TEMP.name, "rows.csv")
    with open(other, "w", encoding="utf-8") as file:
        file.writelines([head] + lines)
    ok(write("ddtm", "again.xlsx", other)[1] == first,
       "the same bytes from the rows in another order")
    same(write("departement")[1] == first, False, "another report is another")


def check_french():
    path, _ = write("ddtm", LC_ALL="fr_FR.UTF-8")
    sheet = dict(parts(path))["xl/worksheets/sheet1.xml"].decode()
    same(re.findall(r"<v>[^<]*,[^<]*</v>", sheet), [], "no decimal comma")


common = ["Menages", "Logements", "Plafonds", "Effort", "Methode"]
for to, sheets in (("ddtm", ["Synthese"] + common),
                   ("departement", ["Synthese", "Territoires"] + common)):
    path, _ = write(to)
    book = openpyxl.load_workbook(path)
    same(book.sheetnames, sheets, to + ": sheets")
    if to == "ddtm":
        check_summary(book)
        check_chart(path)
    else:
        check_territories(book)
    check_households(book)
    check_dwellings(book)
    check_groups(book, "Plafonds", "ceiling_band")
    check_groups(book, "Effort", "effort_class")
    check_method(book)
    check_pages(book)
    check_secrets(path)
    check_file(path)
check_bytes()
check_french()
print("1..%d" % n)
sys.exit(bad > 0)
