import {
  BODY_LIMIT,
  bodyOf,
  CARRY_FORMAT,
  CARRY_MAGIC,
  CarryFault,
  type CarryHeader,
  type CarryRecord,
  CHUNK,
  HEADER_LIMIT,
  type Manifest,
  type RecordHead,
  SIGNATURE,
  TAG,
} from './carry-format.ts'
import { joined, jwkOf, type SealCrypto } from './carry-seal.ts'
import { textIn } from './carry-text.ts'
import { hashOf, headBytes, hexOf, LAST, nonceOf, number32, SIGNED } from './carry-write.ts'

type Bytes = AsyncIterable<Uint8Array>
type Exportable = { export(options: { format: 'jwk' }): { x?: string } }

/** What stands open in a file, the sha-256 of everything before the signature, that of the whole file, and the signature. */
export interface Opened {
  header: CarryHeader
  digest: Uint8Array
  /** In hex. */
  sha256: string
  signature: Uint8Array
}

/**
 * Goes once through a whole file without decrypting anything: its frame is whole and nothing follows it.
 * @throws CarryFault `no-package`, `format`, `truncated` or, where the frame does not fit, `altered`
 */
export async function opened(crypto: Pick<SealCrypto<never>, 'createHash'>, source: Bytes): Promise<Opened> {
  const [signed, whole] = [crypto.createHash('sha256'), crypto.createHash('sha256')]
  const read = reader(source)
  const { header, bytes } = await openingFrom(read)
  signed.update(bytes)
  whole.update(bytes)
  for await (const { frame } of frames(read)) {
    signed.update(frame)
    whole.update(frame)
  }
  const signature = await read(SIGNATURE)
  whole.update(signature)
  if (await read.more()) throw new CarryFault('altered')
  return { header, digest: signed.digest(), sha256: hexOf(whole.digest()), signature }
}

/** Whether the Ed25519 key (base64url) signed what was opened. */
export function isSignedBy<K extends Exportable>(
  crypto: SealCrypto<K>,
  publicKey: string,
  { digest, signature }: Opened,
): boolean {
  return crypto.verify(null, joined(SIGNED, digest), crypto.createPublicKey(jwkOf('Ed25519', publicKey)), signature)
}

/** The header alone, from the first bytes of a file. @throws CarryFault */
export const headerFrom = async (source: Bytes): Promise<CarryHeader> => (await openingFrom(reader(source))).header

/**
 * The records of a file, one after the other. What `open` answers is the key of the chunks. Whatever comes before a fault
 * is true as far as it goes; only who has read to the end has read all.
 * @throws CarryFault `altered` also for a manifest that does not fit
 */
export async function* unpacked(
  crypto: Pick<SealCrypto<never>, 'createHash' | 'createDecipheriv'>,
  source: Bytes,
  open: (header: CarryHeader) => Uint8Array,
): AsyncGenerator<CarryRecord> {
  const read = reader(source)
  const { header, bytes } = await openingFrom(read)
  const plain = reader(decrypted(crypto, open(header), hashOf(crypto, bytes), read))
  const digest = crypto.createHash('sha256')
  for (let records = 0; ; records += 1) {
    const record = await recordFrom(plain)
    if (record.head.kind === 'end') {
      const { records: told, sha256 } = bodyOf('end', record) satisfies Manifest
      if (told !== records || sha256 !== hexOf(digest.digest()) || (await plain.more())) throw new CarryFault('altered')
      return
    }
    digest.update(headBytes(record))
    digest.update(record.body)
    yield record
  }
}

async function recordFrom(plain: Read): Promise<CarryRecord> {
  const size = numberIn(await plain(4))
  if (size > HEADER_LIMIT) throw new CarryFault('altered')
  const head = jsonIn<RecordHead>(await plain(size))
  if (!Number.isSafeInteger(head.size) || head.size < 0 || head.size > BODY_LIMIT) throw new CarryFault('altered')
  return { head, body: await plain(head.size) }
}

async function* decrypted(
  crypto: Pick<SealCrypto<never>, 'createDecipheriv'>,
  key: Uint8Array,
  bound: Uint8Array,
  read: Read,
): AsyncGenerator<Uint8Array> {
  let counter = 0
  for await (const { body, last } of frames(read)) {
    const decipher = crypto.createDecipheriv('aes-256-gcm', key, nonceOf(counter, last))
    decipher.setAAD(bound)
    decipher.setAuthTag(body.subarray(-TAG))
    try {
      yield joined(decipher.update(body.subarray(0, -TAG)), decipher.final())
    } catch (cause) {
      throw new CarryFault('altered', { cause })
    }
    counter += 1
  }
}

interface Frame {
  /** As it stands in the file. */
  frame: Uint8Array
  body: Uint8Array
  last: boolean
}

async function* frames(read: Read): AsyncGenerator<Frame> {
  for (let last = false; !last; ) {
    const length = await read(4)
    const told = numberIn(length)
    last = told >= LAST
    const size = last ? told - LAST : told
    if (size < TAG || size > CHUNK + TAG) throw new CarryFault('altered')
    const body = await read(size)
    yield { frame: joined(length, body), body, last }
  }
}

async function openingFrom(read: Read): Promise<{ header: CarryHeader; bytes: Uint8Array }> {
  const magic = await read(CARRY_MAGIC.length).catch(() => new Uint8Array())
  if (hexOf(magic) !== hexOf(CARRY_MAGIC)) throw new CarryFault('no-package')
  const size = numberIn(await read(4))
  if (size > HEADER_LIMIT) throw new CarryFault('altered')
  const text = await read(size)
  const header = jsonIn<CarryHeader>(text)
  if (header.format !== CARRY_FORMAT) throw new CarryFault(typeof header.format === 'number' ? 'format' : 'altered')
  if (!isHeader(header)) throw new CarryFault('altered')
  return { header, bytes: joined(magic, number32(size), text) }
}

const isHeader = ({ kind, server, station, sequence, made, key, events, files, answers }: CarryHeader): boolean =>
  (kind === 'outgoing' || (kind === 'receipt' && typeof answers === 'string')) &&
  [server, station, made, key].every(text => typeof text === 'string' && text.length <= 200) &&
  [sequence, events, files].every(n => Number.isSafeInteger(n) && n >= 0) &&
  !Number.isNaN(Date.parse(made))

function jsonIn<T extends object>(bytes: Uint8Array): T {
  try {
    const value: unknown = JSON.parse(textIn(bytes))
    if (typeof value === 'object' && value !== null) return value as T
  } catch {
    // Told below like any other text that is none of ours.
  }
  throw new CarryFault('altered')
}

const numberIn = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)

/** Reads exactly so many bytes. @throws CarryFault `truncated` when there are fewer */
interface Read {
  (size: number): Promise<Uint8Array>
  /** Whether there is anything left. */
  more(): Promise<boolean>
}

function reader(source: Bytes): Read {
  const iterator = source[Symbol.asyncIterator]()
  const state = { held: new Uint8Array(), at: 0 }
  const fill = async (): Promise<boolean> => {
    while (state.at === state.held.length) {
      const { value, done } = await iterator.next()
      if (done) return false
      state.held = value as Uint8Array<ArrayBuffer>
      state.at = 0
    }
    return true
  }
  const read = async (size: number) => {
    const bytes = new Uint8Array(size)
    for (let got = 0; got < size; ) {
      if (!(await fill())) throw new CarryFault('truncated')
      const part = state.held.subarray(state.at, state.at + size - got)
      bytes.set(part, got)
      got += part.length
      state.at += part.length
    }
    return bytes
  }
  return Object.assign(read, { more: fill })
}
