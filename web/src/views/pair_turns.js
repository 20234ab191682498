// SPDX-License-Identifier: Apache-2.0
// What changed: direction and turns of the series, with and without its odd years, and which sizes the growth came from.
import { tip, tooltip, valueAxis, yearAxis } from '../chart.js'
import { h } from '../dom.js'
import { figure } from '../figure.js'
import { change, known, real } from '../format.js'
import { column } from '../lines.js'

const titles = { works: 'Joint works', share_of_international: 'Part of international works', share_of_links: 'Part of all links', ric: 'RIC' }

const whole = (rows, measure, series) => rows.find(r => r.measure === measure && r.series === series && r.segment === 'whole')

function describe(rows, measure) {
    const raw = whole(rows, measure, 'raw'), clean = whole(rows, measure, 'cleaned') ?? raw
    if (!clean) return null
    if (!clean.direction) return h('li', {}, h('strong', {}, `${titles[measure] ?? measure}: no direction can be told`), ` (${clean.reasons?.direction ?? 'undefined'}).`)
    const segments = rows.filter(r => r.measure === measure && r.series === clean.series && known(r.turn_year))
    const rawTurns = rows.some(r => r.measure === measure && r.series === 'raw' && known(r.turn_year))
    const turn = segments.length ? ` It turned in ${segments.map(r => r.turn_year).join(' and ')}: ${change(segments.at(-1).annual_change)} a year since.` : ' No turn is better supported than none.'
    const doubt = clean.series === 'cleaned' && Boolean(segments.length) !== rawTurns
        ? ` With the flagged years left in, ${rawTurns ? 'there is a turn' : 'there is none'}: the verdict hangs on ${clean.flagged.split(' ').join(' and ')}.` : ''
    return h('li', {}, h('strong', {}, `${titles[measure] ?? measure}: ${clean.direction}`),
        known(clean.annual_change) ? `, ${change(clean.annual_change)} a year (${change(clean.annual_change_low)} to ${change(clean.annual_change_high)}).` : '.', turn, doubt)
}

function decomposition({ pair, rows, years, first, second }) {
    const parts = [['growth_country', `${first} grew`], ['growth_partner', `${second} grew`], ['growth_world', 'the world grew'], ['growth_preference', 'preference for each other']]
    const last = rows.at(-1)
    return figure({
        id: 'growth', title: 'Where the growth came from', answer: pair, rows,
        note: `Since ${years[0]}, as differences of logarithms: 0.69 is a doubling. Bars add up to the line. A growing world counts against the pair.`,
        columns: ['year', 'growth', ...parts.map(([name]) => name)],
        label: `Growth since ${years[0]} is ${real(last.growth)}, of which ${parts.map(([name, text]) => `${text} ${real(last[name])}`).join(', ')}.`,
        empty: rows.every(r => !known(r.growth)) && 'Growth needs works in the first year looked at.',
        chart: t => ({
            grid: { left: 4, right: 14, top: 14, bottom: 4, containLabel: true },
            tooltip: tooltip(t, { trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: ([p]) => tip(years[p.dataIndex], [
                ['all', real(rows[p.dataIndex].growth), t.ink], ...parts.map(([name, text], i) => [text, real(rows[p.dataIndex][name]), t.series[i]])]) }),
            xAxis: yearAxis(t, years, { boundaryGap: true }), yAxis: valueAxis(t, real),
            series: [...parts.map(([name, text], i) => ({ type: 'bar', stack: 'growth', name: text, data: column(rows, years, name), color: t.series[i], barCategoryGap: '28%' })),
                { type: 'line', data: column(rows, years, 'growth'), color: t.ink, symbolSize: 0, lineStyle: { width: 2 } }],
        }),
        keys: parts.map(([, text], i) => [text, ['one', 'two', 'three', 'four'][i]]),
    })
}

export function turns(view, trend) {
    if (trend.problem) return [figure({ id: 'turns', title: 'Direction and turns', answer: trend, wide: true })]
    const rows = trend.data, said = Object.keys(titles).map(measure => describe(rows, measure)).filter(Boolean)
    return [figure({ id: 'turns', title: 'Direction and turns', answer: trend, note: 'Odd years are set aside before a direction or a turn is looked for.',
        columns: ['measure', 'series', 'segment', 'from_year', 'to_year', 'annual_change', 'annual_change_low', 'annual_change_high', 'direction', 'turn_year', 'delta_bic', 'flagged'],
        body: h('ul', { class: 'notes' }, said.length ? said : h('li', {}, 'Too few years for a direction.'), trend.meta.warnings.filter(w => /stands out|so do/.test(w)).map(w => h('li', {}, w))) }),
    decomposition(view)]
}
