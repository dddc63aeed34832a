/** The documents of the storage benchmarks, about 1 kB of JSON each, and the plainest table that can hold them. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRxDatabase, type RxCollection, type RxDatabase, type RxJsonSchema } from 'rxdb'
import { betterSqliteStorage } from '../../desktop/src/core/store/rx-storage.ts'
import { openSqlite } from '../../desktop/src/core/store/sqlite.ts'

export interface CaseDocument {
  id: string
  unit: string
  state: string
  updatedAt: number
  name: string
  address: string
  phone: string
  events: { kind: string; by: string; at: number; note: string }[]
}

export const UNITS = 40
/** Any key costs the same. */
export const KEY = new Uint8Array(32).fill(7)
export const STATES = ['draft', 'review', 'made', 'issued'] as const

const CASES: RxJsonSchema<CaseDocument> = {
  version: 0,
  type: 'object',
  primaryKey: 'id',
  properties: {
    id: { type: 'string', maxLength: 36 },
    unit: { type: 'string', maxLength: 20 },
    state: { type: 'string', maxLength: 20 },
    updatedAt: { type: 'number', minimum: 0, maximum: 1e15, multipleOf: 1 },
    name: { type: 'string' },
    address: { type: 'string' },
    phone: { type: 'string' },
    events: { type: 'array', items: { type: 'object' } },
  },
  required: ['id', 'unit', 'state', 'updatedAt'],
  indexes: [['unit', 'state', 'updatedAt']],
}

/** An invented case; units and states come round evenly. */
function caseOf(n: number): CaseDocument {
  return {
    id: randomUUID(),
    unit: `unit-${n % UNITS}`,
    state: STATES[Math.floor(n / UNITS) % STATES.length]!,
    updatedAt: 1_700_000_000_000 + n * 1000,
    name: `张${n}`,
    address: `江苏省南京市玄武区长江路第${n}号`.repeat(4),
    phone: `1380000${n}`,
    events: [0, 1, 2, 3, 4].map(k => ({
      kind: 'step',
      by: `clerk-${k}`,
      at: 1_700_000_000_000 + n * 1000 + k,
      note: 'what was said at the window about this case and its papers',
    })),
  }
}

export function casesFrom(n: number, count: number): CaseDocument[] {
  return Array.from({ length: count }, (_, k) => caseOf(n + k))
}

export async function inTemporaryFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    return await work(dir)
  } finally {
    rmSync(dir, { recursive: true })
  }
}

export async function openCases(
  dir: string,
  name: string,
): Promise<{ db: RxDatabase; cases: RxCollection<CaseDocument> }> {
  const db = await createRxDatabase({ name, storage: betterSqliteStorage({ dir, key: KEY }), multiInstance: false })
  const { cases } = await db.addCollections({ cases: { schema: CASES } })
  return { db, cases: cases as RxCollection<CaseDocument> }
}

/**
 * What the SQLite library alone can do with the same documents, indexes, durability and cipher: JSON in one column, the
 * indexed fields beside it, the indexes that RxDB asks of a storage for this schema. Without a key nothing is encrypted.
 */
export function openRaw(dir: string, key?: Uint8Array) {
  const db = openSqlite(join(dir, key ? 'raw.sqlite' : 'plain.sqlite'), { key, timeout: 1000 })
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec(`
    CREATE TABLE cases(id TEXT PRIMARY KEY NOT NULL, deleted INTEGER, unit TEXT, state TEXT, updated REAL, lwt REAL, data TEXT);
    CREATE INDEX list ON cases(deleted, unit, state, updated, id);
    CREATE INDEX changed ON cases(lwt, id);
    CREATE INDEX tombstones ON cases(lwt) WHERE deleted = 1`)
  const insert = db.prepare('INSERT INTO cases VALUES (?, 0, ?, ?, ?, ?, ?)')
  const update = db.prepare(
    'UPDATE cases SET deleted = 0, unit = ?, state = ?, updated = ?, lwt = ?, data = ? WHERE id = ?',
  )
  const read = db.prepare('SELECT data FROM cases WHERE id = ?').pluck()
  const where = 'deleted = 0 AND unit = ? AND state = ? AND updated >= ?'
  const list = (order: 'ASC' | 'DESC') =>
    db.prepare(`SELECT data FROM cases WHERE ${where} ORDER BY updated ${order}, id ${order} LIMIT 50`).pluck()
  const lists = { asc: list('ASC'), desc: list('DESC') }
  const add = (c: CaseDocument, text = JSON.stringify(c)) =>
    insert.run(c.id, c.unit, c.state, c.updatedAt, Date.now(), text)
  return {
    add,
    addAll: db.transaction((cases: readonly CaseDocument[]) => {
      for (const c of cases) add(c)
    }).immediate,
    addTexts: db.transaction((texts: readonly string[]) => {
      for (const text of texts) add(JSON.parse(text), text)
    }).immediate,
    read: (id: string): CaseDocument => JSON.parse(read.get(id) as string),
    replace: (c: CaseDocument) => update.run(c.unit, c.state, c.updatedAt, Date.now(), JSON.stringify(c), c.id),
    list: (order: 'asc' | 'desc', unit: string, state: string, from: number): CaseDocument[] =>
      lists[order].all(unit, state, from).map(text => JSON.parse(text as string)),
    close: () => db.close(),
  }
}
