import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { killDay } from '../faults/kill.day.ts'
import { expectWhole } from '../faults/kill.expect.ts'

/** Deaths of each, window and centre; CHUANGTAI_KILLS says another number. */
const EACH = Number(process.env.CHUANGTAI_KILLS ?? 1000)
const DAY = 50
/** CHUANGTAI_FIRST_DAY begins with another day: several runs, each with days of its own, count together. */
const FIRST = Number(process.env.CHUANGTAI_FIRST_DAY ?? 1)
const HOUR = 3_600_000

test(
  `${EACH} deaths of the window's core and ${EACH} of the centre, at random points of their writes`,
  async () => {
    const sum = { window: 0, centre: 0, saved: 0 }
    for (let seed = FIRST; sum.window < EACH || sum.centre < EACH; seed++) {
      const dir = await mkdtemp(join(tmpdir(), 'chuangtai-kill-'))
      const { kills, look } = await killDay(dir, seed * 1000, DAY, { centre: 1 / 2, life: 700 })
      const found = await look()
      expectWhole(found)
      sum.window += kills.window
      sum.centre += kills.centre
      sum.saved += found.saved
      console.log(`day ${seed}: ${JSON.stringify(sum)}, nothing lost, doubled or left out`)
      await rm(dir, { recursive: true, force: true })
    }
    expect(sum.saved).toBeGreaterThan(EACH)
  },
  6 * HOUR,
)
