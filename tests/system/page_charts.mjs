// SPDX-License-Identifier: Apache-2.0
// Charts are functions from rows to options of ECharts, which is not needed to see what they draw.
import assert from 'node:assert/strict'
import { register } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const empty = 'data:text/javascript,'
const resolve = `(name, context, next) => name.startsWith('echarts/') ? { url: '${empty}', shortCircuit: true } : next(name, context)`
register(empty + encodeURIComponent(`export const resolve = ${resolve}`))
globalThis.ResizeObserver = class {}
const load = name => import(pathToFileURL(join(process.argv[2], name)))

/* ------------------------------------------------------------------ evidence */

const { series, mostNamed } = await load('evidence.js')
const pair = { meta: { columns: ['year', 'country', 'partner', 'works', 'ric'].map(name => ({ name })) }, data: [
    { year: 2022, country: 'NO', partner: 'CN', works: 10, ric: 0.3 },
    { year: 2022, country: 'CN', partner: 'NO', works: 10, ric: 0.4 },
    { year: 2022, country: 'NO', partner: 'US', works: 12, ric: 0.5 },
] }
const drawn = (answer, expects) => series(answer, { expects }).map(one => [one.column, one.name, answer.data.filter(one.matches)])
const term = (column, ...rows) => ({ column, rows })

// "ric CN" is of the row in which China is the partner, as the judge reads it, not of that in which it is the country.
assert.deepEqual(drawn(pair, [{ left: term('ric', [null, 'CN']) }]), [['ric', 'CN', [pair.data[0]]]])
assert.deepEqual(drawn(pair, [{ left: term('ric', ['country', 'CN']) }]), [['ric', 'CN', [pair.data[1]]]])
// Both sides of a comparison are drawn, each once, and a year does not choose a row.
assert.deepEqual(drawn(pair, [{ left: term('works', [null, 'CN'], ['year', '2022']), right: term('works', [null, 'US']) }, { left: term('works', [null, 'CN']) }]),
    [['works', 'CN', [pair.data[0]]], ['works', 'US', [pair.data[2]]]])
// Without partners a value is a country; a number and an unknown column are no series.
const countries = { meta: pair.meta, data: [{ country: 'NO', works: 1 }, { country: 'CN', works: 2 }] }
assert.deepEqual(drawn(countries, [{ left: term('works', [null, 'CN']), right: null }, { left: term('nothing', [null, 'CN']) }]), [['works', 'CN', [countries.data[1]]]])
assert.equal(mostNamed([{ column: 'ric' }, { column: 'works' }, { column: 'works' }]), 'works')
assert.equal(mostNamed([{ column: 'ric' }, { column: 'works' }]), 'ric')
assert.equal(mostNamed([]), undefined)

/* ----------------------------------------------------------------- intervals */

const { intervals } = await load('intervals.js')
const option = intervals({}, 600, { format: String, rows: [{ name: 'a', value: 5, low: 2, high: 40 }, { name: 'b', value: null, low: null, high: null }] })
const [bars] = option.series
// The axis takes its extent from what is encoded as x: from both ends, or long bars are cut where the values end.
const onAxis = bars.data.flatMap(row => bars.encode.x.map(i => row[i])).filter(value => value !== null)
assert.deepEqual([Math.min(...onAxis), Math.max(...onAxis)], [2, 40])
const place = { coord: ([x, y]) => [10 * x, 20 * y] }
const { x1, y1, x2, y2 } = bars.renderItem({ dataIndex: 0 }, place).shape
assert.deepEqual([x1, y1, x2, y2], [20, 0, 400, 0])
assert.equal(bars.renderItem({ dataIndex: 1 }, place), null)
console.log('charts draw the rows of their claims, and whole intervals')
