// SPDX-License-Identifier: Apache-2.0
/* ingest - files -> a cube: options of the command line -> options of the library, progress, summary. */
#include <string.h>

#include "cmd/ingest.h"
#include "cmd/open.h"
#include "cmd/options.h"
#include "cmd/output.h"
#include "cmd/progress.h"
#include "cmd/report.h"
#include "query/suggest.h"

/* How to add a source: one row here and one in the usage of commands.c. */
static const struct {
    const char *name;
    cmd_ingest_fn ingest;
    const char *options;   /* which of the command's options it takes; NULL = all */
} sources[] = {
    {"openalex", rap_ingest_openalex, NULL},
    {"pajek", rap_ingest_pajek, " release temporary dry-run "},
    {"table", rap_ingest_table, " map release memory strict "},
};

enum { N_SOURCES = sizeof sources / sizeof *sources };

static rap_status find_source(const cmd_run *run, size_t *out, rap_error *err)
{
    if (run->n_arguments == 0)
        return rap_fail(err, RAP_E_USAGE, "ingest what? give openalex, pajek or table, files or folders, and -o FILE");
    rap_suggest suggest = rap_suggest_init(rap_span_of(run->arguments[0]));
    for (size_t i = 0; i < N_SOURCES; i++) {
        if (strcmp(run->arguments[0], sources[i].name) == 0) {
            *out = i;
            return RAP_OK;
        }
        rap_suggest_try(&suggest, sources[i].name);
    }
    char hint[96];
    return rap_fail(err, RAP_E_USAGE, "ingest: '%.60s' is no source: give openalex, pajek or table%s", run->arguments[0],
                    rap_suggest_text(&suggest, hint, sizeof hint));
}

static rap_status check_taken(const cmd_run *run, size_t source, rap_error *err)
{
    const char *taken = sources[source].options;
    for (size_t i = 0; taken && i < run->n_options; i++) {
        char word[40];
        (void)snprintf(word, sizeof word, " %s ", run->options[i].name);
        if (!strstr(taken, word))
            return rap_fail(err, RAP_E_USAGE, "ingest %s takes no option '--%s'", sources[source].name, run->options[i].name);
    }
    return RAP_OK;
}

/* ------------------------------------------------------------------- options */

static rap_status read_keep(const char *list, rap_ingest_options *o, rap_error *err)
{
    rap_span rest = rap_span_of(list), name;
    while (rap_span_next(&rest, ',', &name)) {
        name = rap_span_trim(name);
        if (rap_span_is(name, "xpac")) o->keep_xpac = true;
        else if (rap_span_is(name, "paratext")) o->keep_paratext = true;
        else if (rap_span_is(name, "retracted")) o->keep_retracted = true;
        else
            return rap_fail(err, RAP_E_USAGE, "--keep: '%.*s' is none of xpac, paratext, retracted",
                            name.length < 60 ? (int)name.length : 60, name.length ? name.data : "");
    }
    return RAP_OK;
}

static rap_status read_countries(const char *text, rap_ingest_options *o, rap_error *err)
{
    if (strcmp(text, "else") == 0) o->rule = RAP_COUNTRIES_ELSE_INSTITUTIONS;
    else if (strcmp(text, "union") == 0) o->rule = RAP_COUNTRIES_UNION;
    else return rap_fail(err, RAP_E_USAGE, "--countries: '%.60s' is none of else, union", text);
    return RAP_OK;
}

/* "2/5" */
static rap_status read_shard(const char *text, rap_ingest_options *o, rap_error *err)
{
    rap_span rest = rap_span_of(text), first;
    uint64_t shard = 0, shards = 0;
    bool good = rap_span_next(&rest, '/', &first) && rap_parse_u64(first, RAP_SHARDS_MAX, &shard) &&
                rap_parse_u64(rest, RAP_SHARDS_MAX, &shards) && shard >= 1 && shard <= shards;
    if (!good)
        return rap_fail(err, RAP_E_USAGE, "--shard: '%.60s' is no part: give the 2nd of 5 as 2/5, of at most %d", text, RAP_SHARDS_MAX);
    o->shard = (uint32_t)shard;
    o->shards = (uint32_t)shards;
    return RAP_OK;
}

static rap_status read_threads(const char *text, rap_ingest_options *o, rap_error *err)
{
    uint64_t threads;
    if (!rap_parse_u64(rap_span_of(text), 1024, &threads) || threads == 0)
        return rap_fail(err, RAP_E_USAGE, "--threads: '%.60s' is not a whole number from 1 to 1024", text);
    o->threads = (uint32_t)threads;
    return RAP_OK;
}

rap_status cmd_read_limits(const cmd_run *run, rap_ingest_options *o, rap_error *err)
{
    const char *text;
    if ((text = cmd_option(run, "threads"))) RAP_TRY(read_threads(text, o, err));
    if ((text = cmd_option(run, "memory")) && !cmd_parse_size(text, &o->memory))
        return rap_fail(err, RAP_E_USAGE, "--memory: '%.60s' is no size: give bytes, or 512M or 2G", text);
    o->fresh = cmd_option(run, "fresh") != NULL;
    o->temporary = cmd_option(run, "temporary");
    o->output = run->output;
    return RAP_OK;
}

static rap_status read_options(const cmd_run *run, rap_ingest_options *o, rap_error *err)
{
    const char *text;
    RAP_TRY(cmd_read_limits(run, o, err));
    if ((text = cmd_option(run, "shard"))) RAP_TRY(read_shard(text, o, err));
    if ((text = cmd_option(run, "countries"))) RAP_TRY(read_countries(text, o, err));
    if ((text = cmd_option(run, "keep"))) RAP_TRY(read_keep(text, o, err));
    o->unique = cmd_option(run, "unique") != NULL;
    o->strict = cmd_option(run, "strict") != NULL;
    o->dry_run = cmd_option(run, "dry-run") != NULL;
    o->deleted_ids = cmd_option(run, "deleted");
    o->release = cmd_option(run, "release");
    o->mapping = cmd_option(run, "map");
    if (!run->output && !o->dry_run) return rap_fail(err, RAP_E_USAGE, "ingest: where to? give -o FILE");
    return RAP_OK;
}

/* ----------------------------------------------------------------------- run */

static cmd_exit check_paths(const cmd_run *run, const rap_ingest_options *o)
{
    rap_error err;
    if (run->n_arguments < 2) {
        (void)rap_fail(&err, RAP_E_USAGE, "ingest %s: no files or folders were given", run->arguments[0]);
        return cmd_report(run, &err);
    }
    for (size_t i = 1; i < run->n_arguments; i++)
        if (cmd_is_missing(run->arguments[i])) return cmd_report_missing(run, run->arguments[i]);
    if (o->deleted_ids && cmd_is_missing(o->deleted_ids)) return cmd_report_missing(run, o->deleted_ids);
    return CMD_DONE;
}

static cmd_exit run_with(const cmd_run *run, cmd_ingest_fn ingest, const char *const *paths, size_t n_paths,
                         const rap_ingest_options *options, const rap_catalog *catalog)
{
    rap_error err;
    rap_table *summary = NULL;
    bool shown = cmd_shows_progress(run);
    rap_ingest_options o = *options;
    o.progress = cmd_progress;
    o.progress_arg = &shown;
    cmd_progress_begin();
    rap_status status = ingest(catalog, paths, n_paths, &o, &summary, &err);
    cmd_progress_end(shown);
    if (status != RAP_OK) return cmd_report(run, &err);
    if (!run->quiet || o.dry_run) status = cmd_write_table(run, summary, NULL, &err);
    rap_table_free(summary);
    return status == RAP_OK ? CMD_DONE : cmd_report(run, &err);
}

cmd_exit cmd_run_ingest(const cmd_run *run, cmd_ingest_fn ingest, const char *const *paths, size_t n_paths,
                        const rap_ingest_options *options)
{
    rap_error err;
    rap_catalog *catalog;
    if (run->data && cmd_is_missing(run->data)) return cmd_report_missing(run, run->data);
    if (rap_catalog_open(run->data, &catalog, &err) != RAP_OK) return cmd_report(run, &err);
    cmd_exit status = run_with(run, ingest, paths, n_paths, options, catalog);
    rap_catalog_close(catalog);
    return status;
}

cmd_exit cmd_ingest(const cmd_run *run)
{
    rap_error err;
    size_t source = 0;
    rap_ingest_options options = {.size = sizeof options};
    if (find_source(run, &source, &err) != RAP_OK || check_taken(run, source, &err) != RAP_OK ||
        read_options(run, &options, &err) != RAP_OK)
        return cmd_report(run, &err);
    cmd_exit status = check_paths(run, &options);
    if (status != CMD_DONE) return status;
    return cmd_run_ingest(run, sources[source].ingest, run->arguments + 1, run->n_arguments - 1, &options);
}
