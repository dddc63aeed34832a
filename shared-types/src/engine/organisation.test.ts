import { expect, test } from 'vitest'
import type { Person, Unit } from '../model/person.ts'
import { above, authorOf, below, userOf } from './organisation.ts'

const units: Unit[] = [
  { id: 'city', name: '市局', level: 'city' },
  { id: 'east', name: '城东', level: 'district', parent: 'city' },
  { id: 'west', name: '城西', level: 'district', parent: 'city' },
  { id: 'e1', name: '一所', level: 'station', parent: 'east' },
  { id: 'e2', name: '二所', level: 'station', parent: 'east' },
  { id: 'e1w', name: '一号窗口', level: 'window', parent: 'e1' },
]
const person = (more: Partial<Person> = {}): Person => ({
  id: 'p',
  name: '周晓棠',
  login: 'zhou',
  posts: [
    { id: 'p-1', role: 'clerk', unit: 'e1' },
    { id: 'p-2', role: 'supervisor', unit: 'city' },
  ],
  ...more,
})

test('a unit and all below it; a unit that is nowhere is below itself alone', () => {
  expect(below(units, 'east').sort()).toEqual(['e1', 'e1w', 'e2', 'east'])
  expect(below(units, 'e1w')).toEqual(['e1w'])
  expect(below(units, 'gone')).toEqual(['gone'])
})

test('the nearest unit of a level, from the unit itself upwards', () => {
  expect(above(units, 'e1w', 'district')?.id).toBe('east')
  expect(above(units, 'east', 'district')?.id).toBe('east')
  expect(above(units, 'city', 'district')).toBeUndefined()
})

test('a tree that bites its tail ends', () => {
  const round: Unit[] = [
    { id: 'a', name: '甲', level: 'station', parent: 'b' },
    { id: 'b', name: '乙', level: 'station', parent: 'a' },
  ]
  expect(below(round, 'a').sort()).toEqual(['a', 'b'])
  expect(above(round, 'a', 'city')).toBeUndefined()
})

test('a person in one of their posts', () => {
  const clerk = userOf(person(), 'p-1', units)
  expect(clerk).toMatchObject({ id: 'p', post: 'p-1', role: 'clerk', unit: 'e1' })
  expect([...clerk!.units].sort()).toEqual(['e1', 'e1w'])
  expect([...clerk!.district].sort()).toEqual(['e1', 'e1w', 'e2', 'east'])
  expect(authorOf(clerk!)).toEqual({ id: 'p', post: 'p-1', role: 'clerk', unit: 'e1' })
  expect(userOf(person(), 'p-2', units)!.district).toHaveLength(units.length)
})

test('nobody in a post that they do not hold, and none who has left', () => {
  expect(userOf(person(), 'p-9', units)).toBeUndefined()
  expect(userOf(person({ ended: true }), 'p-1', units)).toBeUndefined()
  expect(userOf(undefined, 'p-1', units)).toBeUndefined()
})
