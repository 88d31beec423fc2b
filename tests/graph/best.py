"""best.py PAIRS MATCH ... - solve each graph by SciPy, and compare.

Most households of the highest class come first, then of the next, then the
points: one number for each pair, which a double holds exactly.
"""
import csv
import sys

import numpy as np
from scipy.optimize import linear_sum_assignment

CLASSES = ("none", "pdalpd", "agreement", "dalo")


def read(name):
    with open(name, newline="") as f:
        return list(csv.DictReader(f))


def result(pairs, chosen):
    """How many of each class, highest first, and the points."""
    classes = [pairs[c][0] for c in chosen]
    return [classes.count(c) for c in (3, 2, 1, 0)] + [
        sum(pairs[c][1] for c in chosen)
    ]


def best(pairs):
    """The same of the best assignment there is."""
    if not pairs:
        return [0] * 5
    households = sorted({h for h, _ in pairs})
    dwellings = sorted({d for _, d in pairs})
    row = {h: i for i, h in enumerate(households)}
    column = {d: i for i, d in enumerate(dwellings)}
    points = [p for _, p in pairs.values()]
    few = min(len(row), len(column))
    step = few * (max(points) - min(points)) + abs(min(points)) + 1
    assert 20 * step < 2**53
    weight = np.zeros((len(row), len(column)))
    for (h, d), (c, p) in pairs.items():
        weight[row[h], column[d]] = (c + 1) * step + p
    found = linear_sum_assignment(weight, maximize=True)
    chosen = [(households[i], dwellings[k]) for i, k in zip(*found)]
    return result(pairs, [c for c in chosen if c in pairs])


def main():
    names = sys.argv[1:]
    for n, (p, m) in enumerate(zip(names[::2], names[1::2]), 1):
        pairs = {
            (r["household_id"], r["dwelling_id"]): (
                CLASSES.index(r["class"]),
                int(r["score"]),
            )
            for r in read(p)
        }
        want = best(pairs)
        got = [(r["household_id"], r["dwelling_id"]) for r in read(m)]
        if want != result(pairs, got):
            print(f"{p}: got {result(pairs, got)}, want {want}")
            sys.exit(1)
    print(f"{len(names) // 2} graphs")


main()
