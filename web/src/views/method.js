// SPDX-License-Identifier: Apache-2.0
// What the data do not know, and what the numbers mean: coverage, definitions, sources.
import { attempt, get } from '../api.js'
import { bars } from '../bars.js'
import { h } from '../dom.js'
import { figure } from '../figure.js'
import { known, number, share } from '../format.js'
import { intervals } from '../intervals.js'
import { cubeInfo, usualYears } from '../site.js'

const limits = [
    'A co-publication is a work with authors in both countries. It is not all cooperation, and some of it is one person with two affiliations.',
    'Databases know countries for part of the works only, and differently by year and field. Each receipt says how much.',
    'Intervals say how firm a number is as a count. Errors of a database are larger: odd years are flagged, the last two are provisional.',
    'Where data can’t decide, the answer is undefined or undecidable, and says what is missing. A dash is never a zero.',
]

function kindsFigure(info) {
    const rows = info.answer.data.filter(r => r.section === 'works by type and coverage')
    const kinds = new Map()
    for (const row of rows) {
        const [kind, state] = row.item.split(': ')
        const one = kinds.get(kind) ?? { kind, all: 0, known: 0 }
        one.all += Number(row.value)
        if (/all authorships known/.test(state)) one.known += Number(row.value)
        kinds.set(kind, one)
    }
    const most = [...kinds.values()].sort((a, b) => b.all - a.all).slice(0, 14)
    return figure({ id: 'kinds', title: 'Works with the countries of all authors known', note: 'By document type, largest first; the number of works in brackets.', answer: info.answer, rows, size: 'list',
        empty: !most.length && 'Published pair counts do not say how many works had no known country.', label: most.slice(0, 4).map(k => `${k.kind} ${share(k.known / k.all)}`).join(', '),
        chart: (t, width) => bars(t, width, { format: value => share(value), rows: most.map(k => ({ name: k.kind, value: k.known / k.all, text: `(${number(k.all)})` })) }) })
}

function countriesFigure(answer) {
    if (answer.problem) return figure({ id: 'countries', title: 'Coverage by country', answer })
    const rows = answer.data.filter(r => known(r.coverage)).slice(0, 14)
    return figure({ id: 'countries', title: 'Coverage by country', note: 'Of the works of the largest countries, those in which the countries of all authors are known.', answer, columns: ['country', 'country_name', 'works', 'coverage'], size: 'list',
        empty: !rows.length && 'Published pair counts do not say how many works had no known country.', label: rows.slice(0, 4).map(r => `${r.country_name} ${share(r.coverage)}`).join(', '),
        chart: (t, width) => intervals(t, width, { format: value => share(value, 0), min: 0, rows: rows.map(r => ({ name: r.country_name, value: r.coverage, colour: t.three })) }) })
}

const facts = (info, sections) => info.answer.data.filter(r => sections.includes(r.section))

export async function method(params) {
    const { cube } = params, info = await cubeInfo(cube)
    const [ranks, definitions] = await Promise.all([attempt('rank', { years: usualYears(info), cube }), get('/api/v1/explain')])
    const sources = facts(info, ['provenance'])
    return [h('h1', {}, 'Coverage and method'),
        h('p', { class: 'lead' }, 'What these data do not know, and what each number means.'),
        h('ul', { class: 'notes' }, [...limits, ...(ranks.meta?.coverage ?? [])].map(text => h('li', {}, text))),
        h('h2', {}, 'What is known'), h('div', { class: 'figures' }, kindsFigure(info), countriesFigure(ranks)),
        h('h2', {}, 'This cube'), h('dl', { class: 'receipt' }, facts(info, ['cube', 'schema', 'size', 'works', 'links']).flatMap(r => [h('dt', {}, `${r.section === 'cube' ? '' : `${r.section}: `}${r.item}`), h('dd', {}, /^\d{5,}$/.test(r.value) ? number(Number(r.value)) : r.value)])),
        h('details', {}, h('summary', {}, `Sources: ${sources.length} entries`), h('ul', { class: 'notes' }, sources.map(r => h('li', {}, `${r.item}: ${r.value}`)))),
        h('h2', {}, 'What the numbers mean'),
        h('div', { class: 'definitions' }, definitions.map(d => h('details', { id: `define-${d.name}` }, h('summary', {}, d.title, ' ', h('code', {}, d.name)), h('p', {}, d.definition),
            d.formula && h('p', {}, h('code', {}, d.formula)), d.neutral && h('p', { class: 'soft' }, `Neutral: ${d.neutral}`), d.degenerate && h('p', { class: 'soft' }, d.degenerate), d.source && h('p', { class: 'soft' }, d.source))))]
}
