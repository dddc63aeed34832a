import { expect, test } from 'vitest'
import { sealUse } from '../../shared-types/src/domains/seal-use/index.ts'
import { admitSeal, approved, stampsOf } from '../journeys/seals.ts'
import { expectNoOverflow, focusOn, goTo, PATIENCE, press, sees, seesNo, words } from './desk.ts'
import { atStation } from './station.ts'

const seals = sealUse.words['zh-CN']
const { steps, states } = seals.records.request!
const confirm = words.steps.confirm.replace('{{step}}', steps.stamp!)

atStation('a seal at the glass', { clerk: 'zhangwei', other: 'liuqiang' }, here => {
  test('a stamp is made by keyboard; one that fell into silence is looked at and settled', {
    timeout: 5 * PATIENCE,
  }, async () => {
    const { clerk, other, centre } = here
    const { page, window } = clerk
    await admitSeal(centre)
    await window.sync()
    await other.window.sync()
    const id = await approved(window, other.window, 2)
    await goTo(page, seals.desks.stamping!)
    await page.locator('.steps-panel').getByRole('button').first().waitFor()
    await press(page, '1')
    await focusOn(page, confirm)
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/seal-ready.png` })
    await press(page, 'F9')
    await sees(page, '印数 0 → 1')

    await window.call('demo.fault', { device: 'seal', fault: 'silent' })
    await page.evaluate(`location.hash = '/case/${id}'`)
    await page.getByRole('button', { name: words.case.back }).waitFor()
    await page.locator('.steps-panel').getByRole('button').first().waitFor()
    await press(page, '1')
    await focusOn(page, confirm)
    await press(page, 'F9')
    await sees(page, words.seal.ask)
    await window.call('demo.fault', { device: 'seal', fault: null })
    await page.getByRole('alert').getByRole('button', { name: words.seal.again }).focus()
    await press(page, 'Enter')
    await sees(page, '盖前印数 1，现在 2，多了 1。')
    await expectNoOverflow(page)
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/seal-settle.png` })
    await page.getByLabel(words.seal.note).focus()
    await page.keyboard.type('纸面上有章')
    await press(page, 'Tab')
    await focusOn(page, words.seal.done)
    await press(page, 'Enter')
    await seesNo(page, words.seal.ask)
    await sees(page, states.finished!)
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/seal-finished.png` })
    expect((await stampsOf(window, id)).map(stamp => [stamp.$state, stamp.counterAfter])).toEqual([
      ['fell', 1],
      ['fell', 2],
    ])
    // The ledger names who stamped, by name.
    const ledger = await window.call('cases.list', { type: 'seal-use.stamp' })
    expect(ledger.rows.map(row => row.cells.operator)).toEqual(['张伟', '张伟'])
  })
})
