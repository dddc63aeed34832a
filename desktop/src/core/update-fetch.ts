import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { namesIn } from '../../../native-bridges/src/kept-files.ts'
import { UPDATE_OPENING, updateHeadSize } from '../../../shared-types/src/engine/update-package.ts'
import type { UpdateOffer } from '../../../shared-types/src/protocol-updates.ts'
import { demandFit, type UpdateMachine } from './update-install.ts'
import { releasedHead } from './update-open.ts'
import { UpdateRefusal } from './update-refusal.ts'
import type { UpdateRequests } from './update-requests.ts'

interface Fetching {
  base: string
  machine: UpdateMachine
  server: Pick<UpdateRequests, 'updatePiece'>
  /** Hears how many bytes are here. */
  heard: (done: number) => void
  signal: AbortSignal
}

const folderOf = (base: string) => join(base, 'downloads')

/**
 * Fetches a package piece by piece, each durable, and goes on where an earlier try ended. Its head is judged as soon as it
 * is here, so that nothing more is fetched of what would be refused. Answers where the file lies.
 * @throws UpdateRefusal, and what the line or the disk throws
 */
export async function fetchUpdate(fetching: Fetching, offer: UpdateOffer): Promise<string> {
  const { base, server, heard, signal } = fetching
  const path = join(folderOf(base), offer.hash)
  await mkdir(folderOf(base), { recursive: true })
  await dropOthers(base, offer.hash)
  let done = (await stat(path).catch(() => undefined))?.size ?? 0
  let judged = false
  while (done < offer.size) {
    signal.throwIfAborted()
    const piece = await server.updatePiece(offer.hash, done)
    if (piece.length === 0 || done + piece.length > offer.size) throw new UpdateRefusal('altered')
    await append(path, piece)
    done += piece.length
    heard(done)
    if (!judged) judged = await judgeHead(fetching, path, done)
  }
  if ((await sha256Of(path)) !== offer.hash) throw new UpdateRefusal('altered')
  return path
}

/** Lets go of a package that is installed or of no use. */
export const dropUpdate = (base: string, hash: string): Promise<void> => rm(join(folderOf(base), hash), { force: true })

async function dropOthers(base: string, hash: string): Promise<void> {
  for (const name of await namesIn(folderOf(base))) if (name !== hash) await dropUpdate(base, name)
}

async function append(path: string, piece: Uint8Array): Promise<void> {
  const file = await open(path, 'a')
  try {
    await file.writeFile(piece)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Whether the whole head was here and is right. @throws UpdateRefusal when it is here and is not */
async function judgeHead({ base, machine }: Fetching, path: string, done: number): Promise<boolean> {
  if (done < UPDATE_OPENING) return false
  const file = await open(path, 'r')
  try {
    const opening = Buffer.alloc(UPDATE_OPENING)
    await file.read(opening, 0, UPDATE_OPENING, 0)
    const size = updateHeadSize(opening)
    if (size === undefined) throw new UpdateRefusal('no-package')
    if (done < size) return false
    const head = Buffer.alloc(size)
    await file.read(head, 0, size, 0)
    await demandFit(base, releasedHead(head, machine.keys), machine)
    return true
  } finally {
    await file.close()
  }
}

async function sha256Of(path: string): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of createReadStream(path)) digest.update(chunk as Buffer)
  return digest.digest('hex')
}
