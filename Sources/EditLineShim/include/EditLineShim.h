// Plain functions for libedit's variadic ones, which Swift cannot call, and what must be safe in a signal handler.

#pragma once

#include <histedit.h>
#include <wchar.h>

/// The C library's name for what a command of the editor is.
typedef unsigned char (*EditLineCommand)(EditLine *editor, int key);

/// What libedit shows of the history, by the name of the step (`H_FIRST`, …): the entry, or NULL for none.
typedef const wchar_t *(*EditLineRecall)(void *context, int step);

/// The screen that libedit believes to draw on.
enum { EditLineStageRows = 1000, EditLineStageColumns = 250 };

/// An editor that draws nothing and leaves the terminal alone; NULL if there can be none.
EditLine *EditLineCreate(const char *program);

/// A pointer for the editor's own commands.
void EditLineSetContext(EditLine *editor, void *context);
void *EditLineContext(EditLine *editor);

/// `read` gives the next character: 1, 0 for the end of input.
void EditLineSetReader(EditLine *editor, int (*read)(EditLine *editor, wchar_t *character));

/// Where libedit's own commands look for earlier lines. `recall` must live as long as the editor.
void EditLineSetHistory(EditLine *editor, EditLineRecall recall, void *context);

/// `vi` or `emacs`, with the bindings that libedit gives it.
void EditLineSetKeymap(EditLine *editor, const wchar_t *name);
int EditLineIsVi(EditLine *editor);

void EditLineAddCommand(EditLine *editor, const char *name, EditLineCommand command);

/// Binds `key` in the keymap that one types text in, or in the other, vi's command mode. `\` and `^` have a meaning in
/// `key`.
void EditLineBind(EditLine *editor, int isCommandMode, const wchar_t *key, const wchar_t *command);

/// Runs a line of `~/.editrc`.
void EditLineRunConfiguration(EditLine *editor, const wchar_t *line);

/// Makes the terminal give every key as it is typed, and remembers how it was. 0 if that fails.
int TerminalEnterRawMode(int input, int output, int isDumb);

/// Makes the terminal what it was before `TerminalEnterRawMode`; does nothing if that is done. Safe in signal handlers.
void TerminalRestore(void);

/// Writes a byte to `descriptor` on SIGWINCH (`W`) and SIGCONT (`C`), and restores the terminal on SIGTERM and SIGHUP
/// if those end the process.
void TerminalWatchSignals(int descriptor);

/// The signals do again what they did before `TerminalWatchSignals`.
void TerminalUnwatchSignals(void);
