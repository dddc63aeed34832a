/**
 * The type of an image or PDF that has its beginning and its end, by the marks of its format; undefined for anything else,
 * such as a file that is still being written. What lies between is looked at by whoever decodes it.
 */
export function wholeImage(
  bytes: Uint8Array,
): 'image/jpeg' | 'image/png' | 'image/tiff' | 'application/pdf' | undefined {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (at.length < 16) return undefined
  if (at.readUInt16BE(0) === 0xffd8) return ends(at, Buffer.from([0xff, 0xd9])) ? 'image/jpeg' : undefined
  if (at.subarray(0, 8).equals(PNG)) return ends(at, Buffer.from('IEND')) ? 'image/png' : undefined
  if (at.subarray(0, 5).toString('latin1') === '%PDF-')
    return ends(at, Buffer.from('%%EOF')) ? 'application/pdf' : undefined
  return tiffDirectories(at) ? 'image/tiff' : undefined
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Some writers put a line or padding behind the end mark. */
const TAIL = 1024

const ends = (bytes: Buffer, mark: Buffer) => bytes.subarray(-TAIL).lastIndexOf(mark) >= 0

/** Pages that any scanner's file has. */
const MOST = 2000

/** How many directories (pages) a TIFF 6.0 has; 0 when it is none, or one of them or its strips lie behind its end. */
export function tiffDirectories(bytes: Uint8Array): number {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const order = at.subarray(0, 4).toString('latin1')
  const little = order === 'II*\0'
  if (!little && order !== 'MM\0*') return 0
  const u16 = (offset: number) => (little ? at.readUInt16LE(offset) : at.readUInt16BE(offset))
  const u32 = (offset: number) => (little ? at.readUInt32LE(offset) : at.readUInt32BE(offset))
  // Directories that share strips, or lead back to one another, could be looked at for ever: in all a file has room for
  // no more entries and strips than bytes.
  const room = { left: at.length }
  let pages = 0
  try {
    for (let next = u32(4); next !== 0; pages++) {
      if (pages === MOST) return 0
      const entries = u16(next)
      room.left -= entries * 12
      if (room.left < 0 || !stripsInside(at, next + 2, entries, { u16, u32, room })) return 0
      next = u32(next + 2 + entries * 12)
    }
    return pages
  } catch {
    return 0
  }
}

const STRIP_OFFSETS = 273
const STRIP_BYTES = 279
const LONG = 4

/** Whether the picture's strips end within the file, for one that grows from front to end. */
function stripsInside(
  at: Buffer,
  from: number,
  entries: number,
  { u16, u32, room }: { u16(at: number): number; u32(at: number): number; room: { left: number } },
): boolean {
  const values = (tag: number): number[] => {
    for (let entry = from; entry < from + entries * 12; entry += 12) {
      if (u16(entry) !== tag) continue
      const [size, count] = [u16(entry + 2) === LONG ? 4 : 2, u32(entry + 4)]
      room.left -= count * size
      if (room.left < 0) return [Number.POSITIVE_INFINITY]
      const first = size * count <= 4 ? entry + 8 : u32(entry + 8)
      return Array.from({ length: count }, (_, i) => (size === 4 ? u32(first + i * 4) : u16(first + i * 2)))
    }
    return []
  }
  const sizes = values(STRIP_BYTES)
  return values(STRIP_OFFSETS).every((offset, i) => offset + (sizes[i] ?? 0) <= at.length)
}
