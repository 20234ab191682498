// SPDX-License-Identifier: Apache-2.0
// The search box: countries, groups, areas and topics by name; choosing one goes to where it is shown. A combobox as the ARIA
// practices describe it: the focus stays in the box, arrows move through the list.
import { h, announce } from './dom.js'
import { areas, countries, groups } from './site.js'
import { current, go, link } from './state.js'

const most = 10

// Names that begin so before names in which a word does, before those that hold it somewhere.
function quality(name, text) {
    const at = name.toLowerCase().indexOf(text)
    return at < 0 ? 0 : at === 0 ? 3 : /\W/.test(name[at - 1]) ? 2 : 1
}

function targets({ view, params }) {
    const { cube, years } = params
    const subject = change => link(['pair', 'partners', 'profile', 'world'].includes(view) ? view : 'world', {
        ...(['pair', 'partners', 'profile', 'world'].includes(view) ? params : { cube }), area: undefined, topic: undefined, subject: undefined, open: undefined, ...change })
    return {
        country: one => link(view === 'profile' ? 'profile' : 'partners', { country: one.code, years, cube }),
        group: one => link('partners', { country: one.code, years, cube }),
        area: one => subject({ area: one.code }),
        topic: one => subject({ topic: one.code }),
    }
}

async function find(text) {
    const state = current(), { cube } = state.params, to = targets(state)
    const wanted = text.trim().toLowerCase()
    if (!wanted) return []
    const kinds = await Promise.all([countries(cube), groups(), areas(cube)])
    const found = ['country', 'group', 'area'].flatMap((kind, i) => kinds[i].map(one => ({
        ...one, kind, href: to[kind](one), quality: one.code.toLowerCase() === wanted ? 4 : quality(one.name, wanted) })))
    const named = found.filter(one => one.quality).sort((a, b) => b.quality - a.quality).slice(0, most)
    // There are thousands of topics: the question itself takes all whose names hold a word.
    return kinds[2].length && wanted.length > 2 ? [...named, { name: `All topics with “${text.trim()}” in their name`, kind: 'topics', href: to.topic({ code: text.trim() }) }] : named
}

export function searchBox() {
    let found = [], at = -1, round = 0
    const list = h('ul', { id: 'found', role: 'listbox', 'aria-label': 'Found', hidden: true })
    const input = h('input', { type: 'search', role: 'combobox', placeholder: 'Country, area, topic', 'aria-label': 'Search countries, groups, areas and topics',
        'aria-expanded': 'false', 'aria-controls': 'found', 'aria-autocomplete': 'list', autocomplete: 'off', spellcheck: 'false' })

    const close = () => {
        list.hidden = true
        at = -1
        input.setAttribute('aria-expanded', 'false')
        input.removeAttribute('aria-activedescendant')
    }
    const take = one => {
        input.value = ''
        close()
        go(one.href)
    }
    const mark = index => {
        at = index
        list.querySelectorAll('[role=option]').forEach((item, i) => item.setAttribute('aria-selected', String(i === at)))
        if (at >= 0) {
            input.setAttribute('aria-activedescendant', `found-${at}`)
            list.children[at].scrollIntoView({ block: 'nearest' })
        }
    }
    const show = () => {
        list.replaceChildren(...(found.length ? found.map((one, i) => h('li', { role: 'option', id: `found-${i}`, 'aria-selected': 'false',
            onmousedown: event => { event.preventDefault(); take(one) } }, one.name, h('small', {}, one.kind === 'country' ? one.code : one.kind)))
            : [h('li', { role: 'option', 'aria-disabled': 'true' }, 'Nothing is called that')]))
        list.hidden = false
        input.setAttribute('aria-expanded', 'true')
        announce(found.length ? `${found.length} found` : 'Nothing is called that')
    }
    input.addEventListener('input', async () => {
        const mine = ++round
        const result = await find(input.value).catch(() => [])
        if (mine !== round) return
        found = result
        if (input.value.trim()) show()
        else close()
    })
    input.addEventListener('keydown', event => {
        if (event.key === 'Escape') close()
        if (list.hidden || !found.length) return
        if (event.key === 'ArrowDown') mark((at + 1) % found.length)
        else if (event.key === 'ArrowUp') mark((at + found.length - 1) % found.length)
        else if (event.key === 'Enter') take(found[Math.max(at, 0)])
        else return
        event.preventDefault()
    })
    input.addEventListener('blur', close)
    return h('div', { class: 'search' }, input, list)
}
