import { expect, test } from 'vitest'
import { codeAt, newSecret, otpauthUri, stepOf, stepOfCode } from './totp.ts'

/** RFC 6238, appendix B: the secret is the ASCII text 12345678901234567890. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

test.each([
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
])('the vector of RFC 6238 at %i seconds', (seconds, code) => {
  expect(codeAt(SECRET, Math.floor(seconds / 30), 8)).toBe(code)
  expect(codeAt(SECRET, Math.floor(seconds / 30))).toBe(code.slice(2))
})

/** RFC 4226, appendix D. */
test('the vectors of RFC 4226', () => {
  const codes = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489']
  expect(codes.map((_, counter) => codeAt(SECRET, counter))).toEqual(codes)
})

test('one step of drift either way, and no code twice', () => {
  const now = '2026-03-02T01:00:10.000Z'
  const step = stepOf(now)
  for (const drift of [-1, 0, 1]) expect(stepOfCode(SECRET, codeAt(SECRET, step + drift), now, 0)).toBe(step + drift)
  for (const drift of [-2, 2]) expect(stepOfCode(SECRET, codeAt(SECRET, step + drift), now, 0)).toBeUndefined()
  expect(stepOfCode(SECRET, codeAt(SECRET, step), now, step)).toBeUndefined()
  expect(stepOfCode(SECRET, codeAt(SECRET, step - 1), now, step)).toBeUndefined()
  expect(stepOfCode(SECRET, codeAt(SECRET, step + 1), now, step)).toBe(step + 1)
  const spaced = codeAt(SECRET, step).replace(/^(...)/, '$1 ')
  expect(stepOfCode(SECRET, spaced, now, 0)).toBe(step)
  for (const wrong of ['', '1', '12345', '1234567', '窗台窗台'])
    expect(stepOfCode(SECRET, wrong, now, 0)).toBeUndefined()
})

test('secrets are 160 bits in base32 and never alike', () => {
  const secrets = Array.from({ length: 50 }, newSecret)
  for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  expect(new Set(secrets).size).toBe(50)
  expect(otpauthUri('ABC', '云江 市局', 'guo:feng')).toBe(
    'otpauth://totp/%E4%BA%91%E6%B1%9F%20%E5%B8%82%E5%B1%80:guo%3Afeng?secret=ABC&issuer=%E4%BA%91%E6%B1%9F%20%E5%B8%82%E5%B1%80',
  )
})
