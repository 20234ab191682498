// SPDX-License-Identifier: Apache-2.0
// The state of the page is its address, behind the #:  #pair?country=NO&partner=CN&years=2005-2023
// Nothing else is remembered but the theme, so a link shows what its sender saw. As in the API, + stays +.
const encode = text => encodeURIComponent(text).replace(/%2B/g, '+').replace(/%2C/g, ',').replace(/%3A/g, ':')

function decode(text) {
    try { return decodeURIComponent(text) } catch { return text }
}

export function parse(hash) {
    const [view, query = ''] = hash.replace(/^#/, '').split(/\?(.*)/s)
    const params = {}
    for (const part of query.split('&').filter(Boolean)) {
        const [name, value = ''] = part.split(/=(.*)/s)
        params[decode(name)] = decode(value)
    }
    return { view: view || 'pair', params }
}

export function link(view, params) {
    const query = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([name, value]) => `${encode(name)}=${encode(String(value))}`).join('&')
    return `#${view}${query ? `?${query}` : ''}`
}

export const current = () => parse(location.hash)

// The same view with some of its state changed; undefined takes a part away.
export const changed = changes => {
    const { view, params } = current()
    return link(view, { ...params, ...changes })
}

export function go(hash) {
    location.hash = hash
}

// For what is opened and closed on the page: in the link, but not a step of its own in the history.
export function note(changes) {
    history.replaceState(null, '', changed(changes))
}
