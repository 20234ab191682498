// SPDX-License-Identifier: Apache-2.0
// Bundles the page and writes it as C, compressed:  node build.mjs FOLDER_OF_NODE_MODULES OUT.c
//
// esbuild keeps of ECharts and the map what is imported. Every file of the page becomes a row of rap_page_files
// (src/serve/page.h). The licences of what is bundled are a page of their own, made from the packages' own texts.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const here = dirname(fileURLToPath(import.meta.url))
const [modules, out] = process.argv.slice(2).map(p => resolve(p))
const esbuild = createRequire(join(modules, 'x'))('esbuild')
const bundled = ['echarts', 'zrender', 'topojson-client', 'world-atlas', 'tslib']

// Numbers of ISO 3166-1, which the map has, to codes of two letters, which questions take: from the table of the program.
const countries = {
    name: 'countries',
    setup(build) {
        build.onResolve({ filter: /^rapport:countries$/ }, () => ({ path: 'countries', namespace: 'rapport' }))
        build.onLoad({ filter: /.*/, namespace: 'rapport' }, () => {
            const rows = readFileSync(join(here, '../data/countries.tsv'), 'utf8').split('\n').filter(line => /^[A-Z]{2}\t/.test(line)).map(line => line.split('\t'))
            return { contents: JSON.stringify(Object.fromEntries(rows.filter(row => row[2]).map(row => [row[2], row[0]]))), loader: 'json' }
        })
    },
}

// A report is sent on by itself, so what is in it says whose it is.
const notice = '/* Rapport, Apache-2.0. With Apache ECharts (Apache-2.0, The Apache Software Foundation) and zrender (BSD-3-Clause, Baidu Inc.). */'

async function bundle(entry, banner = '') {
    const result = await esbuild.build({
        entryPoints: [join(here, 'src', entry)], bundle: true, minify: true, write: false, format: 'esm', target: 'es2022',
        nodePaths: [modules], plugins: [countries], legalComments: 'none', banner: { js: banner }, logLevel: 'warning', define: { 'process.env.NODE_ENV': '"production"' },
    })
    return Buffer.from(result.outputFiles[0].contents)
}

const escaped = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')

function licences() {
    const parts = bundled.map(name => {
        const about = JSON.parse(readFileSync(join(modules, name, 'package.json')))
        const texts = ['LICENSE', 'LICENSE.txt', 'NOTICE'].flatMap(file => {
            try { return [readFileSync(join(modules, name, file), 'utf8')] } catch { return [] }
        })
        return `<h2>${escaped(name)} ${about.version}</h2><pre>${escaped(texts.join('\n\n'))}</pre>`
    })
    return Buffer.from(readFileSync(join(here, 'src/licences.html'), 'utf8').replace('<!-- packages -->', () => parts.join('\n')))
}

// It stands in a script element: nothing in it may end that.
const report = Buffer.from((await bundle('report.js', notice)).toString('utf8').replace(/<(?=\/script|!--|script)/gi, '\\x3c'))
const files = [
    ['', 'text/html; charset=utf-8', readFileSync(join(here, 'src/index.html'))],
    ['page.js', 'text/javascript; charset=utf-8', await bundle('main.js')],
    ['page.css', 'text/css; charset=utf-8', await bundle('style.css')],
    ['report.js', 'text/javascript; charset=utf-8', report],
    ['report.sha256', 'text/plain; charset=utf-8', Buffer.from(`sha256-${createHash('sha256').update(report).digest('base64')}`)],
    ['icon.svg', 'image/svg+xml', readFileSync(join(here, 'src/icon.svg'))],
    ['licences', 'text/html; charset=utf-8', licences()],
]

const arrays = files.map(([, , bytes], i) => {
    const packed = gzipSync(bytes, { level: 9 })
    return `static const unsigned char file_${i}[] = {${[...packed].join(',').replace(/(.{110}[^,]*,)/g, '$1\n')}};`
})
const rows = files.map(([name, type, bytes], i) => `    {"${name}", "${type}", file_${i}, sizeof file_${i}, ${bytes.length}},`)
writeFileSync(out, `// Made from web/ by web/build.mjs; do not edit.
#include "serve/page.h"

${arrays.join('\n')}

const rap_page_file rap_page_files[] = {
${rows.join('\n')}
    {0},
};
`)
