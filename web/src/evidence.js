// SPDX-License-Identifier: Apache-2.0
// Which numbers of an answer the expectations of a claim are about: what a chart of its evidence draws.

// Which rows an expectation looks at: "CN", or "country=CN subject=physics"; none = all of them.
export function series(answer, reading) {
    const wanted = new Map()
    for (const { left, right } of reading.expects) for (const term of [left, right]) {
        if (!term || !answer.meta.columns.some(c => c.name === term.column)) continue
        const rows = term.rows.filter(([name]) => name !== 'year')
        // A value without a column is looked for as the judge does: among partners, else countries, else subjects.
        const columnOf = value => ['partner', 'country', 'subject'].find(key => answer.data.some(row => row[key] === value))
        const keys = rows.map(([name, value]) => [name || columnOf(value), value])
        const matches = row => keys.every(([name, value]) => row[name] === value)
        const name = rows.map(([, value]) => value).join(' ') || 'all'
        wanted.set(`${term.column} ${name}`, { name, column: term.column, matches })
    }
    return [...wanted.values()]
}

// The column of most expectations; of several, the one named first.
export function mostNamed(wanted) {
    const count = name => wanted.filter(one => one.column === name).length
    return wanted.map(one => one.column).reduce((best, name) => best && count(best) >= count(name) ? best : name, undefined)
}
