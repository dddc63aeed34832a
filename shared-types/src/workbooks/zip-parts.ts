import { crc32, createInflateRaw } from 'node:zlib'

/** One part of a ZIP package, as its directory describes it. */
export interface ZipPart {
  name: string
  method: number
  crc: number
  /** Bytes as they lie in the package, and what they unfold into. */
  packed: number
  size: number
  /** Where its own header lies. */
  header: number
}

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
/** Bytes of what is unfolded that are looked at in one piece. */
const PIECE = 256 * 1024
const SENTINEL = 0xffffffff
/** An end record, and the longest comment behind it. */
const TAIL = 22 + 65535

/**
 * The directory of a ZIP package (APPNOTE.TXT 6.3.10). Nothing is unfolded. A part whose sizes stand only behind its data
 * is refused, because nothing would bound it; ZIP64 is read in the extra field alone. `most` bounds the parts that are
 * looked at. Undefined for what is broken.
 */
export function zipParts(bytes: Uint8Array, most: number): { count: number; parts: ZipPart[] } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOf(view)
  if (end === undefined) return undefined
  const count = view.getUint16(end + 10, true)
  const parts: ZipPart[] = []
  let at = view.getUint32(end + 16, true)
  for (let i = 0; i < Math.min(count, most); i++) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) return undefined
    const next = at + 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    const part = next > end ? undefined : partAt(bytes, view, at)
    if (!part) return undefined
    parts.push(part)
    at = next
  }
  return { count, parts }
}

/**
 * Whether a part unfolds into what the directory says, in size and checksum. It is unfolded as a stream and not kept; who
 * wants to see it is given each piece.
 */
export async function isWhole(bytes: Uint8Array, part: ZipPart, look?: (piece: Uint8Array) => void): Promise<boolean> {
  const data = dataOf(bytes, part)
  if (!data) return false
  if (part.method === 0) {
    look?.(data)
    return data.byteLength === part.size && crc32(data) === part.crc
  }
  if (part.method !== 8) return false
  // By the size that it says, in few pieces: each costs a turn of the threads that unfold.
  const inflate = createInflateRaw({ chunkSize: Math.min(PIECE, Math.max(64, part.size)) })
  inflate.end(data)
  let size = 0
  let crc = 0
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      size += chunk.byteLength
      if (size > part.size) return false
      crc = crc32(chunk, crc)
      look?.(chunk)
    }
  } catch {
    return false
  } finally {
    inflate.destroy()
  }
  return size === part.size && crc === part.crc
}

function endOf(view: DataView): number | undefined {
  const least = Math.max(0, view.byteLength - TAIL)
  for (let at = view.byteLength - 22; at >= least; at--) if (view.getUint32(at, true) === END) return at
  return undefined
}

function partAt(bytes: Uint8Array, view: DataView, at: number): ZipPart | undefined {
  const nameLength = view.getUint16(at + 28, true)
  const name = Buffer.from(bytes.subarray(at + 46, at + 46 + nameLength)).toString('utf8')
  let [packed, size, header] = [
    view.getUint32(at + 20, true),
    view.getUint32(at + 24, true),
    view.getUint32(at + 42, true),
  ]
  const extra = { from: at + 46 + nameLength, length: view.getUint16(at + 30, true) }
  if ([size, packed, header].includes(SENTINEL)) {
    const long = longValues(view, extra, [size, packed, header])
    if (!long) return undefined
    ;[size, packed, header] = long
  }
  const part = { name, method: view.getUint16(at + 10, true), crc: view.getUint32(at + 16, true), packed, size, header }
  if (size === 0 && part.method === 8 && packed !== 2 && packed !== 0) return undefined
  return size > 0 || isEmptyPart(view, header) ? part : undefined
}

/** A part that is said to be empty must say so in its own header, and have nothing behind its data. */
function isEmptyPart(view: DataView, header: number): boolean {
  if (header + 30 > view.byteLength || view.getUint32(header, true) !== LOCAL) return false
  return (view.getUint16(header + 6, true) & 8) === 0 && view.getUint32(header + 22, true) === 0
}

/** 4.5.3: of size, packed size and header, those that do not fit stand in this order in the extra field 1. */
function longValues(
  view: DataView,
  { from, length }: { from: number; length: number },
  short: [number, number, number],
): [number, number, number] | undefined {
  for (let at = from; at + 4 <= from + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue
    let next = at + 4
    const end = Math.min(next + view.getUint16(at + 2, true), from + length)
    const long = short.map(value => {
      if (value !== SENTINEL) return value
      next += 8
      return next <= end ? Number(view.getBigUint64(next - 8, true)) : Number.NaN
    })
    return long.some(Number.isNaN) ? undefined : (long as [number, number, number])
  }
  return undefined
}

function dataOf(bytes: Uint8Array, { header, packed }: ZipPart): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (header + 30 > bytes.byteLength || view.getUint32(header, true) !== LOCAL) return undefined
  const from = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true)
  return from + packed <= bytes.byteLength ? bytes.subarray(from, from + packed) : undefined
}
