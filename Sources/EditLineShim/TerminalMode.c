// Raw mode and back, also from signal handlers.

#include "EditLineShim.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static volatile sig_atomic_t is_raw = 0;
static struct termios cooked;
static int terminal_input = -1, terminal_output = -1, terminal_is_dumb = 0;

static void say(const char *sequence) {
    if (terminal_is_dumb) return;
    size_t length = strlen(sequence);
    while (length > 0) {
        ssize_t written = write(terminal_output, sequence, length);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        sequence += written;
        length -= (size_t)written;
    }
}

/// Without this, a process in the background would be stopped where it only cleans up.
static int set_attributes(int how, const struct termios *attributes) {
    sigset_t output, previous;
    sigemptyset(&output);
    sigaddset(&output, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &output, &previous);
    int result;
    do {
        result = tcsetattr(terminal_input, how, attributes);
    } while (result == -1 && errno == EINTR);
    pthread_sigmask(SIG_SETMASK, &previous, NULL);
    return result;
}

int TerminalEnterRawMode(int input, int output, int isDumb) {
    if (!is_raw) {
        terminal_input = input;
        terminal_output = output;
        terminal_is_dumb = isDumb;
        if (tcgetattr(input, &cooked) == -1) return 0;
    }
    struct termios raw = cooked;
    raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON);
    raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    int was_raw = is_raw;
    is_raw = 1;
    // Without waiting for output: Ctrl-S may have stopped it, and this lets it go on.
    if (set_attributes(TCSANOW, &raw) == -1) {
        is_raw = 0;
        return 0;
    }
    // From now on pasted text comes in brackets.
    if (!was_raw) say("\033[?2004h");
    return 1;
}

void TerminalRestore(void) {
    if (!is_raw) return;
    int previous = errno;
    is_raw = 0;
    say("\033[?2004l\033[0m\033[?25h");
    set_attributes(TCSANOW, &cooked);
    errno = previous;
}

static volatile sig_atomic_t wake_descriptor = -1;
static const int watched[] = {SIGWINCH, SIGCONT, SIGTERM, SIGHUP};
enum { watched_count = sizeof watched / sizeof watched[0] };
static struct sigaction before[watched_count];
static int is_watching = 0;

static void wake(int signal) {
    int previous = errno;
    char byte = signal == SIGCONT ? 'C' : 'W';
    // A full pipe wakes as well.
    ssize_t ignored = write(wake_descriptor, &byte, 1);
    (void)ignored;
    errno = previous;
}

static void end(int number) {
    TerminalRestore();
    signal(number, SIG_DFL);
    raise(number);
}

void TerminalWatchSignals(int descriptor) {
    wake_descriptor = descriptor;
    if (is_watching) return;
    is_watching = 1;
    for (int i = 0; i < watched_count; i++) {
        struct sigaction action;
        memset(&action, 0, sizeof action);
        sigemptyset(&action.sa_mask);
        action.sa_flags = SA_RESTART;
        int ends = watched[i] == SIGTERM || watched[i] == SIGHUP;
        action.sa_handler = ends ? end : wake;
        sigaction(watched[i], NULL, &before[i]);
        if (!ends || before[i].sa_handler == SIG_DFL) sigaction(watched[i], &action, NULL);
    }
}

void TerminalUnwatchSignals(void) {
    if (!is_watching) return;
    is_watching = 0;
    for (int i = 0; i < watched_count; i++) sigaction(watched[i], &before[i], NULL);
}
