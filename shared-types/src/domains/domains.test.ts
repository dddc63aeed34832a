import { describe, expect, expectTypeOf, it } from 'vitest'
import { libraryLoans } from '../../../test/fixtures/library-loans/index.ts'
import { check } from '../engine/check.ts'
import { LANGUAGES } from '../model/domain.ts'
import type { Address, DataOf } from '../model/field.ts'
import { domains, kinds } from './index.ts'
import type { resident } from './population/resident.ts'
import type { application } from './residence-permits/application.ts'
import { CARD_KINDS } from './residence-permits/conditions.ts'
import { residencePermits } from './residence-permits/index.ts'
import { NATIONS } from './standards/nations.ts'

describe('the domains', () => {
  it('hold together, in every language', () => {
    expect(check(domains)).toEqual([])
    expect([...kinds.keys()]).toContain('residence-permits.application')
  })

  it('stand beside the toy domain without a clash', () => {
    expect(check([...domains, libraryLoans])).toEqual([])
  })

  it('are plain data: writing them as JSON loses nothing', () => {
    for (const domain of [...domains, libraryLoans]) expect(JSON.parse(JSON.stringify(domain))).toEqual(domain)
  })

  it('tell the type of each field to whoever reads a case', () => {
    expectTypeOf<DataOf<typeof application.fields>['address']>().toEqualTypeOf<Address | undefined>()
    expectTypeOf<DataOf<typeof application.fields>['byAgent']>().toEqualTypeOf<boolean | undefined>()
    expectTypeOf<DataOf<typeof application.fields>['photo']>().toEqualTypeOf<readonly string[] | undefined>()
    expectTypeOf<DataOf<typeof resident.fields>['livedSince']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<DataOf<typeof libraryLoans.records.book.fields>['pages']>().toEqualTypeOf<number | undefined>()
    // @ts-expect-error there is no such field
    expectTypeOf<DataOf<typeof resident.fields>['shoeSize']>().toBeNever()
  })

  it('never let auxiliary staff export', () => {
    for (const { record } of kinds.values()) expect(record.access.auxiliary?.export).toBeUndefined()
  })

  it('show every field somewhere, and in one place of the form only', () => {
    for (const [type, { record }] of kinds) {
      // What the program alone reads: the seal of a signature, and which case a rating is about.
      const own = [record.confirm?.evidence, record.rating?.about].filter(name => name !== undefined)
      const placed = [...record.form.flatMap(section => section.fields), ...own]
      expect([type, Object.keys(record.fields).filter(name => !placed.includes(name))]).toEqual([type, []])
      expect([type, new Set(placed).size]).toEqual([type, placed.length])
    }
  })

  it('explain each guard, check and refusal in a sentence that says what to do', () => {
    for (const domain of domains)
      for (const language of LANGUAGES)
        for (const words of Object.values(domain.words[language].records))
          for (const sentence of Object.values({ ...words.guards, ...words.checks }))
            expect(sentence).toMatch(language === 'zh-CN' ? /。.*。$|：.*。$/ : /[.:].*\.$|; /)
  })
})

describe('GB/T 3304', () => {
  it('has 56 nationalities and two further codes, each with its words', () => {
    expect(NATIONS).toHaveLength(58)
    expect(residencePermits.words['zh-CN'].dictionaries.nations).toMatchObject({
      '01': '汉族',
      '05': '维吾尔族',
      '56': '基诺族',
    })
    expect(residencePermits.words.en.dictionaries.nations).toMatchObject({
      '04': 'Zang',
      '10': 'Chosen',
      '54': 'Monba',
    })
  })
})

describe('residence permits', () => {
  it('make a card for every kind but the endorsement', () => {
    expect(residencePermits.dictionaries.kinds.filter(kind => !CARD_KINDS.some(k => k === kind))).toEqual([
      'endorsement',
    ])
  })

  it('print cards in the size of ISO/IEC 7810 ID-1 and on both sides, nothing outside of them', () => {
    const { permitCard } = residencePermits.templates
    expect(permitCard).toMatchObject({ paper: 'card' })
    expect(permitCard?.pages).toHaveLength(2)
    for (const item of permitCard!.pages.flat()) {
      if (!('width' in item)) continue
      expect(item.x + item.width).toBeLessThanOrEqual(85.6)
      expect(item.y + item.height).toBeLessThanOrEqual(54)
    }
  })
})
