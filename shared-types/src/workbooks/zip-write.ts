import { Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'

/** A part of a package that is written: its name in ASCII, and its bytes, some at a time. */
export interface WrittenPart {
  name: string
  bytes: AsyncIterable<Buffer> | Iterable<Buffer>
}

interface Entry {
  name: Buffer
  crc: number
  packed: number
  size: number
  header: number
}

const LOCAL = 0x04034b50
const BEHIND = 0x08074b50
const ENTRY = 0x02014b50
const END = 0x06054b50
/** Sizes and checksum stand behind the data: nobody knows them before. */
const FLAGS = 8
const DEFLATED = 8
const VERSION = 20
/** 1980-01-01, the first day that there is: packages of the same rows are the same bytes. */
const DATE = 33
/** What 32 bits say (APPNOTE.TXT 4.4.8): a list of tens of millions of rows does not come near it. */
const MOST = 0xffffffff

/**
 * A ZIP package (APPNOTE.TXT 6.3.10) of parts that are made while it is sent; no more than a few pieces are held.
 * @throws RangeError for one of more than 4 GiB
 */
export async function* zipWritten(
  parts: AsyncIterable<WrittenPart> | Iterable<WrittenPart>,
): AsyncGenerator<Uint8Array> {
  const entries: Entry[] = []
  let at = 0
  for await (const { name, bytes } of parts) {
    const entry: Entry = { name: Buffer.from(name), crc: 0, packed: 0, size: 0, header: at }
    const head = localHeader(entry)
    yield head
    for await (const piece of deflated(bytes, entry)) {
      entry.packed += piece.byteLength
      yield piece
    }
    const behind = sizesBehind(entry)
    yield behind
    at += head.byteLength + entry.packed + behind.byteLength
    if (at > MOST || entry.size > MOST) throw new RangeError('A package of more than 4 GiB')
    entries.push(entry)
  }
  yield directory(entries, at)
}

/** Deflated; their checksum and size are noted as they pass. */
function deflated(bytes: WrittenPart['bytes'], entry: Entry): AsyncIterable<Buffer> {
  const noted = async function* () {
    for await (const piece of bytes) {
      entry.crc = crc32(piece, entry.crc)
      entry.size += piece.byteLength
      yield piece
    }
  }
  const source = Readable.from(noted(), { highWaterMark: 1 })
  const deflate = createDeflateRaw()
  source.on('error', error => deflate.destroy(error))
  deflate.on('close', () => source.destroy())
  return source.pipe(deflate)
}

function localHeader({ name }: Entry): Buffer {
  const bytes = Buffer.alloc(30 + name.byteLength)
  bytes.writeUInt32LE(LOCAL, 0)
  bytes.writeUInt16LE(VERSION, 4)
  bytes.writeUInt16LE(FLAGS, 6)
  bytes.writeUInt16LE(DEFLATED, 8)
  bytes.writeUInt16LE(DATE, 12)
  bytes.writeUInt16LE(name.byteLength, 26)
  name.copy(bytes, 30)
  return bytes
}

function sizesBehind({ crc, packed, size }: Entry): Buffer {
  const bytes = Buffer.alloc(16)
  for (const [i, value] of [BEHIND, crc, packed, size].entries()) bytes.writeUInt32LE(value, i * 4)
  return bytes
}

function directory(entries: readonly Entry[], from: number): Buffer {
  const all = entries.map(({ name, crc, packed, size, header }) => {
    const bytes = Buffer.alloc(46 + name.byteLength)
    bytes.writeUInt32LE(ENTRY, 0)
    bytes.writeUInt16LE(VERSION, 4)
    bytes.writeUInt16LE(VERSION, 6)
    bytes.writeUInt16LE(FLAGS, 8)
    bytes.writeUInt16LE(DEFLATED, 10)
    bytes.writeUInt16LE(DATE, 14)
    for (const [i, value] of [crc, packed, size].entries()) bytes.writeUInt32LE(value, 16 + i * 4)
    bytes.writeUInt16LE(name.byteLength, 28)
    bytes.writeUInt32LE(header, 42)
    name.copy(bytes, 46)
    return bytes
  })
  const size = all.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(all.length, 8)
  end.writeUInt16LE(all.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(from, 16)
  return Buffer.concat([...all, end])
}
