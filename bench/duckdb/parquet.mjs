// SPDX-License-Identifier: Apache-2.0
// DuckDB as the peer of ingest from Parquet:
//
//     node parquet.mjs PACKAGES convert WORKS.jsonl... WORKS.parquet  writes the snapshot's layout, by DuckDB's defaults
//     node parquet.mjs PACKAGES print|time THREADS WORKS.parquet      does the whole job once
//
// PACKAGES holds node_modules (bench/setup.sh). `print` writes the counts; `time` the wall and processor time of the query
// in seconds, without starting node. The job: per year and field, works of each country and of each pair. Works
// are grouped by their whole list of countries before it is taken apart, which is DuckDB's fastest form.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [packages, mode, ...files] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(resolve(packages) + '/x.js')('@duckdb/node-api');
const db = await (await DuckDBInstance.create(':memory:')).connect();
const rows = async (sql) => (await db.runAndReadAll(sql)).getRows();

const node = 'STRUCT(id VARCHAR, display_name VARCHAR)';
const columns = {
  id: 'VARCHAR', doi: 'VARCHAR', title: 'VARCHAR', publication_year: 'INTEGER', type: 'VARCHAR',
  authorships: 'STRUCT(author STRUCT(id VARCHAR, display_name VARCHAR, orcid VARCHAR), author_position VARCHAR, ' +
    'affiliations STRUCT(institution_ids VARCHAR[], raw_affiliation_string VARCHAR)[], countries VARCHAR[], ' +
    'is_corresponding BOOLEAN, raw_affiliation_strings VARCHAR[], institutions STRUCT(country_code VARCHAR, ' +
    'display_name VARCHAR, id VARCHAR, lineage VARCHAR[], ror VARCHAR, "type" VARCHAR)[])[]',
  primary_topic: `STRUCT(id VARCHAR, display_name VARCHAR, score DOUBLE, subfield ${node}, field ${node}, "domain" ${node})`,
  primary_location: 'STRUCT(is_oa BOOLEAN, landing_page_url VARCHAR, source STRUCT(id VARCHAR, display_name VARCHAR, "type" VARCHAR))',
  is_paratext: 'BOOLEAN', is_retracted: 'BOOLEAN', is_xpac: 'BOOLEAN',
  referenced_works: 'VARCHAR[]', abstract_inverted_index: 'JSON', cited_by_count: 'INTEGER', updated_date: 'TIMESTAMP',
};
const spec = '{' + Object.entries(columns).map(([name, type]) => `${name}: '${type}'`).join(', ') + '}';

const job = (file) => `
  WITH w AS (SELECT coalesce(publication_year, 0) AS y,
        coalesce(TRY_CAST(split_part(primary_topic.field.id, '/', -1) AS INTEGER), 0) AS f,
        list_sort(list_distinct(flatten(list_transform(authorships, lambda a: CASE WHEN len(a.countries) > 0 THEN a.countries
          ELSE list_transform(a.institutions, lambda i: i.country_code) END)))) AS cs
      FROM read_parquet('${file}')),
    g AS (SELECT y, f, cs, count(*) AS n FROM w WHERE len(cs) > 0 GROUP BY ALL),
    s AS (SELECT y, f, unnest(cs) AS a, n FROM g),
    p AS (SELECT y, f, a, unnest(list_filter(cs, lambda x: x > a)) AS b, n FROM (SELECT y, f, cs, n, unnest(cs) AS a FROM g))
  SELECT y, f, a, '-' AS b, sum(n)::BIGINT AS n FROM s GROUP BY ALL
  UNION ALL SELECT y, f, a, b, sum(n)::BIGINT FROM p GROUP BY ALL`;

if (mode === 'convert') {
  const stored = files.pop(), texts = files.map((file) => `'${file}'`);
  const read = `read_json([${texts}], format='newline_delimited', columns=${spec}, maximum_object_size=67108864)`;
  await db.run(`COPY (SELECT * FROM ${read}) TO '${stored}' (FORMAT parquet, COMPRESSION snappy)`);
} else if (mode === 'print' || mode === 'time') {
  const [threads, file] = files;
  await db.run(`SET threads = ${threads}`);
  const cpu = process.cpuUsage(), start = process.hrtime.bigint();
  const found = await rows(job(file));
  const wall = Number(process.hrtime.bigint() - start) / 1e9, used = process.cpuUsage(cpu);
  if (mode === 'print') for (const row of found) console.log(row.join(' '));
  else console.log(wall.toFixed(4), ((used.user + used.system) / 1e6).toFixed(4));
} else {
  console.error(`parquet.mjs: no mode '${mode}'`);
  process.exitCode = 2;
}
