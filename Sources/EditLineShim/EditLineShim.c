#include "EditLineShim.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

EditLine *EditLineCreate(const char *program, int input, int output) {
    // One sink for all editors, never closed: libedit writes there what it would draw.
    static FILE *sink = NULL;
    if (!sink) sink = fopen("/dev/null", "we");
    if (!sink) return NULL;
    EditLine *editor = el_init_fd(program, stdin, sink, sink, input, output, output);
    if (!editor) return NULL;
    // The less it knows of the terminal, the less it does in vain.
    el_wset(editor, EL_TERMINAL, "dumb");
    el_wset(editor, EL_SETTY, L"-d", L"-isig", NULL);
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
