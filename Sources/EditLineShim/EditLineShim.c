#ifdef __linux__
#define _GNU_SOURCE
#endif
#include "EditLineShim.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/// Opens a terminal that no one sees, and that nothing can be typed at; -1 if there can be none.
///
/// libedit insists on a terminal: it sets its modes, and keeps a picture of its screen. The real one's modes are none of
/// its business. And where the picture must scroll, because a text is longer than the screen, libedit has been seen to
/// write beyond it; this screen is larger than any usual text.
static int open_stage(void) {
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0) return -1;
    // The other end is never read or closed. Nothing must inherit either.
    fcntl(master, F_SETFD, FD_CLOEXEC);
    const char *name;
    if (grantpt(master) != 0 || unlockpt(master) != 0 || !(name = ptsname(master))) {
        close(master);
        return -1;
    }
    int stage = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (stage < 0) {
        close(master);
        return -1;
    }
    struct winsize size = {.ws_row = EditLineStageRows, .ws_col = EditLineStageColumns};
    ioctl(stage, TIOCSWINSZ, &size);
    return stage;
}

EditLine *EditLineCreate(const char *program) {
    // One stage and one sink for all editors, never closed: libedit writes to the sink what it would draw.
    static int stage = -1;
    static FILE *sink = NULL;
    if (stage < 0) stage = open_stage();
    if (!sink) sink = fopen("/dev/null", "we");
    if (stage < 0 || !sink) return NULL;
    EditLine *editor = el_init_fd(program, stdin, sink, sink, stage, stage, stage);
    // The less it knows of the terminal, the less it does in vain.
    if (editor) el_wset(editor, EL_TERMINAL, "dumb");
    return editor;
}

void EditLineSetContext(EditLine *editor, void *context) { el_wset(editor, EL_CLIENTDATA, context); }

void *EditLineContext(EditLine *editor) {
    void *context = NULL;
    el_wget(editor, EL_CLIENTDATA, &context);
    return context;
}

static wchar_t *no_prompt(EditLine *editor) {
    static wchar_t empty[] = L"";
    (void)editor;
    return empty;
}

void EditLineSetReader(EditLine *editor, int (*read)(EditLine *, wchar_t *)) {
    el_wset(editor, EL_GETCFN, read);
    el_wset(editor, EL_PROMPT, no_prompt);
}

/// What libedit calls for its history; few of the steps it knows are ever asked for.
struct recall {
    EditLineRecall function;
    void *context;
};

static int recall_step(void *reference, HistEventW *event, int step, ...) {
    struct recall *recall = reference;
    const wchar_t *line = recall->function(recall->context, step);
    if (!line) return -1;
    event->num = 0;
    event->str = line;
    return 0;
}

void EditLineSetHistory(EditLine *editor, EditLineRecall recall, void *context) {
    struct recall *reference = malloc(sizeof *reference);
    if (!reference) return;
    *reference = (struct recall){recall, context};
    el_wset(editor, EL_HIST, recall_step, reference);
}

void EditLineSetKeymap(EditLine *editor, const wchar_t *name) { el_wset(editor, EL_EDITOR, name); }

int EditLineIsVi(EditLine *editor) {
    const wchar_t *name = NULL;
    return el_wget(editor, EL_EDITOR, &name) == 0 && name && name[0] == L'v';
}

void EditLineAddCommand(EditLine *editor, const char *name, EditLineCommand command) {
    el_set(editor, EL_ADDFN, name, name, command);
}

void EditLineBind(EditLine *editor, int isCommandMode, const wchar_t *key, const wchar_t *command) {
    if (isCommandMode) {
        el_wset(editor, EL_BIND, L"-a", key, command, NULL);
    } else {
        el_wset(editor, EL_BIND, key, command, NULL);
    }
}

void EditLineRunConfiguration(EditLine *editor, const wchar_t *line) {
    TokenizerW *tokenizer = tok_winit(NULL);
    if (!tokenizer) return;
    int count = 0;
    const wchar_t **words = NULL;
    if (tok_wstr(tokenizer, line, &count, &words) == 0 && count > 0) el_wparse(editor, count, words);
    tok_wend(tokenizer);
}
