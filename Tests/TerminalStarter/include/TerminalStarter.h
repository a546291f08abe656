// Starts a program in a new pseudo-terminal. In C, as Swift does not see what glibc adds to POSIX for it.

#ifndef TERMINAL_STARTER_H
#define TERMINAL_STARTER_H

#include <sys/types.h>

/// Starts `program` as the leader of a session whose controlling terminal is a new pseudo-terminal of this size.
/// It inherits neither descriptors nor signal handling.
///
/// Returns our side of the terminal, which does not block, or -1 with `errno` set.
int terminal_start(
    const char *program, char *const arguments[], char *const environment[], const char *directory, int columns,
    int rows, pid_t *process);

#endif
