import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, dayOf } from '../../shared-types/src/engine/day.ts'
import { centreActs } from '../../sync-server/src/centre-acts.ts'
import { createPeople } from '../../sync-server/src/demo/invented-person.ts'
import { createRandom } from '../../sync-server/src/demo/random.ts'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import { address, blankId, done, RESIDENT, STATION } from '../journeys/permit.ts'
import {
  choose,
  type Desk,
  expectNoOverflow,
  focusOn,
  openBrowser,
  openDesk,
  PATIENCE,
  press,
  sees,
  signIn,
  watch,
  words,
} from './desk.ts'

const here = {} as { browser: Browser; centre: Centre; desk: Desk; resident: string }
const invented = createPeople(createRandom(3), '2026-06-15')([20, 60])
const today = dayOf(new Date().toISOString(), 'Asia/Shanghai')

/** What the night finds of a station: one day busier than the weeks before, by a row that the window itself has. */
async function raise(resident: string): Promise<void> {
  const { store, directory } = here.centre.running.parts
  const at = await directory(store.db)
  const days = Array.from({ length: 30 }, (_, i) => ({
    day: addDays(today, i - 30),
    count: i === 29 ? 19 : 3 + (i % 4),
  }))
  const patch = {
    rule: 'permit-volume',
    level: 'warning',
    subject: STATION,
    subjectName: '桂花路派出所',
    from: days[29]!.day,
    to: days[29]!.day,
    measure: '19',
    reference: 4.5,
    threshold: 9.5,
    parameterVersion: 0,
    days,
    rows: [
      { id: resident, what: '当天受理', operator: '041102' },
      { id: 'not-here', what: '别处的记录', operator: '041103' },
    ],
    rowCount: 2,
  }
  const act = { id: 'alert-1-raised', caseId: 'alert-1', type: 'supervision.alert', act: 'raise', unit: STATION, patch }
  await store.transaction(turn => centreActs(turn, at, new Date().toISOString(), [act]))
}

beforeAll(async () => {
  here.browser = await openBrowser()
  here.centre = await centre()
  here.desk = await openDesk(here.browser, { centre: here.centre, unit: STATION })
  const { window } = here.desk
  await window.signIn('zhangwei')
  here.resident = await blankId(window, RESIDENT)
  const { citizenId, name, sex, birth } = invented
  const lived = { livedSince: '2026-03-01', registeredOn: '2026-03-01', source: 'window' }
  const person = { citizenId, name, sex, birth, address, dwelling: 'rented', purpose: 'work', ...lived }
  await done(window, RESIDENT, here.resident, 'register', person)
  await window.sync()
  await raise(here.resident)
  await window.sync()
  await window.call('session.signOut', {})
}, 120_000)
afterAll(async () => {
  await here.desk?.close()
  await here.browser?.close()
  await here.centre?.stop()
})

const shot = async (page: Page, name: string) => {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` })
}

/** Follows a link of the menu by the keyboard alone. */
const go = async (page: Page, name: string) => {
  await page.getByRole('navigation').getByRole('link', { name }).focus()
  await page.keyboard.press('Enter')
}

/** Somebody else signs in where the name of who was here before still stands. */
const signInAnew = async (login: string, name: string) => {
  const { page, window } = here.desk
  await window.call('session.signOut', {})
  await page.getByLabel(words.signIn.login).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await signIn(page, login, PASSWORD, name)
}

test('received above, explained by the unit, closed by a second person, with the curve before them: all by keyboard', {
  timeout: 6 * PATIENCE,
}, async () => {
  const { page } = here.desk
  await watch([here.desk])
  await signInAnew('majianguo', '马建国')
  await go(page, '未接收预警')
  await sees(page, '派出所当天的受理量明显高于以往工作日的水平。')
  const curve = page.getByRole('img', { name: '每日数量' })
  await curve.locator('canvas').waitFor()
  // Drawn: bars, and both lines in their own colours.
  const drawn = await page.evaluate<string[]>(`(() => {
    const canvas = document.querySelector('[role=img] canvas')
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    const found = new Set()
    for (let i = 0; i < data.length; i += 4)
      found.add('#' + [0, 1, 2].map(n => data[i + n].toString(16).padStart(2, '0')).join(''))
    return ['#1a5da6', '#a86200', '#bd3124'].filter(colour => found.has(colour))
  })()`)
  expect(drawn).toEqual(['#1a5da6', '#a86200', '#bd3124'])
  expect(await page.getByRole('table').filter({ hasText: '日期' }).getByRole('row').count()).toBe(31)
  await expectNoOverflow(page)
  await page.locator('.curve-figures').scrollIntoViewIfNeeded()
  await shot(page, 'alert-open')
  // The one row is a case that a supervisor of the district may read, the other is none that is here.
  await page.getByRole('link', { name: invented.name }).waitFor()
  expect(await page.getByRole('table').filter({ hasText: '别处的记录' }).getByRole('link').count()).toBe(1)
  await press(page, '1', 'F9')
  await sees(page, words.queue.empty)

  await signInAnew('liuqiang', '刘强')
  await go(page, '待说明预警')
  await press(page, '1')
  await focusOn(page, '核查情况说明')
  await page.keyboard.type('园区企业集中办证，材料齐全')
  await shot(page, 'alert-explain')
  await press(page, 'F9')
  await sees(page, words.queue.empty)

  await signInAnew('hubin', '胡斌')
  await go(page, '待办结预警')
  await sees(page, '园区企业集中办证，材料齐全')
  await press(page, '1')
  await choose(page, '核查结论', 'qkss', '情况属实，理由正当')
  await shot(page, 'alert-close')
  await press(page, 'F9')
  await sees(page, words.queue.empty)
  await go(page, '预警台账')
  await page.getByRole('heading', { name: '预警台账' }).waitFor()
  await sees(page, '已办结')
  await expectNoOverflow(page)
  await shot(page, 'alert-register')
  expect(here.desk.complaints).toEqual([])
})
