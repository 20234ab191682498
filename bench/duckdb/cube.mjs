// SPDX-License-Identifier: Apache-2.0
// DuckDB as the peer of bench/query.sh, on tables of a cube's facts:
//
//     node cube.mjs PACKAGES load DATABASE CELLS.csv MEMBERS.csv
//     node cube.mjs PACKAGES print DATABASE QUESTION TABLE FIELDS KINDS YEARS COUNTRY
//     node cube.mjs PACKAGES time DATABASE QUESTION TABLE FIELDS KINDS YEARS COUNTRIES ROUNDS THREADS
//
// QUESTION is partners or plane, YEARS is 2011-2022 or all, COUNTRIES is NO,CN,... or -. PACKAGES holds node_modules
// (bench/setup.sh). `time` prints, for each country (or once), a line "WALL CPU" in milliseconds: the medians of a query
// itself, without starting node. TABLE is one of three ways to keep the facts, all summed over topics, as fields are
// what is asked for, in the narrowest types and sorted so that row groups can be skipped:
//
//     lists     a row a year, field, kind and set of countries, the set as a list of numbers
//     exploded  a row for every country of these, with the number of the set
//     pairs     sums by pair and by country. It has forgotten the sets: groups as unions, works of exactly two countries,
//               fractional counts and limits can't be asked of it. Shown for comparison; it is not the peer.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [packages, command, database, ...rest] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(resolve(packages) + '/x.js')('@duckdb/node-api');
const db = await (await DuckDBInstance.create(database)).connect();
const rows = async (sql) => (await db.runAndReadAll(sql)).getRows();
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];

// ------------------------------------------------------------------ tables
const tables = (cells, members) => [
  `CREATE TABLE members AS SELECT * FROM read_csv('${members}', header = false, nullstr = '-', columns = {party: 'UINTEGER',
     k: 'UTINYINT', country: 'VARCHAR'})`,
  `CREATE TABLE places AS SELECT country, (row_number() OVER (ORDER BY country) - 1)::UTINYINT AS place
     FROM (SELECT DISTINCT country FROM members)`,
  `CREATE TABLE sums AS SELECT year, field, kind, party, sum(works)::UINTEGER AS works FROM read_csv('${cells}', header = false,
     columns = {year: 'SMALLINT', field: 'UTINYINT', topic: 'UINTEGER', kind: 'UTINYINT', party: 'UINTEGER', works: 'UINTEGER'})
     GROUP BY ALL`,
  `CREATE TABLE lists AS SELECT year, field, kind, coalesce(cs, []) AS cs, works FROM sums LEFT JOIN
     (SELECT party, list(place ORDER BY place) AS cs FROM members JOIN places USING (country) GROUP BY party) USING (party)
     ORDER BY field, year, kind, party`,
  `CREATE TABLE exploded AS SELECT year, field, kind, party, k, place, works FROM sums JOIN members USING (party)
     JOIN places USING (country) ORDER BY field, year, place, party`,
  `CREATE TABLE pairs AS SELECT a.year, a.field, a.kind, a.place AS x, b.place AS y, sum(a.works)::UINTEGER AS works
     FROM exploded a JOIN exploded b USING (year, field, kind, party) WHERE a.place <> b.place GROUP BY ALL
     ORDER BY field, year, x, y`,
  `CREATE TABLE margins AS SELECT year, field, kind, place, sum(works)::UINTEGER AS p,
     (sum(works) FILTER (k > 1))::UINTEGER AS i, (sum(works * (k - 1)))::UINTEGER AS c FROM exploded GROUP BY ALL
     ORDER BY field, year, place`,
  'DROP TABLE sums',
  'CHECKPOINT',
];

// --------------------------------------------------------------- questions
// partners: joint works, output, international works and links of each, and its RIC. plane: RIC of all pairs.
const ranked = `SELECT country, j.n, p, i, c, j.n * (t - cx) / (cx * (c - j.n)) AS ric FROM j JOIN m USING (place)
  JOIN places USING (place), (SELECT sum(c) / 2 AS t FROM m), (SELECT c AS cx FROM m WHERE place = X) ORDER BY j.n DESC`;
const paired = `SELECT a.country, b.country, n, n * (t - r.c) / (r.c * (s.c - n)) AS ric FROM j JOIN m r ON r.place = x
  JOIN m s ON s.place = y JOIN places a ON a.place = x JOIN places b ON b.place = y, (SELECT sum(c) / 2 AS t FROM m)`;
const questions = {
  partners: {
    lists: (lens) => `WITH g AS (SELECT cs, sum(works) AS n FROM lists WHERE ${lens} AND len(cs) > 0 GROUP BY cs),
      e AS (SELECT unnest(cs) AS place, n, len(cs) AS k, list_contains(cs, X::UTINYINT) AS own FROM g),
      m AS MATERIALIZED (SELECT place, sum(n) AS p, sum(n) FILTER (k > 1) AS i, sum(n * (k - 1)) AS c,
        sum(n) FILTER (own) AS n FROM e GROUP BY place),
      j AS (SELECT place, n FROM m WHERE n > 0 AND place <> X) ${ranked}`,
    exploded: (lens) => `WITH m AS MATERIALIZED (SELECT place, sum(works) AS p, sum(works) FILTER (k > 1) AS i,
        sum(works * (k - 1)) AS c FROM exploded WHERE ${lens} GROUP BY place),
      j AS (SELECT place, sum(works) AS n FROM exploded SEMI JOIN (SELECT DISTINCT party FROM exploded WHERE ${lens}
        AND place = X AND k > 1) USING (party) WHERE ${lens} AND place <> X GROUP BY place) ${ranked}`,
    pairs: (lens) => `WITH m AS MATERIALIZED (SELECT place, sum(p) AS p, sum(i) AS i, sum(c) AS c FROM margins WHERE ${lens}
        GROUP BY place),
      j AS (SELECT y AS place, sum(works) AS n FROM pairs WHERE ${lens} AND x = X GROUP BY y) ${ranked}`,
  },
  plane: {
    lists: (lens) => `WITH g AS (SELECT cs, sum(works) AS n FROM lists WHERE ${lens} AND len(cs) > 1 GROUP BY cs),
      e AS MATERIALIZED (SELECT unnest(cs) AS x, cs, n FROM g),
      f AS (SELECT x, unnest(list_filter(cs, lambda c: c > x)) AS y, n FROM e),
      j AS (SELECT x, y, sum(n) AS n FROM f GROUP BY ALL),
      m AS MATERIALIZED (SELECT x AS place, sum(n * (len(cs) - 1)) AS c FROM e GROUP BY x) ${paired}`,
    exploded: (lens) => `WITH g AS MATERIALIZED (SELECT party, place, k, sum(works) AS n FROM exploded WHERE ${lens} AND k > 1
        GROUP BY ALL),
      m AS MATERIALIZED (SELECT place, sum(n * (k - 1)) AS c FROM g GROUP BY place),
      j AS (SELECT a.place AS x, b.place AS y, sum(a.n) AS n FROM g a JOIN g b USING (party) WHERE a.place < b.place
        GROUP BY ALL) ${paired}`,
    pairs: (lens) => `WITH m AS MATERIALIZED (SELECT place, sum(c) AS c FROM margins WHERE ${lens} GROUP BY place),
      j AS (SELECT x, y, sum(works) AS n FROM pairs WHERE ${lens} AND x < y GROUP BY x, y) ${paired}`,
  },
};

function query(question, table, fields, kinds, years, place) {
  const [first, last] = years.split('-');
  const when = years === 'all' ? '' : ` AND year BETWEEN ${first} AND ${last}`;
  const lens = `field IN (${fields}) AND kind IN (${kinds})${when}`;
  return questions[question][table](lens).replaceAll(/\bX\b/g, place);
}

async function place(country) {
  return country === '-' ? 0 : (await rows(`SELECT place FROM places WHERE country = '${country}'`))[0][0];
}

async function time(sql, rounds) {
  const walls = [], cpus = [];
  for (let round = 0; round <= rounds; round++) {
    const cpu = process.cpuUsage(), start = process.hrtime.bigint();
    await rows(sql);
    const used = process.cpuUsage(cpu);
    if (round === 0) continue; // warms up
    walls.push(Number(process.hrtime.bigint() - start) / 1e6);
    cpus.push((used.user + used.system) / 1e3);
  }
  console.log(median(walls).toFixed(3), median(cpus).toFixed(3));
}

const [question, table, fields, kinds, years, countries, rounds, threads] = rest;
if (command === 'load') {
  for (const sql of tables(...rest)) await db.run(sql);
} else if (command === 'print') {
  for (const row of await rows(query(question, table, fields, kinds, years, await place(countries)))) {
    const ric = row.at(-1);
    console.log([...row.slice(0, question === 'plane' ? 3 : 2), Number.isFinite(ric) ? ric.toPrecision(9) : '-'].join(' '));
  }
} else {
  await db.run(`SET threads = ${threads}`);
  for (const country of countries.split(','))
    await time(query(question, table, fields, kinds, years, await place(country)), Number(rounds));
}
process.stdout.write('', () => process.exit(0)); // when a pipe has taken all; its worker threads would linger
