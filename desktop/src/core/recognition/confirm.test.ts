import { expect, test } from 'vitest'
import { NATION_WORDS } from '../../../../shared-types/src/domains/standards/nations.ts'
import { confirmed, type Known } from './confirm.ts'
import type { ValueKind } from './paper.ts'
import type { FieldText } from './read-field.ts'
import { NATION, NATIONS } from './words.values.ts'

const field = (name: string, kind: ValueKind, value: string, confidence = 0.99): FieldText => ({
  name,
  kind,
  value,
  confidence,
  doubtful: [],
  quads: [],
})

/** What may be taken unseen, and why. */
function unseen(fields: readonly FieldText[], known: Partial<Known> = {}) {
  const again = known.again ?? new Map(fields.map(({ name, value }) => [name, value]))
  return Object.fromEntries(
    confirmed(fields, { ...known, again })
      .filter(f => f.unseen)
      .map(f => [f.name, f.confirmed]),
  )
}

const NUMBER = field('number', 'personId', '110102194812204060')
const BIRTH = field('birth', 'day', '1948-12-20')
const SEX = field('sex', 'sex', '女')

test('a number is confirmed by its check digit, and what it says by it', () => {
  expect(unseen([NUMBER, BIRTH, SEX])).toEqual({ number: ['check-digit'], birth: ['number'], sex: ['number'] })
})

test('a wrong digit confirms nothing, and neither does one that was read unsurely', () => {
  expect(unseen([{ ...NUMBER, value: '110102194812204061' }, BIRTH, SEX])).toEqual({})
  expect(unseen([{ ...NUMBER, confidence: 0.7 }, BIRTH, SEX])).toEqual({})
})

test('a birth that is another than the number says speaks against both, whatever the check digit', () => {
  expect(unseen([NUMBER, { ...BIRTH, value: '1948-12-26' }])).toEqual({})
  expect(unseen([NUMBER, { ...SEX, value: '男' }])).toEqual({})
})

test('both check characters of a credit code confirm it', () => {
  expect(unseen([field('orgCode', 'orgCode', '91450981M67742770G')])).toEqual({ orgCode: ['check-digit'] })
  expect(unseen([field('orgCode', 'orgCode', '91450981M67742778G')])).toEqual({})
})

test('names, addresses and plain texts are confirmed by nothing on the paper', () => {
  const fields = [field('name', 'name', '钟红明', 1), field('address', 'address', '北京市西城区长江东路297号', 1)]
  expect(unseen(fields)).toEqual({})
})

test('what a list has is confirmed when a second look reads it again', () => {
  const fields = [
    field('nation', 'nation', '哈尼'),
    field('origin', 'area', '湖南省怀化市洪江市'),
    field('authority', 'authority', '广州市公安局天河分局'),
  ]
  expect(Object.keys(unseen(fields))).toEqual(['nation', 'origin', 'authority'])
  expect(unseen(fields, { again: new Map([['nation', '哈萨克']]) })).toEqual({})
})

test('what may be the rest of something longer is not confirmed by a list', () => {
  const fields = [
    field('nation', 'nation', '土'),
    field('origin', 'area', '湖南省怀化市'),
    field('authority', 'authority', '广州市公安局天江分局'),
  ]
  expect(unseen(fields)).toEqual({})
})

test('days of a period confirm one another when they are one day of the year and so many years apart', () => {
  expect(unseen([field('validity', 'period', '2016-07-03/2036-07-03')])).toEqual({ validity: ['days'] })
  expect(unseen([field('validity', 'period', '2016-07-03/2036-07-08')])).toEqual({})
  expect(unseen([field('validity', 'period', '2016-07-03/2038-07-03')])).toEqual({})
})

test('the chip of the same card confirms anything, and denies what it says otherwise', () => {
  const name = field('name', 'name', '钟红明', 0.5)
  expect(unseen([name], { card: { name: '钟红明' } })).toEqual({ name: ['card'] })
  expect(unseen([NUMBER], { card: { number: '110102194812204079' } })).toEqual({})
})

test('the nations of papers are those of the standard', () => {
  const standard = Object.entries(NATION_WORDS['zh-CN']).filter(([code]) => Number(code) < 97)
  expect(NATIONS.map(name => name + NATION).sort()).toEqual(standard.map(([, name]) => name).sort())
})
