// SPDX-License-Identifier: Apache-2.0
// The map of the world: one value a country, darker for more. Equal Earth, so that areas are true (Savric, Patterson & Jenny 2018).
import { feature } from 'topojson-client'
import atlas from 'world-atlas/countries-110m.json'
import codes from 'rapport:countries'
import { registerMap, tip, tooltip } from './chart.js'
import { known } from './format.js'

const withoutNumber = { Kosovo: 'XK' }

const [a1, a2, a3, a4] = [1.340264, -.081106, .000893, .003796]

function equalEarth([longitude, latitude]) {
    const l = longitude * Math.PI / 180, p = Math.asin(Math.sqrt(3) / 2 * Math.sin(latitude * Math.PI / 180)), q = p * p, s = q * q * q
    return [2 * l * Math.cos(p) / (Math.sqrt(3) * (9 * a4 * s * q + 7 * a3 * s + 3 * a2 * q + a1)), -p * (a1 + a2 * q + s * (a3 + a4 * q))]
}

/* ------------------------------------------- rings that cross the antimeridian */

// The part of a ring on one side of a meridian (Sutherland & Hodgman).
function clip(ring, limit, side) {
    const inside = ([x]) => side * (x - limit) <= 0
    return ring.flatMap((point, i) => {
        const before = ring[(i + ring.length - 1) % ring.length], both = inside(point) === inside(before)
        const cut = both ? [] : [[limit, before[1] + (point[1] - before[1]) * (limit - before[0]) / (point[0] - before[0])]]
        return inside(point) ? [...cut, point] : cut
    })
}

// On a globe a ring may step from 180 to -180; on paper that is a line across the world. Unrolled, then cut in two.
function cutRing(ring) {
    let turn = 0
    const unrolled = ring.map(([x, y], i) => {
        const step = i ? x - ring[i - 1][0] : 0
        turn += step > 180 ? -360 : step < -180 ? 360 : 0
        return [x + turn, y]
    })
    const xs = unrolled.map(([x]) => x)
    for (const [limit, side] of [[180, 1], [-180, -1]])
        if (xs.some(x => side * x > 180.001))
            return [clip(unrolled, limit, side), clip(unrolled, limit, -side).map(([x, y]) => [x - side * 360, y])].filter(part => part.length > 2)
    return [unrolled]
}

function cut(geometry) {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    return { type: 'MultiPolygon', coordinates: polygons.flatMap(rings => {
        const [outer, ...holes] = rings, parts = cutRing(outer)
        return parts.length === 1 ? [[parts[0], ...holes]] : parts.map(part => [part])
    }) }
}

const shapes = feature(atlas, atlas.objects.countries)
shapes.features = shapes.features.filter(shape => shape.id !== '010')   // Antarctica has no works of its own
for (const shape of shapes.features) {
    shape.geometry = cut(shape.geometry)
    shape.properties.name = codes[shape.id] ?? withoutNumber[shape.properties.name] ?? shape.properties.name
}
registerMap('world', shapes)

const onMap = new Set(shapes.features.map(shape => shape.properties.name))

export const missingOnMap = all => all.filter(code => !onMap.has(code))

/* rows: [{code, name, value, text}]; `self` is drawn apart. */
export function worldMap(t, width, { rows, format, self }) {
    const values = rows.map(row => row.value).filter(known), byCode = new Map(rows.map(row => [row.code, row]))
    const most = Math.max(...values)
    return {
        tooltip: tooltip(t, { formatter: p => {
            const row = byCode.get(p.name)
            return row ? tip(row.name, [[row.text ?? '', format(row.value)]]) : p.name === self ? tip(self, []) : tip('No joint works in these data', [])
        } }),
        // Values differ by factors of thousands: the shade follows the square root, and the legend says which value is which.
        visualMap: { type: 'continuous', min: 0, max: Math.sqrt(most), inRange: { color: [t.low, t.high] }, show: true, calculable: false, orient: 'horizontal', left: 'center', bottom: 0,
            itemWidth: 10, itemHeight: Math.min(180, width * .4), text: [format(most), '0'], textStyle: { color: t.soft, fontSize: 12 }, hoverLink: false },
        series: [{
            type: 'map', map: 'world', projection: { project: equalEarth, unproject: point => point }, layoutCenter: ['50%', '47%'], layoutSize: Math.min(width, 900), aspectScale: 1,
            roam: false, selectedMode: false, label: { show: false }, itemStyle: { areaColor: t.panel, borderColor: t.ground, borderWidth: .6 },
            emphasis: { label: { show: false }, itemStyle: { areaColor: t.two } },
            data: [...rows.filter(row => known(row.value)).map(row => ({ name: row.code, value: Math.sqrt(row.value) })),
                ...(self ? [{ name: self, itemStyle: { areaColor: t.soft } }] : [])],
        }],
    }
}
