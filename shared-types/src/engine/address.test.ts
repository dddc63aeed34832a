import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressKey, addressProblem, addressText } from './address.ts'

const door = { area: '440106', street: '天河路1号', community: '华景新城', building: '3栋', room: '501' }

describe('addresses', () => {
  it('are written from the province down to the room', () => {
    expect(addressText(door)).toBe('广东省广州市天河区天河路1号华景新城3栋501')
    expect(addressText({ area: '441900' })).toBe('广东省东莞市')
    expect(addressText({ area: '999999', room: '1' })).toBe('9999991')
  })

  it('have one key however a door is written', () => {
    const others = [
      { ...door, building: '3号楼' },
      { ...door, building: '第３幢' },
      { ...door, building: ' 3 座 ', room: '501室' },
      { ...door, street: '天河路１号', room: '５０１房' },
      { ...door, street: '天河路 1 号' },
    ]
    for (const other of others) expect(addressKey(other)).toBe(addressKey(door))
  })

  it('keep different doors apart', () => {
    const others = [
      { ...door, building: '13栋' },
      { ...door, room: '502' },
      { ...door, area: '440105' },
      { ...door, building: undefined },
      { ...door, building: '', room: '3栋501' },
      { ...door, street: '天河路', community: '1号华景新城' },
    ]
    for (const other of others) expect(addressKey(other)).not.toBe(addressKey(door))
    expect(addressKey({ ...door, building: '三栋' })).not.toBe(addressKey(door))
  })

  it('are checked as they come from the wire', () => {
    expect(addressProblem(door)).toBeUndefined()
    expect(addressProblem({ area: '441900', room: undefined })).toBeUndefined()
    for (const value of [null, 'x', 3, [], { area: '440106', floor: '5' }, { area: '440106', room: 501 }])
      expect(addressProblem(value)?.code).toBe('kind')
    expect(addressProblem({})?.code).toBe('area')
    expect(addressProblem({ area: '440199' })).toEqual({ code: 'area' })
    expect(addressProblem({ area: '440100' })).toEqual({ code: 'area', with: { why: 'county' } })
    expect(addressProblem({ area: '440106', street: '路'.repeat(101) })).toEqual({
      code: 'max',
      with: { why: 'text', limit: 100, count: 101 },
    })
    expect(addressProblem({ area: '440106', street: '一路\n2号' })?.code).toBe('chars')
    expect(addressProblem({ area: '440106', street: '\ud800' })?.code).toBe('chars')
    fc.assert(fc.property(fc.anything(), value => void addressProblem(value)))
  })
})
