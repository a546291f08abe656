// Starts a program in a new pseudo-terminal.

#define _GNU_SOURCE
#define _DARWIN_C_SOURCE
#include "TerminalStarter.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

/// Starts the program on the terminal of this name, which becomes its controlling one: it is the first that the leader
/// of the new session opens. Returns an error number.
static int spawn_on(
    const char *terminal, const char *program, char *const arguments[], char *const environment[],
    const char *directory, pid_t *process) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error) return error;
    error = posix_spawnattr_init(&attributes);
    if (error) {
        posix_spawn_file_actions_destroy(&actions);
        return error;
    }
    short flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
#ifdef __APPLE__
    flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#endif
    // The program must not inherit which signals the tests ignore or hold back.
    sigset_t blocked, defaulted;
    sigemptyset(&blocked);
    sigfillset(&defaulted);
    sigdelset(&defaulted, SIGKILL);
    sigdelset(&defaulted, SIGSTOP);
    if (!error) error = posix_spawnattr_setflags(&attributes, flags);
    if (!error) error = posix_spawnattr_setsigmask(&attributes, &blocked);
    if (!error) error = posix_spawnattr_setsigdefault(&attributes, &defaulted);
    if (!error) error = posix_spawn_file_actions_addchdir_np(&actions, directory);
    if (!error) error = posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0);
    if (!error) error = posix_spawn_file_actions_adddup2(&actions, 0, 1);
    if (!error) error = posix_spawn_file_actions_adddup2(&actions, 0, 2);
#ifndef __APPLE__
    // Among them pipes of other tests, whose readers would not see the end while this program holds them.
    if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#endif
    if (!error) error = posix_spawn(process, program, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

int terminal_start(
    const char *program, char *const arguments[], char *const environment[], const char *directory, int columns,
    int rows, pid_t *process) {
    // Closed in every program that other tests start meanwhile: the terminal hangs up when the last copy goes.
    int descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0) return -1;
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    char name[128];
    int error = 0;
    if (grantpt(descriptor) || unlockpt(descriptor) || ptsname_r(descriptor, name, sizeof name)
        || fcntl(descriptor, F_SETFL, O_RDWR | O_NONBLOCK) || ioctl(descriptor, TIOCSWINSZ, &size)) {
        error = errno;
    } else {
        error = spawn_on(name, program, arguments, environment, directory, process);
    }
    if (!error) return descriptor;
    close(descriptor);
    errno = error;
    return -1;
}
