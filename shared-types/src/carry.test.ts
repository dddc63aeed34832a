import * as crypto from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { CarryFault, type CarryHeader, type CarryRecord, CHUNK, jsonRecord } from './carry-format.ts'
import { headerFrom, isSignedBy, opened, unpacked } from './carry-read.ts'
import { bytesOf, openSealedBy } from './carry-seal.ts'
import { packed } from './carry-write.ts'

const station = crypto.generateKeyPairSync('ed25519')
const server = crypto.generateKeyPairSync('x25519')
const raw = (key: crypto.KeyObject) => key.export({ format: 'jwk' }).x!
const header: Omit<CarryHeader, 'key'> = {
  format: 1,
  kind: 'outgoing',
  server: 'a'.repeat(32),
  station: 's1',
  sequence: 1,
  made: '2026-03-02T01:00:00.000Z',
  events: 0,
  files: 1,
}

async function* from<T>(items: Iterable<T>) {
  yield* items
}
const keyOf = ({ key }: CarryHeader) =>
  openSealedBy<crypto.KeyObject>(
    crypto,
    { privateKey: server.privateKey, publicKey: raw(server.publicKey) },
    bytesOf(key),
  )

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

async function made(records: CarryRecord[]): Promise<Buffer> {
  const pieces = packed<crypto.KeyObject>(
    { crypto, header, to: raw(server.publicKey), sign: bytes => crypto.sign(null, bytes, station.privateKey) },
    from(records),
  )
  return Buffer.concat(await all(pieces))
}

/** What a reader makes of a file: the records, or why not. */
async function read(bytes: Uint8Array): Promise<CarryRecord[] | string> {
  try {
    const frame = await opened(crypto, from([bytes]))
    if (!isSignedBy<crypto.KeyObject>(crypto, raw(station.publicKey), frame)) return 'signature'
    return await all(unpacked(crypto, from([bytes]), keyOf))
  } catch (error) {
    if (error instanceof CarryFault) return error.code
    throw error
  }
}

const file = (size: number): CarryRecord => ({
  head: { kind: 'file', size, hash: 'h', mime: 'image/jpeg' },
  body: new Uint8Array(crypto.randomBytes(size)),
})
const state = jsonRecord('state', { settings: 3, leases: [], short: [] })

describe('a carried file', () => {
  test('gives back what was put in, however it lies across chunks', async () => {
    for (const size of [0, 1, CHUNK - 100, CHUNK, CHUNK * 2 + 7]) {
      const records = [state, file(size)]
      expect(await read(await made(records))).toEqual(records)
    }
    expect(await read(await made([]))).toEqual([])
  })

  test('that ends on the edge of a chunk is whole', async () => {
    // Ciphertext and its frame beside the content of a file that is one chunk: length, tag, signature.
    const bytes = await made([file(100_000)])
    const content = bytes.length - (12 + bytes.readUInt32BE(8)) - (4 + 16 + 64)
    for (const over of [-1, 0, 1]) {
      const records = [file(CHUNK - content + 100_000 + over)]
      expect(await read(await made(records))).toEqual(records)
    }
  })

  test('shows its header from its first bytes, and nothing of its content', async () => {
    const bytes = await made([jsonRecord('state', { settings: 3, leases: ['330106199001011234'], short: [] })])
    expect(await headerFrom(from([bytes.subarray(0, 1000)]))).toMatchObject(header)
    expect(bytes.includes('330106199001011234')).toBe(false)
  })

  test('with any one byte changed, cut anywhere or with more behind it is not taken', async () => {
    const bytes = await made([state, file(50)])
    for (const at of bytes.keys()) {
      const altered = Buffer.from(bytes)
      altered[at]! ^= 1 << (at % 8)
      expect(typeof (await read(altered)), `byte ${at}`).toBe('string')
      expect(await read(bytes.subarray(0, at)), `cut at ${at}`).toBe(at < 8 ? 'no-package' : 'truncated')
    }
    expect(await read(Buffer.concat([bytes, Buffer.of(0)]))).toBe('altered')
  })

  test('is no other kind of file', async () => {
    expect(await read(Buffer.from('PK\x03\x04 this is a workbook'))).toBe('no-package')
    expect(await read(Buffer.alloc(0))).toBe('no-package')
  })

  test('whose chunks were exchanged does not decrypt, even when it were signed anew', async () => {
    const bytes = await made([file(CHUNK * 2)])
    const start = 12 + bytes.readUInt32BE(8)
    const [first, second] = [
      bytes.subarray(start, start + CHUNK + 20),
      bytes.subarray(start + CHUNK + 20, start + 2 * (CHUNK + 20)),
    ]
    const swapped = Buffer.concat([bytes.subarray(0, start), second, first, bytes.subarray(start + 2 * (CHUNK + 20))])
    await expect(all(unpacked(crypto, from([swapped]), keyOf))).rejects.toThrow('altered')
  })
})
