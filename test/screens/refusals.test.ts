import { expect, test } from 'vitest'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import { accept as acceptInCore, data, register } from '../journeys/permit.ts'
import {
  choose,
  eventually,
  expectNoOverflow,
  focusOn,
  goTo,
  layAnew,
  PATIENCE,
  press,
  sees,
  type,
  words,
} from './desk.ts'
import { field, fillApplication, openIntake, permits, pick, pressStep, printed, state, step } from './permit-steps.ts'
import { atStation } from './station.ts'

/** In the list of invented people: the one with the longest name. */
const LONG_NAME = 7

atStation('what is not granted', { clerk: 'zhangwei', other: 'liuqiang' }, here => {
  test('not yet half a year: the day stands on the screen, and acceptance says so', {
    timeout: 4 * PATIENCE,
  }, async () => {
    const { clerk } = here
    const { page, window } = clerk
    const { today } = await window.call('session.state', {})
    const since = addMonths(today, -2)
    await layAnew(clerk, LONG_NAME)
    await register(window, since)
    await openIntake(page)
    await layAnew(clerk, LONG_NAME)
    const qualifies = addMonths(since, 6)
    const standing = page.getByRole('status').filter({ hasText: words.standing.lasting })
    await eventually(async () => expect(await standing.textContent()).toMatch(dayIn(qualifies)))
    await expectNoOverflow(page)

    await fillApplication(page)
    await press(page, 'F9')
    const refusal = permits.records.application!.guards!['accept.entitled']!
    await page.getByRole('alert').getByText(refusal).waitFor()
    await expectNoOverflow(page)
    await press(page, 'Escape')
    await focusOn(page, words.intake.number)
    const { total } = await window.call('cases.list', { type: 'residence-permits.application' })
    expect(total).toBe(0)
    expect(await window.call('drafts.list', {})).toHaveLength(1)
  })

  test('rejected: the reviewer names the reason, the notice is printed, the clerk reads it', {
    timeout: 4 * PATIENCE,
  }, async () => {
    const { clerk, other } = here
    const { today } = await clerk.window.call('session.state', {})
    await layAnew(clerk, 0)
    await register(clerk.window, addMonths(today, -8))
    const { id } = await acceptInCore(clerk.window)
    const receipt = String((await data(clerk.window, id)).receiptNo)
    const reason = permits.dictionaries.rejectReasons!.evidence!

    await goTo(other.page, permits.desks.review!)
    await pick(other.page, receipt)
    await pressStep(other.page, step.reject!)
    await choose(other.page, field.rejectReason!, 'zmcl', reason)
    await type(other.page, field.rejectNote!, '租赁合同没有出租人签字')
    await focusOn(other.page, words.steps.confirm.replace('{{step}}', step.reject!))
    await press(other.page, 'F9')
    await sees(other.page, words.steps.again)
    await press(other.page, 'F9')
    await sees(other.page, words.result.done.replace('{{step}}', step.reject!))
    const notice = (await printed(other, 'document-printer')).at(-1)
    for (const part of [receipt, '周晓棠', reason]) expect(notice).toContain(part)

    await goTo(clerk.page, permits.desks.applications!)
    await clerk.page.getByRole('row').filter({ hasText: receipt }).filter({ hasText: state.rejected! }).click()
    const article = clerk.page.getByRole('article')
    await article.getByText(reason).waitFor()
    await article.getByText('租赁合同没有出租人签字').waitFor()
    await expectNoOverflow(clerk.page)
  })
})

/** A day as it may stand in a sentence, with noughts or without. */
const dayIn = (day: string) => {
  const [year, month, date] = day.split('-').map(Number)
  return new RegExp(`${day}|${year}年0?${month}月0?${date}日`)
}
