import { describe, expect, test } from 'vitest'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import type { RevealBursts } from '../../shared-types/src/protocol-personal.ts'
import { IN_TURN } from '../../test/databases.ts'
import { listsNaming } from '../src/access-lists.ts'
import { type Deployment, deployments, eventBy } from './deployment.ts'
import { type Window, windowOf } from './window.ts'

describe.each(IN_TURN)('many reveals in a short time, on %s', name => {
  const open = deployments(name)

  const reveal = (d: Deployment, at: Window, who: 's1clerk' | 's1other', time: string) => ({
    ...eventBy(d, at.station, d.people[who], {
      type: 'audit',
      act: 'reveal',
      patch: { field: 'text', purpose: 'identity' },
    }),
    at: time,
  })
  const minute = (n: number) => new Date(Date.parse('2026-03-02T00:00:00.000Z') + n * 60_000).toISOString()

  async function seen(d: Deployment, who: 'security' | 'd1security', unit: string) {
    const desk = windowOf(d, await d.station(unit, '07'))
    await desk.signIn(d.people[who])
    return (await desk.ask<RevealBursts>('GET', ROUTES.reveals)).body.bursts
  }

  test('are one line that the security officer above them sees; the same number over a day is none', async () => {
    const d = await open({ revealsMost: 5, revealsMinutes: 10 })
    const one = windowOf(d, await d.station('S1', '01'))
    const far = windowOf(d, await d.station('S3', '01'))
    // A window that was offline all day sends them at once.
    await one.push(...Array.from({ length: 12 }, (_, n) => reveal(d, one, 's1other', minute(n * 60))))
    await one.push(...Array.from({ length: 4 }, (_, n) => reveal(d, one, 's1clerk', minute(n))))
    await far.push(reveal(d, far, 's1other', minute(0)))
    expect(await seen(d, 'd1security', 'D1')).toEqual([])
    await one.push(reveal(d, one, 's1clerk', minute(9)))
    const burst = { person: d.people.s1clerk.id, unit: 'S1', count: 5, from: minute(0), until: minute(9) }
    expect(await seen(d, 'security', 'C')).toEqual([{ ...burst, station: one.station.id }])
    // It goes on: told again only after as many more, and a lie of the window's own about it counts for nothing.
    await one.push({ ...reveal(d, one, 's1clerk', minute(10)), act: 'reveal-burst', patch: { person: 'x' } })
    await one.push(...Array.from({ length: 4 }, () => reveal(d, one, 's1clerk', minute(10))))
    expect(await seen(d, 'security', 'S1')).toHaveLength(1)
    await one.push(reveal(d, one, 's1clerk', minute(11)))
    expect(await seen(d, 'security', 'S2')).toHaveLength(2)
    expect(d.faults).toEqual([])
  })

  test('of the lists that were taken out those are found that held one of a person’s cases, newest first', async () => {
    const d = await open()
    const one = windowOf(d, await d.station('S1', '01'))
    const list = (act: string, ...cases: string[]) =>
      eventBy(d, one.station, d.people.s1clerk, {
        type: 'audit',
        act,
        patch: { purpose: 'report', rows: String(cases.length), cases: cases.join(' ') },
      })
    const mine = [list('export-rows', 'a', 'b'), list('print-rows', 'b'), list('export-rows', 'c', 'a')]
    const others = Array.from({ length: 250 }, (_, n) => list('export-rows', `x${n}`, 'aa'))
    await one.push(mine[0]!, list('export', 'a'), mine[1]!)
    await one.push(...others.slice(0, 150))
    await one.push(...others.slice(150), mine[2]!)
    const found = async (cases: string[], most = 10) =>
      (await listsNaming(d.parts.store.db, cases, most)).map(row => row.id)
    expect(await found(['a'])).toEqual([mine[2]!.id, mine[0]!.id])
    expect(await found(['b', 'c'])).toEqual([mine[2]!.id, mine[1]!.id, mine[0]!.id])
    expect(await found(['b', 'c'], 1)).toEqual([mine[2]!.id])
    expect(await found([])).toEqual([])
  })
})
