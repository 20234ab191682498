// SPDX-License-Identifier: Apache-2.0
// A country over time: how its links divide among partners, what moved, how international it is, and whose profile is like it.
import { attempt } from '../api.js'
import { tip, tooltip, valueAxis, yearAxis } from '../chart.js'
import * as controls from '../controls.js'
import { h } from '../dom.js'
import { emptyState, figure } from '../figure.js'
import { change, known, number, share } from '../format.js'
import { intervals } from '../intervals.js'
import { column, lines, provisionalYears, yearsOf } from '../lines.js'
import { cubeInfo, nameOf } from '../site.js'

const columns = ['year', 'partner', 'partner_name', 'share_of_links', 'change', 'works', 'rank', 'rank_low', 'rank_high', 'profile_similarity', 'profile_cosine']
const isCountry = row => row.partner !== 'OTH'

// Shares of links add to 1, so they may be stacked; whoever is not among the first is "others".
function mixFigure(yearly, top) {
    const years = yearsOf(yearly.data), first = top.slice(0, 7)
    const of = code => column(yearly.data.filter(r => r.partner === code), years, 'share_of_links').map(value => value ?? 0)
    const parts = first.map(one => ({ name: one.partner_name, values: of(one.partner) }))
    const others = { name: 'all others', values: years.map((_, i) => Math.max(0, 1 - parts.reduce((sum, p) => sum + p.values[i], 0))) }
    const keys = ['one', 'two', 'three', 'four', 'five', 'six', 'seven']
    return figure({ id: 'mix', title: 'How its links divide', note: 'A link is a work and a partner in it; shares add to 100 %.', answer: yearly, columns, wide: true, size: 'tall',
        rows: yearly.data.filter(r => first.some(f => f.partner === r.partner)), keys: [...parts.map((p, i) => [p.name, keys[i]]), ['all others', 'rest']],
        label: parts.map(p => `${p.name} ${share(p.values[0])} in ${years[0]}, ${share(p.values.at(-1))} in ${years.at(-1)}`).join('; '),
        chart: t => ({
            grid: { left: 4, right: 14, top: 10, bottom: 4, containLabel: true },
            tooltip: tooltip(t, { trigger: 'axis', formatter: ([p]) => tip(years[p.dataIndex], [...parts, others].map((one, i) => [one.name, share(one.values[p.dataIndex]), t.series[i] ?? t.line])) }),
            xAxis: yearAxis(t, years), yAxis: valueAxis(t, value => share(value, 0), { max: 1, interval: .25 }),
            series: [...parts, others].map((one, i) => ({ type: 'line', stack: 'all', name: one.name, data: one.values, symbol: 'none', lineStyle: { width: 1, color: t.ground }, areaStyle: { opacity: 1 }, color: i < parts.length ? t.series[i] : t.line })),
        }) })
}

function movesFigure(yearly) {
    const years = yearsOf(yearly.data), settled = years.filter(y => !provisionalYears(yearly).includes(y)).at(-1) ?? years.at(-1)
    const rows = yearly.data.filter(r => isCountry(r) && Number(r.year) === settled && known(r.change)).sort((a, b) => Math.abs(b.change) - Math.abs(a.change)).slice(0, 14).sort((a, b) => b.change - a.change)
    return figure({ id: 'moves', title: `What moved most, ${years[0]} to ${settled}`, note: 'Change of the part of all links, in percentage points.', answer: yearly, columns, rows, size: 'list',
        empty: !rows.length && 'Change needs two years at least.', label: rows.map(r => `${r.partner_name} ${change(r.change)}`).join(', '),
        chart: (t, width) => intervals(t, width, { format: change, neutral: { value: 0 }, rows: rows.map(r => ({ name: r.partner_name, value: r.change, low: Math.min(0, r.change), high: Math.max(0, r.change), colour: r.change > 0 ? t.one : t.two, text: `${share(r.share_of_links)} now` })) }) })
}

function likeFigure(all) {
    const rows = all.data.filter(r => isCountry(r) && known(r.profile_similarity) && r.works > 0).sort((a, b) => b.profile_similarity - a.profile_similarity).slice(0, 14)
    return figure({ id: 'like', title: 'Whose profile is like it', note: '1 is the same mix of partners, 0 nothing in common; both countries are taken out of the comparison.', answer: all, columns, rows, size: 'list',
        empty: !rows.length && 'No profile to compare with.', label: rows.slice(0, 5).map(r => r.partner_name).join(', '),
        chart: (t, width) => intervals(t, width, { format: value => number(value, 3), scale: true, rows: rows.map(r => ({ name: r.partner_name, value: r.profile_similarity, colour: t.three })) }) })
}

// One country's own row a year: its place in the world.
function ownFigures(own, name) {
    if (own.problem) return [figure({ id: 'own', title: 'Its place in the world', answer: own })]
    const rows = own.data, years = yearsOf(rows), provisional = provisionalYears(own)
    const one = (id, title, note, measure, format, more = {}) => figure({ id, title, note, answer: own, rows, columns: ['year', 'country', measure, 'works', 'international', 'links', 'coverage'],
        empty: rows.every(r => !known(r[measure])) && `${title} is not in these data: published pair counts have works of two or more countries only.`, label: `${title} of ${name}: ${format(rows.at(-1)?.[measure])} in ${years.at(-1)}.`,
        chart: (t, width) => lines(t, width, { years, provisional, format, names: false, min: 0, lines: [{ name: title, values: column(rows, years, measure), colour: t.one, ...more }] }) })
    return [one('international', 'International works', 'Works with at least one other country.', 'international', value => number(value)),
        one('openness', 'International part of its works', 'How much of what it publishes has another country in it.', 'international_share', share)]
}

export async function profile(params) {
    const { country = 'NO', cube } = params
    const info = await cubeInfo(cube), lens = controls.lens(params, info), options = { country, ...lens }
    const [name, bar, all, yearly, own] = await Promise.all([nameOf(country, cube),
        Promise.all([controls.place('country', 'Country or group', country, cube), controls.years(lens.years, cube), controls.subject(params, cube), controls.counting(params, cube)]).then(parts => controls.bar(parts.filter(Boolean))),
        attempt('profile', options), attempt('profile', { ...options, each: 'year' }), attempt('rank', { ...lens, each: 'year', among: country })])
    const title = h('h1', {}, `Profile of ${name}`), bad = [all, yearly].find(a => a.problem)
    if (bad) return [title, bar, emptyState(bad.problem, 'This can’t be asked so')]
    const top = all.data.filter(isCountry)
    if (!top.length) return [title, bar, emptyState('No links with anyone in the years and subjects looked at.')]
    return [title, bar,
        h('p', { class: 'lead' }, `${lens.years.replace('-', '–')}: `, h('strong', {}, share(top.slice(0, 5).reduce((sum, r) => sum + r.share_of_links, 0), 0)), ` of the links of ${name} go to five partners: ${top.slice(0, 5).map(r => r.partner_name).join(', ')}.`),
        h('h2', { class: 'unseen' }, 'What it is made of'), h('div', { class: 'figures' }, mixFigure(yearly, top), movesFigure(yearly), likeFigure(all), ownFigures(own, name))]
}
