import { describe, expect, it } from 'vitest'
import { everyKind } from '../../../test/fixtures/every-kind.ts'
import type { Case } from '../model/case.ts'
import type { Item, PrintTemplate } from '../model/template.ts'
import { columnHolesOf, fillTemplate, holesOf } from './print.ts'

const HASH = 'ab'.repeat(32)
const c: Case = {
  id: 'case-1',
  type: 'values.every',
  unit: 'u1',
  state: 'accepted',
  version: 1,
  seq: 1,
  unsent: 0,
  creator: 'p1',
  createdAt: '2026-11-22T01:00:00Z',
  updatedAt: '2026-11-22T01:00:00Z',
  changedAt: {},
  actors: {},
  data: {
    name: '林{now}晓',
    born: '1990-02-03',
    ground: 'work',
    idNumber: '11010519491231002X',
    photo: [HASH],
    family: [{ name: '林一', born: '2020-01-02' }, { name: '林二' }],
  },
}
const place = { x: 1, y: 2, width: 30, height: 4 }
const page = (...items: Item[]): PrintTemplate => ({ label: '登记表', paper: 'A5', landscape: true, pages: [items] })
const text = (content: string): Item => ({ kind: 'text', text: content, ...place })
const filled = (content: string, extra: Record<string, string> = {}) => {
  const item = fillTemplate(everyKind, page(text(content)), { case: c, language: 'zh-CN', extra }).pages[0]![0]!
  return 'text' in item ? item.text : ''
}

describe('fillTemplate', () => {
  it('fills holes with what a person reads, once', () => {
    expect(filled('{name}，{born}出生，{ground}，{note}。{state} {$id} {$unit}')).toBe(
      '林{now}晓，1990年2月3日出生，就业，。已受理 case-1 u1',
    )
    expect(filled('{idNumber}')).toBe('11010519491231002X')
    expect(filled('打印于 {now}', { now: '2026年11月22日' })).toBe('打印于 2026年11月22日')
    expect(filled('{name} {state}', { name: 'x', state: 'y' })).toBe('林{now}晓 y')
    expect(filled('{{name} a}b {{{born}')).toBe('{name} a}b {1990年2月3日')
  })

  it('fills codes, pictures and keeps the look', () => {
    const sheet = fillTemplate(
      everyKind,
      page(
        { kind: 'qr', text: 'ct:{$id}', ...place },
        { kind: 'code128', text: '{idNumber}', ...place },
        { kind: 'image', of: 'photo', fit: 'cover', on: 'first', ...place },
        { kind: 'pageNumber', text: '第 {page} / {pages} 页', ...place },
        { kind: 'line', x: 0, y: 0, toX: 9, toY: 0 },
      ),
      { case: c, language: 'zh-CN', extra: {} },
    )
    expect(sheet).toMatchObject({ title: '登记表', paper: 'A5', landscape: true })
    expect(sheet.pages[0]).toEqual([
      { kind: 'qr', text: 'ct:case-1', ...place },
      { kind: 'code128', text: '11010519491231002X', ...place },
      { kind: 'image', key: HASH, fit: 'cover', on: 'first', ...place },
      { kind: 'pageNumber', text: '第 {page} / {pages} 页', ...place },
      { kind: 'line', x: 0, y: 0, toX: 9, toY: 0 },
    ])
  })

  it('leaves out a picture that is not there', () => {
    const sheet = fillTemplate(everyKind, page({ kind: 'image', of: 'photo', fit: 'contain', ...place }), {
      case: { ...c, data: {} },
      language: 'zh-CN',
      extra: {},
    })
    expect(sheet.pages[0]).toEqual([{ kind: 'image', fit: 'contain', ...place }])
  })

  it('fills the rows of a table field and of a list', () => {
    const columns = [
      { label: '序号', text: '{number}', width: 1 },
      { label: '姓名', text: '{name}', width: 2, align: 'center' as const },
      { label: '出生', text: '{born} {state}', width: 2 },
    ]
    const sheet = fillTemplate(everyKind, page({ kind: 'table', of: 'family', columns, on: 'last', ...place }), {
      case: c,
      language: 'zh-CN',
      extra: {},
    })
    expect(sheet.pages[0]).toEqual([
      {
        kind: 'table',
        on: 'last',
        ...place,
        columns: [
          { label: '序号', width: 1 },
          { label: '姓名', width: 2, align: 'center' },
          { label: '出生', width: 2 },
        ],
        rows: [
          ['1', '林一', '2020年1月2日 已受理'],
          ['2', '林二', ' 已受理'],
        ],
      },
    ])
    const list = fillTemplate(everyKind, page({ kind: 'table', columns: columns.slice(0, 2), ...place }), {
      language: 'zh-CN',
      extra: {},
      rows: [{ name: '甲' }, { name: '{乙}' }],
    })
    expect(list.pages[0]).toMatchObject([
      {
        rows: [
          ['1', '甲'],
          ['2', '{乙}'],
        ],
      },
    ])
  })

  it('throws for a hole that nothing fills', () => {
    expect(() => filled('{nobody}')).toThrow('{nobody}')
    expect(() => filled('{toString}')).toThrow('{toString}')
    expect(() => filled('{now}')).toThrow('登记表')
  })
})

describe('holesOf', () => {
  it('names what a template needs, each once', () => {
    const template = page(
      text('{name} {name} {{no} {now}'),
      { kind: 'image', of: 'photo', fit: 'cover', ...place },
      { kind: 'pageNumber', text: '{page}', ...place },
      { kind: 'table', of: 'family', columns: [{ label: '', text: '{born} {number}', width: 1 }], ...place },
    )
    expect(holesOf(template)).toEqual(['name', 'now', 'photo', 'family'])
    expect(columnHolesOf(template)).toEqual([
      { of: 'family', hole: 'born' },
      { of: 'family', hole: 'number' },
    ])
  })
})
