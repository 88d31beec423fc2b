#!/usr/bin/python3
# two.t: two imports into one register at once, and readers all the while: the
# imports come one after the other, and no reader sees half of one.  RUNS and
# ROWS for other numbers.
import os, sqlite3, subprocess, sys, tempfile

RUNS = int(os.environ.get("RUNS", 3))
ROWS = int(os.environ.get("ROWS", 5000))

# What each import brought is there, of all that are.
HALF = """SELECT count(*) FROM import AS i WHERE i.inserted + i.updated <>
    (SELECT count(*) FROM dwelling_history AS h WHERE h.import = i.id)"""


def dwellings(name, first, rent):
    with open(name, "w") as f:
        f.write("dwelling_id,commune,type,financing,rent\n")
        for i in range(first, first + ROWS):
            f.write("D%06d,62427,T2,PLUS,%d.00\n" % (i, rent))


def start(file):
    return subprocess.Popen(["phc-import", "-k", "dwelling", "-d", "r.db", "-t",
                             "2016-01-01", file], stderr=subprocess.PIPE,
                            text=True)


def look():
    """Halves that a reader sees."""
    try:
        db = sqlite3.connect("file:r.db?mode=ro", uri=True)
        half = db.execute(HALF).fetchone()[0]
        db.close()
        return half
    except sqlite3.OperationalError as e:
        # It is not there yet, or it is not yet in WAL mode.
        return 0 if "unable to open" in str(e) or "locked" in str(e) else 1


def run():
    """What is wrong after two imports; looks taken meanwhile."""
    for name in set(os.listdir(".")) - {"a.csv", "b.csv"}:
        os.unlink(name)
    both = [start("a.csv"), start("b.csv")]
    looks = halves = 0
    while any(p.poll() is None for p in both):
        halves += look()
        looks += 1
    said = [p.communicate()[1] for p in both]
    if any(p.returncode for p in both):
        return "".join(said), looks
    if halves:
        return "%d readers saw half an import" % halves, looks
    db = sqlite3.connect("r.db")
    log = db.execute("SELECT inserted, updated, unchanged FROM import "
                     "ORDER BY id").fetchall()
    after = db.execute(HALF).fetchone()[0]
    whole = db.execute("PRAGMA integrity_check").fetchone()[0]
    db.close()
    if log != [(ROWS, 0, 0), (ROWS // 2, ROWS - ROWS // 2, 0)]:
        return "the log: %s" % log, looks
    if after or whole != "ok":
        return "damaged", looks
    if sorted(os.listdir(".")) != ["a.csv", "b.csv", "r.db"]:
        return "left behind: " + " ".join(os.listdir(".")), looks
    return None, looks


def main():
    dwellings("a.csv", 0, 300)
    dwellings("b.csv", ROWS // 2, 400)
    bad = seen = 0
    for n in range(RUNS):
        wrong, looks = run()
        seen += looks
        if wrong:
            bad += 1
            print("# run %d: %s" % (n, wrong.replace("\n", "\n# ")))
    print("1..2")
    print("%sok 1 - %d times two imports at once" % ("not " if bad else "",
                                                     RUNS))
    print("%sok 2 - under %d looks of readers" %
          ("not " if seen < 10 * RUNS else "", seen))
    return bad > 0


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    status = main()
    os.chdir("/")
sys.exit(status)
