import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { everyKind } from '../../../test/fixtures/every-kind.ts'
import { PROBLEM_CODES } from '../model/case.ts'
import { FILES_MAX, TABLE_MAX, TEXT_MAX, validateValue } from './validate-value.ts'
import { say } from './words.ts'

const TODAY = '2026-11-22'
const HASH = 'ab'.repeat(32)
const { fields } = everyKind.record
const check = (name: string, value: unknown) => validateValue(everyKind, name, fields[name]!, value, TODAY)
const codes = (name: string, value: unknown) =>
  check(name, value).map(p => [p.code, p.with?.why].filter(Boolean).join('.'))

const right: Record<string, unknown[]> = {
  name: ['林晓', '阿卜杜拉·买买提', '𠮷野䶮', 'Zo\u0301e'],
  note: ['', '第一行\n第二行\t末', '字'.repeat(TEXT_MAX)],
  digits: ['', '0123'],
  code: ['AB-12/3_4.x'],
  latin: ["O'Neill-Müller, José (Jr.)"],
  born: ['1990-02-28', '1900-01-01', TODAY],
  seenAt: ['2026-11-22T01:02:03.004Z'],
  children: [0, 20],
  rent: [-1.5, 0, 1e9],
  student: [true, false],
  ground: ['work'],
  idNumber: ['11010519491231002X', 'KAZ110090123105'],
  employer: ['91350100M000100Y43'],
  origin: ['440000', '440100', '440106'],
  phone: ['13800138000', '020-87654321'],
  former: ['0198c0de-1111-7222-8333-444455556666'],
  unit: ['330402510000', 'u1'],
  home: [{ area: '440106', room: '501' }],
  photo: [[], [HASH, HASH]],
  family: [
    [],
    [
      { name: '林一', idNumber: '11010519491231002X' },
      { name: '林二', born: undefined },
    ],
  ],
}

const wrong: [string, unknown, string][] = [
  ['name', '林', 'min.text'],
  ['name', '𠮷'.repeat(11), 'max.text'],
  ['name', '林\n晓', 'chars.line'],
  ['name', '林\u0000晓', 'chars'],
  ['name', '林\u2028晓', 'chars'],
  ['name', '林晓\ud842', 'chars'],
  ['note', '字'.repeat(TEXT_MAX + 1), 'max.text'],
  ['digits', '12３', 'chars.digits'],
  ['code', 'A B', 'chars.code'],
  ['latin', '李 Li', 'chars.latin'],
  ['born', '1899-12-31', 'before'],
  ['born', '2026-11-23', 'after'],
  ['born', '2026/01/05', 'date'],
  ['born', '', 'date'],
  ['seenAt', '2026-11-22', 'kind.time'],
  ['children', 1.5, 'whole'],
  ['children', -1, 'min'],
  ['children', 21, 'max'],
  ['children', '3', 'not-number'],
  ['rent', Number.NaN, 'not-number'],
  ['rent', Number.POSITIVE_INFINITY, 'not-number'],
  ['student', 'yes', 'kind.flag'],
  ['ground', '就业', 'choice'],
  ['ground', 'constructor', 'choice'],
  ['idNumber', '11010519491231002x', 'person-id.normal'],
  ['idNumber', '110105194912310021', 'person-id-digit'],
  ['employer', '91350100M000100Y44', 'org-code-digit'],
  ['origin', '440199', 'area'],
  ['phone', '138 0013 8000', 'phone'],
  ['former', '../etc', 'link'],
  ['unit', '桂花路派出所', 'unit'],
  ['home', { area: '440100' }, 'area.county'],
  ['photo', ['x'], 'files'],
  ['photo', [HASH.toUpperCase()], 'files'],
  ['photo', [HASH, HASH, HASH], 'max.files'],
  ['photo', HASH, 'kind'],
  ['family', {}, 'table'],
  ['family', [[]], 'table'],
  ['family', [{}], 'required'],
  ['family', [{ name: '林', age: 3 }], 'table.unknown'],
  ['family', [{ name: '林', idNumber: 12 }], 'kind'],
]

describe('validateValue', () => {
  it('accepts right values of every kind', () => {
    for (const [name, values] of Object.entries(right))
      for (const value of values) expect(check(name, value), `${name} ${JSON.stringify(value)}`).toEqual([])
    for (const name of Object.keys(fields)) if (name !== 'secret') expect(right).toHaveProperty(name)
  })

  it.each(wrong)('refuses %s %j as %s', (name, value, expected) => {
    expect(codes(name, value)).toEqual([expected])
    for (const problem of check(name, value)) {
      expect(problem.field).toBe(name)
      for (const language of ['zh-CN', 'en'] as const)
        expect(say(problem, everyKind, language)).not.toMatch(/[{}]|undefined/)
    }
  })

  it.each([
    [
      'ip',
      ['10.40.11.21', '0.0.0.0', '255.255.255.255'],
      ['10.40.11', '10.40.11.256', '010.1.1.1', '10.1.1.1.', '::1'],
    ],
    ['mac', ['02:00:5E:40:01:21'], ['02-00-5E-40-01-21', '02:00:5e:40:01:21', '02:00:5E:40:01', '02:00:5E:40:01:21:']],
  ] as const)('knows the address of a machine: %s', (chars, good, bad) => {
    const why = (value: string) =>
      validateValue(everyKind, 'code', { kind: 'text', chars }, value, TODAY).map(p => p.with?.why)
    for (const value of good) expect([value, why(value)]).toEqual([value, []])
    for (const value of bad) expect([value, why(value)]).toEqual([value, [chars]])
  })

  it('limits what no field limits', () => {
    const many = Array.from({ length: FILES_MAX + 1 }, () => HASH)
    expect(validateValue(everyKind, 'photo', { kind: 'files', accept: 'scan' }, many, TODAY)[0]?.with).toEqual({
      why: 'files',
      limit: FILES_MAX,
      count: FILES_MAX + 1,
    })
    const rows = Array.from({ length: TABLE_MAX + 1 }, () => ({}))
    expect(validateValue(everyKind, 'family', { kind: 'table', columns: {} }, rows, TODAY).map(p => p.code)).toEqual([
      'max',
    ])
    expect(codes('note', 'x'.repeat(10_000_000))).toEqual(['max.text'])
  })

  it('names row and column of a table', () => {
    expect(check('family', [{ name: '林一' }, { name: '', idNumber: '110105194912310021' }])).toEqual([
      { code: 'required', field: 'family', row: 1, with: { column: 'name' } },
      { code: 'person-id-digit', field: 'family', row: 1, with: { column: 'idNumber' } },
    ])
  })

  it('never throws, whatever comes from the wire', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(fields)),
        fc.oneof(fc.anything({ withNullPrototype: true, withBigInt: true }), fc.string({ unit: 'binary' })),
        (name, value) => {
          for (const problem of check(name, value)) {
            expect(PROBLEM_CODES).toContain(problem.code)
            say(problem, everyKind, 'zh-CN')
          }
        },
      ),
      { numRuns: 3000 },
    )
  })
})
