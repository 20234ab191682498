// SPDX-License-Identifier: Apache-2.0
/*
 * pajek - reads vertices and lines as they stand, then sorts the lines: so the two directions of a pair, and a pair
 * that stands twice, meet as neighbours.
 */
#include "source/pajek.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"

#define VERTICES_MAX 60000

typedef enum section { SECTION_NONE, SECTION_VERTICES, SECTION_ARCS, SECTION_EDGES } section;

/* A line of the matrix: vertices from 0, low <= high, and which way it went. */
typedef struct arc {
    uint32_t low, high;
    bool directed, downward; /* downward: from the higher number to the lower */
    uint64_t works, line;
} arc;

typedef struct reading {
    const rap_catalog *catalog;
    section section;
    size_t n_vertices;
    rap_place *vertices;     /* 0 = not labelled */
    bool *taken;             /* by place: is it some vertex? */
    arc *arcs;
    size_t n_arcs, room;
} reading;

/* ------------------------------------------------------------------ words */

/* Takes the next word, blanks apart; in quotes a word may hold blanks and comes without the quotes. */
static bool next_word(rap_span *rest, rap_span *word)
{
    *rest = rap_span_trim(*rest);
    if (rest->length == 0) return false;
    bool quoted = rest->data[0] == '"';
    size_t start = quoted, end = start;
    while (end < rest->length && (quoted ? rest->data[end] != '"' : rest->data[end] != ' ' && rest->data[end] != '\t'))
        end++;
    *word = (rap_span){rest->data + start, end - start};
    if (quoted && end < rest->length) end++;
    *rest = (rap_span){rest->data + end, rest->length - end};
    return true;
}

/* A whole number; "3.0" is one, "2.5" and "-1" are not. More works than 32 bits hold are no count: their sums must fit. */
static bool parse_weight(rap_span word, uint64_t *out)
{
    double real;
    if (rap_parse_u64(word, UINT32_MAX, out)) return true;
    if (!rap_parse_double(word, &real) || real < 0 || real > UINT32_MAX) return false;
    *out = (uint64_t)real;
    return (double)*out == real;
}

static int shown(rap_span text)
{
    return (int)(text.length < 60 ? text.length : 60);
}

static rap_status wrong(rap_error *err, uint64_t line, const char *expected, rap_span found)
{
    return rap_fail_line(err, RAP_E_FORMAT, line, "expected %s, found \"%.*s\"", expected, shown(found), found.data);
}

/* --------------------------------------------------------------- sections */

static bool is_word(rap_span word, const char *text)
{
    return word.length == strlen(text) && strncasecmp(word.data, text, word.length) == 0;
}

static rap_status begin_vertices(reading *r, rap_span rest, uint64_t line, rap_error *err)
{
    uint64_t n;
    rap_span word;
    if (r->vertices) return rap_fail_line(err, RAP_E_FORMAT, line, "a second *vertices: one matrix a file");
    if (!next_word(&rest, &word) || !rap_parse_u64(word, VERTICES_MAX, &n) || n == 0)
        return wrong(err, line, "a number of vertices, at most 60000", rest);
    if (next_word(&rest, &word))
        return rap_fail_line(err, RAP_E_UNSUPPORTED, line, "a network of two modes is no matrix of countries");
    r->vertices = rap_alloc((size_t)n, sizeof *r->vertices);
    r->taken = rap_alloc((size_t)UINT16_MAX + 1, sizeof *r->taken);
    if (!r->vertices || !r->taken) return rap_fail_memory(err);
    r->n_vertices = (size_t)n;
    r->section = SECTION_VERTICES;
    return RAP_OK;
}

static rap_status begin_section(reading *r, rap_span text, uint64_t line, rap_error *err)
{
    rap_span rest = text, word = {"", 0}, more;
    (void)next_word(&rest, &word);
    if (is_word(word, "*vertices")) return begin_vertices(r, rest, line, err);
    bool arcs = is_word(word, "*arcs"), edges = is_word(word, "*edges");
    if (!arcs && !edges)
        return rap_fail_line(err, RAP_E_UNSUPPORTED, line, "a section \"%.*s\" can't be read: expected *vertices, "
                                                           "*arcs or *edges", shown(word), word.data);
    if (next_word(&rest, &more))
        return rap_fail_line(err, RAP_E_UNSUPPORTED, line, "a network of several relations can't be read: expected "
                                                           "nothing behind %.*s", shown(word), word.data);
    if (!r->vertices) return rap_fail_line(err, RAP_E_FORMAT, line, "expected *vertices before the lines");
    r->section = arcs ? SECTION_ARCS : SECTION_EDGES;
    return RAP_OK;
}

static rap_status read_vertex(reading *r, rap_span text, uint64_t line, rap_error *err)
{
    rap_span rest = text, word, label;
    uint64_t number;
    if (!next_word(&rest, &word) || !rap_parse_u64(word, r->n_vertices, &number) || number == 0 ||
        !next_word(&rest, &label))
        return wrong(err, line, "a vertex: number and \"label\"", text);
    rap_place place = rap_place_of(label);
    if (place == 0) return wrong(err, line, "a label that is the code of a country", label);
    if (r->vertices[number - 1])
        return rap_fail_line(err, RAP_E_FORMAT, line, "vertex %llu stands there twice", (unsigned long long)number);
    if (r->taken[place])
        return rap_fail_line(err, RAP_E_FORMAT, line, "%.*s is the label of two vertices", shown(label), label.data);
    r->taken[place] = true;
    r->vertices[number - 1] = place;
    return RAP_OK;
}

/* A code that is no country of ours may have a vertex (the Netherlands Antilles do), but no works. */
static rap_status check_vertex(const reading *r, uint64_t number, uint64_t works, uint64_t line, rap_error *err)
{
    char code[RAP_PLACE_TEXT];
    rap_place place = r->vertices[number - 1];
    if (place == 0)
        return rap_fail_line(err, RAP_E_FORMAT, line, "vertex %llu has no label", (unsigned long long)number);
    if (works == 0 || rap_catalog_knows(r->catalog, place)) return RAP_OK;
    return rap_fail_line(err, RAP_E_FORMAT, line, "vertex %llu is labelled %s, which is the code of no country "
                         "(countries.tsv)", (unsigned long long)number, rap_place_code(place, code));
}

static rap_status read_arc(reading *r, rap_span text, uint64_t line, rap_error *err)
{
    rap_span rest = text, words[3], more;
    size_t n = 0;
    while (n < 3 && next_word(&rest, &words[n])) n++;
    uint64_t from, to, works;
    if (n < 3 || next_word(&rest, &more) || !rap_parse_u64(words[0], r->n_vertices, &from) || from == 0 ||
        !rap_parse_u64(words[1], r->n_vertices, &to) || to == 0)
        return wrong(err, line, "two vertices and a number of works", text);
    if (!parse_weight(words[2], &works)) return wrong(err, line, "a whole number of works", words[2]);
    RAP_TRY(check_vertex(r, from, works, line, err));
    RAP_TRY(check_vertex(r, to, works, line, err));
    if (!rap_reserve(&r->arcs, &r->room, r->n_arcs + 1, sizeof *r->arcs)) return rap_fail_memory(err);
    bool down = from > to;
    r->arcs[r->n_arcs++] = (arc){.low = (uint32_t)(down ? to : from) - 1,
                                 .high = (uint32_t)(down ? from : to) - 1,
                                 .directed = r->section == SECTION_ARCS,
                                 .downward = down,
                                 .works = works,
                                 .line = line};
    return RAP_OK;
}

static rap_status read_line(reading *r, rap_span line, uint64_t number, rap_error *err)
{
    line = rap_span_trim(line);
    if (line.length == 0 || line.data[0] == '%') return RAP_OK;
    if (line.data[0] == '*') return begin_section(r, line, number, err);
    switch (r->section) {
    case SECTION_VERTICES: return read_vertex(r, line, number, err);
    case SECTION_ARCS:
    case SECTION_EDGES: return read_arc(r, line, number, err);
    default: return wrong(err, number, "*vertices", line);
    }
}

static rap_status read_feed(reading *r, rap_feed *feed, uint64_t *lines, rap_error *err)
{
    for (;;) {
        rap_block block;
        RAP_TRY(rap_feed_next(feed, &block, err));
        if (block.too_long)
            return rap_fail_line(err, RAP_E_FORMAT, block.first_line - block.too_long, "the line is too long");
        if (block.text.length == 0) break;
        rap_span rest = block.text, line;
        uint64_t number = block.first_line;
        for (; rest.length && rap_span_next(&rest, '\n', &line); number++) RAP_TRY(read_line(r, line, number, err));
        *lines = number - 1;
    }
    if (!r->vertices) return rap_fail(err, RAP_E_FORMAT, "no *vertices: this is no Pajek network");
    return RAP_OK;
}

/* -------------------------------------------------------------- the matrix */

/* Neighbours: all lines of a pair; of these upward before downward. */
static int by_pair(const void *a, const void *b)
{
    const arc *x = a, *y = b;
    if (x->low != y->low) return x->low < y->low ? -1 : 1;
    if (x->high != y->high) return x->high < y->high ? -1 : 1;
    if (x->downward != y->downward) return x->downward ? 1 : -1;
    return (x->line > y->line) - (x->line < y->line);
}

static int by_places(const void *a, const void *b)
{
    const rap_link *x = a, *y = b;
    if (x->x != y->x) return x->x < y->x ? -1 : 1;
    return (x->y > y->y) - (x->y < y->y);
}

/* A pair may stand there once, or as two arcs of opposite directions. */
static bool is_opposite(const arc *x, const arc *y)
{
    return x->directed && y->directed && x->downward != y->downward;
}

static rap_status add_link(rap_matrix *matrix, rap_place x, rap_place y, uint64_t works, rap_error *err)
{
    if (works == 0) return RAP_OK;
    if (!rap_reserve(&matrix->links, &matrix->link_room, matrix->n_links + 1, sizeof *matrix->links))
        return rap_fail_memory(err);
    matrix->links[matrix->n_links++] = (rap_link){x < y ? x : y, x < y ? y : x, works};
    return RAP_OK;
}

static void note_difference(rap_matrix *matrix, rap_place x, rap_place y, uint64_t taken, uint64_t other)
{
    if (matrix->differing++ > 0) return;
    matrix->first_x = x;
    matrix->first_y = y;
    matrix->first_taken = taken;
    matrix->first_other = other;
}

static rap_status fill_matrix(reading *r, rap_matrix *matrix, rap_error *err)
{
    if (r->n_arcs) qsort(r->arcs, r->n_arcs, sizeof *r->arcs, by_pair);
    for (size_t i = 0; i < r->n_arcs;) {
        const arc *first = &r->arcs[i];
        size_t n = 1;
        while (i + n < r->n_arcs && r->arcs[i + n].low == first->low && r->arcs[i + n].high == first->high) n++;
        if (n > 2 || (n == 2 && !is_opposite(first, first + 1)))
            return rap_fail_line(err, RAP_E_FORMAT, first[n - 1].line, "this pair stands already in line %llu",
                                 (unsigned long long)first->line);
        rap_place x = r->vertices[first->low], y = r->vertices[first->high];
        if (n == 2 && first[0].works != first[1].works)
            note_difference(matrix, x, y, first[0].works, first[1].works);
        RAP_TRY(add_link(matrix, x, y, first->works, err));
        i += n;
    }
    if (matrix->n_links) qsort(matrix->links, matrix->n_links, sizeof *matrix->links, by_places);
    for (size_t i = 0; i < r->n_vertices; i++) matrix->n_places += r->vertices[i] != 0;
    return RAP_OK;
}

rap_status rap_matrix_read(const rap_catalog *catalog, rap_feed *feed, rap_matrix *out, rap_error *err)
{
    reading r = {.catalog = catalog};
    rap_matrix matrix = {0};
    rap_status status = read_feed(&r, feed, &matrix.lines, err);
    if (status == RAP_OK) status = fill_matrix(&r, &matrix, err);
    rap_free(r.vertices);
    rap_free(r.taken);
    rap_free(r.arcs);
    if (status == RAP_OK)
        *out = matrix;
    else
        rap_matrix_release(&matrix);
    return status;
}

void rap_matrix_release(rap_matrix *matrix)
{
    rap_free(matrix->links);
    *matrix = (rap_matrix){0};
}

/* -------------------------------------------------------------------- year */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

rap_status rap_matrix_year(const char *path, int16_t *out, rap_error *err)
{
    const char *slash = strrchr(path, '/');
    rap_span name = rap_span_of(slash ? slash + 1 : path);
    if (name.length > 3 && strcmp(name.data + name.length - 3, ".gz") == 0) name.length -= 3;
    const char *dot = memrchr(name.data, '.', name.length);
    if (dot) name.length = (size_t)(dot - name.data);
    uint64_t year = 0;
    bool four = name.length >= 4 && rap_parse_u64((rap_span){name.data + name.length - 4, 4}, 2050, &year) &&
                (name.length == 4 || !is_digit(name.data[name.length - 5]));
    if (!four || year < 1000)
        return rap_fail(err, RAP_E_FORMAT, "%s: expected a name that ends in the year, as in WrldCo2022.net", path);
    *out = (int16_t)year;
    return RAP_OK;
}
