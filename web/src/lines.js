// SPDX-License-Identifier: Apache-2.0
// Lines over years: the chart that most figures are. Each line may have a band; flagged years are marked, the last ones that a
// database is still filling stand on a shaded ground; a name stands at the end of its line instead of in a legend.
import { band, tip, tooltip, valueAxis, yearAxis } from './chart.js'

// Where the years are told apart at all, rows of one line in the order of the years.
export function yearsOf(rows) {
    return [...new Set(rows.map(row => Number(row.year)))].sort((a, b) => a - b)
}

export const column = (rows, years, name) => {
    const byYear = new Map(rows.map(row => [Number(row.year), row]))
    return years.map(year => byYear.get(year)?.[name] ?? null)
}

const textWidth = text => text.length * 7.8
const gap = 16   // between names, in pixels

// Names at the ends of lines that lie close together are moved apart, no further than needed.
function separate(chart, all, height) {
    const ends = all.map((line, i) => ({ i, at: line.values.findLastIndex(value => value !== null) })).filter(one => one.at >= 0)
        .map(one => ({ ...one, y: chart.convertToPixel({ seriesIndex: one.i + all.filter(l => l.low).length }, [one.at, all[one.i].values[one.at]])[1] })).sort((a, b) => a.y - b.y)
    const places = ends.map(one => one.y)
    for (let k = 1; k < places.length; k++) places[k] = Math.max(places[k], places[k - 1] + gap)
    for (let k = places.length - 1, limit = height - 14; k >= 0; k--, limit = places[k + 1] - gap) places[k] = Math.min(places[k], limit)
    const bands = all.filter(line => line.low).map(() => ({}))
    const moved = all.map((_, i) => {
        const k = ends.findIndex(one => one.i === i)
        return k < 0 ? {} : { endLabel: { offset: [0, places[k] - ends[k].y] } }
    })
    chart.setOption({ series: [...bands, ...moved] })
}

// A value without neighbours would be a line of no length.
const alone = (values, i) => (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null

/*
 * lines: [{name, values, low, high, colour, flags (year -> text), format}]; options: years, format, neutral {value, name},
 * provisional (years), inverse (ranks), min, max, names (false = no names at the ends).
 */
export function lines(t, width, { years, lines: all, format, neutral, provisional = [], inverse, min, max, names = true, log }) {
    const right = names ? Math.min(width * .4, Math.max(...all.map(l => textWidth(l.name))) + 14) : 14
    const shaded = provisional.filter(year => years.includes(year))
    const colourOf = (line, i) => line.colour ?? t.series[i % t.series.length]
    const few = years.length < 3
    return {
        after: chart => names && all.length > 1 && separate(chart, all, chart.getHeight()),
        grid: { left: 4, right, top: 14, bottom: 4, containLabel: true },
        tooltip: tooltip(t, {
            trigger: 'axis', axisPointer: { type: 'line', lineStyle: { color: t.soft } },
            formatter: points => {
                const i = points[0].dataIndex
                return tip(years[i] + (provisional.includes(years[i]) ? ' (provisional)' : ''), all.map((line, k) => [
                    line.name, (line.text?.[i] ?? format(line.values[i])) + (line.flags?.[years[i]] ? ` (${line.flags[years[i]]})` : ''), colourOf(line, k)]))
            },
        }),
        xAxis: yearAxis(t, years, few ? { boundaryGap: true } : {}),
        yAxis: valueAxis(t, format, { inverse, min, max: max ?? (inverse ? value => Math.max(5, value.max) : undefined), scale: min !== undefined || inverse, type: log ? 'log' : 'value', minInterval: inverse ? 1 : 0 }),
        series: [
            ...all.filter(l => l.low).map(l => band(years, l.low, l.high, colourOf(l, all.indexOf(l)))),
            ...all.map((line, k) => ({
                type: 'line', name: line.name, data: line.values, color: colourOf(line, k), connectNulls: false, z: 3,
                lineStyle: { width: 2.4, type: line.dashed ? 'dashed' : 'solid' }, symbol: (value, p) => line.flags?.[years[p.dataIndex]] ? 'diamond' : 'circle',
                symbolSize: (value, p) => line.flags?.[years[p.dataIndex]] ? 11 : few || alone(line.values, p.dataIndex) ? 6 : 0,
                showAllSymbol: true, showSymbol: true,
                itemStyle: { color: colourOf(line, k), borderColor: t.ground, borderWidth: 1 },
                label: { show: Boolean(line.flags), position: 'top', color: t.soft, fontSize: 12, formatter: p => line.flags?.[years[p.dataIndex]] ? String(years[p.dataIndex]) : '' },
                endLabel: { show: names, formatter: line.name, color: colourOf(line, k), fontSize: 12.5, fontWeight: 600, distance: 6, width: right - 8, overflow: 'truncate' },
                markLine: k === 0 && neutral ? {
                    silent: true, precision: 9, symbol: 'none', data: [{ yAxis: neutral.value }], lineStyle: { color: t.soft, type: [5, 4], width: 1.2 },
                    label: { formatter: neutral.name, position: 'insideStartTop', color: t.soft, fontSize: 12 },
                } : undefined,
                markArea: k === 0 && shaded.length ? {
                    silent: true, itemStyle: { color: t.soft, opacity: .09 },
                    data: [[{ xAxis: String(shaded[0]) }, { xAxis: String(shaded.at(-1)) }]],
                } : undefined,
            })),
        ],
    }
}

// "2022 and 2023 are provisional: ..." as the answer's own warnings say it.
export function provisionalYears(answer) {
    const text = answer.meta.warnings.find(warning => /provisional/.test(warning)) ?? ''
    return (text.split(/ (?:are|is) provisional/)[0].match(/\b\d{4}\b/g) ?? []).map(Number)
}
