// SPDX-License-Identifier: Apache-2.0
/* summary - counts that add up: lines = works + rejects + blank; works = kept + left out + deleted + duplicates. */
#include "source/summary.h"

#include "cube/cube.h"

typedef struct meaning {
    const char *name, *text;
} meaning;

static const meaning left_out_meaning[RAP_LEFT_OUT_END] = {
    [RAP_LEFT_OUT_RETRACTED] = {"left_out_retracted", "works left out: retracted"},
    [RAP_LEFT_OUT_PARATEXT] = {"left_out_paratext", "works left out: paratext (covers, tables of contents, ...)"},
    [RAP_LEFT_OUT_XPAC] = {"left_out_xpac", "works left out: of the extended set (is_xpac)"},
};

static const char *const reject_names[RAP_REJECT_END] = {
    [RAP_REJECT_NONE] = "",
    [RAP_REJECT_JSON] = "reject_json",
    [RAP_REJECT_UTF8] = "reject_utf8",
    [RAP_REJECT_ID] = "reject_id",
    [RAP_REJECT_YEAR] = "reject_year",
    [RAP_REJECT_COUNTRY] = "reject_country",
    [RAP_REJECT_TOPIC] = "reject_topic",
    [RAP_REJECT_TYPE] = "reject_type",
    [RAP_REJECT_SHAPE] = "reject_shape",
    [RAP_REJECT_TOO_LONG] = "reject_too_long",
};

/* --------------------------------------------------------------- any table */

rap_table *rap_summary_new(const char *title)
{
    rap_table *table = rap_table_new(title);
    (void)rap_table_add(table, "name", "", "", "", RAP_COLUMN_TEXT, 0);
    (void)rap_table_add(table, "count", "count", "", "", RAP_COLUMN_INTEGER, 0);
    (void)rap_table_add(table, "meaning", "meaning", "", "", RAP_COLUMN_TEXT, 0);
    return table;
}

void rap_summary_count(rap_table *table, const char *name, uint64_t count, const char *text)
{
    rap_table_begin(table);
    rap_table_text(table, 0, name);
    rap_table_integer(table, 1, (int64_t)count);
    rap_table_text(table, 2, text);
}

void rap_summary_notes(rap_table *table, rap_span text)
{
    rap_span line;
    while (text.length && rap_span_next(&text, '\n', &line))
        rap_table_add_note(table, "%.*s", (int)(line.length < 1000 ? line.length : 1000), line.data);
}

rap_status rap_summary_cube(rap_table *table, const char *path, rap_error *err)
{
    rap_cube *cube;
    RAP_TRY(rap_cube_open(path, &cube, err));
    uint64_t works = 0, with_country = 0, international = 0;
    for (uint64_t i = 0; cube->schema.form == RAP_PARTY_SET && i < cube->n_cells; i++) {
        size_t n;
        (void)rap_cube_party(cube, rap_column_at(cube->party, i), &n);
        uint64_t amount = rap_column_at(cube->amount[0], i);
        works += amount;
        with_country += n > 0 ? amount : 0;
        international += n > 1 ? amount : 0;
    }
    if (cube->schema.form == RAP_PARTY_SET) {
        rap_summary_count(table, "works", works, "works in the cube, each once");
        rap_summary_count(table, "with_country", with_country, "of these, with a country of at least one author");
        rap_summary_count(table, "international", international, "of these, with two countries or more");
    }
    bool ordered = cube->schema.form == RAP_PARTY_ORDERED;
    rap_summary_count(table, "cells", cube->n_cells, ordered ? "cells of the cube: year, subject, kind, party"
                                                             : "cells of the cube: year, topic, kind, set of countries");
    rap_summary_count(table, "parties", cube->n_parties, ordered ? "different parties" : "different sets of countries");
    rap_table_add_receipt(table, "cube", "%s", rap_cube_identity(cube));
    rap_table_add_receipt(table, "file", "%s", path);
    rap_table_add_receipt(table, ordered ? "parties" : "rule for countries", "%s", cube->schema.rule);
    if (!ordered) rap_table_add_receipt(table, "left out", "%s", cube->schema.filter);
    rap_cube_close(cube);
    return RAP_OK;
}

/* ------------------------------------------------------------------- works */

rap_counts rap_summary_total(const rap_state *state)
{
    rap_counts total = {0};
    for (size_t i = 0; i < state->n_files; i++) rap_counts_add(&total, &state->files[i].counts);
    return total;
}

/* "line 12, byte 340"; in API pages the byte only, in Parquet the row. */
static void put_place(char *out, size_t room, const rap_input *input, const rap_reject_note *note)
{
    unsigned long long line = note->line, byte = note->byte;
    if (input->parquet)
        (void)snprintf(out, room, "row %llu", line);
    else if (note->line)
        (void)snprintf(out, room, "line %llu, byte %llu", line, byte);
    else
        (void)snprintf(out, room, "byte %llu", byte);
}

/* The first positions of one kind of reject, over all inputs in their order. */
static void note_rejects(rap_table *table, const rap_ingest *ingest, rap_reject kind)
{
    size_t shown = 0;
    for (size_t i = 0; i < ingest->snapshot.n_inputs; i++) {
        const rap_file_state *file = &ingest->work.state.files[i];
        for (size_t k = 0; k < file->n_notes && shown < RAP_REJECT_NOTES; k++) {
            const rap_reject_note *note = &file->notes[k];
            if (note->kind != kind) continue;
            char where[64];
            put_place(where, sizeof where, &ingest->snapshot.inputs[i], note);
            rap_table_add_note(table, "%s: %s, %s%s%s", rap_reject_text(kind),
                               rap_input_shown(&ingest->snapshot.inputs[i]), where,
                               note->detail[0] ? ": " : "", note->detail);
            shown++;
        }
    }
}

/* Files that hold another number of works than the manifest says. */
static void note_records(rap_table *table, const rap_ingest *ingest)
{
    for (size_t i = 0, end; i < ingest->snapshot.n_inputs; i = end) {
        const rap_input *input = &ingest->snapshot.inputs[i];
        rap_counts counts = {0};
        end = rap_snapshot_next_file(&ingest->snapshot, i);
        for (size_t part = i; part < end; part++) rap_counts_add(&counts, &ingest->work.state.files[part].counts);
        uint64_t records = counts.works + rap_counts_rejects(&counts);
        if (input->listed && records != input->listed_records)
            rap_table_add_note(table, "%s: %llu works here, %llu in the manifest", input->path,
                               (unsigned long long)records, (unsigned long long)input->listed_records);
    }
}

static void count_lines(rap_table *table, const rap_ingest *ingest, const rap_counts *total)
{
    uint64_t rejects = rap_counts_rejects(total);
    rap_summary_count(table, "files", rap_snapshot_files(&ingest->snapshot), "files read");
    rap_summary_count(table, "lines", total->lines, "lines read (works, in API pages; rows, in Parquet)");
    rap_summary_count(table, "blank_lines", total->lines - total->works - rejects, "of these, blank");
    rap_summary_count(table, "records", total->works, "of these, records of works");
}

static void count_records(rap_table *table, const rap_ingest *ingest, const rap_counts *total)
{
    const rap_state *state = &ingest->work.state;
    bool ledger = !ingest->options->unique;
    for (size_t i = 0; i < RAP_LEFT_OUT_END; i++)
        rap_summary_count(table, left_out_meaning[i].name, ledger ? state->ledger.left_out[i] : total->left_out[i],
                          left_out_meaning[i].text);
    rap_summary_count(table, "deleted", total->deleted, "records of works that deleted_ids.csv names");
    if (ledger)
        rap_summary_count(table, "duplicates", state->ledger.lines - state->ledger.works,
                          "older records of a work that has a newer one");
}

static void count_rejects(rap_table *table, const rap_ingest *ingest, const rap_counts *total)
{
    rap_summary_count(table, "rejects", rap_counts_rejects(total), "lines that are no works, for one of these reasons:");
    for (rap_reject kind = RAP_REJECT_NONE + 1; kind < RAP_REJECT_END; kind++)
        if (total->rejects[kind]) {
            rap_summary_count(table, reject_names[kind], total->rejects[kind], rap_reject_text(kind));
            note_rejects(table, ingest, kind);
        }
}

rap_status rap_summary_shard(const rap_ingest *ingest, rap_table **out, rap_error *err)
{
    const rap_ingest_options *options = ingest->options;
    rap_table *table = rap_summary_new("A shard of an ingest of OpenAlex works");
    rap_counts total = rap_summary_total(&ingest->work.state);
    count_lines(table, ingest, &total);
    rap_summary_count(table, "deleted", total.deleted, "records of works that deleted_ids.csv names");
    count_rejects(table, ingest, &total);
    rap_table_add_note(table, "This is shard %u of %u. When all are complete, 'rapport merge' makes the cube of them; works that stand "
                              "in several records count once then.", options->shard, options->shards);
    rap_summary_notes(table, (rap_span){rap_text_get(&ingest->snapshot.notes), ingest->snapshot.notes.length});
    rap_table_add_receipt(table, "shard", "%u/%u", options->shard, options->shards);
    rap_table_add_receipt(table, "folder", "%s", options->output);
    return rap_table_finish(table, out, err);
}

rap_status rap_summary_works(const rap_ingest *ingest, rap_table **out, rap_error *err)
{
    rap_table *table = rap_summary_new("Ingest of OpenAlex works");
    rap_counts total = rap_summary_total(&ingest->work.state);
    count_lines(table, ingest, &total);
    count_records(table, ingest, &total);
    rap_status status = rap_summary_cube(table, ingest->options->output, err);
    if (status != RAP_OK) {
        rap_table_free(table);
        return status;
    }
    count_rejects(table, ingest, &total);
    if (ingest->options->unique)
        rap_table_add_note(table, "Works were taken to be unique, as promised: a work that stands in two records counts "
                                  "twice.");
    rap_summary_notes(table, (rap_span){rap_text_get(&ingest->snapshot.notes), ingest->snapshot.notes.length});
    note_records(table, ingest);
    return rap_table_finish(table, out, err);
}

/* -------------------------------------------------------------------- plan */

rap_status rap_summary_plan(const rap_snapshot *snapshot, rap_table **out, rap_error *err)
{
    rap_table *table = rap_table_new("Files that would be read");
    size_t file = rap_table_add(table, "file", "file", "", "", RAP_COLUMN_TEXT, 0);
    size_t bytes = rap_table_add(table, "bytes", "bytes", "bytes", "", RAP_COLUMN_INTEGER, 0);
    size_t works = rap_table_add(table, "listed_works", "works in the manifest", "works", "", RAP_COLUMN_INTEGER, 0);
    for (size_t i = 0; i < snapshot->n_inputs; i++) {
        const rap_input *input = &snapshot->inputs[i];
        if (input->elsewhere) continue;
        rap_table_begin(table);
        rap_table_text(table, file, input->path);
        if (!input->stream) rap_table_integer(table, bytes, (int64_t)input->bytes);
        if (input->listed) rap_table_integer(table, works, (int64_t)input->listed_records);
    }
    rap_table_add_note(table, "%zu files, %llu bytes; about %llu works. Nothing was read or written.", rap_snapshot_files(snapshot),
                       (unsigned long long)snapshot->bytes,
                       (unsigned long long)rap_snapshot_expected_works(snapshot));
    if (snapshot->deleted_ids) rap_table_add_note(table, "Works named in %s would not count.", snapshot->deleted_ids);
    rap_summary_notes(table, (rap_span){rap_text_get(&snapshot->notes), snapshot->notes.length});
    return rap_table_finish(table, out, err);
}
