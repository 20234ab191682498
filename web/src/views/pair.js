// SPDX-License-Identifier: Apache-2.0
// Two countries: how much they do together, what it is for each, whether it is more than their sizes explain, where, and what
// changed.
import { ask, attempt } from '../api.js'
import * as controls from '../controls.js'
import { h } from '../dom.js'
import { emptyState, figure, later, sentence } from '../figure.js'
import { known, number, rank, real, share } from '../format.js'
import { intervals } from '../intervals.js'
import { column, lines, provisionalYears, yearsOf } from '../lines.js'
import { attemptWith, cubeInfo, nameOf } from '../site.js'
import { methods } from './pair_methods.js'
import { turns } from './pair_turns.js'

/* ------------------------------------------------------------------ in words */

function lead(view) {
    const { first, second, one, two, year } = view
    if (!one) return h('p', { class: 'lead' }, `No year of this answer has joint works of ${first} and ${second}.`)
    return h('p', { class: 'lead' },
        `In ${year}, ${first} and ${second} published `, h('strong', {}, `${number(one.works)} works together`),
        known(one.share_of_international) ? [': ', h('strong', {}, share(one.share_of_international)), ` of ${first}’s international works and `,
            h('strong', {}, share(two.share_of_international)), ` of ${second}’s`] : '', '. ',
        known(one.rank) ? [`${second} is number `, h('strong', {}, rank(one)), ` among the partners of ${first}; ${first} is number `,
            h('strong', {}, rank(two)), ` among those of ${second}. `] : '',
        known(one.ric) ? `That is ${one.ric_high < .5 ? 'less' : one.ric_low > .5 ? 'more' : 'about as much'} ${one.ric_high < .5 || one.ric_low > .5 ? 'than' : 'as'} their sizes alone would give.` : '')
}

const tile = (value, text, small) => h('div', { class: 'tile' }, h('b', {}, value, small && h('small', {}, ` ${small}`)), h('span', {}, text))

function tiles({ first, second, one, two, year }) {
    if (!one) return null
    return h('div', { class: 'tiles' },
        tile(number(one.works), `joint works in ${year}`, known(one.works_low) && `${number(one.works_low)}–${number(one.works_high)}`),
        tile(share(one.share_of_international), `of ${first}’s international works`, known(one.rank) && `rank ${rank(one)}`),
        tile(share(two.share_of_international), `of ${second}’s international works`, known(two.rank) && `rank ${rank(two)}`),
        tile(real(one.ric), `RIC; 0.5 is neutral`, known(one.ric_low) && `${real(one.ric_low)}–${real(one.ric_high)}`))
}

/* ------------------------------------------------------------------- figures */

const flagsOf = rows => Object.fromEntries(rows.filter(r => r.flag && r.flag !== 'provisional').map(r => [r.year, r.flag.split(/[ ,]/)[0]]))

function worksFigure({ pair, rows, years, provisional, first, second }) {
    const flags = flagsOf(rows), flagged = Object.keys(flags)
    return figure({
        id: 'works', title: 'Joint works per year', answer: pair, rows, wide: true,
        note: flagged.length ? `The band is the 95 % interval of a count. ${flagged.join(' and ')} stand${flagged.length > 1 ? '' : 's'} out from the years beside and ${flagged.length > 1 ? 'are' : 'is'} left out of the cleaned series; the last years are provisional.`
            : 'The band is the 95 % interval of a count. No year stands out from those beside it; the last years are provisional.',
        label: `Joint works of ${first} and ${second}, ${years[0]} to ${years.at(-1)}: from ${number(rows[0].works)} to ${number(rows.at(-1).works)}.`,
        columns: ['year', 'works', 'works_low', 'works_high', 'bilateral', 'expected', 'flag'],
        chart: (t, width) => lines(t, width, { years, provisional, format: value => number(value), names: false, lines: [{
            name: 'Joint works', values: column(rows, years, 'works'), low: column(rows, years, 'works_low'), high: column(rows, years, 'works_high'), flags, colour: t.one,
            text: rows.map(r => known(r.works_low) ? `${number(r.works)} (${number(r.works_low)}–${number(r.works_high)})` : number(r.works)) }] }),
    })
}

// The same measure from either side. Each has its own axis: one country's 10 % is the other's 1 %.
function sides(view, { id, title, note, measure, format, inverse, low, high }) {
    const { pair, rows, others, years, provisional, first, second } = view
    const one = (mine, name, other, colour) => figure({
        id: `${id}-${mine === rows ? 'one' : 'two'}`, title: title(name, other), note, answer: pair, rows: mine,
        label: `${title(name, other)}: ${format(mine[0][measure])} in ${years[0]}, ${format(mine.at(-1)[measure])} in ${years.at(-1)}.`,
        columns: ['year', 'country', 'partner', measure, low, high, 'works', 'international'].filter(Boolean),
        empty: mine.every(r => !known(r[measure])) && sentence(mine.at(-1)?.reasons?.[measure] ?? 'undefined in every year'),
        chart: (t, width) => lines(t, width, { years, provisional, format, inverse, names: false, min: inverse ? 1 : 0, lines: [{
            name: title(name, other), values: column(mine, years, measure), colour: t[colour], low: low && column(mine, years, low), high: high && column(mine, years, high),
            text: inverse && years.map(y => rank(mine.find(r => Number(r.year) === y) ?? {})) }] }),
    })
    return [one(rows, first, second, 'one'), one(others, second, first, 'two')]
}

function ricFigure({ pair, rows, years, provisional, first, second }) {
    return figure({
        id: 'ric', title: 'More or less than their sizes explain', answer: pair, rows, wide: true,
        note: 'Relative intensity of collaboration (RIC) with its 95 % interval. At 0.5 the two work together as much as their sizes alone would give.',
        label: `RIC of ${first} with ${second}: ${real(rows[0].ric)} in ${years[0]}, ${real(rows.at(-1).ric)} in ${years.at(-1)}; 0.5 is neutral.`,
        columns: ['year', 'ric', 'ric_low', 'ric_high', 'ric_reverse', 'affinity', 'rank_ric'],
        empty: rows.every(r => !known(r.ric)) && 'RIC is undefined in every year looked at.',
        chart: (t, width) => lines(t, width, { years, provisional, format: real, names: false, min: 0, neutral: { value: .5, name: 'as sizes explain: 0.5' },
            max: value => Math.max(.6, Math.ceil(value.max * 5) / 5), lines: [{ name: 'RIC', values: column(rows, years, 'ric'), low: column(rows, years, 'ric_low'), high: column(rows, years, 'ric_high'), colour: t.one,
                text: rows.map(r => known(r.ric_low) ? `${real(r.ric)} (${real(r.ric_low)}–${real(r.ric_high)})` : real(r.ric)) }] }),
    })
}

function areaFigures(fields, first, second) {
    if (fields.problem) return [figure({ id: 'areas', title: 'Where they work together', answer: fields, wide: true })]
    const size = 12, byCount = [...fields.data].filter(r => r.works > 0).sort((a, b) => b.works - a.works).slice(0, size)
    const bySpecial = fields.data.filter(r => known(r.specialisation)).sort((a, b) => b.specialisation - a.specialisation).slice(0, size)
    const columns = ['subject_name', 'works', 'share', 'rank_works', 'rank_works_low', 'rank_works_high', 'specialisation', 'expected', 'growth']
    return [
        figure({ id: 'areas', title: 'Subjects with most joint works', note: 'Ranks in brackets say between which places a subject could as well stand. Subjects overlap where areas do.', answer: fields, columns, rows: byCount, size: 'tall',
            empty: !byCount.length && 'No joint works in any subject.', label: `Most joint works: ${byCount.slice(0, 3).map(r => r.subject_name).join(', ')}.`,
            chart: (t, width) => intervals(t, width, { format: value => number(value), min: 0, rows: byCount.map(r => ({ name: r.subject_name, value: r.works, text: `rank ${rank(r, 'rank_works')}` })) }) }),
        figure({ id: 'specialisation', title: 'Subjects with more than expected', note: 'Specialisation: the subject’s part of the pair’s works against its part of the world’s links. 1 is the world’s mix; few expected works are left out.', answer: fields, columns, rows: bySpecial, size: 'tall',
            empty: !bySpecial.length && 'In no subject are enough works expected for a comparison.', label: `Most specialised: ${bySpecial.slice(0, 3).map(r => r.subject_name).join(', ')}.`,
            chart: (t, width) => intervals(t, width, { format: real, neutral: { value: 1 }, rows: bySpecial.map(r => ({ name: r.subject_name, value: r.specialisation, colour: t.three, text: `${number(r.works)} works, ${number(r.expected)} expected` })) }) }),
    ]
}

/* ---------------------------------------------------------------------- view */

async function header(params, country, partner, years) {
    const { cube } = params
    return controls.bar(await Promise.all([controls.place('country', 'Country or group', country, cube), controls.swap('country', 'partner'),
        controls.place('partner', 'With', partner, cube), controls.years(years, cube), controls.subject(params, cube), controls.counting(params, cube)])
        .then(parts => parts.filter(Boolean)))
}

export async function pair(params) {
    const { country = 'NO', partner = 'CN', cube } = params
    const info = await cubeInfo(cube), lens = controls.lens(params, info), options = { country, partner, ...lens }
    const subjects = lens.area || lens.topic || lens.subject ? 'field' : 'area'
    const [first, second, bar, answer, trend, fields] = await Promise.all([nameOf(country, cube), nameOf(partner, cube),
        header(params, country, partner, lens.years), ask('pair', { ...options, each: 'year' }).catch(problem => ({ problem })), attempt('trend', options),
        attemptWith(info, ['hasSubjects'], 'fields', { ...options, each: subjects })])
    const title = h('h1', {}, `${first} and ${second}`)
    if (answer.problem) return [title, bar, emptyState(answer.problem, 'This can’t be asked so')]
    const rows = answer.data.filter(r => r.country === answer.data[0]?.country), others = answer.data.filter(r => !rows.includes(r))
    const provisional = provisionalYears(answer), years = yearsOf(rows)
    const odd = flagsOf(rows), settled = years.filter(year => !provisional.includes(year) && !odd[year]).at(-1) ?? years.at(-1)
    const of = list => list.find(r => Number(r.year) === settled)
    const view = { pair: answer, rows, others, years, provisional, first, second, year: settled, one: of(rows), two: of(others) }
    if (!rows.length) return [title, bar, emptyState('No works of these two in the years and subjects looked at.')]
    return [title, bar, lead(view), tiles(view),
        h('h2', { class: 'unseen' }, 'Over the years'), h('div', { class: 'figures' }, worksFigure(view),
            sides(view, { id: 'share', measure: 'share_of_international', format: share, title: (a, b) => `${b}’s part of ${a}’s international works` }),
            sides(view, { id: 'rank', measure: 'rank', format: value => number(value), inverse: true, low: 'rank_low', high: 'rank_high', title: (a, b) => `${b}’s rank among ${a}’s partners`,
                note: 'The band shows between which places it could as well stand.' }),
            ricFigure(view)),
        h('h2', {}, 'In which subjects'), h('div', { class: 'figures' }, areaFigures(fields, first, second)),
        h('h2', {}, 'What changed, and is it real'), h('div', { class: 'figures' }, turns(view, trend)),
        h('h2', {}, 'The same, counted otherwise'), h('div', { class: 'figures' }, later('Change a year, by way of counting', methods(info, options)))]
}
