#!/usr/bin/python3
# months.t: the pilot's 18 months, imported month by month as its partners hand
# them over.  For each month's end the register, asked at the end of all, gives
# the state that the raw files imply, which is worked out here without it:
# expected/ is what the foreign files hold, by construction.
import calendar, csv, io, os, re, shutil, subprocess, sys, tempfile
from decimal import Decimal

PILOT = os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])),
                     "data/pilot")
MONTHS = [(2015, m) for m in range(3, 13)] + [(2016, m) for m in range(1, 9)]

# What happens to a row on a later day than its first: from that day on, the
# columns are known.
LATER = {
    "household": [("struck_off_on", ["struck_off_on", "struck_off_reason"]),
                  ("renewed_on", ["renewed_on"])],
    "proposal": [("decided_on", ["decision", "decided_on", "reason"])],
    "lease": [("ended_on", ["ended_on", "end_reason"]),
              ("review_due_on", ["review_due_on"])],
}
# The day of a row in house CSV, and the key.
DAY = {"household": "applied_on", "proposal": "proposed_on",
       "lease": "start_on", "event": "happened_on", "spending": "month",
       "funding": "dated", "reading": "month", "fjt": "observed_on"}
KEYS = {"dwelling": ["dwelling_id"], "fjt": ["commune", "observed_on"],
        "reading": ["dwelling_id", "month"]}


def records(name, **dialect):
    encoding = dialect.pop("encoding", "utf-8")
    with open(os.path.join(PILOT, name), encoding=encoding, newline="") as f:
        return list(csv.reader(f, **dialect))


def house(name):
    head, *rows = records(name)
    return [dict(zip(head, row)) for row in rows]


def known(kind, row, day):
    """A row of house CSV as it was known on a day; None before it was."""
    if kind in DAY and row[DAY[kind]] > day[:len(row[DAY[kind]])]:
        return None
    row = dict(row)
    for on, columns in LATER.get(kind, []):
        if row.get(on, "") > day:
            for column in columns:
                row[column] = ""
    return row


def write(name, rows):
    with open(name, "w", newline="") as f:
        out = csv.DictWriter(f, rows[0].keys(), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def foreign(name, column, day, since):
    """The raw lines of a month, or, without 'since', of all until its end; a
    line whose date cannot be read is in every file."""
    head, *rows = records(name, encoding="cp1252", delimiter=";")
    at = head.index(column)
    kept = [head]
    for row in rows:
        date = re.fullmatch(r"(?:(\d\d)/)?(\d\d)/(\d{4})",
                            row[at] if len(row) > at else "")
        iso = "%s-%s-%s" % (date[3], date[2], date[1] or "01") if date else day
        if since < iso <= day:
            kept.append(row)
    with open(name, "w", encoding="cp1252", newline="") as f:
        csv.writer(f, delimiter=";", lineterminator="\r\n").writerows(kept)
    return len(kept) > 1


def imports(day, *options):
    run = subprocess.run(["phc-import", "-d", "r.db", "-t", day, "-r", "bad",
                          *options], capture_output=True, text=True)
    with open("bad") as f:
        bad = [row for row in csv.DictReader(f)
               if row["class"] in ("dangling_reference", "decided_already")]
    for row in bad:
        print("# %s %s" % (day, row))
    if run.returncode == 2:
        print("# %s %s: %s" % (day, options, run.stderr))
    return run.returncode != 2 and not bad


def month(day, since):
    """Import a month: its dwellings and demands are extracts of all that
    there is, its events what is new, the rest what was known by then."""
    good = True
    shutil.copy(os.path.join(PILOT, "logements.csv"), "logements.csv")
    good &= imports(day, "-p", "logements", "logements.csv")
    if foreign("demandes.csv", "Date de 1ère demande", day, ""):
        good &= imports(day, "-p", "demandes", "demandes.csv")
    for kind, name in (("household", "locataires"), ("lease", "baux"),
                       ("proposal", "propositions")):
        rows = [known(kind, r, day) for r in house(name + ".csv")]
        write(name + ".csv", [r for r in rows if r])
        good &= imports(day, "-k", kind, name + ".csv")
    for kind, name in (("event", "evenements"), ("reading", "consommations"),
                       ("fjt", "fjt")):
        rows = [r for r in house(name + ".csv")
                if known(kind, r, day) and not known(kind, r, since)]
        if rows:
            write(name + ".csv", rows)
            good &= imports(day, "-k", kind, name + ".csv")
    for name, column in (("depenses", "Mois"), ("financements", "Date")):
        if foreign(name + ".csv", column, day, since):
            good &= imports(day, "-p", name, name + ".csv")
    return good


TRUTH = {"household": ["expected/households.csv", "locataires.csv"],
         "dwelling": ["expected/dwellings.csv"], "lease": ["baux.csv"],
         "proposal": ["propositions.csv"], "event": ["evenements.csv"],
         "reading": ["consommations.csv"], "fjt": ["fjt.csv"],
         "spending": ["expected/depenses.csv"],
         "funding": ["expected/financements.csv"]}


def value(s):
    """A quantity of 4.0 is one of 4."""
    return Decimal(s) if re.fullmatch(r"-?\d{1,12}(\.\d{1,3})?", s) else s


def keyed(kind, rows):
    keys = KEYS.get(kind, [kind + "_id"])
    state = {tuple(r[k] for k in keys):
             {k: value(v) for k, v in r.items() if v != ""} for r in rows}
    return state if len(state) == len(rows) else None


def implied(kind, day):
    rows = [known(kind, r, day) for name in TRUTH[kind] for r in house(name)]
    return keyed(kind, [r for r in rows if r])


def held(kind, day):
    run = subprocess.run(["phc-query", "-d", "r.db", "-t", day, kind],
                         capture_output=True, text=True)
    if run.returncode != 0:
        print("# " + run.stderr)
    return keyed(kind, list(csv.DictReader(io.StringIO(run.stdout))))


def differences(want, got):
    for key in sorted(set(want) | set(got)):
        a, b = want.get(key), got.get(key)
        if a != b:
            columns = sorted(set(a or {}) | set(b or {}))
            print("# %s: %s" % (key, [(c, (a or {}).get(c), (b or {}).get(c))
                                      for c in columns
                                      if (a or {}).get(c) != (b or {}).get(c)]))


def main():
    if shutil.which("phc-query") is None:
        print("1..0 # SKIP no phc-query")
        return 0
    days = ["%d-%02d-%02d" % (y, m, calendar.monthrange(y, m)[1])
            for y, m in MONTHS]
    good = True
    for since, day in zip([""] + days, days):
        good &= month(day, since)
    print("%sok 1 - 18 months are imported" % ("" if good else "not "))
    bad = not good
    for n, day in enumerate(days, 2):
        wrong = []
        for kind in TRUTH:
            want, got = implied(kind, day), held(kind, day)
            if want != got or want is None:
                wrong.append(kind)
                differences(want or {}, got or {})
        print("%sok %d - as of %s%s" % ("not " if wrong else "", n, day,
                                        ": " + ", ".join(wrong) if wrong else
                                        ""))
        bad |= bool(wrong)
    print("1..%d" % (len(days) + 1))
    return bad


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    status = main()
    os.chdir("/")
sys.exit(status)
