import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getChangedDocumentsSince } from 'rxdb'
import { expect, test } from 'vitest'
import type { StoredEvent } from '../../../../shared-types/src/model/case.ts'
import { openDatabase } from './database.ts'
import { rawEnd, rawGroups } from './raw-groups.ts'

const event = (caseId: string, counter: number): StoredEvent => ({
  id: `${caseId}-${counter}`,
  caseId,
  type: 'parcels.parcel',
  act: 'edit',
  patch: {},
  base: 0,
  by: { id: 'ann', post: 'ann-0', role: 'clerk', unit: 'a' },
  station: 's-1',
  at: '2026-06-15T01:00:00.000Z',
  counter,
  seen: '',
  seq: counter,
  verdict: 'accepted',
  problems: [],
})

test('whole groups, each once, wherever a page ends; deleted ones are in none; the end is where changes end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'chuangtai-groups-'))
  const db = await openDatabase(folder, Buffer.alloc(32, 7))
  try {
    expect(rawEnd(db.events)).toBeUndefined()
    expect([...rawGroups(db.events, 'caseId', 3)]).toEqual([])
    const sizes: Readonly<Record<string, number>> = { a: 1, b: 2, c: 7, d: 3, e: 1, 中: 4, 丙: 1 }
    const all = Object.entries(sizes).flatMap(([id, n]) => Array.from({ length: n }, (_, i) => event(id, i + 1)))
    await db.events.bulkInsert(all.toSorted((x, y) => x.counter - y.counter))
    await db.events.bulkRemove(['d-2', 'e-1'])
    for (const size of [1, 2, 3, 5, 100]) {
      const groups = [...rawGroups(db.events, 'caseId', size)].flatMap(found => [...found])
      const held = groups.map(([id, own]) => [id, own.length] as const)
      expect(Object.fromEntries(held), `pages of ${size}`).toEqual({ a: 1, b: 2, c: 7, d: 2, 中: 4, 丙: 1 })
      expect(held.length, 'each once').toBe(6)
    }
    const { checkpoint } = await getChangedDocumentsSince(db.events.storageInstance, 100)
    expect(rawEnd(db.events)).toEqual(checkpoint)
  } finally {
    await db.close()
    await rm(folder, { recursive: true, force: true })
  }
})
