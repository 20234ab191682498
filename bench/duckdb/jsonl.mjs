// SPDX-License-Identifier: Apache-2.0
// DuckDB's JSON reader as the peer of ingest, on JSON Lines, plain or gzip:
//
//     node jsonl.mjs PACKAGES print|time THREADS FILE...
//
// PACKAGES holds node_modules (bench/setup.sh). `print` writes the counts; `time` the wall and processor time of the
// query in seconds, without starting node. The form is the fastest that was found: columns given, works grouped by their
// whole list of countries before it is taken apart.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [packages, mode, threads, ...files] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(resolve(packages) + '/x.js')('@duckdb/node-api');

const job = `
  WITH w AS (SELECT coalesce(publication_year, 0) AS y,
        coalesce(TRY_CAST(split_part(primary_topic.field.id, '/', -1) AS INTEGER), 0) AS f,
        list_sort(list_distinct(flatten(list_transform(authorships, lambda a: CASE WHEN len(a.countries) > 0
          THEN a.countries ELSE list_transform(a.institutions, lambda i: i.country_code) END)))) AS cs
      FROM read_json([${files.map((file) => `'${file}'`)}], format = 'newline_delimited', columns = {
        publication_year: 'INTEGER', primary_topic: 'STRUCT(field STRUCT(id VARCHAR))',
        authorships: 'STRUCT(countries VARCHAR[], institutions STRUCT(country_code VARCHAR)[])[]'})),
    g AS (SELECT y, f, cs, count(*) AS n FROM w WHERE len(cs) > 0 GROUP BY ALL),
    s AS (SELECT y, f, unnest(cs) AS a, n FROM g),
    p AS (SELECT y, f, a, unnest(list_filter(cs, lambda x: x > a)) AS b, n FROM (SELECT y, f, cs, n, unnest(cs) AS a FROM g))
  SELECT y, f, a, '-' AS b, sum(n)::BIGINT AS n FROM s GROUP BY ALL
  UNION ALL SELECT y, f, a, b, sum(n)::BIGINT FROM p GROUP BY ALL`;

const db = await (await DuckDBInstance.create(':memory:')).connect();
await db.run(`SET threads = ${threads}`);
const cpu = process.cpuUsage(), start = process.hrtime.bigint();
const rows = (await db.runAndReadAll(job)).getRows();
const wall = Number(process.hrtime.bigint() - start) / 1e9, used = process.cpuUsage(cpu);
if (mode === 'print') for (const row of rows) console.log(row.join(' '));
else console.log(wall.toFixed(4), ((used.user + used.system) / 1e6).toFixed(4));
