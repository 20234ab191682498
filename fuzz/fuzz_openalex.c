// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as a work or, where the first byte says so, as pages of works. Every vector variant reads the same; what
 * strict reading accepts, plain reading reads the same; shares never exceed the work; parties and ties are sorted.
 */
#include "../tests/support/fact_line.h"
#include "../tests/support/padded.h"
#include "scan/cpu.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(promise)                                                                                     \
    do {                                                                                                     \
        if (!(promise)) __builtin_trap();                                                                    \
    } while (0)

static rap_openalex *readers[2][2]; /* union rule, strict */

static void open_readers(void)
{
    rap_catalog *catalog;
    if (readers[0][0]) return;
    REQUIRE(rap_catalog_open(NULL, &catalog, NULL) == RAP_OK);
    for (int i = 0; i < 4; i++)
        REQUIRE(rap_openalex_new(catalog, i & 1, i >> 1, &readers[i & 1][i >> 1], NULL) == RAP_OK);
    rap_catalog_close(catalog);
}

static void check_fact(const rap_fact *fact)
{
    uint64_t total = 0;
    for (size_t i = 0; i < fact->n_places; i++) {
        REQUIRE(i == 0 || fact->places[i - 1] < fact->places[i]);
        total += fact->shares ? fact->shares[i] : 0;
    }
    REQUIRE(total <= RAP_UNIT && fact->kind.length <= RAP_KIND_MAX);
    for (size_t i = 0; i < fact->n_ties; i++) {
        const rap_tie *tie = &fact->ties[i];
        REQUIRE(tie->x < tie->y);
        REQUIRE(i == 0 || tie[-1].x < tie->x || (tie[-1].x == tie->x && tie[-1].y < tie->y));
    }
}

static rap_reject read_one(rap_openalex *reader, rap_span json, rap_text *out)
{
    rap_work work;
    size_t at;
    const char *detail;
    bool failed;
    rap_reject reject = rap_openalex_read(reader, json, &work, &at, &detail, &failed);
    REQUIRE(!failed);
    rap_text_clear(out);
    if (reject == RAP_REJECT_NONE) {
        check_fact(&work.fact);
        fact_line(&work, out);
    } else {
        REQUIRE(at <= json.length && strlen(detail) > 0);
        rap_text_printf(out, "%d %zu %s", (int)reject, at, detail);
    }
    return reject;
}

/* The same answer from every variant; then strict against plain. */
static rap_status try_work(void *arg, rap_span json, uint64_t byte, rap_error *err)
{
    rap_text first = {0}, other = {0};
    int rule = *(int *)arg;
    (void)byte, (void)err;
    for (int strict = 0; strict < 2; strict++)
        for (int cpu = 0; cpu <= (int)rap_cpu_best(); cpu++) {
            rap_cpu_choose((rap_cpu)cpu);
            read_one(readers[rule][strict], json, cpu ? &other : &first);
            if (cpu) REQUIRE(strcmp(rap_text_get(&first), rap_text_get(&other)) == 0);
        }
    if (read_one(readers[rule][1], json, &first) == RAP_REJECT_NONE) {
        REQUIRE(read_one(readers[rule][0], json, &other) == RAP_REJECT_NONE);
        REQUIRE(strcmp(rap_text_get(&first), rap_text_get(&other)) == 0);
    }
    rap_text_release(&first);
    rap_text_release(&other);
    return RAP_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    open_readers();
    int rule = data[0] & 1;
    rap_error err;
    rap_span text = padded((const char *)data + 1, size - 1);
    (void)rap_openalex_layout(text);
    if (!(data[0] & 2))
        (void)try_work(&rule, text, 0, NULL);
    else if (rap_openalex_pages(text, try_work, &rule, &err) != RAP_OK)
        REQUIRE(err.status == RAP_E_FORMAT && err.has_byte && err.byte <= text.length);
    padded_free(text);
    return 0;
}
