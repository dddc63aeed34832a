import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tlsZhCN } from '../../desktop/src/core/words.tls.zh-CN.ts'
import { LONG_RUN } from '../databases.ts'
import { type Door, door } from '../door.ts'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import { STATION } from '../journeys/permit.ts'
import {
  type Desk,
  eventually,
  expectNoOverflow,
  focusOn,
  openBrowser,
  openDesk,
  PATIENCE,
  sees,
  signIn,
  watch,
  words,
} from './desk.ts'
import { openIntake } from './permit-steps.ts'

const CITY = '330400000000'
const here = {} as { browser: Browser; door: Door; centre: Centre; office: Desk; clerk: Desk }

beforeAll(async () => {
  here.browser = await openBrowser()
  here.door = await door()
  here.centre = await centre({ config: here.door.config })
  here.office = await openDesk(here.browser, { centre: here.centre, unit: CITY })
  here.clerk = await openDesk(here.browser, { centre: here.centre, unit: STATION })
}, 120_000)
afterAll(async () => {
  await here.office?.close()
  await here.clerk?.close()
  await here.browser?.close()
  await here.centre?.stop()
  await here.door?.remove()
})

const shot = async ({ page }: Desk, name: string) => {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` })
}

test('an administrator ends a window; it says so, and a code makes it itself again, all by keyboard', {
  timeout: 6 * PATIENCE,
}, async () => {
  const { office, clerk } = here
  await watch([office, clerk])
  await signIn(office.page, 'guofeng', PASSWORD, '郭峰')
  await office.page.getByRole('link', { name: new RegExp(`${words.settings.title}$`) }).focus()
  await office.page.keyboard.press('Enter')
  await office.page.getByRole('tab', { name: words.stations.title }).focus()
  await office.page.keyboard.press('Enter')
  await sees(office.page, words.stations.active)
  await sees(office.page, '桂花路派出所')
  await expectNoOverflow(office.page)
  await shot(office, 'stations')

  await office.page.getByRole('button', { name: `${words.stations.end} 桂花路派出所 01` }).focus()
  await office.page.keyboard.press('Enter')
  await focusOn(office.page, words.stations.reason)
  await office.page.keyboard.type('电脑送修')
  await office.page.keyboard.press('Enter')
  await sees(office.page, words.stations.endedNow.replace('{{name}}', '测试窗口'))
  await sees(office.page, '电脑送修')
  await shot(office, 'stations-ended')

  await clerk.window.call('sync.now', {}).catch(() => undefined)
  await sees(clerk.page, '本窗口已被管理员停用')
  await shot(clerk, 'station-fault-sign-in')
  await office.page.getByRole('button', { name: `${words.stations.code} 桂花路派出所 01` }).focus()
  await office.page.keyboard.press('Enter')
  const code = await (await sees(office.page, /^([A-Z0-9]{4}-){6}[A-Z0-9]{4}$/)).textContent()
  await shot(office, 'stations-code')

  await clerk.page.getByRole('button', { name: words.enrol.again }).focus()
  await clerk.page.keyboard.press('Enter')
  await focusOn(clerk.page, words.enrol.code)
  await shot(clerk, 'station-enrol-again')
  // The last letter mistyped: another centre than the one of the code, so nothing is told to it.
  await clerk.page.keyboard.type(code!.slice(0, -1) + (code!.endsWith('A') ? 'B' : 'A'))
  await clerk.page.keyboard.press('Enter')
  await sees(clerk.page, tlsZhCN['enrol.codeAuthority']!)
  await expectNoOverflow(clerk.page)
  await shot(clerk, 'station-enrol-mistyped')
  await clerk.page.keyboard.press('ControlOrMeta+a')
  await clerk.page.keyboard.type(code!.toLowerCase())
  await clerk.page.keyboard.press('Enter')
  await signIn(clerk.page, 'zhangwei', PASSWORD, '张伟')
  await eventually(async () => expect(await clerk.page.getByText('本窗口已被管理员停用').count()).toBe(0))
  await office.page.getByRole('tab', { name: words.settings.station, exact: true }).focus()
  await office.page.keyboard.press('Enter')
  await sees(office.page, words.settings.authority)
  await expectNoOverflow(office.page)
  await shot(office, 'station-certificate')
  expect([office.complaints, clerk.complaints]).toEqual([[], []])
})

test.runIf(LONG_RUN)(
  'an administrator sets the hours of acceptance by keyboard, and the form says when it is none of them',
  {
    timeout: 4 * PATIENCE,
  },
  async () => {
    const { office, clerk } = here
    await watch([office, clerk])
    await office.page.getByRole('tab', { name: words.settings.calendar, exact: true }).focus()
    await office.page.keyboard.press('Enter')
    await sees(office.page, words.hours.usual)
    const entered = async (part: string, edge: string, time: string) => {
      await office.page.getByLabel(`${part} ${edge}`).focus()
      await office.page.keyboard.press('ControlOrMeta+a')
      await office.page.keyboard.type(time)
    }
    const { am, pm, opens, closes } = words.hours
    await entered(pm, opens, '11:00')
    await sees(office.page, words.hours.wrong)
    await shot(office, 'hours-wrong')
    // Midnight to midnight: no moment lies between, whenever this runs.
    for (const [part, edge] of [
      [am, opens],
      [am, closes],
      [pm, opens],
      [pm, closes],
    ] as const)
      await entered(part, edge, '00:00')
    await office.page.getByRole('button', { name: words.hours.save }).focus()
    await office.page.keyboard.press('Enter')
    await sees(office.page, words.hours.own)
    await expectNoOverflow(office.page)
    await shot(office, 'hours')

    await clerk.window.sync()
    await openIntake(clerk.page)
    await clerk.page.keyboard.type('320583197907044170')
    await clerk.page.keyboard.press('Enter')
    await sees(clerk.page, /现在不是本所的受理时间/)
    await expectNoOverflow(clerk.page)
    await shot(clerk, 'hours-warning')
    expect([office.complaints, clerk.complaints]).toEqual([[], []])
  },
)
