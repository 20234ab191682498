// SPDX-License-Identifier: Apache-2.0
// A battery from mine to road, in two scenarios side by side: where it comes from, what it emits at each stage and place, how
// much of it hangs on one place, and which numbers that rests on.
import { attempt } from '../api.js'
import { bars } from '../bars.js'
import { tip, tooltip } from '../chart.js'
import * as controls from '../controls.js'
import { h } from '../dom.js'
import { emptyState, figure } from '../figure.js'
import { known, number, real, share } from '../format.js'
import { intervals } from '../intervals.js'
import { nameOf } from '../site.js'
import { changed, go } from '../state.js'

const sides = { a: 'A', b: 'B' }
const stages = ['refining', 'cathode', 'anode', 'cell', 'pack']
const stageOrder = ['mining', 'recycling', 'refining', 'materials', 'parts', 'cathode', 'anode', 'cell', 'pack', 'car', 'driving']
const places = ['NO', 'SE', 'FI', 'DE', 'FR', 'PL', 'HU', 'CN', 'KR', 'JP', 'US']
const chemistries = ['NMC111', 'NMC622', 'NMC811', 'LFP']
const units = { pack: 'a kWh of pack', delivered: 'a kWh delivered over life', vehicle: 'a car', km: 'a km driven' }
const first = { a_cell: 'NO', a_pack: 'NO', a_drive: 'NO' }   // what is shown where the address says nothing

// Below a kilogram, grams: a km driven weighs little.
const weigh = size => value => Math.abs(size) < 1 ? `${real(1000 * value)} g` : `${real(value)} kg`

/* ------------------------------------------------------------- the scenarios */

// What the address says of a side, as options of the chain's questions.
function optionsOf(params, side) {
    const of = name => params[`${side}_${name}`]
    return {
        chemistry: params.chemistry, unit: params.unit, make: stages.filter(of).map(stage => `${stage}=${of(stage)}`),
        drive: of('drive'), grid: of('grid') && `CN=${of('grid')}g`, recycle: of('recycle') && `${of('recycle')}%`,
    }
}

// The same as the other side of a comparison: "make:cell=CN".
const against = options => Object.entries(options).filter(([name]) => !['chemistry', 'unit'].includes(name))
    .flatMap(([name, value]) => [value].flat().filter(Boolean).map(one => `${name}:${one}`))

function slider(name, title, value, { max, step, unit, none }) {
    const shown = h('output', {}, value ? `${value} ${unit}` : none)
    const input = h('input', { type: 'range', min: 0, max, step, name, 'aria-valuetext': value ? `${value} ${unit}` : none, oninput: () => { shown.textContent = `${input.value} ${unit}` },
        onchange: () => go(changed({ [name]: input.value, open: undefined })) })
    input.value = value ?? 0
    const reset = value && h('button', { type: 'button', 'aria-label': `${title}: as it is`, title: 'As it is', onclick: () => go(changed({ [name]: undefined })) }, '↺')
    return h('label', { class: 'slider' }, h('span', {}, `${title}: `, shown, reset), input)
}

function scenario(params, side, names) {
    const choices = [['', 'As it is'], ...places.map(code => [code, names[code]])]
    const of = name => params[`${side}_${name}`]
    return h('fieldset', { class: `scenario ${side === 'a' ? 'one' : 'two'}` }, h('legend', {}, `Scenario ${sides[side]}`),
        stages.map(stage => controls.select(`${side}_${stage}`, `${stage[0].toUpperCase()}${stage.slice(1)} made in`, of(stage), choices)),
        controls.select(`${side}_drive`, 'Driven in', of('drive'), [['', 'The world'], ...choices.slice(1)]),
        slider(`${side}_grid`, 'Electricity of China', of('grid'), { max: 800, step: 20, unit: 'g CO₂e/kWh', none: 'as it is' }),
        slider(`${side}_recycle`, 'Metals from old batteries', of('recycle'), { max: 90, step: 5, unit: '%', none: 'as it is' }))
}

/* ------------------------------------------------------------------- figures */

const splitOf = (answer, name) => answer.data.filter(row => row.split === name)

// Two bars a row: A and B, from zero on one scale.
function pairOfBars(t, width, rows, format) {
    const base = bars(t, width, { rows: rows.map(r => ({ name: r.name, value: r.a })), format })
    const one = (key, colour) => ({ ...base.series[0], barWidth: '34%', barGap: '15%', color: colour, data: rows.map(r => ({ value: r[key], itemStyle: { borderRadius: [0, 2, 2, 0] } })),
        label: { ...base.series[0].label, formatter: p => format(rows[p.dataIndex][key]) } })
    return { ...base, tooltip: tooltip(t, { trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: ([p]) => tip(rows[p.dataIndex].name, [['A', format(rows[p.dataIndex].a), t.one], ['B', format(rows[p.dataIndex].b), t.two]]) }),
        series: [one('a', t.one), one('b', t.two)] }
}

function splitFigure(a, b, { id, split, title, note, named, most, format }) {
    const names = [...new Set([...splitOf(a, split), ...splitOf(b, split)].map(r => r.name))]
    const value = (answer, name) => splitOf(answer, split).find(r => r.name === name)?.kg_co2e ?? 0
    const all = names.map(name => ({ name: named(name), a: value(a, name), b: value(b, name) }))
    const rows = split === 'stage' ? all : all.sort((x, y) => Math.max(y.a, y.b) - Math.max(x.a, x.b)).slice(0, most)
    return figure({ id, title, note, answer: a, rows: splitOf(a, split), columns: ['name', 'kg_co2e', 'share', 'as_it_is', 'change'], size: 'tall', keys: [['Scenario A', 'one'], ['Scenario B', 'two']],
        label: rows.map(r => `${r.name}: A ${format(r.a)}, B ${format(r.b)}`).join('; '), chart: (t, width) => pairOfBars(t, width, rows, format) })
}

// Who adds the value at each stage: places on the left, stages in the middle, the battery on the right.
function originFigure(answers, names, side) {
    const bad = answers.find(a => a.problem)
    if (bad) return figure({ id: 'origin', title: 'Where its value comes from', answer: bad, wide: true })
    const flows = answers.flatMap(a => a.data.filter(r => r.product && known(r.value_usd) && r.value_usd > 0).map(r => ({ place: r.place, stage: r.stage, value: r.value_usd })))
    const sum = list => list.reduce((total, one) => total + one.value, 0)
    const cells = [...new Set(flows.map(f => f.place))].flatMap(place => [...new Set(flows.map(f => f.stage))].map(stage => ({ place, stage, value: sum(flows.filter(f => f.place === place && f.stage === stage)) })))
        .filter(cell => cell.value > 0)
    const used = stageOrder.filter(stage => cells.some(c => c.stage === stage)), whole = sum(cells)
    return figure({ id: 'origin', title: `Where its value comes from, scenario ${side}`, wide: true, size: 'tall', answer: answers[0], columns: ['stage', 'product', 'place', 'share', 'units', 'unit', 'mass_kg', 'value_usd', 'value_share'],
        note: `Value added in US dollars, by the ${answers.length} places with most of it; the others, and materials without a price, are not drawn, and percentages are of what is. The table has one place at a time.`,
        label: cells.sort((x, y) => y.value - x.value).slice(0, 6).map(c => `${names[c.place] ?? c.place}, ${c.stage}: ${real(c.value)} dollars`).join('; '),
        chart: (t, width) => ({
            tooltip: tooltip(t, { trigger: 'item', formatter: p => p.dataType === 'edge' ? tip(`${p.data.source} → ${p.data.target}`, [['', `$ ${real(p.data.value)}`]]) : tip(p.name, [['', `$ ${real(p.value)}`]]) }),
            series: [{ type: 'sankey', left: 4, right: width < 500 ? 92 : 110, top: 8, bottom: 8, nodeWidth: 12, nodeGap: 10, draggable: false, layoutIterations: 0, emphasis: { focus: 'adjacency' },
                label: { color: t.ink, fontSize: 12.5, formatter: p => p.value / whole < .015 ? '' : `${p.name} ${share(p.value / whole, 0)}` }, lineStyle: { color: 'source', opacity: .35 },
                data: [...[...new Set(cells.map(c => c.place))].map((place, i) => ({ name: names[place] ?? place, itemStyle: { color: t.series[i % 8] } })), ...used.map(stage => ({ name: stage, itemStyle: { color: t.soft } })), { name: 'battery', itemStyle: { color: t.ink } }],
                links: [...cells.map(c => ({ source: names[c.place] ?? c.place, target: c.stage, value: c.value })), ...used.map(stage => ({ source: stage, target: 'battery', value: sum(cells.filter(c => c.stage === stage)) }))] }],
        }) })
}

function compareFigure(answer, format) {
    if (answer.problem) return figure({ id: 'compare', title: 'The same uncertain world for both', answer, wide: true })
    const rows = answer.data.slice(0, 2), last = answer.data.find(r => known(r.a_below_b))
    return figure({ id: 'compare', title: 'The same uncertain world for both', answer, size: 'flat', wide: true,
        note: `Medians and 95 % intervals of a Monte Carlo with the same draws on both sides. Draw by draw, A − B is ${format(last.median)} (${format(last.low)} to ${format(last.high)}); in ${share(last.a_below_b)} of the draws A emits less.`,
        label: rows.map(r => `${r.side}: median ${format(r.median)}, ${format(r.low)} to ${format(r.high)}`).join('; '),
        chart: (t, width) => intervals(t, width, { format, scale: true, rows: rows.map((r, i) => ({ name: `Scenario ${r.side}`, value: r.median, low: r.low, high: r.high, text: r.scenario, colour: [t.one, t.two][i] })) }) })
}

// The tornado: how far each number moves the footprint within its own spread.
function sensitivityFigure(answer, total, format) {
    if (answer.problem) return figure({ id: 'sensitivity', title: 'What scenario A hangs on', answer })
    const rows = answer.data
    return figure({ id: 'sensitivity', title: 'What scenario A hangs on', note: 'Footprint at both ends of each number’s own spread, widest first. The line is the footprint as calculated.', answer, size: 'tall',
        label: rows.slice(0, 5).map(r => `${r.quantity}: ${format(r.low)} to ${format(r.high)}`).join('; '),
        chart: (t, width) => {
            const base = intervals(t, width, { format, scale: true, neutral: { value: total }, rows: rows.map(r => ({ name: r.quantity, value: total, low: r.low, high: r.high, text: `${format(r.low)} to ${format(r.high)} (${r.evidence})`, colour: t.one })) })
            const end = key => ({ type: 'scatter', silent: true, symbolSize: 7, data: rows.map((r, i) => ({ value: [r[key], i], itemStyle: { color: t.one } })) })
            return { ...base, series: [base.series[0], { ...base.series[1], symbolSize: 0, label: { ...base.series[1].label, formatter: p => `±${format(rows[p.dataIndex].swing / 2).replace(/ .*/, '')}` } }, end('low'), end('high')] }
        } })
}

function dependencyFigure(answer, place) {
    if (answer.problem) return figure({ id: 'dependency', title: `Dependency on ${place}`, answer })
    const rows = answer.data.filter(r => r.product)
    const neck = rows.find(r => r.bottleneck === 'yes' || Object.values(r).includes('yes'))
    return figure({ id: 'dependency', title: `How much comes from ${place}, stage by stage`, note: `Scenario A. In brackets: how many suppliers of equal size that is like.${neck ? ` The bottleneck is ${neck.product}.` : ''}`, answer, size: 'list',
        label: rows.map(r => `${r.product} ${share(r.exposure)}`).join(', '),
        chart: (t, width) => bars(t, width, { format: value => share(value, 0), rows: rows.map(r => ({ name: r.product, value: r.exposure, text: `(${number(r.effective_suppliers, 1)})`, colour: r === neck ? t.two : t.one })) }) })
}

/* ---------------------------------------------------------------------- view */

const scenarioKeys = params => Object.keys(params).some(name => /^[ab]_/.test(name))

export async function chain(given) {
    const params = scenarioKeys(given) ? given : { ...given, ...first }
    const a = optionsOf(params, 'a'), b = optionsOf(params, 'b'), title = h('h1', {}, 'The chain of a battery')
    const [footA, footB, origin, compare, sensitivity, dependency, named] = await Promise.all([
        attempt('chain-footprint', { ...a, split: 'stage,place' }), attempt('chain-footprint', { ...b, split: 'stage,place' }), attempt('chain-origin', { ...a, on: 'CN' }),
        attempt('chain-compare', { ...a, against: against(b), draws: 2000 }), attempt('chain-sensitivity', { ...a, top: 14 }), attempt('chain-dependency', { ...a, on: 'CN' }),
        Promise.all(places.map(async code => [code, await nameOf(code, params.cube)]))])
    const names = { ...Object.fromEntries(named), OTH: 'Others' }
    const bad = [footA, footB].find(answer => answer.problem)
    const bar = h('form', { class: 'controls scenarios', 'aria-label': 'Scenarios', onsubmit: event => event.preventDefault() },
        h('div', {}, controls.select('chemistry', 'Cathode', params.chemistry ?? 'NMC622', chemistries.map(c => [c, c])), controls.select('unit', 'Per', params.unit ?? 'pack', Object.entries(units))),
        scenario(params, 'a', names), scenario(params, 'b', names))
    // a choice keeps the scenarios that are shown also where the address did not name them
    if (!scenarioKeys(given)) bar.addEventListener('change', () => history.replaceState(null, '', changed(first)), { capture: true })
    if (bad) return [title, bar, emptyState(bad.problem, 'This can’t be asked so')]
    const most = origin.problem ? [] : origin.data.filter(r => !r.product && r.place !== 'OTH').sort((x, y) => y.value_usd - x.value_usd).slice(0, 7).map(r => r.place)
    const [origins, more] = await Promise.all([origin.problem ? [origin] : Promise.all(most.map(on => attempt('chain-origin', { ...a, on }))), Promise.all(most.map(async code => [code, await nameOf(code, params.cube)]))])
    Object.assign(names, Object.fromEntries(more))
    const wanted = units[params.unit ?? 'pack'], totalOf = answer => splitOf(answer, 'total')[Object.keys(units).indexOf(params.unit ?? 'pack')]?.kg_co2e
    const [totalA, totalB] = [totalOf(footA), totalOf(footB)], last = !compare.problem && compare.data.find(r => known(r.a_below_b))
    const others = await Promise.all([...new Set([...splitOf(footA, 'place'), ...splitOf(footB, 'place')].map(r => r.name))].map(async code => [code, code === 'OTH' ? 'Others' : await nameOf(code, params.cube)]))
    const placeName = Object.fromEntries(others), format = weigh(totalA ?? 1)
    return [title, bar,
        h('p', { class: 'lead' }, `Scenario A emits `, h('strong', {}, `${format(totalA)} CO₂e`), ` for ${wanted}, B `, h('strong', {}, format(totalB)), known(totalA) && known(totalB) && totalB ? `: ${share(Math.abs(totalA / totalB - 1))} ${totalA < totalB ? 'less' : 'more'}. ` : '. ',
            last ? `Over all that is uncertain, A is below B in ${share(last.a_below_b)} of the draws.` : ''),
        h('h2', { class: 'unseen' }, 'Both scenarios'), h('div', { class: 'figures' }, splitFigure(footA, footB, { id: 'by-stage', split: 'stage', title: 'Footprint by stage', named: name => name, format, note: `Of ${wanted}.` }),
            splitFigure(footA, footB, { id: 'by-place', split: 'place', title: 'Footprint by place', most: 10, format, named: code => placeName[code] ?? code, note: 'The ten places with most.' }),
            compareFigure(compare, format), originFigure(origins, names, 'A'), sensitivityFigure(sensitivity, totalA, format), dependencyFigure(dependency, 'China')),
        h('ul', { class: 'notes' }, [...new Set([footA, compare, origin].flatMap(answer => answer.meta?.warnings ?? []))].map(text => h('li', {}, text)))]
}
