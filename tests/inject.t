#!/usr/bin/python3
# inject.t: each system call of a small import into a register fails, one at a
# time.  It ends with status 2 and says so; the register is whole, as it was or
# as it was to be; nothing temporary is left.  An interrupted call may be made
# again, and then all is well.
import os, shutil, sqlite3, subprocess, sys, tempfile

# A leak checker cannot trace what is traced.
os.environ["ASAN_OPTIONS"] = "detect_leaks=0"
CALLS = ["write", "pwrite64", "fsync", "fdatasync", "openat", "rename", "link"]
ERRORS = ["EIO", "ENOSPC", "EINTR", "EDQUOT"]
FILES = {"in.csv", "r.db", "r.db-wal", "r.db-shm", "rejects.csv"}
# What no result depends on, and whose absence is borne in silence: the message
# itself; the folder of SQLite's log, which is folded in at the end.
SPARE = ["/etc/localtime", "/dev/urandom", "/proc/", "write(2<"]
IMPORT = ["phc-import", "-k", "fjt", "-d", "r.db", "-t", "2016-02-01", "-r",
          "rejects.csv", "in.csv"]


def fjt(name, rows):
    with open(name, "w") as f:
        f.write("commune,places,occupied,population_18_29,observed_on,source\n")
        for row in rows:
            f.write(row + "\n")


def strace(*options):
    return ["strace", "-qqy", "-o", "calls", *options]


def fresh(base):
    for name in set(os.listdir(".")) - {"in.csv", "base.db"}:
        os.unlink(name)
    if base:
        shutil.copy("base.db", "r.db")


def rows():
    """The rows of the register; what else is wrong with it."""
    if not os.path.exists("r.db"):
        return None, None
    db = sqlite3.connect("r.db")
    got = (db.execute("SELECT * FROM fjt_history ORDER BY id").fetchall(),
           db.execute("SELECT id, read, kept, refused, inserted, updated, "
                      "unchanged FROM import ORDER BY id").fetchall())
    whole = db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    db.close()
    return got, None if whole else "damaged"


def calls(call, base, command=IMPORT):
    """The arguments of each call of an undisturbed import."""
    fresh(base)
    subprocess.run(strace("-e", "trace=" + call) + command,
                   stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    with open("calls") as f:
        lines = [line for line in f if line.startswith(call + "(")]
    os.unlink("calls")
    return lines


def check(call, error, n, base, was, want):
    fresh(base)
    run = subprocess.run(strace("-e", "trace=" + call, "-e",
                                "inject=%s:error=%s:when=%d" % (call, error, n))
                         + IMPORT, capture_output=True, text=True)
    os.unlink("calls")
    left = set(os.listdir(".")) - FILES - {"base.db"}
    if left:
        return "left: " + " ".join(left)
    got, wrong = rows()
    if wrong:
        return wrong
    if run.returncode == 1:
        return None if error == "EINTR" and got == want else "status 1"
    if run.returncode != 2:
        return "status %d: %s" % (run.returncode, run.stderr)
    if not run.stderr.startswith("phc-import: "):
        return "no message: " + run.stderr
    if got not in (was, want) and (base or got not in (None, ([], []))):
        return "neither what it was nor what it was to be"
    return None


def main():
    if subprocess.run(strace() + ["true"], capture_output=True).returncode:
        print("1..0 # SKIP strace may not trace here")
        return 0
    fjt("in.csv", ["62498,96,90,,2016-01-12,a"])
    subprocess.run(["phc-import", "-q", "-k", "fjt", "-d", "base.db", "-t",
                    "2016-01-01", "in.csv"], check=True)
    fjt("in.csv", ["62498,96,91,,2016-01-12,a", "62119,60,46,,2016-01-12,b",
                   "62119,60,x,,2016-01-12,b"])
    loader = len(calls("openat", False, ["phc-import", "-h"]))
    bad = n = 0
    spares = SPARE + [os.getcwd() + '"', os.getcwd() + ">)"]
    for base in True, False:
        fresh(base)
        was = rows()[0]
        subprocess.run(IMPORT, stderr=subprocess.DEVNULL)
        want = rows()[0]
        for call in CALLS:
            wrong = []
            made = calls(call, base)
            for i, line in enumerate(made, 1):
                if call == "openat" and i <= loader or \
                        any(spare in line for spare in spares):
                    continue
                for error in ERRORS:
                    why = check(call, error, i, base, was, want)
                    if why:
                        wrong.append("%s %d, %s%s" % (error, i, line, why))
            n += 1
            bad += bool(wrong)
            for why in wrong:
                print("# " + why.replace("\n", "\n# "))
            print("%sok %d - %s, %d times, %s" % ("not " if wrong else "", n,
                  call, len(made),
                  "into a register" if base else "into none yet"))
    print("1..%d" % n)
    return bad > 0


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    status = main()
    os.chdir("/")
sys.exit(status)
