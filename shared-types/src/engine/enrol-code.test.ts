import { expect, test } from 'vitest'
import { authorityFingerprint, CODE_LETTERS, typedCode } from './enrol-code.ts'

test('a fingerprint is the first 80 bits, five a letter', () => {
  expect(new Set(CODE_LETTERS).size).toBe(32)
  expect(authorityFingerprint('0'.repeat(64))).toBe('AAAA-AAAA-AAAA-AAAA')
  expect(authorityFingerprint('f'.repeat(20) + '0'.repeat(44))).toBe('9999-9999-9999-9999')
  // 00000 00001 00010 00011 … 01111: the letters in their order.
  expect(authorityFingerprint(`00443214c74254b635cf${'0'.repeat(44)}`)).toBe('ABCD-EFGH-JKLM-NPQR')
  expect(authorityFingerprint(`${'0'.repeat(19)}1${'0'.repeat(44)}`)).toBe('AAAA-AAAA-AAAA-AAAB')
})

test('a code is read however it was typed', () => {
  const whole = { code: 'ABCD-EFGH-JKLM', fingerprint: 'NPQR-STUV-WXYZ-2345' }
  expect(typedCode('ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345')).toEqual(whole)
  expect(typedCode(' abcd efgh jklm npqr stuv wxyz 2345 ')).toEqual(whole)
  expect(typedCode('ＡＢＣＤ－EFGH－JKLM')).toEqual({ code: 'ABCD-EFGH-JKLM' })
  expect(typedCode('ABCD-EFGH')).toBeUndefined()
  expect(typedCode('ABCD-EFGH-JKLM-NPQR')).toBeUndefined()
})
