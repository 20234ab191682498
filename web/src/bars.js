// SPDX-License-Identifier: Apache-2.0
// Ranked bars: names, lengths from zero, and at each end the number and what else there is to say of it.
import { tip, tooltip } from './chart.js'

/* rows: [{name, value, text, colour}]; text stands behind the number. */
export function bars(t, width, { rows, format }) {
    const left = Math.min(width * .36, 15 + 7.2 * Math.max(...rows.map(row => row.name.length)))
    return {
        grid: { left, right: width < 500 ? 98 : 130, top: 2, bottom: 4 },
        tooltip: tooltip(t, { trigger: 'item', formatter: p => tip(rows[p.dataIndex].name, [[rows[p.dataIndex].text ?? '', format(rows[p.dataIndex].value)]]) }),
        xAxis: { type: 'value', min: 0, max: 'dataMax', show: false },
        yAxis: { type: 'category', inverse: true, data: rows.map(row => row.name), axisTick: { show: false }, axisLine: { show: false },
            axisLabel: { color: t.ink, fontSize: 12.5, width: left - 10, overflow: 'truncate', interval: 0 } },
        series: [{ type: 'bar', barWidth: '58%', data: rows.map(row => ({ value: row.value, itemStyle: { color: row.colour ?? t.one, borderRadius: [0, 2, 2, 0] } })),
            label: { show: true, position: 'right', color: t.ink, fontSize: 12, formatter: p => `${format(rows[p.dataIndex].value)}  {soft|${rows[p.dataIndex].text ?? ''}}`, rich: { soft: { color: t.soft, fontSize: 12 } } } }],
    }
}
