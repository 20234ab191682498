// SPDX-License-Identifier: Apache-2.0
/* commands - the table of commands that are no questions. */
#include "cmd/command.h"

#include <string.h>

static const rap_option_spec none[] = {{0}};

static const rap_option_spec ingest_options[] = {
    {.name = "threads", .value = "N", .summary = "files read at a time; default one a core"},
    {.name = "memory", .value = "SIZE", .summary = "memory to use, as 512M or 2G; default 1G"},
    {.name = "countries", .value = "else|union", .summary = "a work's countries: those of its authorships, or else of their "
                                                            "institutions (the default); or the union of both"},
    {.name = "keep", .value = "LIST", .summary = "keep what is left out by default: xpac, paratext, retracted"},
    {.name = "unique", .summary = "the source promises that no work stands in it twice: saves time and space"},
    {.name = "map", .value = "NAME|FILE", .summary = "table: what its columns mean; a shipped mapping or a file"},
    {.name = "strict", .summary = "the first line that is no work is a failure, and every byte is checked"},
    {.name = "fresh", .summary = "begin anew: do not go on with an interrupted run"},
    {.name = "dry-run", .summary = "say what would be read, and write nothing"},
    {.name = "shard", .value = "I/N", .summary = "read the I-th of N parts of the files; -o is a folder, and merge makes the cube of all N"},
    {.name = "deleted", .value = "FILE", .summary = "ids of deleted works; default the snapshot's own deleted_ids.csv"},
    {.name = "release", .value = "NAME", .summary = "name of the data's release, kept in the cube"},
    {.name = "temporary", .value = "DIR", .summary = "folder for what does not fit in memory; default FILE.part"},
    {0},
};

static const rap_option_spec merge_options[] = {
    {.name = "threads", .value = "N", .summary = "of shards: parts reduced at a time; default one a core"},
    {.name = "memory", .value = "SIZE", .summary = "of shards: memory to use, as 512M or 2G; default 1G"},
    {.name = "fresh", .summary = "of shards: begin anew, do not go on with an interrupted merge"},
    {.name = "temporary", .value = "DIR", .summary = "of shards: folder for what does not fit in memory; default FILE.part"},
    {0},
};

static const rap_option_spec check_options[] = {
    {.name = "claim", .value = "R1,R3", .summary = "only these claims of each plan"},
    {.name = "brief", .summary = "one row a claim: verdict and statement"},
    {.name = "require-decided", .summary = "exit with 3 where a claim can't be decided"},
    {0},
};

static const rap_option_spec brief_options[] = {
    {.name = "technology", .value = "NAME", .summary = "a technology of technologies.tsv; default batteries"},
    {0},
};

static const rap_option_spec serve_options[] = {
    {.name = "port", .value = "N", .summary = "port to listen on; default 8080; 0 = a free one"},
    {.name = "bind", .value = "ADDRESS", .summary = "address to listen on; default 127.0.0.1, which only this machine reaches"},
    {.name = "timeout", .value = "SECONDS", .summary = "clients that take longer to send a request are cut off; default 15"},
    {0},
};

static const rap_option_spec chain_options[] = {
    {.name = "technosphere", .value = "FILE", .summary = "products by processes: outputs positive, inputs negative"},
    {.name = "biosphere", .value = "FILE", .summary = "flows by processes"},
    {.name = "factors", .value = "FILE", .summary = "indicators by flows; default: each flow is an indicator of its own"},
    {.name = "index", .value = "FILE", .summary = "processes in order, with names, locations and units"},
    {.name = "demand", .value = "NAME=AMOUNT", .summary = "what is asked of the system; may be given several times; default: the "
                                                          "intensities of all products", .repeats = true},
    {.name = "contributions", .value = "N", .summary = "parts of the score by the first N processes and flows, and the rest"},
    {.name = "tier", .value = "PROCESS", .summary = "what a unit of its product is made of: its direct part and its inputs"},
    {.name = "top", .value = "N", .summary = "rows of intensities; default 20 in tables for people, 0 is all"},
    {.name = "require-nonnegative", .summary = "refuse a system in which a process runs backwards"},
    {.name = "unit", .value = "pack|delivered|vehicle|km", .summary = "run: what footprints are of; default pack"},
    {.name = "on", .value = "PLACE", .summary = "run: the place that dependency is measured on; default CN"},
    {0},
};

static const cmd_command commands[] = {
    {"ingest", "openalex|pajek|table PATH... -o FILE", "read works, or tables of trade and industry, into a cube",
     "Reads OpenAlex works (files or folders of JSON Lines, plain or gzip, or of Parquet, a snapshot tree, API pages, or - "
     "for standard input), published country matrices in Pajek's format, or tables as a mapping explains them (docs/mappings.md; "
     "shipped: baci, comtrade, capacity, tidy and others), and writes a cube. A run that was stopped goes "
     "on where it was when the same command is given again.",
     {"ingest openalex snapshot/data/works -o world.rap --threads 8 --memory 4G",
      "ingest pajek WrldCo*.net -o matrices.rap",
      "ingest table BACI_HS17_Y2022_V202401.csv --map baci -o trade.rap"},
     ingest_options, cmd_ingest},
    {"merge", "FILE|SHARD... -o FILE", "add cubes to one, or make one of all shards of an ingest",
     "The cubes must be of one kind: same domain, same rules at ingest. Works that stand in two of them count twice: ingest "
     "sees such works, merge can't. Shards of one ingest (folders that ingest --shard wrote) still know their works: all of them "
     "together, in any order, give the cube that one process would have written.",
     {"merge 2019.rap 2020.rap -o both.rap", "merge shard-1 shard-2 shard-3 -o world.rap"}, merge_options, cmd_merge},
    {"verify", "FILE...", "prove that cubes are undamaged",
     "Checks every hash, order, range and sum of each file.", {"verify world.rap"}, none, cmd_verify},
    {"check", "PLAN...", "check claims against a cube",
     "Each claim of a plan is supported, contradicted, undecidable or ill-posed, with the numbers it rests on. Exits with 1 "
     "where a claim is contradicted.",
     {"check data/plans/research.plan -c world.rap", "check my.plan -c world.rap --require-decided"},
     check_options, cmd_check},
    {"brief", "COUNTRY COUNTRY", "everything about two countries and a technology, of all cubes given",
     "Asks research, trade, capacity, supply and other cubes and the chain for what they know of the pair: joint works, trade by "
     "product, plants by owner and place, dependency, footprint, complementarity. One row a number, each with the question that "
     "gives it again (--detail, or any other format); what no given cube can answer has a row that says so.",
     {"brief NO CN --technology batteries -c research.rap -c trade.rap -c capacity.rap -c figures.rap -c supply.rap"},
     brief_options, cmd_brief},
    {"report", "PLAN -o FILE.html", "write a plan's findings, figures and claims as one page for people",
     "Asks what the sections of a plan show, checks its claims, and writes one HTML file that needs no other and no network: key "
     "findings, figures with their tables, verdicts with evidence, methods, definitions, coverage, sources, how to cite. It reads "
     "without a script and prints well. The same plan and cubes give the same file.",
     {"report data/plans/norway-china.plan -c reference.rap -o norway-china.html", "report my.plan -c world.rap -c trade.rap -o my.html"},
     none, cmd_document},
    {"serve", "-c FILE [-c FILE...]", "answer the questions over HTTP",
     "Answers /api/v1/<question>?option=value as JSON or CSV, with the names and meanings of the command line, until it is "
     "interrupted; /api/v1/ lists what there is and /openapi.json describes it. Cubes go by the names of their files "
     "(cube=NAME); the first is asked where none is named. Nothing can be changed through it.",
     {"serve -c world.rap", "serve -c world.rap -c trade.rap --port 0"}, serve_options, cmd_serve},
    {"chain", "solve | run FILE", "solve a chain of processes given as matrices, or run scenarios of the value chain",
     "run: one row a scenario of a file, beside the chain as it is; docs/chain.md describes the file. The questions of the value chain "
     "(chain footprint and others) stand above. solve: reads a technosphere, a biosphere and factors from CSV (triplets row,col,value or whole tables) and solves for a demand: "
     "scores, exact contributions, what a product is made of, or the intensities of all products. Names or numbers may stand "
     "for processes. A system that is singular or not square is refused with the process named.",
     {"chain solve --technosphere A.csv --biosphere B.csv --factors C.csv --demand 'cell NO=1' --contributions 5",
      "chain solve --technosphere A.csv --biosphere B.csv --index names.csv --format csv -o intensities.csv",
      "chain run scenarios.txt --on CN"},
     chain_options, cmd_chain},
    {"explain", "[NAME]", "what a number means: definition, formula, source, edge cases",
     "Without a name, all indicators in a line each.", {"explain ric", "explain"}, none, cmd_explain},
    {"help", "[NAME]", "this overview, or everything about one question or command", "", {"help partners", "help"}, none,
     cmd_help},
    {"manual", "", "the manual page, in troff", "Everything that help says, on one page.",
     {"manual > rapport.1"}, none, cmd_manual},
    {"completion", "bash|zsh|fish", "completion of words for a shell",
     "Prints a script for the shell to read.",
     {"completion bash > /etc/bash_completion.d/rapport", "completion fish > ~/.config/fish/completions/rapport.fish"},
     none, cmd_completion},
    {"version", "", "the version of the program", "", {"version"}, none, cmd_version},
};

const cmd_command *cmd_command_at(size_t i)
{
    return i < sizeof commands / sizeof *commands ? &commands[i] : NULL;
}

const cmd_command *cmd_command_find(rap_span name)
{
    for (size_t i = 0; cmd_command_at(i); i++)
        if (rap_span_is(name, commands[i].name)) return &commands[i];
    return NULL;
}

const char *cmd_option(const cmd_run *run, const char *name)
{
    for (size_t i = run->n_options; i > 0; i--)
        if (strcmp(run->options[i - 1].name, name) == 0) return run->options[i - 1].value ? run->options[i - 1].value : "";
    return NULL;
}
