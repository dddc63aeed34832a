import { expect, test } from 'vitest'
import { done, stateOf } from './permit.ts'
import { admitSeal, approved, asked, MACHINE, REQUEST, refused, STAMP, stamp, stampsOf, valuesOf } from './seals.ts'
import { onDatabases } from './sides.ts'

onDatabases(['SQLite'], 'a seal', { other: 'liuqiang' }, sides => {
  const fault = (fault: string | null) => sides.clerk.call('demo.fault', { device: 'seal', fault })

  test('is asked for by one, allowed by another, and falls as often as was allowed, online or not', async () => {
    const { clerk, other, centre } = sides
    await admitSeal(centre)
    await clerk.sync()
    await other.sync()
    const { id, hash } = await asked(clerk, 2)
    expect((await stamp(clerk, id)).problems).toMatchObject([{ code: 'state' }])
    expect((await clerk.call('cases.act', { type: REQUEST, id, act: 'approve', patch: {} })).problems).toMatchObject([
      { code: 'forbidden' },
    ])
    await clerk.sync()
    await other.sync()
    await done(other, REQUEST, id, 'approve')
    await other.sync()
    await clerk.sync()
    expect(await valuesOf(clerk, id)).toMatchObject({ paperHash: hash, stampsLeft: 2, stampsMade: 0 })

    await clerk.plug(false)
    const first = await stamp(clerk, id)
    expect(first).toMatchObject({ problems: [], state: 'approved', print: { ended: 'good' } })
    expect(first.print!.text).toMatch(/印数 0 → 1/)
    expect(await stamp(clerk, id)).toMatchObject({ problems: [], state: 'finished' })
    expect((await stamp(clerk, id)).problems).toMatchObject([{ code: 'state' }])
    await clerk.plug(true)
    await clerk.sync()
    await other.sync()
    expect(await valuesOf(other, id)).toMatchObject({ stampsMade: 2, stampsLeft: 0, deviceId: MACHINE })
    expect(await stampsOf(other, id)).toMatchObject([
      { $state: 'fell', counterBefore: 0, counterAfter: 1, witness: 'machine', paperHash: hash, deviceId: MACHINE },
      { $state: 'fell', counterBefore: 1, counterAfter: 2, witness: 'machine' },
    ])
    expect(sides.faults).toEqual([])
  })

  test('is allowed by no one who asked, and refused with a reason', async () => {
    const { other } = sides
    const { id } = await asked(other, 1)
    const own = await other.call('cases.act', { type: REQUEST, id, act: 'approve', patch: {} })
    expect(own.problems).toMatchObject([{ code: 'four-eyes' }])
  })

  test('falls at the window that asked alone, for no other paper, and nobody writes an outcome by hand', async () => {
    const { clerk, other } = sides
    const id = await approved(clerk, other, 1)
    await refused(stamp(other, id), /只有提交这份用印申请的窗口/)
    for (const act of ['fell', 'fellLast', 'missed'])
      await refused(clerk.call('cases.act', { type: REQUEST, id, act, patch: { witness: 'machine' } }), /不能直接填写/)
    const told = await clerk.call('cases.act', { type: REQUEST, id, act: 'stamp', patch: { counterBefore: 77 } })
    expect(told.print!.text).toMatch(/印数 2 → 3/)
  })

  test('that was refused by the machine did not fall; the sentence says why, and it can be tried again', async () => {
    const { clerk, other } = sides
    const id = await approved(clerk, other, 1)
    await fault('cover')
    await refused(stamp(clerk, id), /盖/)
    expect(await stateOf(clerk, id)).toBe('approved')
    await fault('unplugged')
    await refused(stamp(clerk, id), /印章机/)
    await fault(null)
    expect(await stampsOf(clerk, id)).toEqual([])
    await expect.poll(async () => (await stamp(clerk, id).catch(() => undefined))?.state).toBe('finished')
    expect(await stampsOf(clerk, id)).toMatchObject([{ $state: 'fell', counterBefore: 3, counterAfter: 4 }])
  })

  test.each([
    { how: 'silent', outcome: 'done', state: 'fell', after: 'finished' },
    { how: 'stuck', outcome: 'nothing', state: 'missed', after: 'approved' },
  ] as const)('that fell into silence ($how) is asked about, never repeated, and settled by a person', async one => {
    const { clerk, other } = sides
    const id = await approved(clerk, other, 1)
    await fault(one.how)
    const answer = await stamp(clerk, id)
    expect(answer).toMatchObject({ state: 'stamping', print: { ended: 'uncertain' } })
    await fault(null)
    expect((await stamp(clerk, id)).problems).toMatchObject([{ code: 'state' }])
    const open = await clerk.call('seal.open', {})
    expect(open).toMatchObject([{ id, device: MACHINE }])
    expect(await other.call('seal.open', {})).toEqual([])
    const { now } = await clerk.call('seal.count', { id })
    expect(now - open[0]!.before).toBe(one.outcome === 'done' ? 1 : 0)
    const bare = await clerk.call('seal.settle', { id, outcome: one.outcome, note: '' })
    expect(bare.problems).toMatchObject([{ code: 'check', with: { check: 'saidWhy' } }])
    const told = await clerk.call('seal.settle', { id, outcome: one.outcome, note: '看过纸面' })
    expect(told).toMatchObject({ problems: [], state: one.after })
    expect(await clerk.call('seal.open', {})).toEqual([])
    expect(await stampsOf(clerk, id)).toMatchObject([
      {
        $state: one.state,
        counterBefore: open[0]!.before,
        counterAfter: now,
        witness: 'person',
        settleNote: '看过纸面',
      },
    ])
  })

  test('has a ledger that comes out even, and a printed one of the month', async () => {
    const { clerk, other } = sides
    await clerk.sync()
    await other.sync()
    const unit = (await other.call('session.state', {})).post!.unit
    const { lines } = await other.call('balance.run', { domain: 'seal-use', balance: 'sealBook', unit })
    expect(lines.filter(line => !line.even)).toEqual([])
    const { today } = await other.call('session.state', {})
    const from = `${today.slice(0, 7)}-01`
    const report = await other.call('reports.run', { domain: 'seal-use', report: 'stampsByMonth', from, to: today })
    expect(report.rows.map(row => row.cells.at(-1))).toEqual([5])
    const query = { type: STAMP, states: ['fell'] }
    const pdf = await other.call('print.list', { query, purpose: '月度用印台账' })
    expect(Buffer.from(pdf.bytes).subarray(0, 5).toString()).toBe('%PDF-')
  })
})
