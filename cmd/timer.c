#include <err.h>
#include <signal.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"
#include "timer.h"

int timer_limit = 60;

/* In milliseconds. */
static struct {
	volatile int64_t spent, since;
	volatile bool asking;
} timer;

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool
late(int grace)
{
	return timer_limit > 0 && timer.asking &&
	       timer.spent + now() - timer.since >
		   INT64_C(1000) * (timer_limit + grace);
}

/* SQLite looks at the time between its steps: one of them, such as a search
 * for a long text in a longer one, may take for ever. */
static void
insist(int signal)
{
	static const char msg[] = "phc-query: stopped: one step of the "
				  "statement takes longer than --timeout\n";
	ssize_t n;

	(void)signal;
	if (!late(1))
		return;
	n = write(STDERR_FILENO, msg, sizeof(msg) - 1);
	(void)n;
	phc_file_sweep();
	_exit(EXIT_TROUBLE);
}

/* Of the processor's time: what waits for the disk comes back. */
void
timer_start(void)
{
	const struct itimerval each = { { 0, 500000 }, { 0, 500000 } };
	struct sigaction act = { .sa_handler = insist, .sa_flags = SA_RESTART };

	sigemptyset(&act.sa_mask);
	if (timer_limit > 0 && (sigaction(SIGPROF, &act, NULL) == -1 ||
				   setitimer(ITIMER_PROF, &each, NULL) == -1))
		err(EXIT_TROUBLE, "cannot set a timer");
}

void
timer_begin(void)
{
	timer.since = now();
	timer.asking = true;
}

void
timer_end(void)
{
	timer.asking = false;
	timer.spent += now() - timer.since;
}

bool
timer_stop(void *arg)
{
	(void)arg;
	return late(0);
}

bool
timer_out(void)
{
	return timer_limit > 0 && timer.spent > INT64_C(1000) * timer_limit;
}
