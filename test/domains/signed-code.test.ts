import { verify as edVerify } from 'node:crypto'
import { BinaryBitmap, DecodeHintType, HybridBinarizer, QRCodeReader, RGBLuminanceSource } from '@zxing/library'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { qrCode } from '../../desktop/src/core/printing/codes.ts'
import { fromBase45, toBase45 } from '../../shared-types/src/engine/base45.ts'
import { type CodeContent, judgeCode, readSigned, signedCode } from '../../shared-types/src/engine/signed-code.ts'
import { CODE_ALGORITHMS, type CodeEnd, type CodeKey } from '../../shared-types/src/model/signed-code.ts'
import { codeVerified } from '../../shared-types/src/national/code-verified.ts'
import { SIGNINGS } from '../../sync-server/src/codes/signatures.ts'
import { sha256 } from '../../sync-server/src/sha256.ts'

const CONTENT: CodeContent = {
  serial: '0123456789ab',
  count: 1,
  number: 'JY23304020000001',
  what: '食品经营许可证',
  holder: '桂苑第一饮食店',
  issuer: '桂苑区市场监督管理局',
  from: '2026-03-10',
  until: '2031-03-09',
}

function authority(algorithm: CodeKey['algorithm']) {
  const { privateKey, publicKey } = SIGNINGS[algorithm].pair()
  const key: CodeKey = { id: sha256(publicKey).slice(0, 8), algorithm, publicKey, madeAt: '2026-01-01T00:00:00Z' }
  return {
    key,
    code: (more: Partial<CodeContent> = {}) =>
      signedCode({ ...CONTENT, ...more }, key, bytes => SIGNINGS[algorithm].sign(bytes, privateKey)),
  }
}

const knowing = (keys: readonly CodeKey[], today = '2026-11-23', ended: readonly CodeEnd[] = []) => ({
  keys,
  today,
  ended: (serial: string) => ended.find(end => end.serial === serial),
  verify: codeVerified(edVerify),
})

/** What a reader of another make than the writer sees in the printed modules, so many dots to each. */
function scanned(text: string, dots = 3): { text: string; modules: number } {
  const { width, dark } = qrCode(text, 'M')
  const size = width * dots
  const grey = new Uint8ClampedArray(size * size).fill(255)
  for (const { x, y, width: wide } of dark)
    for (let row = y * dots; row < (y + 1) * dots; row++)
      grey.fill(0, row * size + x * dots, row * size + (x + wide) * dots)
  const source = new RGBLuminanceSource(grey, size, size)
  // Its search for the three corners misses about one in twenty of such codes; ZBar none of 120.
  const hints = new Map([[DecodeHintType.PURE_BARCODE, true]])
  return {
    text: new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source)), hints).getText(),
    modules: width,
  }
}

it('base45 gives the examples of RFC 9285 and takes back any bytes', () => {
  const text = (words: string) => new TextEncoder().encode(words)
  expect(toBase45(text('AB'))).toBe('BB8')
  expect(toBase45(text('Hello!!'))).toBe('%69 VD92EX0')
  expect(toBase45(text('base-45'))).toBe('UJCLQE7W581')
  expect(fromBase45('QED8WEX0')).toEqual(text('ietf!'))
  expect(fromBase45('GGW')).toBeUndefined()
  expect(fromBase45('::')).toBeUndefined()
  expect(fromBase45('a')).toBeUndefined()
})

describe.each(CODE_ALGORITHMS)('a code signed by %s', algorithm => {
  const ours = authority(algorithm)

  it('is read by a reader of another make, in a QR code of version 10 at most, and verified', () => {
    const longest = { number: '证'.repeat(12), what: '证'.repeat(20), holder: '店'.repeat(30), issuer: '局'.repeat(30) }
    for (const more of [{}, longest, { until: undefined }]) {
      const text = ours.code(more as Partial<CodeContent>)
      const seen = scanned(text)
      expect(seen.text).toBe(text)
      // Version 10 has 57 modules, and 4 of white on every side.
      expect(seen.modules).toBeLessThanOrEqual(57 + 8)
      expect(judgeCode(seen.text, knowing([ours.key])).verdict).toBe('good')
    }
    const name = '嘉兴市南湖区桂苑饮食文化管理有限公司'
    expect(readSigned(ours.code({ holder: name }))).toMatchObject({
      content: { holder: `${[...name].slice(0, 15).join('')}…` },
    })
    const { content } = readSigned(ours.code()) as { content: CodeContent }
    expect(content).toEqual(CONTENT)
  })

  it('says why it does not hold: altered, forged, of another authority, too early, expired, ended', () => {
    const verdict = (text: string, today?: string, ended?: CodeEnd[]) =>
      judgeCode(text, knowing([ours.key], today, ended))
    const text = ours.code()
    for (let at = 5; at < text.length - 1; at += 11) {
      const other = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
      expect(['altered', 'forged', 'foreign']).toContain(verdict(other).verdict)
    }
    expect(verdict(text.slice(0, -30)).verdict).toBe('altered')
    expect(verdict('https://example.invalid/').verdict).toBe('no-code')
    const stranger = authority(algorithm)
    expect(verdict(stranger.code())).toMatchObject({ verdict: 'foreign', content: { issuer: CONTENT.issuer } })
    // Whoever makes a code with our key's name and their own pair.
    const forger = { ...stranger.key, id: ours.key.id }
    const forged = signedCode(CONTENT, forger, bytes =>
      SIGNINGS[algorithm].sign(bytes, SIGNINGS[algorithm].pair().privateKey),
    )
    expect(verdict(forged).verdict).toBe('forged')
    expect(verdict(text, '2026-03-09').verdict).toBe('early')
    expect(verdict(text, '2031-03-09').verdict).toBe('good')
    expect(verdict(text, '2031-03-10').verdict).toBe('expired')
    const end: CodeEnd = { serial: CONTENT.serial, below: 2, type: 'a.b', state: 'revoked', at: '2026-06-01T00:00:00Z' }
    expect(verdict(text, undefined, [end])).toMatchObject({ verdict: 'ended', end })
    expect(verdict(ours.code({ count: 2 }), undefined, [end]).verdict).toBe('good')
  })
})

it('says of anything that is scanned what it is, and never that it is good', () => {
  const { key } = authority('ed25519')
  const verdict = (text: string) => judgeCode(text, knowing([key])).verdict
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), text => {
      expect(['no-code', 'altered']).toContain(verdict(text))
    }),
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      expect(verdict(`CTL1:${toBase45(bytes)}.`)).not.toBe('good')
    }),
  )
})

it('makes none of a number that it cannot carry whole, nor of a day before there were any', () => {
  const { code } = authority('ed25519')
  expect(() => code({ number: '9'.repeat(38) })).toThrow('too long')
  expect(() => code({ from: '1949-09-30' })).toThrow('no code can carry')
})
