import { DeviceError } from '../driver.ts'

/**
 * IPP's messages (RFC 8010): a version, an operation or status, a request id, and groups of attributes. A value that is
 * read comes as what it means; one that is written names its syntax, which the printer checks.
 */
export interface IppAnswer {
  status: number
  request: number
  groups: IppGroup[]
}

interface IppGroup {
  tag: number
  attributes: IppAttributes
}

export type IppAttributes = Readonly<Record<string, readonly IppValue[]>>

/** Bytes are what has no simpler form: dates, resolutions; null is a value that the printer does not know. */
export type IppValue = number | boolean | string | Uint8Array | null | readonly [number, number] | IppCollection

export interface IppCollection {
  readonly members: IppAttributes
}

/** A value to be written. */
export type IppWritten =
  | { as: 'integer' | 'enum'; value: number }
  | { as: 'boolean'; value: boolean }
  | { as: 'text' | 'name' | 'keyword' | 'uri' | 'charset' | 'language' | 'mime'; value: string }
  | { as: 'collection'; members: Readonly<Record<string, IppWritten>> }

export type IppWrittenAttributes = Readonly<Record<string, IppWritten | readonly IppWritten[]>>

/** RFC 8010, 3.5.1: groups. */
export const IPP_GROUP = { operation: 1, job: 2, end: 3, printer: 4, unsupported: 5 } as const

/** RFC 8010, 3.5.2: syntaxes of values. */
const TAG = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  range: 0x33,
  collection: 0x34,
  textLanguage: 0x35,
  nameLanguage: 0x36,
  collectionEnd: 0x37,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mime: 0x49,
  member: 0x4a,
} as const

/** Collections within collections; printers have three at most. */
const DEEPEST = 8

interface Written {
  version: readonly [number, number]
  /** An operation in a request, a status in an answer. */
  code: number
  request: number
  groups: readonly { tag: number; attributes: IppWrittenAttributes }[]
}

/** The bytes of a message, without the document that may follow it. */
export function ippMessage({ version, code, request, groups }: Written): Uint8Array {
  const out: Buffer[] = [Buffer.from([...version, code >> 8, code & 0xff]), u32(request)]
  for (const { tag, attributes } of groups) {
    out.push(Buffer.from([tag]))
    for (const [name, value] of Object.entries(attributes)) {
      const values = Array.isArray(value) ? (value as readonly IppWritten[]) : [value as IppWritten]
      values.forEach((each, i) => out.push(...attribute(i === 0 ? name : '', each)))
    }
  }
  return Buffer.concat([...out, Buffer.from([IPP_GROUP.end])])
}

function attribute(name: string, written: IppWritten): Buffer[] {
  if (written.as !== 'collection') return [field(TAG[written.as], name, plain(written))]
  const members = Object.entries(written.members).flatMap(([member, value]) => [
    field(TAG.member, '', Buffer.from(member)),
    ...attribute('', value),
  ])
  const none = Buffer.alloc(0)
  return [field(TAG.collection, name, none), ...members, field(TAG.collectionEnd, '', none)]
}

function plain(written: Exclude<IppWritten, { as: 'collection' }>): Buffer {
  const { value } = written
  if (typeof value === 'string') return Buffer.from(value)
  return typeof value === 'boolean' ? Buffer.from([value ? 1 : 0]) : u32(value)
}

const field = (tag: number, name: string, value: Buffer) =>
  Buffer.concat([Buffer.from([tag]), u16(Buffer.byteLength(name)), Buffer.from(name), u16(value.length), value])

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

/**
 * Reads a message; `rest` is the document after it. @throws {DeviceError} `protocol` for what is none.
 */
export function readIpp(bytes: Uint8Array): IppAnswer & { rest: Uint8Array } {
  const from = reader(bytes)
  const major = from.u8()
  from.u8()
  if (major < 1 || major > 2) throw nonsense(`IPP version ${major}`)
  const status = from.u16()
  const request = from.i32()
  const groups: IppGroup[] = []
  for (let tag = from.u8(); tag !== IPP_GROUP.end; tag = from.u8()) {
    if (tag < 0x10) groups.push({ tag, attributes: {} })
    else readAttribute(from, tag, groups.at(-1))
  }
  return { status, request, groups, rest: bytes.subarray(from.at()) }
}

type Reader = ReturnType<typeof reader>

function readAttribute(from: Reader, tag: number, group: IppGroup | undefined): void {
  if (!group) throw nonsense('an attribute before any group')
  if (tag === TAG.collectionEnd || tag === TAG.member) throw nonsense('a piece of a collection outside of any')
  const attributes = group.attributes as Record<string, IppValue[]>
  const name = from.text()
  const last = Object.keys(attributes).at(-1)
  const key = name || last
  if (key === undefined) throw nonsense('a value of no attribute')
  const value = readValue(from, tag, 0)
  // Defined, not assigned: a printer may call an attribute whatever it likes, __proto__ too.
  if (name || !Object.hasOwn(attributes, key)) define(attributes, key, [value])
  else attributes[key]!.push(value)
}

function readValue(from: Reader, tag: number, depth: number): IppValue {
  if (depth > DEEPEST) throw nonsense('collections too deep')
  const bytes = from.bytes(from.u16())
  if (tag === TAG.collection) return readCollection(from, depth)
  if (tag < 0x20) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const length = { [TAG.integer]: 4, [TAG.enum]: 4, [TAG.boolean]: 1, [TAG.range]: 8 }[tag]
  if (length !== undefined && length !== bytes.length) throw nonsense(`a value of ${bytes.length} bytes`)
  if (tag === TAG.integer || tag === TAG.enum) return view.getInt32(0)
  if (tag === TAG.boolean) return bytes[0] !== 0
  if (tag === TAG.range) return [view.getInt32(0), view.getInt32(4)]
  if (tag === TAG.textLanguage || tag === TAG.nameLanguage) {
    const within = reader(bytes)
    within.text()
    return within.text()
  }
  return tag >= 0x40 ? Buffer.from(bytes).toString('utf8') : bytes
}

/** RFC 8010, 3.1.6: members, each a name and then its values, up to the collection's end. */
function readCollection(from: Reader, depth: number): IppCollection {
  const members: Record<string, IppValue[]> = {}
  let name: string | undefined
  for (;;) {
    const tag = from.u8()
    if (tag < 0x10) throw nonsense('a collection without an end')
    from.text()
    if (tag === TAG.collectionEnd) {
      from.bytes(from.u16())
      return { members }
    }
    if (tag === TAG.member) {
      name = from.text()
      define(members, name, [])
    } else {
      if (name === undefined) throw nonsense('a member without a name')
      members[name]!.push(readValue(from, tag, depth + 1))
    }
  }
}

const define = (target: Record<string, IppValue[]>, key: string, value: IppValue[]) =>
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })

function reader(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 0
  const take = (length: number) => {
    if (at + length > bytes.length) throw nonsense(`an IPP message that ends at ${bytes.length}`)
    at += length
    return at - length
  }
  const self = {
    at: () => at,
    u8: () => view.getUint8(take(1)),
    u16: () => view.getUint16(take(2)),
    i32: () => view.getInt32(take(4)),
    bytes(length: number) {
      const start = take(length)
      return bytes.subarray(start, start + length)
    },
    text: (): string => Buffer.from(self.bytes(self.u16())).toString('utf8'),
  }
  return self
}

const nonsense = (what: string) => new DeviceError('protocol', what)
