import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { everyKind } from '../../../test/fixtures/every-kind.ts'
import type { Kind } from '../model/domain.ts'
import type { Data } from '../model/field.ts'
import type { Unit } from '../model/person.ts'
import { areasUnder } from './areas.ts'
import { dayAt } from './day.ts'
import { checkCharacter } from './person-id.ts'
import { type Cell, neutralText } from './read-cell.ts'
import { fromRow, headingProblems, isEmptyRow, readRow, toRow } from './sheet.ts'
import { isHintRow, sheetColumns, templateRows } from './sheet-columns.ts'
import { say } from './words.ts'

const TODAY = '2026-11-22'
const IMPORTED = [
  'name',
  'note',
  'digits',
  'born',
  'children',
  'rent',
  'student',
  'ground',
  'idNumber',
  'employer',
  'origin',
  'phone',
  'home',
]
const kind: Kind = { ...everyKind, record: { ...everyKind.record, imports: { act: 'edit', fields: IMPORTED } } }
const columns = sheetColumns(kind, 'zh-CN')
const headings = columns.map(column => column.heading)

const readOne = (heading: string, cell: Cell) => {
  const { data, problems } = fromRow(kind, [heading], [cell], TODAY)
  return problems.length
    ? problems.map(p => [p.code, p.with?.why].filter(Boolean).join('.')).join()
    : Object.values(data)[0]
}

describe('the template', () => {
  it('has headings, hints and lists', () => {
    const template = templateRows(kind, 'zh-CN')
    expect(template.headings.slice(0, 2)).toEqual(['姓名*', '备注'])
    expect(template.headings.slice(-5)).toEqual([
      '居住地址·省市县*',
      '居住地址·街路巷及门牌',
      '居住地址·小区',
      '居住地址·楼栋',
      '居住地址·房号',
    ])
    expect(template.hints.slice(0, 4)).toEqual(['必填；与证件一致', '最多 500 个字', '最多 20 个字', '如 2026-01-05'])
    expect(template.lists[headings.indexOf('申领事由')]).toEqual(['就业', '居住', '就读'])
    expect(template.lists[headings.indexOf('在校学生')]).toEqual(['是', '否'])
    expect(template.lists.filter(Boolean)).toHaveLength(2)
    expect([template.hints.length, template.lists.length]).toEqual([template.headings.length, template.headings.length])
  })

  it('knows its own row of hints', () => {
    expect(isHintRow(kind, templateRows(kind, 'zh-CN').hints)).toBe(true)
    expect(isHintRow(kind, templateRows(kind, 'en').hints)).toBe(true)
    expect(isHintRow(kind, ['林晓', null, 3])).toBe(false)
    expect(isHintRow(kind, [null, ''])).toBe(false)
  })

  it('is its own right sheet in both languages', () => {
    for (const language of ['zh-CN', 'en'] as const)
      expect(headingProblems(kind, templateRows(kind, language).headings, language)).toEqual([])
  })
})

describe('headings', () => {
  it('are found whatever marks and widths they have', () => {
    expect(fromRow(kind, [' 姓 名＊', '出生日期 '], ['林晓', '1990-01-02'], TODAY).data).toEqual({
      name: '林晓',
      born: '1990-01-02',
    })
  })

  it('are named when they are unknown, doubled or missing', () => {
    const problems = headingProblems(kind, ['姓名*', '姓名', '性格', null, 7], 'zh-CN')
    expect(problems.map(p => say(p, kind, 'zh-CN'))).toEqual([
      '表头“姓名”出现了两次。请只保留一列。',
      '表头“性格”不是本模板的列。请用最新下载的模板填写，或删除这一列。',
      '表头“7”不是本模板的列。请用最新下载的模板填写，或删除这一列。',
      '表中缺少必填的列“申领事由”。请用最新下载的模板填写。',
      '表中缺少必填的列“居住地址·省市县”。请用最新下载的模板填写。',
    ])
  })
})

describe('cells', () => {
  it('reads units by name and code, and leaves what is none or several to be refused', () => {
    const units: Unit[] = [
      { id: '330402510000', name: '桂花路派出所', level: 'station' },
      { id: '1', name: '综合窗口', level: 'window' },
      { id: '2', name: '综合窗口', level: 'window' },
    ]
    const read = (cell: Cell) => readRow(kind, [{ field: 'unit', heading: '', required: false }], [cell], TODAY, units)
    for (const cell of ['桂花路派出所', ' 桂花路 派出所', '330402510000', 330402510000])
      expect(read(cell), String(cell)).toEqual({ data: { unit: '330402510000' }, problems: [] })
    for (const cell of ['综合窗口', '桂花派出所'])
      expect(read(cell).problems, cell).toEqual([{ code: 'unit', field: 'unit' }])
  })

  it('reads numbers of persons, and says when the spreadsheet rounded them', () => {
    expect(readOne('公民身份号码', ' 11010519491231002x ')).toBe('11010519491231002X')
    expect(readOne('公民身份号码', '１１０１０５１９４９１２３１００２Ｘ')).toBe('11010519491231002X')
    expect(readOne('公民身份号码', Number('440106199001010012'))).toBe('person-id.rounded')
    expect(readOne('公民身份号码', '4.40106E+17')).toBe('person-id.rounded')
    expect(readOne('公民身份号码', '4.40106199001010E+17')).toBe('person-id.rounded')
    expect(readOne('公民身份号码', '440106199001010000')).toBe('person-id.rounded')
    expect(readOne('公民身份号码', 110105491231002)).toBe('person-id.old')
    expect(readOne('公民身份号码', '440106199001010019')).toBe('person-id-digit')
    expect(readOne('用人单位代码', Number('913501001234567890'))).toBe('org-code.rounded')
    expect(readOne('用人单位代码', '91350100m000100y43')).toBe('91350100M000100Y43')
    expect(readOne('数字', Number('12345678901234567'))).toBe('kind.rounded')
    expect(readOne('数字', 123)).toBe('123')
    expect(say({ code: 'person-id', field: 'idNumber', with: { why: 'rounded' } }, kind, 'zh-CN')).toContain(
      '设为“文本”格式',
    )
  })

  it('reads days', () => {
    for (const cell of [
      '2026-01-05',
      '2026/1/5',
      '2026.01.05',
      '2026年1月5日',
      '20260105',
      20260105,
      46027,
      46027.5,
      '46027',
      new Date('2026-01-05T00:00:00Z'),
      '２０２６－０１－０５',
    ])
      expect(readOne('出生日期', cell), String(cell)).toBe('2026-01-05')
    for (const cell of ['1/5/2026', '2026-02-30', '昨天', -3, new Date(Number.NaN), true])
      expect(readOne('出生日期', cell), String(cell)).toBe('date')
    expect(readOne('出生日期', '2027-01-01')).toBe('after')
  })

  it('reads words of dictionaries in any language, or codes', () => {
    for (const cell of ['就业', 'work', 'WORK', 'employment', ' 就 业 ', 'ｗｏｒｋ'])
      expect(readOne('申领事由', cell)).toBe('work')
    expect(readOne('申领事由', '旅游')).toBe('choice')
  })

  it('reads flags and numbers', () => {
    for (const cell of ['是', 'Yes', 'Y', '√', 1, true]) expect(readOne('在校学生', cell)).toBe(true)
    for (const cell of ['否', 'no', 0, false]) expect(readOne('在校学生', cell)).toBe(false)
    expect(readOne('在校学生', '也许')).toBe('kind.flag')
    expect([readOne('租金', '1,234.50'), readOne('租金', '１２'), readOne('租金', 3.5), readOne('租金', '三')]).toEqual(
      [1234.5, 12, 3.5, 'not-number'],
    )
    expect([readOne('子女数', 1.5), readOne('子女数', 21)]).toEqual(['whole', 'max'])
  })

  it('reads phones, areas and addresses', () => {
    expect([
      readOne('联系电话', 13800138000),
      readOne('联系电话', '138 0013 8000'),
      readOne('联系电话', '(020)87654321'),
    ]).toEqual(['13800138000', '13800138000', '020-87654321'])
    expect([readOne('户籍地', 440106), readOne('户籍地', '广东省广州市天河区'), readOne('户籍地', '月球')]).toEqual([
      '440106',
      '440106',
      'area',
    ])
    const { data, problems } = fromRow(
      kind,
      headings.slice(-5),
      ['广东省广州市天河区', '天河路１号', null, 3, 501],
      TODAY,
    )
    expect([data, problems]).toEqual([
      { home: { area: '440106', street: '天河路1号', building: '3', room: '501' } },
      [],
    ])
    expect(fromRow(kind, headings.slice(-5), [null, '天河路1号'], TODAY).problems).toEqual([
      { code: 'area', field: 'home' },
    ])
  })

  it('says when the spreadsheet made a date of a text', () => {
    expect(readOne('居住地址·房号', new Date('2026-03-05T00:00:00Z'))).toContain('kind.dated')
    expect(readOne('姓名', new Date('2026-03-05T00:00:00Z'))).toBe('kind.dated')
  })

  it('passes over empty cells, unknown columns and short rows', () => {
    expect(fromRow(kind, ['姓名', '性格', '备注', '出生日期'], ['林晓', '急', ' '], TODAY)).toEqual({
      data: { name: '林晓' },
      problems: [],
    })
    expect([isEmptyRow([null, '', '  ', undefined]), isEmptyRow([null, 0])]).toEqual([true, false])
  })

  it('never throws', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.boolean(),
      fc.date({ noInvalidDate: false }),
      fc.constant(null),
      fc.constant(undefined),
    )
    fc.assert(
      fc.property(fc.array(cell, { maxLength: headings.length }), cells => {
        for (const problem of fromRow(kind, headings, cells, TODAY).problems)
          expect(say(problem, kind, 'zh-CN')).not.toContain('{')
      }),
      { numRuns: 500 },
    )
  })
})

describe('rows that leave', () => {
  const counties = areasUnder()
    .flatMap(p => [...areasUnder(p.code), ...(p.leaf ? [p] : [])])
    .flatMap(c => (c.leaf ? [c] : areasUnder(c.code)))
    .map(a => a.code)
  const word = fc
    .string({ unit: fc.constantFrom(..."林晓=+-@'\t＝0a𠮷"), minLength: 2, maxLength: 8 })
    .map(text => text.replace(/^[\t]|[\t]$/g, 'x').replace('\t', ' '))
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
  const records: fc.Arbitrary<Data> = fc.record({
    name: word,
    note: maybe(word),
    digits: maybe(fc.stringMatching(/^\d{1,15}$/)),
    born: maybe(fc.integer({ min: -25567, max: 20779 }).map(dayAt)),
    children: maybe(fc.nat(20)),
    rent: maybe(fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(n => n + 0)),
    student: maybe(fc.boolean()),
    ground: maybe(fc.constantFrom('work', 'live', 'study')),
    idNumber: maybe(fc.stringMatching(/^\d{3}$/).map(n => `44010619900101${n}` + checkCharacter(`44010619900101${n}`))),
    employer: maybe(fc.constant('91350100M000100Y43')),
    origin: maybe(fc.constantFrom('440000', '110100', '440106', '441900')),
    phone: maybe(fc.constantFrom('13800138000', '020-87654321')),
    home: maybe(
      fc.record({
        area: fc.constantFrom(...counties),
        street: fc.constantFrom('=1', '天河路1号'),
        room: fc.constantFrom('-501', '5'),
      }),
    ),
  })

  it('come back the same in both languages', () => {
    fc.assert(
      fc.property(records, fc.constantFrom('zh-CN' as const, 'en' as const), (data, language) => {
        const columnsHere = sheetColumns(kind, language)
        const row = toRow(kind, columnsHere, data, language)
        const back = fromRow(
          kind,
          columnsHere.map(c => c.heading),
          row,
          TODAY,
        )
        expect(back.problems).toEqual([])
        expect(back.data).toEqual(Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)))
      }),
      { numRuns: 500 },
    )
  })

  it('hold no formula', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', "'=1"])
      expect(neutralText(text)).toBe(`'${text}`)
    expect([neutralText('林晓'), neutralText('1-1'), neutralText("'x"), neutralText('')]).toEqual([
      '林晓',
      '1-1',
      "'x",
      '',
    ])
    fc.assert(
      fc.property(records, data => {
        for (const cell of toRow(kind, columns, data, 'zh-CN'))
          if (typeof cell === 'string') expect(cell).not.toMatch(/^[=+\-@\t\r]/)
      }),
    )
  })

  it('show numbers as numbers, days as ISO, words as words, and masks when told', () => {
    const data: Data = {
      born: '1990-02-03',
      children: 2,
      ground: 'work',
      student: false,
      idNumber: '11010519491231002X',
      phone: '13800131234',
    }
    const some = sheetColumns(everyKind, 'zh-CN', Object.keys(data))
    expect(toRow(everyKind, some, data, 'zh-CN')).toEqual([
      '1990-02-03',
      2,
      '就业',
      '否',
      '11010519491231002X',
      '13800131234',
    ])
    expect(toRow(everyKind, some, data, 'zh-CN', { mask: true }).slice(-2)).toEqual([
      '110105********002X',
      '138****1234',
    ])
    expect(
      toRow(
        everyKind,
        sheetColumns(everyKind, 'zh-CN', ['seenAt', 'family']),
        { seenAt: '2026-11-22T16:05:00Z', family: [{ name: '=1' }] },
        'zh-CN',
      ),
    ).toEqual(['2026-11-23 00:05', "'=1"])
    expect(() => sheetColumns(everyKind, 'zh-CN', ['nothing'])).toThrow('nothing')
  })
})
