// The grammar of the language, which is part of the binary: `.syntax` shows the very file that the tests hold the
// parser against.
#pragma once

#include <stddef.h>

/// The bytes of Grammar/ExpoQL.ebnf; they live as long as the process.
const unsigned char *expoql_grammar(void);
size_t expoql_grammar_size(void);
