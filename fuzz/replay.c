// SPDX-License-Identifier: Apache-2.0
/*
 * replay - runs a fuzz target in the tests, where no fuzzer is: every seed as it is, then rounds of mutations that
 * are the same on every machine.
 *
 *   replay_<name> SEEDS ROUNDS [SAVE]
 *
 * An input stands in a heap block of exactly its length, so that a sanitizer sees a read past its end. With SAVE each
 * input is written to that file before it is run: after a crash the file holds the culprit.
 */
#include <dirent.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Targets that need it may say what to do first; libFuzzer calls the same function. */
int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));

typedef struct seed {
    uint8_t *data;
    size_t size;
} seed;

enum { SEEDS_MAX = 256, INPUT_MAX = 1 << 20 };

static uint64_t random_state = 0x9E3779B97F4A7C15;

/* splitmix64: short, and good enough to spread mutations. */
static uint64_t next_random(void)
{
    uint64_t z = random_state += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

static size_t below(size_t limit)
{
    return limit ? (size_t)(next_random() % limit) : 0;
}

static void *need(void *block)
{
    if (block) return block;
    fprintf(stderr, "replay: out of memory\n");
    exit(4);
}

static void run(const uint8_t *data, size_t size, const char *save)
{
    if (save) {
        FILE *file = need(fopen(save, "wb"));
        fwrite(data, 1, size, file);
        fclose(file);
    }
    uint8_t *exact = need(malloc(size ? size : 1));
    memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static seed read_seed(const char *path)
{
    FILE *file = need(fopen(path, "rb"));
    seed s = {need(malloc(INPUT_MAX)), 0};
    s.size = fread(s.data, 1, INPUT_MAX, file);
    fclose(file);
    s.data = need(realloc(s.data, s.size ? s.size : 1));
    return s;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static size_t read_seeds(const char *folder, seed *seeds)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, NULL, by_name);
    size_t count = 0;
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && count < SEEDS_MAX) seeds[count++] = read_seed(path);
        free(entries[i]);
    }
    if (n >= 0) free(entries);
    return count;
}

/* Replaces `cut` bytes at `at` by `length` bytes; returns the new size. */
static size_t splice(uint8_t *data, size_t size, size_t at, size_t cut, const uint8_t *part, size_t length)
{
    if (cut > size - at) cut = size - at;
    if (length > INPUT_MAX - (size - cut)) length = INPUT_MAX - (size - cut);
    memmove(data + at + length, data + at + cut, size - at - cut);
    memcpy(data + at, part, length);
    return size - cut + length;
}

/* One small change of the kinds that break readers: bits, edge values, cuts, repeats, parts of other seeds. */
static size_t mutate(uint8_t *data, size_t size, const seed *other)
{
    static const uint8_t edges[] = {0, 0x01, 0x7F, 0x80, 0xFF, '"', '\\', '{', '[', ']', ',', '\n', '\t', '-', '9', ' '};
    uint8_t part[64];
    size_t at = below(size + 1), length = 1 + below(sizeof part);
    switch (below(7)) {
    case 0:
        if (at < size) data[at] ^= (uint8_t)(1u << below(8));
        return size;
    case 1:
        if (at < size) data[at] = edges[below(sizeof edges)];
        return size;
    case 2: return at;
    case 3: return splice(data, size, at, length, part, 0);
    case 4:
        memset(part, edges[below(sizeof edges)], sizeof part);
        return splice(data, size, at, 0, part, length);
    case 5:
        if (at + length > size) return size;
        memcpy(part, data + at, length);
        return splice(data, size, below(size + 1), 0, part, length);
    default: {
        size_t from = below(other->size + 1);
        if (length > other->size - from) length = other->size - from;
        memcpy(part, other->data + from, length);
        return splice(data, size, at, below(2) * length, part, length);
    }
    }
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: %s SEEDS ROUNDS [SAVE]\n", argv[0]);
        return 2;
    }
    if (LLVMFuzzerInitialize) LLVMFuzzerInitialize(&argc, &argv);
    const char *save = argc > 3 ? argv[3] : NULL;
    static seed seeds[SEEDS_MAX];
    size_t count = read_seeds(argv[1], seeds);
    uint64_t rounds = strtoull(argv[2], NULL, 10);

    run((const uint8_t *)"", 0, save);
    for (size_t i = 0; i < count; i++) run(seeds[i].data, seeds[i].size, save);
    printf("%zu seeds\n", count);
    if (count == 0) seeds[count++] = (seed){need(calloc(64, 1)), 64};

    uint8_t *data = need(malloc(INPUT_MAX));
    for (uint64_t round = 0; round < rounds; round++) {
        const seed *s = &seeds[below(count)];
        size_t size = s->size;
        memcpy(data, s->data, size);
        for (size_t changes = 1 + below(8); changes; changes--) size = mutate(data, size, &seeds[below(count)]);
        run(data, size, save);
    }
    printf("%" PRIu64 " mutations\n", rounds);
    free(data);
    for (size_t i = 0; i < count; i++) free(seeds[i].data);
    return 0;
}
