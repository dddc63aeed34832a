import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import { testWindow } from '../harness.ts'
import { APPLICATION, BLANK, blankCard, data, done, layCard, passed, register, STATION, stateOf } from './permit.ts'
import { onDatabases } from './sides.ts'

const PRINT = 'residence-permits.print'
const SERIALS = ['GZ26000101', 'GZ26000102'] as const

onDatabases(['SQLite'], 'a card that does not come out right', { other: 'liuqiang', printer: true }, sides => {
  const blankState = async (serial: string) => {
    const { rows } = await sides.clerk.call('cases.list', { type: BLANK, text: serial })
    return rows.find(r => r.title === serial)?.state
  }
  const prints = async (id: string) => {
    const receiptNo = String((await data(sides.clerk, id)).receiptNo)
    const { rows } = await sides.clerk.call('cases.list', { type: PRINT, text: receiptNo })
    return rows.map(r => r.state).sort()
  }

  /** A reviewed application of the person, with these blank cards at the window. */
  const reviewed = async (person: number, blanks: readonly string[]) => {
    const { clerk, other } = sides
    await layCard(clerk, person)
    await register(clerk, addMonths((await clerk.call('session.state', {})).today, -8))
    for (const serial of blanks) await blankCard(clerk, serial)
    return passed(clerk, other)
  }
  const make = (id: string, blankNo: string) => done(sides.clerk, APPLICATION, id, 'make', { blankNo })
  const fault = (fault: string | null) => sides.clerk.call('demo.fault', { device: 'card-printer', fault })

  test('the printer jams: void with its reason, the blank is spoiled, and the card is made again on another', async () => {
    const { clerk } = sides
    const id = await reviewed(0, SERIALS)
    await fault('jam')
    const first = await make(id, SERIALS[0])
    expect(first.print).toMatchObject({ ended: 'void' })
    expect(first.print!.text).toMatch(/卡/)
    await fault(null)
    expect(await stateOf(clerk, id)).toBe('making')

    const open = await clerk.call('print.open', {})
    expect(open).toMatchObject([{ id, type: APPLICATION }])
    const bare = await clerk.call('print.settle', { id, outcome: 'void' })
    expect(bare.problems).toMatchObject([{ code: 'required', field: 'voidReason' }])
    const told = await clerk.call('print.settle', { id, outcome: 'void', patch: { voidReason: 'jam' } })
    expect(told.problems).toEqual([])
    expect(await stateOf(clerk, id)).toBe('passed')
    expect(await blankState(SERIALS[0])).toBe('spoiled')
    expect(await clerk.call('print.open', {})).toEqual([])

    const { permitNo } = await data(clerk, id)
    const spent = await clerk.call('cases.act', { type: APPLICATION, id, act: 'make', patch: { blankNo: SERIALS[0] } })
    expect(spent.problems).toMatchObject([{ code: 'check', with: { check: 'blankNotReady' } }])
    const again = await make(id, SERIALS[1])
    expect(again.print).toMatchObject({ ended: 'good' })
    expect(await stateOf(clerk, id)).toBe('made')
    expect(await data(clerk, id)).toMatchObject({ permitNo, blankNo: SERIALS[1] })
    expect(await blankState(SERIALS[1])).toBe('used')
    expect(await prints(id)).toEqual(['good', 'void'])
  })

  test('no cards are left: nothing is printed, the blank is free again, and the text says why', async () => {
    const { clerk } = sides
    const id = await reviewed(1, ['GZ26000111'])
    await fault('empty')
    const answer = await make(id, 'GZ26000111')
    expect(answer.print).toMatchObject({ ended: 'nothing' })
    expect(answer.print!.text).toMatch(/没有打印：.*卡/)
    expect(await stateOf(clerk, id)).toBe('passed')
    expect(await blankState('GZ26000111')).toBe('handed')
    expect(await prints(id)).toEqual(['nothing'])

    await fault(null)
    expect((await make(id, 'GZ26000111')).print).toMatchObject({ ended: 'good' })
    expect(await prints(id)).toEqual(['good', 'nothing'])
  })

  test.each([
    { person: 3, serial: 'GZ26000121', outcome: 'good', state: 'made', blank: 'used', print: 'good' },
    { person: 8, serial: 'GZ26000122', outcome: 'nothing', state: 'passed', blank: 'handed', print: 'nothing' },
  ] as const)('the printer falls silent: the clerk looks and says $outcome', async c => {
    const { clerk } = sides
    const id = await reviewed(c.person, [c.serial])
    await fault('uncertain')
    const answer = await make(id, c.serial)
    expect(answer.print).toMatchObject({ ended: 'uncertain' })
    await fault(null)
    expect(await stateOf(clerk, id)).toBe('making')
    const ledger = await clerk.call('balance.run', { domain: 'residence-permits', balance: 'cards', unit: STATION })
    expect(ledger.differences.find(d => d.name === 'outcomeMissing')?.rows.map(r => r.id)).toEqual([id])

    const settled = await clerk.call('print.settle', { id, outcome: c.outcome })
    expect(settled.problems).toEqual([])
    expect(await stateOf(clerk, id)).toBe(c.state)
    expect(await blankState(c.serial)).toBe(c.blank)
    expect(await prints(id)).toEqual([c.print])
    await expect(clerk.call('print.settle', { id, outcome: c.outcome })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a machine that is not the registered terminal prints no permit, offline either, and the refusal is recorded', async () => {
    const { clerk, other, centre } = sides
    const serial = 'GZ26000131'
    const id = await reviewed(4, [serial])
    await clerk.sync()
    const terminal = { ip: '10.40.99.7', mac: '02:00:5E:40:99:07' }
    const moved = await testWindow({ centre, unit: STATION, terminal })
    try {
      await moved.signIn('lijing')
      await moved.sync()
      await moved.plug(false)
      const patch = { blankNo: serial }
      const answer = await moved.call('cases.act', { type: APPLICATION, id, act: 'make', patch })
      expect(answer.problems).toMatchObject([{ code: 'check', with: { check: 'terminalElsewhere' } }])
      expect(answer.problems[0]!.text).toMatch(/IP 或 MAC/)
      expect(answer.print).toBeUndefined()
      expect(await readdir(join(moved.folder, 'simulated', 'card-printer')).catch(() => [])).toEqual([])
      expect(await stateOf(moved, id)).toBe('passed')
      await moved.plug(true)
      await moved.sync()
    } finally {
      await moved.close()
    }
    await other.signIn('lintao')
    const { lines } = await other.call('audit.search', { query: { act: 'print-refused' } })
    expect(lines).toHaveLength(1)
    const texts = JSON.stringify(lines[0])
    for (const part of ['PRN-SIM-0001', terminal.ip, terminal.mac, '未登记终端打印被拒']) expect(texts).toContain(part)
    await other.signIn('liuqiang')
    // At its own machine the same printer makes it.
    expect((await make(id, serial)).print).toMatchObject({ ended: 'good' })
  })

  test('a fault found on the finished card: it becomes void, and the centre has every attempt', async () => {
    const { clerk, other } = sides
    const { rows } = await clerk.call('cases.list', { type: APPLICATION, states: ['made'] })
    const { id } = rows[0]!
    const { blankNo } = await data(clerk, id)
    await done(clerk, APPLICATION, id, 'scrap', { voidReason: 'colour' })
    expect(await stateOf(clerk, id)).toBe('passed')
    expect(await blankState(String(blankNo))).toBe('spoiled')
    await clerk.sync()
    await other.sync()
    expect(await clerk.call('status', {})).toMatchObject({ refused: 0, unsent: 0 })
    const here = await clerk.call('cases.list', { type: PRINT })
    const there = await other.call('cases.list', { type: PRINT })
    expect(there.rows.map(r => [r.id, r.state]).sort()).toEqual(here.rows.map(r => [r.id, r.state]).sort())
    expect(here.rows.map(r => r.cells.voidReason).filter(Boolean)).toHaveLength(2)
    expect(sides.faults).toEqual([])
  })
})
