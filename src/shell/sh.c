/* A command line of sh's that the user has asked for: starting it, waiting for it. */
#include "shell/sh.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char *shell_path(void)
{
	const char *path = getenv("SHELL");
	return path && *path ? path : "/bin/sh";
}

/* It gets no signal that we ignore or hold back. */
static void set_signals(posix_spawnattr_t *attributes)
{
	static const int numbers[] = { SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGHUP };
	sigset_t defaults, none;
	sigemptyset(&none);
	sigemptyset(&defaults);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaddset(&defaults, numbers[i]);
	posix_spawnattr_setsigdefault(attributes, &defaults);
	posix_spawnattr_setsigmask(attributes, &none);
	posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
}

/* IN becomes its standard input; -1: ours stays. Returns an errno. */
static int spawn(struct pf_sh *sh, const char *command, int in)
{
	const char *path = shell_path();
	char *argv[] = { (char *)path, *command ? "-c" : NULL, (char *)command, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attributes);
	set_signals(&attributes);
	if (in >= 0)
		posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	int failed = posix_spawn(&sh->pid, path, &files, &attributes, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	return failed;
}

struct pf_error *pf_sh_start(struct pf_sh *sh, const char *command)
{
	int ends[2];
	*sh = (struct pf_sh){ 0 };
	if (pipe2(ends, O_CLOEXEC))
		return pf_error_system(errno, "cannot make a pipe");
	sh->input = fdopen(ends[1], "w");
	int failed = sh->input ? spawn(sh, command, ends[0]) : errno;
	close(ends[0]);
	if (failed && sh->input)
		fclose(sh->input);
	else if (failed)
		close(ends[1]);
	return failed ? pf_error_system(failed, "cannot run %s", shell_path()) : NULL;
}

static int wait_for(pid_t pid, int *status)
{
	while (waitpid(pid, status, 0) < 0) {
		if (errno != EINTR)
			return errno;
	}
	return 0;
}

/* What Ctrl-C and Ctrl-\ did before they were only for the program that runs. */
struct keys {
	struct sigaction interrupt, leave;
};

static void give_keys_away(struct keys *before)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigemptyset(&ignore.sa_mask);
	sigaction(SIGINT, &ignore, &before->interrupt);
	sigaction(SIGQUIT, &ignore, &before->leave);
}

static void take_keys_back(const struct keys *before)
{
	sigaction(SIGINT, &before->interrupt, NULL);
	sigaction(SIGQUIT, &before->leave, NULL);
}

struct pf_error *pf_sh_wait(struct pf_sh *sh, int *status_ret)
{
	struct keys before;
	if (sh->input)
		fclose(sh->input); /* whether it has read all is its own matter */
	give_keys_away(&before);
	int failed = wait_for(sh->pid, status_ret);
	take_keys_back(&before);
	return failed ? pf_error_system(failed, "cannot wait for process %d", (int)sh->pid) : NULL;
}

struct pf_error *pf_sh_run(const char *command, int *status_ret)
{
	struct keys before;
	struct pf_sh sh = { 0 };
	give_keys_away(&before);
	int failed = spawn(&sh, command, -1);
	struct pf_error *err = failed ? pf_error_system(failed, "cannot run %s", shell_path())
				      : pf_sh_wait(&sh, status_ret);
	take_keys_back(&before);
	return err;
}
