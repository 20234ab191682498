// SPDX-License-Identifier: Apache-2.0
// Prints every column of a Parquet file as `test_parquet --print` does, from what DuckDB reads:
//
//     node parquet_duckdb.mjs PACKAGES FILE
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [packages, file] = process.argv.slice(2).map((path) => resolve(path));
const { DuckDBInstance } = createRequire(packages + '/x.js')('@duckdb/node-api');
const db = await (await DuckDBInstance.create(':memory:')).connect();
const rows = async (sql) => (await db.runAndReadAll(sql)).getRows();

// The schema as a tree: the nodes stand in order, with numbers of children.
const flat = (await rows(`SELECT name, type, repetition_type, coalesce(num_children, 0)::INTEGER, coalesce(converted_type, ''),
  coalesce(logical_type::VARCHAR, '') FROM parquet_schema('${file}')`));
function take(path) {
  const [name, type, repetition, children, converted, logical] = flat.shift();
  const node = { name, type, repetition, list: converted === 'LIST' || logical.startsWith('List'), time: /TIMESTAMP|Timestamp/.test(converted + logical),
    nanos: logical.includes('NANOS=NanoSeconds'), path: path.concat(path.length || flat.root ? [name] : []) };
  flat.root = true;
  node.children = Array.from({ length: children }, () => take(node.path));
  return node;
}
const root = take([]);

const mask = (1n << 64n) - 1n;
const text = new TextEncoder(), view = new DataView(new ArrayBuffer(8));
function number(node, value) {
  if (node.type === 'BOOLEAN') return value ? 1n : 0n;
  if (node.type === 'DOUBLE') { view.setFloat64(0, Number(value)); return view.getBigUint64(0); }
  if (node.type !== 'BYTE_ARRAY') return BigInt(value) & mask;
  let hash = 0xCBF29CE484222325n;
  for (const byte of text.encode(value)) hash = ((hash ^ BigInt(byte)) * 0x100000001B3n) & mask;
  return hash;
}

const leaves = new Map();
function declare(node) {
  if (node.children.length) node.children.forEach(declare);
  else leaves.set(node, { values: 0, nulls: 0, hash: 0n });
}
declare(root);
function add(node, value) {
  const sum = leaves.get(node);
  sum.values++;
  sum.hash = ((sum.hash ^ number(node, value)) * 0x9E3779B97F4A7C15n) & mask;
  sum.hash ^= sum.hash >> 32n;
}
const absent = (node) => node.children.length ? node.children.forEach(absent) : leaves.get(node).nulls++;
function walk(node, value) {
  if (value === null || value === undefined) absent(node);
  else if (node.list) value.length ? value.forEach((element) => walk(node.children[0].children[0], element)) : absent(node);
  else if (node.children.length) node.children.forEach((child) => walk(child, value[child.name]));
  else add(node, value);
}

for (const column of root.children) {
  const name = `"${column.name}"`;
  const whole = !column.children.length && column.type !== 'DOUBLE' && column.type !== 'BOOLEAN';
  const value = column.time ? `${column.nanos ? 'epoch_ns' : 'epoch_us'}(${name})::VARCHAR` : whole ? `${name}::VARCHAR` : `to_json(${name})::VARCHAR`;
  for (const [found] of await rows(`SELECT ${value} FROM read_parquet('${file}')`))
    walk(column, found === null ? null : whole || column.time ? found : JSON.parse(found));
}
for (const [node, sum] of leaves)
  console.log([node.path.join('.'), node.type, sum.values, sum.nulls, sum.hash.toString(16).padStart(16, '0')].join('\t'));
