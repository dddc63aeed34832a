import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { everyKind } from '../../../test/fixtures/every-kind.ts'
import type { Language } from '../model/domain.ts'
import type { AnyValue } from '../model/field.ts'
import { type Showing, showValue } from './show.ts'

const show = (name: string, value: AnyValue | null | undefined, language: Language = 'zh-CN', how: Showing = {}) =>
  showValue(everyKind, everyKind.record.fields[name]!, value, language, how)
const masked = (name: string, value: AnyValue) => show(name, value, 'zh-CN', { mask: true })

describe('showValue', () => {
  it('shows each kind as a person reads it', () => {
    expect([show('born', '1990-02-03'), show('born', '1990-02-03', 'en')]).toEqual(['1990年2月3日', '1990-02-03'])
    expect(show('seenAt', '2026-11-22T16:05:00Z')).toBe('2026年11月23日 00:05')
    expect(show('seenAt', '2026-11-22T16:05:00Z', 'en', { zone: 'UTC' })).toBe('2026-11-22 16:05')
    expect([show('student', true), show('student', false), show('student', true, 'en')]).toEqual(['是', '否', 'Yes'])
    expect([show('ground', 'work'), show('ground', 'work', 'en'), show('ground', 'gone')]).toEqual([
      '就业',
      'employment',
      'gone',
    ])
    expect([show('origin', '440106'), show('origin', '320721')]).toEqual(['广东省广州市天河区', '320721'])
    expect(show('home', { area: '440106', street: '天河路1号', room: '501' })).toBe('广东省广州市天河区天河路1号501')
    const unitName = (id: string) => (id === 'u1' ? '桂花路派出所' : id)
    expect([show('unit', 'u1', 'zh-CN', { unitName }), show('unit', 'u1')]).toEqual(['桂花路派出所', 'u1'])
    expect([show('children', 0), show('rent', 1234.5)]).toEqual(['0', '1234.5'])
    expect([show('photo', ['a', 'b']), show('photo', []), show('photo', ['a'], 'en')]).toEqual([
      '2 个文件',
      '',
      '1 file(s)',
    ])
    expect(show('family', [{ name: '林一', born: '1990-02-03' }, { name: '林二' }])).toBe('林一，1990年2月3日；林二')
  })

  it('shows nothing for what is empty', () => {
    for (const name of Object.keys(everyKind.record.fields))
      expect([show(name, undefined), show(name, null), show(name, '')]).toEqual(['', '', ''])
  })

  it('masks what is to be masked, also in tables', () => {
    expect(masked('idNumber', '440106199001010012')).toBe('440106********0012')
    expect(masked('phone', '13800131234')).toBe('138****1234')
    expect([masked('secret', '欧阳小明'), masked('secret', '林晓'), masked('secret', '林')]).toEqual([
      '欧**明',
      '林*',
      '****',
    ])
    expect(masked('family', [{ name: '林一', idNumber: '440106199001010012' }])).toBe('林一，440106********0012')
    expect(masked('name', '林晓')).toBe('林晓')
    expect(show('idNumber', '440106199001010012')).toBe('440106199001010012')
  })

  it('never throws for a value of another kind', () => {
    const values: AnyValue[] = ['x', 3, true, { area: '1' }, ['a'], [{ a: 1 }], []]
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(everyKind.record.fields)),
        fc.constantFrom(...values),
        fc.boolean(),
        (name, value, mask) => {
          expect(typeof show(name, value, 'zh-CN', { mask })).toBe('string')
        },
      ),
    )
  })
})
