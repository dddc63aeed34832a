import { describe, expect, it } from 'vitest'
import { everyKind } from '../../../test/fixtures/every-kind.ts'
import { PROBLEM_CODES, type Problem } from '../model/case.ts'
import { LANGUAGES } from '../model/domain.ts'
import { en } from './words.en.ts'
import { engineWords, fill, label, say } from './words.ts'
import { zhCN } from './words.zh-CN.ts'

const zh = (problem: Problem) => say(problem, everyKind, 'zh-CN')

describe('the engine’s sentences', () => {
  it('exist for every code in both languages, with cause and next step', () => {
    for (const language of LANGUAGES) {
      const problems: Record<string, string> = engineWords(language).problems
      for (const code of PROBLEM_CODES) expect(problems[code], `${language} ${code}`).toMatch(/[。.]$/)
    }
  })

  it('have the same reasons and the same holes in both languages', () => {
    expect(Object.keys(en.problems)).toEqual(Object.keys(zhCN.problems))
    const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort()
    for (const [name, text] of Object.entries(zhCN.problems))
      expect(holes(en.problems[name as keyof typeof en.problems]), name).toEqual(holes(text))
    for (const name of Object.keys(en.problems)) expect(PROBLEM_CODES).toContain(name.split('.')[0])
  })
})

describe('say', () => {
  it('names the field by its label', () => {
    expect(zh({ code: 'required', field: 'name' })).toBe('请填写“姓名”。')
    expect(say({ code: 'required', field: 'name' }, everyKind, 'en')).toBe('Fill in “The name”.')
    expect(say({ code: 'required', field: 'name' }, undefined, 'en')).toBe('Fill in “name”.')
  })

  it('chooses the sentence of the reason, else of the field, else of the code', () => {
    expect(zh({ code: 'person-id', field: 'idNumber', with: { why: 'old' } })).toContain('15 位的旧号码')
    expect(zh({ code: 'person-id', field: 'idNumber', with: { why: 'something new', count: 17 } })).toContain(
      '现有 17 位',
    )
    expect(zh({ code: 'forbidden', field: 'secret' })).toBe(
      '您当前的岗位无权填写“保密内容”。请切换岗位，或请有权限的同事填写。',
    )
    expect(zh({ code: 'forbidden', with: { step: 'accept' } })).toBe(
      '您当前的岗位无权“受理”。请切换岗位，或请有权限的同事办理。',
    )
    expect(zh({ code: 'state', with: { step: 'edit', state: 'accepted' } })).toBe(
      '目前状态是“已受理”，不能“修改”。请刷新后按现在的状态办理。',
    )
  })

  it('says limits, also days, as a person reads them', () => {
    expect(zh({ code: 'max', field: 'name', with: { why: 'text', limit: 10, count: 12 } })).toBe(
      '“姓名”最多 10 个字，现有 12 个。请缩短。',
    )
    expect(zh({ code: 'after', field: 'born', with: { limit: '2026-11-22' } })).toBe(
      '“出生日期”不能晚于2026年11月22日。请核对日期。',
    )
    expect(say({ code: 'after', field: 'born', with: { limit: '2026-11-22' } }, everyKind, 'en')).toContain(
      'after 2026-11-22',
    )
  })

  it('finds the place in a table', () => {
    expect(zh({ code: 'required', field: 'family', row: 1, with: { column: 'name' } })).toBe(
      '请填写“家庭成员第 2 行“姓名””。',
    )
    expect(zh({ code: 'table', field: 'family', row: 0 })).toContain('家庭成员第 1 行')
  })

  it('lets the domain speak for its guards and checks', () => {
    expect(zh({ code: 'guard', with: { step: 'accept', guard: 'adult', name: '林晓' } })).toBe(
      '林晓未满 16 周岁，不能受理。请由监护人申请。',
    )
    expect(zh({ code: 'guard', with: { step: 'accept', guard: 'adult' } })).toContain('姓名未满 16 周岁')
    expect(zh({ code: 'guard', with: { step: 'accept', guard: 'unworded' } })).toBe(
      '还不满足“受理”的条件，暂时不能办理。请核对本件的内容。',
    )
    expect(zh({ code: 'check', with: { check: 'order' } })).toBe('“出生日期”与公民身份号码不一致。')
    expect(zh({ code: 'check', with: { check: 'constructor' } })).toBe('内容前后不一致。请核对后再提交。')
  })
})

describe('words', () => {
  it('fall back to names', () => {
    const words = label(everyKind, 'zh-CN')
    expect([words.field('idNumber'), words.field('$state'), words.field('nothing'), words.field('toString')]).toEqual([
      '公民身份号码',
      '状态',
      'nothing',
      'toString',
    ])
    expect([words.step('accept'), words.step('withdraw'), words.step('other')]).toEqual(['受理', '撤回', 'other'])
    expect([words.choice('grounds', 'work'), words.choice('grounds', 'x'), words.choice('none', 'x')]).toEqual([
      '就业',
      'x',
      'x',
    ])
    expect([
      words.record,
      words.domain,
      words.section('person'),
      words.column('family', 'idNumber'),
      words.hint('born'),
    ]).toEqual(['各类字段', '值', '本人', '身份号码', undefined])
  })

  it('fill holes once', () => {
    expect(fill('{a} {b} {c} {toString}', { a: '{b}', b: 2, c: undefined })).toBe('{b} 2 {c} {toString}')
  })
})
