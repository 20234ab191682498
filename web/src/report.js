// SPDX-License-Identifier: Apache-2.0
// Draws the figures of a report from the answers it carries. Each figure is a column of an answer: lines where the answer tells
// years apart, else one bar or interval a row. The table below a figure has all; what a chart leaves out, it says.
import { CustomChart, LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { SVGRenderer } from 'echarts/renderers'
import { draw, settings } from './chart.js'
import { h } from './dom.js'
import { known, number, rank, real, share } from './format.js'
import { intervals } from './intervals.js'
import { column, lines, provisionalYears, yearsOf } from './lines.js'

echarts.use([CustomChart, LineChart, ScatterChart, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, LabelLayout, SVGRenderer])
settings.renderer = 'svg'   // sharp on paper

const most = 8, mostRows = 24
const words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']

const formatOf = info => info.unit === 'share' ? value => share(value) : info.type === 'integer' ? value => number(value) : real

// The texts by which rows differ; a name goes before its code.
function keysOf(answer) {
    const texts = answer.columns.filter(c => c.type === 'text' && !['year', 'flag'].includes(c.name))
        .filter(c => new Set(answer.rows.map(row => row[c.name])).size > 1)
    return texts.filter(c => !texts.some(other => other.name === `${c.name}_name`)).map(c => c.name)
}

// The table does not name the country of a row, but it may be the partner of another.
function nameIn(answer, row, key) {
    if (key !== 'country') return row[key]
    return answer.rows.find(other => other.partner === row.country)?.partner_name ?? row.country
}

const nameOf = (answer, row, keys) => keys.map(key => nameIn(answer, row, key)).filter(Boolean).join(' – ')

function groups(answer, keys) {
    const found = new Map()
    for (const row of answer.rows) {
        const name = nameOf(answer, row, keys)
        if (!found.has(name)) found.set(name, [])
        found.get(name).push(row)
    }
    return [...found].map(([name, rows]) => ({ name, rows }))
}

const flagsOf = rows => Object.fromEntries(rows.filter(r => r.flag && r.flag !== 'provisional').map(r => [r.year, r.flag.split(/[ ,]/)[0]]))

// Both sides of a pair have the same works: one line is enough.
function distinct(series, name) {
    const seen = new Set()
    return series.filter(one => {
        const key = JSON.stringify(one.rows.map(row => [row.year, row[name]]))
        return !seen.has(key) && seen.add(key)
    })
}

function overYears(answer, info, title) {
    const years = yearsOf(answer.rows), name = info.name, format = formatOf(info)
    const all = distinct(groups(answer, keysOf(answer)), name), shown = all.slice(0, most)
    const ranks = /^rank/.test(name), provisional = provisionalYears({ meta: { warnings: answer.notes } })
    const of = (rows, which) => rows.some(row => known(row[which])) ? column(rows, years, which) : undefined
    return {
        left: all.length - shown.length, what: 'lines', label: `${title}, ${years[0]} to ${years.at(-1)}.`,
        keys: shown.length > 1 && shown.map((one, i) => [one.name, words[i]]),
        chart: (t, width) => lines(t, width, {
            years, provisional, format, names: false, inverse: ranks, min: ranks ? 1 : 0,
            neutral: /^ric(_reverse)?$/.test(name) ? { value: .5, name: 'as sizes explain: 0.5' } : undefined,
            max: /^ric/.test(name) ? value => Math.max(.6, value.max) : undefined,
            lines: shown.map((one, i) => ({
                name: shown.length > 1 ? one.name : info.title, colour: t.series[i], values: column(one.rows, years, name),
                low: of(one.rows, `${name}_low`), high: of(one.rows, `${name}_high`), flags: shown.length === 1 ? flagsOf(one.rows) : undefined,
                text: ranks ? years.map(year => rank(one.rows.find(row => Number(row.year) === year) ?? {}, name)) : undefined,
            })),
        }),
    }
}

function byRow(answer, info, title) {
    const name = info.name, keys = keysOf(answer), shown = answer.rows.slice(0, mostRows)
    return {
        left: answer.rows.length - shown.length, what: 'rows', tall: shown.length > 8, label: `${title}.`,
        chart: (t, width) => intervals(t, width, {
            format: formatOf(info), min: 0, neutral: /^ric/.test(name) ? { value: .5, name: '0.5' } : undefined,
            rows: shown.map(row => ({ name: nameOf(answer, row, keys) || String(row.year ?? ''), value: row[name], low: row[`${name}_low`], high: row[`${name}_high`],
                missing: row.reasons?.[name] })),
        }),
    }
}

// Paper is not as wide as the window: a drawing that knows its own size can be scaled to it.
function scalable(place) {
    const svg = place.querySelector('svg')
    svg?.setAttribute('viewBox', `0 0 ${svg.getAttribute('width')} ${svg.getAttribute('height')}`)
}

const data = JSON.parse(document.getElementById('data').textContent)
for (const place of document.querySelectorAll('.drawing')) {
    const figure = data.figures[Number(place.dataset.figure)], answer = data.answers[figure.answer]
    const info = answer.columns.find(c => c.name === figure.column)
    const perYear = new Set(answer.rows.map(row => row.year)).size > 1 && answer.rows.every(row => known(row.year))
    if (!answer.rows.some(row => known(row[info.name]))) {
        place.replaceWith(h('p', { class: 'missing' }, 'Nothing to draw: the table below says why.'))
        continue
    }
    const plan = (perYear ? overYears : byRow)(answer, info, figure.title)
    if (plan.tall) place.classList.add('tall')
    place.setAttribute('role', 'img')
    place.setAttribute('aria-label', `${plan.label} The table below has the numbers.`)
    if (plan.keys) place.before(h('p', { class: 'keys' }, plan.keys.map(([name, colour]) => h('span', {}, h('span', { class: `key ${colour}` }), name))))
    if (plan.left > 0) place.after(h('p', { class: 'note' }, `The chart has the first ${plan.what}; ${plan.left} more are in the table.`))
    draw(place, (t, width) => {
        requestAnimationFrame(() => scalable(place))
        return plan.chart(t, width)
    })
}
addEventListener('beforeprint', () => document.querySelectorAll('.drawing').forEach(scalable))
document.documentElement.dataset.drawn = ''
