// SPDX-License-Identifier: Apache-2.0
// Values with their intervals, one below the other: a dot and a line through it. Undefined ones keep their place and say why.
import { tip, tooltip, valueAxis } from './chart.js'
import { known } from './format.js'

/* rows: [{name, value, low, high, text, colour, missing}] */
export function intervals(t, width, { rows, format, neutral, log, min, scale = false }) {
    const names = rows.map(row => row.name), left = Math.min(width * .42, 210)
    const line = (params, api) => {
        const row = rows[params.dataIndex]
        if (!known(row.low) || !known(row.high)) return null
        const [a, y] = api.coord([row.low, params.dataIndex]), [b] = api.coord([row.high, params.dataIndex])
        return { type: 'line', shape: { x1: a, y1: y, x2: b, y2: y }, style: { stroke: row.colour ?? t.one, lineWidth: 3, opacity: .45 } }
    }
    return {
        grid: { left, right: 58, top: 6, bottom: 26 },
        tooltip: tooltip(t, { trigger: 'axis', axisPointer: { type: 'none' },
            formatter: ([p]) => tip(names[p.dataIndex], [[rows[p.dataIndex].missing ?? rows[p.dataIndex].text ?? '', format(rows[p.dataIndex].value)]]) }),
        xAxis: valueAxis(t, format, { type: log ? 'log' : 'value', min, scale, splitNumber: width < 500 ? 3 : 5 }),
        yAxis: { type: 'category', data: names, inverse: true, axisTick: { show: false }, axisLine: { show: false },
            axisLabel: { color: t.ink, fontSize: 12.5, width: left - 12, overflow: 'truncate', interval: 0 } },
        series: [
            { type: 'custom', renderItem: line, data: rows.map((row, i) => [known(row.low) ? row.low : null, i, known(row.high) ? row.high : null]),
                encode: { x: [0, 2], y: 1 }, silent: true, z: 2, clip: true }, // the axis holds both ends
            { type: 'scatter', z: 3, symbolSize: 10, data: rows.map((row, i) => ({ value: [known(row.value) ? row.value : null, i], itemStyle: { color: row.colour ?? t.one } })),
                label: { show: true, position: 'right', formatter: p => format(rows[p.dataIndex].value), color: t.ink, fontSize: 12, distance: 8 },
                labelLayout: () => ({ x: width - 4, align: 'right', verticalAlign: 'middle' }),
                markLine: neutral ? { silent: true, precision: 9, symbol: 'none', data: [{ xAxis: neutral.value }], lineStyle: { color: t.soft, type: [5, 4], width: 1.2 },
                    label: { show: Boolean(neutral.name), formatter: neutral.name, color: t.soft, fontSize: 12 } } : undefined },
        ],
    }
}
