// SPDX-License-Identifier: Apache-2.0
// Elements in one line:  h('p', { class: 'hint' }, 'text', h('a', { href }, 'more')).
// Text is text: nothing that comes from data is ever read as HTML.
export function h(name, attributes = {}, ...children) {
    const element = document.createElement(name)
    for (const [key, value] of Object.entries(attributes)) {
        if (value === undefined || value === null || value === false) continue
        if (key.startsWith('on')) element.addEventListener(key.slice(2), value)
        else if (key === 'value') element.value = value
        else element.setAttribute(key, value === true ? '' : value)
    }
    element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false))
    return element
}

let next = 0
export const unique = word => `${word}-${++next}`

// Says something to a screen reader without moving the focus.
export function announce(text) {
    document.getElementById('status').textContent = text
}
