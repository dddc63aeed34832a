import { expect, test } from 'vitest'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import { engineWords } from '../../shared-types/src/engine/words.ts'
import { PASSWORD } from '../harness.ts'
import { blankCard } from '../journeys/permit.ts'
import { choose, focusOn, goTo, layAnew, PATIENCE, press, sees, signIn, type, words } from './desk.ts'
import { accept, enterUntil, issue, make, pass, people, permits, printed, state } from './permit-steps.ts'
import { atStation } from './station.ts'

atStation('a permit at the glass', { printer: true }, here => {
  test('sign in and register the holder of the card, by keyboard', { timeout: 3 * PATIENCE }, async () => {
    const { page, window } = here.clerk
    const { fields, label, states } = people.records.resident!
    const { dwellings, purposes } = people.dictionaries
    await signIn(page, 'zhangwei', PASSWORD, '张伟')
    await signIn(here.other.page, 'liuqiang', PASSWORD, '刘强')
    await goTo(page, people.desks.residents!)
    await sees(page, words.list.none.replace('{{what}}', label))
    await press(page, 'Alt+n')
    await focusOn(page, fields.citizenId!)
    await layAnew(here.clerk, 0)
    await expect.poll(() => page.getByLabel(fields.name!, { exact: true }).inputValue()).toBe('周晓棠')

    const { today } = await window.call('session.state', {})
    const since = addMonths(today, -8).replaceAll('-', '')
    await enterUntil(page, fields.phone!)
    await type(page, fields.phone!, '13905710001')
    const place = engineWords('zh-CN').address
    await enterUntil(page, `${fields.address} ${place.street}`)
    for (const [part, text] of Object.entries({
      street: '桂花街道',
      community: '模拟花园',
      building: '3幢',
      room: '501室',
    }))
      await type(page, `${fields.address} ${place[part as 'street']}`, text)
    await choose(page, fields.dwelling!, 'zl', dwellings!.rented!)
    await enterUntil(page, fields.purpose!)
    await choose(page, fields.purpose!, 'wg', purposes!.work!)
    await type(page, fields.livedSince!, since)
    await type(page, fields.registeredOn!, since)
    await sees(page, words.form.complete)
    await press(page, 'F9')
    await sees(page, states.active!)
    expect(await page.getByRole('main').textContent()).toContain('周晓棠')
  })

  test('a first permit, from the card on the reader to the card in the hand', { timeout: 4 * PATIENCE }, async () => {
    const { clerk, other: reviewer } = here
    await blankCard(clerk.window, 'GZ26000001')
    const receipt = await accept(clerk, 0)
    await sees(clerk.page, words.result.final)
    const receipts = await printed(clerk, 'document-printer')
    expect(receipts.at(-1)).toContain(receipt)
    expect(receipts.at(-1)).toContain('周晓棠')

    await pass(reviewer, receipt)
    await make(clerk, receipt, 'GZ26000001')
    await issue(clerk, receipt, 0)
    expect((await printed(clerk, 'card-printer')).at(-1)).toContain('周晓棠')

    await goTo(reviewer.page, permits.desks.permits!)
    const row = reviewer.page.getByRole('row').filter({ hasText: '周晓棠' })
    await row.filter({ hasText: permits.records.permit!.states.valid! }).waitFor()
    await goTo(reviewer.page, permits.desks.applications!)
    await reviewer.page.getByRole('row').filter({ hasText: receipt }).filter({ hasText: state.issued! }).waitFor()
  })
})
