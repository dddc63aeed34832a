import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Centre, centre, PASSWORD } from '../harness.ts'
import {
  type Desk,
  expectNoOverflow,
  openBrowser,
  openDesk,
  press,
  sees,
  signIn,
  watch,
  words,
} from '../screens/desk.ts'
import { type UpdateWorld, updateWorld } from '../shells/update-world.ts'

const CITY = '330400000000'
const here = {} as { browser: Browser; centre: Centre; office: Desk; world: UpdateWorld }

beforeAll(async () => {
  here.world = await updateWorld()
  here.browser = await openBrowser()
  here.centre = await centre()
  here.centre.running.parts.updates.keys = [here.world.key]
  const place = { base: here.world.base, start: 'x' }
  const updates = { place, keys: [here.world.key] }
  here.office = await openDesk(here.browser, { centre: here.centre, unit: CITY, version: '0.1.0', updates })
  here.office.page.on('filechooser', () => {})
}, 120_000)
afterAll(async () => {
  await here.office?.close()
  await here.browser?.close()
  await here.centre?.stop()
  await here.world?.close()
})

const shot = async (name: string) => {
  const { page } = here.office
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png`, fullPage: true })
}

/** Chooses a file by keyboard: the focus stands on the place for it. */
async function choose(page: Page, place: string, path: string): Promise<void> {
  await page.getByRole('button', { name: place }).focus()
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(page, 'Enter')])
  await chooser.setFiles({ name: 'a.ctupdate', mimeType: 'application/octet-stream', buffer: await readFile(path) })
}

test('an administrator brings a version, gives it to all windows, and this one gets it ready, all by keyboard', async () => {
  const { office, world } = here
  const { page } = office
  await watch([office])
  await signIn(page, 'guofeng', PASSWORD, '郭峰')
  await page.getByRole('link', { name: new RegExp(`${words.settings.title}$`) }).focus()
  await press(page, 'Enter')
  await page.getByRole('tab', { name: words.updates.title }).focus()
  await press(page, 'Enter')
  await sees(page, '没有待安装的升级')
  await sees(page, words.updates.noStations)
  await expectNoOverflow(page)
  await shot('updates-empty')

  // One of the same version is refused in words; the next one goes up to the centre.
  await choose(page, words.updates.take, await world.make('0.1.0', 'good'))
  await sees(page, '已经是这个版本')
  await choose(page, words.updates.bring, await world.make('0.2.0', 'good'))
  await sees(page, words.updates.nowhere)
  await page.getByRole('combobox', { name: words.list.unit }).focus()
  await page.keyboard.type('云江市公安局')
  await page.locator('.ant-select-tree-title').first().waitFor()
  await press(page, 'Enter')
  await page.locator('.unit-select').getByText('云江市公安局', { exact: true }).waitFor()
  await page.getByRole('combobox', { name: words.updates.share }).focus()
  await press(page, 'ArrowDown')
  await page.locator('.ant-select-item-option-active').waitFor()
  for (let i = 0; i < 4; i++) await press(page, 'ArrowDown')
  await press(page, 'Enter')
  await page.getByRole('button', { name: words.updates.roll }).focus()
  await press(page, 'Enter')
  await sees(page, '100 %')
  await shot('updates-planned')

  await page.getByRole('button', { name: words.updates.look }).focus()
  await press(page, 'Enter')
  await sees(page, '0.2.0 版已准备好')
  await page.getByRole('cell', { name: '测试窗口' }).waitFor()
  await expectNoOverflow(page)
  await shot('updates-ready')
  expect((await world.launch()).ran).toEqual(['0.2.0'])
})
