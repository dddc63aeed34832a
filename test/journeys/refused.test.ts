import { expect, test } from 'vitest'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import { APPLICATION, accept, data, done, gapAccount, layCard, register, stateOf } from './permit.ts'
import { onDatabases } from './sides.ts'

onDatabases(['SQLite', 'PostgreSQL'], 'two windows accept one person offline', { other: 'lijing' }, sides => {
  const ids = { first: '', second: '' }

  test('the centre refuses the later one; the clerk finds it in the inbox with the sentence, nothing of it lost', async () => {
    const { clerk, other } = sides
    await layCard(clerk, 0)
    await layCard(other, 0)
    await register(clerk, addMonths((await clerk.call('session.state', {})).today, -8))
    await clerk.sync()
    await other.sync()
    await clerk.plug(false)
    await other.plug(false)
    const [first, second] = [await accept(clerk), await accept(other, { note: '二号窗口受理' })]
    for (const { answer } of [first, second]) {
      expect(answer.problems.map(p => p.text)).toEqual([])
      expect(answer.drawn).toMatchObject([{ provisional: true }])
    }
    expect(first.answer.drawn![0]!.number).not.toBe(second.answer.drawn![0]!.number)
    ids.first = first.id
    ids.second = second.id
    expect((await other.call('sync.unconfirmed', {})).map(r => r.id)).toEqual([second.id])

    await clerk.plug(true)
    await other.plug(true)
    expect(await other.call('status', {})).toMatchObject({ unsent: 0, refused: 1, unconfirmed: 0 })
    const [item] = await other.call('inbox.list', {})
    expect(item).toMatchObject({ caseId: second.id, act: 'accept', problems: [{ with: { guard: 'noOpen' } }] })
    expect(item!.problems[0]!.text.length).toBeGreaterThan(5)
    const entered = Object.fromEntries(item!.cells.map(c => [c.name, c.value]))
    expect(entered).toMatchObject({ name: '周晓棠', note: '二号窗口受理', residenceProof: 'lease' })
  })

  test('what still stands in the way refuses the mended one at the window already', async () => {
    const { other } = sides
    const [item] = await other.call('inbox.list', {})
    const answer = await other.call('inbox.mend', { event: item!.event, patch: {} })
    expect(answer.problems).toMatchObject([{ code: 'guard', with: { guard: 'noOpen' } }])
    expect(await other.call('inbox.list', {})).toHaveLength(1)
  })

  test('once the other application is gone it is mended and keeps the number that stands on the printed receipt', async () => {
    const { clerk, other } = sides
    await done(clerk, APPLICATION, ids.first, 'cancel', { cancelReason: 'duplicate' })
    await clerk.sync()
    await other.sync()
    const [item] = await other.call('inbox.list', {})
    const printed = item!.cells.find(c => c.name === 'receiptNo')!.value
    const answer = await other.call('inbox.mend', { event: item!.event, patch: { note: '改好再送' } })
    expect(answer.problems).toEqual([])
    await other.sync()
    await clerk.sync()
    expect(await other.call('status', {})).toMatchObject({ unsent: 0, refused: 0 })
    expect(await stateOf(clerk, ids.second)).toBe('accepted')
    expect(await data(clerk, ids.second)).toMatchObject({ receiptNo: printed, note: '改好再送' })

    const { today } = await clerk.call('session.state', {})
    const rows = await gapAccount(sides.centre, today)
    expect(rows.filter(r => r.fate !== 'held').map(r => [r.from, r.to, r.fate])).toEqual([
      [1, 1, 'used'],
      [201, 201, 'used'],
    ])
    expect(sides.faults).toEqual([])
  })
})
