// SPDX-License-Identifier: Apache-2.0
#include "model/chain_read.h"

#include <string.h>

#include "base/alloc.h"

#define NAME_MAX_BYTES 500

/* What happens to a name that is not known yet. */
typedef enum unknown { UNKNOWN_ADD, UNKNOWN_REFUSE, UNKNOWN_SKIP } unknown;

/* One side of a matrix. */
typedef struct side {
    const char *word;      /* "product": for messages */
    rap_labels *names;
    unknown unknown;
    const char *where;     /* what should have told the name */
} side;

/* A matrix that is being read. */
typedef struct reading {
    rap_csv *csv;
    side rows, cols;
    rap_csv_row row;       /* the row at hand */
    rap_triplet *entries;
    size_t n, capacity, skipped;
} reading;

static int shown(rap_span text)
{
    return (int)(text.length < 120 ? text.length : 120);
}

/* Puts the file's name before an error with a line. */
static rap_status in_file(const rap_csv *csv, rap_error *err, rap_status status)
{
    return rap_context(err, status, "%s", rap_csv_name(csv));
}

/* ---------------------------------------------------------------------- names */

static rap_status clean_name(const rap_csv *csv, const rap_csv_row *row, size_t field, rap_span *out, rap_error *err)
{
    rap_span name = rap_span_trim(row->fields[field]);
    bool clean = name.length > 0 && name.length <= NAME_MAX_BYTES && rap_utf8_valid(name.data, name.length) == name.length;
    for (size_t i = 0; i < name.length && clean; i++) clean = (unsigned char)name.data[i] >= 0x20 && name.data[i] != 0x7F;
    *out = name;
    if (clean) return RAP_OK;
    return in_file(csv, err, rap_fail_line(err, RAP_E_FORMAT, row->line, "field %zu: expected a name: 1 to %d bytes of UTF-8 "
                                           "without control characters", field + 1, NAME_MAX_BYTES));
}

/* Index of the name in a field; SIZE_MAX where it is to be skipped. */
static rap_status find_name(reading *r, const side *of, size_t field, size_t *out, rap_error *err)
{
    rap_span name;
    RAP_TRY(clean_name(r->csv, &r->row, field, &name, err));
    if (of->unknown == UNKNOWN_ADD) return rap_labels_add(of->names, name, out, err);
    *out = rap_labels_find(of->names, name);
    if (*out != SIZE_MAX || of->unknown == UNKNOWN_SKIP) return RAP_OK;
    return in_file(r->csv, err, rap_fail_line(err, RAP_E_FORMAT, r->row.line, "%s '%.*s' is not in the %s", of->word, shown(name),
                                              name.data, of->where));
}

/* Notes a name as seen; one that was seen before is refused. */
static rap_status see_once(reading *r, rap_labels *seen, const char *word, size_t field, rap_error *err)
{
    rap_span name = rap_span_trim(r->row.fields[field]);
    size_t before = seen->n, at;
    RAP_TRY(rap_labels_add(seen, name, &at, err));
    if (seen->n > before) return RAP_OK;
    return in_file(r->csv, err, rap_fail_line(err, RAP_E_FORMAT, r->row.line, "%s '%.*s' stands there twice", word, shown(name),
                                              name.data));
}

static rap_status set_text(char **to, rap_span text, rap_error *err)
{
    if (text.length == 0 || *to) return RAP_OK;
    *to = rap_strndup(text.data, text.length);
    return *to ? RAP_OK : rap_fail_memory(err);
}

/* The unit of a row, which must be the same wherever it stands. */
static rap_status set_unit(reading *r, size_t row, size_t col, size_t field, rap_error *err)
{
    rap_span unit;
    rap_label *name = &r->rows.names->at[row];
    if (rap_span_trim(r->row.fields[field]).length == 0) return RAP_OK;
    RAP_TRY(clean_name(r->csv, &r->row, field, &unit, err));
    if (!name->unit || rap_span_is(unit, name->unit)) return set_text(&name->unit, unit, err);
    return in_file(r->csv, err, rap_fail_line(err, RAP_E_FORMAT, r->row.line, "%s '%.100s' is given in '%.*s' at '%.100s', and in "
                                              "'%.40s' elsewhere", r->rows.word, rap_labels_show(r->rows.names, row), shown(unit),
                                              unit.data, rap_labels_show(r->cols.names, col), name->unit));
}

/* ------------------------------------------------------------------- matrices */

static rap_status next_row(reading *r, size_t fields, rap_error *err)
{
    RAP_TRY(rap_csv_next(r->csv, &r->row, err));
    if (r->row.n == 0 || r->row.n == fields) return RAP_OK;
    return in_file(r->csv, err, rap_fail_line(err, RAP_E_FORMAT, r->row.line, "expected %zu fields as in the header, found %zu",
                                              fields, r->row.n));
}

static rap_status add_entry(reading *r, size_t row, size_t col, size_t field, rap_error *err)
{
    rap_span text = rap_span_trim(r->row.fields[field]);
    double value;
    if (!rap_parse_double(text, &value))
        return in_file(r->csv, err, rap_fail_line(err, RAP_E_FORMAT, r->row.line, "field %zu: expected a finite number with a dot, "
                                                  "found '%.*s'", field + 1, shown(text), text.data));
    if (row == SIZE_MAX || col == SIZE_MAX) {
        r->skipped++;
        return RAP_OK;
    }
    if (value == 0) return RAP_OK;
    if (!rap_reserve(&r->entries, &r->capacity, r->n + 1, sizeof *r->entries)) return rap_fail_memory(err);
    r->entries[r->n++] = (rap_triplet){row, col, value};
    return RAP_OK;
}

static bool is_triplets(const rap_csv_row *header)
{
    if (header->n < 3 || header->n > 4 || !rap_span_is(rap_span_trim(header->fields[2]), "value")) return false;
    return header->n == 3 || rap_span_is(rap_span_trim(header->fields[3]), "unit");
}

static rap_status read_triplets(reading *r, rap_error *err)
{
    size_t fields = r->row.n, row, col;
    for (;;) {
        RAP_TRY(next_row(r, fields, err));
        if (r->row.n == 0) return RAP_OK;
        RAP_TRY(find_name(r, &r->rows, 0, &row, err));
        RAP_TRY(find_name(r, &r->cols, 1, &col, err));
        RAP_TRY(add_entry(r, row, col, 2, err));
        if (fields == 4 && row != SIZE_MAX && col != SIZE_MAX) RAP_TRY(set_unit(r, row, col, 3, err));
    }
}

/* `cols`: index of each column of the file, from its second. */
static rap_status read_lines(reading *r, size_t *cols, rap_labels *seen, rap_error *err)
{
    size_t fields = r->row.n, row;
    for (size_t f = 1; f < fields; f++) {
        RAP_TRY(find_name(r, &r->cols, f, &cols[f], err));
        RAP_TRY(see_once(r, seen, r->cols.word, f, err));
    }
    rap_labels_release(seen);
    for (;;) {
        RAP_TRY(next_row(r, fields, err));
        if (r->row.n == 0) return RAP_OK;
        RAP_TRY(find_name(r, &r->rows, 0, &row, err));
        RAP_TRY(see_once(r, seen, r->rows.word, 0, err));
        for (size_t f = 1; f < fields; f++)
            if (rap_span_trim(r->row.fields[f]).length) RAP_TRY(add_entry(r, row, cols[f], f, err));
    }
}

static rap_status read_table(reading *r, rap_error *err)
{
    rap_labels seen = {0};
    size_t *cols = rap_alloc(r->row.n, sizeof *cols);
    if (!cols) return rap_fail_memory(err);
    rap_status status = read_lines(r, cols, &seen, err);
    rap_labels_release(&seen);
    rap_free(cols);
    return status;
}

static rap_status read_matrix(reading *r, rap_error *err)
{
    RAP_TRY(rap_csv_next(r->csv, &r->row, err));
    if (r->row.n < 2)
        return in_file(r->csv, err, rap_fail_line(err, RAP_E_FORMAT, r->row.line, "expected a header: row,col,value (and perhaps "
                                                  "unit), or a name for the rows and one column for each %s", r->cols.word));
    return is_triplets(&r->row) ? read_triplets(r, err) : read_table(r, err);
}

/* ---------------------------------------------------------------------- index */

static size_t find_field(const rap_csv_row *header, const char *name, const char *other)
{
    for (size_t i = 0; i < header->n; i++) {
        rap_span field = rap_span_trim(header->fields[i]);
        if (rap_span_is(field, name) || rap_span_is(field, other)) return i;
    }
    return SIZE_MAX;
}

/* Columns of an index. */
typedef struct columns {
    size_t label, name, location, unit;
} columns;

static rap_status add_title(const reading *r, const columns *c, rap_label *to, rap_error *err)
{
    rap_span name, place = {NULL, 0};
    if (c->name == SIZE_MAX || c->name == c->label) return RAP_OK;
    RAP_TRY(clean_name(r->csv, &r->row, c->name, &name, err));
    if (c->location != SIZE_MAX && rap_span_trim(r->row.fields[c->location]).length)
        RAP_TRY(clean_name(r->csv, &r->row, c->location, &place, err));
    rap_text title = {0};
    rap_text_add(&title, name.data, name.length);
    if (place.length) rap_text_printf(&title, " [%.*s]", (int)place.length, place.data);
    rap_status status = title.failed ? rap_fail_memory(err) : set_text(&to->title, (rap_span){title.data, title.length}, err);
    rap_text_release(&title);
    return status;
}

/* A row of the index: a process, and the product of its name. */
static rap_status add_indexed(reading *r, const columns *c, rap_error *err)
{
    rap_span label, unit;
    size_t at, before = r->cols.names->n;
    RAP_TRY(clean_name(r->csv, &r->row, c->label, &label, err));
    RAP_TRY(rap_labels_add(r->cols.names, label, &at, err));
    if (r->cols.names->n == before)
        return in_file(r->csv, err, rap_fail_line(err, RAP_E_FORMAT, r->row.line, "'%.*s' stands there twice", shown(label), label.data));
    RAP_TRY(rap_labels_add(r->rows.names, label, &at, err));
    RAP_TRY(add_title(r, c, &r->cols.names->at[at], err));
    RAP_TRY(add_title(r, c, &r->rows.names->at[at], err));
    if (c->unit == SIZE_MAX || rap_span_trim(r->row.fields[c->unit]).length == 0) return RAP_OK;
    RAP_TRY(clean_name(r->csv, &r->row, c->unit, &unit, err));
    return set_text(&r->rows.names->at[at].unit, unit, err);
}

static rap_status read_index(reading *r, rap_error *err)
{
    RAP_TRY(rap_csv_next(r->csv, &r->row, err));
    size_t fields = r->row.n;
    columns c = {
        .label = find_field(&r->row, "index", "index"),
        .name = find_field(&r->row, "name", "name"),
        .location = find_field(&r->row, "location", "location_or_compartment"),
        .unit = find_field(&r->row, "unit", "unit"),
    };
    if (c.label == SIZE_MAX) c.label = c.name;
    if (c.label == SIZE_MAX)
        return in_file(r->csv, err, rap_fail_line(err, RAP_E_FORMAT, r->row.line, "expected a header with a column 'index' or 'name'"));
    for (;;) {
        RAP_TRY(next_row(r, fields, err));
        if (r->row.n == 0) return RAP_OK;
        RAP_TRY(add_indexed(r, &c, err));
    }
}

/* ---------------------------------------------------------------------- whole */

/* Without factors each flow is its own indicator. */
static rap_status count_flows(rap_chain_parts *parts, reading *factors, rap_error *err)
{
    size_t at;
    for (size_t f = 0; f < parts->flows.n; f++) {
        const rap_label *flow = &parts->flows.at[f];
        RAP_TRY(rap_labels_add(&parts->indicators, rap_span_of(flow->label), &at, err));
        if (flow->unit) RAP_TRY(set_text(&parts->indicators.at[at].unit, rap_span_of(flow->unit), err));
        if (!rap_reserve(&factors->entries, &factors->capacity, factors->n + 1, sizeof *factors->entries))
            return rap_fail_memory(err);
        factors->entries[factors->n++] = (rap_triplet){f, f, 1};
    }
    return RAP_OK;
}

static rap_status read_all(const rap_chain_files *files, rap_chain_parts *parts, reading read[3], rap_error *err)
{
    unknown given = files->index ? UNKNOWN_REFUSE : UNKNOWN_ADD;
    side products = {"product", &parts->products, given, "index"}, processes = {"process", &parts->processes, given, "index"};
    side known = {"process", &parts->processes, UNKNOWN_REFUSE, "technosphere"};
    side flows = {"flow", &parts->flows, UNKNOWN_ADD, ""}, counted = {"flow", &parts->flows, UNKNOWN_SKIP, ""};
    side indicators = {"indicator", &parts->indicators, UNKNOWN_ADD, ""};
    reading index = {.csv = files->index, .rows = products, .cols = processes};
    read[0] = (reading){.csv = files->technosphere, .rows = products, .cols = processes};
    read[1] = (reading){.csv = files->biosphere, .rows = flows, .cols = known};
    read[2] = (reading){.csv = files->factors, .rows = indicators, .cols = counted};
    if (files->index) RAP_TRY(read_index(&index, err));
    RAP_TRY(read_matrix(&read[0], err));
    RAP_TRY(read_matrix(&read[1], err));
    RAP_TRY(files->factors ? read_matrix(&read[2], err) : count_flows(parts, &read[2], err));
    if (parts->indicators.n) return RAP_OK;
    const rap_csv *empty = files->factors ? files->factors : files->biosphere;
    return in_file(empty, err, rap_fail(err, RAP_E_FORMAT, "nothing is counted: expected at least one row behind the header"));
}

rap_status rap_chain_read(const rap_chain_files *files, rap_chain **out, size_t *unused_factors, rap_error *err)
{
    rap_chain_parts parts = {.n_factors = 0};
    reading read[3] = {{.n = 0}};
    rap_status status = read_all(files, &parts, read, err);
    if (status == RAP_OK) {
        parts.technosphere = read[0].entries, parts.n_technosphere = read[0].n;
        parts.biosphere = read[1].entries, parts.n_biosphere = read[1].n;
        parts.factors = read[2].entries, parts.n_factors = read[2].n;
        status = rap_chain_new(&parts, out, err);
        if (status == RAP_E_FORMAT) status = in_file(files->technosphere, err, status);
    } else {
        rap_labels_release(&parts.products);
        rap_labels_release(&parts.processes);
        rap_labels_release(&parts.flows);
        rap_labels_release(&parts.indicators);
    }
    if (status == RAP_OK && unused_factors) *unused_factors = read[2].skipped;
    for (int m = 0; m < 3; m++) rap_free(read[m].entries);
    return status;
}
