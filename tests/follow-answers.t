#!/usr/bin/python3
# The pilot's accounts, readings, exits and coverage, at each month's end, are
# what this recounts from the raw files by the definitions of phc-follow(1); and
# one cent moved is found.
import csv
import io
import os
import random
import subprocess
import sys
import tempfile
from calendar import monthrange
from datetime import date

HERE = os.path.dirname(os.path.abspath(__file__))
PILOT = os.path.join(HERE, 'data', 'pilot')
TABLES = {'event': 'expected/evenements', 'lease': 'expected/baux',
          'spending': 'expected/depenses', 'funding': 'expected/financements',
          'reading': 'expected/consommations', 'fjt': 'expected/fjt',
          'dwelling': 'expected/dwellings'}
HOUSEHOLDS = ['locataires', 'expected/households']
LEVELS = ['light', 'medium', 'strong']
NATURES = ['diagnostic', 'support', 'adapted_management', 'shield',
           'investment', 'other']
FUNDERS = ['landlord', 'state', 'department', 'municipality', 'epci', 'fsl',
           'employers', 'other']
EXITS = {'positive': ['own_lease', 'rehoused_social', 'private_rental',
                      'ownership', 'job_elsewhere'],
         'neutral': ['family', 'institution', 'death'],
         'negative': ['eviction', 'return_to_shelter', 'unknown']}
REASONS = ['own_lease', 'rehoused_social', 'private_rental', 'ownership',
           'job_elsewhere', 'family', 'institution', 'eviction',
           'return_to_shelter', 'death', 'unknown']
SMALL = ('T1', 'T1bis', 'T2')
ALWAYS = '9999-12-31'
n = 0


def ok(good, what, note=''):
    global n
    n += 1
    print('%sok %d - %s' % ('' if good else 'not ', n, what))
    for line in [] if good else note.splitlines()[:40]:
        print('#', line)


def rows(name):
    with open(os.path.join(PILOT, name + '.csv'), encoding='utf-8') as f:
        return list(csv.DictReader(f))


def cents(s):
    return None if s == '' else round(100 * float(s)) if '.' not in s else \
        int(s.split('.')[0]) * 100 + int((s.split('.')[1] + '0')[:2])


def thousandths(s):
    whole, _, rest = s.partition('.')
    return int(whole) * 1000 + int((rest + '000')[:3])


def half_up(num, den):
    return (2 * num + den) // (2 * den) if num >= 0 else -half_up(-num, den)


def fixed(v, places):
    if v is None:
        return ''
    sign, v = ('-', -v) if v < 0 else ('', v)
    return '%s%d.%0*d' % (sign, v // 10 ** places, places, v % 10 ** places)


def plain(v):
    return fixed(v, 3).rstrip('0').rstrip('.') if v is not None else ''


def percent(num, den):
    return half_up(num * 10000, den) if den else None


def months_from(day, k):
    y, m = divmod(day.year * 12 + day.month - 1 + k, 12)
    return date(y, m + 1, min(day.day, monthrange(y, m + 1)[1]))


def first(month):
    return month + '-01'


def last(month):
    y, m = int(month[:4]), int(month[5:])
    return '%s-%02d' % (month, monthrange(y, m)[1])


def shift(month, k):
    return months_from(date.fromisoformat(first(month)), k).isoformat()[:7]


def span(a, b):
    out = []
    while a <= b:
        out.append(a)
        a = shift(a, 1)
    return out


def whole_month(t):
    return t[:7] if t == last(t[:7]) else shift(t[:7], -1)


class Ledger:
    def __init__(self, files, t):
        self.t = t
        self.to = whole_month(t)
        self.events = sorted((e for e in files['event']
                              if e['happened_on'] <= t),
                             key=lambda e: (e['happened_on'], e['event_id']))
        self.leases = []
        for lease in files['lease']:
            if lease['start_on'] <= t:
                lease = dict(lease)
                if lease['ended_on'] > t:
                    lease['ended_on'] = lease['end_reason'] = ''
                self.leases.append(lease)
        self.spending = [s for s in files['spending'] if s['month'] <= self.to]
        self.funding = [f for f in files['funding']
                        if f['dated'][:7] <= self.to]
        self.readings = [r for r in files['reading'] if r['month'] <= self.to]
        self.fjt = [f for f in files['fjt'] if f['observed_on'] <= t]
        self.types = {d['dwelling_id']: d for d in files['dwelling']}
        self.households = files['household']

    def holds(self, key, who, day):
        """The leases of a household or a dwelling in force on a day."""
        return [x for x in self.leases if x[key] == who
                and x['start_on'] <= day < (x['ended_on'] or ALWAYS)]

    def measures(self, household):
        """Spans [measure, first day, last day, [(day, level)]]."""
        out, opened = [], {}
        mine = [e for e in self.events if e['household_id'] == household]
        rank = {'measure_end': 0, 'measure_start': 1, 'level_change': 2}
        mine = [e for e in mine if e['kind'] in rank]
        mine.sort(key=lambda e: (e['happened_on'], rank[e['kind']],
                                 e['event_id']))
        ended = {}
        for e in mine:
            day, code = e['happened_on'], e['measure']
            if e['kind'] == 'measure_end':
                only = list(opened) if len(opened) == 1 else []
                for c in [code] if code else only:
                    if c in opened:
                        opened.pop(c)[2] = day
                    else:
                        ended[c] = day
            elif e['kind'] == 'measure_start':
                if code and code not in opened and ended.get(code) != day:
                    opened[code] = [code, day, ALWAYS, []]
                    out.append(opened[code])
                    if e['level']:
                        opened[code][3].append((day, e['level']))
            elif e['level']:
                for s in out:
                    if (not code or s[0] == code) and s[1] <= day <= s[2]:
                        s[3].append((day, e['level']))
        return out

    def month_levels(self):
        """(household, month) -> level at the end of the month."""
        out = {}
        for who in {e['household_id'] for e in self.events}:
            spans = self.measures(who)
            for m in self.months:
                day, best = last(m), None
                for _, a, b, levels in spans:
                    if a <= day < b:
                        seen = [lv for d, lv in levels if d <= day]
                        k = LEVELS.index(seen[-1]) if seen else -1
                        best = k if best is None else max(best, k)
                if best is not None:
                    out[who, m] = LEVELS[best] if best >= 0 else 'unknown'
        return out


# Costs.

COST = ('period_from period_to section item nature provider level funder unit '
        'amount count unit_cost yearly_cost requested granted paid against '
        'against_count verdict culprit').split()


def start(led):
    days = [e['happened_on'][:7] for e in led.events]
    days += [x['start_on'][:7] for x in led.leases]
    days += [s['month'] for s in led.spending]
    days += [f['dated'][:7] for f in led.funding]
    return min(days, default=None)


class Costs:
    def __init__(self, led, begin=None, monthly=False):
        self.led, self.out, self.failed = led, [], []
        self.begin = start(led)
        if self.begin is None or self.begin > led.to:
            return
        led.months = span(self.begin, led.to)
        self.levels = led.month_levels()
        self.housed = {(x['household_id'], m) for x in led.leases
                       for m in led.months
                       if x['start_on'] <= last(m) < (x['ended_on'] or ALWAYS)}
        self.let = {(x['dwelling_id'], m) for x in led.leases
                    for m in led.months
                    if x['start_on'] <= last(m) < (x['ended_on'] or ALWAYS)}
        self.entered = {}
        for x in led.leases:
            who = x['household_id']
            self.entered[who] = min(self.entered.get(who, ALWAYS),
                                    x['start_on'])
        begin = max(begin or self.begin, self.begin)
        if monthly:
            for m in span(begin, led.to):
                self.period(m, m)
        if begin <= led.to:
            self.period(begin, led.to)
        self.controls()

    def row(self, a, b, **values):
        values.update(period_from=a, period_to=b)
        self.out.append([str(values.get(c, '')) for c in COST])

    def spent(self, a, b, nature, provider=None, level=None):
        got = [cents(s['amount']) for s in self.led.spending
               if a <= s['month'] <= b and s['nature'] in nature
               and provider in (None, s['provider'])
               and (level is None or level == self.levels.get(
                   (s['household_id'], s['month']), 'unknown'))]
        return sum(got) if got else None

    def unit(self, a, b, item, unit, amount, count, year=True, **more):
        each = half_up(amount, count) if amount is not None and count else None
        yearly = half_up(12 * amount, count) \
            if year and each is not None else None
        self.row(a, b, section='unit', item=item, unit=unit, count=count,
                 amount=fixed(amount, 2), unit_cost=fixed(each, 2),
                 yearly_cost=fixed(yearly, 2), **more)

    def period(self, a, b):
        ms = span(a, b)
        diagnostics = sum(1 for e in self.led.events
                          if e['kind'] == 'diagnostic' and
                          e['outcome'] != 'missed' and e['attended'] != '0'
                          and a <= e['happened_on'][:7] <= b)
        entered = sum(1 for d in self.entered.values() if a <= d[:7] <= b)
        by = {lv: sum(1 for (_, m), x in self.levels.items()
                      if m in ms and x == lv) for lv in LEVELS + ['unknown']}
        measures = sum(by.values())
        housed = sum(1 for _, m in self.housed if m in ms)
        let = sum(1 for _, m in self.let if m in ms)
        self.row(a, b, section='count', item='diagnostics', count=diagnostics)
        self.row(a, b, section='count', item='entered', count=entered)
        for lv in LEVELS + ['unknown']:
            self.row(a, b, section='count', item='month_measures', level=lv,
                     count=by[lv])
        self.row(a, b, section='count', item='month_measures', count=measures)
        self.row(a, b, section='count', item='household_months', count=housed)
        self.row(a, b, section='count', item='dwelling_months', count=let)
        amount = self.spent(a, b, ['diagnostic'])
        self.unit(a, b, 'diagnostic', 'diagnostic', amount, diagnostics,
                  False, nature='diagnostic')
        self.unit(a, b, 'diagnostic', 'household_entered', amount, entered,
                  False, nature='diagnostic')
        for lv in LEVELS + ['unknown']:
            self.unit(a, b, 'support', 'month_measure',
                      self.spent(a, b, ['support'], level=lv), by[lv],
                      nature='support', level=lv)
        self.unit(a, b, 'support', 'month_measure',
                  self.spent(a, b, ['support']), measures, nature='support')
        for p in ('internal', 'external', None):
            self.unit(a, b, 'adapted_management', 'dwelling_month',
                      self.spent(a, b, ['adapted_management'], p), let,
                      nature='adapted_management', provider=p or '')
        self.unit(a, b, 'overall', 'household_month',
                  self.spent(a, b, ['support', 'adapted_management']), housed)
        for nature in NATURES:
            for p in ('internal', 'external', None):
                amount = self.spent(a, b, [nature], p)
                if amount is not None:
                    self.row(a, b, section='spending', item='spending',
                             nature=nature, provider=p or '',
                             amount=fixed(amount, 2))
        amount = self.spent(a, b, NATURES)
        if amount is not None:
            self.row(a, b, section='spending', item='spending',
                     amount=fixed(amount, 2))
        for f in FUNDERS + [None]:
            for nature in NATURES + [None]:
                self.funding(a, b, f, nature)

    def funding(self, a, b, funder, nature):
        got = [f for f in self.led.funding if a <= f['dated'][:7] <= b
               and funder in (None, f['funder'])
               and nature in (None, f['nature'])]
        sums = {}
        for c in ('requested', 'granted', 'paid'):
            known = [cents(f[c]) for f in got if f[c] != '']
            sums[c] = fixed(sum(known), 2) if known else ''
        if got:
            self.row(a, b, section='funding', item='funding',
                     funder=funder or '', nature=nature or '', **sums)

    def control(self, item, verdict, keys=(), a=None, b=None, **more):
        keys = list(keys)
        self.row(a or self.begin, b or self.led.to, section='control',
                 item=item, verdict=verdict, culprit=' '.join(keys[:3]), **more)
        if verdict == 'fails':
            self.failed.append(item)

    def controls(self):
        fu = self.led.funding
        some = [f for f in fu if f['paid']]
        paid = sum(cents(f['paid']) for f in some)
        self.control('funders_natures', 'holds' if some else 'unchecked',
                     amount=fixed(paid, 2) if some else '',
                     against=fixed(paid, 2) if some else '')
        self.funded()
        for item, low, high, bad in (
                ('paid_granted', 'paid', 'granted', 'fails'),
                ('granted_requested', 'granted', 'requested', 'warning')):
            self.bounded(fu, item, low, high, bad)
        for y in sorted({m[:4] for m in self.led.months}):
            ms = [m for m in self.led.months if m[:4] == y]
            held = [(w, m) for w, m in self.housed if m in ms]
            self.control('months_year', 'holds', a=ms[0], b=ms[-1],
                         unit='household_month', count=len(held),
                         against_count=12 * len({w for w, _ in held}))
        k = len(self.levels)
        self.control('counted_once', 'holds', unit='month_measure', count=k,
                     against_count=k)
        self.charged('support', 'month_measure', 'household_id')
        self.charged('adapted_management', 'dwelling_month', 'dwelling_id')

    def charged(self, nature, unit, who):
        seen, twice, count = set(), [], 0
        for s in sorted(self.led.spending,
                        key=lambda s: (s['month'], s['spending_id'])):
            if s['nature'] != nature or not s[who]:
                continue
            count += 1
            cell = (s[who], s['month'], s['provider'])
            if cell in seen:
                twice.append(s['spending_id'])
            seen.add(cell)
        self.control('charged_once', 'warning' if twice else 'holds', twice,
                     nature=nature, unit=unit, count=count, against_count=len(seen))

    def bounded(self, fu, item, low, high, bad):
        both = [f for f in fu if f[low] != '' and f[high] != '']
        over = [f['funding_id'] for f in sorted(
            both, key=lambda f: (f['dated'], f['funding_id']))
            if cents(f[low]) > cents(f[high])]
        lows = sum(cents(f[low]) for f in fu if f[low])
        highs = sum(cents(f[high]) for f in fu if f[high])
        said = any(f[high] for f in fu)
        if not over:
            over = self.together(fu, low, high)
        self.control(item, bad if over else 'holds' if said else 'unchecked',
                     over, amount=fixed(lows, 2) if said else '',
                     against=fixed(highs, 2) if said else '')

    @staticmethod
    def together(fu, low, high):
        """The last row of each programme that goes over as a whole."""
        over, seen = [], set()
        for f in sorted(fu, key=lambda f: (f['dated'], f['funding_id']),
                        reverse=True):
            key = (f['funder'], f['programme'], f['nature'])
            of = [g for g in fu if (g['funder'], g['programme'],
                                    g['nature']) == key]
            if key not in seen and any(g[high] for g in of) and \
                    sum(cents(g[low]) for g in of if g[low]) > \
                    sum(cents(g[high]) for g in of if g[high]):
                over.append(f['funding_id'])
            seen.add(key)
        return over

    def funded(self):
        fu = [f for f in self.led.funding if f['paid']]
        sp = self.led.spending
        dated = sorted({f['dated'][:7] for f in fu})
        for nature in NATURES:
            if nature == 'investment':
                continue
            f_of = [f for f in fu if f['nature'] == nature]
            s_of = [s for s in sp if s['nature'] == nature]
            if not f_of and not s_of:
                continue
            if not fu or not sp:
                self.control('funded_spent', 'unchecked', nature=nature)
                continue
            culprit, before, bad = [], '', False
            for m in dated:
                fs = [f for f in f_of if before < f['dated'][:7] <= m]
                ss = [s for s in s_of if before < s['month'] <= m]
                gap = sum(cents(f['paid']) for f in fs) - \
                    sum(cents(s['amount']) for s in ss)
                if gap and not bad:
                    bad = True
                    culprit = self.culprit(s_of, fs, ss, gap) or \
                        ['%s..%s' % (shift(before, 1) if before
                                     else self.begin, m)]
                before = m
            self.control('funded_spent', 'fails' if bad else 'holds', culprit,
                         b=dated[-1], nature=nature,
                         amount=fixed(sum(cents(f['paid']) for f in f_of), 2),
                         against=fixed(sum(cents(s['amount']) for s in s_of
                                           if s['month'] <= dated[-1]), 2))

    @staticmethod
    def culprit(s_of, fs, ss, gap):
        def often(s, amount):
            return sum(1 for x in s_of if x['provider'] == s['provider']
                       and cents(x['amount']) == amount)
        ss.sort(key=lambda s: (s['month'], s['spending_id']))
        fs.sort(key=lambda f: (f['dated'], f['funding_id']))
        out = [s['spending_id'] for s in ss
               if often(s, cents(s['amount']) + gap) >
               often(s, cents(s['amount']))]
        out += [f['funding_id'] for f in fs if f['granted']
                and cents(f['paid']) - gap == cents(f['granted'])]
        return out


# Consumption.

CONSUMPTION = ('section month fluid dwelling_id household_id type quantity '
               'median sample ratio year_before year_ratio same_household '
               'jumped high households before before_median before_ratio effect '
               'small').split()
JUMP, HIGH, SAMPLE, WINDOW, ENOUGH = 150, 200, 3, 3, 10


def median(values):
    v = sorted(values)
    k = len(v) // 2
    return v[k] if len(v) % 2 else half_up(v[k - 1] + v[k], 2)


class Consumption:
    def __init__(self, led, begin=''):
        self.led, self.out, self.read, self.medians = led, [], {}, {}
        by = {}
        for r in led.readings:
            for fluid, c in (('water', 'water_m3'), ('energy', 'energy_kwh')):
                if r[c] != '':
                    v = thousandths(r[c])
                    self.read[r['dwelling_id'], r['month'], fluid] = v
                    if r['dwelling_id'] in led.types:
                        kind = led.types[r['dwelling_id']]['type']
                        by.setdefault((kind, r['month'], fluid), []).append(v)
        self.medians = {k: (median(v), len(v)) for k, v in by.items()}
        order = {'water': 0, 'energy': 1}
        for d, m, fluid in sorted(self.read, key=lambda k: (
                k[0], k[1], order[k[2]])):
            if m >= begin:
                self.reading(d, m, fluid)
        for fluid in ('water', 'energy'):
            self.workshop(fluid)

    def row(self, **values):
        self.out.append([str(values.get(c, '')) for c in CONSUMPTION])

    def household(self, dwelling, m):
        """Whose lease is in force at the end, else ended last in it."""
        now = self.led.holds('dwelling_id', dwelling, last(m))
        if now:
            return max((x['start_on'], x['lease_id'], x['household_id'])
                       for x in now)[2]
        past = [x for x in self.led.leases if x['dwelling_id'] == dwelling
                and x['start_on'] <= last(m)
                and x['ended_on'] > first(m)]
        return max(((x['ended_on'], x['start_on'], x['lease_id'],
                     x['household_id']) for x in past), default=[''])[-1]

    def typed(self, dwelling, m, fluid):
        kind = self.led.types.get(dwelling, {}).get('type', '')
        return (kind,) + self.medians.get((kind, m, fluid), (None, None))

    def reading(self, d, m, fluid):
        v = self.read[d, m, fluid]
        kind, mid, sample = self.typed(d, m, fluid)
        who = self.household(d, m)
        past = self.read.get((d, shift(m, -12), fluid))
        was = self.household(d, shift(m, -12))
        same = int(who == was) if past is not None and who and was else ''
        jumped = high = ''
        if past and same == 1:
            jumped = int(v * 100 > past * JUMP)
        if mid and sample >= SAMPLE:
            high = int(v * 100 > mid * HIGH)
        self.row(section='reading', month=m, fluid=fluid, dwelling_id=d,
                 household_id=who, type=kind, quantity=plain(v),
                 median=plain(mid), sample='' if mid is None else sample,
                 ratio=fixed(percent(v, mid) if mid else None, 2),
                 year_before=plain(past),
                 year_ratio=fixed(percent(v, past) if past else None, 2),
                 same_household=same,
                 jumped=jumped, high=high)

    def workshop(self, fluid):
        seen, sums = {}, [0, 0, 0, 0]
        households = 0
        for e in self.led.events:
            if e['kind'] == 'energy_workshop' and e['attended'] == '1':
                seen.setdefault(e['household_id'], e['happened_on'])
        for who, day in seen.items():
            held = self.led.holds('household_id', who, day)
            if not held:
                continue
            d = max((x['start_on'], x['lease_id'], x['dwelling_id'])
                    for x in held)[2]
            got = [0, 0, 0, 0]
            for k in range(-WINDOW, WINDOW + 1):
                m = shift(day[:7], k)
                v = self.read.get((d, m, fluid))
                _, mid, sample = self.typed(d, m, fluid)
                if k == 0:
                    continue
                if v is None or not mid or sample < SAMPLE or \
                        self.household(d, m) != who:
                    break
                got[2 * (k > 0)] += v
                got[2 * (k > 0) + 1] += mid
            else:
                households += 1
                sums = [a + b for a, b in zip(sums, got)]
        more = {}
        if households:
            a, b = percent(sums[0], sums[1]), percent(sums[2], sums[3])
            more = {'before': plain(sums[0]),
                    'before_median': plain(sums[1]),
                    'before_ratio': fixed(a, 2), 'quantity': plain(sums[2]),
                    'median': plain(sums[3]), 'ratio': fixed(b, 2),
                    'effect': fixed(b - a, 2)}
        self.row(section='workshop', fluid=fluid, households=households,
                 small=int(households < ENOUGH), **more)


# Outcomes.

OUTCOME = 'section class reason months change count households total rate'.split()


class Outcomes:
    def __init__(self, led):
        self.led, self.out = led, []
        gone = [x for x in led.leases if x['ended_on']]
        for c, reasons in EXITS.items():
            self.exits(gone, [x for x in gone
                              if (x['end_reason'] or 'unknown') in reasons],
                       **{'class': c})
        for r in REASONS:
            c = next(c for c, of in EXITS.items() if r in of)
            self.exits(gone, [x for x in gone
                              if (x['end_reason'] or 'unknown') == r],
                       reason=r, **{'class': c})
        self.exits(gone, gone)
        stays = {}
        for x in sorted(led.leases, key=lambda x: x['start_on']):
            who, end = x['household_id'], x['ended_on'] or ALWAYS
            if who not in stays:
                stays[who] = [x['start_on'], end]
            elif x['start_on'] <= self.next(stays[who][1]):
                stays[who][1] = max(end, stays[who][1])
        for k in (6, 12, 24):
            due = {w: months_from(date.fromisoformat(a), k).isoformat()
                   for w, (a, _) in stays.items()}
            of = [w for w in stays if due[w] <= led.t]
            stayed = [w for w in of if stays[w][1] >= due[w]]
            self.row(section='staying', months=k, count=len(stayed),
                     households=len(stayed), total=len(of),
                     rate=fixed(percent(len(stayed), len(of)), 2))
        self.autonomy()

    @staticmethod
    def next(day):
        return day if day == ALWAYS else date.fromordinal(
            date.fromisoformat(day).toordinal() + 1).isoformat()

    def row(self, **values):
        self.out.append([str(values.get(c, '')) for c in OUTCOME])

    def exits(self, gone, of, **more):
        self.row(section='exit', count=len(of),
                 households=len({x['household_id'] for x in of}),
                 total=len(gone), rate=fixed(percent(len(of), len(gone)), 2),
                 **more)

    def autonomy(self):
        seen = {}
        for e in sorted(self.led.events, key=lambda e: (
                e['happened_on'], e['kind'] == 'level_change',
                e['event_id'])):
            if e['kind'] in ('measure_start', 'level_change') and e['level']:
                seen.setdefault(e['household_id'], []).append(
                    LEVELS.index(e['level']))
        turn = {'down': 0, 'same': 0, 'up': 0}
        for lv in seen.values():
            turn['down' if lv[-1] < lv[0] else
                 'up' if lv[-1] > lv[0] else 'same'] += 1
        for change, k in turn.items():
            self.row(section='autonomy', change=change, count=k, households=k,
                     total=len(seen), rate=fixed(percent(k, len(seen)), 2))


# Coverage.

COVERAGE = ('commune commune_name coverage places occupied population_18_29 '
            'observed_on stale aml small_dwellings waiting_alone '
            'waiting_ids').split()
WEAK, SATURATED, STALE, AGE = 5, 100, 6, 30


def communes():
    with open(os.path.join(HERE, '..', 'lib', 'data', 'law', 'communes.csv'),
              encoding='utf-8') as f:
        return {r['insee']: r for r in csv.DictReader(f)}


class Coverage:
    def __init__(self, led):
        self.led, self.out, self.table = led, [], communes()
        alone = sorted((h for h in led.households if self.alone(h)),
                       key=lambda h: h['household_id'])
        names = {f['commune'] for f in led.fjt}
        names |= {d['commune'] for d in led.types.values()}
        names |= {c for h in alone for c in h['wanted_communes'].split()}
        for c in sorted(names):
            self.commune(c, alone)

    def alone(self, h):
        t = self.led.t
        if h['adults'] != '1' or h['dependants'] != '0' or \
                h['visiting_children'] not in ('', '0') or \
                h['expected_children'] not in ('', '0'):
            return False
        if h['applied_on'] > t or (h['struck_off_on'] <= t
                                   if h['struck_off_on']
                                   else h['struck_off_reason']):
            return False
        if int(t[:4]) - int(h['birth_date'][:4]) - \
                (t[5:] < h['birth_date'][5:]) >= AGE:
            return False
        ends = [x['ended_on'] or ALWAYS for x in self.led.leases
                if x['household_id'] == h['household_id']]
        asked = max(d for d in (h['applied_on'], h['renewed_on']) if d <= t)
        if ends and asked <= max(ends):
            return False
        if any(c in ('asll', 'aml') and a <= t < b
               for c, a, b, _ in self.led.measures(h['household_id'])):
            return False
        wanted = h['wanted_types'].split()
        return not wanted or any(w in SMALL for w in wanted)

    def wants(self, h, c):
        wanted = h['wanted_communes'].split()
        if not wanted or c in wanted:
            return True
        epci = self.table.get(c, {}).get('epci_siren')
        return h['wanted_nearby'] == '1' and bool(epci) and any(
            self.table.get(w, {}).get('epci_siren') == epci for w in wanted)

    def commune(self, c, alone):
        seen = sorted((f for f in self.led.fjt if f['commune'] == c),
                      key=lambda f: f['observed_on'])
        out = {'commune': c, 'commune_name': self.table.get(c, {}).get('name',
                                                                      '')}
        kind = 'unknown'
        if seen:
            f = seen[-1]
            for k in ('places', 'occupied', 'population_18_29', 'observed_on'):
                out[k] = f[k]
            places, occupied = int(f['places']), int(f['occupied'])
            young = int(f['population_18_29'] or -1)
            kind = 'none' if places == 0 else \
                'weak' if young >= 0 and places * 1000 < WEAK * young else \
                'saturated' if occupied * 100 >= places * SATURATED else \
                'available'
            out['stale'] = int(months_from(date.fromisoformat(
                f['observed_on']), STALE).isoformat() < self.led.t)
            out['aml'] = int(kind != 'available')
        out['coverage'] = kind
        out['small_dwellings'] = sum(
            1 for d in self.led.types.values() if d['commune'] == c
            and d['type'] in SMALL and d['occupancy'] in ('offered', 'empty'))
        if out.get('aml') == 1:
            who = [h['household_id'] for h in alone if self.wants(h, c)]
            out['waiting_alone'] = len(who)
            out['waiting_ids'] = ' '.join(who)
        self.out.append([str(out.get(k, '')) for k in COVERAGE])


def table(head, body):
    f = io.StringIO()
    w = csv.writer(f, lineterminator='\n')
    w.writerow(head)
    w.writerows(body)
    return f.getvalue()


def load():
    files = {k: rows(v) for k, v in TABLES.items()}
    files['household'] = [h for f in HOUSEHOLDS for h in rows(f)]
    return files


def follow(*args, **tables):
    """Its status, output and messages, over the pilot's files or others."""
    cmd = ['phc-follow', *args]
    for kind, name in {**TABLES, **tables}.items():
        cmd += ['--table', '%s=%s' % (kind, name if os.path.isabs(name)
                                      else name + '.csv')]
    run = subprocess.run(cmd + [h + '.csv' for h in HOUSEHOLDS], cwd=PILOT,
                         stdin=subprocess.DEVNULL, capture_output=True,
                         encoding='utf-8')
    return run.returncode, run.stdout, run.stderr


def differ(got, want):
    import difflib
    return '\n'.join(difflib.unified_diff(
        want.splitlines(), got.splitlines(), 'want', 'got', n=0, lineterm=''))


def same(files, t, option, want, status=0, *more):
    got = follow('-t', t, '--' + option, *more)
    ok(got[1] == want and got[0] == status,
       '%s at %s %s' % (option, t, ' '.join(more)),
       'status %d\n%s\n%s' % (got[0], got[2], differ(got[1], want)))


def moved(name, column, key, value, by):
    """The pilot's file 'name' with a cent or so moved in one row."""
    data = rows(name)
    for r in data:
        if r[key] == value:
            r[column] = fixed(cents(r[column]) + by, 2)
    f = tempfile.NamedTemporaryFile('w', suffix='.csv', delete=False,
                                    encoding='utf-8')
    f.write(table(list(data[0]), [list(r.values()) for r in data]))
    f.close()
    return f.name, data


# Ledgers at random: days at the edges of months, on top of each other, what
# is not told, what cannot be.

def at_random(rng):
    edges = [d for m in span('2015-01', '2016-12')
             for d in (first(m), m + '-15', last(m), m + '-28')]
    few = rng.sample(edges, 24)
    people = ['h%d' % i for i in range(6)]
    homes = ['d%d' % i for i in range(6)]
    pick = rng.choice

    def day():
        return pick(few if rng.random() < .7 else edges)

    def maybe(values, p=.8):
        return pick(values) if rng.random() < p else ''

    def money(top=900):
        return fixed(pick([6500, 14500, rng.randrange(100 * top)]), 2)

    files = {k: [] for k in TABLES}
    for i in range(rng.randrange(60)):
        files['event'].append({
            'event_id': 'e%02d' % i, 'household_id': pick(people),
            'happened_on': day(), 'kind': pick([
                'measure_start', 'measure_start', 'measure_end',
                'level_change', 'diagnostic', 'energy_workshop']),
            'level': maybe(LEVELS),
            'measure': maybe(['asll', 'gla', 'aml', 'avdl_within']),
            'attended': maybe(['0', '1', '1']),
            'outcome': maybe(['missed', 'measure'])})
    for i in range(rng.randrange(14)):
        a, b = sorted([day(), day()])
        gone = rng.random() < .6
        files['lease'].append({
            'lease_id': 'l%02d' % i, 'household_id': pick(people),
            'dwelling_id': pick(homes), 'form': 'ordinary', 'start_on': a,
            'ended_on': b if gone else '',
            'end_reason': maybe(REASONS) if gone else ''})
    for i in range(rng.randrange(40)):
        files['spending'].append({
            'spending_id': 's%02d' % i, 'month': day()[:7],
            'nature': pick([x for x in NATURES if x != 'investment']),
            'provider': pick(['internal', 'external']),
            'household_id': maybe(people), 'dwelling_id': maybe(homes),
            'amount': money()})
    for i in range(rng.randrange(20)):
        files['funding'].append({
            'funding_id': 'f%02d' % i, 'funder': pick(FUNDERS),
            'programme': maybe(['call', 'own']), 'nature': pick(NATURES),
            'requested': maybe([money()]), 'granted': maybe([money()]),
            'paid': maybe([money()]), 'dated': day()})
    for d in homes:
        if rng.random() < .9:
            files['dwelling'].append({
                'dwelling_id': d, 'commune': pick(['62427', '62498']),
                'type': pick(['T1', 'T2', 'T2', 'T3']), 'financing': 'PLUS',
                'occupancy': maybe(['let', 'empty', 'offered'])})
        for m in span('2015-01', '2016-12'):
            if rng.random() < .9:
                files['reading'].append({
                    'dwelling_id': d, 'month': m,
                    'water_m3': maybe(['0', '2', '3.5', '2.75', '9']),
                    'energy_kwh': maybe(['100', '40.125', '600'])})
    for c in ('62427', '62498', '62041'):
        for d in rng.sample(edges, rng.randrange(3)):
            files['fjt'].append({
                'commune': c, 'places': pick(['0', '10', '10']),
                'occupied': pick(['0', '9', '10', '12']),
                'population_18_29': maybe(['0', '2000', '2001'], .5),
                'observed_on': d, 'source': ''})
    files['household'] = [{
        'household_id': h, 'applied_on': day(),
        'renewed_on': maybe([day()], .3), 'struck_off_on': '',
        'struck_off_reason': maybe(['duplicate'], .1),
        'birth_date': pick(['1985-12-31', '1986-02-28', '1996-02-29',
                            '1992-07-01']),
        'adults': pick(['1', '1', '2']), 'dependants': pick(['0', '0', '1']),
        'visiting_children': maybe(['0', '1'], .3), 'expected_children': '',
        'income': '500.00', 'wanted_communes': maybe(
            ['62427', '62041 62498', '62250', '62498 62250'], .9),
        'wanted_nearby': maybe(['0', '1']),
        'wanted_types': maybe(['T1 T3', 'T3', 'T1bis', 'T2 T4'], .5)}
        for h in people + ['x1', 'x2', 'x3']]
    return files


def random_ledgers(seed, runs):
    rng = random.Random(seed)
    for k in range(runs):
        files = at_random(rng)
        with tempfile.TemporaryDirectory() as tmp:
            tables = {}
            for kind, data in files.items():
                if not data:
                    continue
                tables[kind] = os.path.join(tmp, kind + '.csv')
                rng.shuffle(data)
                with open(tables[kind], 'w', encoding='utf-8') as f:
                    f.write(table(list(data[0]),
                                  [list(r.values()) for r in data]))
            t = rng.choice([last(m) for m in span('2015-01', '2017-01')] +
                           ['2016-02-28', '2016-07-14', '2016-12-30'])
            led = Ledger(files, t)
            for option, head, want in (
                    ('costs', COST, Costs(led)),
                    ('consumption', CONSUMPTION, Consumption(led)),
                    ('outcomes', OUTCOME, Outcomes(led)),
                    ('coverage', COVERAGE, Coverage(led))):
                cmd = ['phc-follow', '-q', '-t', t, '--' + option]
                for kind, path in tables.items():
                    if kind != 'household':
                        cmd += ['--table', kind + '=' + path]
                run = subprocess.run(cmd + [tables['household']],
                                     capture_output=True, encoding='utf-8')
                bad = option == 'costs' and bool(want.failed)
                text = table(head, want.out)
                ok(run.stdout == text and run.returncode == bad,
                   'SEED=%d, ledger %d, --%s at %s' % (seed, k, option, t),
                   'status %d\n%s\n%s' % (run.returncode, run.stderr,
                                          differ(run.stdout, text)))


def months():
    files = load()
    ends = [last(m) for m in span('2015-02', '2016-08')]
    for t in ends + ['2015-03-14', '2016-09-01', '2014-12-31']:
        led = Ledger(files, t)
        same(files, t, 'costs', table(COST, Costs(led).out))
        same(files, t, 'consumption', table(CONSUMPTION,
                                            Consumption(led).out))
        same(files, t, 'outcomes', table(OUTCOME, Outcomes(led).out))
        same(files, t, 'coverage', table(COVERAGE, Coverage(led).out))
    led = Ledger(files, '2016-09-01')
    same(files, led.t, 'costs', table(COST, Costs(led, '2015-09').out), 0,
         '--from', '2015-09')
    same(files, led.t, 'costs', table(COST, Costs(led, '2016-01', True).out),
         0, '--from', '2016-01', '--monthly')


def states():
    """At a month's end, the states add up to what the costs count."""
    for m in span('2015-03', '2016-08'):
        got = list(csv.DictReader(io.StringIO(follow('-t', last(m))[1])))
        costs = [r for r in csv.DictReader(io.StringIO(
            follow('-t', last(m), '--costs', '--from', m)[1]))
            if r['section'] == 'count']
        want = {r['item'] + r['level']: int(r['count']) for r in costs}
        levels = [r['measure_level'] or 'unknown' for r in got if r['measure']]
        ok(all(levels.count(lv) == want['month_measures' + lv]
               for lv in LEVELS + ['unknown']), 'levels at the end of ' + m,
           '%s\n%s' % (levels, want))
        leases = sum(1 for r in got if r['lease_id'])
        ok(leases == want['household_months'], 'leases at the end of ' + m,
           '%s\n%s' % (leases, want))


def cents_moved():
    files = load()
    for kind, name, key, column in (
            ('spending', 'expected/depenses', 'spending_id', 'amount'),
            ('funding', 'expected/financements', 'funding_id', 'paid')):
        ids = [r[key] for r in files[kind]]
        for k in range(0, len(ids), 19):
            for by in (1, -1):
                path, data = moved(name, column, key, ids[k], by)
                led = Ledger({**files, kind: data}, '2016-08-31')
                want = Costs(led)
                got = follow('-t', led.t, '--costs', **{kind: path})
                os.unlink(path)
                ok(got[0] == 1 and ids[k] in got[2]
                   and got[1] == table(COST, want.out) and want.failed,
                   'one cent %+d in %s' % (by, ids[k]),
                   'status %d\n%s\n%s' % (got[0], got[2], differ(
                       got[1], table(COST, want.out))))


if __name__ == '__main__':
    if sys.argv[1:]:  # to look at: follow-answers.t costs 2016-09-01
        led = Ledger(load(), sys.argv[2])
        print(table(*{'costs': lambda: (COST, Costs(led).out),
                      'consumption': lambda: (CONSUMPTION,
                                              Consumption(led).out),
                      'outcomes': lambda: (OUTCOME, Outcomes(led).out),
                      'coverage': lambda: (COVERAGE, Coverage(led).out)}
                    [sys.argv[1]]()), end='')
        sys.exit()
    months()
    states()
    cents_moved()
    random_ledgers(int(os.environ.get('SEED', 0)) or random.randrange(1 << 30),
                   300 if os.environ.get('LONG') else 25)
    print('1..%d' % n)
