// SPDX-License-Identifier: Apache-2.0
// An answer as a table. Numbers stand under each other; a dash says, when pointed at or read aloud, why a number is undefined.
import { h } from './dom.js'
import { cell } from './format.js'

function tableCell(row, column) {
    const value = row[column.name], text = cell(value, column)
    const isNumber = column.type !== 'text'
    const content = value === null ? h('abbr', { title: row.reasons?.[column.name] ?? 'undefined' }, text) : text
    return h('td', { class: isNumber && 'number', 'data-column': column.name, 'data-value': value ?? '' }, content)
}

// `columns`: names in their order; those that an answer lacks are left out.
export function table(answer, { columns, rows = answer.data, caption, chosen } = {}) {
    const wanted = (columns ?? answer.meta.columns.filter(c => !c.detail).map(c => c.name))
        .map(name => answer.meta.columns.find(c => c.name === name)).filter(Boolean)
    return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption ?? answer.meta.title },
        h('table', {},
            caption && h('caption', {}, caption),
            h('thead', {}, h('tr', {}, wanted.map(c => h('th', { scope: 'col', class: c.type !== 'text' && 'number' }, c.title)))),
            h('tbody', {}, rows.map(row => h('tr', { class: chosen?.(row) && 'chosen' }, wanted.map(c => tableCell(row, c)))))))
}
