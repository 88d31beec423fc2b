#!/usr/bin/python3
"""compare.py FILE DUMP ... - whether openpyxl reads in FILE what others do.

Each DUMP has a line of JSON for each cell: sheet, cell, type, value.  Prints
how many cells there are, or what differs, and then ends with 1."""
import datetime, json, math, sys

import openpyxl
from openpyxl.utils.datetime import to_excel


def own(path):
    cells = {}
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for c in row:
                v, kind = c.value, c.data_type
                if v is None:
                    continue
                if isinstance(v, (datetime.date, datetime.time)):
                    v, kind = to_excel(v), "n"
                cells[sheet.title, c.coordinate] = kind, v
    return cells


def alike(a, b):
    if a is None or b is None or a[0] != b[0]:
        return False
    return math.isclose(a[1], b[1], rel_tol=1e-14) if a[0] == "n" else a[1] == b[1]


path, *dumps = sys.argv[1:]
want = own(path)
bad = 0
for at, (kind, v) in want.items():
    if kind not in "ns":
        bad += 1
        print("%s!%s: of type %s: %r" % (*at, kind, v))
for name in dumps:
    got = {}
    with open(name, encoding="utf-8") as f:
        for line in f:
            sheet, cell, kind, v = json.loads(line)
            got[sheet, cell] = kind, v
    for at in sorted(want.keys() | got.keys()):
        if not alike(want.get(at), got.get(at)):
            bad += 1
            if bad < 20:
                print("%s: %s!%s: %r, not %r" % (name, *at, got.get(at), want.get(at)))
print("%d cells" % len(want))
sys.exit(bad > 0 or not want)
