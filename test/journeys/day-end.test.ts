import { expect, test } from 'vitest'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import { APPLICATION, blankCard, blankId, done, firstPermit, layCard, made, register, STATION } from './permit.ts'
import { onDatabases } from './sides.ts'

const CLOSING = 'residence-permits.closing'

onDatabases(['SQLite'], "a day's cards", { other: 'liuqiang', printer: true }, sides => {
  const balance = () =>
    sides.clerk.call('balance.run', { domain: 'residence-permits', balance: 'cards', unit: STATION })
  const uneven = async () => (await balance()).lines.filter(l => !l.even).map(l => l.name)
  const counted = async (patch: Data) => {
    const { today } = await sides.clerk.call('session.state', {})
    const id = await blankId(sides.clerk, CLOSING)
    await done(sides.clerk, CLOSING, id, 'close', { day: today, ...patch })
    return id
  }

  test('one issued, one in the drawer, one spoiled, one blank over: the books are uneven until the drawers are counted', async () => {
    const { clerk, other } = sides
    const { today } = await clerk.call('session.state', {})
    await layCard(clerk, 0)
    await firstPermit(clerk, other, 'GZ26000401')
    await layCard(clerk, 1)
    await register(clerk, addMonths(today, -8))
    for (const serial of ['GZ26000402', 'GZ26000403', 'GZ26000404']) await blankCard(clerk, serial)
    await made(clerk, other, 'GZ26000402')
    const { rows } = await clerk.call('cases.list', { type: 'residence-permits.blank', text: 'GZ26000403' })
    await done(clerk, 'residence-permits.blank', rows[0]!.id, 'damage', { spoilReason: 'scratched' })

    const counts = Object.fromEntries((await balance()).counts.map(c => [c.name, c.count]))
    expect(counts).toEqual({
      approved: 2,
      waiting: 0,
      made: 2,
      issued: 1,
      inDrawer: 0,
      goodPrints: 2,
      voidPrints: 0,
      blanksHanded: 4,
      blanksUsed: 2,
      blanksSpoiled: 1,
      blanksMisprinted: 0,
      blanksInHand: 0,
    })
    expect(await uneven()).toEqual(['made', 'blanks'])
  })

  test('counted wrongly the difference is listed with what may explain it; counted again it comes out', async () => {
    const { clerk } = sides
    const id = await counted({ blanksCounted: 1, cardsCounted: 0 })
    expect(await uneven()).toEqual(['made'])
    const { lines, differences } = await balance()
    expect(lines.find(l => l.name === 'made')).toMatchObject({ left: 2, right: 1 })
    const waiting = differences.find(d => d.name === 'waitingForHolder')!
    expect(waiting.rows).toMatchObject([{ type: APPLICATION, state: 'made' }])
    expect(waiting.label).toMatch(/\p{Script=Han}/u)

    await done(clerk, CLOSING, id, 'recount', { recountReason: '抽屉里漏数一张' })
    expect(await uneven()).toEqual(['made', 'blanks'])
    await done(clerk, CLOSING, id, 'close', { cardsCounted: 1 })
    expect(await uneven()).toEqual([])
    const twice = await clerk.call('cases.act', {
      type: CLOSING,
      id: await blankId(clerk, CLOSING),
      act: 'close',
      patch: { day: (await clerk.call('session.state', {})).today, blanksCounted: 1, cardsCounted: 1 },
    })
    expect(twice.problems).toMatchObject([{ code: 'check', with: { check: 'twice' } }])
  })

  test('the other window comes to the same ledger', async () => {
    const { clerk, other } = sides
    await clerk.sync()
    await other.sync()
    const ask = { domain: 'residence-permits', balance: 'cards', unit: STATION }
    expect((await other.call('balance.run', ask)).counts).toEqual((await balance()).counts)
    expect(await other.call('status', {})).toMatchObject({ refused: 0 })
    expect(sides.faults).toEqual([])
  })
})
