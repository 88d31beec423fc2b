#!/usr/bin/python3
# Memory runs out while a workbook is written, at many places, for a moment or
# for good; or a system call fails: there is a message and no workbook, nothing
# temporary is left, or it is there with every cell as it was to be.  POINTS=n
# for more, SEED=n for others.
import os, random, subprocess, sys, tempfile, zipfile
from xml.etree import ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
POINTS = int(os.environ.get("POINTS", 60))
SEED = int(os.environ.get("SEED", 20160901))
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
if not os.environ.get("HARDEN"):
    print("1..0 # SKIP a sanitizer has its own allocator")
    sys.exit()
TEMP = tempfile.TemporaryDirectory()
os.chdir(TEMP.name)
os.mkdir("out")
subprocess.run([HERE + "/report/register.sh", "r.db"], check=True,
               stdout=subprocess.DEVNULL)
OOM = TEMP.name + "/oom.so"
subprocess.run([os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O1", "-o", OOM,
                HERE + "/report/oom.c"], check=True)


REPORT = ["phc-report", "-q", "-d", "r.db", "--to", "ddtm", "-t", "2016-08-31",
          "--year", "2016", "-o", "out/o.xlsx"]


def run(command=REPORT, **env):
    for name in os.listdir("out"):
        os.unlink("out/" + name)
    return subprocess.run(command, env=dict(os.environ, **env), capture_output=True,
                          text=True)


def cells():
    """What stands in each cell, and the sheets."""
    with zipfile.ZipFile("out/o.xlsx") as z:
        part = {name: z.read(name) for name in z.namelist()}
    strings = [si.findtext(MAIN + "t") for si in
               ElementTree.fromstring(part["xl/sharedStrings.xml"])]
    return part["xl/workbook.xml"], [
        (name, c.get("r"), strings[int(v)] if c.get("t") == "s" else v)
        for name in sorted(part) if name.startswith("xl/worksheets/sheet")
        for c in ElementTree.fromstring(part[name]).iter(MAIN + "c")
        for v in [c.findtext(MAIN + "v")]]


def check(got):
    left = os.listdir("out")
    if got.returncode == 0 and left == ["o.xlsx"]:
        return None if cells() == want else "another workbook"
    if got.returncode != 2 or left:
        return "status %d, left %s" % (got.returncode, left)
    if not any(line.startswith("phc") for line in got.stderr.splitlines()):
        return "no message: " + got.stderr
    return None


print("# SEED=%d" % SEED)
run(LD_PRELOAD=OOM, OOM_COUNT="count")
with open("count") as f:
    most = max(map(int, f))
want = cells()
random.seed(SEED)
bad = 0
tests = 0


def result(wrong, what):
    global tests, bad
    tests, bad = tests + 1, bad + bool(wrong)
    for n, why in wrong:
        print("# number %d: %s" % (n, why))
    print("%sok %d - %s" % ("not " if wrong else "", tests, what))


for env in {}, {"OOM_ON": "1"}:
    result([(n, why) for n in random.sample(range(1, most + 1), POINTS)
            for why in [check(run(LD_PRELOAD=OOM, OOM_AT=str(n), **env))] if why],
           "%d of %d allocations fail, %s" % (
               POINTS, most, "each and all after it" if env else "each alone"))

# Each process counts its own; the message is a write too.
strace = ["strace", "-f", "-qq", "-o", "calls", "-e"]
if subprocess.run(strace + ["trace=none", "true"], capture_output=True).returncode:
    print("# strace may not trace here")
else:
    for call, error in (("write", "ENOSPC"), ("write", "EIO"), ("lseek", "EIO"),
                        ("fsync", "EIO"), ("rename", "EIO")):
        result([(n, why) for n in (1, 2, 3, 4, 5, 7, 9, 12, 16, 20, 26, 32)
                for why in [check(run(strace + [
                    "inject=%s:error=%s:when=%d" % (call, error, n)] + REPORT))]
                if why and not (call == "write" and "no message" in why)],
               "%s: %s" % (call, error))
print("1..%d" % tests)
os.chdir("/")
sys.exit(bad > 0)
