// SPDX-License-Identifier: Apache-2.0
// A table whose cells are shaded by their values: read as a table, seen as a map.
import { h } from './dom.js'
import { known } from './format.js'

/* rows: [{name, cells: [{value, text, small, note}]}]. */
export function heat({ caption, rows, columns }) {
    const most = Math.max(...rows.flatMap(row => row.cells.map(c => c.value)).filter(known))
    const cell = one => {
        const element = h('td', { class: 'number' }, one.text, one.small && h('small', {}, one.small))
        if (known(one.value)) element.style.background = `color-mix(in srgb, var(--one) ${Math.round(38 * one.value / most)}%, transparent)`
        return element
    }
    return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption }, h('table', { class: 'heat' },
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, h('span', { class: 'unseen' }, 'Name')), columns.map(name => h('th', { scope: 'col', class: 'number' }, name)))),
        h('tbody', {}, rows.map(row => h('tr', {}, h('th', { scope: 'row' }, row.name), row.cells.map(cell))))))
}
