import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { engineWords } from '../../shared-types/src/engine/words.ts'
import {
  choose,
  focusOn,
  goTo,
  openBrowser,
  openPage,
  PATIENCE,
  press,
  sees,
  seesNo,
  status,
  type,
  watch,
  words,
} from '../screens/desk.ts'
import { enterUntil, people } from '../screens/permit-steps.ts'
import { centreCommand, type Program, startCentre, startWindow } from '../screens/processes.ts'

// Centre and window are the product's own programs, in processes of their own, and are killed with -9 under the clerk.

const { fields, states } = people.records.resident!
const UNIT = '330402510000'
/** Valid numbers of nobody. */
const PEOPLE = [
  { name: '周晓棠', number: '411523199103180068' },
  { name: '陈立夏', number: '340124198711022136' },
  { name: '黎思远', number: '450103200505213517' },
] as const

const here = { complaints: [] as string[], password: '' } as {
  folder: string
  browser: Browser
  centre: Program
  window: Program
  page: Page
  complaints: string[]
  password: string
}
const folderOf = (name: string) => join(here.folder, name)

beforeAll(async () => {
  const [browser, folder] = await Promise.all([openBrowser(), mkdtemp(join(tmpdir(), 'chuangtai-killed-'))])
  Object.assign(here, { browser, folder })
  const data = folderOf('centre')
  here.centre = await startCentre(data, 0)
  await centreCommand(
    data,
    'admin',
    'unit',
    '--id',
    UNIT,
    '--name',
    '桂花路派出所',
    '--level',
    'station',
    '--area',
    '330402',
  )
  const said = await centreCommand(
    data,
    'admin',
    'person',
    '--login',
    'lijing',
    '--name',
    '李静',
    '--role',
    'clerk',
    '--unit',
    UNIT,
  )
  here.password = said.split(' ').at(-1)!
}, 240_000)

afterAll(async () => {
  await here.window?.kill()
  await here.centre?.kill()
  await here.browser?.close()
  await rm(here.folder, { recursive: true, force: true })
})

beforeEach(() => watch([{ page: here.page, complaints: here.complaints }]))

test('a new machine is enrolled by the code of the centre', { timeout: 4 * PATIENCE }, async () => {
  await openWindow()
  await enrol('01')
})

test('the window is killed while a form is half typed: the draft is there', { timeout: 5 * PATIENCE }, async () => {
  await newForm()
  await type(here.page, fields.citizenId!, PEOPLE[0].number)
  await type(here.page, fields.name!, PEOPLE[0].name)
  await choose(here.page, fields.sex!, '女', '女')
  await enterUntil(here.page, fields.homeAddress!)
  await here.page.keyboard.type('河南省信阳市新县新集镇模拟小区3号楼')
  await sees(here.page, words.form.saved)
  await restartWindow()

  await here.page.getByRole('main').getByRole('button', { name: PEOPLE[0].name }).click()
  const value = (label: string) => here.page.getByLabel(label, { exact: true }).inputValue()
  await expect.poll(() => value(fields.citizenId!), { timeout: PATIENCE }).toBe(PEOPLE[0].number)
  expect(await value(fields.name!)).toBe(PEOPLE[0].name)
  expect(await value(fields.homeAddress!)).toBe('河南省信阳市新县新集镇模拟小区3号楼')
  await finish()
  await sees(here.page, states.active!)
})

test('killed as soon as the screen has said that it is saved: it is', { timeout: 5 * PATIENCE }, async () => {
  await restartWindow()
  await goTo(here.page, people.desks.residents!)
  await here.page.getByRole('row').filter({ hasText: PEOPLE[0].name }).filter({ hasText: '桂花街道' }).waitFor()
})

test('the centre is killed: work goes on, and arrives when it is back', { timeout: 5 * PATIENCE }, async () => {
  await sees(here.page, unsent(0))
  await here.centre.kill()
  await register(PEOPLE[1])
  await sees(here.page, states.active!)
  await status(here.page).getByText(words.status.offline).waitFor()
  await seesNo(here.page, unsent(0))
  await restartCentre()
  await sees(here.page, unsent(0))
})

test('both are killed, with work unsent: it is sent when they are back', { timeout: 5 * PATIENCE }, async () => {
  // As soon as it has said that it has the work of before.
  await here.centre.kill()
  await register(PEOPLE[2])
  await sees(here.page, states.active!)
  await restartWindow()
  await status(here.page).getByText(words.status.offline).waitFor()
  await goTo(here.page, people.desks.residents!)
  await here.page.getByRole('row').filter({ hasText: PEOPLE[2].name }).waitFor()
  await restartCentre()
  await sees(here.page, unsent(0))
})

test('another machine has all of it from the centre', { timeout: 4 * PATIENCE }, async () => {
  await here.window.kill()
  await openWindow('second')
  await enrol('02')
  await goTo(here.page, people.desks.residents!)
  for (const { name } of PEOPLE) await here.page.getByRole('row').filter({ hasText: name }).waitFor()
  await sees(here.page, words.list.total.replace('{{count}}', String(PEOPLE.length)))
})

test('the pages complained of nothing, save that nobody answered while the window was dead', () => {
  expect(here.complaints.filter(text => !/^WebSocket .* net::ERR_CONNECTION_(REFUSED|RESET)$/.test(text))).toEqual([])
})

const unsent = (count: number) => words.status.unsent.replace('{{count}}', String(count))

async function openWindow(folder = 'window'): Promise<void> {
  here.window = await startWindow(folderOf(folder))
  const { page, complaints } = await openPage(here.browser, here.window.address)
  complaints.push(...here.complaints)
  Object.assign(here, { page, complaints })
}

async function restartCentre(): Promise<void> {
  here.centre = await startCentre(folderOf('centre'), Number(new URL(here.centre.address).port))
}

/** Makes the machine a station of the centre and signs the clerk in, by keyboard. */
async function enrol(number: string): Promise<void> {
  const { page } = here
  const said = await centreCommand(folderOf('centre'), 'admin', 'code', '--unit', UNIT, '--number', number)
  for (const [field, text] of [
    ['server', here.centre.address],
    ['code', said.split(' ')[0]!],
    ['name', `${number}号窗口`],
  ] as const) {
    await focusOn(page, words.enrol[field])
    await page.keyboard.type(text)
    await press(page, field === 'name' ? 'Enter' : 'Tab')
  }
  await focusOn(page, words.signIn.login)
  await page.keyboard.type('lijing')
  await (number === '01' ? choosePassword() : signIn())
}

/** The password that the centre's command gave out is changed at the first sign-in. */
async function choosePassword(): Promise<void> {
  const { page } = here
  await page.getByLabel(words.signIn.password).fill(here.password)
  await press(page, 'Enter')
  await focusOn(page, words.account.new)
  here.password = 'Meiyou-xiadan-2026'
  for (const label of [words.account.new, words.account.again])
    await page.getByRole('textbox', { name: label, exact: true }).fill(here.password)
  await press(page, 'Enter')
  await seesHome()
}

const seesHome = () => sees(here.page, words.home.title.replace('{{name}}', '李静').split('{{')[0]!)

async function signIn(): Promise<void> {
  await here.page.getByLabel(words.signIn.password).fill(here.password)
  await press(here.page, 'Enter')
  await seesHome()
}

/** Kills the window and starts it anew; the clerk, who was here before, signs in again. */
async function restartWindow(): Promise<void> {
  await here.window.kill()
  await sees(here.page, words.connection.lost)
  await here.page.context().close()
  await openWindow()
  await focusOn(here.page, words.signIn.password)
  await signIn()
}

async function newForm(): Promise<void> {
  await goTo(here.page, people.desks.residents!)
  await here.page.getByRole('button', { name: words.register.new }).waitFor()
  await press(here.page, 'Alt+n')
  await focusOn(here.page, fields.citizenId!)
}

async function register({ name, number }: (typeof PEOPLE)[number]): Promise<void> {
  await newForm()
  await type(here.page, fields.citizenId!, number)
  await type(here.page, fields.name!, name)
  await choose(here.page, fields.sex!, '男', '男')
  await finish()
}

/** Fills in what is still missing behind the person's own particulars, and saves. */
async function finish(): Promise<void> {
  const { page } = here
  const { dwellings, purposes } = people.dictionaries
  const street = `${fields.address} ${engineWords('zh-CN').address.street}`
  await page.getByLabel(fields.birth!, { exact: true }).fill('19910318')
  await page.getByLabel(street).fill('桂花街道')
  await page.getByLabel(fields.dwelling!, { exact: true }).focus()
  await choose(page, fields.dwelling!, 'zl', dwellings!.rented!)
  await enterUntil(page, fields.purpose!)
  await choose(page, fields.purpose!, 'wg', purposes!.work!)
  await type(page, fields.livedSince!, '20250110')
  await type(page, fields.registeredOn!, '20250112')
  await sees(page, words.form.complete)
  await press(page, 'F9')
}
