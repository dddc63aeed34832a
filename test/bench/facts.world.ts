import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { addDays } from '../../shared-types/src/engine/day.ts'
import type { FactImportMode } from '../../shared-types/src/model/fact.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import { type OpenDatabase, openDatabase } from '../../sync-server/src/database.ts'
import { createRandom } from '../../sync-server/src/demo/random.ts'
import { directoryReader } from '../../sync-server/src/directory.ts'
import { factPlace } from '../../sync-server/src/facts/fact-place.ts'
import { type ImportParts, runImports } from '../../sync-server/src/facts/import-run.ts'
import { importFile } from '../../sync-server/src/facts/import-store.ts'
import { addUnit } from '../../sync-server/src/found.ts'
import { openStore } from '../../sync-server/src/store.ts'

export const TYPE = 'venues.scan'
export const HEAD = ['场所编号', '证件号码', '采集时间']
export const FIRST = '2026-01-01'

/** Invented scan-ins of `venues` venues, a day after the other. */
export function* scanRows(count: number, venues: number, days: number, first: string = FIRST): Generator<string[]> {
  const random = createRandom(7).next
  const two = (n: number) => String(n).padStart(2, '0')
  for (let i = 0; i < count; i++)
    yield [
      `V${String(Math.floor(random() * venues)).padStart(6, '0')}`,
      `330101${19600101 + Math.floor(random() * 400000)}${String(Math.floor(random() * 999) * 10 + 1).padStart(4, '0')}`,
      `${addDays(first, Math.floor((i / count) * days))} ${two(Math.floor(random() * 24))}:${two(Math.floor(random() * 60))}:${two(Math.floor(random() * 60))}`,
    ]
}

/** Rows under their headings as a CSV file, however many. */
export async function writeCsv(path: string, rows: Iterable<readonly string[]>): Promise<void> {
  const texts = function* () {
    let text = HEAD.join(',')
    for (const row of rows) {
      text += `\r\n${row.join(',')}`
      if (text.length < 2 ** 20) continue
      yield text
      text = ''
    }
    yield text
  }
  await pipeline(Readable.from(texts()), createWriteStream(path))
}

/** The same straight into the tables, a day after the other: tens of millions of them in minutes. */
export async function fill({ opened: { db } }: World, count: number, venues: number, days: number): Promise<void> {
  const each = Math.ceil(count / days)
  for (let d = 0; d < days; d++) {
    await run(
      db,
      `insert into fact_scans (day, time, id, subject, person)
       select '${addDays(FIRST, d)}', time, ${(d + 1) * each} + row_number() over (order by time), subject, person from (
         with recursive n (i, second) as (select 1, abs(random()) % 86400
           union all select i + 1, abs(random()) % 86400 from n where i < ${each})
         select printf('%02d:%02d:%02d', second / 3600, second / 60 % 60, second % 60) as time,
           printf('V%06d', abs(random()) % ${venues}) as subject,
           printf('330101%08d%04d', 19600101 + abs(random()) % 400000, abs(random()) % 999 * 10 + 1) as person from n)
       order by time`,
    )
    await run(
      db,
      `insert into venue_days (venue, day, count) select subject, day, count(*) from fact_scans where day = ?
       group by subject, day`,
      [addDays(FIRST, d)],
    )
  }
}

export interface World {
  folder: string
  path: string
  parts: ImportParts
  opened: OpenDatabase
  /** Takes a file that lies in the world's folder, and waits for its end. Answers how many rows were taken. */
  take(write: (path: string) => Promise<void>): Promise<number>
  close(): Promise<void>
}

/** A centre's database and the job that takes in files, without its door, in a folder of its own. */
export async function world(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'facts-bench-'))
  const opened = await worldAt(join(folder, 'server.sqlite'), folder)
  return {
    ...opened,
    async close() {
      await opened.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** The same on a database and a folder that are there: what was under way goes on. `now` in ISO 8601. */
export async function worldAt(path: string, folder: string, now = () => '2026-06-01T00:00:00.000Z'): Promise<World> {
  const opened = await openDatabase(path)
  const store = openStore(opened.db, kinds)
  const stopping = new AbortController()
  const directory = directoryReader(kinds)
  const facts = factPlace({ files: folder, factLimit: undefined })
  await mkdir(facts.folder, { recursive: true })
  const fault = (error: unknown) => console.error(error)
  const parts: ImportParts = { store, kinds, directory, now, fault, stopping: stopping.signal, facts }
  if ((await directory(opened.db)).units.length === 0) await addUnit(parts, { id: 'C', name: '市局', level: 'city' })
  const running = runImports(parts)
  return {
    folder,
    path,
    parts,
    opened,
    async take(write) {
      const id = await begun(parts, write)
      facts.ring()
      return ended(parts, id)
    },
    async close() {
      stopping.abort()
      await running
      await opened.close()
    },
  }
}

/** Writes a file where imports lie, and notes that it waits; answers its number. */
export async function begun(
  { store: { db }, facts, now }: Pick<ImportParts, 'store' | 'facts' | 'now'>,
  write: (path: string) => Promise<void>,
  mode: FactImportMode = 'good',
): Promise<number> {
  const [last] = await run<{ id: number }>(db, 'select coalesce(max(id), 0) as id from fact_imports')
  const id = Number(last!.id) + 1
  await write(importFile(facts.folder, id))
  await run(
    db,
    `insert into fact_imports (id, type, name, size, hash, mode, state, person, post, role, unit, station, started_at,
        ended_at, checked, lines, percent, taken, refused, fault, claimed_by, claimed_until)
      values (?, ?, 'bench', 1, '', ?, 'waiting', 'p', 'p', 'supervisor', 'C', '', ?, '', 0, 0, 0, 0, 0, '', '', '')`,
    [id, TYPE, mode, now()],
  )
  return id
}

/** Waits for the end of an import; answers how many rows were taken. @throws Error with why the file cannot be read */
export async function ended({ store: { db } }: Pick<ImportParts, 'store'>, id: number): Promise<number> {
  for (;;) {
    const [row] = await run<{ state: string; taken: number; fault: string }>(
      db,
      'select state, taken, fault from fact_imports where id = ?',
      [id],
    )
    if (row!.state === 'done' || row!.state === 'refused') return Number(row!.taken)
    if (row!.state === 'failed') throw new Error(row!.fault)
    await new Promise(done => setTimeout(done, 20))
  }
}
