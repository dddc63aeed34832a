import { expect, test } from 'vitest'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import { PASSWORD } from '../harness.ts'
import { register } from '../journeys/permit.ts'
import { focusOn, goTo, layAnew, PATIENCE, plug, press, sees, seesNo, status, words } from './desk.ts'
import { accept, pass, permits, printed, state } from './permit-steps.ts'
import { atStation } from './station.ts'

const unsent = (count: number | string) => words.status.unsent.replace('{{count}}', String(count))
const unconfirmed = (count: number) => words.status.unconfirmed.replace('{{count}}', String(count))

atStation('a day without the centre', { clerk: 'zhangwei', other: 'liuqiang' }, here => {
  const receipts: string[] = []

  test('the network is cut, and the clerk goes on accepting and printing', { timeout: 4 * PATIENCE }, async () => {
    const { clerk } = here
    const { page, window } = clerk
    const { today } = await window.call('session.state', {})
    for (const person of [0, 1]) {
      await layAnew(clerk, person)
      await register(window, addMonths(today, -8))
    }
    await sees(page, unsent(0))
    await sees(page, words.status.online)
    await plug(page)
    await status(page).getByText(words.status.offline).waitFor()

    for (const person of [0, 1]) {
      receipts.push(await accept(clerk, person))
      await sees(page, words.result.provisional)
      await status(page).getByText(unconfirmed(receipts.length)).waitFor()
    }
    const papers = await printed(clerk, 'document-printer')
    for (const receipt of receipts) expect(papers.filter(text => text.includes(receipt))).toHaveLength(1)
  })

  test('what the centre has not yet got, and what it has not yet agreed to, is listed', async () => {
    const { page } = here.clerk
    await status(page).getByText(unconfirmed(2)).click()
    await sees(page, words.unconfirmed.title.replace('{{count}}', '2'))
    for (const receipt of receipts) await page.getByRole('main').getByText(receipt).first().waitFor()
    await status(page).getByText(unsent('')).click()
    await sees(page, words.unsent.hint)
    for (const receipt of receipts) await page.getByRole('main').getByText(receipt).first().waitFor()
  })

  test('whoever was here before signs in without the centre', { timeout: 3 * PATIENCE }, async () => {
    const { page } = here.clerk
    await page.getByRole('button', { name: words.head.signOut }).click()
    await sees(page, words.signIn.offline)
    await focusOn(page, words.signIn.password)
    await page.keyboard.type('Chuangtai-2025')
    await press(page, 'Enter')
    await page.getByRole('alert').waitFor()
    await page.getByLabel(words.signIn.password).fill(PASSWORD)
    await press(page, 'Enter')
    await status(page).getByText(unconfirmed(2)).waitFor()
  })

  test('the network is back: all of it travels by itself, and is agreed to', { timeout: 4 * PATIENCE }, async () => {
    const { clerk, other } = here
    await plug(clerk.page)
    await status(clerk.page).getByText(words.status.online).waitFor()
    await status(clerk.page).getByText(unsent(0)).waitFor()
    await seesNo(clerk.page, words.status.unconfirmed.split('{{')[0]!)
    await goTo(clerk.page, permits.desks.applications!)
    for (const receipt of receipts) {
      await pass(other, receipt)
      await clerk.page.getByRole('row').filter({ hasText: receipt }).filter({ hasText: state.passed! }).waitFor()
    }
    expect(await clerk.window.call('status', {})).toMatchObject({ unsent: 0, refused: 0, unconfirmed: 0 })
  })
})
