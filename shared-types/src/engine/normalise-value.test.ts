import { describe, expect, it } from 'vitest'
import { everyKind } from '../../../test/fixtures/every-kind.ts'
import type { AnyValue } from '../model/field.ts'
import { halfWidth } from './half-width.ts'
import { normaliseValue } from './normalise-value.ts'

const normal = (name: string, value: AnyValue) => normaliseValue(everyKind.record.fields[name]!, value)

describe('normaliseValue', () => {
  it('brings what is typed to the form that is kept', () => {
    expect(normal('idNumber', ' １１０１０５ 19491231 002x')).toBe('11010519491231002X')
    expect(normal('employer', '91350100m000100y43 ')).toBe('91350100M000100Y43')
    expect(normal('phone', '+86 138-0013-8000')).toBe('13800138000')
    expect(normal('digits', ' １２３ ')).toBe('123')
    expect(normal('born', '２０２６-01-05 ')).toBe('2026-01-05')
    expect(normal('note', ' 一\r\n二 ')).toBe('一\n二')
    expect(normal('home', { area: '４４０１０６', street: '天河路　１号 ', room: ' ' })).toEqual({
      area: '440106',
      street: '天河路 1号',
    })
    expect(normal('family', [{ name: ' 林一 ', idNumber: '11010519491231002x' }])).toEqual([
      { name: '林一', idNumber: '11010519491231002X' },
    ])
  })

  it('writes the address of a network card in one way, whatever system it was read on', () => {
    const mac = (text: string) => normaliseValue({ kind: 'text', chars: 'mac' }, text)
    const written = ['02-00-5e-40-01-21', '0200.5e40.0121', '02005E400121', ' ０２:00:5E:40:01:21']
    expect(written.map(mac)).toEqual(written.map(() => '02:00:5E:40:01:21'))
    expect(mac('02-00-5e-40-01')).toBe('02-00-5e-40-01')
  })

  it('leaves names as they are written: rare characters and full-width marks', () => {
    expect(normal('name', '𠮷（豈）')).toBe('𠮷（豈）')
    expect(halfWidth('豈ＡＢ　①')).toBe('豈AB ①')
  })

  it('leaves values of other types alone', () => {
    expect([
      normal('children', 3),
      normal('student', false),
      normal('home', 'x'),
      normal('family', 'x'),
      normal('photo', ['A']),
    ]).toEqual([3, false, 'x', 'x', ['A']])
  })
})
