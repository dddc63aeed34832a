import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { sql } from 'kysely'
import { GENESIS, linkOf, logLine, proofOf, stationLink } from '../../shared-types/src/engine/audit-chain.ts'
import type { Author, CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Station } from '../../shared-types/src/protocol.ts'
import { accept } from '../../sync-server/src/accept.ts'
import { searchAudit } from '../../sync-server/src/audit-search.ts'
import { verifyLog } from '../../sync-server/src/audit-verify.ts'
import { openDatabase } from '../../sync-server/src/database.ts'
import { directoryReader } from '../../sync-server/src/directory.ts'
import { addPerson, addUnit } from '../../sync-server/src/found.ts'
import { putSetting } from '../../sync-server/src/settings.ts'
import { sha256 } from '../../sync-server/src/sha256.ts'
import { openStore, type Turns } from '../../sync-server/src/store.ts'
import { kinds } from '../../sync-server/test/mail.ts'
import { atLeast, atMost, type Bench, compare, cpuTime, type Row, told, wallTime } from './measure.ts'

/**
 * What the audit chain costs where events come in, at a log of a million rows: `accept` as it is, and as it would be
 * without links, without station heads and without the indexes by which the log is searched, on a copy of the same file.
 */
const ROWS = Number(process.env.AUDIT_ROWS ?? 1_000_000)
const STATIONS = 50
const TOGETHER = 50
const ROUNDS = 12
const NOW = '2026-03-02T01:00:00.000Z'
const stationOf = (n: number): Station => ({
  id: `st${n}`,
  name: `窗口 ${n}`,
  unit: 'S1',
  number: String(n).padStart(2, '0'),
})

const bench: Bench = {
  name: `audit chain, ${ROWS} rows`,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'chuangtai-audit-bench-'))
    try {
      return await measured(folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
export default bench

/** The same counter row, and nothing hung on it. */
const withoutLinks: Turns = async db => {
  const { value } = await db
    .updateTable('counter')
    .set({ value: sql`value` })
    .returning('value')
    .executeTakeFirstOrThrow()
  const count = { last: value }
  return {
    next: async () => ++count.last,
    link: () => '',
    close: async () => void (await db.updateTable('counter').set({ value: count.last }).execute()),
  }
}

async function measured(folder: string): Promise<Row[]> {
  const [file, bare] = [join(folder, 'server.sqlite'), join(folder, 'bare.sqlite')]
  const author = await founded(file)
  const heads = fill(file, author)
  copyFileSync(file, bare)
  const [a, b] = [await openDatabase(file), await openDatabase(bare)]
  for (const name of ['events_person', 'events_station', 'events_act'])
    await sql`drop index ${sql.table(name)}`.execute(b.db)
  const parts = { directory: directoryReader(kinds), now: () => NOW }
  const chained = { ...parts, store: openStore(a.db, kinds) }
  const plain = { ...parts, directory: directoryReader(kinds), store: openStore(b.db, kinds, withoutLinks) }
  const batch = (round: number, links: boolean) => {
    const station = stationOf(round % STATIONS)
    return Array.from({ length: TOGETHER }, () => {
      const head = heads.get(station.id)!
      const event = { ...eventOf(author, station.id, head.counter + 1), ...(links && { prev: head.link }) }
      if (!links) return [{ ...event, counter: 0 }]
      heads.set(station.id, { counter: event.counter, link: stationLink(sha256, event) })
      return [event]
    })
  }
  const made = (links: boolean) => {
    const all = Array.from({ length: 2 * ROUNDS + 2 }, (_, round) => ({ round, units: batch(round, links) }))
    return () => all.shift()!
  }
  const next = { plain: made(false), chained: made(true) }
  const push = async (of: typeof chained, take: ReturnType<typeof made>) => {
    const { round, units } = take()
    const verdicts = await accept(of, stationOf(round % STATIONS), units)
    if (verdicts.some(v => v.verdict !== 'accepted')) throw new Error('An event was refused')
  }
  const { chain, raw } = await compare(
    'raw',
    { raw: () => push(plain, next.plain), chain: () => push(chained, next.chained) },
    { operations: TOGETHER, rounds: ROUNDS },
  )
  const wall = async (of: typeof chained, take: ReturnType<typeof made>) =>
    (ROUNDS * TOGETHER * 1000) /
    (await wallTime(async () => {
      for (let round = 0; round < ROUNDS; round++) await push(of, take)
    }))
  const rows: Row[] = [
    told('accept without the chain', raw.perOperation, 'µs of CPU an event'),
    told('accept with the chain', chain.perOperation, 'µs of CPU an event'),
    atMost('the chain costs', chain.ratio, '×', 1.3),
    told('accept without the chain', await wall(plain, next.plain), 'events/s'),
    told('accept with the chain', await wall(chained, next.chained), 'events/s'),
  ]
  rows.push(...(await reading(chained.store, author)))
  await a.close()
  await b.close()
  return rows
}

/** How fast the whole log is verified, and how long the officer waits for a page of it. */
async function reading(store: ReturnType<typeof openStore>, author: Author): Promise<Row[]> {
  const directory = await directoryReader(kinds)(store.db)
  const scope = { directory, administers: new Set<string>(), whole: true }
  const page = (query: Parameters<typeof searchAudit>[2]) =>
    wallTime(() => searchAudit(store, scope, query, { limit: 51 }))
  const verified: { rows: number; count: number } = { rows: 0, count: 0 }
  const cpu = await cpuTime(async () => Object.assign(verified, await verifyLog(store.db, { key: '' })))
  if (verified.count > 0) throw new Error('The log is not sound')
  return [
    atLeast('verification', (verified.rows / cpu) * 1e6, 'rows a second of CPU', 10_000),
    told('verification of all', cpu / 1e6, 's of CPU'),
    atMost('a page of one station', await page({ station: 'st7' }), 'ms', 200),
    atMost('a page of one person', await page({ person: author.id }), 'ms', 200),
    atMost('a page of an act that is rare', await page({ act: 'found' }), 'ms', 200),
    atMost(
      'a page of a day long ago',
      await page({ from: '2024-03-10T00:00:00.000Z', until: '2024-03-11T00:00:00.000Z' }),
      'ms',
      200,
    ),
  ]
}

async function founded(file: string): Promise<Author> {
  const { close, db } = await openDatabase(file)
  const parts = { store: openStore(db, kinds), directory: directoryReader(kinds), now: () => NOW }
  await addUnit(parts, { id: 'S1', name: '一所', level: 'station' })
  const { person } = await addPerson(parts, {
    login: 'clerk',
    name: 'clerk',
    role: 'clerk',
    unit: 'S1',
    password: 'bench-2026-x',
  })
  await parts.store.transaction(async turn => {
    for (let n = 0; n < STATIONS; n++)
      await putSetting(turn, { id: `station:st${n}`, kind: 'station', value: stationOf(n) }, NOW)
  })
  await close()
  const [post] = person.posts
  return { id: person.id, post: post!.id, role: post!.role, unit: post!.unit }
}

const eventOf = (by: Author, station: string, counter: number): CaseEvent => ({
  id: randomUUID(),
  caseId: randomUUID(),
  type: 'mail.letter',
  act: 'edit',
  patch: { text: `第 ${counter} 封信：桂花街道模拟花园三幢五零一室，电话已留，材料齐全，按时办理。`, to: 'S1' },
  base: 0,
  by,
  station,
  at: NOW,
  counter,
  seen: NOW,
})

/** Rows as `append` would have written them, without their cases: straight into the file, in the same chain. */
function fill(file: string, by: Author): Map<string, { counter: number; link: string }> {
  const db = new Database(file)
  db.pragma('synchronous = OFF')
  const { value, head } = db.prepare('select value, head from counter').get() as { value: number; head: string }
  const insert = db.prepare(
    `insert into events (seq, id, case_id, type, station, verdict, folded, moves, body, problems, received_at, link, person, act, unit)
    values (@seq, @id, @case_id, @type, @station, @verdict, @folded, @moves, @body, @problems, @received_at, @link, @person, @act, @unit)`,
  )
  let link = head
  const heads = new Map<string, { counter: number; link: string }>()
  const add = (seq: number) => {
    const station = `st${seq % STATIONS}`
    const prev = heads.get(station)?.link ?? GENESIS
    const event = { ...eventOf(by, station, seq), prev }
    heads.set(station, { counter: seq, link: stationLink(sha256, event) })
    const row = {
      seq,
      id: event.id,
      case_id: event.caseId,
      type: event.type,
      station: event.station,
      verdict: 'accepted',
      folded: 1,
      moves: 0,
      body: JSON.stringify(event),
      problems: '[]',
      received_at: new Date(Date.parse('2024-03-02T01:00:00.000Z') + seq * 60_000).toISOString(),
    }
    link = linkOf(sha256, link, logLine(proofOf(sha256, row)))
    insert.run({ ...row, link, person: seq % 20 ? `p${seq % 400}` : by.id, act: event.act, unit: by.unit })
  }
  for (let from = value; from < value + ROWS; from += 10_000)
    db.transaction(() => {
      for (let seq = from + 1; seq <= Math.min(from + 10_000, value + ROWS); seq++) add(seq)
    })()
  db.prepare('update counter set value = ?, head = ?').run(value + ROWS, link)
  db.pragma('wal_checkpoint(truncate)')
  db.close()
  return heads
}
