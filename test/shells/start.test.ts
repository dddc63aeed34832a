import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { buildIfStale, SCREEN } from '../../scripts/built.ts'
import { ROOT } from '../../scripts/run.ts'
import { launchChromium } from '../chromium.ts'

// What a newcomer does: `npm start`, open the address, sign in as somebody of the demo.

let folder: string
let demo: ChildProcess
let said = ''
let browser: Browser
let url: string
let page: Page
/** What the page complained of: refused by the content policy, failed requests, thrown errors. */
const complaints: string[] = []

beforeAll(async () => {
  await buildIfStale(SCREEN)
  folder = await mkdtemp(join(tmpdir(), 'chuangtai-start-'))
  const args = ['scripts/start.ts', '--data', folder, '--port', '0', '--shell', 'web']
  demo = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, LC_ALL: '', LANG: 'zh_CN.UTF-8', BROWSER: 'none' },
  })
  demo.stdout!.on('data', part => (said += part))
  demo.stderr!.on('data', part => (said += part))
  browser = await launchChromium()
  await vi.waitUntil(() => said.includes('#token=') || demo.exitCode !== null, { timeout: 180_000 })
  const found = /http:\S+#token=\S+/.exec(said)
  if (!found) throw new Error(`It did not start, and said: ${said}`)
  url = found[0]
}, 240_000)

afterAll(async () => {
  await browser?.close()
  if (demo.exitCode === null) demo.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

async function open(address: string): Promise<Page> {
  const opened = await browser.newPage()
  opened.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  opened.on('pageerror', error => complaints.push(String(error)))
  opened.on('requestfailed', request => complaints.push(`${request.url()}: ${request.failure()?.errorText}`))
  await opened.goto(address)
  return opened
}

/** Run in the page, whose types this world does not have: tries what the policy forbids, answers what was refused. */
const ATTEMPTS = `(async () => {
  const found = []
  document.addEventListener('securitypolicyviolation', event => {
    // The policy of the header; the page has one of its own beside it.
    if (event.originalPolicy.startsWith("default-src 'none'")) found.push(event.effectiveDirective)
  })
  const add = (tag, set) => document.body.append(Object.assign(document.createElement(tag), set))
  add('script', { textContent: 'window.ran = true' })
  add('script', { src: 'https://a.example/x.js' })
  add('img', { src: 'https://a.example/x.png' })
  add('iframe', { src: 'https://a.example/' })
  add('object', { data: 'https://a.example/x' })
  add('link', { rel: 'stylesheet', href: 'https://a.example/x.css' })
  add('div', { innerHTML: '<img src="blob:x" onerror="window.ran = true">' })
  await fetch('https://a.example/').catch(() => {})
  await fetch('http://127.0.0.1:9/').catch(() => {})
  try { new WebSocket('ws://a.example/') } catch {}
  // Only afterwards: while DevTools evaluates this text, eval is allowed.
  setTimeout(() => globalThis.eval('window.ran = true'), 100)
  await new Promise(resolve => setTimeout(resolve, 600))
  return { found, ran: 'ran' in window }
})()`

test('it says that all is invented, which shell it took, the address and who one may be', () => {
  expect(said).toContain('均为虚构')
  expect(said).toContain('浏览器')
  expect(said).toContain('lijing')
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/)
})

test('those who oversee have a place of their own beside it', async () => {
  const place = /监管工作台 +(http:\S+\/)（/.exec(said)?.[1]
  const answer = await fetch(place ?? '')
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('<div id="root">')
})

test('the address shows the sign-in of the enrolled window, and a clerk of the demo comes in', async () => {
  page = await open(url)
  await page.getByRole('textbox').first().fill('lijing')
  await page.locator('input[type=password]').fill('Chuangtai-2026')
  await page.keyboard.press('Enter')
  await page.getByText('李静').first().waitFor({ timeout: 60_000 })
  expect(page.url()).not.toContain('token')
})

test('after a reload the tab is known by its session', async () => {
  await page.reload()
  await page.getByText('李静').first().waitFor({ timeout: 60_000 })
})

test('the used address opens nothing in another tab', async () => {
  const second = await open(url)
  await second.getByText('打开凭证已失效').first().waitFor({ timeout: 60_000 })
  await second.close()
})

test('nothing of this was refused by the content policy, failed, or threw', () => {
  expect(complaints).toEqual([])
})

test('the content policy holds: no inline script, no other server, no frame, no plug-in', async () => {
  const refused = await page.evaluate<{ found: string[]; ran: boolean }>(ATTEMPTS)
  expect(refused.ran).toBe(false)
  expect([...new Set(refused.found)].sort()).toEqual([
    'connect-src',
    'frame-src',
    'img-src',
    'object-src',
    'script-src',
    'script-src-attr',
    'script-src-elem',
    'style-src-elem',
  ])
  expect(refused.found.filter(name => name === 'connect-src')).toHaveLength(3)
})

test('Ctrl-C ends it, and nothing is left listening', async () => {
  const ended = new Promise(resolve => demo.once('close', resolve))
  demo.kill('SIGINT')
  expect(await ended).toBe(0)
  await expect(fetch(url)).rejects.toThrow()
})
