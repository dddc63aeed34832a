import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { domains } from '../../shared-types/src/domains/index.ts'
import { kindsOf } from '../../shared-types/src/engine/kinds.ts'
import { accept } from '../../sync-server/src/accept.ts'
import { restore } from '../../sync-server/src/backup/restore.ts'
import { verify } from '../../sync-server/src/backup/verify.ts'
import { writeBackup } from '../../sync-server/src/backup/write.ts'
import { openDatabase } from '../../sync-server/src/database.ts'
import { directoryReader } from '../../sync-server/src/directory.ts'
import { openStore } from '../../sync-server/src/store.ts'
import { loadWorld, registrations } from '../bench/load.world.ts'
import { startPostgres } from '../postgres.ts'

const CASES = Number(process.env.CHUANGTAI_DRILL_CASES ?? 1_000_000)
/** Seconds that backup, restore and verification may take together. */
const LIMIT = 300
/** Milliseconds between two registrations while the backup runs: twenty a second, a busy city. */
const PAUSE = 50
const SECRET = 'ein Geheimnis für die Übung'

describe('restore drill', () => {
  const closing: (() => Promise<void>)[] = []
  afterAll(async () => {
    for (const close of closing.reverse()) await close()
  })

  test.each(['sqlite', 'postgres'] as const)(
    `${CASES.toLocaleString('en')} cases on %s: backed up while written to, restored, verified`,
    async name => {
      const folder = await mkdtemp(join(tmpdir(), 'chuangtai-drill-'))
      closing.push(() => rm(folder, { recursive: true, force: true }))
      const postgres = name === 'postgres' ? await startPostgres() : undefined
      if (postgres) closing.push(() => postgres.stop())
      const place = async (of: string) => ({
        database: postgres ? await postgres.database() : join(folder, of, 'server.sqlite'),
        files: join(folder, of, 'files'),
      })
      const from = await place('from')
      const shape = { districts: 10, stations: 10, windows: 1, cases: CASES }
      const windows = await loadWorld(from.database, shape)
      const writing = writer(from.database, windows)

      const began = performance.now()
      const took: Record<string, number> = {}
      const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
        const start = performance.now()
        const done = await work()
        took[what] = (performance.now() - start) / 1000
        return done
      }
      const manifest = await timed('backup', () =>
        writeBackup(from, join(folder, 'backup'), SECRET, () => new Date().toISOString()),
      )
      const written = await writing.stop()
      const to = await place('to')
      await timed('restore', () => restore(join(folder, 'backup'), to, SECRET))
      const { problems, counted } = await timed('verify', () => verify(to, kindsOf(domains)))
      const all = (performance.now() - began) / 1000
      console.log(`restore drill on ${name}: ${JSON.stringify({ ...took, all, written })}`)

      expect(problems).toEqual([])
      expect(counted.cases).toBe(manifest.tables.cases)
      expect(counted.events).toBe(manifest.tables.events)
      expect(counted.cases).toBeGreaterThanOrEqual(CASES)
      expect(written).toBeGreaterThan(0)
      expect(all).toBeLessThan(LIMIT)
    },
    40 * 60_000,
  )
})

/** Goes on registering people until it is told to stop; answers how many. */
function writer(database: string, windows: Awaited<ReturnType<typeof loadWorld>>) {
  const state = { on: true }
  const done = (async () => {
    const { db, close } = await openDatabase(database)
    const kinds = kindsOf(domains)
    const parts = {
      store: openStore(db, kinds),
      directory: directoryReader(kinds),
      now: () => new Date().toISOString(),
    }
    const make = registrations()
    let count = 0
    try {
      while (state.on) {
        const window = windows[count % windows.length]!
        const [verdict] = await accept(parts, window.station, [[make(window, 1_000_000 + count)]])
        if (verdict?.verdict !== 'accepted') throw new Error(JSON.stringify(verdict))
        count++
        await setTimeout(PAUSE)
      }
    } finally {
      await close()
    }
    return count
  })()
  return {
    stop() {
      state.on = false
      return done
    },
  }
}
