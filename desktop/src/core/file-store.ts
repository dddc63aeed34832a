import type { StoredFile } from '../api/files.ts'
import type { Blobs } from './blobs.ts'
import { CallRefusal } from './call-refusal.ts'
import { FileFault } from './file-fault.ts'
import { type FilePages, filePages } from './file-pages.ts'
import type { PageWorkers } from './pages/page-workers.ts'
import type { ServerClient } from './server-client.ts'
import { ServerRefusal } from './server-fault.ts'
import type { Kept } from './store/kept.ts'

/** A stored file that the centre does not have yet. */
export interface Upload {
  mime: string
  size: number
  addedAt: string
  /** The person who took it in. */
  by?: string
}

/** Files that are remembered with whoever took them in, beside those that wait: what a form holds and no case names yet. */
const IN_HAND = 5000

/** Photos and scans: kept here by their content, sent to the centre when the line is there, fetched when it is not here. */
export interface FileStore extends FilePages {
  /** `by`: the person who takes it in. @throws FileFault for what cannot be taken in */
  add(bytes: Uint8Array, by: string): Promise<StoredFile>
  /** A portrait, brought to the size of a card's photo. */
  addPortrait(bytes: Uint8Array, by: string): Promise<StoredFile>
  /** Whether this person took the file in, since the window was opened or before it was sent. */
  isBy(hash: string, person: string): Promise<boolean>
  /** @throws CallRefusal when it is neither here nor to be had */
  get(hash: string): Promise<{ mime: string; bytes: Uint8Array }>
  thumbnail(hash: string): Promise<{ mime: string; bytes: Uint8Array }>
  /**
   * Sends what the centre does not have. Stops at the first that fails: the next talk goes on. One that is damaged or gone
   * here, or that the centre does not take, is passed over, so that it keeps nobody else waiting.
   */
  upload(): Promise<void>
  /** What the centre does not have yet. */
  unsent(): Promise<UnsentFile[]>
  /** The centre has got these by another way: they need not be sent. */
  sent(hashes: readonly string[]): Promise<void>
  /** It goes for good, sent or not. */
  erase(hash: string): Promise<void>
}

export interface UnsentFile {
  hash: string
  mime: string
  size: number
}

interface Parts {
  kept: Blobs
  /** Make pages of what is scanned, photographed or chosen as a page. */
  pages: PageWorkers
  uploads: Kept<Upload>
  server: ServerClient
  now: () => string
}

export function fileStore({ kept, pages, uploads, server, now }: Parts): FileStore {
  const inHand = new Map<string, Set<string>>()
  const noted = async (file: StoredFile, by: string): Promise<StoredFile> => {
    await uploads.put(file.hash, { mime: file.mime, size: file.size, addedAt: now(), by })
    inHand.set(file.hash, new Set([...(inHand.get(file.hash) ?? []), by]))
    if (inHand.size > IN_HAND) inHand.delete(inHand.keys().next().value!)
    return file
  }
  async function fetched(hash: string): Promise<void> {
    if (await kept.has(hash)) return
    const there = await server.getFile(hash).catch(() => undefined)
    if (!there) throw new CallRefusal('not-found', 'file.missing')
    await kept.put(hash, there.bytes)
  }
  async function get(hash: string) {
    await fetched(hash)
    return kept.get(hash)
  }
  return {
    ...filePages({ kept, pages, noted, get }),
    add: async (bytes, by) => noted(await kept.add(bytes), by),
    addPortrait: async (bytes, by) => noted(await kept.addPortrait(bytes), by),
    isBy: async (hash, person) => inHand.get(hash)?.has(person) || (await uploads.get(hash))?.by === person,
    get,
    async thumbnail(hash) {
      await fetched(hash)
      return kept.thumbnail(hash)
    },
    async upload() {
      for (const { key, value } of await uploads.all()) {
        if (!(await server.hasFile(key))) {
          const file = await kept.get(key).catch(unlessLost)
          if (!file) continue
          const taken = await server.putFile(key, value.mime, file.bytes).then(() => true, unlessNeverTaken)
          if (!taken) continue
        }
        await uploads.remove(key)
      }
    },
    unsent: async () => (await uploads.all()).map(({ key, value: { mime, size } }) => ({ hash: key, mime, size })),
    async sent(hashes) {
      for (const hash of hashes) await uploads.remove(hash)
    },
    async erase(hash) {
      await uploads.remove(hash)
      await kept.remove(hash)
    },
  }
}

/** A file that was deleted or damaged under us stays noted: a backup may bring it back. */
function unlessLost(error: unknown): undefined {
  if (error instanceof FileFault && (error.code === 'missing' || error.code === 'damaged')) return undefined
  throw error
}

/** What the centre finds too large, or no page or photo, stays noted as not sent. */
function unlessNeverTaken(error: unknown): false {
  if (error instanceof ServerRefusal && (error.error === 'too-large' || error.error === 'content')) return false
  throw error
}
