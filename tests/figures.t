#!/usr/bin/python3
# figures.t: every figure of every report of the pilot, from a register that was
# filled month by month, beside what is worked out here from the files that went
# in, by the definitions of the programme and not by the SQL of the report.
# What a text of law or the agenda says of one household (budget, obligation) is
# what phc-budget and phc-follow, which have tests of their own, say of its row.
import csv, io, os, subprocess, sys, tempfile
from calendar import monthrange
from collections import Counter, defaultdict
from datetime import date, timedelta
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(sys.argv[0]))
with open(os.path.join(HERE, "months.t")) as f:
    exec(compile(f.read().split("with tempfile.")[0], "months.t", "exec"))

FILES = {"household": ["expected/households.csv", "locataires.csv"],
         "dwelling": ["expected/dwellings.csv"], "lease": ["baux.csv"],
         "proposal": ["propositions.csv"], "event": ["evenements.csv"],
         "fjt": ["fjt.csv"], "spending": ["expected/depenses.csv"],
         "funding": ["expected/financements.csv"]}
RAW = {k: [r for name in names for r in house(name)]
       for k, names in FILES.items()}
LAW = os.path.join(HERE, "../lib/data/law")


def law(name):
    with open(os.path.join(LAW, name + ".csv"), newline="") as f:
        return list(csv.DictReader(f))


EXITS = {r["reason"]: r["class"] for r in law("follow-exits")}
JOBS = {(r["kind"], r["outcome"]): r["employment"] for r in law("follow-jobs")}
EPCI = {r["insee"]: r["epci_name"] for r in law("communes")}
LEVELS = ["", "light", "medium", "strong"]


def days(a, b):
    return (date.fromisoformat(b) - date.fromisoformat(a)).days


def plus(day, months):
    y, m, d = map(int, day.split("-"))
    y, m = divmod(12 * y + m - 1 + months, 12)
    return "%04d-%02d-%02d" % (y, m + 1, min(d, monthrange(y, m + 1)[1]))


def cents(s):
    return round(Fraction(s) * 100)


def half_up(x, y):
    sign = -1 if x < 0 else 1
    return sign * ((2 * abs(x) + y) // (2 * y))


def median(xs):
    xs = sorted(xs)
    n = len(xs)
    return half_up(xs[(n - 1) // 2] + xs[n // 2], 2)


def rank(percent):
    return lambda xs: sorted(xs)[-(-percent * len(xs) // 100) - 1]


class World:
    """All that was known on a day, and the rows of commands on it."""

    def __init__(self, day):
        self.day = day
        for kind, rows in RAW.items():
            setattr(self, kind, [r for r in (known(kind, r, day)
                                             for r in rows) if r])
        self.of = {h["household_id"]: h for h in self.household}
        self.home = {d["dwelling_id"]: d for d in self.dwelling}
        self.stays = self.all_stays()
        for kind in FILES:
            write(kind + ".csv", getattr(self, kind) or RAW[kind][:1])
        tables = [a for k in ("event", "lease", "spending", "funding", "fjt",
                              "dwelling")
                  if getattr(self, k)
                  for a in ("--table", "%s=%s.csv" % (k, k))]
        self.follow = lambda *o: self.run("phc-follow", "-q", "-t", day, *o,
                                          *tables, "household.csv")
        self.due = self.follow("--due")
        self.coverage = self.follow("--coverage")
        self.state = self.follow()
        self.accounts = self.follow("--costs")
        self.now = self.budgets(
            [l for l in self.lease
             if not l["ended_on"] or l["ended_on"] > day], lambda l: day)
        self.entry = self.budgets(self.lease, lambda l: l["start_on"])

    @staticmethod
    def run(*command):
        out = subprocess.run(command, capture_output=True, text=True)
        assert out.returncode < 2, out.stderr
        return list(csv.DictReader(io.StringIO(out.stdout)))

    def budgets(self, leases, day):
        found, by_day = {}, defaultdict(list)
        for l in leases:
            by_day[day(l)].append(l)
        for on, some in by_day.items():
            rows = [{**self.of[l["household_id"]],
                     **self.home[l["dwelling_id"]], "lease_key": l["lease_id"]}
                    for l in some]
            write("pairs.csv", rows)
            for b in self.run("phc-budget", "-q", "-t", on, "--target", "25",
                              "pairs.csv"):
                found[b["lease_key"]] = b
        return found

    def all_stays(self):
        found = []
        for l in sorted(self.lease, key=lambda l: (
                l["household_id"], l["start_on"], l["lease_id"])):
            end = l["ended_on"] or "9999-12-31"
            s = found[-1] if found else None
            if s and s[0] == l["household_id"] and days(s[2], l["start_on"]) <= 1:
                s[2] = max(s[2], end)
            else:
                found.append([l["household_id"], l["start_on"], end])
        return found

    def measures(self, day):
        """Who is accompanied on a day: the measure that counts, its level."""
        on = defaultdict(dict)
        order = {"measure_end": 0, "measure_start": 1}
        for e in sorted(self.event, key=lambda e: (
                e["happened_on"], order.get(e["kind"], 2), e["event_id"])):
            if e["happened_on"] > day:
                continue
            mine = on[e["household_id"]]
            if e["kind"] == "measure_start":
                mine.setdefault(e["measure"], [e["level"], e["happened_on"]])
            elif e["kind"] == "measure_end":
                mine.pop(e["measure"] or next(iter(mine), None), None)
            elif e["kind"] == "level_change":
                for m in mine:
                    if e["measure"] in ("", m):
                        mine[m][0] = e["level"]
        return {h: (m, mine[m][0]) for h, mine in on.items() if mine for m in
                [max(mine, key=lambda m: (LEVELS.index(mine[m][0]),
                                          mine[m][1]))]}

    def whole_months(self, a, b):
        """The months of a period that are over."""
        first = max(a, "2014-01-01")[:7]
        while plus(first + "-01", 1) <= (date.fromisoformat(b) +
                                         timedelta(1)).isoformat():
            yield first
            first = plus(first + "-01", 1)[:7]


class Cells(dict):
    """By code, modalities and period; 'who': how many households stand behind
    what counts something else than households."""


class Figures:
    def __init__(self, w, a, b, period):
        self.w, self.a, self.b, self.period = w, a, b, period
        self.cells, self.codes, self.whos = {}, set(), {}

    def within(self, day):
        return day != "" and self.a <= day <= self.b

    def put(self, code, value, n=None, a="", b=""):
        self.codes.add(code)
        self.cells[code, a, b, self.period] = (value, n)

    def count(self, code, items=(), number=None):
        """The items are modalities: none, a word, or two."""
        self.codes.add(code)
        found = Counter(i if isinstance(i, tuple) else (i,) for i in items)
        if number is not None:
            found = {(): number}
        if not found:
            self.cells.setdefault((code, "", "", self.period), None)
        for key, n in found.items():
            a, b = (tuple(k or "unknown" for k in key) + ("", ""))[:2]
            self.put(code, n, n, a, b)

    def who(self, code, pairs):
        """Whose it is: of a household, or of its modalities and it."""
        found = self.whos.setdefault(code, {})
        for p in pairs:
            *key, h = p if isinstance(p, tuple) else (p,)
            a, b = (tuple(k or "unknown" for k in key) + ("", ""))[:2]
            found.setdefault((code, a, b, self.period), set()).add(h)

    def sides(self, code, pairs, a=""):
        """Of a share: who is so, or who is not, if these are fewer."""
        pairs = list(pairs)
        both = [{h for so, h in pairs if so == side} for side in (True, False)]
        fewest = min((s for s in both if s), key=len, default=set())
        self.who(code, [(a, h) if a else h for h in fewest])

    def of_list(self, code, xs, f):
        xs = list(xs)
        self.put(code, f(xs) if xs else None, len(xs))

    def ratio(self, code, x, y, times=1, a=""):
        good = x is not None and y > 0
        self.put(code, half_up(times * x, y) if good else None, y, a)

    def share(self, code, flags, a=""):
        flags = [bool(f) for f in flags]
        self.ratio(code, sum(flags), len(flags), 10000, a)

    def total(self, code, xs, a="", zero=None):
        xs = list(xs)
        self.put(code, sum(xs) if xs else zero, len(xs), a)


def tenants(f):
    best = {}
    for l in f.w.lease:
        if l["start_on"] <= f.b and (not l["ended_on"] or l["ended_on"] > f.b):
            k = l["start_on"], l["lease_id"]
            if k > best.get(l["household_id"], (("",), None))[0]:
                best[l["household_id"]] = (k, l)
    return [l for _, l in best.values()]


def stays(f):
    return [s for s in f.w.stays if s[1] <= f.b]


def accompanied(f):
    return [(h, m, l) for month in f.w.whole_months(f.a, f.b)
            for h, (m, l) in f.w.measures(last_of(month)).items()]


def last_of(month):
    return "%s-%02d" % (month, monthrange(int(month[:4]), int(month[5:]))[1])


def flow(f, p=""):
    w = f.w
    f.count(p + "candidates", number=sum(f.within(h["applied_on"])
                                         for h in w.household))
    f.count(p + "diagnosed", number=len({
        e["household_id"] for e in w.event if e["kind"] == "diagnostic"
        and e["outcome"] != "missed" and f.within(e["happened_on"])}))
    f.count(p + "proposed", number=len({
        p["household_id"] for p in w.proposal if f.within(p["proposed_on"])}))
    f.count(p + "granted", number=len({
        p["household_id"] for p in w.proposal
        if p["decision"] == "granted" and f.within(p["decided_on"])}))


def synthese(f, which):
    flow(f, "s_")
    there = tenants(f)
    f.count("s_entries", number=sum(f.within(s[1]) for s in stays(f)))
    f.count("s_exits", number=sum(f.within(s[2]) for s in stays(f)))
    f.count("s_month_measures", number=len(accompanied(f)))
    f.who("s_entries", [s[0] for s in stays(f) if f.within(s[1])])
    f.who("s_exits", [s[0] for s in stays(f) if f.within(s[2])])
    f.who("s_month_measures", [h for h, _, _ in accompanied(f)])
    if which == "start":
        return
    f.count("s_housed", number=len(there))
    f.count("s_dwellings", number=len({l["dwelling_id"] for l in there}))
    f.count("s_accompanied", number=len(f.w.measures(f.b))
            if f.b == last_of(f.b[:7]) else 0)
    if which == "period":
        for code, n in (("s_housed", len(there)),
                        ("s_dwellings", len({l["dwelling_id"] for l in there}))):
            f.put(code + "_target", 50, None)
            f.put(code + "_reached", half_up(10000 * n, 50), n)


def inadmissible(f, h):
    for p in f.w.proposal:
        if p["household_id"] == h["household_id"] and \
                p["decision"] == "inadmissible" and p["decided_on"] <= f.b:
            return p["reason"]
    if h["struck_off_reason"] == "inadmissible" and h["struck_off_on"] <= f.b:
        return "inadmissible"
    return None


def refusals(f):
    who = {"not_granted": "commission", "inadmissible": "landlord",
           "refused_by_household": "household", "withdrawn": "landlord"}
    return [(p, who[p["decision"]]) for p in f.w.proposal
            if p["decision"] in who and f.within(p["decided_on"])]


def flux(f):
    flow(f)
    new = [h for h in f.w.household if f.within(h["applied_on"])]
    out = [inadmissible(f, h) for h in new]
    f.count("candidates_eligibility",
            ["eligible" if o is None else "not_eligible" for o in out])
    f.count("not_eligible", number=sum(o is not None for o in out))
    f.count("not_eligible_reason", [o for o in out if o is not None])
    f.count("candidates_referral", [h["referral"] for h in new])
    f.count("refused_who", [who for who, _ in
                            {(who, p["household_id"])
                             for p, who in refusals(f)}])
    s = stays(f)
    start = sum(x[1] < f.a <= x[2] for x in s)
    ins = sum(f.within(x[1]) for x in s)
    outs = sum(f.within(x[2]) for x in s)
    end = sum(x[2] > f.b for x in s)
    f.count("stock_start", number=start)
    f.count("entries", number=ins)
    f.count("exits", number=outs)
    f.count("stock_end", number=end)
    f.count("housed_during", number=end + outs)
    f.who("entries", [x[0] for x in s if f.within(x[1])])
    f.who("exits", [x[0] for x in s if f.within(x[2])])
    f.who("housed_during", [x[0] for x in s if x[2] >= f.a])
    assert start + ins - outs == end


def size(d):
    return {"T1": "T1", "T1bis": "T1", "T2": "T2", "T3": "T3"}.get(
        d["type"], "T4+")


def programme(f):
    """Dwellings mobilised: state, sliding, days empty."""
    found = []
    for d in f.w.dwelling:
        leases = [l for l in f.w.lease if l["dwelling_id"] == d["dwelling_id"]
                  and l["start_on"] <= f.b]
        offers = [p for p in f.w.proposal if p["dwelling_id"] ==
                  d["dwelling_id"] and p["proposed_on"] <= f.b]
        vacant = d["occupancy"] in ("offered", "empty")
        if not (vacant or leases or offers):
            continue
        run = [l for l in leases if not l["ended_on"] or l["ended_on"] > f.b]
        wait = [p for p in offers
                if not p["decision"] or p["decided_on"] > f.b or
                p["decision"] == "granted" and not any(
                    l["household_id"] == p["household_id"] and
                    l["start_on"] >= p["proposed_on"] for l in leases)]
        state = "let" if run else "reserved" if wait else \
            "available" if vacant else "other"
        since = max((l["ended_on"] for l in leases
                     if l["ended_on"] and l["ended_on"] <= f.b),
                    default=d["available_on"])
        found.append((d, state, any(l["form"] == "sliding" for l in run),
                      since))
    return found


def dwellings(f):
    all_ = programme(f)
    f.count("dwellings", number=len(all_))
    f.count("dwellings_state", [s for _, s, _, _ in all_])
    f.count("dwellings_commune", [d["commune"] for d, *_ in all_])
    f.count("dwellings_size", [size(d) for d, *_ in all_])
    f.count("dwellings_dpe", [d["dpe"] for d, *_ in all_])
    f.count("dwellings_qpv", [d["qpv"] for d, *_ in all_])
    f.count("mobilised", [(d["commune"], size(d)) for d, *_ in all_])
    for state in ("available", "reserved", "let", "other"):
        mine = [d for d, s, _, _ in all_ if s == state]
        f.count(state, [(d["commune"], size(d)) for d in mine])
        f.count(state + "_all", number=len(mine))
        if state == "let":
            f.count("let_commune", [d["commune"] for d in mine])
    mine = [d for d, _, sliding, _ in all_ if sliding]
    f.count("let_sliding", [(d["commune"], size(d)) for d in mine])
    f.count("let_sliding_all", number=len(mine))
    empty = [days(since, f.b) for _, s, _, since in all_
             if s == "available" and since and since <= f.b]
    f.ratio("vacancy_days", sum(empty), len(empty))


def delays(f):
    w, first = f.w, {}
    for p in w.proposal:
        k = p["household_id"]
        first[k] = min(first.get(k, "9"), p["proposed_on"])
    d = {"proposal": [days(w.of[h]["applied_on"], on)
                      for h, on in first.items() if f.within(on)],
         "decision": [days(p["proposed_on"], p["decided_on"])
                      for p in w.proposal if p["decision"] == "granted"
                      and f.within(p["decided_on"])],
         "lease": []}
    f.who("delay_decision_n", [p["household_id"] for p in w.proposal
                               if p["decision"] == "granted"
                               and f.within(p["decided_on"])])
    f.who("delay_lease_n", [])
    for p in w.proposal:
        starts = [l["start_on"] for l in w.lease
                  if p["decision"] == "granted"
                  and (l["household_id"], l["dwelling_id"]) ==
                  (p["household_id"], p["dwelling_id"])
                  and l["start_on"] >= p["proposed_on"]]
        if starts and f.within(min(starts)):
            d["lease"].append(days(p["decided_on"], min(starts)))
            f.who("delay_lease_n", [p["household_id"]])
    for k, xs in d.items():
        f.count("delay_%s_n" % k, number=len(xs))
        f.of_list("delay_%s_median" % k, xs, median)
        f.of_list("delay_%s_p90" % k, xs, rank(90))


def refused(f):
    r = refusals(f)
    f.count("refusals", number=len(r))
    f.count("refusals_who", [who for _, who in r])
    f.count("refusals_reason", [p["reason"] for p, _ in r])
    f.count("refusals_reason_who", [(p["reason"], who) for p, who in r])
    f.who("refusals", [p["household_id"] for p, _ in r])
    f.who("refusals_who", [(who, p["household_id"]) for p, who in r])
    f.who("refusals_reason", [(p["reason"], p["household_id"])
                              for p, _ in r])
    f.who("refusals_reason_who", [(p["reason"], who, p["household_id"])
                                  for p, who in r])


def alerts(f):
    found = {}
    for d in f.w.due:
        left = int(d["days_left"])
        if d["obligation"] in ("review", "unpaid", "renewal") or \
                d["obligation"] == "prefect_notice" and left <= 60 or \
                d["obligation"] == "measure_end" and left < 30:
            k = d["household_id"], d["obligation"]
            found[k] = min(found.get(k, left), left)
    for b in f.w.now.values():
        if b["effort_class"] == "over_33":
            found[b["household_id"], "effort"] = None
    f.count("alerted", number=len({h for h, _ in found}))
    f.count("alerts", [a for _, a in found])
    f.codes.add("alert")
    for (h, a), left in found.items():
        f.put("alert", left, 1, h, a)


def present(f):
    return sorted({s[0] for s in stays(f) if s[2] >= f.a})


def age(birth, day):
    a, b = birth.split("-"), day.split("-")
    return int(b[0]) - int(a[0]) - (b[1:] < a[1:])


def bracket(n, names, bounds):
    return names[sum(n >= b for b in bounds)]


def profile(f):
    rows = [f.w.of[h] for h in present(f)]
    f.count("households", number=len(rows))
    f.count("age", [bracket(age(h["birth_date"], f.b), ["under_18", "18-21",
                    "22-25", "26-29", "over_29"], [18, 22, 26, 30])
                    for h in rows])
    kinds = {(0, 0): "single", (1, 0): "couple", (2, 0): "adults",
             (0, 1): "lone_parent", (1, 1): "couple_children",
             (2, 1): "adults_children"}
    f.count("composition", [kinds[
        1 if h["partner_birth_date"] else 2 if int(h["adults"]) > 1 else 0,
        int(h["dependants"]) > 0] for h in rows])
    f.count("work", [h["occupation"] + (
        {"": "", "none": "_no_benefit"}.get(h["benefit"], "_benefit")
        if h["occupation"] == "jobseeker" else "") for h in rows])
    f.count("housing_before", [h["housing_now"] for h in rows])
    f.count("priority", [h["priority"] for h in rows])


def resources(f):
    there = tenants(f)
    f.count("housed_end", number=len(there))
    euros = [f.w.of[l["household_id"]]["income"] for l in there]
    f.count("income", ["" if e == "" else bracket(
        cents(e), ["0", "under_500", "500-749", "750-999", "1000-1249",
                   "1250-1499", "from_1500"],
        [1, 50000, 75000, 100000, 125000, 150000]) for e in euros])
    b = [f.w.now.get(l["lease_id"], {}) for l in there]
    f.count("ceiling_band", [x.get("ceiling_band", "unknown") for x in b])
    known_ = [x for x in b if x.get("ceiling_band", "unknown") != "unknown"]
    f.count("ceiling_known", number=len(known_))
    f.share("under_20", [x["ceiling_band"] == "under_20" for x in known_])
    f.share("under_plai", [x["eligible_plai"] == "yes" for x in b
                           if x.get("eligible_plai", "unknown") != "unknown"])


def effort(f):
    there = tenants(f)
    now = [f.w.now[l["lease_id"]] for l in there if l["lease_id"] in f.w.now]
    entry = []
    for l in there:
        s = next(s for s in reversed(f.w.stays) if s[0] == l["household_id"]
                 and s[2] > f.b)
        first = min((m for m in f.w.lease if m["household_id"] == s[0]
                     and m["start_on"] >= s[1]),
                    key=lambda m: (m["start_on"], m["lease_id"]))
        if first["lease_id"] in f.w.entry:
            entry.append(f.w.entry[first["lease_id"]])
    for w, rows in (("now", now), ("entry", entry)):
        rate = [cents(b["effort_rate_net"] or b["effort_rate"]) for b in rows
                if b["effort_rate_net"] or b["effort_rate"]]
        f.count("effort_%s_n" % w, number=len(rate))
        f.of_list("effort_%s_median" % w, rate, median)
        f.of_list("effort_%s_q1" % w, rate, rank(25))
        f.of_list("effort_%s_q3" % w, rate, rank(75))
        f.count("effort_%s_all" % w, number=len(rows))
        f.count("effort_%s_class" % w, [b["effort_class"] for b in rows])
        known_ = [b["effort_class"] for b in rows
                  if b["effort_class"] not in ("none", "unknown")]
        for c in ("to_25", "to_30", "to_33", "over_33"):
            f.share("effort_%s_share_%s" % (w, c), [k == c for k in known_])
    before = [(cents(b["housing_cost_now"]), cents(b["income"]))
              for b in entry if b["housing_cost_now"] and b["income"]
              and cents(b["income"]) > 0]
    f.count("effort_before_n", number=len(before))
    f.of_list("effort_before_median",
              [half_up(10000 * c, i) for c, i in before], median)
    f.count("effort_before_class", [
        "to_25" if Fraction(c, i) <= Fraction(25, 100) else
        "to_30" if Fraction(c, i) <= Fraction(30, 100) else
        "to_33" if Fraction(c, i) <= Fraction(33, 100) else "over_33"
        for c, i in before])
    f.of_list("remainder_median", [
        half_up(1000 * cents(b["remainder"]),
                round(1000 * Fraction(b["consumption_units"])))
        for b in now if b["remainder"] and b["consumption_units"]], median)
    shield = [s for s in f.w.spending if s["nature"] == "shield"
              and f.a[:7] <= s["month"] <= f.b[:7]]
    f.count("shield_months", number=len({(s["household_id"], s["month"])
                                         for s in shield}))
    f.total("shield_spent", [cents(s["amount"]) for s in shield])
    f.who("shield_months", [s["household_id"] for s in shield])
    f.who("shield_spent", map(paid_for, shield))
    gap = [cents(b["shield_gap"]) for b in now
           if b["shield_gap"] and cents(b["shield_gap"]) > 0]
    f.count("shield_households", number=len(gap))
    f.total("shield_gap", gap)


def paid_for(s):
    return s["household_id"] or s["dwelling_id"] or s["spending_id"]


def spans(f):
    found = []
    for s in f.w.event:
        if s["kind"] == "measure_start" and s["happened_on"] <= f.b:
            ends = [e["happened_on"] for e in f.w.event
                    if e["kind"] == "measure_end" and
                    e["household_id"] == s["household_id"] and
                    e["measure"] in ("", s["measure"]) and
                    s["happened_on"] <= e["happened_on"] <= f.b]
            found.append((s["household_id"], s["measure"], s["happened_on"],
                          min(ends, default="")))
    return found


def support(f):
    m = accompanied(f)
    f.count("month_measures", number=len(m))
    f.count("month_measures_level", [level for _, _, level in m])
    f.count("month_measures_type", [kind for _, kind, _ in m])
    f.count("month_measures_type_level", [(k, level) for _, k, level in m])
    f.who("month_measures", [h for h, _, _ in m])
    f.who("month_measures_level", [(level, h) for h, _, level in m])
    f.who("month_measures_type", [(kind, h) for h, kind, _ in m])
    f.who("month_measures_type_level", [(k, level, h) for h, k, level in m])
    f.who("measures_ended", [s[0] for s in spans(f) if f.within(s[3])])
    f.who("renewals", [e["household_id"] for e in f.w.event
                       if e["kind"] == "renewal" and e["measure"] != ""
                       and f.within(e["happened_on"])])
    over = [days(s[2], s[3]) for s in spans(f) if f.within(s[3])]
    f.count("measures_ended", number=len(over))
    f.ratio("measure_days", sum(over), len(over))
    f.of_list("measure_days_median", over, median)
    f.count("renewals", number=sum(
        e["kind"] == "renewal" and e["measure"] != "" and
        f.within(e["happened_on"]) for e in f.w.event))
    levels = defaultdict(list)
    for e in sorted(f.w.event, key=lambda e: (e["happened_on"],
                                              e["event_id"])):
        if e["kind"] in ("measure_start", "level_change") and e["level"]:
            levels[e["household_id"]].append(LEVELS.index(e["level"]))
    moved = Counter((v[-1] > v[0]) - (v[-1] < v[0]) for v in levels.values())
    f.put("levelled", len(levels), len(levels))
    for word, d in (("down", -1), ("same", 0), ("up", 1)):
        f.put("autonomy", moved[d], moved[d], word)
        f.ratio("autonomy_share", moved[d], len(levels), 10000, word)
    kinds = ("meeting", "workshop", "energy_workshop")
    here = [e for e in f.w.event if e["kind"] in kinds
            and f.within(e["happened_on"])]
    f.count("sessions", [k for k, _ in {(e["kind"], e["happened_on"])
                                        for e in here}])
    f.count("invited", [e["kind"] for e in here if e["attended"]])
    f.who("invited", [(e["kind"], e["household_id"])
                      for e in here if e["attended"]])
    f.codes.add("attendance")
    for k in kinds:
        f.share("attendance", [e["attended"] == "1" for e in here
                               if e["kind"] == k and e["attended"]], k)
        f.sides("attendance", [(e["attended"] == "1", e["household_id"])
                               for e in here
                               if e["kind"] == k and e["attended"]], k)


def sliding(f):
    w = f.w
    f.count("conventions", number=sum(e["kind"] == "convention" and
                                      f.within(e["happened_on"])
                                      for e in w.event))
    f.who("conventions", [e["household_id"] for e in w.event
                          if e["kind"] == "convention" and
                          f.within(e["happened_on"])])
    mine = [l for l in w.lease if l["form"] == "sliding"]
    f.who("sliding_begun", [l["household_id"] for l in mine
                            if f.within(l["start_on"])])
    f.count("sliding_begun", number=sum(f.within(l["start_on"]) for l in mine))

    def held(l, kind, a, b):
        return any(e["kind"] == kind and
                   e["household_id"] == l["household_id"] and
                   a < e["happened_on"] <= b for e in w.event)
    reviewed, notified, due_of = [], [], []
    for l in mine:
        before, k = l["start_on"], 1
        while True:
            due = plus(l["start_on"], 6 * k)
            if due > f.b or (l["ended_on"] and due > l["ended_on"]):
                break
            if f.within(due):
                due_of.append(l["household_id"])
                reviewed.append(held(l, "review", before, due))
                notified.append(held(l, "prefect_notice", before,
                                     plus(due, -2)))
            before, k = due, k + 1
    f.count("reviews_due", number=len(reviewed))
    f.share("reviews_on_time", reviewed)
    f.share("notices_on_time", notified)
    f.who("reviews_due", due_of)
    f.sides("reviews_on_time", zip(reviewed, due_of))
    f.sides("notices_on_time", zip(notified, due_of))
    over = [l for l in mine if f.within(l["ended_on"])]
    slid = [l for l in over if l["end_reason"] == "own_lease" or
            any(e["kind"] == "slide" and e["household_id"] ==
                l["household_id"] and
                l["start_on"] <= e["happened_on"] <= l["ended_on"]
                for e in w.event)]
    f.count("sliding_finished", number=len(over))
    f.count("slides", number=len(slid))
    f.count("not_slid", [l["end_reason"] or "unknown" for l in over
                         if l not in slid])
    f.share("slides_share", [l in slid for l in over])
    f.who("sliding_finished", [l["household_id"] for l in over])
    f.who("slides", [l["household_id"] for l in slid])
    f.who("not_slid", [(l["end_reason"] or "unknown", l["household_id"])
                       for l in over if l not in slid])
    f.sides("slides_share", [(l in slid, l["household_id"]) for l in over])
    f.of_list("slides_days", [days(l["start_on"], l["ended_on"])
                              for l in slid], median)
    f.of_list("slides_months", [
        max(m for m in range(1200) if plus(l["start_on"], m) <= l["ended_on"])
        for l in slid], median)


def rents(f):
    months = defaultdict(set)
    for e in f.w.event:
        if e["kind"] == "unpaid_rent" and f.within(e["happened_on"]):
            months[e["household_id"]].add(e["happened_on"][:7])
    for k in (1, 2, 3):
        f.count("unpaid_%d" % k,
                number=sum(len(m) >= k for m in months.values()))
    debts = []
    for h, a, b in stays(f):
        if b <= f.b:
            continue
        due = [cents(e["amount"]) for e in f.w.event
               if e["kind"] == "unpaid_rent" and e["household_id"] == h
               and a <= e["happened_on"] <= f.b]
        if sum(due) > 0:
            debts.append(sum(due))
    f.count("debtors", number=len(debts))
    f.of_list("debt_median", debts, median)
    for code, kind in (("plans", "repayment_plan"),
                       ("proceedings", "eviction_proceeding")):
        f.count(code, number=sum(e["kind"] == kind and
                                 f.within(e["happened_on"])
                                 for e in f.w.event))
        f.who(code, [e["household_id"] for e in f.w.event
                     if e["kind"] == kind and f.within(e["happened_on"])])


def exits(f):
    gone = [l["end_reason"] or "unknown" for l in f.w.lease
            if f.within(l["ended_on"])]
    f.count("left", number=len(gone))
    f.count("left_class", [EXITS[r] for r in gone])
    f.count("left_reason", gone)
    gone = [(l["end_reason"] or "unknown", l["household_id"])
            for l in f.w.lease if f.within(l["ended_on"])]
    f.who("left", [h for _, h in gone])
    f.who("left_class", [(EXITS[r], h) for r, h in gone])
    f.who("left_reason", gone)
    first = {}
    for h, a, b in stays(f):
        first.setdefault(h, (a, b))
    for m in (6, 12, 24):
        old = [(a, b) for a, b in first.values() if plus(a, m) <= f.b]
        stayed = sum(b >= plus(a, m) for a, b in old)
        f.put("stay_%d_of" % m, len(old), len(old))
        f.put("stay_%d_n" % m, stayed, stayed)
        f.ratio("stay_%d" % m, stayed, len(old), 10000)


def costs(f):
    w, months = f.w, set(f.w.whole_months(f.a, f.b))
    ends = [last_of(m) for m in months]
    m = accompanied(f)
    done = sum(e["kind"] == "diagnostic" and e["outcome"] != "missed" and
               e["happened_on"][:7] in months for e in w.event)
    first = {}
    for l in w.lease:
        k = l["household_id"]
        first[k] = min(first.get(k, "9"), l["start_on"])
    there = [l for day in ends for l in w.lease if l["start_on"] <= day and
             not (l["ended_on"] and l["ended_on"] <= day)]
    units = {"diagnostics": done, "entered": sum(d[:7] in months
                                                 for d in first.values()),
             "household_months": len(there), "dwelling_months": len(there),
             "month_measures": len(m)}
    for k, n in units.items():
        f.put("cost_" + k, n, n)
    f.who("cost_diagnostics", [
        e["household_id"] for e in w.event if e["kind"] == "diagnostic" and
        e["outcome"] != "missed" and e["happened_on"][:7] in months])
    for k in ("household_months", "dwelling_months"):
        f.who("cost_" + k, [l["household_id"] for l in there])
    f.who("cost_month_measures", [x[0] for x in m])
    f.who("cost_month_measures_level", [(x[2] or "none", x[0]) for x in m])
    spent = [s for s in w.spending if s["month"] in months]
    f.who("spent", map(paid_for, spent))
    f.who("spent_nature", [(s["nature"], paid_for(s)) for s in spent])

    def sum_of(*natures):
        found = [cents(s["amount"]) for s in spent if s["nature"] in natures]
        return sum(found) if found else None
    f.ratio("diagnostic_cost", sum_of("diagnostic"), done)
    f.ratio("diagnostic_entered_cost", sum_of("diagnostic"), units["entered"])
    for suffix, times in (("", 1), ("_year", 12)):
        f.ratio("support_cost" + suffix, sum_of("support"), len(m), times)
        f.ratio("management_cost" + suffix, sum_of("adapted_management"),
                len(there), times)
        f.ratio("overall_cost" + suffix,
                sum_of("support", "adapted_management"), len(there), times)
    for level in LEVELS[1:] + ["none"]:
        n = sum((x[2] or "none") == level for x in m)
        f.put("cost_month_measures_level", n, n, level)
    at = {month: w.measures(last_of(month)) for month in months}
    for level in LEVELS[1:]:
        mine = [cents(s["amount"]) for s in spent if s["nature"] == "support"
                and at[s["month"]].get(s["household_id"], ("", ""))[1] == level]
        n = sum(x[2] == level for x in m)
        f.ratio("support_cost_level", sum(mine) if mine else None, n, 1, level)
    f.total("spent", [cents(s["amount"]) for s in spent])
    for nature in {s["nature"] for s in spent}:
        f.total("spent_nature", [cents(s["amount"]) for s in spent
                                 if s["nature"] == nature], nature)
    f.codes.add("spent_nature")
    funds = [g for g in w.funding if f.within(g["dated"])]
    for col in ("requested", "granted", "paid"):
        f.codes.add("funding_%s_funder" % col)
        f.total("funding_" + col, [cents(g[col]) for g in funds if g[col]])
        for who in {g["funder"] for g in funds}:
            f.total("funding_%s_funder" % col, [
                cents(g[col]) for g in funds if g[col] and
                g["funder"] == who], who)
    for p in ("call", "fnavdl", "fndollts"):
        n = sum(g["programme"] == p for g in funds)
        f.put("programme", int(n > 0), n, p)
    for item in ("funders_natures", "funded_spent", "paid_granted",
                 "months_year", "counted_once", "granted_requested",
                 "charged_once"):
        rows = [r["verdict"] for r in w.accounts if r["item"] == item]
        bad = {"fails", "warning"} if item in ("granted_requested",
                                               "charged_once") else {"fails"}
        f.put("control_" + item, int(not bad & set(rows)) if rows else None,
              len(rows))


def territory(f):
    w = f.w
    there = {l["household_id"] for l in tenants(f)}
    unmet = [h for h in w.household if h["household_id"] not in there and
             not h["struck_off_reason"]]
    for code, communes in (
            ("t_households", [w.home[l["dwelling_id"]]["commune"]
                              for l in tenants(f)]),
            ("t_dwellings", [d["commune"] for d, *_ in programme(f)]),
            ("t_unmet", [h["wanted_communes"][:5] for h in unmet])):
        f.count(code, number=len(communes))
        f.count(code + "_epci", [EPCI.get(c, "") for c in communes])
        f.count(code + "_commune", [(EPCI.get(c, ""), c) for c in communes])
    f.count("fjt", [(c["commune"], c["coverage"]) for c in w.coverage])
    for code, col in (("fjt_places", "places"), ("fjt_occupied", "occupied")):
        f.codes.add(code)
        for c in w.coverage:
            f.put(code, int(c[col]) if c[col] else None, None, c["commune"])


def fsl(f):
    s = [x for x in spans(f) if x[1] in ("asll", "aml")]
    f.count("fsl_granted", [x[1] for x in s if f.within(x[2])])
    f.count("fsl_running", [x[1] for x in s if not x[3]])
    f.count("fsl_ended", [x[1] for x in s if f.within(x[3])])
    f.count("fsl_months", [x[1] for x in accompanied(f)
                           if x[1] in ("asll", "aml")])
    f.who("fsl_granted", [(x[1], x[0]) for x in s if f.within(x[2])])
    f.who("fsl_running", [(x[1], x[0]) for x in s if not x[3]])
    f.who("fsl_ended", [(x[1], x[0]) for x in s if f.within(x[3])])
    f.who("fsl_months", [(x[1], x[0]) for x in accompanied(f)
                         if x[1] in ("asll", "aml")])
    on = defaultdict(set)
    for x in s:
        if not x[3]:
            on[x[0]].add(x[1])
    f.count("fsl_double", number=sum(len(m) > 1 for m in on.values()))
    f.count("aml_leases", [l["form"] for l in tenants(f) if l["form"] == "aml"
                           or l["form"] == "sliding" and
                           "aml" in on[l["household_id"]]])
    for code in ("fsl_asked", "fsl_access", "loca_pass", "deposit"):
        f.codes.add(code)
        if code != "fsl_asked":
            f.put(code, None, 0)


def ase(f):
    rows = [f.w.of[h] for h in present(f)]
    mine = [h for h in rows if h["left_care_on"] and
            (age(h["birth_date"], f.b) < 21 or
             plus(h["left_care_on"], 36) > f.b)]
    assert not mine  # the pilot has none: tests/cli/figures.bats has
    f.count("ase", number=0)
    f.count("ase_outcome", [])


def small(f):
    w, mine = f.w, []
    for l in w.lease:
        d, h = w.home[l["dwelling_id"]], w.of[l["household_id"]]
        if l["form"] == "aml" and l["start_on"] <= f.b and \
                (l["ended_on"] or "9") >= f.a and \
                d["type"] in ("T1", "T1bis", "T2") and h["adults"] == "1" and \
                h["dependants"] == "0" and age(h["birth_date"],
                                               l["start_on"]) < 30:
            mine.append((l, d))
    coverage = {c["commune"]: c["coverage"] for c in w.coverage}
    f.count("small", number=len(mine))
    f.count("small_type", [d["type"] for _, d in mine])
    f.count("small_coverage", [coverage.get(d["commune"], "unknown")
                               for _, d in mine])
    f.total("small_days", [days(max(l["start_on"], f.a),
                                min(l["ended_on"] or f.b, f.b))
                           for l, _ in mine])
    f.count("small_months", number=sum(
        l["start_on"] <= last_of(m) and not (l["ended_on"] and
                                             l["ended_on"] <= last_of(m))
        for l, _ in mine for m in f.w.whole_months(f.a, f.b)))
    f.who("small", [l["household_id"] for l, _ in mine])
    f.who("small_type", [(d["type"], l["household_id"]) for l, d in mine])
    f.who("small_coverage", [(coverage.get(d["commune"], "unknown"),
                              l["household_id"]) for l, d in mine])
    f.who("small_months", [
        l["household_id"] for l, _ in mine
        for m in f.w.whole_months(f.a, f.b) if l["start_on"] <= last_of(m)
        and not (l["ended_on"] and l["ended_on"] <= last_of(m))])


def insertion(f):
    w, first = f.w, {}
    for h, a, b in stays(f):
        if b >= f.a:
            first.setdefault(h, a)
    found = []
    for h, a in first.items():
        for moment, months in (("entry", 0), ("6", 6), ("12", 12)):
            if plus(a, months) > f.b:
                continue
            job = w.of[h]["occupation"]
            for e in sorted(w.event, key=lambda e: (e["happened_on"],
                                                    e["event_id"])):
                if e["household_id"] == h and \
                        e["happened_on"] <= plus(a, months):
                    job = JOBS.get((e["kind"], e["outcome"]), job)
            found.append((moment, job))
    f.count("work_moment", [m for m, _ in found])
    f.count("work_now", found)
    f.count("placements", [e["outcome"] for e in w.event
                           if e["kind"] == "insertion_contract" and
                           f.within(e["happened_on"])])
    f.who("placements", [(e["outcome"], e["household_id"]) for e in w.event
                         if e["kind"] == "insertion_contract" and
                         f.within(e["happened_on"])])
    rows = [w.of[h] for h in present(f)]
    f.count("mission_locale", number=sum(h["referral"] == "mission_locale"
                                         for h in rows))
    f.count("youth_contract", number=sum(h["occupation"] == "youth_contract"
                                         for h in rows))


def department(f):
    funds = [g for g in f.w.funding if f.within(g["dated"]) and g["paid"]]
    own = [cents(g["paid"]) for g in funds
           if g["funder"] in ("department", "fsl")]
    paid = [cents(g["paid"]) for g in funds]
    f.total("cg_paid", own)
    f.total("all_paid", paid)
    n = {"household": len(present(f)), "measure": len(accompanied(f)),
         "positive": sum(f.within(l["ended_on"]) and
                         EXITS[l["end_reason"] or "unknown"] == "positive"
                         for l in f.w.lease)}
    f.count("cg_households", number=n["household"])
    f.count("cg_month_measures", number=n["measure"])
    f.count("cg_positive", number=n["positive"])
    f.who("cg_month_measures", [h for h, _, _ in accompanied(f)])
    f.who("cg_positive", [
        l["household_id"] for l in f.w.lease if f.within(l["ended_on"]) and
        EXITS[l["end_reason"] or "unknown"] == "positive"])
    for k, y in n.items():
        f.ratio("cg_per_" + k, sum(own) if own else None, y)
    f.put("others_share", half_up(10000 * (sum(paid) - sum(own)), sum(paid))
          if paid else None, len(paid))


def twelve(f, codes=("m_stock", "m_entries", "m_exits", "m_measures")):
    months = [plus(f.b[:7] + "-01", -k)[:7] for k in range(12)]
    f.codes.update(codes)
    for m in months:
        a, b = m + "-01", min(last_of(m), f.b)
        s = [x for x in f.w.stays if x[1] <= b]
        for code, n in (
                ("m_stock", sum(x[2] > b for x in s)),
                ("m_entries", sum(a <= x[1] for x in s)),
                ("m_exits", sum(a <= x[2] <= b for x in s)),
                ("m_measures", len(f.w.measures(b))
                 if b == last_of(m) else 0)):
            if code in codes:
                f.put(code, n, n, m)
        f.who("m_entries", [(m, x[0]) for x in s if a <= x[1]])
        f.who("m_exits", [(m, x[0]) for x in s if a <= x[2] <= b])


def flow_months(f):
    twelve(f, ("m_stock", "m_entries", "m_exits"))


def form(f, which):
    costs(f)
    leases = [l for l in f.w.lease if l["start_on"] <= f.b and
              (l["ended_on"] or "9") >= f.a]
    mine = {l["dwelling_id"] for l in leases}
    f.who("form_dwellings", [l["household_id"] for l in leases])
    f.who("form_communes", [(f.w.home[l["dwelling_id"]]["commune"],
                             l["household_id"]) for l in leases])
    f.count("public", number=len(present(f)))
    f.count("form_dwellings", number=len(mine))
    f.count("form_communes", [f.w.home[d]["commune"] for d in mine])
    if which == "period":
        f.put("duration", 30, None)
        for code in ("form_landlord", "form_partners", "form_signature"):
            f.put(code, None, 0)


REPORTS = {
    ("ddtm", "month"): [flux, flow_months, dwellings, delays, refused, alerts],
    ("ddtm", "year"): [profile, resources, effort, support, sliding, rents,
                       exits, costs],
    ("departement", "month"): [territory, fsl, ase, small, insertion,
                               department, twelve],
    ("form", "month"): [],
}
REPORTS["departement", "year"] = REPORTS["departement", "month"]
REPORTS["form", "year"] = []


def expected(w, to, cycle, a, b):
    def figures(which, x, y, period):
        f = Figures(w, x, y, period)
        if to == "form":
            form(f, which)
        elif which == "period":
            for sheet in REPORTS[to, cycle]:
                sheet(f)
        if (to, cycle) == ("ddtm", "month"):
            synthese(f, which)
        return f
    n = 4 if cycle == "year" else 7
    parts = [figures("period", a, b, a[:n])]
    if to != "departement":
        parts.append(figures("start", "1900-01-01", b, "../" + b))
    if (to, cycle) == ("ddtm", "month"):
        before = plus(a, -1)
        parts.append(figures("previous", before, last_of(before[:7]),
                             before[:7]))
    cells = Cells()
    cells.who = defaultdict(dict)
    for f in parts:
        cells.update({k: v for k, v in f.cells.items() if v is not None})
        for code, found in f.whos.items():
            cells.who[code].update({k: len(s) for k, s in found.items()})
    return cells, set().union(*(f.codes for f in parts))


def number(s, unit):
    if s == "":
        return None
    return cents(s) if unit in ("euro", "percent") else int(s)


def compare(rows, cells, codes):
    """What differs, and whether what sums to something does."""
    wrong, seen = [], set()
    for r in rows:
        key = r["indicator"], r["modality"], r["modality2"], r["period"]
        got = number(r["value"], r["unit"]), number(r["n"], "")
        empty = (0, 0) if r["statistic"] == "count" else (None, 0)
        want = cells.get(key, empty)
        who = cells.who.get(r["indicator"])
        if who is None and r["households"] != "" or who is not None and \
                int(r["households"] or 0) != who.get(key, 0):
            wrong.append("%s: of %s households, not %s" % (
                key, r["households"], (who or {}).get(key)))
        if r["indicator"] not in codes:
            wrong.append("%s is not checked" % r["indicator"])
        elif got != want:
            wrong.append("%s: %s, not %s" % (key, got, want))
        if (r["missing"] != "") != (r["value"] == ""):
            wrong.append("%s: no reason, or one too many" % (key,))
        if key in seen:
            wrong.append("%s twice" % (key,))
        seen.add(key)
    return wrong + ["%s is not there" % (k,) for k in set(cells) - seen]


def sums(rows):
    parts, of, wrong = defaultdict(int), {}, []
    for r in rows:
        dims = [(r["dimension" + k], r["modality" + k]) for k in ("", "2")
                if r["dimension" + k]]
        of.setdefault(r["indicator"], {})[r["period"], tuple(dims)] = r
    for r in rows:
        dims = {r["dimension" + k]: r["modality" + k] for k in ("", "2")}
        for word in r["adds_to"].split():
            code, _, group = word.partition("/")
            for (period, d), total in of[code].items():
                if period == r["period"] and all(dims.get(k, v) == v
                                                 for k, v in d):
                    parts[code, period, d, group or r["indicator"]] += number(
                        r["value"], r["unit"]) or 0
        wrong += ["%s rests on %s" % (r["indicator"], code)
                  for code in r["rests_on"].split() if code not in of]
    for (code, period, d, group), n in parts.items():
        r = of[code][period, d]
        if (number(r["value"], r["unit"]) or 0) != n:
            wrong.append("%s %s %s: %s is %d" % (code, period, d, group, n))
    return wrong


def periods():
    for y, m in MONTHS:
        a = "%d-%02d-01" % (y, m)
        for to in ("ddtm", "departement"):
            yield to, "month", a, last_of(a[:7])
    for y, b in ((2015, "2015-12-31"), (2016, "2016-08-31")):
        for to in ("ddtm", "departement", "form"):
            yield to, "year", "%d-01-01" % y, b
    yield "form", "month", "2016-08-01", "2016-08-31"
    yield "ddtm", "year", "2016-01-01", "2016-06-30"


def main():
    ends = ["%d-%02d-%02d" % (y, m, monthrange(y, m)[1]) for y, m in MONTHS]
    for since, day in zip([""] + ends, ends):
        assert month(day, since)
    worlds, n = {}, 0
    for to, cycle, a, b in periods():
        w = worlds.setdefault(b, None) or World(b)
        worlds[b] = w
        run = subprocess.run(
            ["phc-report", "--figures", "-d", "r.db", "--to", to, "-t", b,
             "--" + cycle, a[:4 if cycle == "year" else 7]],
            capture_output=True, text=True)
        rows = list(csv.DictReader(io.StringIO(run.stdout)))
        wrong = [run.stderr] if run.returncode else \
            compare(rows, *expected(w, to, cycle, a, b)) + sums(rows)
        n += 1
        print("%sok %d - %s, %s to %s: %d figures" % (
            "not " if wrong or not rows else "", n, to, a, b, len(rows)))
        for line in wrong[:20]:
            print("# " + line)
    print("1..%d" % n)


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    main()
    os.chdir("/")
