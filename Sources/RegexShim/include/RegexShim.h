// RE2 behind C: what the regular expression functions need of it.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled pattern, or the reason why there is none. Matching is safe from several threads at once.
typedef struct RegexShimPattern RegexShimPattern;

/// What a group matched, in bytes from the text's beginning; `start` is -1 where it took no part in the match.
typedef struct {
    ptrdiff_t start;
    ptrdiff_t end;
} RegexShimRange;

/// Compiles `length` bytes of UTF-8. The result is never NULL; free it with `regexShimFree`.
RegexShimPattern *regexShimCompile(const char *pattern, size_t length);

void regexShimFree(RegexShimPattern *pattern);

/// What is wrong with the pattern, valid as long as it is; NULL if it compiled.
const char *regexShimError(const RegexShimPattern *pattern);

/// The number of capturing groups.
int regexShimGroups(const RegexShimPattern *pattern);

/// Whether the pattern matches anywhere from byte `start` on. Of the match, `ranges` gets the whole first and then the
/// groups, `count` in all; assertions such as `^` and `\b` see the text before `start`.
bool regexShimMatch(
    const RegexShimPattern *pattern, const char *text, size_t length, size_t start, RegexShimRange *ranges, int count);

#ifdef __cplusplus
}
#endif
