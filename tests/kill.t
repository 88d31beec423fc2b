#!/usr/bin/python3
# kill.t: kill -9 at random instants of an import into a register.  Nothing of
# it is there, or all of it, and running it again gives the register that an
# undisturbed run gives.  KILLS and ROWS for other numbers; SEED is printed.
import os, random, shutil, signal, sqlite3, subprocess, sys, tempfile, time

KILLS = int(os.environ.get("KILLS", 20))
ROWS = int(os.environ.get("ROWS", 20000))
SEED = int(os.environ.get("SEED", time.time_ns() % 1000000))


def households(name, rows, income):
    """House CSV: no two of the same persons; every third with this income."""
    with open(name, "w") as f:
        f.write("household_id,applied_on,birth_date,partner_birth_date,adults,"
                "dependants,income,wanted_communes\n")
        for i in rows:
            f.write("062%015d,2015-03-01,19%02d-%02d-%02d,19%02d-%02d-01,2,1,"
                    "%d.00,62427 62498\n" % (i, 70 + i % 30, 1 + i // 30 % 12,
                    1 + i // 360 % 28, 70 + i // 10080 % 30,
                    1 + i // 302400 % 12, income if i % 3 == 0 else 500))


def command(register, file, since):
    return ["phc-import", "-q", "-k", "household", "-d", register, "-t", since,
            file]


def dump(register):
    """A digest of the rows; the log, without when it was; whether it is
    sound."""
    digest = subprocess.run(["sqlite3", register, ".sha3sum %_history"],
                            capture_output=True, check=True).stdout
    db = sqlite3.connect(register)
    log = db.execute("SELECT id, file, since, read, kept, refused, inserted, "
                     "updated, unchanged FROM import ORDER BY id").fetchall()
    sound = db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    db.close()
    return digest, log, sound


def killed(after):
    """An import that is killed so many seconds after its start."""
    shutil.copy("base.db", "r.db")
    run = subprocess.Popen(command("r.db", "new.csv", "2016-02-01"))
    time.sleep(after)
    run.send_signal(signal.SIGKILL)
    return run.wait() == -signal.SIGKILL


def check(after, base, want):
    """What is wrong with a register after such a kill; whether it was one."""
    was = killed(after)
    rows, log, sound = dump("r.db")
    if not sound:
        return "damaged", was
    if (rows, log) not in (base[:2], want[:2]):
        return "part of it is there", was
    done = log == want[1]
    if not was and not done:
        return "it ended and is not there", was
    if subprocess.run(command("r.db", "new.csv", "2016-02-01")).returncode != 0:
        return "it cannot be run again", was
    rows, log, sound = dump("r.db")
    if rows != want[0] or not sound or log[:2] != want[1]:
        return "another register than undisturbed", was
    if len(log) != 2 + done:
        return "another log than expected", was
    if sorted(os.listdir(".")) != ["base.csv", "base.db", "new.csv", "r.db",
                                   "want.db"]:
        return "left behind: " + " ".join(os.listdir(".")), was
    return None, was


def main():
    random.seed(SEED)
    os.chdir(sys.argv[1])
    households("base.csv", range(0, ROWS * 2 // 3), 500)
    households("new.csv", range(0, ROWS), 600)
    subprocess.run(command("base.db", "base.csv", "2016-01-01"), check=True)
    shutil.copy("base.db", "want.db")
    start = time.monotonic()
    subprocess.run(command("want.db", "new.csv", "2016-02-01"), check=True)
    whole = time.monotonic() - start
    base, want = dump("base.db"), dump("want.db")
    print("1..2")
    print("# SEED=%d, %d rows in %.2f s" % (SEED, ROWS, whole))
    bad = kills = 0
    for n in range(KILLS):
        after = random.uniform(0, whole * 1.02)
        wrong, was = check(after, base, want)
        kills += was
        if wrong:
            bad += 1
            print("# killed after %.4f s: %s" % (after, wrong))
    print("%sok 1 - %d kills of %d imports: all or nothing, and whole again" %
          ("not " if bad else "", kills, KILLS))
    print("%sok 2 - most of them were in time" %
          ("not " if kills < KILLS / 2 else ""))
    return bad > 0


with tempfile.TemporaryDirectory() as folder:
    sys.argv[1:] = [folder]
    status = main()
    os.chdir("/")
sys.exit(status)
