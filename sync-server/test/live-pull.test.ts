import { describe, expect, test } from 'vitest'
import { PULL_LIMIT } from '../../shared-types/src/protocol.ts'
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
