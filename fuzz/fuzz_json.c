// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as JSON. Every vector variant skips as the scalar code does and takes for sound what the check does; what
 * the check accepts can be walked and skipped; decoded text is UTF-8 where the raw text is, and the raw text means it
 * where it is ASCII.
 */
#include "../tests/support/padded.h"
#include "scan/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(promise)                                                                                     \
    do {                                                                                                     \
        if (!(promise)) __builtin_trap();                                                                    \
    } while (0)

static void compare_variants(rap_span text)
{
    const rap_skip *scalar = rap_skip_of(RAP_CPU_SCALAR);
    const char *end = text.data + text.length;
    rap_skip_keys keys;
    rap_skip_keys_init(&keys, (const char *const[]){"id", "type", "topic", "authorships", NULL});
    for (int cpu = RAP_CPU_SSE2; cpu <= (int)rap_cpu_best(); cpu++) {
        const rap_skip *variant = rap_skip_of((rap_cpu)cpu);
        bool a = false, b = false;
        REQUIRE(scalar->string(text.data, end, &a) == variant->string(text.data, end, &b) && a == b);
        REQUIRE(scalar->nested(text.data, end, '{') == variant->nested(text.data, end, '{'));
        REQUIRE(scalar->nested(text.data, end, '[') == variant->nested(text.data, end, '['));
        REQUIRE(scalar->seek(text.data, end, &keys, &a) == variant->seek(text.data, end, &keys, &b) && a == b);
    }
}

/* The quick look says sound of what is sound only; and of all shallow objects that are. */
static void compare_quick_look(rap_span text, bool good)
{
    size_t opens = 0;
    good = good && text.data[0] == '{' && text.data[text.length - 1] == '}';
    good = good && rap_utf8_valid(text.data, text.length) == text.length;
    for (size_t i = 0; i < text.length; i++) opens += text.data[i] == '{' || text.data[i] == '[';
    for (int cpu = RAP_CPU_SCALAR; cpu <= (int)rap_cpu_best(); cpu++) {
        rap_cpu_choose((rap_cpu)cpu);
        bool sound = rap_json_sound(text);
        REQUIRE(!sound || good);
        REQUIRE(sound || !good || cpu == RAP_CPU_SCALAR || opens > 63);
    }
    rap_cpu_choose(rap_cpu_best());
}

static void try_text(rap_json_text text)
{
    rap_text out = {0};
    bool sound = rap_json_unescape(text.raw, &out);
    bool ascii = true;
    for (size_t i = 0; i < out.length; i++) ascii = ascii && (unsigned char)out.data[i] < 0x80;
    if (sound && rap_utf8_valid(text.raw.data, text.raw.length) == text.raw.length)
        REQUIRE(rap_utf8_valid(rap_text_get(&out), out.length) == out.length);
    if (sound && ascii) REQUIRE(rap_json_means(text.raw, rap_text_get(&out), out.length));
    rap_text_release(&out);
}

/* Walks three levels and skips what is below. */
static void walk(rap_json *json, int depth)
{
    rap_json_text text;
    rap_span raw;
    int64_t value;
    switch (rap_json_peek(json)) {
    case RAP_JSON_OBJECT:
        if (depth == 0) break;
        rap_json_enter(json, '{');
        while (rap_json_member(json, &text)) {
            try_text(text);
            walk(json, depth - 1);
        }
        return;
    case RAP_JSON_ARRAY:
        if (depth == 0) break;
        rap_json_enter(json, '[');
        while (rap_json_element(json)) walk(json, depth - 1);
        return;
    case RAP_JSON_STRING:
        if (rap_json_string(json, &text)) try_text(text);
        return;
    case RAP_JSON_NUMBER:
        if (rap_json_number(json, &raw)) (void)rap_json_integer(raw, &value);
        return;
    default: break;
    }
    (void)rap_json_skip(json, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rap_span text = padded((const char *)data, size);
    compare_variants(text);
    size_t at = 0;
    const char *problem = NULL;
    bool good = rap_json_check(text, &at, &problem);
    REQUIRE(good || (at <= size && problem));
    compare_quick_look(text, good);
    rap_json json;
    rap_json_init(&json, text);
    walk(&json, 3);
    bool walked = rap_json_end(&json);
    REQUIRE(walked || (json.at >= json.start && json.at <= json.end));
    rap_json_init(&json, text);
    bool skipped = rap_json_skip(&json, NULL) && rap_json_end(&json);
    REQUIRE(!good || (walked && skipped));
    padded_free(text);
    return 0;
}
