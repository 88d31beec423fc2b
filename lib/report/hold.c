#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

#include "report.h"

void
hold_signals(sigset_t *held, sigset_t *old)
{
	static const int stops[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction now;
	size_t i;

	sigemptyset(held);
	for (i = 0; i < sizeof(stops) / sizeof(*stops); i++)
		if (sigaction(stops[i], NULL, &now) == 0 &&
		    now.sa_handler != SIG_IGN)
			sigaddset(held, stops[i]);
	sigprocmask(SIG_BLOCK, held, old);
}

void
sweep_folder(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *e;

	if (d != NULL) {
		while ((e = readdir(d)) != NULL)
			unlinkat(dirfd(d), e->d_name, 0);
		closedir(d);
	}
	rmdir(dir);
}
