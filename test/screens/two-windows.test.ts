import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import { data, register } from '../journeys/permit.ts'
import { type Desk, goTo, layAnew, PATIENCE, plug, press, sees, status, words } from './desk.ts'
import { people } from './permit-steps.ts'
import { atStation } from './station.ts'

const { fields, states } = people.records.resident!

atStation('two windows edit the same registration without the centre', { clerk: 'zhangwei', other: 'lijing' }, here => {
  const registration = { id: '' }

  test('each corrects the telephone number on its own', { timeout: 4 * PATIENCE }, async () => {
    const { clerk, other } = here
    await layAnew(clerk, 0)
    registration.id = await register(clerk.window, addMonths((await clerk.window.call('session.state', {})).today, -3))
    await open(other.page)
    await open(clerk.page)
    for (const { page } of [clerk, other]) {
      await plug(page)
      await status(page).getByText(words.status.offline).waitFor()
    }
    await correct(clerk, fields.phone!, '13905710011')
    await correct(other, fields.officer!, '李警官')
    await correct(other, fields.phone!, '13905710022')
    await sees(other.page, words.status.unsent.replace('{{count}}', '2'))
  })

  test('whose correction came later is told so, with both values', { timeout: 4 * PATIENCE }, async () => {
    const { clerk, other } = here
    await plug(clerk.page)
    await sees(clerk.page, words.status.unsent.replace('{{count}}', '0'))
    await plug(other.page)
    const refused = status(other.page).getByText(words.status.refused.replace('{{count}}', '1'))
    await refused.click()
    await sees(other.page, words.inbox.title.replace('{{count}}', '1'))
    const row = other.page.getByRole('row').filter({ hasText: fields.phone! })
    for (const text of ['13905710001', '13905710022', '13905710011', '李静', '张伟'])
      await row.getByText(text).first().waitFor()
    expect(await other.page.getByRole('button', { name: words.inbox.mend }).isDisabled()).toBe(true)
    expect(await status(clerk.page).getByText(words.status.refused.split('{{')[0]!).count()).toBe(0)
  })

  test('by keyboard their own is taken and sent again; both windows show the same, and the other clerk is told', {
    timeout: 4 * PATIENCE,
  }, async () => {
    const { clerk, other } = here
    await other.page.getByRole('radio', { name: words.inbox.useOther }).focus()
    await press(other.page, 'ArrowRight')
    expect(await other.page.getByRole('radio', { name: words.inbox.useMine }).isChecked()).toBe(true)
    await press(other.page, 'Tab')
    await press(other.page, 'Enter')
    await sees(other.page, words.inbox.empty)
    await sees(other.page, words.status.unsent.replace('{{count}}', '0'))
    for (const { page } of [clerk, other]) {
      await open(page)
      await page.getByRole('article').getByText('李警官').waitFor()
    }
    await expect
      .poll(() => data(clerk.window, registration.id), { timeout: PATIENCE })
      .toMatchObject({
        phone: '13905710022',
        officer: '李警官',
      })
    expect(await data(clerk.window, registration.id)).toEqual(await data(other.window, registration.id))
    const held = (await here.centre.running.parts.store.cases.get([registration.id])).get(registration.id)
    expect(held?.data).toMatchObject({ phone: '13905710022', officer: '李警官' })
    await goTo(clerk.page, words.menu.inbox)
    await sees(clerk.page, '139****0022')
    await clerk.page.getByRole('button', { name: words.inbox.read }).click()
    await sees(clerk.page, words.inbox.empty)
  })
})

/** Opens the one registration from the list. */
async function open(page: Page): Promise<void> {
  await goTo(page, people.desks.residents!)
  await page.getByRole('row').filter({ hasText: '周晓棠' }).click()
  await page.getByRole('article').getByText(states.active!).first().waitFor()
}

/** Corrects one field of the case that is open, and saves. */
async function correct({ page }: Desk, field: string, text: string): Promise<void> {
  await page.getByRole('button', { name: words.case.edit }).click()
  await page.getByLabel(field, { exact: true }).click()
  await press(page, 'Control+a')
  await page.keyboard.type(text)
  await press(page, 'F9')
  await page.getByRole('article').getByText(states.active!).first().waitFor()
}
