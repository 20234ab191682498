// SPDX-License-Identifier: Apache-2.0
/*
 * skip_template - the vector form of skip.h, over blocks of 64 bytes. Included once a variant, with NAME(x), which
 * gives x the variant's suffix, and TARGET, the attributes that allow its instructions; it undefines both. See
 * scan/block.h for what it calls. The idea: one mask of quotes that are not hidden by a backslash; its prefix
 * xor is 1 from each opening quote up to the closing one, which masks the brackets that stand in strings. What is
 * left is counted by the block; only a block in which the depth may reach zero is walked bit by bit.
 */

TARGET static const char *NAME(string)(const char *at, const char *end, bool *escaped)
{
    uint64_t carry = 0;
    bool any = false;
    for (; at < end; at += 64) {
        const NAME(block) bytes = NAME(load)(at);
        uint64_t quotes = NAME(equal)(bytes, '"'), slashes = NAME(equal)(bytes, '\\');
        if (slashes | carry) quotes &= ~hidden_by(slashes, &carry);
        if (quotes) {
            const char *quote = at + __builtin_ctzll(quotes);
            if (quote >= end) return NULL;
            *escaped = any || (slashes & ((quotes & -quotes) - 1)) != 0;
            return quote;
        }
        any = any || slashes != 0;
    }
    return NULL;
}

TARGET static const char *NAME(nested)(const char *at, const char *end, char open)
{
    const char close = (char)(open + 2); /* [ ] and { } stand two apart in ASCII */
    uint64_t depth = 1, carry = 0, inside = 0;
    for (; at < end; at += 64) {
        const NAME(block) bytes = NAME(load)(at);
        uint64_t quotes = NAME(equal)(bytes, '"'), slashes = NAME(equal)(bytes, '\\'), hidden = 0;
        if (slashes | carry) hidden = hidden_by(slashes, &carry);
        uint64_t text = NAME(prefix_xor)(quotes & ~hidden) ^ inside;
        inside = 0 - (text >> 63);
        uint64_t count = ~(text | hidden);
        if (end - at < 64) count &= (UINT64_C(1) << (end - at)) - 1;
        uint64_t opens = NAME(equal)(bytes, open) & count, closes = NAME(equal)(bytes, close) & count;
        if ((uint64_t)__builtin_popcountll(closes) >= depth) {
            uint64_t last = closing_at(opens, closes, depth);
            if (last) return at + __builtin_ctzll(last) + 1;
        }
        depth += (uint64_t)__builtin_popcountll(opens) - (uint64_t)__builtin_popcountll(closes);
    }
    return NULL;
}

/* The first string of a block that may be a key: `firsts` are the first bytes of its strings, `depth` is before the block. */
TARGET static const char *NAME(candidate)(const char *at, uint64_t firsts, uint64_t opens, uint64_t closes, uint64_t depth,
                                          const rap_skip_keys *keys)
{
    const NAME(block) bytes = NAME(load)(at);
    for (uint64_t left = firsts & (NAME(among)(bytes, keys->letters) | keys->any); left; left &= left - 1) {
        const char *first = at + __builtin_ctzll(left);
        uint64_t before = (left & -left) - 1;
        if (depth + (uint64_t)__builtin_popcountll(opens & before) == 1 + (uint64_t)__builtin_popcountll(closes & before) &&
            rap_skip_may_be(keys, first))
            return first;
    }
    return NULL;
}

/* As nested. Blocks that lie deeper from end to end, which most do, cost little more than there. */
TARGET static const char *NAME(seek)(const char *at, const char *end, const rap_skip_keys *keys, bool *closed)
{
    uint64_t depth = 1, carry = 0, inside = 0, opened = 0;
    *closed = false;
    for (; at < end; at += 64) {
        const NAME(block) bytes = NAME(load)(at);
        uint64_t quotes = NAME(equal)(bytes, '"'), slashes = NAME(equal)(bytes, '\\'), hidden = 0;
        if (slashes | carry) {
            hidden = hidden_by(slashes, &carry);
            quotes &= ~hidden;
        }
        uint64_t text = NAME(prefix_xor)(quotes) ^ inside, count = ~(text | hidden), within = UINT64_MAX;
        if (end - at < 64) within = (UINT64_C(1) << (end - at)) - 1;
        const NAME(block) folded = NAME(fold)(bytes);
        uint64_t opens = NAME(equal)(folded, '{') & count & within, closes = NAME(equal)(folded, '}') & count & within;
        uint64_t n_closes = (uint64_t)__builtin_popcountll(closes), firsts = (quotes & text) << 1 | opened;
        if (n_closes + 1 >= depth) {
            uint64_t last = n_closes >= depth ? closing_at(opens, closes, depth) : 0;
            if (last) within = last - 1;
            const char *first = firsts & within ? NAME(candidate)(at, firsts & within, opens, closes, depth, keys) : NULL;
            if (first) return first;
            if (last) {
                *closed = true;
                return at + __builtin_ctzll(last) + 1;
            }
        }
        inside = 0 - (text >> 63);
        opened = (quotes & text) >> 63;
        depth += (uint64_t)__builtin_popcountll(opens) - n_closes;
    }
    return NULL;
}

static const rap_skip NAME(skip) = {NAME(string), NAME(nested), NAME(seek)};

#undef NAME
#undef TARGET
