// SPDX-License-Identifier: Apache-2.0
// Charts drawn in the colours of the page and redrawn when these or the width change. Which parts of ECharts there are, the
// page (parts.js) and the report (report.js) say themselves.
import * as echarts from 'echarts/core'
import { h } from './dom.js'
import { axisOf, known } from './format.js'

export const settings = { renderer: 'canvas' }

export const registerMap = (name, map) => echarts.registerMap(name, map)

const drawn = new Map()   // element -> how to draw it again

export function theme() {
    const style = getComputedStyle(document.documentElement)
    const of = name => style.getPropertyValue(`--${name}`).trim()
    return {
        ink: of('ink'), soft: of('soft'), line: of('line'), ground: of('ground'), panel: of('panel'),
        one: of('one'), two: of('two'), low: of('low'), high: of('high'), good: of('good'), bad: of('bad'),
        series: ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'].map(of),
    }
}

function paint(element, make, onpick) {
    const chart = echarts.getInstanceByDom(element) ??
        echarts.init(element, null, { renderer: settings.renderer, devicePixelRatio: Math.max(2, window.devicePixelRatio) })
    const colours = theme(), { after, ...option } = make(colours, element.clientWidth)
    chart.setOption({
        animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colours.ink },
        ...option,
    }, true)
    after?.(chart)
    if (onpick) {
        chart.off('click')
        chart.on('click', onpick)
    }
}

const resized = new ResizeObserver(entries => {
    for (const { target } of entries) {
        if (!target.clientWidth) continue
        echarts.getInstanceByDom(target)?.resize()
        drawn.get(target)?.()
    }
})

// Draws into the element once it has a size. `make(theme, width)` gives the option.
export function draw(element, make, onpick) {
    drawn.set(element, () => paint(element, make, onpick))
    resized.observe(element)
    return element
}

export function redrawAll() {
    for (const again of drawn.values()) again()
}

// Charts that are not on the page any more give back what they hold.
export function discardLeft() {
    for (const element of [...drawn.keys()].filter(one => !one.isConnected)) {
        resized.unobserve(element)
        echarts.getInstanceByDom(element)?.dispose()
        drawn.delete(element)
    }
}

/* ------------------------------------------------------------ parts of options */

// What is shown at the pointer: a heading and rows of [name, value, colour].
export function tip(heading, rows) {
    return h('div', { class: 'tip' }, h('b', {}, heading), rows.map(([name, value, colour]) => {
        const key = h('span', { class: 'key' })
        if (colour) key.style.background = colour
        return h('div', {}, h('span', {}, colour ? key : '', name), h('span', {}, value))
    }))
}

export const tooltip = (t, more) => ({
    backgroundColor: t.ground, borderColor: t.line, textStyle: { color: t.ink, fontSize: 13 }, confine: true,
    extraCssText: 'box-shadow: 0 4px 16px rgb(0 0 0 / .14)', ...more,
})

export const yearAxis = (t, years, more) => ({
    type: 'category', data: years, boundaryGap: false, axisTick: { show: false }, axisLine: { lineStyle: { color: t.soft } },
    axisLabel: { color: t.soft, fontSize: 12, hideOverlap: true, showMaxLabel: true }, ...more,
})

export const valueAxis = (t, format, more) => ({
    type: 'value', axisLabel: { color: t.soft, fontSize: 12, formatter: axisOf(format), hideOverlap: true }, splitLine: { lineStyle: { color: t.line } },
    splitNumber: 4, ...more,
})

// A filled band between two lines; gaps where either is undefined.
export function band(years, low, high, colour, more = {}) {
    return {
        type: 'custom', silent: true, z: 1, tooltip: { show: false }, data: years.map((year, i) => [i, low[i], high[i]]),
        renderItem: (params, api) => {
            if (params.dataIndex) return null
            const runs = [[]]
            years.forEach((_, i) => known(low[i]) && known(high[i]) ? runs.at(-1).push(i) : runs.at(-1).length && runs.push([]))
            return { type: 'group', children: runs.filter(run => run.length > 1).map(run => ({
                type: 'polygon', style: { fill: colour, opacity: .16 },
                shape: { points: [...run.map(i => api.coord([i, high[i]])), ...run.toReversed().map(i => api.coord([i, low[i]]))] },
            })) }
        },
        encode: { x: 0, y: [1, 2] }, clip: true, ...more,
    }
}
