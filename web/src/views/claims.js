// SPDX-License-Identifier: Apache-2.0
// Claims held against the data: verdict, evidence and its chart, and the readings under which it comes out otherwise.
import { address, ask, attempt, get } from '../api.js'
import { h } from '../dom.js'
import { mostNamed, series } from '../evidence.js'
import { emptyState, figure, sentence } from '../figure.js'
import { cell, known } from '../format.js'
import { intervals } from '../intervals.js'
import { column, lines, provisionalYears, yearsOf } from '../lines.js'
import * as controls from '../controls.js'

const signs = { supported: '✓', contradicted: '✕', undecidable: '?', 'ill-posed': '!' }
const verdict = word => h('span', { class: `verdict ${word}` }, h('span', { 'aria-hidden': 'true' }, signs[word] ?? ''), word)

/* ------------------------------------------------------------------ evidence */

// An ask's words as options: those without = are the words of the question, in its order, or switches.
async function optionsOf(plan) {
    const question = (await get('/api/v1/')).questions.find(q => q.name === plan.question)
    const places = question.options.filter(o => o.value === 'NAME').map(o => o.name), options = {}
    let at = 0
    for (const [name, value] of plan.options) {
        const [key, one] = value !== null ? [name, value] : question.options.some(o => o.name === name && o.value === null) ? [name, true] : [places[at++], name]
        options[key] = key in options ? [options[key], one].flat() : one
    }
    return options
}

async function evidence(claim, cube) {
    const reading = claim.readings[0], plan = reading.asks[0]
    if (!plan) return null
    const answer = await attempt(plan.question, { cube, ...await optionsOf(plan) })
    if (answer.problem) return null
    const wanted = series(answer, reading), measure = mostNamed(wanted)
    const info = answer.meta.columns.find(c => c.name === measure)
    const chosen = wanted.filter(one => one.column === measure).slice(0, 6)
    const rows = answer.data.filter(row => chosen.some(one => one.matches(row)))
    if (!info || info.type === 'text' || !rows.some(row => known(row[measure]))) return null
    const format = value => cell(value, info), years = yearsOf(rows), yearly = answer.data.every(row => /^\d{4}$/.test(row.year)) && years.length > 1
    const common = { id: `evidence-${claim.id}`, title: `${info.title}${info.unit === 'share' ? '' : info.unit ? `, ${info.unit}` : ''}`, answer, size: 'low', label: `Evidence: ${measure} for ${chosen.map(one => one.name).join(', ')}`, rows,
        columns: ['year', 'subject_name', 'country', 'partner', 'works', measure, `${measure}_low`, `${measure}_high`].filter((name, i, all) => all.indexOf(name) === i) }
    const nameOf = row => chosen.length > 1 || yearly ? chosen.find(one => one.matches(row)).name : row.subject_name ?? row.partner_name ?? row.country_name
    if (yearly) return figure({ ...common, chart: (t, width) => lines(t, width, { years, format, provisional: provisionalYears(answer), inverse: /^rank/.test(measure), min: /^rank/.test(measure) ? 1 : undefined, lines: chosen.map(one => {
        const mine = rows.filter(one.matches), has = name => mine.some(row => known(row[name])) && column(mine, years, name)
        return { name: one.name, values: column(mine, years, measure), low: has(`${measure}_low`) || undefined, high: has(`${measure}_high`) || undefined }
    }) }) })
    const some = rows.filter(row => known(row[measure])).sort((a, b) => b[measure] - a[measure]).slice(0, 10)
    return figure({ ...common, chart: (t, width) => intervals(t, width, { format, rows: some.map(row => ({ name: nameOf(row) ?? '', value: row[measure], low: row[`${measure}_low`], high: row[`${measure}_high`] })) }) })
}

/* -------------------------------------------------------------------- claims */

const words = text => text.split(' | ').filter(Boolean).map(part => sentence(part))

function readings(rows) {
    const [own, ...others] = rows, otherwise = others.filter(row => row.verdict !== own.verdict)
    const summary = !others.length ? 'It has one reading.' : !otherwise.length ? `All ${others.length} other readings come to the same.`
        : `${otherwise.length} of ${others.length} other readings come out otherwise: ${otherwise.map(row => `${row.verdict}${row.reading ? ` if read as “${row.reading}”` : ''}`).join('; ')}.`
    return [h('p', {}, summary), others.length > 0 && h('details', {}, h('summary', {}, `The readings of ${own.claim}`), h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Readings of ${own.claim}` }, h('table', {},
        h('thead', {}, h('tr', {}, ['Reading', 'Verdict', 'Evidence'].map(text => h('th', { scope: 'col' }, text)))),
        h('tbody', {}, rows.map(row => h('tr', {}, h('td', {}, row.reading), h('td', {}, verdict(row.verdict)), h('td', {}, words(row.evidence).join(' '), row.missing && [' ', h('span', { class: 'soft' }, sentence(`missing: ${row.missing}`))])))))))]
}

function claimElement(claim, rows, chart) {
    const own = rows[0]
    return h('article', { class: 'claim', id: claim.id, 'aria-labelledby': `${claim.id}-title` },
        h('header', {}, h('h3', { id: `${claim.id}-title` }, h('span', { class: 'id' }, claim.id), claim.statement), verdict(own.verdict)),
        own.evidence.length > 360 ? h('details', {}, h('summary', {}, 'The numbers'), h('p', {}, words(own.evidence).join(' '))) : own.evidence && h('p', {}, words(own.evidence).join(' ')),
        own.missing && h('p', { class: 'soft' }, sentence(`missing: ${own.missing}`)),
        chart, readings(rows), claim.notes.map(note => h('p', { class: 'soft' }, note)), h('p', { class: 'soft' }, sentence(`source: ${claim.source}`)))
}

const tally = list => {
    const counts = Object.keys(signs).map(word => [word, list.filter(rows => rows[0].verdict === word).length]).filter(([, n]) => n)
    return h('ul', { class: 'tally' }, counts.map(([word, n]) => h('li', {}, `${n} `, verdict(word))))
}

export async function claims(params) {
    const { cube } = params, plans = await get('/api/v1/plans'), name = params.plan ?? (plans.find(one => one.name === 'research') ?? plans[0])?.name
    if (!name) return [h('h1', {}, 'Claims'), emptyState('This program carries no plan of claims.')]
    const [plan, answer] = await Promise.all([get(`/api/v1/plans/${encodeURIComponent(name)}`), ask('check', { plan: name, cube })])
    const groups = plan.claims.map(claim => answer.data.filter(row => row.claim === claim.id))
    const charts = await Promise.all(plan.claims.map((claim, i) => groups[i][0]?.verdict === 'undecidable' && !groups[i][0].evidence ? null : evidence(claim, cube).catch(() => null)))
    return [h('h1', {}, plan.title), plans.length > 1 && controls.bar([controls.select('plan', 'Plan', name, plans.map(p => [p.name, p.title]))]),
        h('p', { class: 'lead' }, `${plan.claims.length} statements held against the data. A verdict says what these data say, over the whole of their intervals; where they can’t decide, what is missing is named.`),
        tally(groups), h('h2', { class: 'unseen' }, 'The claims'), plan.claims.map((claim, i) => claimElement(claim, groups[i], charts[i])),
        h('p', { class: 'notes' }, h('a', { href: address('check', { plan: name, cube }, '.csv'), download: '' }, 'All verdicts as CSV'), ' · ', h('a', { href: address('check', { plan: name, cube }) }, 'as JSON'))]
}
