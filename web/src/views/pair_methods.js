// SPDX-License-Identifier: Apache-2.0
// Whether the conclusion stays when works are counted otherwise: the yearly change under each way of counting.
import { figure } from '../figure.js'
import { change, known } from '../format.js'
import { intervals } from '../intervals.js'
import { attemptWith } from '../site.js'

const ways = [
    ['Full counts', {}, []],
    ['Shared among countries', { count: 'country' }, ['hasSets']],
    ['Shared among authors', { count: 'author' }, ['hasSets', 'hasShares']],
    ['Only works of the two', { 'bilateral-only': true }, ['hasSets']],
    ['At most ten countries', { 'max-countries': 10 }, ['hasSets']],
    ['In journals only', { kind: 'journal' }, ['hasSets']],
    ['All document types', { kind: 'all' }, ['hasSets']],
]

const colourOf = (direction, t) => /rising/.test(direction) ? t.good : /falling/.test(direction) ? t.bad : t.soft

const directionOf = one => one.row.direction || 'no direction can be told'

// One measure: rows of ways, each with the whole cleaned series' change a year.
function one(measure, title, answers) {
    const rows = answers.map(({ name, answer }) => {
        const all = answer.problem ? [] : answer.data.filter(r => r.measure === measure && r.segment === 'whole')
        const row = all.find(r => r.series === 'cleaned') ?? all[0]
        return { name, row, value: row?.annual_change, low: row?.annual_change_low, high: row?.annual_change_high, text: row && directionOf({ row }), missing: answer.problem?.message }
    })
    const told = rows.filter(r => known(r.value)), directions = [...new Set(told.map(directionOf))]
    const first = answers[0].answer
    if (first.problem) return figure({ id: `ways-${measure}`, title, answer: first })
    return figure({
        id: `ways-${measure}`, title, answer: { ...first, data: told.map(r => ({ ...r.row, series: r.name })) },
        note: `${directions.length === 1 ? `${told.length === 1 ? 'The one way' : `All ${told.length} ways`} of counting that these data allow say${told.length === 1 ? 's' : ''}: ${directions[0]}.` : `${told.length} ways of counting: ${directions.map(d => `${told.filter(r => directionOf(r) === d).length} say ${d}`).join(', ')}.`}${
            told.length < rows.length ? ` ${rows.length - told.length} can’t be told from these data.` : ''}`,
        columns: ['series', 'from_year', 'to_year', 'annual_change', 'annual_change_low', 'annual_change_high', 'direction'],
        empty: !told.length && 'Too few years for a direction.',
        label: told.map(r => `${r.name}: ${change(r.value)} a year`).join('; '),
        chart: (t, width) => intervals(t, width, { format: change, neutral: { value: 0 }, rows: rows.map(r => ({ ...r, colour: colourOf(r.text ?? '', t) })) }),
    })
}

export async function methods(info, options) {
    const answers = await Promise.all(ways.map(async ([name, way, needs]) => ({ name, answer: await attemptWith(info, needs, 'trend', {
        ...options, count: undefined, kind: undefined, ...way, measure: 'works,share_of_international' }) })))
    return [one('works', 'Joint works, change a year', answers), one('share_of_international', 'Part of international works, change a year', answers)]
}
