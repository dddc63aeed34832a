import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { streamXlsxRows, writeXlsxStream } from 'hucre/xlsx'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { addDays } from '../../shared-types/src/engine/day.ts'
import { factOf } from '../../shared-types/src/engine/facts.ts'
import { wholeOf, writeRows } from '../../shared-types/src/workbooks/workbook-write.ts'
import { tablesOf } from '../../sync-server/src/facts/fact-tables.ts'
import { listRows } from '../../sync-server/src/facts/list-rows.ts'
import { readFacts } from '../../sync-server/src/facts/read-file.ts'
import { readFactOf } from '../../sync-server/src/facts/read-head.ts'
import { FIRST, fill, HEAD, scanRows, TYPE, type World, world, writeCsv } from './facts.world.ts'
import { atLeast, atMost, cpuTime, type Row, told, wallTime } from './measure.ts'

/** Rows of the imports, of the list, and of the export; the full size is 333,000, 20,000,000 over 60 days and 1,000,000, of 20,000 venues. */
const ROWS = Number(process.env.CHUANGTAI_BENCH_SCANS ?? 100_000)
const LISTED = Number(process.env.CHUANGTAI_BENCH_LISTED ?? 200_000)
const DAYS = Number(process.env.CHUANGTAI_BENCH_DAYS ?? 2)
const EXPORTED = Number(process.env.CHUANGTAI_BENCH_EXPORTED ?? 1_000_000)
const SHEET = Number(process.env.CHUANGTAI_BENCH_SHEET ?? 50_000)
const VENUES = Number(process.env.CHUANGTAI_BENCH_VENUES ?? 2000)
const PAGES = 1000
const ROUNDS = 3

async function run(): Promise<Row[]> {
  const at = await world()
  try {
    // The imports come on top of all that lies there.
    return [...(await lists(at)), ...(await imports(at)), ...(await sheets(at)), ...exports(at)]
  } finally {
    await at.close()
  }
}

const middle = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!
const scans = (...of: Parameters<typeof scanRows>) => [...scanRows(...of)]

/** A file through the job, counts and all, against one loop that puts the same parsed rows into the same tables. */
async function imports(at: World): Promise<Row[]> {
  const walls: number[] = []
  const costs: number[] = []
  let seconds = 0
  for (let round = 0; round < ROUNDS; round++) {
    // A day of its own each time: into a day that is full it is dearer than into an empty file.
    const rows = scans(ROWS, VENUES, 1, addDays(FIRST, 100 + round))
    const ours = { wall: 0, cpu: 0 }
    ours.cpu = await cpuTime(async () => {
      ours.wall = await wallTime(async () => {
        const taken = await at.take(path => writeCsv(path, rows))
        if (taken !== ROWS) throw new Error(`${taken} of ${ROWS} rows`)
      })
    })
    const raw = { wall: 0, cpu: 0 }
    raw.cpu = await cpuTime(async () => {
      raw.wall = await wallTime(() => plainly(join(at.folder, `raw-${round}.sqlite`), rows))
    })
    walls.push(raw.wall / ours.wall)
    costs.push(raw.cpu / ours.cpu)
    seconds += ours.wall / 1000
  }
  return [
    told('facts: rows a second imported from CSV', (ROWS * ROUNDS) / seconds, '/s'),
    atLeast('facts: CSV import, beside better-sqlite3 putting in the same parsed rows', middle(walls), '×', 0.6),
    told('facts: the same by CPU time, the reading of the file included', middle(costs), '×'),
  ]
}

function plainly(path: string, rows: readonly (readonly string[])[]): void {
  const file = new Database(path)
  file.pragma('journal_mode = WAL')
  file.pragma('synchronous = FULL')
  file.exec(`create table fact_scans (day text not null, time text not null, id integer not null, subject text not null,
      person text not null, primary key (day, time, id)) without rowid;
    create index a on fact_scans (day, subject, time, id); create index b on fact_scans (day, person, time, id)`)
  const put = file.prepare('insert into fact_scans values (?, ?, ?, ?, ?)')
  const some = file.transaction((from: number, to: number) => {
    for (let i = from; i < to; i++) {
      const [subject, person, time] = rows[i]! as [string, string, string]
      put.run(time.slice(0, 10), time.slice(11), i, subject, person)
    }
  })
  for (let i = 0; i < rows.length; i += 15_000) some(i, Math.min(rows.length, i + 15_000))
  file.close()
}

/** Reading a workbook, checked and every cell judged, against the library alone. */
async function sheets(at: World): Promise<Row[]> {
  const bytes = await wholeOf(writeRows('扫码', HEAD, scans(SHEET, VENUES, 1)))
  const path = join(at.folder, 'scans.xlsx')
  await writeFile(path, bytes)
  const rules = { zone: 'Asia/Shanghai', today: '2026-06-01' }
  const ratios: number[] = []
  for (let round = -1; round < ROUNDS; round++) {
    let seen = 0
    const alone = await cpuTime(async () => {
      for await (const { values } of streamXlsxRows(bytes)) seen += values.length ? 1 : 0
    })
    let taken = 0
    const ours = await cpuTime(async () => {
      for await (const { rows } of readFacts(path, readFactOf(factOf(kinds, TYPE)!), rules, 0)) taken += rows.length
    })
    if (seen !== SHEET + 1 || taken !== SHEET) throw new Error(`${seen} and ${taken} rows`)
    if (round >= 0) ratios.push(ours / alone)
  }
  return [
    atMost('facts: CPU time of reading a workbook, beside the library alone', middle(ratios), '×', 1.3),
    atMost('facts: CPU time of writing one, beside the library alone', middle(await written()), '×', 1.3),
  ]
}

async function written(): Promise<number[]> {
  const rows = scans(SHEET, VENUES, 1)
  const ratios: number[] = []
  for (let round = -1; round < ROUNDS; round++) {
    const alone = await cpuTime(() => wholeOf(writeXlsxStream([HEAD, ...rows], { name: '扫码' })))
    const ours = await cpuTime(() => wholeOf(writeRows('扫码', HEAD, rows)))
    if (round >= 0) ratios.push(ours / alone)
  }
  return ratios
}

/** A page of 50 by venue and day among all that lie there. */
async function lists(at: World): Promise<Row[]> {
  const spent = await cpuTime(() => fill(at, LISTED, VENUES, DAYS))
  const tables = tablesOf(factOf(kinds, TYPE)!.fact)
  const [times, costs]: [number[], number[]] = [[], []]
  for (let i = 0; i < PAGES; i++) {
    const day = addDays(FIRST, i % DAYS)
    const conditions = { from: day, until: day, subject: `V${String((i * 7919) % VENUES).padStart(6, '0')}` }
    const page = () => listRows(at.opened.db, { tables, scope: { whole: true }, conditions }, undefined, 50)
    costs.push(await cpuTime(async () => times.push(await wallTime(page))))
  }
  times.sort((a, b) => a - b)
  costs.sort((a, b) => a - b)
  return [
    told('facts: rows that lie there', LISTED, ''),
    told('facts: CPU time of putting them there by SQL', spent / 1e6, 's'),
    atMost('facts: page of 50 by venue and day, p99', times[Math.floor(PAGES * 0.99)]!, 'ms', 20),
    told('facts: the same by CPU time', costs[Math.floor(PAGES * 0.99)]! / 1000, 'ms'),
  ]
}

function exports(at: World): Row[] {
  const until = addDays(FIRST, Math.ceil((EXPORTED / LISTED) * DAYS) - 1)
  const child = join(import.meta.dirname, 'facts.child.ts')
  return ['csv', 'xlsx'].map(as => {
    const said = execFileSync(process.execPath, [child, at.path, as, until], { encoding: 'utf8' })
    const { rss, rows } = JSON.parse(said.trim().split('\n').at(-1)!) as { rss: number; rows: number }
    return atMost(`facts: memory of a process that exports ${rows} rows as ${as}`, rss, 'MB', 200)
  })
}

export default { name: 'facts', run }
