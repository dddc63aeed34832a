import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { en } from '../../desktop/src/renderer/words/en.ts'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import { accept, layCard, register } from '../journeys/permit.ts'
import {
  type Desk,
  expectNoOverflow,
  openBrowser,
  openDesk,
  PATIENCE,
  press,
  sees,
  signIn,
  watch,
  words,
} from './desk.ts'

const STATION = '330402510000'
const TYPE = 'residence-permits.application'
const NUMBER = '320583197907044170'
const say = words.citizen

describe('a desk with a screen turned to the citizen', () => {
  const here = {} as { browser: Browser; centre: Centre; desk: Desk; citizen: Page; id: string }
  const complaints: string[] = []
  beforeAll(async () => {
    here.browser = await openBrowser()
    here.centre = await centre()
    here.desk = await openDesk(here.browser, { centre: here.centre, unit: STATION })
  }, 120_000)
  afterAll(async () => {
    await here.desk?.close()
    await here.browser?.close()
    await here.centre?.stop()
  })
  const go = (path: string) => here.desk.page.evaluate(`location.hash = ${JSON.stringify(path)}`)
  const shot = async (page: Page, name: string) =>
    process.env.SCREENSHOTS && (await page.screenshot({ path: `${process.env.SCREENSHOTS}/citizen-${name}.png` }))

  /** Changes the phone in the form, has it confirmed and signed with the mouse. */
  async function confirmed(phone: string) {
    const { page } = here.desk
    await go(`/case/${here.id}/edit`)
    const field = page.locator('[data-field=phone] input')
    await field.fill(phone)
    await press(page, 'F7')
    await sees(here.citizen, phone)
    await sees(page, say.state.shown)
    await shot(here.citizen, 'confirm')
    await here.citizen.getByRole('button', { name: say.right }).click()
    const box = (await here.citizen.getByLabel(say.sign).last().boundingBox())!
    await here.citizen.mouse.move(box.x + 80, box.y + 60)
    await here.citizen.mouse.down()
    for (const step of [1, 2, 3, 4]) await here.citizen.mouse.move(box.x + 80 + step * 60, box.y + 60 + (step % 2) * 90)
    await here.citizen.mouse.up()
    await shot(here.citizen, 'sign')
    await here.citizen.getByRole('button', { name: say.give }).click()
    await sees(here.citizen, say.thanks)
    await sees(page, say.state.signed)
  }

  test("the clerk opens it as a tab of its own, which shows the unit and the time and knows nothing of the desk's key", {
    timeout: 4 * PATIENCE,
  }, async () => {
    const { page } = here.desk
    await watch([here.desk])
    await signIn(here.desk.page, 'zhangwei', PASSWORD, '张伟')
    here.id = (await here.desk.window.call('cases.blank', { type: TYPE })).id
    const patch = { citizenId: NUMBER, name: '周晓明', phone: '13800138000' }
    await here.desk.window.call('cases.act', { type: TYPE, id: here.id, act: 'edit', patch })
    const opening = page.context().waitForEvent('page')
    await page.getByRole('button', { name: say.open }).click()
    here.citizen = await opening
    here.citizen.on('console', message => message.type() === 'error' && complaints.push(message.text()))
    here.citizen.on('pageerror', error => complaints.push(String(error)))
    await here.citizen.setViewportSize({ width: 1366, height: 768 })
    await sees(here.citizen, say.welcome)
    await sees(here.citizen, '桂花路派出所')
    expect(await here.citizen.evaluate('Object.keys(sessionStorage)')).toEqual(['chuangtai.citizen'])
    expect(await here.citizen.evaluate('window.opener === null')).toBe(true)
    await here.citizen.reload()
    await sees(here.citizen, say.welcome)
    await shot(here.citizen, 'waiting')
    // It speaks the desk's language.
    await page.getByText('English', { exact: true }).first().click()
    await sees(here.citizen, en.citizen.welcome)
    await sees(page, en.head.signOut)
    await shot(here.citizen, 'english')
    await page.getByText('中文', { exact: true }).first().click()
    await sees(here.citizen, say.welcome)
    // Its key opens nothing else, whatever page is asked for with it.
    await here.citizen.evaluate(
      `sessionStorage.setItem('chuangtai.session', sessionStorage.getItem('chuangtai.citizen'))`,
    )
    await here.citizen.goto(new URL('/', page.url()).href)
    await sees(here.citizen, '对外屏只能显示窗口请您确认的内容')
    await here.citizen.goto(new URL('/citizen.html', page.url()).href)
    await sees(here.citizen, say.welcome)
    expect(complaints).toEqual([])
  })

  test('what was entered is confirmed and signed; a change makes it stale, before it is saved and after', {
    timeout: 6 * PATIENCE,
  }, async () => {
    const { page } = here.desk
    await watch([here.desk, { page: here.citizen, complaints }])
    await confirmed('13900139000')
    // What is covered for the clerk is covered there too.
    expect(await here.citizen.locator('body').textContent()).not.toContain(NUMBER)
    await page.locator('[data-field=phone] input').fill('13900139001')
    await sees(page, say.state.stale)
    await page.locator('[data-field=phone] input').fill('13900139000')
    await sees(page, say.state.signed)
    await shot(page, 'desk')
    await press(page, 'F8')
    await sees(page, say.seal.valid)
    await expectNoOverflow(page)
    await here.desk.window.call('cases.act', { type: TYPE, id: here.id, act: 'edit', patch: { phone: '13900139111' } })
    await sees(page, say.seal.stale)
  })

  test('what the citizen finds wrong is said to the clerk by name; what is taken back goes at once', {
    timeout: 4 * PATIENCE,
  }, async () => {
    const { page } = here.desk
    await watch([here.desk, { page: here.citizen, complaints }])
    await go(`/case/${here.id}/edit`)
    await page.locator('[data-field=phone] input').fill('13900139222')
    await press(page, 'F7')
    await sees(here.citizen, '13900139222')
    await here.citizen.getByRole('button', { name: say.wrong }).click()
    await here.citizen.getByRole('button', { name: /联系电话/ }).click()
    await shot(here.citizen, 'wrong')
    await here.citizen.getByRole('button', { name: say.tell }).click()
    await sees(page, `${say.state.wrong}联系电话`)
    await press(page, 'F7')
    await sees(page, say.state.shown)
    await press(page, 'F7')
    await sees(here.citizen, say.welcome)
  })

  test('a case is rated once, with a reason for a low level', { timeout: 4 * PATIENCE }, async () => {
    const { page } = here.desk
    await watch([here.desk, { page: here.citizen, complaints }])
    await go(`/case/${here.id}`)
    await page.getByRole('button', { name: say.askRating }).waitFor()
    await page.keyboard.press('r')
    await sees(here.citizen, say.rate)
    await shot(here.citizen, 'rate')
    await here.citizen.getByRole('button', { name: '不满意', exact: true }).click()
    await shot(here.citizen, 'reason')
    await here.citizen.getByRole('button', { name: '一次没有讲清楚' }).click()
    await sees(here.citizen, say.rated)
    await sees(page, say.isRated)
    expect(await page.getByRole('button', { name: say.askRating }).count()).toBe(0)
  })

  test('a code reader opens the case of a receipt from anywhere, fills a field that is being typed in, and says when a code is none of ours', {
    timeout: 6 * PATIENCE,
  }, async () => {
    const { page, window } = here.desk
    await watch([here.desk])
    await layCard(window, 0)
    await register(window, '2024-01-01')
    const { answer } = await accept(window)
    expect(answer.problems).toEqual([])
    const receipt = answer.drawn![0]!.number
    await go('/')
    // As fast as a reader types; the browser of a busy machine may take it for slower, and it is scanned again.
    const scan = async (code: string) => {
      await page.evaluate('document.activeElement?.blur()')
      await page.keyboard.type(code)
      await page.keyboard.press('Enter')
    }
    const opens = (id: string) =>
      expect
        .poll(
          async () => {
            await scan(receipt)
            return page.evaluate('location.hash')
          },
          { timeout: PATIENCE, interval: 1000 },
        )
        .toBe(`#/case/${id}`)
    await opens(answer.id)
    await expect
      .poll(
        async () => {
          await scan('HTTPS://EXAMPLE.ORG/1')
          return page.getByText('没有找到这个码对应的办件').count()
        },
        { timeout: PATIENCE, interval: 1000 },
      )
      .toBeGreaterThan(0)
    expect(await page.evaluate('location.hash')).toBe(`#/case/${answer.id}`)

    // A slow reader on a page whose steps have digits for keys; by the page's own clock, for this machine is slower yet.
    const steps = page.getByRole('article').locator('[data-key="1"]')
    await steps.waitFor()
    await page.clock.install()
    await page.clock.pauseAt(new Date(Date.now() + 60_000))
    await page.evaluate('document.activeElement?.blur()')
    for (const key of [...'1112345678', 'Enter']) {
      await page.keyboard.press(key)
      await page.clock.runFor(80)
      expect(await page.getByRole('article').locator('[aria-pressed=true]').count()).toBe(0)
    }
    await sees(page, '没有找到这个码对应的办件')
    await page.keyboard.press('1')
    await page.clock.runFor(200)
    await page.getByRole('article').locator('[data-key="1"][aria-pressed=true]').waitFor()
    await page.clock.resume()

    await page.keyboard.press('Control+k')
    await page.getByRole('dialog', { name: words.search.open }).waitFor()
    await page.keyboard.type(receipt)
    expect(await page.getByLabel(words.search.hint).inputValue()).toBe(receipt)
  })
})
