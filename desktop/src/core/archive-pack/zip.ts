import { crc32 } from 'node:zlib'

/** One file of a package. */
export interface ZipEntry {
  /** With `/` between folders. */
  name: string
  bytes: Uint8Array
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
/** Names are UTF-8 (APPNOTE 6.3, appendix D). */
const UTF8 = 0x0800
/** Years before 1980 cannot be written; the package says by itself when it was made. */
const EPOCH_DAY = 0x21
/** More needs ZIP64, which no package of one case does. */
const MOST_BYTES = 0xffff_ffff
const MOST_ENTRIES = 0xffff

/**
 * A ZIP file (PKWARE APPNOTE) with its files stored as they are: pictures and PDFs are compressed already, and whoever has
 * the package in thirty years needs no more than a copy of the bytes. The same entries give the same bytes.
 * @throws Error for what would need ZIP64
 */
export function zipOf(entries: readonly ZipEntry[]): Uint8Array {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const { name, bytes } of entries) {
    const path = Buffer.from(name)
    const common = commonOf(bytes, path)
    const local = Buffer.concat([words([LOCAL, 4]), common, words([0, 2]), path])
    central.push(
      Buffer.concat([
        words([CENTRAL, 4], [20, 2]),
        common,
        words([0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]),
        path,
      ]),
    )
    parts.push(local, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    at += local.length + bytes.length
  }
  const index = Buffer.concat(central)
  if (at + index.length > MOST_BYTES || entries.length > MOST_ENTRIES) throw new Error('The package needs ZIP64')
  const end = words(
    [END, 4],
    [0, 2],
    [0, 2],
    [entries.length, 2],
    [entries.length, 2],
    [index.length, 4],
    [at, 4],
    [0, 2],
  )
  return Buffer.concat([...parts, index, end])
}

/** What stands alike before each file and in the list of all: version, flags, method, time, sum, sizes, length of the name. */
const commonOf = (bytes: Uint8Array, path: Buffer): Buffer =>
  words(
    [20, 2],
    [UTF8, 2],
    [0, 2],
    [0, 2],
    [EPOCH_DAY, 2],
    [crc32(bytes), 4],
    [bytes.length, 4],
    [bytes.length, 4],
    [path.length, 2],
  )

function words(...numbers: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  const buffer = Buffer.alloc(numbers.reduce((sum, [, bytes]) => sum + bytes, 0))
  let at = 0
  for (const [value, bytes] of numbers) at = buffer.writeUIntLE(value, at, bytes)
  return buffer
}

/**
 * The files of a ZIP file whose files are stored as they are.
 * @throws Error that says what is wrong with it: cut, changed, packed in another way
 */
export function readZip(zip: Uint8Array): ZipEntry[] {
  const file = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength)
  const end = file.length - 22
  if (end < 0 || file.readUInt32LE(end) !== END) throw new Error('It is no package, or was cut off')
  const count = file.readUInt16LE(end + 10)
  const entries: ZipEntry[] = []
  let at = file.readUInt32LE(end + 16)
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || file.readUInt32LE(at) !== CENTRAL) throw new Error('Its list of files is damaged')
    const [method, sum, size] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 16), file.readUInt32LE(at + 20)]
    const length = file.readUInt16LE(at + 28)
    const name = file.toString('utf8', at + 46, at + 46 + length)
    if (method !== 0) throw new Error(`${name} is packed in a way that this program does not write`)
    entries.push({ name, bytes: storedAt(file, name, file.readUInt32LE(at + 42), size, sum) })
    at += 46 + length + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return entries
}

function storedAt(file: Buffer, name: string, at: number, size: number, sum: number): Uint8Array {
  if (at + 30 > file.length || file.readUInt32LE(at) !== LOCAL) throw new Error(`${name} is not where the list says`)
  const from = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28)
  const bytes = file.subarray(from, from + size)
  if (bytes.length !== size || crc32(bytes) !== sum) throw new Error(`${name} is damaged`)
  return bytes
}
