import { describe, expect, test } from 'vitest'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Person } from '../../shared-types/src/model/person.ts'
import { PULL_LIMIT } from '../../shared-types/src/protocol.ts'
import { createRandom } from '../src/demo/random.ts'
import { livePull } from '../src/live-pull.ts'
import { pull } from '../src/pull.ts'
import { lastNumber } from '../src/store.ts'
import { deployments, eventBy } from './deployment.ts'
import { windowOf } from './window.ts'

const letter = (text: string) => ({ type: 'mail.letter', act: 'edit', patch: { text } })

describe('what live streams share', () => {
  const open = deployments('sqlite')

  test('is for each station at each place what it would have been told alone, its own refusals too', async () => {
    const d = await open()
    const windows = []
    for (const [unit, number] of [
      ['S1', '01'],
      ['S1', '02'],
      ['S2', '01'],
      ['S3', '01'],
    ] as const)
      windows.push(windowOf(d, await d.station(unit, number)))
    const [first, second, third, fourth] = windows as [(typeof windows)[0], ...typeof windows]
    const { s1clerk, s2clerk, s3clerk } = d.people
    await first.push(eventBy(d, first.station, s1clerk, letter('a')))
    await second!.push(eventBy(d, second!.station, s1clerk, letter('b')))
    // Not of this station's people: refused, and only its sender is told.
    await second!.push(eventBy(d, second!.station, s3clerk, letter('no')))
    await third!.push(eventBy(d, third!.station, s2clerk, letter('c')))
    await fourth!.push(eventBy(d, fourth!.station, s3clerk, letter('d')))
    const end = await lastNumber(d.parts.store.db)
    const counted = { rings: 0, refused: 0 }
    const { pull: shared } = livePull(d.parts, { rings: () => counted.rings })
    for (let seq = end - 8; seq <= end; seq++)
      for (const { station } of windows) {
        const { checkpoint } = await pull(d.parts, station, { seq: 0, scope: '' }, 1)
        const at = { seq, scope: checkpoint.scope }
        const alone = await pull(d.parts, station, at, PULL_LIMIT)
        expect(await shared(station, at)).toEqual(alone)
        counted.refused += alone.documents.filter(document => document.verdict === 'refused').length
      }
    expect(counted.refused).toBeGreaterThan(0)
  })

  test('holds for cases that wander through scopes and for what is withheld', async () => {
    const d = await open()
    const windows: ReturnType<typeof windowOf>[] = []
    for (const unit of ['S1', 'S2', 'D1', 'D2']) windows.push(windowOf(d, await d.station(unit, '05')))
    const { s1clerk, s2clerk, d1supervisor, d2helper } = d.people
    await d.put({ ...d2helper, posts: [...d2helper.posts, { id: 'p9', role: 'reviewer', unit: 'D2' }] })
    const authors = [[s1clerk, d1supervisor], [s2clerk], [d1supervisor], [d2helper]]
    const random = createRandom(11)
    const letters: string[] = []
    for (let i = 0; i < 60; i++) {
      const at = random.whole(0, 3)
      const person = random.pick(authors[at]!)
      const known = letters.length > 0 && random.chance(0.7) ? random.pick(letters) : undefined
      // A reviewer reads what is open.
      const patch = random.pick([
        { openOn: '2020-01-01' },
        { openOn: '2040-01-01' },
        { secret: `s${i}` },
        { text: `t${i}` },
      ])
      const event = eventBy(d, windows[at]!.station, person, {
        type: 'mail.letter',
        act: 'edit',
        patch,
        ...(known && { caseId: known, base: 1_000_000 }),
      })
      await windows[at]!.push(event)
      letters.push(event.caseId)
    }
    // At a station where nobody may see it.
    const letter = (caseId: string, person: Person, patch: CaseEvent['patch']) =>
      eventBy(d, windows[0]!.station, person, { type: 'mail.letter', act: 'edit', patch, caseId, base: 1_000_000 })
    await windows[0]!.push(letter('c1', s1clerk, { text: 'a' }))
    await windows[0]!.push(letter('c1', d1supervisor, { secret: 'b' }))
    const end = await lastNumber(d.parts.store.db)
    const { pull: shared, message } = livePull(d.parts, { rings: () => 0 })
    const told = { deleted: 0, withheld: 0 }
    for (let seq = end - 60; seq <= end; seq += random.whole(1, 4))
      for (const { station } of windows) {
        const { checkpoint } = await pull(d.parts, station, { seq: 0, scope: '' }, 1)
        const alone = await pull(d.parts, station, { seq, scope: checkpoint.scope }, PULL_LIMIT)
        const found = await shared(station, { seq, scope: checkpoint.scope })
        expect(found).toEqual(alone)
        expect(JSON.parse(String(message(found)).slice(6))).toEqual(JSON.parse(JSON.stringify(alone)))
        told.deleted += alone.documents.filter(document => document.deleted).length
        told.withheld += alone.documents.filter(document => document.link && !document.deleted).length
      }
    expect(told.deleted).toBeGreaterThan(0)
    expect(told.withheld).toBeGreaterThan(0)
  })

  test('is found anew when the bell has rung', async () => {
    const d = await open()
    const window = windowOf(d, await d.station('S1', '01'))
    const other = windowOf(d, await d.station('S1', '02'))
    const counted = { rings: 0 }
    const { pull: shared } = livePull(d.parts, { rings: () => counted.rings })
    const { checkpoint } = await pull(d.parts, window.station, { seq: 0, scope: '' }, PULL_LIMIT)
    expect((await shared(window.station, checkpoint)).documents).toEqual([])
    const event = eventBy(d, other.station, d.people.s1clerk, letter('new'))
    await other.push(event)
    counted.rings++
    expect((await shared(window.station, checkpoint)).documents.map(e => e.id)).toEqual([event.id])
  })
})
