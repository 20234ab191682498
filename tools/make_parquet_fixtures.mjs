// SPDX-License-Identifier: Apache-2.0
// Writes tests/data/parquet: some made-up works as JSON Lines, and the same works in Parquet as several writers put them.
//
//     bench/setup.sh FOLDER && node tools/make_parquet_fixtures.mjs FOLDER tests/data/parquet
//
// FOLDER holds the npm packages (DuckDB; arrow and parquet-wasm, which is the Rust writer). The works are a pure function of
// their numbers; the files change only with the versions of the writers.
import { createRequire } from 'node:module';
import { writeFileSync, existsSync, unlinkSync } from 'node:fs';
import { resolve } from 'node:path';

const [packages, out] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(packages + '/x.js');
const { DuckDBInstance } = require('@duckdb/node-api');
const arrow = require('apache-arrow');
const parquet = require('parquet-wasm');

// -------------------------------------------------------------------- works
const home = 'https://openalex.org/';
const codes = ['NO', 'CN', 'SE', 'US', 'DK', 'DE', 'FR', 'GB', 'BR', 'JP', 'FI'];
const fields = [[1, 11, 'Agricultural and Biological Sciences'], [3, 17, 'Computer Science'], [3, 22, 'Engineering']];
let state = 1;
function draw(n) { // a whole number below n
  let x = (state = (state + 0x9E3779B9) | 0);
  x = Math.imul(x ^ x >>> 16, 0x85EBCA6B);
  x = Math.imul(x ^ x >>> 13, 0xC2B2AE35);
  return ((x ^ x >>> 16) >>> 0) % n;
}
const institution = (code) => ({ id: home + 'I' + (1 + draw(99)), country_code: code });
const author = (countries, institutions) => ({ author_position: 'middle', countries, institutions });

function drawnAuthor() {
  const code = codes[draw(codes.length)], other = codes[draw(codes.length)];
  switch (draw(8)) {
    case 0: return author([], []);
    case 1: return author([code, other], [institution(code), institution(other)]);
    case 2: return author([], [institution(code), institution(null)]);
    case 3: return author(null, [institution(code)]);
    case 4: return author([code], null);
    default: return author([code], [institution(code)]);
  }
}

function drawnTopic() {
  const [domain, field, name] = fields[draw(fields.length)];
  const subfield = field * 100 + draw(4), topic = 10000 + draw(12);
  return {
    id: home + 'T' + topic, display_name: `Topic ${topic} é`, score: 0.5,
    subfield: { id: `${home}subfields/${subfield}`, display_name: draw(5) ? `Subfield ${subfield}` : null },
    field: { id: `${home}fields/${field}`, display_name: name },
    domain: draw(9) ? { id: `${home}domains/${domain}`, display_name: 'A domain' } : null,
  };
}

function work(i) {
  const types = ['article', 'article', 'article', 'review', 'book-chapter', 'preprint', 'dataset'];
  const sources = [{ id: home + 'S1', type: 'journal' }, { id: home + 'S2', type: 'repository' }, { id: home + 'S3', type: null }, null];
  return {
    id: home + 'W' + (4000000000 + i * 37), title: `Work ${i}: "quotes" and ümlauts`,
    publication_year: draw(12) ? 2000 + draw(26) : null, type: types[draw(types.length)],
    authorships: draw(4) ? Array.from({ length: draw(6) }, drawnAuthor) : [],
    primary_topic: draw(4) ? drawnTopic() : null,
    primary_location: draw(7) ? { is_oa: true, source: sources[draw(4)] } : null,
    is_paratext: draw(20) === 0, is_retracted: draw(20) === 0, is_xpac: draw(10) === 0,
    updated_date: `2026-06-${String(1 + draw(28)).padStart(2, '0')}T12:34:56.${100 + draw(900)}000`,
  };
}

// Works that must be refused, and shapes that hardly occur; each a drawn work with a few members of its own.
const special = [
  { id: null }, { id: home + 'A77' }, { id: 'W77' }, { publication_year: 999 }, { publication_year: 2051 }, { publication_year: 1000 },
  { type: null }, { type: 'No Word' }, { type: '' }, { authorships: null }, { authorships: [author(['ZZ'], [])] },
  { authorships: [author([], [institution('Z9')])] }, { authorships: [author(['NO'], [institution('ZZ')])] },
  { authorships: [author([null, 'NO'], null), author([null], [institution('SE')])] }, { authorships: [null] },
  { authorships: [author(['NO'], [null, institution('NO')]), author([], [null])] },
  { authorships: [author(['NO', 'NO', 'SE'], []), author(['SE'], []), author(['CN', 'US'], []), author(['DK', 'CN'], [])] },
  { authorships: Array.from({ length: 120 }, (_, k) => author([codes[k % 11]], [])) },
  { authorships: [author(codes.concat(['IT', 'ES', 'PT', 'NL', 'BE', 'AT', 'CH', 'PL', 'CZ', 'HU', 'RO', 'BG', 'GR', 'TR', 'RU', 'IN', 'KR', 'AU', 'NZ', 'CA', 'MX']), [])] },
  { authorships: [author(codes.concat(['IT', 'ES', 'PT', 'NL', 'BE', 'AT', 'CH', 'PL', 'CZ', 'HU', 'RO', 'BG', 'GR', 'TR', 'RU', 'IN', 'KR', 'AU', 'NZ', 'CA', 'MX', 'AR']), [])] },
  { primary_topic: { ...drawnTopic(), id: home + 'X1' } }, { primary_topic: { ...drawnTopic(), id: null, display_name: '' } },
  { primary_topic: { ...drawnTopic(), field: { id: home + 'fields/300', display_name: null } } },
  { primary_topic: { ...drawnTopic(), subfield: { id: '1703', display_name: 'A number of its own' } } },
  { is_xpac: null, is_paratext: null, is_retracted: null }, { updated_date: null }, { updated_date: '1969-12-31T00:00:00.000000' },
];
const works = Array.from({ length: 90 }, (_, i) => ({ ...work(i), ...(i % 3 === 1 && special[(i - 1) / 3]) }));
const lines = (list) => list.map((w) => JSON.stringify(w) + '\n').join('');
writeFileSync(out + '/works.jsonl', lines(works));

// ------------------------------------------------------------------- DuckDB
const db = await (await DuckDBInstance.create(':memory:')).connect();
const leaf = 'STRUCT(id VARCHAR, display_name VARCHAR)';
const columns = {
  id: 'VARCHAR', title: 'VARCHAR', publication_year: 'INTEGER', type: 'VARCHAR',
  authorships: 'STRUCT(author_position VARCHAR, countries VARCHAR[], institutions STRUCT(id VARCHAR, country_code VARCHAR)[])[]',
  primary_topic: `STRUCT(id VARCHAR, display_name VARCHAR, score DOUBLE, subfield ${leaf}, field ${leaf}, "domain" ${leaf})`,
  primary_location: 'STRUCT(is_oa BOOLEAN, source STRUCT(id VARCHAR, "type" VARCHAR))',
  is_paratext: 'BOOLEAN', is_retracted: 'BOOLEAN', is_xpac: 'BOOLEAN', updated_date: 'TIMESTAMP',
};
const spec = '{' + Object.entries(columns).map(([name, type]) => `${name}: '${type}'`).join(', ') + '}';
const select = `SELECT * FROM read_json('${out}/works.jsonl', format='newline_delimited', columns=${spec})`;
async function duck(name, options, query = select) {
  const path = `${out}/${name}.parquet`;
  if (existsSync(path)) unlinkSync(path);
  await db.run(`COPY (${query}) TO '${path}' (FORMAT parquet, ${options})`);
}
await db.run('SET threads = 1');
await duck('duckdb_snappy', 'COMPRESSION snappy');
await duck('duckdb_zstd_v2', 'COMPRESSION zstd, PARQUET_VERSION V2');
await duck('duckdb_gzip', 'COMPRESSION gzip');
await duck('duckdb_plain', 'COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1');
await duck('duckdb_v2_no_dictionary', 'COMPRESSION zstd, PARQUET_VERSION V2, DICTIONARY_SIZE_LIMIT 1');
await duck('duckdb_text_time', 'COMPRESSION zstd', `SELECT * REPLACE (strftime(updated_date, '%Y-%m-%dT%H:%M:%S.%f') AS updated_date) FROM (${select})`);
await duck('duckdb_nanos', 'COMPRESSION zstd', `SELECT * REPLACE (updated_date::TIMESTAMP_NS AS updated_date, publication_year::BIGINT AS publication_year) FROM (${select})`);

// --------------------------------------------- the Rust writer, by way of arrow
const { Field, Struct, List, Utf8, Int32, Bool, Float64, TimestampMillisecond, vectorFromArray, Table, tableToIPC } = arrow;
const struct = (members) => new Struct(Object.entries(members).map(([name, type]) => new Field(name, type, true)));
const list = (name, type) => new List(new Field(name, type, true));
const node = () => struct({ id: new Utf8(), display_name: new Utf8() });
const types = (item) => ({
  id: new Utf8(), title: new Utf8(), publication_year: new Int32(), type: new Utf8(),
  authorships: list(item, struct({ author_position: new Utf8(), countries: list(item, new Utf8()),
    institutions: list(item, struct({ id: new Utf8(), country_code: new Utf8() })) })),
  primary_topic: struct({ id: new Utf8(), display_name: new Utf8(), score: new Float64(), subfield: node(), field: node(), domain: node() }),
  primary_location: struct({ is_oa: new Bool(), source: struct({ id: new Utf8(), type: new Utf8() }) }),
  is_paratext: new Bool(), is_retracted: new Bool(), is_xpac: new Bool(), updated_date: new TimestampMillisecond(),
});
function rust(name, item, properties) {
  const vectors = Object.entries(types(item)).map(([column, type]) => [column, vectorFromArray(works.map((w) =>
    column === 'updated_date' && w[column] ? Date.parse(w[column].slice(0, 23) + 'Z') : w[column]), type)]);
  const table = parquet.Table.fromIPCStream(tableToIPC(new Table(Object.fromEntries(vectors)), 'stream'));
  writeFileSync(`${out}/${name}.parquet`, parquet.writeParquet(table, properties.build()));
}
const { WriterPropertiesBuilder, WriterVersion, Compression, Encoding, EnabledStatistics } = parquet;
const properties = () => new WriterPropertiesBuilder().setStatisticsEnabled(EnabledStatistics.None);
rust('rust_v1_groups', 'element', properties().setWriterVersion(WriterVersion.V1).setCompression(Compression.SNAPPY).setMaxRowGroupSize(32));
rust('rust_v2_groups', 'item', properties().setWriterVersion(WriterVersion.V2).setCompression(Compression.ZSTD).setMaxRowGroupSize(25));
rust('rust_v2_delta', 'item', properties().setWriterVersion(WriterVersion.V2).setCompression(Compression.SNAPPY).setDictionaryEnabled(false));
rust('rust_v1_lengths', 'array', properties().setWriterVersion(WriterVersion.V1).setCompression(Compression.GZIP).setDictionaryEnabled(false)
  .setColumnEncoding('id', Encoding.DELTA_LENGTH_BYTE_ARRAY).setColumnEncoding('type', Encoding.DELTA_BYTE_ARRAY)
  .setDataPageSizeLimit(300).setWriteBatchSize(8));
