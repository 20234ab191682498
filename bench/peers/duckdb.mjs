// SPDX-License-Identifier: Apache-2.0
//
// duckdb.mjs - DuckDB as a peer. It is installed beside the build, never in the tree (bench/peers/setup.sh), and found
// through NODE_PATH's folder given first:
//
//   node duckdb.mjs MODULES ingest THREADS print|time FILE...     JSON Lines, plain or gzip
//   node duckdb.mjs MODULES load DATABASE CELLS.csv MEMBERS.csv    facts into tables
//   node duckdb.mjs MODULES partners DATABASE THREADS ROUNDS FIRST LAST FIELDS KINDS COUNTRY...
//   node duckdb.mjs MODULES plane DATABASE THREADS ROUNDS FIELDS KINDS
//
// `time` and the questions print "WALL CPU" in seconds of the query itself, without starting node or opening tables.
import { createRequire } from 'node:module'

const [modules, command, ...rest] = process.argv.slice(2)
const { DuckDBInstance } = createRequire(modules + '/')('@duckdb/node-api')

// The fastest form that was found: columns given, grouped by the whole list of countries before it is taken apart.
const ingest = files => `
  WITH w AS (SELECT coalesce(publication_year, 0) AS y,
        coalesce(TRY_CAST(split_part(primary_topic.field.id, '/', -1) AS INTEGER), 0) AS f,
        list_sort(list_distinct(flatten(list_transform(authorships, lambda a: CASE WHEN len(a.countries) > 0
          THEN a.countries ELSE list_transform(a.institutions, lambda i: i.country_code) END)))) AS cs
      FROM read_json([${files.map(f => `'${f}'`)}], format = 'newline_delimited', columns = {publication_year: 'INTEGER',
        primary_topic: 'STRUCT(field STRUCT(id VARCHAR))',
        authorships: 'STRUCT(countries VARCHAR[], institutions STRUCT(country_code VARCHAR)[])[]'})),
    g AS (SELECT y, f, cs, count(*) AS n FROM w WHERE len(cs) > 0 GROUP BY ALL),
    s AS (SELECT y, f, unnest(cs) AS a, n FROM g),
    p AS (SELECT y, f, a, unnest(list_filter(cs, lambda x: x > a)) AS b, n FROM (SELECT y, f, cs, n, unnest(cs) AS a FROM g))
  SELECT 'S' AS k, y, f, a, '--' AS b, sum(n) AS n FROM s GROUP BY ALL
  UNION ALL SELECT 'P', y, f, a, b, sum(n) FROM p GROUP BY ALL`

// Works by party under the lens, then everything that a row of partners rests on: joint works and all margins.
const works = (lens) => `g AS (SELECT party, sum(works) AS n FROM cells WHERE ${lens} GROUP BY party)`
const partners = (lens, country) => `
  WITH ${works(lens)},
    m AS (SELECT country, sum(n) AS p, sum(n) FILTER (k > 1) AS i, sum(n * (k - 1)) AS c FROM g JOIN members USING (party)
      GROUP BY country),
    j AS (SELECT country, sum(n) AS n FROM g JOIN members USING (party)
      WHERE party IN (SELECT party FROM members WHERE country = '${country}') AND country <> '${country}' GROUP BY country),
    t AS (SELECT sum(c) / 2 AS t FROM m), x AS (SELECT c AS cx FROM m WHERE country = '${country}')
  SELECT j.country, j.n, p, i, c, n * (t - cx) / (cx * (c - n)) AS ric FROM j JOIN m USING (country), t, x ORDER BY n DESC`
const plane = lens => `
  WITH ${works(lens)},
    m AS (SELECT country, sum(n * (k - 1)) AS c FROM g JOIN members USING (party) GROUP BY country),
    j AS (SELECT a.country AS x, b.country AS y, sum(n) AS n FROM g JOIN members a USING (party) JOIN members b USING (party)
      WHERE a.country < b.country GROUP BY ALL),
    t AS (SELECT sum(c) / 2 AS t FROM m)
  SELECT x, y, n, n * (t - r.c) / (r.c * (s.c - n)) AS ric FROM j JOIN m r ON r.country = x JOIN m s ON s.country = y, t`

const instance = await DuckDBInstance.create(command === 'ingest' ? ':memory:' : rest[0])
const connection = await instance.connect()
const rows = async sql => (await connection.runAndReadAll(sql)).getRows()

async function timed(sql) {
  const cpu = process.cpuUsage(), start = process.hrtime.bigint()
  const found = await rows(sql)
  const wall = Number(process.hrtime.bigint() - start) / 1e9, used = process.cpuUsage(cpu)
  return { found, wall, cpu: (used.user + used.system) / 1e6 }
}

const median = list => list.sort((a, b) => a - b)[list.length >> 1]

async function ask(queries, rounds) {
  const times = [], cpus = []
  for (let round = 0; round <= rounds; round++)
    for (const sql of queries) {
      const t = await timed(sql)
      if (round > 0) times.push(t.wall), cpus.push(t.cpu) // the first round warms up
    }
  console.log(median(times).toFixed(4), median(cpus).toFixed(4), times.length)
}

const lens = (fields, kinds, years) => `field IN (${fields}) AND kind IN (${kinds})${years}`

if (command === 'ingest') {
  const [threads, what, ...files] = rest
  await rows(`SET threads = ${threads}`)
  const t = await timed(ingest(files))
  if (what === 'print') for (const row of t.found) console.log(row.join(' '))
  else console.log(t.wall.toFixed(4), t.cpu.toFixed(4))
} else if (command === 'load') {
  // Sorted as the cube is, narrow types, works by party as integers: row groups can be skipped by year and field.
  await rows(`CREATE TABLE cells AS SELECT * FROM read_csv('${rest[1]}', header = false, columns = {year: 'SMALLINT',
    field: 'UTINYINT', topic: 'UINTEGER', kind: 'UTINYINT', party: 'UINTEGER', works: 'UINTEGER'})`)
  await rows(`CREATE TABLE members AS SELECT * FROM read_csv('${rest[2]}', header = false, nullstr = '-', columns =
    {party: 'UINTEGER', k: 'UTINYINT', country: 'VARCHAR'})`)
} else if (command === 'partners') {
  const [, threads, rounds, first, last, fields, kinds, ...countries] = rest
  await rows(`SET threads = ${threads}`)
  const years = ` AND year BETWEEN ${first} AND ${last}`
  if (rounds === 'print')
    for (const row of await rows(partners(lens(fields, kinds, years), countries[0]))) console.log(row[0], String(row[1]))
  else await ask(countries.map(c => partners(lens(fields, kinds, years), c)), Number(rounds))
} else if (command === 'plane') {
  const [, threads, rounds, fields, kinds] = rest
  await rows(`SET threads = ${threads}`)
  if (rounds === 'print') for (const row of await rows(plane(lens(fields, kinds, '')))) console.log(row[0], row[1], String(row[2]))
  else await ask([plane(lens(fields, kinds, ''))], Number(rounds))
}
