// SPDX-License-Identifier: Apache-2.0
// What is there to ask about: cubes, the years and subjects of the one looked at, names of countries, groups and areas.
import { ask, attempt, get, Problem } from './api.js'

export const cubes = async () => (await get('/api/v1/')).cubes

function byName(rows, code, name) {
    const found = new Map()
    for (const row of rows) if (!found.has(row[code])) found.set(row[code], row[name])
    return [...found].map(([key, title]) => ({ code: key, name: title }))
}

export async function cubeInfo(cube) {
    const answer = await ask('info', { cube })
    const value = (section, item) => answer.data.find(row => row.section === section && row.item === item)?.value
    const [first, last] = (value('size', 'years') ?? '').split('-').map(Number)
    return {
        answer, first, last, domain: value('schema', 'domain'), hasSubjects: value('schema', 'subjects') !== 'none',
        hasSets: /^set/.test(value('schema', 'party') ?? ''), hasShares: value('schema', 'author shares') === 'yes',
    }
}

// A quarter of a century, or what there is.
export const usualYears = info => {
    const last = Math.min(info.last, new Date().getFullYear())
    return `${Math.max(info.first, last - 23)}-${last}`
}

export async function groups() {
    return byName((await ask('groups')).data, 'group', 'title')
}

export async function areas(cube) {
    const info = await cubeInfo(cube)
    return info.hasSubjects ? byName((await ask('areas', { cube })).data, 'area', 'title') : []
}

// Every country of the cube, by size.
export async function countries(cube) {
    const info = await cubeInfo(cube)
    const years = `${Math.max(info.first, Math.min(info.last, new Date().getFullYear()) - 5)}-`
    return byName((await ask('rank', { years, cube })).data, 'country', 'country_name').filter(one => one.code !== 'OTH')
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })

// "NO" -> "Norway"; countries that the cube lacks by the browser's names, and what is no country stays what it is.
export async function nameOf(code, cube) {
    const [all, sets] = await Promise.all([countries(cube), groups()])
    return [...all, ...sets].find(one => one.code === code)?.name ?? (/^[A-Z]{2}$/.test(code) ? regions.of(code) : code)
}

// What a person typed as what the API takes.
export async function codeOf(text, cube) {
    const typed = text.trim(), [all, sets] = await Promise.all([countries(cube), groups()])
    const same = [...all, ...sets].find(one => one.name.toLowerCase() === typed.toLowerCase() || one.code.toLowerCase() === typed.toLowerCase())
    return same?.code ?? typed
}

// What a cube lacks is not asked of it; the words are those of the data, not of a failure.
const lacks = {
    hasSubjects: 'These are published counts of all subjects together.',
    hasSets: 'These are published counts of pairs; how many countries each work has, and of which type it is, is not in them.',
    hasShares: 'Which part of a work its authors’ countries have is not in these data.',
}

export function attemptWith(info, needs, question, options) {
    const lack = needs.find(need => !info[need])
    return lack ? { problem: new Problem({ detail: lacks[lack], status: 422 }) } : attempt(question, options)
}
