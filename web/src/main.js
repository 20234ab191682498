// SPDX-License-Identifier: Apache-2.0
// The page: one view at a time, chosen and filled by the address behind the #.
import './parts.js'
import { get, Problem } from './api.js'
import { discardLeft, redrawAll } from './chart.js'
import { announce, h } from './dom.js'
import { searchBox } from './search.js'
import { emptyState } from './figure.js'
import { cubes } from './site.js'
import { changed, current, go, link, parse } from './state.js'
import { views } from './views.js'

const main = document.getElementById('main')
let round = 0

/* ---------------------------------------------------------------- the header */

function showViews(view, params) {
    const { cube, country, years } = params
    document.getElementById('views').replaceChildren(...Object.entries(views).map(([name, { title }]) =>
        h('a', { href: link(name, { cube, ...(name === view ? params : ['pair', 'partners', 'profile'].includes(name) ? { country, years } : {}) }),
            'aria-current': name === view && 'page' }, title)))
}

function setTheme(dark) {
    document.documentElement.classList.toggle('dark', dark)
    redrawAll()
}

function themeButton() {
    const system = matchMedia('(prefers-color-scheme: dark)')
    const kept = () => { try { return localStorage.getItem('theme') } catch { return null } }
    const isDark = () => (kept() ?? (system.matches ? 'dark' : 'light')) === 'dark'
    setTheme(isDark())
    system.addEventListener('change', () => setTheme(isDark()))
    // paper is white
    addEventListener('beforeprint', () => setTheme(false))
    addEventListener('afterprint', () => setTheme(isDark()))
    return h('button', { class: 'icon', type: 'button', title: 'Dark or light', 'aria-label': 'Dark or light', onclick: () => {
        const dark = !document.documentElement.classList.contains('dark')
        try { localStorage.setItem('theme', dark ? 'dark' : 'light') } catch { /* private windows keep nothing */ }
        setTheme(dark)
    } }, '◐')
}

async function cubeBox() {
    const all = await cubes()
    if (all.length < 2) return null
    const box = h('select', { 'aria-label': 'Data', title: 'Data', onchange: () => go(changed({ cube: box.value, years: undefined, open: undefined })) },
        all.map(one => h('option', { value: one.name }, one.name)))
    const follow = () => { box.value = current().params.cube ?? all.find(one => one.default).name }
    follow()
    addEventListener('hashchange', follow)
    return box
}

/* ------------------------------------------------------------------ the views */

const skeleton = () => h('div', { class: 'waiting', 'aria-busy': 'true' }, h('p', {}, 'Asking …'), h('div', { class: 'figures' },
    Array.from({ length: 4 }, () => h('div', { class: 'chart' }))))

function problemState(error) {
    if (!(error instanceof Problem)) throw error
    return h('div', {}, h('h1', {}, error.title), emptyState(error, 'What to do'),
        h('p', {}, h('a', { href: '#pair' }, 'Back to the beginning')))
}

// Draws the view of the address. What an older address still asks for is dropped when it comes.
async function show() {
    const { view, params } = current(), mine = ++round
    if (!views[view]) return go('#pair')
    showViews(view, params)
    const slow = setTimeout(() => { if (mine === round) main.replaceChildren(skeleton()) }, 150)
    let content
    try {
        content = await views[view].make(params)
    } catch (error) {
        content = problemState(error)
    } finally {
        clearTimeout(slow)
    }
    if (mine !== round) return
    main.replaceChildren(...[content].flat(Infinity).filter(Boolean))
    discardLeft()
    document.title = `${main.querySelector('h1')?.textContent ?? 'Rapport'} – Rapport`
    main.dataset.shown = location.hash
    announce(document.title)
}

async function start() {
    const { version } = await get('/api/v1/').catch(() => ({}))
    document.getElementById('about').textContent = version ? `Rapport ${version}. Every number is what the command line says.` : ''
    document.getElementById('tools').replaceChildren(searchBox(), await cubeBox().catch(() => null) ?? '', themeButton())
    addEventListener('hashchange', event => {
        const before = parse(new URL(event.oldURL).hash)
        show().then(() => { if (before.view !== current().view) { scrollTo(0, 0); main.focus({ preventScroll: true }) } })
    })
    await show()
}

start()
