import { randomUUID } from 'node:crypto'
import { appendFile, mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { namesIn } from '../../../native-bridges/src/kept-files.ts'
import { CallRefusal } from './call-refusal.ts'
import { carryFolder } from './carry-out.ts'
import type { Desk } from './desk.ts'
import { FileFault } from './file-fault.ts'

const folderOf = (desk: Pick<Desk, 'folder'>) => join(carryFolder(desk), 'incoming')

/** Where a file from a stick lies while it is looked into; what it is called there says nothing of it. */
export const incomingPath = (desk: Pick<Desk, 'folder'>, upload: string): string => join(folderOf(desk), upload)

/** Half files and forgotten ones older than this are removed, in ms. */
const KEPT = 24 * 3_600_000

/** Begins a file from a stick. Answers the name for its pieces. */
export async function beginIncoming(desk: Pick<Desk, 'folder'>): Promise<string> {
  const folder = folderOf(desk)
  await mkdir(folder, { recursive: true })
  for (const name of await namesIn(folder)) {
    const found = await stat(join(folder, name))
    if (Date.now() - found.mtimeMs > KEPT) await rm(join(folder, name), { force: true })
  }
  const upload = randomUUID()
  await appendFile(join(folder, upload), '')
  return upload
}

/** Adds a piece, in order. @throws CallRefusal for one that does not follow; FileFault when the disk does not take it */
export async function writeIncoming(
  desk: Pick<Desk, 'folder'>,
  { upload, at, bytes }: { upload: string; at: number; bytes: Uint8Array },
): Promise<void> {
  const path = incomingPath(desk, upload)
  if ((await sizeOf(path)) !== at) throw new CallRefusal('not-found', 'carry.gone')
  try {
    await appendFile(path, bytes)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new FileFault(code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'unwritable', {}, { cause: error })
  }
}

export const dropIncoming = (desk: Pick<Desk, 'folder'>, upload: string): Promise<void> =>
  rm(incomingPath(desk, upload), { force: true })

/** @throws CallRefusal when it is not here (any more) */
export async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  if (!found) throw new CallRefusal('not-found', 'carry.gone')
  return found.size
}
