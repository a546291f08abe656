// The C functions over RE2.

#include "RegexShim.h"

#include <re2/re2.h>

#include <algorithm>

struct RegexShimPattern {
    re2::RE2 expression;

    RegexShimPattern(re2::StringPiece text, const re2::RE2::Options &options) : expression(text, options) {}
};

RegexShimPattern *regexShimCompile(const char *pattern, size_t length) {
    re2::RE2::Options options;
    options.set_encoding(re2::RE2::Options::EncodingUTF8);
    options.set_log_errors(false);
    return new RegexShimPattern(re2::StringPiece(pattern, length), options);
}

void regexShimFree(RegexShimPattern *pattern) { delete pattern; }

const char *regexShimError(const RegexShimPattern *pattern) {
    return pattern->expression.ok() ? nullptr : pattern->expression.error().c_str();
}

int regexShimGroups(const RegexShimPattern *pattern) { return pattern->expression.NumberOfCapturingGroups(); }

bool regexShimMatch(
    const RegexShimPattern *pattern, const char *text, size_t length, size_t start, RegexShimRange *ranges, int count
) {
    // Enough for `\0` to `\9`; more groups than these can be matched but not asked for.
    constexpr int limit = 10;
    re2::StringPiece found[limit];
    count = std::min(count, limit);
    if (!pattern->expression.Match(
            re2::StringPiece(text, length), start, length, re2::RE2::UNANCHORED, found, count)) {
        return false;
    }
    for (int group = 0; group < count; ++group) {
        bool took_part = found[group].data() != nullptr;
        ranges[group].start = took_part ? found[group].data() - text : -1;
        ranges[group].end = took_part ? ranges[group].start + static_cast<ptrdiff_t>(found[group].size()) : -1;
    }
    return true;
}
