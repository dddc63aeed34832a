import type { UpdateFile, UpdateManifest } from '../model/update.ts'
import { isInstant } from './day.ts'

/** Bytes of the opening (magic and length of the manifest), of the signature, and of a manifest at most. */
export const UPDATE_OPENING = 12
const SIGNATURE = 64
const MANIFEST_LIMIT = 16 * 1024 * 1024
const MAGIC = 'CTUPDAT1'
/** Before the manifest in what is signed: a signature made for anything else is none here. */
const SIGNED = 'chuangtai update 1\n'

/** Node and browsers both have these; this side of the house compiles without the types of either. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array }
declare const TextDecoder: new (label: 'utf-8', options: { fatal: true }) => { decode(bytes: Uint8Array): string }

/** The beginning of a package: its manifest, what was signed of it, and the signature. */
export interface UpdateHead {
  manifest: UpdateManifest
  signed: Uint8Array
  signature: Uint8Array
}

/** As much of node:crypto as is needed here. */
export interface VerifyCrypto<K> {
  createPublicKey(input: { key: { kty: string; crv: string; x: string }; format: 'jwk' }): K
  verify(algorithm: null, data: Uint8Array, key: K, signature: Uint8Array): boolean
}

/** Bytes of the whole head, told by its first `UPDATE_OPENING` bytes; undefined when it is no package of ours. */
export function updateHeadSize(opening: Uint8Array): number | undefined {
  const magic = new TextEncoder().encode(MAGIC)
  if (opening.length < UPDATE_OPENING || magic.some((byte, i) => opening[i] !== byte)) return undefined
  const length = opening.subarray(8, 12).reduce((sum, byte) => sum * 256 + byte, 0)
  return length > 0 && length <= MANIFEST_LIMIT ? UPDATE_OPENING + length + SIGNATURE : undefined
}

/** Reads a whole head. Undefined for what has not its form; whether it is signed is not looked at. */
export function updateHead(bytes: Uint8Array): UpdateHead | undefined {
  const size = updateHeadSize(bytes)
  if (size === undefined || bytes.length < size) return undefined
  const text = bytes.subarray(UPDATE_OPENING, size - SIGNATURE)
  const manifest = manifestIn(text)
  return manifest && { manifest, signed: signedBytes(text), signature: bytes.slice(size - SIGNATURE, size) }
}

/** The head of a package with this manifest; `sign` answers 64 bytes of Ed25519 over what it is given. */
export function makeUpdateHead(manifest: UpdateManifest, sign: (bytes: Uint8Array) => Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(manifest))
  if (text.length > MANIFEST_LIMIT) throw new RangeError('Too many files for one manifest')
  const length = [24, 16, 8, 0].map(shift => (text.length >>> shift) & 255)
  return joined(new TextEncoder().encode(MAGIC), Uint8Array.from(length), text, sign(signedBytes(text)))
}

/** Whether one of these keys (Ed25519, raw in base64url) signed the manifest. */
export function isReleased<K>(crypto: VerifyCrypto<K>, keys: readonly string[], head: UpdateHead): boolean {
  return keys.some(x => {
    try {
      const key = crypto.createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
      return crypto.verify(null, head.signed, key, head.signature)
    } catch {
      // Not every 32 bytes are a point of the curve.
      return false
    }
  })
}

/** Below 0 when `a` is older than `b`, 0 when they are the same. Both are three numbers with points. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)]
  return left.map((part, i) => part - (right[i] ?? 0)).find(difference => difference !== 0) ?? 0
}

/** Three numbers with points, as a version is written. */
export const isVersion = (text: unknown): text is string =>
  typeof text === 'string' && /^(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){2}$/.test(text)

/** Why a version may not be put in the place of the one that runs; undefined when it may. */
export function whyNot(
  { version, over = [] }: Pick<UpdateManifest, 'version' | 'over'>,
  running: string,
): 'same' | 'older' | undefined {
  const difference = compareVersions(version, running)
  if (difference === 0) return 'same'
  return difference < 0 && !over.includes(running) ? 'older' : undefined
}

/** Whether a package is for such a machine: `process.platform`-`process.arch`, and the shell that it runs. */
export const isFor = (manifest: Pick<UpdateManifest, 'platform' | 'shell'>, platform: string, shell: string): boolean =>
  manifest.shell === shell && (manifest.platform === 'any' || manifest.platform === platform)

const signedBytes = (text: Uint8Array) => joined(new TextEncoder().encode(SIGNED), text)

function joined(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function manifestIn(bytes: Uint8Array): UpdateManifest | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return isManifest(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Everything that is used later is looked at here: types, the form of versions, and that every path stays in its folder. */
function isManifest(value: unknown): value is UpdateManifest {
  if (!isRecord(value)) return false
  const { format, version, platform, shell, made, run, files, payload, over = [] } = value
  return (
    format === 1 &&
    isVersion(version) &&
    typeof platform === 'string' &&
    /^(any|[a-z0-9]{2,12}-[a-z0-9]{2,12})$/.test(platform) &&
    (shell === 'web' || shell === 'electron') &&
    typeof made === 'string' &&
    isInstant(made) &&
    Array.isArray(over) &&
    over.every(isVersion) &&
    isRecord(payload) &&
    isSum(payload) &&
    Array.isArray(files) &&
    areFiles(files) &&
    files.some(file => file.path === run)
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSum = ({ size, sha256 }: Record<string, unknown>): boolean =>
  Number.isSafeInteger(size) && (size as number) >= 0 && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256)

/** Files with a place each: no path twice, also where the file system does not tell `A` from `a`, and none below a file. */
function areFiles(files: unknown[]): files is UpdateFile[] {
  const taken = new Set<string>()
  const isFile = (file: unknown) => {
    if (!isRecord(file) || !isSum(file) || !isUpdatePath(file.path)) return false
    if (file.exec !== undefined && file.exec !== true) return false
    const path = file.path.toLowerCase()
    return !taken.has(path) && Boolean(taken.add(path))
  }
  if (files.length === 0 || !files.every(isFile)) return false
  return [...taken].every(path => foldersOf(path).every(folder => !taken.has(folder)))
}

const foldersOf = (path: string): string[] => [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index))

/**
 * Whether a path names a file within a folder on every system: relative, without a step upwards, without what Windows
 * takes for a drive, a stream, a device or drops from the end of a name.
 */
export function isUpdatePath(path: unknown): path is string {
  if (typeof path !== 'string' || path.length > 400) return false
  return path
    .split('/')
    .every(
      name =>
        /^[^\\:*?"<>|\p{Cc}\p{Cf}]+$/u.test(name) &&
        !/^\.{1,2}$|[. ]$/.test(name) &&
        !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name),
    )
}
