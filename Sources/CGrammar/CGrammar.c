// Embeds Grammar/ExpoQL.ebnf.
#include "CGrammar.h"

// `#embed` is of C23; clang takes it in every version of the language and only warns.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char grammar[] = {
#embed "../../Grammar/ExpoQL.ebnf"
};

const unsigned char *expoql_grammar(void) { return grammar; }

size_t expoql_grammar_size(void) { return sizeof grammar; }
