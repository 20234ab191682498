// SPDX-License-Identifier: Apache-2.0
// The controls above a view. Each changes one part of the address; the view is then drawn anew from it.
import { h, unique } from './dom.js'
import { changed, current, go } from './state.js'
import { areas, codeOf, countries, cubeInfo, groups, nameOf, usualYears } from './site.js'

const labelled = (text, control, kind) => h('label', { class: kind }, text, control)

const choose = (name, value) => go(changed({ [name]: value, open: undefined }))

export async function place(name, title, code, cube, { withGroups = true } = {}) {
    const [all, sets, text] = await Promise.all([countries(cube), withGroups ? groups() : [], nameOf(code, cube)])
    const list = unique('list')
    const input = h('input', { class: 'place', list, value: text, name, autocomplete: 'off', spellcheck: 'false',
        onchange: async () => choose(name, await codeOf(input.value, cube)), onfocus: () => input.select() })
    return labelled(title, [input, h('datalist', { id: list }, [...all, ...sets].map(one => h('option', { value: one.name }, one.code)))])
}

export async function years(value, cube) {
    const info = await cubeInfo(cube)
    const [from, to] = value.split('-')
    const year = (name, number, change) => {
        const input = h('input', { class: 'year', type: 'number', min: info.first, max: info.last, value: number, name,
            onchange: () => input.value && change(input.value) })
        return input
    }
    return [labelled('From', year('from', from, y => choose('years', `${y}-${to ?? from}`)), 'small'),
        labelled('To', year('to', to ?? from, y => choose('years', `${from}-${y}`)), 'small')]
}

export function select(name, title, value, choices) {
    const box = h('select', { name, onchange: () => choose(name, box.value || undefined) },
        choices.map(([key, text]) => h('option', { value: key, selected: key === (value ?? '') }, text)))
    box.value = value ?? ''
    return labelled(title, box)
}

export async function subject(params, cube) {
    const all = await areas(cube)
    if (!all.length) return null
    const own = params.topic ? [[`topic:${params.topic}`, `Topics with “${params.topic}”`]] : params.subject ? [[`subject:${params.subject}`, params.subject]] : []
    const box = h('select', { name: 'area', onchange: () => {
        const [kind, rest] = box.value.includes(':') ? box.value.split(/:(.*)/s) : ['area', box.value]
        go(changed({ area: undefined, topic: undefined, subject: undefined, open: undefined, [kind]: rest || undefined }))
    } }, [['', 'All subjects'], ...own, ...all.map(a => [a.code, a.name])].map(([key, text]) => h('option', { value: key }, text)))
    box.value = own[0]?.[0] ?? params.area ?? ''
    return labelled('Subject', box)
}

// How works are counted, which is part of every number: only where the cube can tell.
export async function counting(params, cube) {
    const info = await cubeInfo(cube)
    if (!info.hasSets) return []
    const box = select('count', 'Counting', params.count, [['', 'Full'], ['country', 'By country'], ['author', 'By author']])
    const kind = select('kind', 'Documents', params.kind, [['', 'Research'], ['journal', 'Journals'], ['all', 'All']])
    return [box, kind]
}

// The lens of the API that a view's state says.
export function lens(params, info) {
    const { area, topic, subject: node, count, kind, cube } = params
    return { years: params.years ?? usualYears(info), area, topic, subject: node, count, kind, cube }
}

export const bar = parts => h('form', { class: 'controls', 'aria-label': 'What is looked at', onsubmit: event => event.preventDefault() }, parts.flat())

export const swap = (a, b) => h('button', { type: 'button', class: 'swap', title: 'Swap the two', 'aria-label': 'Swap the two', onclick: () => {
    const { params } = current()
    go(changed({ [a]: params[b], [b]: params[a], open: undefined }))
} }, '⇄')
