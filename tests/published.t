#!/usr/bin/python3
# published.t: every issue of every report of the pilot, in order, each beside
# what was published before it; then an attack, by linear programming, on all
# that was shown, and nothing else.  What sums to what is said here once more,
# and not taken from the library: the sums of each sheet, months and years, what
# stands in two reports, what is left of a whole.  By their own counts alone,
# many cells are found.  Who stands behind a count the attacker is not told: what
# fewer households do than the threshold is masked, however much it is.
import csv, io, os, subprocess, sys, tempfile
from calendar import monthrange
from collections import defaultdict
from datetime import date, timedelta

HERE = os.path.dirname(os.path.abspath(sys.argv[0]))
with open(os.path.join(HERE, "months.t")) as f:
    exec(compile(f.read().split("with tempfile.")[0], "months.t", "exec"))

# The same quantity by another name; and over what days each is: a flow, over
# its period; a stock, on a day, the last or the one before the first.
SAME = {"s_candidates": "candidates", "s_diagnosed": "diagnosed",
        "s_proposed": "proposed", "s_granted": "granted",
        "s_entries": "entries", "s_exits": "exits", "s_housed": "stock_end",
        "s_dwellings": "let_all", "s_month_measures": "month_measures",
        "s_accompanied": "month_measures", "stock_start": "stock_end",
        "housed_end": "stock_end", "t_households": "stock_end",
        "m_stock": "stock_end", "m_entries": "entries", "m_exits": "exits",
        "m_measures": "month_measures", "cg_month_measures": "month_measures",
        "cost_month_measures": "month_measures", "t_dwellings": "dwellings",
        "fsl_months": "month_measures_type", "cg_households": "households",
        "public": "households", "cg_positive": "left_class positive",
        "available_all": "dwellings_state available",
        "reserved_all": "dwellings_state reserved",
        "let_all": "dwellings_state let",
        "other_all": "dwellings_state other",
        "not_eligible": "candidates_eligibility not_eligible",
        "slides": "left_reason own_lease",
        "youth_contract": "work youth_contract"}
STOCKS = set("""stock_end stock_start s_housed s_dwellings dwellings
    dwellings_state dwellings_commune dwellings_size mobilised available
    available_all reserved reserved_all let let_all other other_all let_sliding
    let_sliding_all dwellings_dpe dwellings_qpv housed_end income ceiling_band
    ceiling_known effort_now_n effort_now_class effort_now_all effort_entry_n
    effort_entry_class effort_entry_all effort_before_n effort_before_class
    shield_households levelled autonomy debtors stay_6_of stay_6_n stay_12_of
    stay_12_n stay_24_of stay_24_n t_households t_households_epci
    t_households_commune t_dwellings t_dwellings_epci t_dwellings_commune
    t_unmet t_unmet_epci t_unmet_commune fsl_running aml_leases fsl_double
    m_stock""".split())
# Who is there on some day of a period: months do not add up.
ONCE = set("""housed_during households age composition work housing_before
    priority unpaid_1 unpaid_2 unpaid_3 ase ase_outcome small small_type
    small_coverage work_moment work_now mission_locale youth_contract
    cg_households public form_dwellings form_communes""".split())
# What is a part of what.
PARTS = {"let_sliding": "let", "let_sliding_all": "let_all",
         "not_eligible": "candidates", "ceiling_known": "housed_end",
         "effort_now_n": "housed_end", "effort_now_all": "housed_end",
         "effort_entry_n": "housed_end", "effort_entry_all": "housed_end",
         "effort_before_n": "housed_end", "shield_households": "housed_end",
         "unpaid_1": "households", "unpaid_2": "unpaid_1",
         "unpaid_3": "unpaid_2", "debtors": "households",
         "stay_6_n": "stay_6_of", "stay_12_n": "stay_12_of",
         "stay_24_n": "stay_24_of", "ase": "cg_households",
         "mission_locale": "cg_households", "youth_contract": "cg_households"}
# Percentages of a count that stands elsewhere.
SHARES = {"under_20": "ceiling_band under_20", "slides_share": "slides",
          "stay_6": "stay_6_n", "stay_12": "stay_12_n", "stay_24": "stay_24_n",
          **{"effort_%s_share_%s" % (w, c): "effort_%s_class %s" % (w, c)
             for w in ("now", "entry")
             for c in ("to_25", "to_30", "to_33", "over_33")}}
# The same but where somebody comes twice, and how it is dated: by its period,
# or by its last day.
USUAL = [("households", "housed_during", False),
         ("delay_lease_n", "entries", False)]
LISTED = {"alerted", "alerts", "alert"}


def lines(name):
    with open(name, newline="") as f:
        return list(csv.DictReader(f))


def table():
    rows = lines(os.path.join(HERE, "../lib/data/report-indicators.csv"))
    return {r["code"]: r for r in rows}


TABLE = table()
EXITS = {r["reason"]: r["class"] for r in lines(
    os.path.join(HERE, "../lib/data/law/follow-exits.csv"))}


def last_of(month):
    y, m = map(int, month.split("-"))
    return "%s-%02d" % (month, monthrange(y, m)[1])


def day_before(day):
    return (date.fromisoformat(day) - timedelta(1)).isoformat()


def issues():
    for y, m in MONTHS:
        a = "%d-%02d-01" % (y, m)
        for to in ("ddtm", "departement"):
            yield to, a, last_of(a[:7])
        if (y, m) == (2016, 8):
            yield "form", a, last_of(a[:7])
        if m == 12 or (y, m) == (2016, 8):
            for to in ("ddtm", "departement", "form"):
                yield to, "%d-01-01" % y, last_of(a[:7])


def spent(r):
    """Money that is of people: how many rows it is of, n, tells of them."""
    return r["unit"] == "euro" and r["statistic"] == "sum" and \
        r["counts"] != "none" and not r["rests_on"]


class Programme:
    """What there is to know: unknowns, and what sums to 0."""

    def __init__(self, k, alone):
        self.k, self.alone = k, alone
        self.value, self.shown, self.found = {}, set(), {}
        self.sums, self.flows = [], defaultdict(set)

    def key(self, code, mods, a, b):
        """What a figure is a count of, whoever reports it."""
        mods = tuple(mods)
        while code in SAME:
            if code == "stock_start":
                a = b = day_before(a)
            code, *more = SAME[code].split()
            mods = tuple(more) or mods
        if code in STOCKS:
            a = b
        return code, mods, a, b

    def flow(self, code):
        r = TABLE.get(code)
        return r and (r["unit"] == "count" or spent(r)) and \
            code not in STOCKS | ONCE | LISTED

    def put(self, key, value, shown):
        at = key + (value,)
        self.value[at] = value
        if shown:
            self.shown.add(at)
        if self.flow(key[0]) and len(key) == 4:
            self.flows[key[:2]].add(at)
        return at

    def sum(self, total, parts):
        """An equation, unless it does not hold: it was put right since."""
        if parts and sum(self.value[p] for p in parts) == self.value[total]:
            self.sums.append((total, tuple(parts)))

    def rest(self, whole, part):
        n = self.value[whole] - self.value[part]
        if whole != part and n >= 0:
            left = self.put(("rest", whole, part), n, False)
            self.sum(whole, [part, left])


def issue(p, of, rows, masks):
    """What the figures of an issue say."""
    cells, dims = {}, {}
    for r, masked in zip(rows, masks):
        code = r["indicator"]
        k = TABLE.get(code)
        if k is None or k["counts"] == "none" or code in LISTED:
            continue
        names = [r["dimension"], r["dimension2"]]
        mods = [m for d, m in zip(names, (r["modality"], r["modality2"]))
                if d and d != "month"]
        a, b = days(of, r)
        if "month" in names:
            a = r["modality"] + "-01"
            b = min(last_of(a[:7]), b)
        count = r["unit"] == "count"
        n = r["value"] if count and r["value"] else r["n"]
        if n == "" or not (count or spent(k)):
            continue
        if p.alone:
            masked = 0 < int(n) < p.k
        at = p.put(p.key(code, mods, a, b), int(n), not masked)
        cells[code, r["period"], tuple(mods)] = at
        dims[code] = [d for d in names if d and d != "month"]
    for (code, period, mods), at in cells.items():
        inside(p, cells, dims, code, period, mods, at)
    sheet_sums(p, cells, dims)
    percentages(p, of, rows, masks, cells)


def days(of, r):
    if r["period"].startswith("../"):
        return "", r["period"][3:]
    if len(r["period"]) == 4:
        return r["period"] + "-01-01", of[2]
    return r["period"] + "-01", min(last_of(r["period"]), max(
        of[2], last_of(r["period"]) if r["period"] < of[1][:7] else ""))


def inside(p, cells, dims, code, period, mods, at):
    whole = cells.get((PARTS.get(code), period, mods))
    if whole:
        p.rest(whole, at)


def sheet_sums(p, cells, dims):
    """The sums of adds_to, and those that follow from what words mean."""
    parts = defaultdict(list)
    for (code, period, mods), at in cells.items():
        of = dict(zip(dims[code], mods))
        for word in TABLE[code]["adds_to"].split():
            total, _, group = word.partition("/")
            if total not in dims:
                continue
            to = tuple(of.get(d) for d in dims[total])
            parts[(total, period, to), group or code].append(at)
        for to in meanings(code, mods):
            parts[(to[0], period, to[1:]), "meaning " + code].append(at)
    for (total, group), some in parts.items():
        if total in cells:
            p.sum(cells[total], some)


def meanings(code, mods):
    if code == "left_reason":
        yield "left_class", EXITS[mods[0]]
    if code == "ceiling_band" and mods[0] != "unknown":
        yield "ceiling_known",
    if code in ("effort_now_class", "effort_entry_class") and \
            mods[0] not in ("none", "unknown"):
        yield code.replace("class", "n"),


def percentages(p, of, rows, masks, cells):
    for r, masked in zip(rows, masks):
        k = TABLE.get(r["indicator"])
        if k is None or k["counts"] == "none" or r["unit"] == "count" or \
                spent(k):
            continue
        mods = tuple(m for m in (r["modality"], r["modality2"]) if m)
        rests = [cells.get((c, r["period"], mods))
                 for c in k["rests_on"].split()]
        if p.alone:
            masked = r["n"] and 0 < int(r["n"]) < p.k
        if masked or r["value"] == "" or not r["n"]:
            continue
        # n is shown with it
        if rests and rests[-1] and p.value[rests[-1]] == int(r["n"]):
            p.shown.add(rests[-1])
        if r["unit"] != "percent" or k["statistic"] not in ("share", "value"):
            continue
        num = round(float(r["value"]) * int(r["n"]) / 100)
        code, *more = SHARES.get(r["indicator"], "").split() or [""]
        if r["indicator"] == "autonomy_share":
            code, more = "autonomy", mods
        at = cells.get((code, r["period"], tuple(more)))
        if at and p.value[at] == num:
            p.shown.add(at)


def times(p):
    """Of what meets in time: all is worth what lies between two days."""
    for (code, mods), cells in p.flows.items():
        by = defaultdict(list)
        for c in cells:
            by[c[2], day_after(c[3])].append(c)
        for (a, c), wholes in list(by.items()):
            for (b, d), lasts in list(by.items()):
                # whole = what ends where the last begins, and the last
                if d == c and b > a and (a, b) in by:
                    for w in wholes:
                        for x in by[a, b]:
                            for y in lasts:
                                p.sum(w, [x, y])
        chains(p, by)


def day_after(day):
    return (date.fromisoformat(day) + timedelta(1)).isoformat()


def chains(p, by):
    """Years of months."""
    for (a, c), wholes in by.items():
        at, months = a, []
        while at and at < c:
            nexts = [(x, y) for x, y in by if x == at and y <= c and
                     (x, y) != (a, c)]
            if not nexts:
                break
            step = min(nexts, key=lambda s: s[1])
            months.append(min(by[step], key=str))
            at = step[1]
        if at == c and len(months) > 1:
            for w in wholes:
                p.sum(w, months)


def stocks(p):
    """Who was there and who came are who left and who is there."""
    for flow_in, flow_out, stock, mods in \
            [("entries", "exits", "stock_end", ())] + \
            [("fsl_granted", "fsl_ended", "fsl_running", (m,))
             for m in ("asll", "aml")]:
        of = lambda c: {at[2:4]: at for at in p.value
                        if len(at) == 5 and at[:2] == (c, mods)}
        ins, outs, on = of(flow_in), of(flow_out), of(stock)
        for (a, b), i in ins.items():
            if not a or (a, b) not in outs:
                continue
            before = on.get((day_before(a),) * 2)
            after = on.get((b, b))
            if not before or not after:
                continue
            n = p.value[before] + p.value[i]
            total = p.put(("balance", stock, mods, a, b), n, False)
            if p.value[outs[a, b]] + p.value[after] == n:
                p.sum(total, [before, i])
                p.sum(total, [outs[a, b], after])


def usual(p):
    """Whoever knows the landlord adds what is usual."""
    for one, other, day in USUAL:
        code, *mods = one.split()
        by = defaultdict(list)
        for at in list(p.value):
            if len(at) != 5 or at[0] not in (code, other) or (
                    mods and at[0] == code and at[1] != tuple(mods)):
                continue
            a, b = at[2:4]
            if day and a not in (b, b[:7] + "-01"):
                continue
            of = () if mods else at[1][-1:]
            by[of, b if day else (a, b)].append(at)
        for some in by.values():
            for x in some:
                for y in some:
                    if x[0] == code and y[0] == other:
                        p.sum(x, [y])


def attack(p):
    """The masked cells that can be known within less than k - 1."""
    times(p)
    stocks(p)
    usual(p)
    unknown, number = [], {}
    text, rests = [], set()
    for total, parts in p.sums:
        for c in (total,) + parts:
            if c not in p.shown and c not in number:
                number[c] = len(number) + 1
    secret = [c for c in p.value if c not in p.shown and (
        c[0] not in ("rest", "balance") or 0 < p.value[c] < p.k)]
    for total, parts in p.sums:
        shown, words = 0, []
        for sign, c in [(1, x) for x in parts] + [(-1, total)]:
            if c in p.shown:
                shown -= sign * p.value[c]
            else:
                words.append("%d" % (sign * number[c]))
        if words:
            text.append("%d %s /" % (shown, " ".join(words)))
    ask = [c for c in secret if c in number]
    run = subprocess.run(["./bounds"], input="%d\n%s\n.\n%s\n" % (
        max(1, len(number)), "\n".join(sorted(set(text))),
        "\n".join(str(number[c]) for c in ask)), capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    known, of = [], {number[c]: c for c in ask}
    for line in run.stdout.splitlines():
        n, low, high = map(int, line.split())
        assert low <= p.value[of[n]] and (high < 0 or high >= p.value[of[n]])
        if high >= 0 and high - low < p.k - 1:
            known.append((of[n], low, high))
    return known, len(secret), len(text)


def build(program, *libraries):
    flags = (os.environ.get("CFLAGS") or "").split()
    subprocess.run([os.environ.get("CC") or "cc", "-std=c11", "-O2",
                    "-D_POSIX_C_SOURCE=200809L", "-D_DEFAULT_SOURCE", *flags,
                    "-I" + os.path.join(HERE, "../include"), "-I" + HERE,
                    "-o", program,
                    os.path.join(HERE, "disclosure", program + ".c"),
                    os.path.join(os.environ["BUILD"], "libphc.a"),
                    *libraries], check=True)


def publish(k, audience, of, number, before):
    to, a, b = of
    names = "%d.figures" % number, "%d.masked" % number
    run = subprocess.run(["./publish", "r.db", str(k), audience, to, a, b,
                          *names], input=before, capture_output=True,
                         text=True)
    if run.returncode:
        return None, None, None, run.stderr
    with open(names[1]) as f:
        masks = [line == "1\n" for line in f]
    return lines(names[0]), masks, run.stdout, run.stderr


def few(rows, masks, k):
    """What is shown, and counts few households over and over."""
    return [(r["indicator"], r["modality"], r["modality2"], r["period"],
             r["value"], r["households"]) for r, masked in zip(rows, masks)
            if r["households"] != "" and int(r["households"]) < k and
            r["n"] not in ("", "0") and r["value"] != "" and not masked]


def plan(*audiences):
    """Each issue to each audience in turn; then each audience attacks."""
    before, done, refused, again, told = "", [], [], [], []
    for of in issues():
        for audience, k in audiences:
            rows, masks, said, why = publish(k, audience, of, 0, before)
            if rows is None:
                refused.append("%s: %s" % (of, why))
                continue
            done.append((of, rows, masks, said, audience, k))
            told += [(audience, *of, f) for f in few(rows, masks, k)]
            before += said if not before else said.split("\n", 1)[1]
    for of, rows, masks, said, audience, k in done[::len(done) // 3]:
        got = publish(k, audience, of, 0, before)
        again += [of] if got[1:3] != (masks, said) else []
    name = ", ".join("%s %d" % a for a in audiences)
    result(not refused, "%s: every issue can be published" % name, refused)
    result(not told, "what few households stand behind is masked", told)
    result(not again, "an issue again is as it was", again)
    for audience, k in audiences:
        seen = [d for d in done if audience == "partners" or d[4] == audience]
        known, secret, sums = attack(programme(k, seen, False))
        result(not known, "of %d cells masked for %s, in %d sums, none is "
               "known" % (secret, audience, sums), known)
    known, secret, sums = attack(programme(k, done, True))
    result(len(known) > 100, "by their own counts alone, %d of %d are" % (
        len(known), secret))


def main():
    if os.path.exists(os.environ.get("PILOT_DB", "")):
        shutil.copy(os.environ["PILOT_DB"], "r.db")
    else:
        ends = ["%d-%02d-%02d" % (y, m, monthrange(y, m)[1])
                for y, m in MONTHS]
        for since, day in zip([""] + ends, ends):
            assert month(day, since)
    build("publish", "-lcsv", "-lsqlite3", "-lsodium", "-lutf8proc", "-lm")
    build("bounds", "-lglpk", "-lm")
    plan(("partners", 5))
    if os.environ.get("LONG"):
        plan(("partners", 3))
        plan(("partners", 11))
        plan(("partners", 5), ("public", 11))
        plan(("public", 11), ("partners", 5))
    print("1..%d" % tests)


def programme(k, done, alone):
    p = Programme(k, alone)
    for of, rows, masks, *_ in done:
        issue(p, of, rows, masks)
    return p


tests = 0


def result(good, what, why=()):
    global tests
    tests += 1
    print("%sok %d - %s" % ("" if good else "not ", tests, what))
    for line in list(why)[:20]:
        print("# %s" % (line,))


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    main()
    os.chdir("/")
