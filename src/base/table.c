// SPDX-License-Identifier: Apache-2.0
/*
 * Cells lie row after row in one array, 16 bytes each. Texts lie in blocks that live as long as the table; a text
 * that repeats the one above it in its column is stored once. The first failure is kept until rap_table_finish().
 */
#include "base/table.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/alloc.h"

#define TEXT_BLOCK 16384

typedef struct rap_text_block {
    struct rap_text_block *next;
    size_t used, size;
    char data[];
} rap_text_block;

typedef struct rap_stored {
    union {
        const char *text;
        int64_t integer;
        double real;
    } of;
    rap_reason reason;
} rap_stored;

typedef struct rap_receipt_line {
    const char *key, *value;
} rap_receipt_line;

struct rap_table {
    const char *title;
    rap_column_info *columns;
    size_t n_columns, column_capacity;
    rap_stored *cells;
    size_t n_rows, cell_capacity;
    const char **notes;
    size_t n_notes, note_capacity;
    rap_receipt_line *receipt;
    size_t n_receipt, receipt_capacity;
    rap_text_block *texts;
    size_t block;              /* of rows that are handed on; 0 = all stay */
    rap_rows_fn take;
    void *take_arg;
    rap_text_block *kept;      /* texts from here on are not of rows */
    rap_status failed;
    char what_failed[sizeof((rap_error *)NULL)->text];
};

static void fail_memory(rap_table *table)
{
    if (table->failed == RAP_OK) table->failed = RAP_E_MEMORY;
}

/* A mistake of the code that fills the table; told once, when it is finished. */
static void fail_use(rap_table *table, const char *what, const char *name)
{
    if (table->failed != RAP_OK) return;
    table->failed = RAP_E_USAGE;
    (void)snprintf(table->what_failed, sizeof table->what_failed, "%s: %s", name, what);
}

/* Room for `length` bytes and a terminator, zeroed; NULL after a failure. */
static char *text_room(rap_table *table, size_t length)
{
    rap_text_block *block = table->texts;
    if (!block || block->size - block->used <= length) {
        size_t size = length < TEXT_BLOCK ? TEXT_BLOCK : length + 1;
        if (size > SIZE_MAX - sizeof *block || !(block = rap_alloc(1, sizeof *block + size))) {
            fail_memory(table);
            return NULL;
        }
        block->size = size;
        block->next = table->texts;
        table->texts = block;
    }
    char *room = block->data + block->used;
    block->used += length + 1;
    return room;
}

static const char *keep(rap_table *table, const char *text, size_t length)
{
    if (length == 0) return "";
    char *room = text_room(table, length);
    if (room) memcpy(room, text, length);
    return room;
}

static const char *keep_string(rap_table *table, const char *text)
{
    return keep(table, text, strlen(text));
}

static const char *keep_format(rap_table *table, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    char *room = length < 0 ? NULL : text_room(table, (size_t)length);
    if (room) (void)vsnprintf(room, (size_t)length + 1, format, again);
    va_end(again);
    return room;
}

rap_table *rap_table_new(const char *title)
{
    rap_table *table = rap_alloc(1, sizeof *table);
    if (table) table->title = keep_string(table, title);
    return table;
}

void rap_table_free(rap_table *table)
{
    if (!table) return;
    while (table->texts) {
        rap_text_block *next = table->texts->next;
        rap_free(table->texts);
        table->texts = next;
    }
    rap_free(table->columns);
    rap_free(table->cells);
    rap_free(table->notes);
    rap_free(table->receipt);
    rap_free(table);
}

size_t rap_table_add(rap_table *table, const char *name, const char *title, const char *unit,
                     const char *indicator, rap_column_type type, int decimals)
{
    if (!table || table->failed != RAP_OK) return SIZE_MAX;
    if (table->n_rows > 0) {
        fail_use(table, "a column was added after the first row", name);
        return SIZE_MAX;
    }
    if (!rap_reserve(&table->columns, &table->column_capacity, table->n_columns + 1, sizeof *table->columns)) {
        fail_memory(table);
        return SIZE_MAX;
    }
    rap_column_info *column = &table->columns[table->n_columns];
    *column = (rap_column_info){.name = keep_string(table, name),
                                .title = keep_string(table, title),
                                .unit = keep_string(table, unit),
                                .indicator = keep_string(table, indicator),
                                .type = type,
                                .decimals = decimals};
    return table->failed == RAP_OK ? table->n_columns++ : SIZE_MAX;
}

void rap_table_detail(rap_table *table, size_t column)
{
    if (table && column < table->n_columns) table->columns[column].detail = true;
}

void rap_table_as_given(rap_table *table, size_t column)
{
    if (table && column < table->n_columns) table->columns[column].as_given = true;
}

void rap_table_stream(rap_table *table, size_t block, rap_rows_fn take, void *arg)
{
    if (!table || !take || table->failed != RAP_OK) return;
    table->block = block;
    table->take = take;
    table->take_arg = arg;
    table->kept = table->texts;
    if (table->kept) table->kept->size = table->kept->used; /* texts of rows begin a block of their own */
}

/* Hands the rows on and forgets them with their texts. */
static void hand_on(rap_table *table)
{
    rap_error err;
    rap_status status = table->take(table->take_arg, table, &err);
    while (table->texts != table->kept) {
        rap_text_block *next = table->texts->next;
        rap_free(table->texts);
        table->texts = next;
    }
    table->n_rows = 0;
    if (status == RAP_OK) return;
    table->failed = status;
    (void)snprintf(table->what_failed, sizeof table->what_failed, "%s", err.text);
}

void rap_table_begin(rap_table *table)
{
    if (!table || table->failed != RAP_OK) return;
    if (table->block && table->n_rows == table->block) hand_on(table);
    if (table->failed != RAP_OK) return;
    size_t want;
    if (__builtin_mul_overflow(table->n_rows + 1, table->n_columns, &want) ||
        !rap_reserve(&table->cells, &table->cell_capacity, want, sizeof *table->cells)) {
        fail_memory(table);
        return;
    }
    for (size_t i = want - table->n_columns; i < want; i++)
        table->cells[i] = (rap_stored){.reason = RAP_UNDEFINED_NO_DATA};
    table->n_rows++;
}

/* The cell to write, or NULL where there is nothing to do. */
static rap_stored *target(rap_table *table, size_t row, size_t column)
{
    if (!table || table->failed != RAP_OK || column == SIZE_MAX) return NULL;
    if (column >= table->n_columns || row >= table->n_rows) {
        fail_use(table, "a cell outside the table was set", table->title);
        return NULL;
    }
    return &table->cells[row * table->n_columns + column];
}

static void put_text(rap_table *table, size_t row, size_t column, rap_span text)
{
    rap_stored *cell = target(table, row, column);
    if (!cell) return;
    if (table->columns[column].type != RAP_COLUMN_TEXT) {
        fail_use(table, "text in a column of numbers", table->columns[column].name);
        return;
    }
    const rap_stored *above = row > 0 ? cell - table->n_columns : NULL;
    const char *kept = above && above->reason == RAP_DEFINED && rap_span_is(text, above->of.text)
                           ? above->of.text
                           : keep(table, text.data, text.length);
    if (!kept) return;
    cell->of.text = kept;
    cell->reason = RAP_DEFINED;
}

static void put_integer(rap_table *table, size_t row, size_t column, int64_t value)
{
    rap_stored *cell = target(table, row, column);
    if (!cell) return;
    cell->reason = RAP_DEFINED;
    switch (table->columns[column].type) {
    case RAP_COLUMN_INTEGER: cell->of.integer = value; break;
    case RAP_COLUMN_REAL: cell->of.real = (double)value; break;
    case RAP_COLUMN_TEXT: fail_use(table, "a number in a column of text", table->columns[column].name); break;
    }
}

/* No NaN and no infinity gets into a table: they become undefined with a reason. */
static void put_real(rap_table *table, size_t row, size_t column, double value)
{
    rap_stored *cell = target(table, row, column);
    if (!cell) return;
    if (!isfinite(value)) {
        cell->reason = isnan(value) ? RAP_UNDEFINED_EMPTY : RAP_UNDEFINED_INFINITE;
        return;
    }
    cell->reason = RAP_DEFINED;
    switch (table->columns[column].type) {
    case RAP_COLUMN_REAL: cell->of.real = value; break;
    case RAP_COLUMN_INTEGER:
        if (fabs(value) >= 0x1p63) fail_use(table, "a number too large for an integer", table->columns[column].name);
        else cell->of.integer = (int64_t)llround(value);
        break;
    case RAP_COLUMN_TEXT: fail_use(table, "a number in a column of text", table->columns[column].name); break;
    }
}

static void put_reason(rap_table *table, size_t row, size_t column, rap_reason reason)
{
    rap_stored *cell = target(table, row, column);
    if (cell) cell->reason = reason == RAP_DEFINED ? RAP_UNDEFINED_NO_DATA : reason;
}

static size_t last_row(const rap_table *table)
{
    return table ? table->n_rows - 1 : 0; /* SIZE_MAX before the first row: outside the table */
}

void rap_table_text(rap_table *table, size_t column, const char *text)
{
    put_text(table, last_row(table), column, rap_span_of(text));
}

void rap_table_span(rap_table *table, size_t column, rap_span text)
{
    put_text(table, last_row(table), column, text);
}

void rap_table_integer(rap_table *table, size_t column, int64_t value)
{
    put_integer(table, last_row(table), column, value);
}

void rap_table_real(rap_table *table, size_t column, double value)
{
    put_real(table, last_row(table), column, value);
}

void rap_table_value(rap_table *table, size_t column, rap_value value)
{
    if (value.reason == RAP_DEFINED) put_real(table, last_row(table), column, value.value);
    else put_reason(table, last_row(table), column, value.reason);
}

void rap_table_undefined(rap_table *table, size_t column, rap_reason reason)
{
    put_reason(table, last_row(table), column, reason);
}

void rap_table_set(rap_table *table, size_t row, size_t column, rap_cell cell)
{
    if (!target(table, row, column)) return;
    if (cell.reason != RAP_DEFINED) {
        put_reason(table, row, column, cell.reason);
        return;
    }
    switch (table->columns[column].type) {
    case RAP_COLUMN_TEXT: put_text(table, row, column, rap_span_of(cell.text)); break;
    case RAP_COLUMN_INTEGER: put_integer(table, row, column, cell.integer); break;
    case RAP_COLUMN_REAL: put_real(table, row, column, cell.real); break;
    }
}

/* Whether row `b` must stand before row `a`, which is above it now. */
static bool goes_before(const rap_table *table, size_t b, size_t a, size_t column, bool descending)
{
    const rap_stored *x = &table->cells[a * table->n_columns + column];
    const rap_stored *y = &table->cells[b * table->n_columns + column];
    if (x->reason != RAP_DEFINED || y->reason != RAP_DEFINED)
        return x->reason != RAP_DEFINED && y->reason == RAP_DEFINED;
    int order = 0;
    switch (table->columns[column].type) {
    case RAP_COLUMN_TEXT: order = strcmp(y->of.text, x->of.text); break;
    case RAP_COLUMN_INTEGER: order = (y->of.integer > x->of.integer) - (y->of.integer < x->of.integer); break;
    case RAP_COLUMN_REAL: order = (y->of.real > x->of.real) - (y->of.real < x->of.real); break;
    }
    return descending ? order > 0 : order < 0;
}

/* Merges the sorted runs from[low..middle) and from[middle..high) into `to`. */
static void merge_runs(const rap_table *table, size_t column, bool descending, const size_t *from, size_t *to,
                       size_t low, size_t middle, size_t high)
{
    size_t a = low, b = middle;
    for (size_t i = low; i < high; i++) {
        bool take_b = a == middle || (b < high && goes_before(table, from[b], from[a], column, descending));
        to[i] = take_b ? from[b++] : from[a++];
    }
}

void rap_table_sort(rap_table *table, size_t column, bool descending)
{
    if (!table || table->failed != RAP_OK || table->n_rows < 2 || !target(table, 0, column)) return;
    size_t n = table->n_rows, width = table->n_columns;
    size_t *order = rap_alloc(n, sizeof *order), *other = rap_alloc(n, sizeof *other);
    rap_stored *sorted = rap_alloc(n * width, sizeof *sorted);
    if (!order || !other || !sorted) {
        fail_memory(table);
        goto done;
    }
    for (size_t i = 0; i < n; i++) order[i] = i;
    for (size_t run = 1; run < n; run *= 2) {
        for (size_t low = 0; low < n; low += 2 * run) {
            size_t middle = low + run < n ? low + run : n, high = middle + run < n ? middle + run : n;
            merge_runs(table, column, descending, order, other, low, middle, high);
        }
        size_t *swap = order;
        order = other;
        other = swap;
    }
    for (size_t i = 0; i < n; i++)
        memcpy(sorted + i * width, table->cells + order[i] * width, width * sizeof *sorted);
    rap_stored *old = table->cells;
    table->cells = sorted;
    table->cell_capacity = n * width;
    sorted = old;
done:
    rap_free(order);
    rap_free(other);
    rap_free(sorted);
}

void rap_table_cut(rap_table *table, size_t n)
{
    if (table && n < table->n_rows) table->n_rows = n;
}

void rap_table_add_note(rap_table *table, const char *format, ...)
{
    if (!table || table->failed != RAP_OK) return;
    va_list args;
    va_start(args, format);
    const char *note = keep_format(table, format, args);
    va_end(args);
    if (note && rap_reserve(&table->notes, &table->note_capacity, table->n_notes + 1, sizeof *table->notes))
        table->notes[table->n_notes++] = note;
    else
        fail_memory(table);
}

void rap_table_add_receipt(rap_table *table, const char *key, const char *format, ...)
{
    if (!table || table->failed != RAP_OK) return;
    va_list args;
    va_start(args, format);
    rap_receipt_line line = {keep_string(table, key), keep_format(table, format, args)};
    va_end(args);
    if (line.key && line.value &&
        rap_reserve(&table->receipt, &table->receipt_capacity, table->n_receipt + 1, sizeof *table->receipt))
        table->receipt[table->n_receipt++] = line;
    else
        fail_memory(table);
}

rap_status rap_table_check(const rap_table *table, rap_error *err)
{
    if (!table || table->failed == RAP_E_MEMORY) return rap_fail_memory(err);
    return table->failed == RAP_OK ? RAP_OK : rap_fail(err, table->failed, "%s", table->what_failed);
}

rap_status rap_table_finish(rap_table *table, rap_table **out, rap_error *err)
{
    rap_status status = rap_table_check(table, err);
    if (status == RAP_OK)
        *out = table;
    else
        rap_table_free(table);
    return status;
}

const char *rap_table_title(const rap_table *table)
{
    return table->title;
}

size_t rap_table_rows(const rap_table *table)
{
    return table->n_rows;
}

size_t rap_table_columns(const rap_table *table)
{
    return table->n_columns;
}

rap_column_info rap_table_column(const rap_table *table, size_t column)
{
    return table->columns[column];
}

size_t rap_table_find(const rap_table *table, const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp(table->columns[i].name, name) == 0) return i;
    return SIZE_MAX;
}

rap_cell rap_table_cell(const rap_table *table, size_t row, size_t column)
{
    const rap_stored *cell = &table->cells[row * table->n_columns + column];
    rap_cell out = {.reason = cell->reason};
    if (cell->reason != RAP_DEFINED) return out;
    switch (table->columns[column].type) {
    case RAP_COLUMN_TEXT: out.text = cell->of.text; break;
    case RAP_COLUMN_INTEGER:
        out.integer = cell->of.integer;
        out.real = (double)cell->of.integer;
        break;
    case RAP_COLUMN_REAL: out.real = cell->of.real; break;
    }
    return out;
}

const char *rap_table_note(const rap_table *table, size_t i)
{
    return i < table->n_notes ? table->notes[i] : NULL;
}

bool rap_table_receipt(const rap_table *table, size_t i, const char **key, const char **value)
{
    if (i >= table->n_receipt) return false;
    *key = table->receipt[i].key;
    *value = table->receipt[i].value;
    return true;
}
