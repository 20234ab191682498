// SPDX-License-Identifier: Apache-2.0
// The world: which countries are largest, how their shares move, and who leads each area.
import { attempt } from '../api.js'
import { bars } from '../bars.js'
import * as controls from '../controls.js'
import { h } from '../dom.js'
import { emptyState, figure, sentence } from '../figure.js'
import { known, number, rank, share } from '../format.js'
import { column, lines, provisionalYears, yearsOf } from '../lines.js'
import { attemptWith, cubeInfo } from '../site.js'
import { go, link } from '../state.js'

const columns = ['year', 'subject_name', 'country', 'country_name', 'rank', 'rank_low', 'rank_high', 'works', 'world_share', 'world_share_country', 'world_share_author', 'international', 'international_share', 'links', 'coverage']
const isCountry = row => row.country !== 'OTH'

// Output where it is known; else works of several countries, which is all that published pair counts have.
const measureOf = rows => rows.some(r => known(r.works)) ? 'works' : 'international'

function rankedFigure(params, answer) {
    const measure = measureOf(answer.data), rows = answer.data.filter(r => isCountry(r) && known(r[measure])).slice(0, 20)
    return figure({ id: 'ranked', title: measure === 'works' ? 'Countries by works' : 'Countries by internationally co-authored works', note: 'In brackets: between which places each could as well stand (95 %). Choose a bar to see the country’s partners.', answer, columns, size: 'list',
        label: rows.slice(0, 5).map(r => `${rank(r)} ${r.country_name}`).join(', '), onpick: p => rows[p.dataIndex] && go(link('partners', { country: rows[p.dataIndex].country, years: params.years, cube: params.cube })),
        chart: (t, width) => bars(t, width, { format: value => number(value), rows: rows.map(r => ({ name: r.country_name, value: r[measure], text: `(${rank(r)})` })) }) })
}

function overTime(yearly, top, { id, title, note, measure, format, wide }) {
    if (yearly.problem) return figure({ id, title, answer: yearly })
    const years = yearsOf(yearly.data), of = code => yearly.data.filter(r => r.country === code)
    const all = top.slice(0, 8), has = all.some(one => of(one.country).some(r => known(r[measure])))
    const why = yearly.data.find(r => r.reasons?.[measure])?.reasons[measure]
    return figure({ id, title, note, answer: yearly, columns, rows: yearly.data.filter(r => all.some(a => a.country === r.country)), size: 'tall', wide,
        empty: !has && sentence(`undefined: ${why ?? 'no such numbers'}`), label: all.map(one => `${one.country_name} ${format(of(one.country).at(-1)?.[measure])} in ${years.at(-1)}`).join(', '),
        chart: (t, width) => lines(t, width, { years, format, provisional: provisionalYears(yearly), min: 0, lines: all.map(one => ({ name: width < 500 ? one.country : one.country_name, values: column(of(one.country), years, measure) })) }) })
}

// Who is first in each area, by how much, and whether the order is firm.
function leadersFigure(areas, year) {
    if (areas.problem) return figure({ id: 'leaders', title: 'Who leads each area', answer: areas, wide: true })
    const names = [...new Map(areas.data.map(r => [r.subject, r.subject_name]))]
    const of = subject => areas.data.filter(r => r.subject === subject && isCountry(r)).slice(0, 3)
    return figure({ id: 'leaders', title: `Who leads each area, ${year}`, wide: true, answer: areas, columns, note: 'The three countries with most works, with their part of the world’s works of known country. “Firm” says that no other could as well be first.',
        body: h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Who leads each area' }, h('table', {}, h('thead', {}, h('tr', {}, ['Area', 'First', 'Second', 'Third', ''].map(text => h('th', { scope: 'col' }, text)))),
            h('tbody', {}, names.map(([subject, name]) => {
                const rows = of(subject)
                return h('tr', {}, h('th', { scope: 'row' }, name), [0, 1, 2].map(i => h('td', {}, rows[i] ? [rows[i].country_name, ' ', h('span', { class: 'soft' }, share(rows[i].world_share))] : '–')),
                    h('td', { class: 'soft' }, rows[0]?.rank_high === 1 ? 'firm' : `1–${rows[0]?.rank_high ?? '?'}`))
            })))) })
}

export async function world(params) {
    const { cube } = params
    const info = await cubeInfo(cube), lens = controls.lens(params, info)
    const yearly = await attempt('rank', { ...lens, each: 'year' })
    const bar = controls.bar((await Promise.all([controls.years(lens.years, cube), controls.subject(params, cube), controls.counting(params, cube)])).filter(Boolean))
    const title = h('h1', {}, 'The world')
    if (yearly.problem) return [title, bar, emptyState(yearly.problem, 'This can’t be asked so')]
    const years = yearsOf(yearly.data), settled = years.filter(y => !provisionalYears(yearly).includes(y)).at(-1) ?? years.at(-1)
    const one = { ...lens, years: String(settled) }
    const [latest, areas] = await Promise.all([attempt('rank', one), attemptWith(info, ['hasSubjects'], 'rank', { ...one, each: lens.area || lens.topic || lens.subject ? 'field' : 'area' })])
    if (latest.problem || !latest.data.length) return [title, bar, emptyState('No works in the years and subjects looked at.')]
    const top = latest.data.filter(isCountry), measure = measureOf(top)
    return [title, bar,
        h('p', { class: 'lead' }, `In ${settled}, `, h('strong', {}, top[0].country_name), ` had most ${measure === 'works' ? 'works' : 'internationally co-authored works'} (${number(top[0][measure])})`,
            top[1] ? `, before ${top[1].country_name} (${number(top[1][measure])})${top[2] ? ` and ${top[2].country_name} (${number(top[2][measure])})` : ''}` : '', '.'),
        h('h2', { class: 'unseen' }, 'Who is largest'), h('div', { class: 'figures' }, rankedFigure(params, latest),
            overTime(yearly, top, { id: 'shares', title: 'Shares of the world over time', note: 'Of works with a known country; every country of a work counts 1, so shares add to more than 100 %.', measure: 'world_share', format: share }),
            overTime(yearly, top, { id: 'counts', title: measure === 'works' ? 'Works per year' : 'Internationally co-authored works per year', measure, format: value => number(value) }),
            overTime(yearly, top, { id: 'author-shares', title: 'Shares when works are shared among authors', note: 'Each work’s one unit is divided; shares add to 100 % at most.', measure: 'world_share_author', format: share }),
            leadersFigure(areas, settled))]
}
