import { CARRY_MAGIC, type CarryHeader, type CarryRecord, CHUNK, jsonRecord, type Manifest } from './carry-format.ts'
import { joined, type SealCrypto, sealTo, textOf } from './carry-seal.ts'
import { utf8 } from './carry-text.ts'

interface Maker<K> {
  crypto: SealCrypto<K & Exportable>
  header: Omit<CarryHeader, 'key'>
  /** The X25519 key (base64url) of who is to read it. */
  to: string
  /** 64 bytes of Ed25519. */
  sign(bytes: Uint8Array): Uint8Array
}
type Exportable = { export(options: { format: 'jwk' }): { x?: string } }

/** What is signed: this text and the sha-256 of everything before the signature. */
export const SIGNED = utf8('chuangtai carry 1\n')

/**
 * The bytes of a package, in order and piece by piece: no more than one record and one chunk are in memory. The records
 * come without the last one, which is made here.
 */
export async function* packed<K>(maker: Maker<K>, records: AsyncIterable<CarryRecord>): AsyncGenerator<Uint8Array> {
  const { crypto } = maker
  const key = crypto.randomBytes(32)
  const header: CarryHeader = { ...maker.header, key: textOf(sealTo(crypto, maker.to, key)) }
  const digest = crypto.createHash('sha256')
  const opening = openingOf(header)
  const bound = hashOf(crypto, opening)
  const out = (bytes: Uint8Array) => {
    digest.update(bytes)
    return bytes
  }
  yield out(opening)
  const pieces = chunked(plain(crypto, records))
  let next = await pieces.next()
  for (let counter = 0; !next.done; counter += 1) {
    const chunk = next.value
    next = await pieces.next()
    yield out(sealedChunk(crypto, key, bound, counter, chunk, next.done === true))
  }
  yield maker.sign(joined(SIGNED, digest.digest()))
}

/** Magic, the header's length and the header. */
function openingOf(header: CarryHeader): Uint8Array {
  const text = utf8(JSON.stringify(header))
  return joined(CARRY_MAGIC, number32(text.length), text)
}

/** Length with the highest bit set on the last one, then the encrypted bytes with their tag. */
function sealedChunk(
  crypto: Pick<SealCrypto<never>, 'createCipheriv'>,
  key: Uint8Array,
  bound: Uint8Array,
  counter: number,
  chunk: Uint8Array,
  last: boolean,
): Uint8Array {
  const cipher = crypto.createCipheriv('aes-256-gcm', key, nonceOf(counter, last))
  cipher.setAAD(bound)
  const body = joined(cipher.update(chunk), cipher.final(), cipher.getAuthTag())
  return joined(number32(last ? body.length + LAST : body.length), body)
}

/** The highest bit of a chunk's length. */
export const LAST = 2 ** 31

/** Which chunk it is and whether it is the last: none can be left out, moved or cut off unnoticed. */
export function nonceOf(counter: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(12)
  nonce[0] = last ? 1 : 0
  new DataView(nonce.buffer).setUint32(8, counter)
  return nonce
}

export const hashOf = (crypto: Pick<SealCrypto<never>, 'createHash'>, bytes: Uint8Array): Uint8Array => {
  const hash = crypto.createHash('sha256')
  hash.update(bytes)
  return hash.digest()
}

/** Records one after the other, each its head's length, head and body, and the manifest behind them. */
async function* plain(
  crypto: Pick<SealCrypto<never>, 'createHash'>,
  records: AsyncIterable<CarryRecord>,
): AsyncGenerator<Uint8Array> {
  const digest = crypto.createHash('sha256')
  const manifest: Manifest = { records: 0, events: 0, files: 0, bytes: 0, sha256: '' }
  for await (const record of records) {
    const head = headBytes(record)
    digest.update(head)
    digest.update(record.body)
    manifest.records += 1
    manifest.bytes += head.length + record.body.length
    if (record.head.kind === 'file') manifest.files += 1
    if (record.head.kind === 'events') manifest.events += record.head.count
    yield head
    yield record.body
  }
  manifest.sha256 = hexOf(digest.digest())
  const end = jsonRecord('end', manifest)
  yield headBytes(end)
  yield end.body
}

export function headBytes({ head }: CarryRecord): Uint8Array {
  const text = utf8(JSON.stringify(head))
  return joined(number32(text.length), text)
}

export const hexOf = (bytes: Uint8Array): string => [...bytes].map(b => b.toString(16).padStart(2, '0')).join('')

export function number32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

/** The same bytes in pieces of `CHUNK`, the last one shorter; one empty piece of nothing. */
async function* chunked(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  let room = new Uint8Array(CHUNK)
  let used = 0
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + CHUNK - used)
      room.set(part, used)
      used += part.length
      at += part.length
      if (used < CHUNK) continue
      yield room
      room = new Uint8Array(CHUNK)
      used = 0
    }
  }
  yield room.subarray(0, used)
  return undefined
}
