import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveWeb } from '../../desktop/src/shells/web/serve.ts'
import { buildIfStale, SCREEN } from '../../scripts/built.ts'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import { launchChromium } from '../chromium.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { accept, layCard, register, STATION } from '../journeys/permit.ts'
import { film, PAGE } from './camera-film.ts'
import { eventually, focusOn, openPage, PATIENCE, press, sees, watch, words } from './desk.ts'
import { openIntake } from './permit-steps.ts'

const here = {} as {
  folder: string
  centre: Centre
  window: TestWindow
  /** The number of the case whose paper lies under the camera. */
  receipt: string
  browser: Browser
  shell: Awaited<ReturnType<typeof serveWeb>>
  page: Page
  complaints: string[]
}

beforeAll(async () => {
  here.folder = await mkdtemp(join(tmpdir(), 'film-'))
  here.centre = await centre()
  const window = await testWindow({ centre: here.centre, unit: STATION })
  here.window = window
  await window.signIn('zhangwei')
  const { today } = await window.call('session.state', {})
  await window.sync()
  for (const person of [1, 0]) {
    await layCard(window, person)
    await register(window, addMonths(today, -8))
  }
  const { answer } = await accept(window)
  here.receipt = String(answer.drawn?.[0]?.number)
  await window.call('demo.card', { person: null })
  const path = join(here.folder, 'page.mjpeg')
  await writeFile(path, await film(here.receipt))
  await buildIfStale(SCREEN)
  here.browser = await launchChromium([
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${path}`,
  ])
  here.shell = await serveWeb({ core: window.core, port: 0, rendererDir: SCREEN.folder })
  Object.assign(here, await openPage(here.browser, here.shell.url))
}, 240_000)

afterAll(async () => {
  await here.browser?.close()
  await here.shell?.close()
  await here.window?.close()
  await here.centre?.stop()
  await rm(here.folder, { recursive: true, force: true })
})

const picture = async (name: string) => {
  if (process.env.SCREENSHOTS) await here.page.screenshot({ path: `${process.env.SCREENSHOTS}/camera-${name}.png` })
}

test('a paper held before the camera opens its case', { timeout: 3 * PATIENCE }, async () => {
  const { page } = here
  await watch([here])
  await sees(page, words.search.open)
  await press(page, 'Control+k')
  await page.getByRole('button', { name: words.camera.openCode }).click()
  await page.getByRole('dialog', { name: words.camera.code }).waitFor()
  await picture('code')
  await sees(page, here.receipt)
  await page.waitForURL(/#\/case\//)
  expect(here.complaints).toEqual([])
})

test('a portrait with the guide, and a page that is taken when it lies still, filed straight and cut', {
  timeout: 4 * PATIENCE,
}, async () => {
  const { page, window } = here
  await watch([here])
  await openIntake(page)
  await layCard(window, 1)
  await focusOn(page, words.file.portrait)
  await page.getByRole('button', { name: words.camera.openPortrait }).click()
  const portrait = page.getByRole('dialog', { name: words.camera.portrait })
  await portrait.getByText(words.camera.face).waitFor()
  await picture('portrait')
  await press(page, 'Enter')
  await expect.poll(() => shapes(page), { timeout: PATIENCE }).toEqual([expect.closeTo(358 / 441, 1)])

  await page.locator('[data-files=scan]').getByRole('button', { name: words.camera.open }).first().waitFor()
  await press(page, 'F10')
  const camera = page.getByRole('dialog', { name: words.camera.page })
  // Nothing is pressed: the page is taken because it has come to lie still, and once.
  await camera.getByRole('button', { name: words.camera.done.replace('{{count}}', '1') }).waitFor()
  await picture('page')
  await press(page, 'Enter')
  await camera.waitFor({ state: 'detached' })
  await eventually(async () => expect(await shapes(page)).toHaveLength(2))
  const [, paper] = await shapes(page)
  expect(Math.abs(paper! - PAGE.width / PAGE.height)).toBeLessThan(0.02)
  await picture('filed')
  expect(here.complaints).toEqual([])
})

/** How wide the pictures in the form's fields are for their height. */
const shapes = (page: Page) =>
  page.evaluate<number[]>(`[...document.querySelectorAll('.file-tile img')].filter(i => i.naturalHeight)
    .map(i => i.naturalWidth / i.naturalHeight)`)
