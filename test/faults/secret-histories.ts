import fc from 'fast-check'
import { expect } from 'vitest'
import { SAID } from '../../desktop/src/core/own-words.ts'
import { below } from '../../shared-types/src/engine/organisation.ts'
import type { PullAnswer } from '../../shared-types/src/protocol.ts'
import { eventOf } from '../../sync-server/src/event-log.ts'
import type { Happening, World } from './history.ts'
import { FAULTS } from './simulated-line.ts'

/** A window where nobody may see the field, and one where somebody may. */
const window = fc.constantFrom(0, 3)
const small = fc.nat(6)
/** The supervisor among those who may sign in at either window. */
const SUPERVISOR = 3
/** Changes after which somebody at the first window sees the field, and back; or the second window reads its cases no more. */
const MOVES = [1, 10, 8, 15]

const act = (what: fc.Arbitrary<number>, who: fc.Arbitrary<number> = small) =>
  fc.record({ does: fc.constant('act' as const), window, who, what, case: fc.constantFrom(0, 1), value: small })

/** Histories about one field: written, edited around, refused, mended, withdrawn, and told again to a centre set back. */
export const secretHistories: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: act(fc.constant(11), fc.constant(SUPERVISOR)) },
    { weight: 6, arbitrary: act(fc.constantFrom(4, 6, 11, 12)) },
    { weight: 4, arbitrary: act(fc.constantFrom(18, 22)) },
    {
      weight: 10,
      arbitrary: fc.record({
        does: fc.constant('sync' as const),
        window,
        faults: fc.array(fc.constantFrom('none' as const, 'none' as const, ...FAULTS), { maxLength: 5 }),
        upFirst: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('change' as const), what: fc.constantFrom(...MOVES) }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('kill' as const), window, after: fc.nat(12) }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('backup' as const, 'set-back' as const) }) },
  ),
  { minLength: 8, maxLength: 30, size: 'max' },
)

/** Whether anybody at or below the station's unit is a supervisor: the only ones who see the field. */
async function mayHold({ centre }: World, station: string): Promise<boolean> {
  const { people, stations, units } = await centre.parts.directory(centre.db)
  const here = new Set(below(units, stations.get(station)!.unit))
  return [...people.values()].some(
    p => !p.ended && p.posts.some(post => post.role === 'supervisor' && here.has(post.unit)),
  )
}

/** By the text of the answer alone: a word about the field goes to nobody who may not see it but its own refused author. */
export async function checkSecretPulled(world: World, station: string, { documents }: PullAnswer): Promise<void> {
  if (await mayHold(world, station)) return
  const others = documents.filter(d => !(d.verdict === 'refused' && d.station === station))
  expect(JSON.stringify(others), `sent to ${station}`).not.toContain('secret')
}

/** At the end: what lies where, and that nobody emptied what they did not see. */
export async function checkSecretEnd(world: World): Promise<void> {
  for (const { station, disk, cases } of world.windows) {
    if (await mayHold(world, station.id)) continue
    const rows = [...disk.rows.values()].map(row => row.event)
    const held = rows.filter(e => !(e.station === station.id && e.verdict === 'refused'))
    expect(JSON.stringify([held, cases.all()]), `held at ${station.id}`).not.toContain('secret')
    for (const key of [...disk.kept.keys()].filter(k => k.startsWith(`${SAID}:`)))
      expect(rows.find(e => e.id === key.slice(SAID.length + 1))?.station, 'own words alone').toBe(station.id)
  }
  const log = await world.centre.db.selectFrom('events').selectAll().where('verdict', '=', 'accepted').execute()
  for (const event of log.map(eventOf).filter(e => 'secret' in e.patch)) {
    expect(event.by.role, 'who wrote it').toBe('supervisor')
    expect(event.patch.secret, 'not emptied').toMatch(/^s\d$/)
  }
}
