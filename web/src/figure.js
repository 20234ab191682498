// SPDX-License-Identifier: Apache-2.0
// A figure: heading, chart, and one click away its table, its rows as CSV, what its numbers mean and how they were made.
//
// Which sheet is open is part of the page's address ("open"), so a link to a table is a link to a table.
import { h, unique } from './dom.js'
import { draw } from './chart.js'
import { current, note } from './state.js'
import { table } from './table.js'

export function emptyState(problem, title = 'Not in these data') {
    return h('p', { class: 'empty' }, h('strong', {}, title), typeof problem === 'string' ? problem : sentence(problem.message))
}

export const sentence = text => {
    const trimmed = text.charAt(0).toUpperCase() + text.slice(1)
    return /[.!?)]$/.test(trimmed) ? trimmed : `${trimmed}.`
}

function definitions(answer, columns) {
    const names = new Set(answer.meta.columns.filter(c => !columns || columns.includes(c.name)).map(c => c.definition).filter(Boolean))
    const entries = [...names].map(name => answer.meta.definitions[name])
    if (!entries.length) return h('p', { class: 'soft' }, 'These columns are names only.')
    return h('dl', {}, entries.flatMap(d => [
        h('dt', {}, d.title), h('dd', {}, d.definition), d.formula && h('dd', { class: 'formula' }, d.formula),
        d.neutral && h('dd', { class: 'soft' }, `Neutral: ${d.neutral}`), d.degenerate && h('dd', { class: 'soft' }, d.degenerate),
        d.source && h('dd', { class: 'soft' }, d.source)]))
}

function receipt(answer) {
    const lines = Object.entries(answer.meta.receipt).flatMap(([key, value]) => [value].flat().map(one => [key, one]))
    return h('div', {},
        h('dl', { class: 'receipt' }, lines.flatMap(([key, value]) => [h('dt', {}, key), h('dd', {}, value)])),
        answer.meta.warnings.length > 0 && h('ul', { class: 'notes' }, answer.meta.warnings.map(text => h('li', {}, text))),
        h('p', {}, h('a', { href: answer.meta.link }, 'This answer as JSON')))
}

// Buttons that open one sheet at a time below the chart.
function sheets(id, makers) {
    const holder = h('div', {}), buttons = new Map()
    const panel = unique('sheet')
    const show = wanted => {
        for (const [name, button] of buttons) button.setAttribute('aria-expanded', String(name === wanted))
        holder.replaceChildren(...(wanted ? [h('div', { class: 'sheet', id: panel }, makers[wanted]())] : []))
    }
    for (const name of Object.keys(makers)) {
        buttons.set(name, h('button', { type: 'button', 'aria-expanded': 'false', 'aria-controls': panel, 'data-sheet': name.toLowerCase(), onclick: () => {
            const opening = buttons.get(name).getAttribute('aria-expanded') !== 'true'
            show(opening ? name : null)
            note({ open: opening ? `${id}.${name.toLowerCase()}` : undefined })
        } }, name))
    }
    const [figure, sheet] = (current().params.open ?? '').split('.')
    const opened = figure === String(id) && Object.keys(makers).find(name => name.toLowerCase() === sheet)
    if (opened) show(opened)
    return [[...buttons.values()], holder]
}

/*
 * options: id, title, note, answer, columns and rows of its table, label (the chart in words), chart (theme, width -> option of
 * ECharts) or body (an element), size ('tall', 'low'), wide, chosen (row -> whether it is marked).
 */
export function figure(options) {
    const { id, title, note: text, answer, columns, rows, label, chart, body, size, wide, chosen, onpick } = options
    const heading = unique('figure')
    const element = h('figure', { id, class: wide && 'wide', 'aria-labelledby': heading },
        h('header', {}, h('h3', { id: heading }, title), text && h('p', {}, text)))
    if (answer.problem) {
        element.append(emptyState(answer.problem))
        return element
    }
    if (options.keys && !options.empty) element.append(h('p', { class: 'keys' }, options.keys.map(([name, colour]) => h('span', {}, h('span', { class: `key ${colour}` }), name))))
    if (options.empty) element.append(emptyState(options.empty, 'Nothing to draw'))
    else element.append(body ?? draw(h('div', { class: `chart ${size ?? ''}`, role: 'img', 'aria-label': label ?? title }), chart, onpick))
    const [buttons, holder] = sheets(id, {
        Table: () => table(answer, { columns, rows, chosen }),
        Definition: () => definitions(answer, columns),
        Receipt: () => receipt(answer),
    })
    element.append(h('div', { class: 'bar' }, buttons, h('a', { href: answer.csv, download: '' }, 'CSV')), holder)
    return element
}

// A place for figures whose answers take longer than the rest of a view: it is filled when they come.
let waiting = 0

export function later(title, promise) {
    const place = h('figure', { class: 'waiting', 'aria-busy': 'true' }, h('header', {}, h('h3', {}, title)), h('div', { class: 'chart low' }))
    document.body.dataset.waiting = ++waiting
    promise.catch(error => figure({ id: 'late', title, answer: { problem: error } }))
        .then(parts => place.replaceWith(...[parts].flat().filter(Boolean)))
        .finally(() => { document.body.dataset.waiting = --waiting })
    return place
}
