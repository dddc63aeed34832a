import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { ABOUT, caller } from '../../sync-server/test/open.ts'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import { orgCodeOf } from '../journeys/licences.ts'
import { done, STATION } from '../journeys/permit.ts'
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
const said = words.openApps

/** The partner whose register knows every enterprise by the same name. */
const partner = createServer((_, res) => res.end(JSON.stringify({ name: '云江新名有限公司', legal: '吴晓梅' })))

beforeAll(async () => {
  await new Promise<void>(listening => partner.listen(0, '127.0.0.1', listening))
  const register = {
    name: '市市场监督管理局',
    url: `http://127.0.0.1:${(partner.address() as AddressInfo).port}/`,
    body: { uscc: '{code}' },
    items: { name: '/name', representative: '/legal', address: '/place' },
  }
  here.browser = await openBrowser()
  here.centre = await centre({ config: { CHUANGTAI_REGISTER: JSON.stringify(register) } })
  here.desk = await openDesk(here.browser, { centre: here.centre, unit: STATION })
}, 120_000)
afterAll(async () => {
  await here.desk?.close()
  await here.browser?.close()
  await here.centre?.stop()
  partner.close()
})

const shot = async (page: Page, name: string) => {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` })
}

/** Presses a button or follows a link by the keyboard alone; one that has just worked may still be called busy before its name. */
const go = async (page: Page, role: 'button' | 'link' | 'checkbox', name: string | RegExp) => {
  await page.getByRole(role, { name: role === 'button' ? new RegExp(`(^| )${name}$`) : name }).focus()
  await page.keyboard.press(role === 'checkbox' ? 'Space' : 'Enter')
}

/** Types into the field that has the focus, or that one. */
const fill = async (page: Page, field: string, text: string) => {
  await page.getByLabel(field, { exact: true }).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

const come = async (page: Page, login: string, name: string) => {
  await page.getByLabel(words.signIn.login).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await signIn(page, login, PASSWORD, name)
}

const leave = async () => {
  await here.desk.window.call('session.signOut', {})
  await sees(here.desk.page, words.signIn.title)
}

test('an administrator registers an app, a security officer grants it and ends its secret; between the two it asks', {
  timeout: 6 * PATIENCE,
}, async () => {
  const { page } = here.desk
  await watch([here.desk])
  await come(page, 'guofeng', '郭峰')
  await go(page, 'link', words.menu.apps)
  await sees(page, said.none)
  await page.keyboard.press('Alt+a')
  await focusOn(page, said.name)
  await page.keyboard.type('市政务服务平台')
  await fill(page, said.contact, '市大数据中心 王工 0573-00000000')
  await shot(page, 'open-app-new')
  await go(page, 'button', said.save)
  const id = (await (await sees(page, /^app-[A-Z0-9]{12}$/)).textContent())!
  const secret = (await (await sees(page, /^[\w-]{43}$/)).textContent())!
  await sees(page, said.waiting)
  await sees(page, said.noRights)
  await expectNoOverflow(page)
  await shot(page, 'open-app-made')
  const call = caller(here.centre.address)
  expect((await call.token({ id, secret })).status).toBe(401)
  await leave()

  await come(page, 'hejing', '何静')
  await go(page, 'link', words.menu.apps)
  await go(page, 'button', `${said.grant} 市政务服务平台`)
  await sees(page, said.releaseHint)
  await go(page, 'checkbox', said.scope.person.masked)
  await fill(page, said.addresses, '300.1.1.1')
  await fill(page, said.perDay, '3')
  await go(page, 'checkbox', new RegExp(secret.slice(0, 6)))
  await go(page, 'button', said.grantSave)
  await sees(page, /来源地址的写法不对/)
  await shot(page, 'open-app-grant')
  await fill(page, said.addresses, '127.0.0.0/8 ::1')
  await go(page, 'button', said.grantSave)
  await sees(page, said.released)
  await sees(page, said.from.replace('{{list}}', '127.0.0.0/8 ::1'))
  await shot(page, 'open-app-granted')

  const token = await call.tokenOf({ id, secret })
  const look = () => call.ask('/v1/persons/look', token, { number: '320583197907044170', ...ABOUT })
  expect((await look()).status).toBe(404)
  await go(page, 'link', words.menu.people)
  await go(page, 'link', words.menu.apps)
  await sees(page, said.usedToday.replace('{{used}}', '2').replace('{{most}}', '3'))
  await shot(page, 'open-app-used')
  await go(page, 'button', `${said.endSecret} 市政务服务平台 ${secret.slice(0, 6)}`)
  await shot(page, 'open-app-end-secret')
  await page.getByRole('tooltip').getByRole('button').last().focus()
  await page.keyboard.press('Enter')
  await page
    .getByText(`${secret.slice(0, 6)}…`)
    .filter({ visible: true })
    .first()
    .waitFor({ state: 'detached' })
  expect((await look()).status).toBe(401)
  await go(page, 'button', `${said.end} 市政务服务平台`)
  await focusOn(page, said.endReason)
  await page.keyboard.type('项目结束')
  await page.keyboard.press('Enter')
  await sees(page, said.ended)
  await expectNoOverflow(page)
  await shot(page, 'open-app-ended')
})

test('a clerk compares an enterprise with the register and takes over what they chose', {
  timeout: 6 * PATIENCE,
}, async () => {
  const { page, window } = here.desk
  const type = 'licences.holder'
  const { fills } = kinds.get(type)!.record.register!
  await watch([here.desk])
  await leave()
  await come(page, 'zhangwei', '张伟')
  const { id } = await window.call('cases.blank', { type })
  const known = { [fills.name!]: '云江旧名有限公司', [fills.representative!]: '周文武' }
  await done(window, type, id, 'enter', { holderSort: 'enterprise', orgCode: orgCodeOf(8), ...known })
  await page.goto(page.url().replace(/#.*$/, `#/case/${id}`))
  await go(page, 'button', words.compare.look)
  await sees(page, '吴*梅')
  await shot(page, 'register-compare')
  await page.getByRole('checkbox').last().focus()
  await page.keyboard.press('Space')
  await go(page, 'button', words.compare.take)
  await sees(page, /云江新名有限公司/)
  await sees(page, '周*武')
  await expectNoOverflow(page)
  await shot(page, 'register-taken')
})
