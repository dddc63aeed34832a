import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayAt } from './day.ts'
import { checkCharacter, icaoCheckDigit, maskPersonId, normalisePersonId, parsePersonId } from './person-id.ts'

const TODAY = '2026-11-22'
const numbered = (body: string) => body + checkCharacter(body)
const problem = (text: string) => {
  const parsed = parsePersonId(text, TODAY)
  return parsed.ok ? undefined : [parsed.problem.code, parsed.problem.with?.why].filter(Boolean).join('.')
}

const bodies = fc
  .tuple(
    fc.constantFrom('110105', '440106', '320721', '659001', '810000', '820000', '830000', '944398'),
    fc.integer({ min: -25567, max: 20779 }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([area, day, sequence]) => `${area}${dayAt(day).replaceAll('-', '')}${String(sequence).padStart(3, '0')}`)

describe('the check character of GB 11643', () => {
  it('is that of the examples in the standard', () => {
    expect(checkCharacter('11010519491231002')).toBe('X')
    expect(checkCharacter('44052418800101001')).toBe('4')
  })

  it('notices every single wrong digit and every swap of neighbours', () => {
    fc.assert(
      fc.property(bodies, fc.nat(16), fc.integer({ min: 1, max: 9 }), (body, place, by) => {
        const digit = (Number(body[place]) + by) % 10
        expect(checkCharacter(body.slice(0, place) + digit + body.slice(place + 1))).not.toBe(checkCharacter(body))
        const swapped = body.slice(0, place) + (body[place + 1] ?? '') + body[place] + body.slice(place + 2)
        if (swapped !== body && swapped.length === 17) expect(checkCharacter(swapped)).not.toBe(checkCharacter(body))
      }),
    )
  })
})

describe('parsePersonId', () => {
  it('reads what a number says', () => {
    expect(parsePersonId('11010519491231002X', TODAY)).toEqual({
      ok: true,
      kind: 'citizen',
      birth: '1949-12-31',
      sex: 'female',
      area: '110105',
    })
    expect(parsePersonId(numbered('81000019940823001'), TODAY)).toMatchObject({
      kind: 'hong-kong',
      sex: 'male',
      area: '810000',
    })
    expect(parsePersonId(numbered('82000019940823001'), TODAY)).toMatchObject({ kind: 'macao' })
    expect(parsePersonId(numbered('83000019940823001'), TODAY)).toMatchObject({ kind: 'taiwan' })
    expect(parsePersonId('911398199012310021', TODAY)).toEqual({
      ok: true,
      kind: 'foreigner',
      birth: '1990-12-31',
      sex: 'female',
      area: '110000',
    })
  })

  it('takes county codes that no longer exist, but only real provinces', () => {
    // 320721 was 赣榆县 until 2014.
    expect(parsePersonId(numbered('32072119800101001'), TODAY)).toMatchObject({ ok: true, area: '320721' })
    expect(problem(numbered('17010519491231002'))).toBe('person-id-area')
    expect(problem(numbered('84000019940823001'))).toBe('person-id-area')
    expect(problem(numbered('81010119940823001'))).toBe('person-id-area')
    expect(problem(numbered('99939819901231002'))).toBe('person-id-area')
  })

  it('names what is wrong', () => {
    expect(problem('110105491231002')).toBe('person-id.old')
    expect(problem('11010519491231002')).toBe('person-id')
    expect(problem('')).toBe('person-id')
    expect(problem('11010519491231002A')).toBe('person-id.characters')
    expect(problem('1101051949123100X2')).toBe('person-id.characters')
    expect(problem('11010519491231002x')).toBe('person-id.normal')
    expect(problem('110105 19491231 002X')).toBe('person-id.normal')
    expect(problem('１１010519491231002X')).toBe('person-id.normal')
    expect(problem('110105194912310021')).toBe('person-id-digit')
    expect(problem(numbered('11010520230229002'))).toBe('person-id-date')
    expect(problem('440524188001010014')).toBe('person-id-date.old')
    expect(problem(numbered('11010520261123002'))).toBe('person-id-date.future')
    expect(problem(numbered('11010520261122002'))).toBe(undefined)
  })

  it('accepts every number that was made by the rules and no other check character', () => {
    fc.assert(
      fc.property(bodies, body => {
        expect(parsePersonId(numbered(body), TODAY).ok).toBe(true)
        const others = [...'0123456789X'].filter(c => c !== checkCharacter(body))
        for (const c of others) expect(problem(body + c)).toBe('person-id-digit')
      }),
    )
  })

  it('reads foreigners’ numbers of 2017', () => {
    // The digits of ICAO Doc 9303 part 3, appendix to section 4.9.
    expect([icaoCheckDigit('520727'), icaoCheckDigit('740812'), icaoCheckDigit('120415')]).toEqual(['3', '2', '9'])
    expect(parsePersonId('KAZ110090123105', TODAY)).toEqual({
      ok: true,
      kind: 'foreigner',
      birth: '1990-12-31',
      area: '110000',
    })
    const number = (body: string) => body + icaoCheckDigit(body)
    expect(parsePersonId(number('FRA44010501120'), TODAY)).toMatchObject({ birth: '2005-01-12', area: '440100' })
    expect(parsePersonId(number('FRA44012612310'), TODAY)).toMatchObject({ birth: '1926-12-31' })
    expect(problem(number('FRA44010502300'))).toBe('person-id-date.2017')
    expect(problem(number('FRA17010501120'))).toBe('person-id-area')
    expect(problem('KAZ110090123107')).toBe('person-id-digit')
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), text => {
        expect(parsePersonId(text, TODAY)).toHaveProperty('ok')
      }),
    )
  })
})

describe('forms', () => {
  it('normalises what is typed', () => {
    expect(normalisePersonId(' １１０１０５　19491231-002x'.replace('-', ''))).toBe('11010519491231002X')
    expect(normalisePersonId('110105\u200b19491231\u00a0002X')).toBe('11010519491231002X')
  })

  it('masks the birth', () => {
    expect(maskPersonId('440106199001010012')).toBe('440106********0012')
    expect(maskPersonId('KAZ110090123105')).toBe('KAZ110*****3105')
    expect(maskPersonId('1234')).toBe('**34')
    expect(maskPersonId('')).toBe('')
  })
})
