#!/usr/bin/python3
# A workbook, broken in as many ways as one can think of: each is refused before
# it has its name, and the message says what is wrong.  What is compared with is
# read from the good one here, not by the library.
import os, re, shutil, subprocess, sys, tempfile, zipfile, zlib
from xml.etree import ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
os.chdir(HERE + "/..")
TEMP = tempfile.TemporaryDirectory()
TESTER = TEMP.name + "/verify"
GOOD, BAD = TEMP.name + "/good.xlsx", TEMP.name + "/bad.xlsx"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
n = bad = 0


def ok(good, what, why=""):
    global n, bad
    n, bad = n + 1, bad + (not good)
    print("%sok %d - %s" % ("" if good else "not ", n, what))
    if not good:
        print("# " + str(why).strip().replace("\n", "\n# "))


def build():
    libs = ["-lzip", "-lexpat", "-lm"]
    subprocess.run(
        [os.environ.get("CC", "cc"), "-std=c11", "-O1", "-D_POSIX_C_SOURCE=200809L",
         *os.environ.get("CFLAGS", "").split(), "-Iinclude", "-o", TESTER,
         "tests/report/verify.c", os.environ["BUILD"] + "/libphc.a", *libs],
        check=True)
    register = TEMP.name + "/r.db"
    subprocess.run(["tests/report/register.sh", register], check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["phc-report", "-q", "-d", register, "--to", "departement", "-t",
                    "2016-08-31", "--year", "2016", "-o", GOOD], check=True)


def parts(path):
    with zipfile.ZipFile(path) as z:
        return {i.filename: z.read(i) for i in z.infolist()}


def column(ref):
    c = 0
    for ch in re.match("[A-Z]+", ref)[0]:
        c = c * 26 + ord(ch) - 64
    return c - 1


def cells(part):
    strings = ["".join(t.text or "" for t in si.iter(MAIN + "t"))
               for si in ElementTree.fromstring(part["xl/sharedStrings.xml"])]
    names = [s.get("name") for s in ElementTree.fromstring(
        part["xl/workbook.xml"]).iter(MAIN + "sheet")]
    lines = []
    for i in range(len(names)):
        sheet = ElementTree.fromstring(part["xl/worksheets/sheet%d.xml" % (i + 1)])
        for c in sheet.iter(MAIN + "c"):
            v = c.findtext(MAIN + "v")
            if v is not None:
                s = c.get("t") == "s"
                lines.append("%d\t%d\t%d\t%s\t%s\n" % (
                    i, int(re.search("[0-9]+", c.get("r"))[0]) - 1,
                    column(c.get("r")), "s" if s else "n",
                    strings[int(v)] if s else v))
    return names, lines


def put(part, path=BAD, twice=None):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in part.items():
            z.writestr(name, data)
        if twice:
            z.writestr(twice, part[twice])


def verify(names, lines):
    tables = sum("/tables/" in k for k in PARTS)
    run = subprocess.run([TESTER, BAD, str(tables), *names], input="".join(lines), text=True,
                         capture_output=True)
    return run.returncode, run.stdout + run.stderr


def refused(what, want, names=None, lines=None):
    """The file BAD is refused, and the message has 'want' in it."""
    status, said = verify(NAMES if names is None else names,
                          CELLS if lines is None else lines)
    ok(status == 1 and "came out wrong: " in said and re.search(want, said),
       "%s: refused" % what, "status %d: %s" % (status, said))


def edit(what, part, old, new, want, count=1):
    """A part where 'old' is 'new', which may be a pattern of bytes."""
    got = re.sub(old.encode(), new.encode() if isinstance(new, str) else new,
                 PARTS[part], count, re.S)
    if got == PARTS[part]:
        return ok(False, what, "nothing changed")
    put({**PARTS, part: got})
    refused(what, want)


try:
    import warnings
    warnings.simplefilter("ignore")
    build()
except (OSError, subprocess.CalledProcessError) as why:
    print("Bail out! " + str(why))
    sys.exit(1)
PARTS = parts(GOOD)
NAMES, CELLS = cells(PARTS)
SHEET, BOOK, TYPES = "xl/worksheets/sheet7.xml", "xl/workbook.xml", "[Content_Types].xml"

# What is not broken is not refused.
shutil.copy(GOOD, BAD)
ok(verify(NAMES, CELLS) == (0, ""), "the good one is good", verify(NAMES, CELLS))
put(PARTS)
ok(verify(NAMES, CELLS) == (0, ""), "so it is in another archive")
ok(verify(NAMES, []) == (0, ""), "and with no word of its cells")

# The archive.
whole = open(GOOD, "rb").read()
for cut in (0, 10, len(whole) // 2, len(whole) - 30, len(whole) - 1):
    open(BAD, "wb").write(whole[:cut])
    refused("cut to %d bytes" % cut, "[a-z]")
open(BAD, "wb").write(whole + b"x")
refused("a byte more", "[a-z]")
open(BAD, "wb").write(b"\0" * len(whole))
refused("zeros", "[a-z]")
os.unlink(BAD)
refused("no file", "[Nn]o such file")
with zipfile.ZipFile(GOOD) as z:
    held = [(i.header_offset + 30 + len(i.filename.encode()), i.compress_size, i.filename)
            for i in z.infolist()]
for i, (at, size, name) in enumerate(held):
    flipped = bytearray(whole)
    flipped[at + size * (i % 7 + 1) // 9] ^= 1 << i % 8
    open(BAD, "wb").write(flipped)
    refused("a bit of " + name, "[a-z]")
put({**PARTS, "xl/calcChain.xml": b"<calcChain/>"})
refused("a part more", "a part 'xl/calcChain.xml' that it has not")
put({**PARTS, "xl/vbaProject.bin": b"x"})
refused("a macro", "a part 'xl/vbaProject.bin'")
put({**PARTS, "xl/worksheets/sheet01.xml": PARTS[SHEET]})
refused("a part whose number begins with 0", "sheet01")
put({**PARTS, "xl/worksheets/sheet77.xml": PARTS[SHEET]})
refused("a sheet that nothing names", "sheet77.xml: no relation")
put(PARTS, twice=SHEET)
refused("a part twice", "File already exists")
for name in PARTS:
    put({k: v for k, v in PARTS.items() if k != name})
    refused("no " + name, name.split("/")[-1].replace("[", "\\[").replace("]", "\\]") +
            "|rId1|sheet|shared|no string")

# XML.
for name in PARTS:
    put({**PARTS, name: PARTS[name][:-3]})
    refused(name + " without its end", re.escape(name) + ": line ")
edit("not UTF-8", "xl/sharedStrings.xml", "<t>R", b"<t>\xff", "sharedStrings.*not well-formed")
edit("a lone surrogate", "xl/sharedStrings.xml", "<t>R", b"<t>\xed\xa0\x80", "not well-formed")
edit("U\\+FFFE", "xl/sharedStrings.xml", "<t>R", b"<t>\xef\xbf\xbe", "not well-formed")
edit("a control character", "xl/sharedStrings.xml", "<t>R", b"<t>\x01", "not well-formed")
edit("a document type", SHEET, "<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet', "a document type")
edit("depth", SHEET, "<sheetData>", "<a>" * 100 + "</a>" * 100 + "<sheetData>", "deep")
edit("a mark without end", SHEET, "<sheetData>", '<sheetData x="' + "y" * 3000000 + '">', "mark of more")

# Names, types, relations.
edit("a type of a part that is not there", TYPES, "sheet7.xml", "sheet99.xml", "sheet99.xml', which is not there")
edit("a part named twice", TYPES, "sheet8.xml", "sheet7.xml", "sheet7.xml' twice")
edit("a relation outside", "xl/worksheets/_rels/sheet7.xml.rels", 'Target=', 'TargetMode="External" Target=', "outside")
edit("a relation to nothing", "xl/worksheets/_rels/sheet7.xml.rels", "table7", "table99", "table99.xml', which is not there")
edit("a relation out of turn", "xl/worksheets/_rels/sheet7.xml.rels", "rId1", "rId2", "out of turn")
edit("a sheet that points to no relation", SHEET, 'r:id="rId1"', 'r:id="rId8"', "no relation 'rId8'")
edit("two sheets that change places", "xl/_rels/workbook.xml.rels", "sheet7.xml", "sheet8.xml", "points to 'worksheets/sheet8.xml'")
edit("another name of a sheet", BOOK, 'name="Mesures_FSL"', 'name="Mesure_FSL"', "a sheet 'Mesure_FSL', not Mesures_FSL")
edit("a sheet more", BOOK, "</sheets>", '<sheet name="x" sheetId="99" r:id="rId11"/></sheets>', "a sheet 'x' too many")
edit("a sheet less", BOOK, '<sheet name="Methode"[^>]*>', "", "a sheet 'Donnees', not Methode")
edit("a hidden sheet", BOOK, 'name="Mesures_FSL"', 'name="Mesures_FSL" state="hidden"', "is hidden")
edit("a row that is not repeated", BOOK, "<definedName .*?</definedName>", "", "repeated row is missing")
edit("another workbook", BOOK, "<definedNames>", '<externalReferences/><definedNames>', "another workbook")
edit("a defined name", BOOK, "<definedNames>", '<definedNames><definedName name="x">1</definedName>', "a name that")

# Cells.
NUMBER = '(<c r="B6"[^>]*><v>)[^<]*'
for v in ("NAN", "INF", "-INF", "1,5", "", "1.", ".5", "0x10", "1E999", "+1", " 1", "1e"):
    edit("the number '%s'" % v, SHEET, NUMBER, lambda m, v=v: m[1] + v.encode(), "row 6, column 2: no number: '" + re.escape(v))
edit("a number without value", SHEET, '(<c r="B6"[^>]*>)<v>[^<]*</v>', r"\1", "cells, not")
edit("another digit", SHEET, NUMBER, r"\g<1>25", "a cell is not what was written")
edit("another number of the same sum", SHEET, '(<c r="B6"[^>]*><v>)[^<]*(.*?<c r="B7"[^>]*><v>)[^<]*', r"\g<1>23\g<2>25", "a cell is not")
edit("a formula", SHEET, NUMBER, r'<c r="B6"><f>1+1</f><v>2', "an element 'f' at row 6, column 2")
edit("a formula without value", SHEET, '<c r="B6"([^>]*)><v>', r'<c r="B6"\1><f/><v>', "an element 'f'")
edit("merged cells", SHEET, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>', "mergeCells")
edit("an index too high", SHEET, '(<c r="A6"[^>]*><v>)[^<]*', r"\g<1>99999", "column 1: no string '99999'")
edit("an index below", SHEET, '(<c r="A6"[^>]*><v>)[^<]*', r"\g<1>-1", "no string '-1'")
edit("another text", SHEET, '(<c r="A6"[^>]*><v>)[^<]*', r"\g<1>0", "a cell is not what was written")
edit("a letter of a text", "xl/sharedStrings.xml", "masquées", "masquéés", "a cell is not what was written")
edit("a text in parts", "xl/sharedStrings.xml", "<si><t>([^<]*)</t></si>", r"<si><r><t>\1</t></r></si>", "in parts")
edit("a string less", "xl/sharedStrings.xml", "<si><t>[^<]*</t></si>", "", "a cell is not|no string")
edit("40,000 characters", "xl/sharedStrings.xml", "<t>R", "<t>" + "é" * 40000, "more than 32767 characters")
edit("an error", SHEET, '<c r="B6"[^>]*>', '<c r="B6" t="e">', "B6: a cell of type 'e'")
edit("a text as of a formula", SHEET, '<c r="B6"[^>]*>', '<c r="B6" t="str">', "B6: a cell of type 'str'")
edit("a truth", SHEET, '<c r="B6"[^>]*>', '<c r="B6" t="b">', "B6: a cell of type 'b'")
edit("no such style", SHEET, '(<c r="B6" s=)"[0-9]*"', r'\1"500"', "B6: no style '500'")
edit("a cell twice", SHEET, '(<c r="B6".*?</c>)', r"\1\1", "cell 'B6' after column 2")
edit("a cell out of its row", SHEET, 'r="B6"', 'r="B7"', "cell 'B7' after column 1 of row 6")
edit("a cell beyond Excel", SHEET, 'r="B6"', 'r="XFE6"', "cell 'XFE6'")
edit("a cell outside the dimension", SHEET, 'r="C6"', 'r="Z6"', "Z6 is outside its dimension")
edit("a row out of order", SHEET, '<row r="7"', '<row r="5"', "row '5' after row 6")
edit("a row beyond Excel", SHEET, '<row r="7"', '<row r="1048577"', "row '1048577'")
edit("no dimension", SHEET, "<dimension[^>]*>", "", "outside its dimension|no dimension")
edit("a dimension beyond Excel", SHEET, '<dimension ref="[^"]*"', '<dimension ref="A1:A1048577"', "no dimension")
edit("a row less", SHEET, '<row r="8".*?</row>', "", "cells, not")
edit("no cells", SHEET, "<sheetData>.*</sheetData>", "", "no cells|cells, not")
edit("two cells change places", SHEET, '(<c r="B6"[^>]*>)(.*?)(</c>.*?<c r="B7"[^>]*>)(.*?)(</c>)', r"\1\4\3\2\5", "a cell is not")
edit("a formula in a table", "xl/tables/table7.xml", "(<tableColumn [^/]*)/>", r"\1><calculatedColumnFormula>1</calculatedColumnFormula></tableColumn>", "table7.xml: a formula")
edit("a table of no cells", "xl/tables/table7.xml", ' ref="A3[^"]*"', ' ref="A3:"', "no area")
edit("no number in a chart", "xl/charts/chart1.xml", "<c:numCache>(.*?)<c:v>[^<]*", r"<c:numCache>\1<c:v>NAN", "chart1.xml: no number: 'NAN'")
shutil.copy(GOOD, BAD)
refused("a cell that was not written", "cells, not", lines=CELLS[1:])
refused("sheets in another order", "a sheet 'Couverture', not Territoires", names=[NAMES[1], NAMES[0], *NAMES[2:]])
print("1..%d" % n)
sys.exit(bad > 0)
