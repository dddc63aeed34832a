import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPeople } from '../../sync-server/src/demo/invented-person.ts'
import { createRandom } from '../../sync-server/src/demo/random.ts'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import { address, blankId, done, RESIDENT, STATION } from '../journeys/permit.ts'
import {
  type Desk,
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

const here = {} as { browser: Browser; centre: Centre; desk: Desk }
const [held, goes] = [1, 2].map(seed => createPeople(createRandom(seed), '2026-06-15')([20, 60]))

/** Two people who left long ago, and whose registrations have run out since. */
beforeAll(async () => {
  here.browser = await openBrowser()
  here.centre = await centre()
  here.desk = await openDesk(here.browser, { centre: here.centre, unit: STATION })
  const { window } = here.desk
  await window.signIn('zhangwei')
  for (const { citizenId, name, sex, birth } of [held!, goes!]) {
    const id = await blankId(window, RESIDENT)
    const lived = { livedSince: '2010-03-01', registeredOn: '2010-03-01', source: 'window' }
    const person = { citizenId, name, sex, birth, address, dwelling: 'rented', purpose: 'work', ...lived }
    await done(window, RESIDENT, id, 'register', person)
    await done(window, RESIDENT, id, 'leave', { leftOn: '2012-05-31', leftReason: 'moved' })
  }
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

/** Presses a button or follows a link by the keyboard alone. */
const go = async (page: Page, role: 'button' | 'link', name: string) => {
  await page.getByRole(role, { name, exact: role === 'button' }).focus()
  await page.keyboard.press('Enter')
}

/** Somebody else signs in where the name of who was here before still stands. */
const signInAnew = async (login: string, name: string) => {
  const { page } = here.desk
  await page.getByLabel(words.signIn.login).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await signIn(page, login, PASSWORD, name)
}

test('a security officer holds one and proposes the other, an audit officer has it erased: all by keyboard', {
  timeout: 6 * PATIENCE,
}, async () => {
  const { page, window } = here.desk
  const said = words.disposal
  await watch([here.desk])
  await signInAnew('hejing', '何静')
  await go(page, 'link', said.title)
  await sees(page, '《个人信息保护法》')
  await sees(page, '2012-05-31')

  await page.getByLabel(said.number).focus()
  await page.keyboard.type('440000')
  await page.getByLabel(said.holdReason).focus()
  await page.keyboard.type('法院调取 2026-15 号')
  await page.keyboard.press('Enter')
  await sees(page, '所辖单位没有登记这个号码的记录')
  await page.getByLabel(said.number).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(held!.citizenId)
  await page.getByLabel(said.holdReason).focus()
  await page.keyboard.press('Enter')
  await sees(page, said.holdCases.replace('{{count}}', '1'))
  expect(await page.locator('body').textContent()).not.toContain(held!.citizenId)

  await go(page, 'button', `${said.propose} 流动人口登记`)
  await focusOn(page, said.note)
  await page.keyboard.type('保管期限表第 12 条')
  await page.keyboard.press('Enter')
  await sees(page, said.proposedState)
  await sees(page, '流动人口登记 1 份')
  await expectNoOverflow(page)
  await shot(page, 'disposal-proposed')
  expect(await page.getByRole('button', { name: said.approve, exact: true }).count()).toBe(0)

  await window.call('session.signOut', {})
  await signInAnew('lintao', '林涛')
  await go(page, 'link', said.title)
  await go(page, 'button', `${said.approve} 流动人口登记 1`)
  await sees(page, said.sure)
  // Enter alone does not erase: the focus stands on the way back.
  await focusOn(page, words.purpose.cancel)
  await shot(page, 'disposal-sure')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await sees(page, said.doneState)
  await sees(page, said.counts.replace('{{erased}}', '1').replace('{{kept}}', '0'))
  await expectNoOverflow(page)
  await shot(page, 'disposal-done')
})
