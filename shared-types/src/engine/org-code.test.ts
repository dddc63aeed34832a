import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditCheck, normaliseOrgCode, organisationCheck, orgCodeProblem } from './org-code.ts'

const ALPHABET = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']

describe('unified social credit codes', () => {
  it('accepts the example of the standard and published codes of companies', () => {
    for (const code of [
      '91350100M000100Y43',
      '91440300708461136T',
      '9144030071526726XG',
      '91110000802100433B',
      '91330100799655058B',
    ])
      expect(orgCodeProblem(code)).toBeUndefined()
  })

  it('checks the organisation code inside by GB 11714', () => {
    expect(organisationCheck('D2143569')).toBe('X')
    const broken = '91350100M000100Y5'
    expect(orgCodeProblem(broken + creditCheck(broken))).toBe('org-code-digit')
  })

  it('refuses other shapes, letters and provinces', () => {
    for (const code of [
      '',
      '91350100M000100Y4',
      '91350100M000100Y433',
      '91350100I000100Y43',
      '91350100m000100y43',
      'B1350100M000100Y43',
      '91170100M000100Y43',
      '9135010OM000100Y43',
    ])
      expect(orgCodeProblem(code)).toBe('org-code')
  })

  it('notices every single wrong character', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 17 }), fc.constantFrom(...ALPHABET), (place, c) => {
        const code = '91350100M000100Y43'
        fc.pre(code[place] !== c)
        expect(orgCodeProblem(code.slice(0, place) + c + code.slice(place + 1))).toBe('org-code-digit')
      }),
    )
  })

  it('accepts what is made by the rules, also of the centre', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...ALPHABET), { minLength: 8, maxLength: 8 }),
        fc.constantFrom('110000', '440106', '100000'),
        (part, area) => {
          const body = `91${area}${part.join('')}${organisationCheck(part.join(''))}`
          expect(orgCodeProblem(body + creditCheck(body))).toBeUndefined()
        },
      ),
    )
  })

  it('normalises what is typed', () => expect(normaliseOrgCode(' ９1350100m000100y43 ')).toBe('91350100M000100Y43'))
})
