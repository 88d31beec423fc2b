#!/usr/bin/python3
"""verify.py CERTIFICATE PAIRS MATCH - check that an assignment is the best.

It shares no code with phc, and its integers have no limit.  It reads

  CERTIFICATE  of phc-match --certificate: side, id, step, price
  PAIRS        of phc-match --pairs: household_id, dwelling_id, class, score
  MATCH        what phc-match wrote: household_id, dwelling_id and more; rows
               whose column 'fixed' is 1 are pairs that were not its to choose

and checks that no price is below zero; that no pair weighs more, at (class + 1)
x step + score, than the price of its household and that of its dwelling; that
nobody and no dwelling is chosen twice, and every chosen pair is a pair; and that
the chosen pairs weigh as much as all prices together.  So no other choice
weighs more.  Exit status 1, and the first fault, if something is wrong.
"""
import csv
import sys

CLASSES = {"none": 0, "pdalpd": 1, "agreement": 2, "dalo": 3}


def bad(why):
    print(f"not proved: {why}")
    sys.exit(1)


def rows(name, columns):
    try:
        file = open(name, encoding="utf-8", newline="")
    except OSError as e:
        bad(f"{name}: {e.strerror}")
    with file:
        reader = csv.DictReader(file)
        missing = [c for c in columns if c not in (reader.fieldnames or [])]
        if missing:
            bad(f"{name}: no column '{missing[0]}'")
        yield from reader


def number(text, what):
    try:
        return int(text)
    except (TypeError, ValueError):
        bad(f"{what}: not an integer: '{text}'")


def certificate(name):
    """Step and price of each household and dwelling."""
    sides = {"household": {}, "dwelling": {}}
    for r in rows(name, ("side", "id", "step", "price")):
        if r["side"] not in sides:
            bad(f"unknown side '{r['side']}'")
        what = f"{r['side']} {r['id']}"
        if r["id"] in sides[r["side"]]:
            bad(f"{what} has two prices")
        price = number(r["price"], what)
        if price < 0:
            bad(f"{what} has a price below zero: {price}")
        sides[r["side"]][r["id"]] = (number(r["step"], what), price)
    return sides["household"], sides["dwelling"]


def chosen(name):
    households, dwellings, pairs = set(), set(), set()
    for r in rows(name, ("household_id", "dwelling_id")):
        if r.get("fixed") == "1":
            continue
        h, d = r["household_id"], r["dwelling_id"]
        if h in households:
            bad(f"household {h} is chosen twice")
        if d in dwellings:
            bad(f"dwelling {d} is chosen twice")
        households.add(h)
        dwellings.add(d)
        pairs.add((h, d))
    return pairs


def main():
    if len(sys.argv) != 4:
        print("usage: verify.py certificate pairs match", file=sys.stderr)
        sys.exit(2)
    household, dwelling = certificate(sys.argv[1])
    wanted = chosen(sys.argv[3])
    n = len(wanted)
    weight = 0
    names = ("household_id", "dwelling_id", "class", "score")
    for r in rows(sys.argv[2], names):
        h, d = r["household_id"], r["dwelling_id"]
        what = f"pair {h}, {d}"
        if h not in household or d not in dwelling:
            bad(f"{what} has no prices")
        if r["class"] not in CLASSES:
            bad(f"{what}: unknown class '{r['class']}'")
        step, price = household[h]
        if step <= 0 or step != dwelling[d][0]:
            bad(f"{what}: steps differ, or are not above zero")
        w = (CLASSES[r["class"]] + 1) * step + number(r["score"], what)
        most = price + dwelling[d][1]
        if w > most:
            bad(f"{what} weighs {w}, its prices {most}")
        if (h, d) in wanted:
            wanted.remove((h, d))
            weight += w
    if wanted:
        bad("chosen, and no pair: %s, %s" % min(wanted))
    bound = sum(p for _, p in household.values())
    bound += sum(p for _, p in dwelling.values())
    if weight != bound:
        bad(f"the chosen pairs weigh {weight}, all prices {bound}")
    print(f"optimal: {n} pairs, of {weight} as no choice can pass")


if __name__ == "__main__":
    main()
