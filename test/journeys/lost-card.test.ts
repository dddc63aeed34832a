import { expect, test } from 'vitest'
import { APPLICATION, accept, blankCard, data, done, firstPermit, layCard, made, PERMIT, stateOf } from './permit.ts'
import { onDatabases, type Sides } from './sides.ts'

const people = { other: 'liuqiang', printer: true }

onDatabases(['SQLite', 'PostgreSQL'], 'a lost card', people, sides => {
  test('the loss is reported, a new card is made, and the permit stays', async () => {
    const { clerk, other } = sides
    await layCard(clerk, 0)
    const permit = await firstPermit(clerk, other, 'GZ26000201')
    const before = await data(clerk, permit)
    await done(clerk, PERMIT, permit, 'reportLoss', { lossReason: 'lost' })
    expect(await stateOf(clerk, permit)).toBe('lost')

    await blankCard(clerk, 'GZ26000202')
    const id = await made(clerk, other, 'GZ26000202', { replaceReason: 'lost' })
    expect(await data(clerk, id)).toMatchObject({ kind: 'replacement', permitNo: before.permitNo })
    await done(clerk, APPLICATION, id, 'issue', {}, { identity: 'card' })

    await everythingSent(sides)
    expect(await stateOf(other, permit)).toBe('valid')
    const after = await data(other, permit)
    const { today } = await clerk.call('session.state', {})
    expect(after).toMatchObject({ blankNo: 'GZ26000202', replacedOn: today, lostOn: today })
    for (const kept of ['permitNo', 'signedOn', 'countedFrom', 'endorsedUntil'])
      expect(after[kept]).toEqual(before[kept])
    expect((await other.call('cases.list', { type: PERMIT })).total).toBe(1)
  })
})

onDatabases(['SQLite'], 'a permit and its card', people, sides => {
  test('a damaged card is renewed against the old one', async () => {
    const { clerk, other } = sides
    await layCard(clerk, 0)
    const permit = await firstPermit(clerk, other, 'GZ26000211')
    await blankCard(clerk, 'GZ26000212')
    const id = await made(clerk, other, 'GZ26000212', { replaceReason: 'damaged' })
    expect(await data(clerk, id)).toMatchObject({ kind: 'renewal' })
    const ask = { type: APPLICATION, id, act: 'issue', identity: 'card' as const }
    expect((await clerk.call('cases.act', ask)).problems).toMatchObject([
      { code: 'check', with: { check: 'oldCardMissing' } },
    ])
    expect((await clerk.call('cases.act', { ...ask, patch: { oldCardBack: true } })).problems).toEqual([])
    await everythingSent(sides)
    expect(await data(other, permit)).toMatchObject({ blankNo: 'GZ26000212' })
    expect(await stateOf(other, permit)).toBe('valid')
  })

  test('a lost card is found again; without a report, whoever asks for a replacement reports it with that', async () => {
    const { clerk, other } = sides
    const { rows } = await clerk.call('cases.list', { type: PERMIT })
    const { id: permit } = rows[0]!
    await done(clerk, PERMIT, permit, 'reportLoss', { lossReason: 'stolen' })
    await done(clerk, PERMIT, permit, 'find')
    expect(await stateOf(clerk, permit)).toBe('valid')

    const wanted = await accept(clerk, { kind: 'replacement', replaceReason: 'lost' })
    expect(wanted.answer.problems.map(p => p.text)).toEqual([])
    expect(await stateOf(clerk, permit)).toBe('lost')
    const found = await clerk.call('cases.act', { type: PERMIT, id: permit, act: 'find' })
    expect(found.problems).toMatchObject([{ code: 'guard', with: { guard: 'noReplacement' } }])

    await done(clerk, APPLICATION, wanted.id, 'cancel', { cancelReason: 'applicant' })
    await done(clerk, PERMIT, permit, 'find')
    await everythingSent(sides)
    expect(await stateOf(other, permit)).toBe('valid')
  })

  test('it is cancelled by the reviewer when nothing is open; a new first application is possible then', async () => {
    const { clerk, other } = sides
    const { rows } = await other.call('cases.list', { type: PERMIT })
    const { id: permit } = rows[0]!
    const open = await accept(clerk, { kind: 'renewal', replaceReason: 'damaged' })
    expect(open.answer.problems.map(p => p.text)).toEqual([])
    await everythingSent(sides)
    const cancel = { type: PERMIT, id: permit, act: 'cancel', patch: { cancelReason: 'moved' } }
    expect((await other.call('cases.act', cancel)).problems).toMatchObject([
      { code: 'guard', with: { guard: 'nothingOpen' } },
    ])
    expect((await clerk.call('cases.act', cancel)).problems).toMatchObject([{ code: 'forbidden' }])

    await done(clerk, APPLICATION, open.id, 'cancel', { cancelReason: 'applicant' })
    await everythingSent(sides)
    await done(other, PERMIT, permit, 'cancel', { cancelReason: 'moved' })
    await everythingSent(sides)
    expect(await stateOf(clerk, permit)).toBe('cancelled')

    const again = await accept(clerk)
    expect(again.answer.problems.map(p => p.text)).toEqual([])
    expect(await data(clerk, again.id)).toMatchObject({ kind: 'first' })
    const former = again.look.history.find(h => h.lookup === 'formerPermits')
    expect(former?.rows.map(r => r.id)).toEqual([permit])
    expect(sides.faults).toEqual([])
  })
})

async function everythingSent({ clerk, other }: Sides): Promise<void> {
  for (const window of [clerk, other, clerk]) await window.sync()
  for (const window of [clerk, other])
    expect(await window.call('status', {})).toMatchObject({ unsent: 0, refused: 0, unconfirmed: 0 })
}
