#!/usr/bin/python3
"""assign.py PEER FILE - the heaviest assignment of a graph that assign wrote,
by a peer: its name, the solve's seconds of processor, the weight found, the KiB.
"""
import resource
import subprocess
import sys
import tempfile
import time

import numpy as np

PAIR = np.dtype([("household", "<u4"), ("dwelling", "<u4"), ("weight", "<i8")])


def read(name):
    with open(name, "rb") as f:
        nh, nd, n = np.fromfile(f, "<u8", 3)
        return int(nh), int(nd), np.fromfile(f, PAIR, int(n))


def scipy(nh, nd, pairs):
    """Each dwelling may also stay empty, at a household of its own."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    most = int(pairs["weight"].max()) + 1
    rows = np.concatenate([pairs["dwelling"], np.arange(nd)])
    columns = np.concatenate([pairs["household"], nh + np.arange(nd)])
    cost = np.concatenate([most - pairs["weight"], np.full(nd, most)])
    m = csr_matrix((cost.astype(float), (rows, columns)), (nd, nh + nd))
    start = time.process_time()
    r, c = min_weight_full_bipartite_matching(m)
    took = time.process_time() - start
    return took, most * nd - int(sum(int(x) for x in m[r, c].A1))


def constraints(nh, nd, pairs):
    from scipy.sparse import csr_matrix

    n = len(pairs)
    rows = np.concatenate([pairs["household"], nh + pairs["dwelling"]])
    columns = np.concatenate([np.arange(n), np.arange(n)])
    return csr_matrix((np.ones(2 * n), (rows, columns)), (nh + nd, n))


def highs(nh, nd, pairs):
    from scipy.optimize import linprog

    a = constraints(nh, nd, pairs)
    start = time.process_time()
    r = linprog(
        -pairs["weight"].astype(float),
        A_ub=a,
        b_ub=np.ones(nh + nd),
        bounds=(0, 1),
        method="highs",
    )
    took = time.process_time() - start
    return took, int(pairs["weight"][r.x > 0.5].sum())


def networkx(nh, nd, pairs):
    from networkx import Graph, max_weight_matching

    g = Graph()
    weight = {}
    for h, d, w in pairs.tolist():
        g.add_edge(h, nh + d, weight=w)
        weight[h, nh + d] = w
    start = time.process_time()
    found = max_weight_matching(g)
    took = time.process_time() - start
    return took, sum(weight[min(e), max(e)] for e in found)


def igraph(nh, nd, pairs):
    from igraph import Graph

    g = Graph()
    g.add_vertices(nh + nd)
    g.add_edges(
        zip(pairs["household"].tolist(), (nh + pairs["dwelling"]).tolist())
    )
    types = [0] * nh + [1] * nd
    start = time.process_time()
    # Its weights are doubles that it compares with a tolerance.
    m = g.maximum_bipartite_matching(
        types, weights=pairs["weight"].tolist(), eps=0
    )
    took = time.process_time() - start
    weight = dict(
        zip(
            zip(pairs["household"].tolist(), pairs["dwelling"].tolist()),
            pairs["weight"].tolist(),
        )
    )
    return took, sum(
        weight[h, d - nh] for h, d in enumerate(m.matching[:nh]) if d >= 0
    )


def write_lp(nh, nd, pairs, name):
    """The linear programme, for the programs that read a file."""
    with open(name, "w") as f:
        print("Maximize\n obj:", file=f)
        for k, w in enumerate(pairs["weight"].tolist()):
            print(f" + {w} x{k}", file=f)
        print("Subject To", file=f)
        for side, n in (("household", nh), ("dwelling", nd)):
            order = np.argsort(pairs[side], kind="stable")
            starts = np.searchsorted(pairs[side][order], np.arange(n + 1))
            for i in range(n):
                if starts[i] == starts[i + 1]:
                    continue
                terms = order[starts[i] : starts[i + 1]]
                print(f" {side[0]}{i}:", file=f)
                for k in terms:
                    print(f" + x{k}", file=f)
                print(" <= 1", file=f)
        print("End", file=f)


def run(command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def cbc(nh, nd, pairs):
    with tempfile.TemporaryDirectory() as tmp:
        lp, out = tmp + "/lp.lp", tmp + "/out"
        write_lp(nh, nd, pairs, lp)
        took = run(["cbc", lp, "solve", "solution", out])
        with open(out) as f:
            rows = [r.split() for r in f.readlines()[1:]]
    chosen = [int(r[1][1:]) for r in rows if float(r[2]) > 0.5]
    return took, int(pairs["weight"][chosen].sum())


def glpk(nh, nd, pairs):
    with tempfile.TemporaryDirectory() as tmp:
        lp, out = tmp + "/lp.lp", tmp + "/out"
        write_lp(nh, nd, pairs, lp)
        took = run(["glpsol", "--lp", lp, "-w", out])
        with open(out) as f:
            rows = [r.split() for r in f if r.startswith("j ")]
    chosen = [int(r[1]) - 1 for r in rows if float(r[3]) > 0.5]
    return took, int(pairs["weight"][chosen].sum())


PEERS = {
    "scipy": ("SciPy", scipy),
    "cbc": ("CBC, with reading", cbc),
    "highs": ("HiGHS", highs),
    "glpk": ("GLPK, with reading", glpk),
    "networkx": ("networkx", networkx),
    "igraph": ("igraph", igraph),
}


def peak():
    """KiB, of this process or of the program it ran."""
    return max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )


def main():
    label, solve = PEERS[sys.argv[1]]
    took, weight = solve(*read(sys.argv[2]))
    print(f"{label}\t{took:.4f}\t{weight}\t{peak()}")


main()
