import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DeviceError } from '../driver.ts'
import type { CardData } from './card-data.ts'
import { type CardText, decodeCardText, encodeCardText } from './card-text.ts'
import { checkCharacter, isCitizenNumber, isoDate } from './citizen-number.ts'
import { INVENTED_PEOPLE } from './invented-people.ts'

const card = (key: string): CardData => INVENTED_PEOPLE.find(person => person.key === key)!.card
/** What stands at an offset and length of bytes. */
const at = (bytes: Uint8Array, offset: number, length: number) =>
  Buffer.from(bytes.subarray(offset, offset + length)).toString('utf16le')

describe('where the fields stand', () => {
  test('resident', () => {
    const bytes = encodeCardText(card('first'))
    expect(bytes).toHaveLength(256)
    expect(at(bytes, 0, 30)).toBe('周晓棠'.padEnd(15))
    expect([at(bytes, 30, 2), at(bytes, 32, 4), at(bytes, 36, 16)]).toEqual(['2', '01', '19910318'])
    expect(at(bytes, 52, 70)).toBe('河南省信阳市新县新集镇向阳路模拟小区3号楼2单元501室'.padEnd(35))
    expect(at(bytes, 122, 36)).toBe('411523199103180068')
    expect(at(bytes, 158, 30)).toBe('新县公安局'.padEnd(15))
    expect([at(bytes, 188, 16), at(bytes, 204, 16)]).toEqual(['20180611', '20380611'])
    expect(at(bytes, 220, 36)).toBe(' '.repeat(18))
  })

  test('resident, long-term', () => {
    expect(at(encodeCardText(card('long-term')), 204, 16)).toBe('长期      ')
  })

  test('J', () => {
    const bytes = encodeCardText(card('hong-kong'))
    expect([at(bytes, 32, 4), at(bytes, 220, 18), at(bytes, 238, 4), at(bytes, 248, 2)]).toEqual([
      '  ',
      'H00000123',
      '01',
      'J',
    ])
  })

  test('I', () => {
    const bytes = encodeCardText(card('foreigner-2017'))
    expect(at(bytes, 0, 120)).toBe('HARTLEY, OLIVER JAMES'.padEnd(60))
    expect([at(bytes, 120, 2), at(bytes, 122, 30), at(bytes, 152, 6)]).toEqual(['1', 'GBR310075062002', 'GBR'])
    expect(at(bytes, 158, 30)).toBe('何立维'.padEnd(15))
    expect([at(bytes, 220, 16), at(bytes, 236, 4), at(bytes, 240, 8), at(bytes, 248, 2)]).toEqual([
      '19750620',
      '01',
      '3100',
      'I',
    ])
  })

  test('Y, with a name that runs on', () => {
    const bytes = encodeCardText(card('foreigner-2023'))
    expect([at(bytes, 0, 30).trim(), at(bytes, 32, 4), at(bytes, 36, 16)]).toEqual(['孟丽雅', '00', '19880214'])
    expect(at(bytes, 52, 70)).toBe('MONTEIRO DE ALBUQUERQUE, MARIA FERN')
    expect(at(bytes, 220, 22).trim()).toBe('ANDA')
    expect([at(bytes, 242, 6), at(bytes, 248, 2), at(bytes, 250, 6)]).toEqual(['BRA', 'Y', '   '])
  })
})

describe('there and back', () => {
  test.each(INVENTED_PEOPLE)('$key', ({ card: { photo: _photo, newAddress: _newer, ...text } }) => {
    expect(decodeCardText(encodeCardText(text))).toEqual(text)
  })

  test('any resident', () => {
    const han = fc.constantFrom('王', '𠮷', '䶮', '·', '阿', '㛃', '一', '龥')
    const field = (most: number) => fc.array(han, { minLength: 1, maxLength: most }).map(parts => parts.join(''))
    const day = fc
      .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map(date => date.toISOString().slice(0, 10))
    fc.assert(
      fc.property(field(7), field(17), field(7), day, day, (name, address, authority, birth, from) => {
        const seventeen = `110101${birth.replaceAll('-', '')}001`
        const text: CardText = {
          ...card('first'),
          layout: 'resident',
          ...{ name, address, authority, birth, from, to: 'long-term', nation: '01' },
          idNumber: seventeen + checkCharacter(seventeen),
        }
        const { photo: _none, ...plain } = text as CardData
        expect(decodeCardText(encodeCardText(plain))).toEqual(plain)
      }),
      { seed: 9, numRuns: 300 },
    )
  })

  test('a name with a space where the English name runs on', () => {
    const text = { ...card('foreigner-2023'), englishName: `${'A'.repeat(34)} BCD` } as CardText
    expect(decodeCardText(encodeCardText(text))).toMatchObject({ englishName: `${'A'.repeat(34)} BCD` })
  })

  test('what is too long for its place is refused by its field', () => {
    expect(() => encodeCardText({ ...card('first'), name: '长'.repeat(16) } as CardText)).toThrow(/name has 16/)
  })
})

describe('what is no card', () => {
  /** The bytes of a card with one place overwritten. */
  function spoilt(offset: number, text: string, key = 'first'): Uint8Array {
    const bytes = Buffer.from(encodeCardText(card(key)))
    bytes.write(text, offset, 'utf16le')
    return new Uint8Array(bytes)
  }
  test.each([
    ['a wrong check digit', spoilt(122 + 34, '9')],
    ['a birthday that no calendar has', spoilt(36, '19910230')],
    ['an end that is neither date nor 长期', spoilt(204, '永久      ')],
    ['no name', spoilt(0, ' '.repeat(15))],
    ['a sex no code has', spoilt(30, '7')],
    ['a letter of no layout', spoilt(248, 'Z')],
    ['half a rare character', spoilt(0, '\ud842')],
    ['a control character', spoilt(2, '\u0007')],
    ['a J card with a mainland number', spoilt(122, '411523199103180068', 'hong-kong')],
    ['a country of two letters', spoilt(152, 'GB ', 'foreigner-2017')],
    ['too few bytes', new Uint8Array(255)],
  ])('%s', (_what, bytes) => {
    expect(() => decodeCardText(bytes)).toThrow(expect.objectContaining({ fault: 'unreadable' }))
  })

  test('random bytes never become a card, nor an error of another kind', () => {
    const random = fc.uint8Array({ minLength: 256, maxLength: 256 })
    const spots = fc.array(fc.tuple(fc.nat(255), fc.nat(255)), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(random, bytes => !decodes(bytes)),
      { seed: 1, numRuns: 300 },
    )
    fc.assert(
      fc.property(spots, changes => {
        const bytes = encodeCardText(card('foreigner-2023'))
        for (const [place, value] of changes) bytes[place] = value
        decodes(bytes)
      }),
      { seed: 2, numRuns: 500 },
    )
  })

  test('an error names the field and never what stands in it', () => {
    const bytes = spoilt(122 + 34, '9')
    const error = (() => {
      try {
        return decodeCardText(bytes)
      } catch (caught) {
        return caught as DeviceError
      }
    })()
    expect(error).toBeInstanceOf(DeviceError)
    expect(JSON.stringify([(error as DeviceError).message, (error as DeviceError).facts])).not.toMatch(/4115|周晓棠/)
  })

  function decodes(bytes: Uint8Array): boolean {
    try {
      decodeCardText(bytes)
      return true
    } catch (error) {
      expect(error).toBeInstanceOf(DeviceError)
      return false
    }
  }
})

describe('numbers', () => {
  test('every invented one is valid by GB 11643, the old foreigner’s is of its own form', () => {
    for (const { key, card: each } of INVENTED_PEOPLE) {
      if (each.layout === 'I') expect(each.idNumber).toMatch(/^GBR\d{12}$/)
      else expect(isCitizenNumber(each.idNumber), key).toBe(true)
      if (each.layout !== 'I') expect(each.idNumber.slice(6, 14)).toBe(each.birth.replaceAll('-', ''))
      if (each.layout === 'resident') expect(Number(each.idNumber[16]) % 2).toBe(each.sex === '1' ? 1 : 0)
    }
    expect(new Set(INVENTED_PEOPLE.map(({ card: { idNumber } }) => idNumber)).size).toBe(INVENTED_PEOPLE.length)
  })

  test('one wrong digit or two swapped ones are found', () => {
    const number = '411523199103180068'
    for (let place = 0; place < 17; place++) {
      const digit = String((Number(number[place]) + 1) % 10)
      expect(isCitizenNumber(number.slice(0, place) + digit + number.slice(place + 1))).toBe(false)
    }
    expect(isCitizenNumber('411532199103180068')).toBe(false)
  })

  test('dates are of the calendar', () => {
    expect(isoDate('20160229')).toBe('2016-02-29')
    expect([isoDate('20150229'), isoDate('19000229'), isoDate('20161301'), isoDate('00000000')]).toEqual(
      Array(4).fill(undefined),
    )
  })
})
