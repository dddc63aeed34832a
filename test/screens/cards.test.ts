import { expect, test } from 'vitest'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import { blankCard, data, firstPermit, passed, register } from '../journeys/permit.ts'
import { choose, focusOn, goTo, layAnew, PATIENCE, press, sees, seesNo, words } from './desk.ts'
import { enterUntil, field, issue, make, openIntake, pass, permits, printed, receiptNo, state } from './permit-steps.ts'
import { atStation } from './station.ts'

const { permit, blank, print } = permits.records

atStation('cards that are spoilt or lost', { clerk: 'zhangwei', other: 'liuqiang', printer: true }, here => {
  test('the printer jams: the clerk is asked, names the reason, and makes the card again', {
    timeout: 4 * PATIENCE,
  }, async () => {
    const { clerk, other } = here
    const { page, window } = clerk
    await layAnew(clerk, 0)
    await register(window, addMonths((await window.call('session.state', {})).today, -8))
    for (const serial of ['GZ26000101', 'GZ26000102']) await blankCard(window, serial)
    const receipt = String((await data(window, await passed(window, other.window))).receiptNo)

    await window.call('demo.fault', { device: 'card-printer', fault: 'jam' })
    await make(clerk, receipt, 'GZ26000101', 'void')
    await sees(page, words.print.ask)
    await other.page.getByRole('main').getByText(state.making!).first().waitFor()
    expect(await other.page.getByText(words.print.ask).count()).toBe(0)
    await window.call('demo.fault', { device: 'card-printer', fault: null })
    await page.getByRole('alert').getByRole('button', { name: words.print.void }).click()
    await page.getByLabel(field.voidReason!, { exact: true }).focus()
    await choose(page, field.voidReason!, 'kz', permits.dictionaries.voidReasons!.jam!)
    await press(page, 'F9')
    await seesNo(page, words.print.ask)
    await page.getByRole('article').getByText(state.passed!).first().waitFor()

    await make(clerk, receipt, 'GZ26000102')
    await seesNo(page, words.print.ask)
    const cards = await printed(clerk, 'card-printer')
    expect(cards).toHaveLength(2)
    await goTo(page, permits.desks.blanks!)
    const row = (...texts: string[]) =>
      texts.reduce((rows, hasText) => rows.filter({ hasText }), page.getByRole('row')).first()
    await row('GZ26000101', blank!.states.spoiled!).waitFor()
    await row('GZ26000102', blank!.states.used!).waitFor()
    await goTo(page, permits.desks.prints!)
    await row('GZ26000101', print!.states.void!).waitFor()
    await row('GZ26000102', print!.states.good!).waitFor()
  })

  test('a lost card is reported, and made anew for the same permit', { timeout: 5 * PATIENCE }, async () => {
    const { clerk, other } = here
    const { page, window } = clerk
    await layAnew(clerk, 1)
    const id = await firstPermit(window, other.window, 'GZ26000111')
    const { permitNo } = await data(window, id)
    await blankCard(window, 'GZ26000112')

    await goTo(page, permits.desks.permits!)
    await page
      .getByRole('row')
      .filter({ hasText: String(permitNo) })
      .click()
    await page.getByRole('button', { name: permit!.steps.reportLoss! }).click()
    await choose(page, permit!.fields.lossReason!, 'ds', permits.dictionaries.replaceReasons!.lost!)
    await focusOn(page, words.steps.confirm.replace('{{step}}', permit!.steps.reportLoss!))
    await press(page, 'F9')
    await sees(page, words.result.done.replace('{{step}}', permit!.steps.reportLoss!))

    await openIntake(page)
    await layAnew(clerk, 1)
    await sees(page, permits.dictionaries.kinds!.replacement!)
    await focusOn(page, words.file.portrait)
    await press(page, 'F4')
    await enterUntil(page, field.replaceReason!)
    await choose(page, field.replaceReason!, 'ds', permits.dictionaries.replaceReasons!.lost!)
    await enterUntil(page, field.residenceProof!)
    await choose(page, field.residenceProof!, 'fwzl', permits.dictionaries.residenceProofs!.lease!)
    await sees(page, words.form.complete)
    await press(page, 'F9')
    const receipt = await receiptNo(page)

    await pass(other, receipt)
    await make(clerk, receipt, 'GZ26000112')
    await issue(clerk, receipt, 1)
    await goTo(page, permits.desks.permits!)
    await page
      .getByRole('row')
      .filter({ hasText: String(permitNo) })
      .filter({ hasText: permit!.states.valid! })
      .waitFor()
    expect(await data(window, id)).toMatchObject({ permitNo, blankNo: 'GZ26000112' })
  })
})
