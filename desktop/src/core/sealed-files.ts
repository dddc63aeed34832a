import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../../../native-bridges/src/kept-files.ts'
import { FileFault } from './file-fault.ts'
import type { Secrets } from './keys/secrets.ts'
import { syncFolder } from './sync-folder.ts'

export type FileSecrets = Pick<Secrets, 'blobs' | 'blobNames'>

/**
 * Files of up to 50 MB by a name of ours, encrypted by AES-256-GCM (NIST SP 800-38D) with a random nonce each and bound
 * to their names. On the disk a name is its HMAC-SHA256: whoever holds a copy of a document could otherwise tell by its
 * hash that it was handed in here.
 */
export interface SealedFiles {
  /** Where it lies, or would; a backup may link or copy it as it is. */
  pathOf(name: string): string
  has(name: string): Promise<boolean>
  /** Undefined when there is none; `damaged` when it does not open any more. @throws {FileFault} */
  read(name: string): Promise<Uint8Array | 'damaged' | undefined>
  /** Whole, synced and never plain on the disk, also not on the way. @throws {FileFault} */
  write(name: string, bytes: Uint8Array): Promise<void>
  /** Leaves what is damaged beside its place. */
  layAside(name: string): Promise<void>
  /** Also what was laid aside. */
  remove(name: string): Promise<void>
}

/** The form of a sealed file: this byte, the nonce, the ciphertext, the tag. */
const FORM = 1
const NONCE = 12
const TAG = 16

/** In `ab/cd/<name on the disk>` below a folder, which is made when missing. */
export function sealedFiles(folder: string, secrets: FileSecrets): SealedFiles {
  const placeOf = (name: string) => {
    const hidden = createHmac('sha256', secrets.blobNames).update(name).digest('hex')
    return { folder: join(folder, hidden.slice(0, 2), hidden.slice(2, 4)), name: hidden }
  }
  const pathOf = (name: string) => {
    const place = placeOf(name)
    return join(place.folder, place.name)
  }
  return {
    pathOf,
    has: async name => (await stat(pathOf(name)).catch(noneWhenAbsent)) !== undefined,
    async read(name) {
      const sealed = await readFile(pathOf(name)).catch(noneWhenAbsent)
      return sealed && (opened(secrets.blobs, name, sealed) ?? 'damaged')
    },
    async write(name, bytes) {
      const place = placeOf(name)
      await written(place.folder, place.name, sealedOf(secrets.blobs, name, bytes))
    },
    async layAside(name) {
      await rename(pathOf(name), `${pathOf(name)}.damaged`)
    },
    async remove(name) {
      for (const path of [pathOf(name), `${pathOf(name)}.damaged`]) await rm(path, { force: true })
    },
  }
}

function sealedOf(key: Uint8Array, name: string, bytes: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name))
  return Buffer.concat([Buffer.of(FORM), nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

function opened(key: Uint8Array, name: string, sealed: Buffer): Uint8Array | undefined {
  if (sealed[0] !== FORM || sealed.length < 1 + NONCE + TAG) return undefined
  const nonce = sealed.subarray(1, 1 + NONCE)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(Buffer.from(name))
  decipher.setAuthTag(sealed.subarray(-TAG))
  try {
    return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(1 + NONCE, -TAG)), decipher.final()]))
  } catch {
    return undefined
  }
}

/** There whole or not at all, also after a power cut: the file is synced before it is renamed, its folder after. */
async function written(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeWhole(folder, name, bytes)
    await syncFolder(folder)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new FileFault(code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'unwritable', {}, { cause: error })
  }
}

function noneWhenAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw new FileFault('unwritable', {}, { cause: error })
}
