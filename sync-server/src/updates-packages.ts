import * as crypto from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  isReleased,
  UPDATE_OPENING,
  type UpdateHead,
  updateHead,
  updateHeadSize,
} from '../../shared-types/src/engine/update-package.ts'
import type { UpdatePackage } from '../../shared-types/src/protocol-updates.ts'
import { Refusal } from './refusal.ts'
import type { Parts } from './route.ts'
import type { Turn } from './store.ts'
import type { ServerTables } from './tables.ts'

type UpdateStore = Parts['updates']

/** Of a whole program with its Node or Electron. */
export const UPDATE_LIMIT = 2 * 1024 * 1024 * 1024

export const packagePath = ({ folder }: UpdateStore, hash: string): string => join(folder, hash)

/**
 * Looks through a package that came, of which the sha-256 is known to be right. Windows prove it again by themselves: here
 * it only keeps what they would refuse from being rolled out. Throws a Refusal.
 */
export async function checkedPackage({ keys }: UpdateStore, path: string): Promise<UpdateHead & { size: number }> {
  const { head, at, size } = await headOf(path)
  if (!isReleased<crypto.KeyObject>(crypto, keys, head)) throw new Refusal(422, 'content', 'signature')
  const { payload } = head.manifest
  const digest = crypto.createHash('sha256')
  for await (const chunk of createReadStream(path, { start: at })) digest.update(chunk as Buffer)
  if (size - at !== payload.size || digest.digest('hex') !== payload.sha256)
    throw new Refusal(422, 'content', 'altered')
  return { ...head, size }
}

async function headOf(path: string): Promise<{ head: UpdateHead; at: number; size: number }> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const opening = Buffer.alloc(UPDATE_OPENING)
    const { bytesRead } = await file.read(opening, 0, UPDATE_OPENING, 0)
    const at = updateHeadSize(opening.subarray(0, bytesRead)) ?? Number.POSITIVE_INFINITY
    const bytes = Buffer.alloc(at <= size ? at : 0)
    await file.read(bytes, 0, bytes.length, 0)
    const head = updateHead(bytes)
    if (!head) throw new Refusal(422, 'content', 'no-package')
    return { head, at, size }
  } finally {
    await file.close()
  }
}

/** Keeps a checked package under its hash; the same again is harmless. */
export async function keepPackage(
  parts: Pick<Parts, 'updates'>,
  turn: Turn,
  path: string,
  { hash, size, manifest }: { hash: string; size: number; manifest: UpdateHead['manifest'] },
  now: string,
): Promise<void> {
  const to = packagePath(parts.updates, hash)
  await mkdir(dirname(to), { recursive: true })
  await rename(path, to)
  const { version, platform, shell, made, over = [] } = manifest
  const row = { hash, version, platform, shell, made_at: made, later: over.join(' '), size, stored_at: now }
  await turn.db
    .insertInto('update_packages')
    .values(row)
    .onConflict(on => on.doNothing())
    .execute()
}

export const packageOf = (row: ServerTables['update_packages']): UpdatePackage => ({
  hash: row.hash,
  version: row.version,
  platform: row.platform,
  shell: row.shell,
  made: row.made_at,
  over: row.later.split(' ').filter(Boolean),
  size: row.size,
  storedAt: row.stored_at,
})
