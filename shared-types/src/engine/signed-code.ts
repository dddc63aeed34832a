import { CODE_ALGORITHMS, type CodeAlgorithm, type CodeEnd, type CodeKey } from '../model/signed-code.ts'
import { fromBase45, toBase45 } from './base45.ts'
import { addDays, daysBetween } from './day.ts'

/** What stands in a code, in the clear: whoever reads it sees this, whether it is verified or not. */
export interface CodeContent {
  /** Which case it is: six bytes in hex that say nothing else. */
  serial: string
  /** How many codes were made for the case, this one among them. */
  count: number
  number: string
  what: string
  holder: string
  issuer: string
  /** YYYY-MM-DD; `until` is the last day, absent where there is none. */
  from: string
  until?: string
}

/** A code as it was read: nothing of it is verified yet. */
export interface ReadCode {
  content: CodeContent
  algorithm: CodeAlgorithm
  key: string
  signed: Uint8Array
  signature: Uint8Array
}

/** Ours begins so; the last character keeps readers from trimming a space that belongs to it. */
const [BEGIN, END] = ['CTL1:', '.']
const EPOCH = '1949-10-01'
const NO_END = 0xffff
const SIGNATURE = 64
/**
 * UTF-8 bytes of each text, and of all: so much still fits a QR code of version 10 with 15 % correction. What the others
 * leave is the holder's, who is never left with less than 24.
 */
const MOST = { number: 37, what: 24, issuer: 30, all: 115 } as const
const TEXTS = ['number', 'what', 'holder', 'issuer'] as const

export const looksSigned = (text: string): boolean => text.trim().toUpperCase().startsWith(BEGIN)

/**
 * The text of a signed code: base45 of a head, the texts, a check sum and the signature over all before it. A long name is
 * cut; throws a RangeError for a number that is too long, because half of one would be another's.
 */
export function signedCode(
  content: CodeContent,
  key: Pick<CodeKey, 'id' | 'algorithm'>,
  sign: (bytes: Uint8Array) => Uint8Array,
): string {
  const body = bodyOf(content, key)
  const signed = Uint8Array.from([...body, ...checkSum(body)])
  const signature = sign(signed)
  if (signature.length !== SIGNATURE) throw new RangeError(`a signature of ${signature.length} bytes`)
  return BEGIN + toBase45(Uint8Array.from([...signed, ...signature])) + END
}

/** The content as a code would carry it: names cut, as they are compared. */
export function carried(content: CodeContent): CodeContent {
  const [what, issuer] = [cut(content.what, MOST.what), cut(content.issuer, MOST.issuer)]
  const others = [content.number, what, issuer].reduce((sum, text) => sum + utf8(text).length, 0)
  return { ...content, what, issuer, holder: cut(content.holder, MOST.all - others) }
}

/** What a text says as a code; `no-code` when it is none of ours, `altered` when it is one that was changed or is not whole. */
export function readSigned(text: string): ReadCode | 'no-code' | 'altered' {
  const given = text.trim().toUpperCase()
  if (!given.startsWith(BEGIN)) return 'no-code'
  const bytes = given.endsWith(END) ? fromBase45(given.slice(BEGIN.length, -END.length)) : undefined
  if (!bytes || bytes.length < SIGNATURE + 20) return 'altered'
  const signed = bytes.subarray(0, -SIGNATURE)
  const sum = checkSum(signed.subarray(0, -2))
  if (sum[0] !== signed.at(-2) || sum[1] !== signed.at(-1)) return 'altered'
  const read = readBody(signed.subarray(0, -2))
  return read ? { ...read, signed, signature: bytes.subarray(-SIGNATURE) } : 'altered'
}

/** What a verifier knows, all of it offline. */
export interface CodeKnowledge {
  keys: readonly CodeKey[]
  ended: (serial: string) => CodeEnd | undefined
  today: string
  verify: (key: CodeKey, signed: Uint8Array, signature: Uint8Array) => boolean
}

/** `foreign`: of a key that is not known here; `forged`: not signed by the key that it names. */
export type CodeVerdict =
  | { verdict: 'no-code' | 'altered' }
  | { verdict: 'foreign' | 'forged' | 'early' | 'expired' | 'good'; content: CodeContent }
  | { verdict: 'ended'; content: CodeContent; end: CodeEnd }

/** Whether a code holds today, and if not, why. The signature is asked first: nothing else is believed of a forged one. */
export function judgeCode(text: string, know: CodeKnowledge): CodeVerdict {
  const read = readSigned(text)
  if (typeof read === 'string') return { verdict: read }
  const { content } = read
  const key = know.keys.find(({ id, algorithm }) => id === read.key && algorithm === read.algorithm)
  if (!key) return { verdict: 'foreign', content }
  if (!know.verify(key, read.signed, read.signature)) return { verdict: 'forged', content }
  const end = know.ended(content.serial)
  if (end && content.count < end.below) return { verdict: 'ended', content, end }
  if (content.until !== undefined && content.until < know.today) return { verdict: 'expired', content }
  return { verdict: content.from > know.today ? 'early' : 'good', content }
}

function bodyOf(content: CodeContent, key: Pick<CodeKey, 'id' | 'algorithm'>): number[] {
  const { serial, count, from, until } = content
  if (!/^[0-9a-f]{12}$/.test(serial) || !/^[0-9a-f]{8}$/.test(key.id)) throw new RangeError('not a serial or key id')
  if (!Number.isInteger(count) || count < 1 || count > 0xffff) throw new RangeError(`not a count: ${count}`)
  if (utf8(content.number).length > MOST.number) throw new RangeError('the number is too long for a code')
  const head = [
    0x10 | CODE_ALGORITHMS.indexOf(key.algorithm),
    ...hexBytes(key.id),
    ...hexBytes(serial),
    ...two(count),
    ...two(dayNumber(from)),
    ...two(until === undefined ? NO_END : dayNumber(until)),
  ]
  const texts = carried(content)
  return [...head, ...TEXTS.flatMap(name => [utf8(texts[name]).length, ...utf8(texts[name])])]
}

function readBody(body: Uint8Array): Omit<ReadCode, 'signed' | 'signature'> | undefined {
  const algorithm = CODE_ALGORITHMS[body[0]! & 0x0f]
  if (body[0]! >> 4 !== 1 || !algorithm) return undefined
  const at = { place: 17 }
  const texts = TEXTS.map(() => {
    const length = body[at.place] ?? 0
    const bytes = body.subarray(at.place + 1, at.place + 1 + length)
    at.place += 1 + length
    return bytes
  })
  if (at.place !== body.length) return undefined
  const [number, what, holder, issuer] = texts.map(textOf)
  const [count, from, until] = [11, 13, 15].map(place => body[place]! * 256 + body[place + 1]!)
  const content = {
    serial: hexOf(body.subarray(5, 11)),
    count: count!,
    ...{ number: number!, what: what!, holder: holder!, issuer: issuer! },
    from: addDays(EPOCH, from!),
    ...(until !== NO_END && { until: addDays(EPOCH, until!) }),
  }
  return { content, algorithm, key: hexOf(body.subarray(1, 5)) }
}

function dayNumber(day: string): number {
  const number = daysBetween(EPOCH, day)
  if (number < 0 || number >= NO_END) throw new RangeError(`a day that no code can carry: ${day}`)
  return number
}

/** CRC-16/CCITT-FALSE: it tells what was damaged or mistyped from what was made by somebody else. */
function checkSum(bytes: Iterable<number>): [number, number] {
  let crc = 0xffff
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff
  }
  return [crc >> 8, crc & 0xff]
}

function cut(text: string, most: number): string {
  if (utf8(text).length <= most) return text
  const kept: string[] = []
  for (const letter of text) {
    if (utf8([...kept, letter, '…'].join('')).length > most) break
    kept.push(letter)
  }
  return `${kept.join('')}…`
}

const two = (value: number) => [value >> 8, value & 0xff]
const hexBytes = (hex: string) => (hex.match(/../g) ?? []).map(pair => Number.parseInt(pair, 16))
const hexOf = (bytes: Uint8Array) => [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')

/** UTF-8 (RFC 3629); shared code has no TextEncoder. */
const utf8 = (text: string): number[] =>
  [...encodeURIComponent(text.toWellFormed()).matchAll(/%([0-9A-F]{2})|./g)].map(([one, hex]) =>
    hex === undefined ? one.charCodeAt(0) : Number.parseInt(hex, 16),
  )

function textOf(bytes: Uint8Array): string {
  try {
    return decodeURIComponent([...bytes].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return ''
  }
}
