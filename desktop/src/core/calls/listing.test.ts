import { beforeAll, expect, test } from 'vitest'
import { kindOf, kindsOf } from '../../../../shared-types/src/engine/kinds.ts'
import { blank } from '../../../../shared-types/src/engine/screen.ts'
import type { Case } from '../../../../shared-types/src/model/case.ts'
import type { Data } from '../../../../shared-types/src/model/field.ts'
import type { Role } from '../../../../shared-types/src/model/person.ts'
import { libraryLoans } from '../../../../test/fixtures/library-loans/index.ts'
import { ListQuery } from '../../api/cases.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Desk } from '../desk.ts'
import { failureOf } from '../failure.ts'
import { askingAs, listDesk } from '../fixtures/list-desk.ts'
import { listed } from './listing.ts'

const book = kindOf(kindsOf([libraryLoans]), 'library-loans.book')
const as = (role: Role) =>
  askingAs({ id: 'p1', post: 'x', role, unit: 'u1', units: ['u1'], district: ['u1'] }, '2026-11-22')

let desk: Desk

beforeAll(async () => {
  const cases = Array.from({ length: 20 }, (_, i): Case => {
    const data: Data = {
      barcode: `B${i}`,
      title: `书${i}`,
      kind: i % 2 ? 'book' : 'journal',
      ...(i % 4 && { price: i * 10 }),
      ...(i % 5 && { bought: `2026-03-${String(i + 1).padStart(2, '0')}` }),
      rare: i === 7,
      remark: i === 3 ? '有水渍' : '好',
    }
    const made = blank(book, `b${i}`, as('clerk').scope, '2026-01-01T00:00:00Z')
    return { ...made, unit: 'u1', state: 'shelf', version: 1, data }
  })
  desk = await listDesk([libraryLoans], cases, id => [id])
})

const list = async (role: Role, more: object) => {
  const { rows, total } = await listed(desk, as(role), ListQuery.parse({ type: book.type, ...more }))
  return { ids: rows.map(r => r.id), total }
}
/** The sentence with which a list is refused, and never as a fault of the program. */
const refused = async (role: Role, more: object) => {
  const error: unknown = await list(role, more).catch(e => e)
  expect(error).toBeInstanceOf(CallRefusal)
  const { code, text } = failureOf(error, 'zh-CN')
  expect(code).toBe('arguments')
  expect(failureOf(error, 'en').text).not.toMatch(/\p{Script=Han}{6}/u)
  return text
}

test('fields are filtered by values of their own kind', async () => {
  expect((await list('clerk', { filters: { barcode: 'B3' } })).ids).toEqual(['b3'])
  expect((await list('clerk', { filters: { kind: ['book'] } })).total).toBe(10)
  expect((await list('clerk', { filters: { rare: true } })).ids).toEqual(['b7'])
  expect((await list('clerk', { filters: { price: 30 } })).ids).toEqual(['b3'])
  expect((await list('clerk', { filters: { price: '30' } })).ids).toEqual(['b3'])
  expect((await list('clerk', { filters: { price: { from: '30', to: '60' } } })).ids.sort()).toEqual(['b3', 'b5', 'b6'])
  expect((await list('clerk', { filters: { price: { from: '100' } } })).total).toBe(8)
  expect((await list('clerk', { filters: { bought: { from: '2026-03-04', to: '2026-03-05' } } })).ids.sort()).toEqual([
    'b3',
    'b4',
  ])
  expect((await list('clerk', { filters: { $creator: 'p1', $unit: ['u1'] } })).total).toBe(20)
  expect((await list('clerk', { empty: ['price'] })).total).toBe(5)
  expect((await list('clerk', { empty: ['price', 'bought'] })).ids).toEqual(['b0'])
})

test('a value of another kind is refused with a sentence that names the field', async () => {
  expect(await refused('clerk', { filters: { title: { from: '书1' } } })).toContain('“书名”不能按起止范围')
  expect(await refused('clerk', { filters: { title: 3 } })).toContain('“书名”')
  expect(await refused('clerk', { filters: { kind: true } })).toContain('“类别”')
  expect(await refused('clerk', { filters: { price: '很贵' } })).toContain('“定价（元）”要按数字')
  expect(await refused('clerk', { filters: { price: { from: 'a' } } })).toContain('数字')
  expect(await refused('clerk', { filters: { price: true } })).toContain('数字')
  expect(await refused('clerk', { filters: { bought: '三月' } })).toContain('“购入日期”要按日期')
  expect(await refused('clerk', { filters: { bought: { to: '2026-02-30' } } })).toContain('日期')
  expect(await refused('clerk', { filters: { rare: 'yes' } })).toContain('是')
  expect(await refused('clerk', { filters: { $unit: { from: 'u' } } })).toContain('单位')
})

test('what is not there, or not for this role, can be neither filtered nor ordered by', async () => {
  for (const name of ['nothing', '$newest', '$secret', 'constructor', 'remark']) {
    expect(await refused('clerk', { filters: { [name]: 'x' } })).toContain(`“${name}”`)
    expect(await refused('clerk', { empty: [name] })).toContain(`“${name}”`)
    if (name !== '$newest') expect(await refused('clerk', { sort: { field: name, down: true } })).toContain(`“${name}”`)
  }
  expect(await refused('clerk', { flag: 'toString' })).toContain('toString')
  expect(await refused('clerk', { desk: 'nowhere' })).toContain('nowhere')
  expect((await list('supervisor', { filters: { remark: '有水渍' } })).total).toBe(1)
  expect((await list('supervisor', { sort: { field: 'remark', down: true } })).ids[0]).toBe('b3')
})

test('lists are ordered by what every record has and by fields, not by what has no order', async () => {
  for (const field of [
    '$newest',
    '$updated',
    '$created',
    '$state',
    '$unit',
    '$creator',
    '$id',
    'price',
    'rare',
    'title',
  ])
    expect((await list('clerk', { sort: { field, down: false } })).total).toBe(20)
  const loans = { type: 'library-loans.loan' }
  for (const field of ['home', 'proofs'])
    expect(await refused('clerk', { ...loans, sort: { field, down: false } })).toContain('不能用来筛选或排序')
})
