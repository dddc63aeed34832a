import { describe, expect, test } from 'vitest'
import { evaluate } from '../../shared-types/src/engine/evaluate.ts'
import type { Condition, Operand } from '../../shared-types/src/model/condition.ts'
import type { AnyValue } from '../../shared-types/src/model/field.ts'
import { type CaseTables, createCaseTables } from '../../shared-types/src/store/case-tables.ts'
import { sqlCaseStore } from '../../shared-types/src/store/sql-case-store.ts'
import { caseOf, kinds, parcel, scope } from '../contracts/store-fixture.ts'
import { DATABASES, databasesFor } from '../databases.ts'

/** mulberry32 (public domain, T. Ettinger): the same seed, the same test. */
function generator(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const values: Readonly<Record<string, readonly (AnyValue | undefined)[]>> = {
  name: [
    undefined,
    '',
    '张三',
    '𠮷野',
    '𠮷',
    '㛃',
    '䶮',
    "O'Neil",
    '"',
    '[]',
    '{}',
    'null',
    'true',
    '0',
    ' ',
    '%',
    '\\',
    'é',
    'e\u0301',
  ],
  code: [undefined, '', 'A-1', '𠮷', "'; drop table cases", '0', '00'],
  size: [undefined, 'small', 'large'],
  sent: [
    undefined,
    '',
    '1990-05-05',
    '2025-12-15',
    '2026-01-14',
    '2026-01-15',
    '2026-01-16',
    '2026-02-14',
    '2026-02-28',
  ],
  seen: [undefined, '2026-01-15T00:00:00.000Z', '2026-01-15T00:00:00Z', '2026-01-15T08:00:00.5Z'],
  weight: [undefined, 0, -1, 0.1, 0.30000000000000004, 0.3, 499.5, 500, 1e21, 1e-7, 9007199254740991, -2.5e-300],
  fragile: [undefined, true, false],
  place: [undefined, { area: '330106' }, { area: '330106', room: "1'1" }],
  papers: [undefined, [], ['a'.repeat(64)]],
  rows: [undefined, [], [{ what: '' }], [{}]],
}
const WHOLE = ['place', 'papers', 'rows']
const ORDERED = ['sent', 'seen', 'weight']
const SYSTEM: Readonly<Record<string, readonly string[]>> = {
  $state: ['draft', 'gone', 'lost'],
  $unit: ['north', 'north-1', 'south', ''],
  $creator: ['u1', 'u2', "u'3"],
  $id: ['c00', 'c01', 'c02', 'none'],
}

function conditions(random: () => number) {
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!
  const operand = (field: string): Operand => {
    if (field === 'sent' && random() < 0.4)
      return random() < 0.5 ? { today: pick([0, 1, -1, 30, -5]) } : { months: pick([0, 1, -1, 6]) }
    if (field.startsWith('$') && random() < 0.3) return { user: pick(['id', 'post', 'unit'] as const) }
    // Now and then a value of another type, which equals nothing.
    const from = random() < 0.05 ? pick(Object.keys(values).filter(f => !WHOLE.includes(f))) : field
    return (pick(SYSTEM[from] ?? values[from]!) ?? pick(['', 'x'])) as Operand
  }
  const compare = (): Condition => {
    const field = pick([...Object.keys(values), ...Object.keys(SYSTEM)])
    if (WHOLE.includes(field) || random() < 0.15) return { field, is: 'empty' }
    if (random() < 0.2)
      return random() < 0.3
        ? { field: pick(['$unit', 'name']), is: 'in', to: { user: pick(['units', 'district'] as const) } }
        : { field, is: 'in', to: Array.from({ length: Math.floor(random() * 4) }, () => operand(field)) }
    const is = ORDERED.includes(field) ? pick(['equal', 'less', 'more'] as const) : 'equal'
    return { field, is, to: operand(field) }
  }
  const any = (depth: number): Condition => {
    const shape = depth > 0 ? random() : 1
    const parts = () => Array.from({ length: Math.floor(random() * 4) }, () => any(depth - 1))
    if (shape < 0.25) return { all: parts() }
    if (shape < 0.5) return { any: parts() }
    if (shape < 0.65) return { not: any(depth - 1) }
    return compare()
  }
  const record = (i: number) =>
    caseOf(
      `c${String(i).padStart(2, '0')}`,
      Object.fromEntries(Object.entries(values).map(([field, of]) => [field, pick(of)])),
      { state: pick(SYSTEM.$state!), unit: pick(SYSTEM.$unit!), creator: pick(SYSTEM.$creator!) },
    )
  return { any, record }
}

describe.each(DATABASES)('%s', name => {
  const open = databasesFor(name)

  test.each([1, 2, 3])(
    'finds what the engine says, for 400 random conditions over 80 random records (seed %i)',
    async seed => {
      const db = await open<CaseTables>()
      await createCaseTables(db)
      const store = sqlCaseStore(db, kinds)
      const { any, record } = conditions(generator(seed))
      const records = Array.from({ length: 80 }, (_, i) => record(i))
      await store.put(records)
      let some = 0
      for (let i = 0; i < 400; i++) {
        const where = any(4)
        const expected = records.filter(c => evaluate(where, c, scope)).map(c => c.id)
        const found = await store.find(parcel, { where, scope, sort: { by: '$id' }, limit: 100 })
        expect(
          found.map(c => c.id),
          JSON.stringify(where),
        ).toEqual(expected)
        if (expected.length > 0 && expected.length < records.length) some++
      }
      // The test would prove little if nearly all conditions chose all records or none.
      expect(some).toBeGreaterThan(150)
    },
  )

  test('a list of thousands of parts is still one statement', async () => {
    const db = await open<CaseTables>()
    await createCaseTables(db)
    const store = sqlCaseStore(db, kinds)
    await store.put([caseOf('a', { name: 'n2999' }), caseOf('b', { name: 'x' })])
    const where: Condition = {
      any: Array.from({ length: 3000 }, (_, i) => ({ field: 'name', is: 'equal', to: `n${i}` })),
    }
    expect((await store.find(parcel, { where, scope })).map(c => c.id)).toEqual(['a'])
    expect((await store.find(parcel, { where: { not: where }, scope })).map(c => c.id)).toEqual(['b'])
  })
})
