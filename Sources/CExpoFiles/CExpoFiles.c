// Embeds the dataset's files. `#embed` costs next to no compile time; Swift array literals of this size cost seconds.
#include "CExpoFiles.h"

// `#embed` is of C23; clang takes it in every version of the language and only warns.
#pragma clang diagnostic ignored "-Wc23-extensions"

#define EXPO_FILE(table) \
    struct ExpoFile expo_##table##_file(void) { \
        return (struct ExpoFile){#table ".csv", table##_csv, sizeof table##_csv}; \
    }

static const unsigned char editions_csv[] = {
#embed "Files/editions.csv"
};
EXPO_FILE(editions)

static const unsigned char figures_csv[] = {
#embed "Files/figures.csv"
};
EXPO_FILE(figures)

static const unsigned char participations_csv[] = {
#embed "Files/participations.csv"
};
EXPO_FILE(participations)

static const unsigned char rankings_csv[] = {
#embed "Files/rankings.csv"
};
EXPO_FILE(rankings)

static const unsigned char sources_csv[] = {
#embed "Files/sources.csv"
};
EXPO_FILE(sources)

static const unsigned char statements_csv[] = {
#embed "Files/statements.csv"
};
EXPO_FILE(statements)
