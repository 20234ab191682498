// SPDX-License-Identifier: Apache-2.0
/*
 * The two lists of country codes, walked entry by entry, side by side: repetition levels say where the next work, author
 * or code begins, definition levels what is there.
 */
#include "source/openalex_parquet_reader.h"

static void stop(rap_openalex_parquet *works, rap_status status)
{
    if (works->status == RAP_OK) works->status = status;
}

/* True where an entry of the list is at hand; false at the end of the row group, or after a failure. */
static bool load(rap_openalex_parquet *works, rap_list *from)
{
    from->at = from->next_value = 0;
    from->piece.n = 0;
    stop(works, rap_openalex_piece(works, from->column, &from->piece, works->err));
    return works->status == RAP_OK && from->piece.n > 0;
}

static inline bool ready(rap_openalex_parquet *works, rap_list *from)
{
    return from->at < from->piece.n || load(works, from);
}

static void add_code(rap_openalex_parquet *works, rap_author *author, uint64_t value)
{
    rap_openalex *reader = works->reader;
    if (value & RAP_BAD)
        rap_openalex_refuse(reader, RAP_REJECT_COUNTRY, rap_texts_get(&works->texts, value & ~RAP_BAD), rap_no_such_country);
    else if (!rap_author_add(author, (unsigned)value))
        rap_openalex_refuse(reader, RAP_REJECT_SHAPE, (rap_span){"", 0}, rap_too_many_countries);
}

/* Takes the entries of one author from a list; his codes count where they are `wanted`. */
static inline void take_author(rap_openalex_parquet *works, rap_list *from, bool wanted, rap_author *author)
{
    do {
        bool there = from->piece.def[from->at] == from->top;
        if (there && wanted) add_code(works, author, from->piece.values[from->next_value]);
        from->next_value += there;
        from->at++;
    } while (ready(works, from) && from->piece.rep[from->at] > works->columns.author_rep);
}

/* Does the list have an entry at this level next: 0 for a work, the authors' level for a further author? */
static bool stands_at(rap_openalex_parquet *works, rap_list *from, unsigned rep)
{
    if (ready(works, from) && from->piece.rep[from->at] == rep) return true;
    if (works->status == RAP_OK)
        stop(works, rap_parquet_column_context(
                        from->column,
                        rap_fail(works->err, RAP_E_FORMAT, "row %llu: fewer works or authors than in other columns",
                                 (unsigned long long)works->row + 1), works->err));
    return false;
}

static void take_one(rap_openalex_parquet *works, rap_list *first, rap_list *second)
{
    rap_openalex *reader = works->reader;
    rap_author author;
    author.count = 0;
    if (first->piece.def[first->at] < works->columns.author_there)
        rap_openalex_refuse(reader, RAP_REJECT_SHAPE, (rap_span){"", 0}, "an authorship is null");
    take_author(works, first, true, &author);
    if (second) take_author(works, second, reader->union_rule || author.count == 0, &author);
    if (reader->authors.count == RAP_AUTHORSHIPS_MAX)
        rap_openalex_refuse(reader, RAP_REJECT_SHAPE, (rap_span){"", 0}, rap_too_many_authors);
    else if (!rap_authors_add(&reader->authors, &author))
        stop(works, rap_fail_memory(works->err));
}

/* The authorships of one work. Always takes all its entries, so that the next work follows. */
void rap_openalex_take_authors(rap_openalex_parquet *works)
{
    rap_list *first = works->countries.column ? &works->countries : &works->institutions;
    rap_list *second = works->countries.column && works->institutions.column ? &works->institutions : NULL;
    unsigned rep = 0;
    rap_authors_begin(&works->reader->authors);
    if (!stands_at(works, first, 0) || (second && !stands_at(works, second, 0))) return;
    if (first->piece.def[first->at] < works->columns.author_def) {
        first->at++;
        if (second) second->next_value += second->piece.def[second->at] == second->top;
        if (second) second->at++;
        return;
    }
    do {
        if (second && rep && !stands_at(works, second, rep)) return;
        take_one(works, first, second);
        rep = works->columns.author_rep;
    } while (works->status == RAP_OK && ready(works, first) && first->piece.rep[first->at] == rep);
}
