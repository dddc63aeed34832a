import Database from 'better-sqlite3-multiple-ciphers'
import { beforeAll, expect, test } from 'vitest'
import { kindOf, kindsOf } from '../../../shared-types/src/engine/kinds.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import { libraryLoans } from '../../../test/fixtures/library-loans/index.ts'
import {
  clearSearch,
  createSearchTables,
  indexCases,
  removeCases,
  type SearchCase,
  searchCaseOf,
  searchCases,
} from './search.ts'

const SURNAMES = [...'王李张刘陈杨赵黄周吴单解仇曾尉盖查任华朴区']
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚晓棠文博志恒立夏𠮷䶮㛃𬀩𫖯𪟝乐长重']
const COUNT = 5000

/** 5,000 invented people, the same in every run, the newest last. */
const people: SearchCase[] = []
let db: Database.Database

beforeAll(() => {
  let state = 20261122
  const next = (n: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >>> 8) % n
  }
  for (let i = 0; i < COUNT; i++) {
    const name =
      SURNAMES[next(SURNAMES.length)]! + GIVEN[next(GIVEN.length)]! + (next(3) ? GIVEN[next(GIVEN.length)] : '')
    const at = new Date(1.75e12 + i * 60_000).toISOString()
    const number = `440106${1950 + next(60)}0${1 + next(9)}1${next(10)}${String(next(10_000)).padStart(4, '0')}`
    people.push(
      person(`p${i}`, at, [name], [number, `138${String(next(1e8)).padStart(8, '0')}`], i % 2 ? '待审核' : '已发证'),
    )
  }
  db = new Database(':memory:')
  createSearchTables(db)
  indexCases(db, people)
})

function person(
  id: string,
  at: string,
  names: string[],
  numbers: string[],
  word: string,
  type = 'demo.person',
): SearchCase {
  return { id, type, newest: at, updatedAt: at, names, numbers, words: [word] }
}

const found = (text: string, options = {}) => searchCases(db, text, { limit: COUNT, ...options }).map(({ id }) => id)
const expected = (fits: (p: SearchCase) => boolean) =>
  people
    .filter(fits)
    .map(({ id }) => id)
    .reverse()

test('any part of a name finds exactly those who have it, rare characters too, newest first', () => {
  for (const part of ['王', '晓棠', '𠮷', '䶮', '𬀩', '𪟝𫖯', '李𠮷', '㛃']) {
    const ids = expected(p => p.names[0]!.includes(part))
    expect(found(part), part).toEqual(ids)
    if (part.length <= 2 && [...part].length === 1) expect(ids.length).toBeGreaterThan(0)
  }
  for (const { names } of people.slice(0, 300))
    expect(found(names[0]!)).toEqual(expected(p => p.names[0]!.includes(names[0]!)))
})

test('pinyin and its initials find names by the reading of the surname, and pass over what has no reading', () => {
  const one = (name: string) => {
    const base = new Database(':memory:')
    createSearchTables(base)
    indexCases(base, [person('x', '2026-01-01', [name], [], '')])
    return (text: string) => searchCases(base, text).length === 1
  }
  const shan = one('单立夏')
  for (const text of ['s', 'sl', 'slx', 'shan', 'shanli', 'shanlixia', 'xia', 'lx', 'SHAN', 'ｓｈａｎ', 'danli']) {
    expect(shan(text), text).toBe(true)
  }
  for (const text of ['sx', 'hanli', 'shanx', 'zhang']) expect(shan(text), text).toBe(false)
  expect(one('解晓东')('xiexiaodong')).toBe(true)
  expect(one('吕布')('lvbu')).toBe(true)
  expect(one('吕布')('lübu')).toBe(true)
  expect(one('张乐')('zhangyue')).toBe(true)
  expect(one('张乐')('zhangle')).toBe(true)
  expect(one('田𠮷祥')('tx')).toBe(true)
  expect(one('阿卜杜拉热依木·麦麦提')('热依木麦')).toBe(true)
  expect(one('阿卜杜拉热依木·麦麦提')('abdlrymmmt')).toBe(true)
  expect(one('HARTLEY, OLIVER JAMES')('oliv hart')).toBe(true)
})

test('a long number typed whole finds its one case, and its beginning those that share it', () => {
  const own = new Database(':memory:')
  createSearchTables(own)
  const receipts = [1, 2, 12].map(n => `SL33040251000026${String(n).padStart(6, '0')}`)
  indexCases(
    own,
    receipts.map((receipt, i) => person(`r${i}`, '2026-03-01', [], [receipt], '待审核')),
  )
  const ids = (text: string) =>
    searchCases(own, text)
      .map(({ id }) => id)
      .sort()
  expect(receipts.map(ids)).toEqual([['r0'], ['r1'], ['r2']])
  expect(ids('SL33040251000026000')).toEqual(['r0', 'r1', 'r2'])
  expect(ids(`${receipts[0]}9`)).toEqual([])
})

test('numbers are found by their beginning and by their last four to six characters', () => {
  for (const { numbers } of people.slice(100, 200)) {
    for (const number of numbers) {
      for (const text of [number, number.slice(0, 7), number.slice(0, 13), number.slice(-4), number.slice(-6)]) {
        const fits = (n: string) => n.startsWith(text) || ([4, 5, 6].includes(text.length) && n.endsWith(text))
        expect(found(text), text).toEqual(expected(p => p.numbers.some(fits)))
      }
    }
  }
  expect(found('440106 1')).toEqual(expected(p => p.numbers.every(n => n.startsWith('440106') || n.startsWith('1'))))
})

test('several words must all be found, in any order', () => {
  const both = expected(p => p.names[0]!.startsWith('王') && p.words[0] === '待审核')
  expect(both.length).toBeGreaterThan(20)
  expect(found('王 待审')).toEqual(both)
  expect(found('  审核　王 ')).toEqual(both)
})

test('types, limits, pages and rights', () => {
  indexCases(db, [person('book', '2020-01-01', ['王小二'], [], '', 'library-loans.book')])
  expect(found('王', { types: ['library-loans.book'] })).toEqual(['book'])
  expect(found('王', { types: ['demo.person', 'library-loans.book'] }).at(-1)).toBe('book')
  const all = searchCases(db, '王', { limit: 1000 })
  const first = searchCases(db, '王', { limit: 60 })
  expect(searchCases(db, '王', { limit: 1000, after: first.at(-1)!.at })).toEqual(all.slice(60))
  const asked: string[] = []
  const mine = searchCases(db, '王', {
    limit: 5,
    allowed: hit => asked.push(hit.id) % 3 === 0,
  })
  expect(mine).toHaveLength(5)
  expect(asked).toEqual(all.slice(0, 15).map(({ id }) => id))
  removeCases(db, ['book', 'nobody'])
  expect(found('王', { types: ['library-loans.book'] })).toEqual([])
})

test('whatever is typed is searched for and never run', () => {
  const wild = [
    '"',
    "' or 1=1 --",
    '*',
    'AND',
    'NOT 王',
    '王*',
    '(王',
    'NEAR(王 李)',
    'tokens:王',
    '\u0000',
    '^',
    '王"王',
    '%_',
    '🙂',
    '-',
  ]
  for (const text of wild) expect(() => searchCases(db, text), text).not.toThrow()
  expect(found('王*')).toEqual(found('王'))
  expect(found('*')).toEqual([])
  expect(found(' ')).toEqual([])
  expect(searchCases(db, '王'.repeat(5000))).toEqual([])
  expect(searchCases(db, Array(3000).fill('王').join(' '), { limit: 1 })).toHaveLength(1)
})

test('a case that changed is found by what it is now, and a day is ordered by the time of the change', () => {
  const base = new Database(':memory:')
  createSearchTables(base)
  const at = (id: string, updatedAt: string, name: string): SearchCase => ({
    ...person(id, '2026-03-01', [name], [], ''),
    updatedAt,
  })
  indexCases(base, [
    at('a', '2026-03-01T09:00:00Z', '王一'),
    at('b', '2026-03-01T08:00:00Z', '王二'),
    at('c', '2026-03-01T08:00:00Z', '王三'),
  ])
  expect(searchCases(base, '王').map(({ id }) => id)).toEqual(['a', 'c', 'b'])
  indexCases(base, [at('b', '2026-03-01T10:00:00Z', '李二')])
  expect(searchCases(base, '王').map(({ id }) => id)).toEqual(['a', 'c'])
  expect(searchCases(base, '李').map(({ id }) => id)).toEqual(['b'])
  clearSearch(base)
  expect(searchCases(base, '李')).toEqual([])
  expect(() =>
    base.transaction(() => {
      indexCases(base, [at('d', '2026-03-01T10:00:00Z', '赵四')])
      throw new Error('undone')
    })(),
  ).toThrow('undone')
  expect(searchCases(base, '赵四')).toEqual([])
})

test('what a record type names as search fields is indexed, with its state, and nothing that only some may see', () => {
  const loan = kindOf(kindsOf([libraryLoans]), 'library-loans.loan')
  const c: Case = {
    id: 'l1',
    type: loan.type,
    unit: 'u',
    state: 'lent',
    version: 1,
    seq: 1,
    unsent: 0,
    creator: 'p',
    changedAt: {},
    actors: {},
    createdAt: '2026-03-02T01:00:00Z',
    updatedAt: '2026-03-02T01:00:00Z',
    data: {
      reader: '田𠮷祥',
      readerId: '320583197907044170',
      barcode: 'B0042',
      slip: 'L01012026-00007',
      lentOn: '2026-03-02',
    },
  }
  const base = new Database(':memory:')
  createSearchTables(base)
  indexCases(base, [searchCaseOf(loan, c)])
  for (const text of [
    '𠮷祥',
    'tx',
    '320583',
    '4170',
    'b0042',
    'L0101 tian',
    '00007',
    '借出',
    'lent',
    'L01012026-00007',
  ])
    expect(searchCases(base, text), text).toHaveLength(1)
  expect(searchCases(base, '归还')).toHaveLength(0)
  const hidden = {
    ...loan,
    record: {
      ...loan.record,
      fields: { ...loan.record.fields, reader: { kind: 'text', only: ['supervisor'] } as const },
    },
  }
  expect(searchCaseOf(hidden, c).names).toEqual([])
})
