// SPDX-License-Identifier: Apache-2.0
// A report in Chromium, opened as a file: figures drawn, readable without script, accessible, nothing asked of any network,
// nothing that a plan says run as a program, and whole on paper.
//
//   node report.mjs FOLDER_OF_NODE_MODULES RAPPORT CUBE PLAN FOLDER       (tests/browser/run.sh makes the cube)
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [modules, rapport, cube, plan, folder] = process.argv.slice(2)
const require = createRequire(join(resolve(modules), 'x'))
const { chromium } = require('playwright-core')
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const failures = []

function expect(what, good, found = '') {
    if (!good) failures.push(`${what}${found === '' ? '' : `: ${typeof found === 'string' ? found : JSON.stringify(found)}`}`)
}

const run = (...words) => spawnSync(rapport, [...words, '-q'], { encoding: 'utf8', maxBuffer: 1 << 28 })

function write(name, planFile) {
    const file = join(folder, name), done = run('report', planFile, '-c', cube, '-o', file)
    expect(`${name} is written`, done.status === 0, done.stderr)
    return pathToFileURL(file).href
}

async function open(browser, url, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options }), page = await context.newPage()
    page.on('console', message => expect('console', !['error', 'warning'].includes(message.type()), message.text()))
    page.on('pageerror', error => expect('error', false, String(error)))
    page.on('request', request => expect('a request to elsewhere', request.url() === url || request.url().startsWith('data:'), request.url()))
    page.on('dialog', dialog => { expect('a plan ran a program', false, dialog.message()); dialog.dismiss() })
    await page.goto(url)
    return page
}

const drawn = page => page.waitForFunction(() => [...document.querySelectorAll('.drawing')].every(d => d.querySelector('svg path')), null, { timeout: 20000 })
    .catch(() => expect('every figure is drawn', false))

async function figuresAreDrawn(browser, url) {
    for (const width of [1280, 375]) {
        const page = await open(browser, url, { viewport: { width, height: 900 } })
        await drawn(page)
        const found = await page.evaluate(() => ({
            figures: document.querySelectorAll('.drawing').length, wide: document.documentElement.scrollWidth - innerWidth,
            unnamed: [...document.querySelectorAll('.drawing')].filter(d => !d.getAttribute('aria-label')).length,
            tables: [...document.querySelectorAll('figure')].filter(f => !f.querySelector('table, .missing')).length,
            broken: /undefined|NaN|\[object/.test(document.body.innerText),
        }))
        expect(`figures at ${width}`, found.figures === 7, found.figures)
        expect(`no wider than the screen at ${width}`, found.wide <= 0, found.wide)
        expect('every drawing has a name', found.unnamed === 0)
        expect('every figure has its table', found.tables === 0)
        expect('no broken words', !found.broken)
        await page.context().close()
    }
}

async function isAccessible(browser, url) {
    const page = await open(browser, url, { bypassCSP: true })
    await drawn(page)
    await page.evaluate(axe)
    const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'] }))
    expect('accessibility', violations.length === 0, violations.map(v => `${v.id} (${v.nodes.length}, ${v.nodes[0].target})`))
    await page.context().close()
}

/* The numbers of a table in the file are those of the command line, rounded as its tables for people are. */
async function readsWithoutScript(browser, url) {
    const page = await open(browser, url, { javaScriptEnabled: false })
    const cells = await page.locator('#figure-1 tbody tr').evaluateAll(rows => rows.map(row => [...row.cells].map(cell => cell.textContent)))
    const { rows } = JSON.parse(run('pair', 'NO', 'CN', '--years', '2001-2023', '--each', 'year', '-c', cube, '--format', 'json').stdout)
    expect('all rows without script', cells.length === rows.length, [cells.length, rows.length])
    rows.forEach((row, i) => expect(`row ${i}`, cells[i][0] === String(row.year) && cells[i][3] === String(row.works), [cells[i], row.year, row.works]))
    expect('claims without script', await page.locator('.claim .verdict').count() >= 6)
    await page.context().close()
}

async function isWholeOnPaper(browser, url) {
    const page = await open(browser, url)
    await drawn(page)
    const pdf = await page.pdf({ preferCSSPageSize: true })
    const pages = (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length
    expect('pages on paper', pages >= 8 && pages <= 30, pages)
    await page.context().close()
}

async function hostileWordsAreWords(browser) {
    const file = join(folder, 'hostile.plan'), evil = '</script><script>alert(1)</script><img src=x onerror=alert(2)>'
    writeFileSync(file, `title ${evil}\nnote ${evil}\nsection ${evil}\nask pair NO CN years=2015-2020 each=year\nfinding .\nfigure works ${evil} {{}} \${alert(3)}\nfigure ric <!--<script>\n` +
        `table . ${evil}\nclaim E1 ${evil}\nask pair NO CN years=2020\nexpect works CN > 1\nnote ${evil}\nreading ${evil}: kind=journal\n`)
    const page = await open(browser, write('hostile.html', file))
    await drawn(page)
    const found = await page.evaluate(() => ({ images: document.images.length, scripts: document.scripts.length, heading: document.querySelector('h1').textContent }))
    expect('no element comes from a plan', found.images === 0 && found.scripts === 2, found)
    expect('the words stand as they are', found.heading === evil, found.heading)
    await page.context().close()
}

const url = write('report.html', plan), browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] })
for (const check of [figuresAreDrawn, isAccessible, readsWithoutScript, isWholeOnPaper, hostileWordsAreWords])
    await check(browser, url).catch(error => expect(check.name, false, String(error)))
await browser.close()
console.log(failures.length ? failures.join('\n') : 'the report is whole')
process.exit(failures.length ? 1 : 0)
