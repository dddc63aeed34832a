import { describe, expect, test } from 'vitest'
import type { Case } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import type { RecordType } from '../model/record.ts'
import { warnings, warningsInForce } from './warnings.ts'

const among = [{ record: 'club.visit', match: { guest: 'guest' }, since: 'on' }]
const days = { parameter: 'days', delivered: 30 }
const most = (delivered: number) => ({ parameter: 'most', delivered })
const record: RecordType = {
  fields: { guest: { kind: 'text' }, seat: { kind: 'address' }, on: { kind: 'date' } },
  workflow: { start: 'open', states: { open: {} }, steps: {} },
  access: {},
  title: '{guest}',
  list: { columns: [], search: [] },
  form: [],
  keys: ['guest'],
  warns: {
    late: { acts: ['enter'], rule: 'hours', outsideHours: true },
    places: { acts: ['enter'], rule: 'places', counts: { among, distinct: '$unit', atLeast: most(2), days } },
    crowd: { acts: ['enter', 'edit'], rule: 'crowd', counts: { among, distinct: 'guest', atLeast: most(3), days } },
    lateCrowd: {
      ...{ acts: ['edit'], rule: 'crowd', outsideHours: true },
      counts: { among, distinct: 'seat', atLeast: most(2), days },
    },
  },
}
const kind: Kind = { type: 'club.visit', name: 'visit', domain: { name: 'club' } as Kind['domain'], record }

const visit = (unit: string, data: Case['data']): Case => ({
  ...{ id: `${unit}${JSON.stringify(data)}`, type: kind.type, unit, state: 'open', version: 1, seq: 1, unsent: 0 },
  ...{ data, creator: 'u', createdAt: '', updatedAt: '', changedAt: {}, actors: {} },
})
const own = visit('A', { guest: 'x' })
const told = (act: string, works: boolean | undefined, found: Readonly<Record<string, readonly Case[]>> = {}) =>
  warnings(
    warningsInForce(kind, act, () => ({})),
    own,
    { works, found },
  )

describe('warnings', () => {
  test('speak of the hour only where it is known to be none', () => {
    expect(told('enter', false)).toEqual([{ name: 'late' }])
    expect(told('enter', true)).toEqual([])
    expect(told('enter', undefined)).toEqual([])
  })

  test('count different values, this case among them, and stay silent below the number', () => {
    const elsewhere = [visit('A', { guest: 'x' }), visit('B', { guest: 'x' })]
    expect(told('enter', true, { places: elsewhere.slice(0, 1) })).toEqual([])
    expect(told('enter', true, { places: elsewhere })).toEqual([{ name: 'places', count: 2, days: 30 }])
    const guests = ['x', 'y', 'y', ''].map(guest => visit('A', { guest }))
    expect(told('enter', true, { crowd: guests })).toEqual([])
    expect(told('edit', true, { crowd: [...guests, visit('A', { guest: 'z' })] })).toEqual([
      { name: 'crowd', count: 3, days: 30 },
    ])
  })

  test('of several parts need all', () => {
    const seats = ['1', '2'].map(room => visit('A', { seat: { area: '330106', room } }))
    expect(told('edit', true, { lateCrowd: seats })).toEqual([])
    expect(told('edit', false, { lateCrowd: seats.slice(1) })).toEqual([])
    expect(told('edit', false, { lateCrowd: seats })).toEqual([{ name: 'lateCrowd', count: 2, days: 30 }])
  })

  test('go by what the rules are set to, and are silent of a rule that is switched off', () => {
    const set: Readonly<Record<string, Readonly<Record<string, number>> | undefined>> = {
      hours: {},
      crowd: { most: 2, days: 7 },
    }
    const declared = warningsInForce(kind, 'enter', rule => set[rule])
    expect(declared.map(({ name, atLeast, days: within }) => [name, atLeast, within])).toEqual([
      ['late', 0, 0],
      ['crowd', 2, 7],
    ])
    expect(declared[1]!.among).toEqual([
      { record: 'club.visit', match: { guest: 'guest' }, where: { field: 'on', is: 'more', to: { today: -7 } } },
    ])
    const found = { crowd: [visit('A', { guest: 'y' })] }
    expect(warnings(declared, own, { works: true, found })).toEqual([{ name: 'crowd', count: 2, days: 7 }])
  })
})
