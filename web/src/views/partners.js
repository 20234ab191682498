// SPDX-License-Identifier: Apache-2.0
// The partners of a country: where, how many and how firmly ranked, how their order changed, by area and by group.
import { ask, attempt } from '../api.js'
import { bars } from '../bars.js'
import * as controls from '../controls.js'
import { h } from '../dom.js'
import { emptyState, figure, later } from '../figure.js'
import { known, number, rank, real, share } from '../format.js'
import { heat } from '../heat.js'
import { intervals } from '../intervals.js'
import { column, lines, provisionalYears, yearsOf } from '../lines.js'
import { missingOnMap, worldMap } from '../map.js'
import { attemptWith, cubeInfo, groups, nameOf } from '../site.js'
import { go, link } from '../state.js'

const measures = {
    share_of_international: { title: 'Part of international works', format: share },
    works: { title: 'Joint works', format: value => number(value) },
    ric: { title: 'RIC', format: real },
}

const columns = ['year', 'partner', 'partner_name', 'works', 'rank', 'rank_low', 'rank_high', 'share_of_output', 'share_of_international', 'share_of_links', 'ric', 'ric_low', 'ric_high', 'rank_ric']
const isCountry = row => row.partner !== 'OTH'
const toPair = (params, country) => code => code && go(link('pair', { country, partner: code, years: params.years, area: params.area, cube: params.cube }))

function mapFigure(params, answer, country) {
    const name = measures[params.measure] ? params.measure : 'share_of_international', { title, format } = measures[name]
    const rows = answer.data.filter(isCountry).map(r => ({ code: r.partner, name: r.partner_name, value: r[name], text: known(r.rank) ? `rank ${rank(r)}` : '' }))
    const absent = missingOnMap(rows.map(r => r.code)), names = rows.filter(r => absent.includes(r.code)).map(r => r.name)
    const small = names.length ? ` Too small for this map: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ` and ${names.length - 8} more; the table has them` : ''}.` : ''
    return figure({ id: 'map', title: `${title}, by partner`, note: `Shades follow the square root of the number. Grey: the country itself; palest: no joint works.${small}`, answer, columns, size: 'map', wide: true,
        label: `Map: ${rows.slice(0, 5).map(r => `${r.name} ${format(r.value)}`).join(', ')}.`, empty: !rows.some(r => known(r.value)) && `${title} is undefined for all partners.`,
        onpick: p => answer.data.some(r => r.partner === p.name) && toPair(params, country)(p.name),
        chart: (t, width) => worldMap(t, width, { rows, format, self: country }) })
}

function rankFigure(params, answer, country, size = 20) {
    const rows = answer.data.filter(isCountry).slice(0, size)
    return figure({ id: 'ranked', title: 'Ranked by joint works', note: 'In brackets: between which places each could as well stand (95 %). Choose a bar to see the pair.', answer, columns, rows: answer.data, size: 'list',
        label: rows.slice(0, 5).map(r => `${rank(r)} ${r.partner_name}, ${number(r.works)} works`).join('; '), onpick: p => toPair(params, country)(rows[p.dataIndex]?.partner),
        chart: (t, width) => bars(t, width, { format: value => number(value), rows: rows.map(r => ({ name: r.partner_name, value: r.works, text: `(${rank(r)})` })) }) })
}

function preferenceFigure(answer) {
    const rows = answer.data.filter(r => isCountry(r) && known(r.ric) && known(r.rank_ric)).sort((a, b) => a.rank_ric - b.rank_ric).slice(0, 20)
    return figure({ id: 'preferred', title: 'Preferred beyond size', note: 'Highest RIC with its 95 % interval among partners of whom enough works are expected. 0.5 is what sizes alone would give.', answer, columns, rows, size: 'list',
        empty: !rows.length && 'No partner has enough expected works for a relative measure.', label: rows.slice(0, 5).map(r => `${r.partner_name} ${real(r.ric)}`).join(', '),
        chart: (t, width) => intervals(t, width, { format: real, log: true, neutral: { value: .5 }, rows: rows.map(r => ({ name: r.partner_name, value: r.ric, low: r.ric_low, high: r.ric_high, colour: t.three, text: `${number(r.works)} works` })) }) })
}

// The order of the partners that are first at the end, over the years.
function raceFigure(answer, top) {
    if (answer.problem) return figure({ id: 'race', title: 'Ranks over the years', answer, wide: true })
    const years = yearsOf(answer.data), all = top.slice(0, 8)
    return figure({ id: 'race', title: 'Ranks over the years', note: 'The eight partners with most joint works in all these years. First is at the top; the table has the intervals.', answer, wide: true, size: 'tall',
        columns: ['year', 'partner', 'partner_name', 'works', 'rank', 'rank_low', 'rank_high'], rows: answer.data.filter(r => all.some(a => a.partner === r.partner)),
        label: all.map(one => `${one.partner_name}: rank ${column(answer.data.filter(r => r.partner === one.partner), years, 'rank').at(-1) ?? 'none'} in ${years.at(-1)}`).join('; '),
        chart: (t, width) => lines(t, width, { years, inverse: true, min: 1, format: value => number(value), provisional: provisionalYears(answer), lines: all.map(one => {
            const rows = answer.data.filter(r => r.partner === one.partner)
            return { name: width < 500 ? one.partner : one.partner_name, values: column(rows, years, 'rank'), text: years.map(y => rank(rows.find(r => Number(r.year) === y) ?? {})) }
        }) }) })
}

function areaFigure(answer, top) {
    if (answer.problem) return figure({ id: 'by-area', title: 'By area', answer, wide: true })
    const partners = top.slice(0, 10), areas = [...new Map(answer.data.map(r => [r.subject, r.subject_name]))]
    const of = (partner, area) => answer.data.find(r => r.partner === partner && r.subject === area)
    return figure({ id: 'by-area', title: 'By area', wide: true, answer, columns: ['subject_name', ...columns], note: 'Part of the country’s international works in each area; under it the rank there.',
        body: heat({ caption: 'Part of international works by partner and area', rows: partners.map(p => ({ name: p.partner_name, cells: areas.map(([area]) => {
            const row = of(p.partner, area)
            return { value: row?.share_of_international ?? null, text: share(row?.share_of_international), small: row && known(row.rank) ? rank(row) : '' }
        }) })), columns: areas.map(([, name]) => name) }) })
}

const shown = ['nordic', 'eu', 'europe', 'nato', 'anglo', 'asia', 'east-asia', 'brics']

async function groupFigure(info, options, country) {
    if (!info.hasSets) return figure({ id: 'by-group', title: 'By group', wide: true, answer: await attemptWith(info, ['hasSets']) })
    const [sets, members] = await Promise.all([groups(), ask('groups')])
    const asked = shown.filter(code => sets.some(s => s.code === code))
    const rows = (await Promise.all(asked.map(async code => {
        const inIt = members.data.some(r => r.group === code && r.code === country)
        const answer = await attempt('pair', { ...options, partner: inIt ? `${code}-${country}` : code, top: undefined })
        return answer.problem ? null : { answer, name: sets.find(s => s.code === code).name.replace(/ \(.*|, .*/, '') + (inIt ? ' (others)' : ''), row: answer.data[0] }
    }))).filter(one => one?.row)
    if (!rows.length) return null
    rows.sort((a, b) => b.row.works - a.row.works)
    return figure({ id: 'by-group', title: 'By group', answer: { ...rows[0].answer, data: rows.map(one => one.row) }, columns, wide: true,
        note: 'A work with several members of a group counts once for the group. Groups overlap. CSV has the first group; the table all.', label: rows.map(one => `${one.name} ${number(one.row.works)}`).join(', '),
        chart: (t, width) => bars(t, width, { format: value => number(value), rows: rows.map(one => ({ name: one.name, value: one.row.works, text: share(one.row.share_of_international), colour: t.four })) }) })
}

async function header(params, country, years) {
    const { cube } = params, sets = await groups()
    return controls.bar((await Promise.all([controls.place('country', 'Country or group', country, cube), controls.years(years, cube), controls.subject(params, cube),
        controls.select('among', 'Among', params.among, [['', 'All countries'], ...sets.map(s => [s.code, s.name])]),
        controls.select('measure', 'Map shows', params.measure, Object.entries(measures).map(([key, m], i) => [i ? key : '', m.title])), controls.counting(params, cube)])).filter(Boolean))
}

export async function partners(params) {
    const { country = 'NO', cube, among } = params
    const info = await cubeInfo(cube), lens = controls.lens(params, info), options = { country, ...lens, among }
    const [name, bar, answer, yearly, byArea] = await Promise.all([nameOf(country, cube), header(params, country, lens.years),
        attempt('partners', options), attempt('partners', { ...options, each: 'year' }),
        attemptWith(info, ['hasSubjects'], 'partners', { ...options, each: lens.area || lens.topic || lens.subject ? 'field' : 'area' })])
    const title = h('h1', {}, `Partners of ${name}`)
    if (answer.problem) return [title, bar, emptyState(answer.problem, 'This can’t be asked so')]
    const top = answer.data.filter(isCountry)
    if (!top.length) return [title, bar, emptyState('No joint works with anyone in the years and subjects looked at.')]
    const first = top[0]
    return [title, bar,
        h('p', { class: 'lead' }, `${lens.years.replace('-', '–')}: ${name} published works with `, h('strong', {}, `${top.length} countries or territories`), `, most with ${first.partner_name} (${number(first.works)}), `,
            `${top[1] ? `${top[1].partner_name} (${number(top[1].works)})` : 'nobody else'}${top[2] ? ` and ${top[2].partner_name} (${number(top[2].works)})` : ''}. `,
            known(first.ric) && top.some(r => known(r.rank_ric)) ? ['Beyond size, it prefers ', h('strong', {}, top.find(r => r.rank_ric === 1)?.partner_name ?? '–'), '.'] : ''),
        h('h2', { class: 'unseen' }, 'Who they are'), h('div', { class: 'figures' }, mapFigure(params, answer, country), rankFigure(params, answer, country), preferenceFigure(answer), raceFigure(yearly, top), areaFigure(byArea, top), later('By group', groupFigure(info, { country, ...lens }, country)))]
}
