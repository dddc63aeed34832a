import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { DEFAULT_SIGN_IN } from '../../shared-types/src/model/sign-in.ts'
import { resetPassword } from '../../sync-server/src/found.ts'
import { putSetting } from '../../sync-server/src/settings.ts'
import { codeAt, stepOf } from '../../sync-server/src/totp.ts'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import { type Seat, sitDown, soon } from './at-the-desk.ts'
import { expectNoOverflow, focusOn, openBrowser, PATIENCE, press, sees, watch, words } from './desk.ts'

// Signing in, locking and the officers' pages as they are seen, with the keyboard alone.

vi.setConfig({ testTimeout: 3 * PATIENCE })

const HERE = '330402510000'
const NEW = 'tram-lemon-73'

let place: Centre
let browser: Browser
let desk: Seat
let bureau: Seat
const time = { wall: 0 }

beforeAll(async () => {
  place = await centre()
  browser = await openBrowser()
  desk = await sitDown(browser, { centre: place, unit: HERE, wall: () => Date.now() + time.wall })
  bureau = await sitDown(browser, { centre: place, unit: '330400000000' })
}, 120_000)

afterAll(async () => {
  await desk?.close()
  await bureau?.close()
  await browser?.close()
  await place?.stop()
})

const shoot = async ({ page }: Seat, name: string) => {
  await expectNoOverflow(page)
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` })
}

/** Leaves the focus where the form of the sign-in page begins, and types both. */
async function credentials({ page, type }: Seat, login: string, password: string): Promise<void> {
  await page.locator('.gate').waitFor()
  await page.getByRole('textbox', { name: words.signIn.login }).focus()
  await press(page, 'Control+A')
  await type(login)
  await press(page, 'Tab')
  await type(password)
  await press(page, 'Enter')
}

test('a locked window shows nothing, keeps what was typed, and opens for the same password', async () => {
  await watch([desk])
  const { page } = desk
  await desk.signIn('zhangwei')
  await desk.go('/d/population/residents/new')
  const field = page.locator('[data-field="name"] input')
  await field.focus()
  await desk.type('写到一半的名字')
  // A list that hangs above the page when the lock falls.
  await page.getByRole('button', { name: words.search.open }).click()
  await page.locator('.search-panel').waitFor()
  time.wall += 11 * 60_000
  await sees(page, words.lock.title)
  await focusOn(page, words.signIn.password)
  await shoot(desk, 'locked')
  expect(await page.locator('.shell').isVisible()).toBe(false)
  expect(await page.locator('.search-panel').isVisible()).toBe(false)
  await desk.type('wrong password')
  await press(page, 'Enter')
  await page.getByRole('alert').waitFor()
  await shoot(desk, 'locked-wrong')
  await desk.type(PASSWORD)
  await press(page, 'Enter')
  await page.locator('.shell').waitFor()
  expect(await field.inputValue()).toBe('写到一半的名字')
  await press(page, 'Escape')
  // By hand, and somebody else begins afresh.
  await press(page, 'Alt+L')
  await sees(page, words.lock.title)
  await press(page, 'Tab', 'Tab')
  await page.getByRole('button', { name: words.lock.other }).focus()
  await press(page, 'Enter')
  await credentials(desk, 'lijing', PASSWORD)
  await page.locator('.shell').waitFor()
  expect(await page.getByText('写到一半的名字').count()).toBe(0)
})

test('a first password and an authenticator are asked for, one after the other, and recovery codes shown once', async () => {
  await watch([bureau])
  const { page } = bureau
  const { store } = place.running.parts
  const value = { ...DEFAULT_SIGN_IN, secondFactor: true }
  await store.transaction(turn => putSetting(turn, { id: 'sign-in', kind: 'sign-in', value }, new Date().toISOString()))
  const first = await resetPassword({ ...place.running.parts }, 'hejing')
  await credentials(bureau, 'hejing', first)
  await focusOn(page, words.account.new)
  await shoot(bureau, 'first-password')
  await bureau.type('hejing12345')
  await press(page, 'Tab')
  if (!(await page.evaluate(`document.activeElement.tagName === 'INPUT'`))) await press(page, 'Tab')
  await bureau.type('hejing12345')
  await press(page, 'Enter')
  // Whether it makes a good one is said at once.
  await page.getByRole('alert').waitFor()
  await page.getByRole('textbox', { name: words.account.new, exact: true }).fill(NEW)
  await page.getByRole('textbox', { name: words.account.again }).fill(NEW)
  await press(page, 'Enter')
  await sees(page, words.signIn.enrol)
  await focusOn(page, words.signIn.code)
  await page.locator('.ant-qrcode svg').first().waitFor()
  await shoot(bureau, 'authenticator')
  const secret = ((await page.locator('.sign-in-enrol code').textContent()) ?? '').replaceAll(' ', '')
  await bureau.type(codeAt(secret, stepOf(new Date().toISOString())))
  await press(page, 'Enter')
  await sees(page, words.recovery.title)
  expect(await page.locator('.recovery-codes li').count()).toBe(8)
  const [code = ''] = await page.locator('.recovery-codes li').allTextContents()
  await shoot(bureau, 'recovery')
  await page.waitForTimeout(1000)
  await press(page, 'Enter')
  await page.locator('.shell').waitFor()
  await page.getByRole('button', { name: words.head.signOut }).click()
  await credentials(bureau, 'hejing', NEW)
  await focusOn(page, words.signIn.code)
  await bureau.type(code)
  await press(page, 'Enter')
  await page.locator('.shell').waitFor()
})

test('the security officer gives posts and a first password, and ends a session that is over at once', async () => {
  await watch([bureau, desk])
  const { page } = bureau
  await desk.page.locator('.shell').waitFor()
  await bureau.go('/people')
  await sees(page, words.people.hintPost)
  await page.getByRole('searchbox', { name: words.people.filter }).fill('王芳')
  const row = page.getByRole('row').filter({ hasText: 'wangfang' })
  await soon(() => page.getByRole('row').count()).toBe(2)
  await shoot(bureau, 'people')
  await row.getByRole('button', { name: words.people.givePosts, exact: true }).focus()
  await press(page, 'Enter')
  await sees(page, words.people.postsOf.replace('{{name}}', '王芳'))
  await press(page, 'Alt+A')
  await soon(() => page.locator('.post-line').count()).toBe(2)
  await shoot(bureau, 'posts')
  await page.locator('.ant-drawer').getByRole('button', { name: words.people.save }).focus()
  await press(page, 'Enter')
  await soon(() => row.getByText('窗口人员').count()).toBe(1)
  await row.getByRole('button', { name: words.people.reset }).focus()
  await press(page, 'Enter')
  await page.locator('.ant-popconfirm').getByRole('button').last().focus()
  await press(page, 'Enter')
  await soon(async () => (await page.locator('.first-password').textContent()) ?? '').toMatch(/^[A-Z2-9-]{14}$/)
  await bureau.go('/sessions')
  const session = page.getByRole('row').filter({ hasText: '李静' }).first()
  await session.waitFor()
  await shoot(bureau, 'sessions')
  for (const one of await page.getByRole('row').filter({ hasText: '李静' }).all()) {
    await one.getByRole('button', { name: words.sessions.end }).focus()
    await press(page, 'Enter')
  }
  await sees(desk.page, /被结束/)
  await shoot(desk, 'ended')
})

test('an administrator names somebody new, and may change neither posts nor passwords', async () => {
  await watch([bureau])
  const { page } = bureau
  const value = { ...DEFAULT_SIGN_IN, secondFactor: false }
  await place.running.parts.store.transaction(turn =>
    putSetting(turn, { id: 'sign-in', kind: 'sign-in', value }, new Date().toISOString()),
  )
  await bureau.signIn('guofeng')
  await bureau.go('/people')
  await sees(page, words.people.hintName)
  expect(await page.getByRole('button', { name: words.people.reset }).count()).toBe(0)
  await press(page, 'Alt+N')
  await focusOn(page, words.people.name)
  await bureau.type('沈雨')
  await press(page, 'Tab')
  await bureau.type('shenyu')
  await shoot(bureau, 'person-new')
  await press(page, 'Enter')
  const row = page.getByRole('row').filter({ hasText: 'shenyu' })
  await row.getByText(words.people.noPost).waitFor()
  await bureau.go('/settings')
  await page.getByRole('tab', { name: words.account.title }).focus()
  await press(page, 'Enter')
  await sees(page, words.account.sessions)
  await shoot(bureau, 'account')
  await page.getByRole('tab', { name: words.rules.title }).focus()
  await press(page, 'Enter')
  await sees(page, words.rules.readOnly)
  await shoot(bureau, 'rules')
})
