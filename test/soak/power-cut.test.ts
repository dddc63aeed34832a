import { expect, test } from 'vitest'
import { whyNotRecorded } from '../faults/power-cut.record.ts'
import { cutPower, enrolledFolder, type Tally } from '../faults/power-cut.run.ts'

const HOUR = 3_600_000
const why = whyNotRecorded()
if (why) process.stderr.write(`\n!!! Power cuts NOT simulated: ${why}\n\n`)

const sumOf = (tallies: readonly Tally[]) => ({
  cuts: tallies.reduce((n, t) => n + t.cuts, 0),
  acks: tallies.reduce((n, t) => n + t.recorded.acks, 0),
  syncs: tallies.reduce((n, t) => n + t.recorded.syncs, 0),
  losing: tallies.reduce((n, t) => n + t.losing, 0),
  most: Math.max(...tallies.map(t => t.worst.length)),
})

test.skipIf(why)(
  '600 power cuts on the window’s database as the product opens it: nothing that was said to be saved is lost, nothing corrupt',
  async () => {
    const enrolled = await enrolledFolder()
    const tallies: Tally[] = []
    for (const seed of [1, 2, 3]) tallies.push(await cutPower(enrolled, { seed, acts: 300, count: 200 }))
    console.log('as the product opens it:', sumOf(tallies))
    for (const tally of tallies) expect(tally).toMatchObject({ cuts: 200, losing: 0, worst: [], corrupt: [] })
    // Every act is synced on its own.
    expect(tallies[0]!.recorded.syncs).toBeGreaterThan(tallies[0]!.recorded.acks)

    const control = await cutPower(enrolled, { seed: 4, acts: 300, count: 200, synchronous: 'NORMAL' })
    console.log('control, synchronous NORMAL:', sumOf([control]))
    expect(control.losing).toBeGreaterThan(100)
  },
  2 * HOUR,
)
