import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type GapAccount, type Lease, ROUTES } from '../../shared-types/src/protocol.ts'
import { DATABASES } from '../../test/databases.ts'
import { nextBlock } from '../src/leases.ts'
import { type Deployment, deployments, eventBy } from './deployment.ts'
import { type Window, windowOf } from './window.ts'

const SERIES = 'mail.letter'

/** The block itself: how far the log was numbered is the answer's, and differs with each. */
const block = ({ numbered: _, ...lease }: Lease): Lease => lease

describe.each(DATABASES)('numbers on %s', name => {
  const open = deployments(name)

  async function two() {
    const d = await open()
    const s1 = windowOf(d, await d.station('S1', '01'))
    const s2 = windowOf(d, await d.station('S2', '01'))
    const lease = async (window: Window, year = 2026, series = SERIES) =>
      block((await window.ask<Lease>('POST', ROUTES.leases, { series, year })).body)
    return { d, s1, s2, lease }
  }

  /** Begins a letter and sends it with that number. Answers the verdict's problems, and the case. */
  async function send(d: Deployment, window: Window, no: string, at = window) {
    const who = window.station.unit === 'S1' ? d.people.s1clerk : d.people.s2clerk
    const begin = eventBy(d, window.station, who, { type: 'mail.letter', act: 'edit', patch: { text: no } })
    const event = eventBy(d, window.station, who, {
      type: 'mail.letter',
      act: 'send',
      patch: { no },
      caseId: begin.caseId,
    })
    const verdicts = await at.push(begin, event)
    return { problems: verdicts[1]!.problems.map(p => p.code), id: begin.caseId }
  }

  test('blocks never overlap, also when everybody asks at once, and each window hears of its own', async () => {
    const { d, s1, s2, lease } = await two()
    const leases = await Promise.all(Array.from({ length: 24 }, (_, i) => lease(i % 2 ? s1 : s2)))
    const numbers = leases.flatMap(l => Array.from({ length: l.to - l.from + 1 }, (_, i) => l.from + i))
    expect(numbers).toHaveLength(240)
    expect(new Set(numbers).size).toBe(240)
    expect(Math.max(...numbers)).toBe(240)
    const { body } = await s1.ask<{ documents: { kind: string; value: Lease }[] }>('GET', ROUTES.settings)
    const own = body.documents.filter(s => s.kind === 'lease').map(s => s.value)
    expect(own).toEqual(expect.arrayContaining(leases.filter(l => l.station === s1.station.id)))
    expect(own).toHaveLength(12)
    expect(d.faults).toEqual([])
  })

  test('years count anew, units where the format carries them, and there is no series without a name', async () => {
    const { s1, s2, lease } = await two()
    expect(await lease(s1)).toMatchObject({ from: 1, to: 10, year: 2026, unit: 'S1' })
    expect(await lease(s1, 2027)).toMatchObject({ from: 1, to: 10, year: 2027 })
    expect(await lease(s1, 2026, 'library-loans.slip')).toMatchObject({ from: 1, to: 100 })
    expect(await lease(s2, 2026, 'library-loans.slip')).toMatchObject({ from: 1, to: 100, unit: 'S2' })
    expect(await lease(s2, 2026, 'mail.nothing')).toEqual({ error: 'not-found', detail: 'series' })
  })

  test('a window that hoards blocks without using them gets no more', async () => {
    const { s1, lease } = await two()
    for (let i = 0; i < 20; i++) expect(await lease(s1)).toHaveProperty('from')
    expect(await lease(s1)).toEqual({ error: 'forbidden', detail: 'enough' })
  })

  test('only numbers of a block leased to the station are accepted, each once', async () => {
    const { d, s1, s2, lease } = await two()
    expect((await send(d, s1, '26-0001')).problems).toEqual(['number'])
    await lease(s1)
    await lease(s2)
    expect((await send(d, s1, '26-0001')).problems).toEqual([])
    expect((await send(d, s1, '26-0001')).problems).toEqual(['number'])
    expect((await send(d, s1, '26-0011')).problems).toEqual(['number'])
    expect((await send(d, s2, '26-0011')).problems).toEqual([])
    for (const no of ['26-0021', '27-0002', '26-2', '26-00002', 'x', '26-000２'])
      expect((await send(d, s1, no)).problems).toEqual(['number'])
  })

  test('a number whose event was refused may be used again when it is put right', async () => {
    const { d, s1, lease } = await two()
    await lease(s1)
    const who = d.people.s1clerk
    const wrong = eventBy(d, s1.station, who, {
      type: 'mail.letter',
      act: 'send',
      patch: { no: '26-0001', text: 5 as unknown as string },
    })
    expect((await s1.push(wrong))[0]!.verdict).toBe('refused')
    const right = eventBy(d, s1.station, who, {
      type: 'mail.letter',
      act: 'send',
      patch: { no: '26-0001', text: '5' },
      mends: wrong.id,
    })
    expect((await s1.push(right))[0]).toMatchObject({ verdict: 'accepted' })
  })

  test('what is given back goes to who asks next; what was used cannot be given back', async () => {
    const { d, s1, s2, lease } = await two()
    const first = await lease(s1)
    await lease(s2)
    await send(d, s1, '26-0004')
    const back = async (window: Window, id: string, lastUsed: number) =>
      block((await window.ask<Lease>('POST', ROUTES.leaseReturn, { id, lastUsed })).body)
    expect(await back(s2, first.id, 4)).toEqual({ error: 'not-found', detail: 'lease' })
    expect(await back(s1, first.id, 3)).toEqual({ error: 'forbidden', detail: 'used' })
    expect(await back(s1, first.id, 11)).toEqual({ error: 'not-found', detail: 'lease' })
    expect(await back(s1, first.id, 4)).toEqual({ ...first, returnedAfter: 4 })
    expect(await back(s1, first.id, 4)).toEqual({ ...first, returnedAfter: 4 })
    expect(await back(s1, first.id, 6)).toEqual({ error: 'forbidden', detail: 'used' })
    expect((await send(d, s1, '26-0005')).problems).toEqual(['number'])
    expect(await lease(s2)).toMatchObject({ from: 5, to: 10 })
    expect((await send(d, s2, '26-0005')).problems).toEqual([])
    expect((await send(d, s1, '26-0004')).problems).toEqual(['number'])
    expect(await lease(s1)).toMatchObject({ from: 21, to: 30 })
  })

  test('the gap account explains every number', async () => {
    const { d, s1, s2, lease } = await two()
    const first = await lease(s1)
    await lease(s2)
    const used = await send(d, s1, '26-0001')
    const spoilt = await send(d, s1, '26-0002')
    const shred = eventBy(d, s1.station, d.people.s1clerk, {
      type: 'mail.letter',
      act: 'shred',
      patch: {},
      caseId: spoilt.id,
      base: 99,
    })
    expect((await s1.push(shred))[0]).toMatchObject({ verdict: 'accepted' })
    const refused = eventBy(d, s1.station, d.people.s1clerk, {
      type: 'mail.letter',
      act: 'send',
      patch: { no: '26-0004', text: 1 as unknown as string },
    })
    await s1.push(refused)
    const strange = await send(d, s1, '26-0015')
    expect(strange.problems).toEqual(['number'])
    const last = await send(d, s1, '26-0006')
    await s1.ask('POST', ROUTES.leaseReturn, { id: first.id, lastUsed: 7 })

    const d1 = windowOf(d, await d.station('D1', '01'))
    const gaps = async () => d1.ask<GapAccount>('GET', `${ROUTES.gaps}?series=${SERIES}&year=2026`)
    expect((await gaps()).body.error).toBe('session')
    await d1.signIn(d.people.s1clerk)
    expect((await gaps()).body.error).toBe('forbidden')
    await d1.signIn(d.people.d1supervisor)
    const [here, there] = [s1.station.id, s2.station.id]
    expect((await gaps()).body).toEqual({
      series: SERIES,
      year: 2026,
      rows: [
        { from: 1, to: 1, fate: 'used', station: here, caseId: used.id },
        { from: 2, to: 2, fate: 'void', station: here, caseId: spoilt.id },
        { from: 3, to: 3, fate: 'missing', station: here },
        { from: 4, to: 4, fate: 'refused', station: here, caseId: refused.caseId },
        { from: 5, to: 5, fate: 'missing', station: here },
        { from: 6, to: 6, fate: 'used', station: here, caseId: last.id },
        { from: 7, to: 7, fate: 'missing', station: here },
        { from: 8, to: 10, fate: 'returned', station: here },
        { from: 11, to: 20, fate: 'held', station: there },
      ],
    })
  })
})

test('the next block is free, at most a block long, lowest first, and never past the last number', () => {
  const row = fc
    .record({
      first: fc.integer({ min: 1, max: 80 }),
      size: fc.integer({ min: 1, max: 12 }),
      kept: fc.option(fc.integer({ min: 0, max: 12 })),
    })
    .map(r => ({
      first: r.first,
      last: r.first + r.size - 1,
      returned_after: r.kept === null ? null : r.first - 1 + Math.min(r.kept, r.size),
    }))
  fc.assert(
    fc.property(fc.array(row, { maxLength: 10 }), fc.integer({ min: 1, max: 15 }), (rows, size) => {
      const max = 99
      const held = (n: number) => rows.some(r => n >= r.first && n <= Math.min(r.last, r.returned_after ?? r.last))
      const block = nextBlock(rows, size, max)
      const free = Array.from({ length: max }, (_, i) => i + 1).filter(n => !held(n))
      expect(block?.first).toBe(free[0])
      if (!block) return
      expect(block.last - block.first + 1).toBeLessThanOrEqual(size)
      for (let n = block.first; n <= block.last; n++) expect(held(n)).toBe(false)
      expect(block.last === max || block.last - block.first + 1 === size || held(block.last + 1)).toBe(true)
    }),
  )
})
