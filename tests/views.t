#!/usr/bin/python3
# views.t: what the views of phc-query say of the pilot on some days, worked out
# here from the rows that went in.
import csv, io, os, subprocess, sys, tempfile
from datetime import date

PILOT = os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])),
                     "data/pilot")
FILES = [("dwelling", "logements", "logements.csv"),
         ("household", "demandes", "demandes.csv"),
         ("household", "house", "locataires.csv"),
         ("proposal", "house", "propositions.csv"),
         ("lease", "house", "baux.csv"), ("event", "house", "evenements.csv")]
DAYS = ["2015-03-15", "2015-07-31", "2015-10-01", "2016-02-15", "2016-09-01"]
REFUSED = {"not_granted", "inadmissible", "refused_by_household", "withdrawn"}


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def load():
    kinds = {}
    for kind, profile, name in FILES:
        for more in (["-d", "r.db", "-t", "2015-01-01"], []):
            run = subprocess.run(
                ["phc-import", "-q", "-r", "bad", "-k", kind, "-p", profile,
                 *more, os.path.join(PILOT, name)],
                stdout=subprocess.PIPE, text=True)
            assert run.returncode < 2, name
        kinds.setdefault(kind, []).extend(rows(run.stdout))
    return kinds


def days(a, b):
    if not a or not b:
        return ""
    return str((date.fromisoformat(b) - date.fromisoformat(a)).days)


def housed(k, day):
    return [l for l in k["lease"] if l["start_on"] <= day
            and not (l["ended_on"] and l["ended_on"] <= day)]


def waiting(k, day):
    there = {l["household_id"] for l in housed(k, day)}
    return [h for h in k["household"] if h["household_id"] not in there
            and h["applied_on"] <= day and (h["struck_off_on"] > day if h["struck_off_on"]
                 else not h["struck_off_reason"])]


def vacant(k, day):
    there = {l["dwelling_id"] for l in housed(k, day)}
    return [d for d in k["dwelling"] if d["dwelling_id"] not in there
            and d["occupancy"] in ("offered", "empty")]


def measures(k, day):
    state = {}
    for e in sorted(k["event"], key=lambda e: (e["happened_on"], e["kind"])):
        if e["happened_on"] > day:
            continue
        at = e["household_id"], e["measure"]
        if e["kind"] == "measure_start":
            state[at] = e["happened_on"]
        elif e["kind"] == "measure_end":
            state.pop(at, None)
    return [dict(household_id=h, measure=m, measure_since=d)
            for (h, m), d in state.items()]


def accompanied(k, day):
    found = {}
    for m in sorted(measures(k, day), key=lambda m: m["measure_since"]):
        found[m["household_id"]] = m
    for l in sorted(housed(k, day), key=lambda l: (l["start_on"], l["lease_id"])):
        found.setdefault(l["household_id"], {}).update(l)
    for e in sorted(k["event"], key=lambda e: (e["happened_on"], e["event_id"])):
        if e["happened_on"] <= day and e["household_id"] in found \
                and e["kind"] in ("measure_start", "level_change") and e["level"]:
            found[e["household_id"]]["level"] = e["level"]
    return [dict({"measure": "", "measure_since": "", "level": "",
                  "lease_id": "", "dwelling_id": "", "form": "",
                  "start_on": ""}, **f) for f in found.values()]


def attributions(k, day):
    household = {h["household_id"]: h for h in k["household"]}
    dwelling = {d["dwelling_id"]: d for d in k["dwelling"]}
    found = []
    for p in k["proposal"]:
        if p["decision"] != "granted" or p["decided_on"] > day:
            continue
        leases = [l for l in k["lease"] if l["start_on"] >= p["proposed_on"]
                  and l["household_id"] == p["household_id"]
                  and l["dwelling_id"] == p["dwelling_id"]]
        l = min(leases, key=lambda l: l["start_on"], default={})
        d, h = dwelling[p["dwelling_id"]], household[p["household_id"]]
        found.append(dict(
            p, commune=d["commune"], type=d["type"],
            financing=d["financing"], applied_on=h["applied_on"],
            lease_id=l.get("lease_id", ""), start_on=l.get("start_on", ""),
            days_to_decision=days(h["applied_on"], p["decided_on"]),
            days_to_entry=days(p["decided_on"], l.get("start_on", ""))))
    return found


def refusals(k, day):
    return [p for p in k["proposal"]
            if p["decision"] in REFUSED and p["decided_on"] <= day]


def undecided(k, day):
    return [p for p in k["proposal"]
            if p["proposed_on"] <= day
            and (not p["decision"] or p["decided_on"] > day)]


VIEWS = [housed, waiting, vacant, measures, accompanied, attributions,
         refusals, undecided]
os.chdir(tempfile.mkdtemp())
kinds = load()
n = 0
for view in VIEWS:
    name = view.__name__
    for day in DAYS:
        out = subprocess.run(["phc-query", "-d", "r.db", "-t", day, name],
                             stdout=subprocess.PIPE, text=True, check=True)
        got = rows(out.stdout)
        columns = out.stdout.split("\n", 1)[0].split(",")
        want = [{c: r[c] for c in columns} for r in view(kinds, day)]
        want.sort(key=lambda r: (r[columns[0]], r[columns[1]]))
        n += 1
        print("%sok %d - %s on %s: %d rows" %
              ("" if got == want else "not ", n, name, day, len(want)))
        for w in [w for w in want if w not in got][:3]:
            print("# want", w)
        for g in [g for g in got if g not in want][:3]:
            print("# got", g)
print("1..%d" % n)
