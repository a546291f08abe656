// The files of the expo dataset, which are part of the binary: nothing is read at start.
#pragma once

#include <stddef.h>

/// A file's name and bytes; they are constant and live as long as the process.
struct ExpoFile {
    const char *name;
    const unsigned char *start;
    size_t size;
};

struct ExpoFile expo_editions_file(void);
struct ExpoFile expo_figures_file(void);
struct ExpoFile expo_participations_file(void);
struct ExpoFile expo_rankings_file(void);
struct ExpoFile expo_sources_file(void);
struct ExpoFile expo_statements_file(void);
