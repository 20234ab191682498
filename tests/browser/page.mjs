// SPDX-License-Identifier: Apache-2.0
// The page in Chromium: every view, links, keyboard, accessibility, themes, widths, and numbers that are the command line's.
//
//   node page.mjs FOLDER_OF_NODE_MODULES RAPPORT CUBE...       (tests/browser/run.sh makes the cubes)
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

const [modules, rapport, ...cubes] = process.argv.slice(2)
const require = createRequire(join(resolve(modules), 'x'))
const { chromium } = require('playwright-core')
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const views = ['pair', 'partners', 'profile', 'world', 'chain', 'claims', 'method']
const failures = []

function expect(what, good, found = '') {
    if (!good) failures.push(`${what}${found === '' ? '' : `: ${typeof found === 'string' ? found : JSON.stringify(found)}`}`)
}

const serve = () => new Promise((done, fail) => {
    const server = spawn(rapport, ['serve', '--port', '0', ...cubes.flatMap(cube => ['-c', cube])], { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    server.stderr.on('data', data => {
        said += data
        const address = /at (http:\S+?)\/? /.exec(said)
        if (address) done({ server, base: address[1] })
    })
    server.on('exit', () => fail(new Error(`the server ended: ${said}`)))
})

// A contradicted claim is an exit status of its own, so only what is printed counts.
const cli = (...words) => JSON.parse(spawnSync(rapport, [...words, '-c', cubes[0], '--format', 'json', '-q'], { maxBuffer: 1 << 28 }).stdout).rows

/* A page that reports what must never happen: errors on the console, failed answers, requests to elsewhere. */
async function open(browser, base, { width = 1440, theme = 'light' } = {}) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, bypassCSP: false })
    const page = await context.newPage()
    page.on('console', message => expect('console', !['error', 'warning'].includes(message.type()), message.text()))
    page.on('pageerror', error => expect('error', false, String(error)))
    page.on('request', request => expect('a request to elsewhere', request.url().startsWith(base) || request.url().startsWith('data:'), request.url()))
    page.on('response', response => expect('a failed answer', response.status() < 400, `${response.status()} ${response.url()}`))
    page.go = async hash => {
        await page.goto('about:blank')
        await page.goto(`${base}/${hash}`)
        await settled(page, hash)
    }
    return page
}

const settled = (page, hash) => page.waitForFunction(wanted => document.getElementById('main').dataset.shown === wanted && !Number(document.body.dataset.waiting ?? 0), hash, { timeout: 60000 })
    .catch(() => expect(`${hash} is shown`, false))

/* Each view is whole at each width and in each theme: a heading, figures, nothing wider than the screen, no empty chart. */
async function everyViewIsWhole(browser, base) {
    for (const [width, theme] of [[1440, 'light'], [375, 'dark']]) {
        const page = await open(browser, base, { width, theme })
        for (const view of views) {
            await page.go(`#${view}`)
            const found = await page.evaluate(() => ({
                heading: document.querySelector('h1')?.textContent, wide: document.documentElement.scrollWidth - innerWidth,
                charts: [...document.querySelectorAll('.chart')].filter(c => !c.querySelector('canvas')).map(c => c.closest('figure')?.id),
                unnamed: [...document.querySelectorAll('.chart')].filter(c => !c.getAttribute('aria-label')).length,
                broken: /undefined|NaN|\[object/.test(document.querySelector('main').innerText.replace(/undefined or undecidable|[Uu]ndefined/g, '')),
                ground: getComputedStyle(document.body).backgroundColor,
            }))
            const name = `${view} at ${width}, ${theme}`
            expect(`${name}: a heading`, found.heading)
            expect(`${name}: no wider than the screen`, found.wide <= 0, found.wide)
            expect(`${name}: every chart is drawn`, found.charts.length === 0, found.charts)
            expect(`${name}: every chart has words`, found.unnamed === 0)
            expect(`${name}: no broken text`, !found.broken)
            expect(`${name}: theme`, (theme === 'dark') === /rgb\(1\d, 2\d, 3\d\)/.test(found.ground), found.ground)
            await audit(page, name)
        }
        await page.context().close()
    }
}

async function audit(page, name) {
    const { violations } = await page.evaluate(`(() => { const module = undefined, define = undefined; ${axe}; return window.axe.run(document, { resultTypes: ['violations'] }) })()`)
    for (const v of violations) expect(`${name}: ${v.id}`, false, v.nodes.slice(0, 2).map(n => `${n.html.slice(0, 120)} ${n.any[0]?.message ?? ''}`).join(' | '))
}

const cells = (page, figure, column) => page.locator(`#${figure} td[data-column="${column}"]`).evaluateAll(all => all.map(td => td.dataset.value))

/* A link opens what it says; the numbers of the page are the command line's. */
async function numbersAreTheCommandLines(browser, base) {
    const page = await open(browser, base)
    await page.go('#pair?country=SE&partner=KR&years=2010-2020&open=works.table')
    expect('the heading of a link', await page.locator('h1').textContent() === 'Sweden and South Korea', await page.locator('h1').textContent())
    const rows = cli('pair', 'SE', 'KR', '--years', '2010-2020', '--each', 'year').filter(row => row.country === 'SE')
    const works = await cells(page, 'works', 'works')
    expect('joint works', JSON.stringify(works) === JSON.stringify(rows.map(row => String(row.works))), works)
    await page.go('#partners?country=NO&years=2022&open=ranked.table')
    const partners = cli('partners', 'NO', '--years', '2022', '--top', '0')
    for (const column of ['works', 'ric', 'share_of_international', 'rank_high']) {
        const shown = await cells(page, 'ranked', column), said = partners.map(row => row[column] === null ? '' : String(row[column]))
        expect(`partners: ${column}`, JSON.stringify(shown) === JSON.stringify(said), shown.slice(0, 3))
    }
    expect('an undefined number is a dash with its reason', await page.locator('#ranked td[data-column="share_of_output"] abbr[title]').first().textContent() === '–')
    await page.go('#world?years=2015-2022&open=shares.receipt')
    expect('a receipt is open', await page.locator('#shares .receipt').isVisible())
    await page.go('#claims')
    const said = cli('check', process.env.PLAN, '--brief')
    const shown = await page.locator('.claim > header .verdict').evaluateAll(all => all.map(one => one.lastChild.textContent))
    expect('verdicts', JSON.stringify(shown) === JSON.stringify(said.map(row => row.verdict)), shown)
    await page.context().close()
}

/* All of it without a mouse; Back goes back. */
async function theKeyboardIsEnough(browser, base) {
    const page = await open(browser, base)
    await page.go('#pair')
    await page.keyboard.press('Tab')
    expect('the first stop skips to the numbers', await page.evaluate(() => document.activeElement.className) === 'skip')
    await page.getByRole('combobox', { name: /Search/ }).focus()
    await page.keyboard.type('denm')
    await page.waitForSelector('#found [role=option]')
    await page.keyboard.press('ArrowDown')
    expect('the list says what is marked', await page.getByRole('combobox', { name: /Search/ }).getAttribute('aria-activedescendant') === 'found-0')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Partners of Denmark', null, { timeout: 10000 }).catch(() => expect('search goes to Denmark', false))
    const button = page.locator('#ranked button[data-sheet=definition]')
    await button.focus()
    await page.keyboard.press('Enter')
    expect('a definition opens', await page.locator('#ranked .sheet dt').count() > 3)
    expect('what is open is in the address', /open=ranked\.definition/.test(page.url()), page.url())
    await page.goBack()
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Norway and China', null, { timeout: 10000 }).catch(() => expect('back goes back', false))
    await page.context().close()
}

/* What can't be asked is said in words, and the way on is there. */
async function whatIsWrongIsSaid(browser, base) {
    const context = await browser.newContext(), page = await context.newPage()
    await page.goto(`${base}/#pair?country=Atlantis`)
    await page.waitForSelector('.empty')
    expect('a wrong name', /Atlantis/.test(await page.locator('.empty').first().textContent()))
    await page.goto(`${base}/licences`)
    expect('licences', /Apache/.test(await page.textContent('main')) && /echarts/.test(await page.textContent('main')))
    await context.close()
}

const { server, base } = await serve()
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
try {
    await Promise.all([everyViewIsWhole, numbersAreTheCommandLines, theKeyboardIsEnough, whatIsWrongIsSaid].map(test => test(browser, base)))
} finally {
    await browser.close()
    server.kill('SIGINT')
}
console.log(failures.length ? [...new Set(failures)].join('\n') : 'the page is as it should be')
process.exit(failures.length ? 1 : 0)
