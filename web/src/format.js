// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them. An undefined number is a dash, never 0.
const dash = '–'
const grouped = digits => new Intl.NumberFormat('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits })
const formats = [0, 1, 2, 3, 4].map(grouped)

export const known = value => typeof value === 'number' && Number.isFinite(value)

export function number(value, digits = 0) {
    return known(value) ? formats[digits].format(value).replace('-', '−') : dash
}

// As many digits as tell something: three places that count.
export function share(value, digits) {
    if (!known(value)) return dash
    const percent = 100 * value, size = Math.abs(percent)
    return `${number(percent, digits ?? (size >= 99.95 || size === 0 ? 0 : size >= 10 ? 1 : 2))} %`
}

export const change = value => !known(value) ? dash : `${value > 0 ? '+' : ''}${share(value, 1)}`

export function real(value) {
    if (!known(value)) return dash
    const size = Math.abs(value)
    return number(value, size >= 1000 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3)
}

export const ordinal = n => {
    const word = ['th', 'st', 'nd', 'rd'][n % 100 > 10 && n % 100 < 14 ? 0 : n % 10] ?? 'th'
    return `${n}${word}`
}

// "9" or "9–10": where a rank may as well stand.
export function rank(row, name = 'rank') {
    const low = row[`${name}_low`], high = row[`${name}_high`]
    if (!known(row[name])) return dash
    return known(low) && known(high) && low !== high ? `${low}–${high}` : number(row[name])
}

// A cell of a table, by what its column says it is.
export function cell(value, column) {
    if (value === null || value === undefined) return dash
    if (typeof value !== 'number') return String(value)
    if (column.unit === 'share') return share(value)
    if (/year/.test(column.name)) return String(value)
    return column.type === 'integer' || Number.isInteger(value) ? number(value) : real(value)
}

// For axes: no more digits than tell the ticks apart.
export const axisOf = format => value => format(value).replace(/(\.\d*?)0+(?=\D|$)/, '$1').replace(/\.(?=\D|$)/, '')
