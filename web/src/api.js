// SPDX-License-Identifier: Apache-2.0
// Questions to the server that sent the page. An answer is asked for once; what fails is a Problem with words for people.
export class Problem extends Error {
    constructor(document) {
        super(document.detail || document.title)
        this.title = document.title
        this.status = document.status
    }
}

const answers = new Map()

const encode = text => encodeURIComponent(text).replace(/%2B/g, '+')

// Options that are undefined or '' are left away; true is a switch; a list repeats its option.
export function address(question, options = {}, form = '') {
    const parts = Object.entries(options).flatMap(([name, value]) => [value].flat()
        .filter(one => one !== undefined && one !== null && one !== '' && one !== false)
        .map(one => one === true ? name : `${name}=${encode(String(one))}`))
    return `/api/v1/${question}${form}${parts.length ? `?${parts.join('&')}` : ''}`
}

async function fetchDocument(url) {
    let reply
    try {
        reply = await fetch(url, { headers: { Accept: 'application/json' } })
    } catch {
        throw new Problem({ title: 'The server does not answer', detail: 'rapport serve is not running any more, or was restarted elsewhere.', status: 0 })
    }
    const document = await reply.json().catch(() => ({ title: 'The answer could not be read', status: reply.status }))
    if (!reply.ok) throw new Problem(document)
    return document
}

export function get(url) {
    if (!answers.has(url)) {
        const answer = fetchDocument(url)
        answers.set(url, answer)
        answer.catch(() => answers.delete(url))
    }
    return answers.get(url)
}

// {meta, data, csv}: the envelope of docs/http.md and the address of the same rows as CSV.
export async function ask(question, options) {
    const answer = await get(address(question, options))
    return { ...answer, csv: address(question, options, '.csv') }
}

// As ask(), but a problem is a value: for figures that others of the same view do not depend on.
export const attempt = (question, options) => ask(question, options).catch(problem => {
    if (problem instanceof Problem) return { problem }
    throw problem
})
