import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMobile, isPhone, maskPhone, normalisePhone } from './phone.ts'

describe('phone numbers', () => {
  it('come to one form', () => {
    for (const text of ['13800138000', '+86 138 0013 8000', '８６13800138000', '0086-138-0013-8000', ' 138-0013-8000 '])
      expect(normalisePhone(text)).toBe('13800138000')
    for (const text of ['02087654321', '020-87654321', '(020)8765 4321', '（020）87654321', '+86-20-87654321'])
      expect(normalisePhone(text)).toBe('020-87654321')
    expect(normalisePhone('0755-8765 4321转801')).toBe('0755-87654321-801')
    expect(normalisePhone('0755-87654321-801')).toBe('0755-87654321-801')
    expect(normalisePhone('07631234567')).toBe('0763-1234567')
  })

  it('are mobile numbers or landlines with an area code', () => {
    for (const phone of [
      '13800138000',
      '19912345678',
      '010-12345678',
      '020-87654321',
      '0755-87654321',
      '0763-1234567',
      '0755-87654321-801',
    ])
      expect(isPhone(phone)).toBe(true)
    for (const phone of [
      '',
      '12800138000',
      '1380013800',
      '138001380000',
      '87654321',
      '020-0765432',
      '0101-1234567',
      '+8613800138000',
      '138 0013 8000',
      '400-800-1234',
    ])
      expect(isPhone(phone)).toBe(false)
    expect([isMobile('13800138000'), isMobile('020-87654321')]).toEqual([true, false])
  })

  it('are masked', () => {
    expect(maskPhone('13800131234')).toBe('138****1234')
    expect(maskPhone('020-87654321')).toBe('020-****4321')
    expect(maskPhone('0755-87654321-801')).toBe('0755-****4321-801')
    expect(maskPhone('12345')).toBe('*****')
  })

  it('stay as they are once normal, and nothing throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[+0-9() -]{5,20}$/)), text => {
        const once = normalisePhone(text)
        expect(normalisePhone(once)).toBe(once)
        expect(typeof isPhone(once)).toBe('boolean')
      }),
      { numRuns: 2000 },
    )
  })
})
