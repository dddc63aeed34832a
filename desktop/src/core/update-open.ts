import * as crypto from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import {
  isReleased,
  UPDATE_OPENING,
  type UpdateHead,
  updateHead,
  updateHeadSize,
} from '../../../shared-types/src/engine/update-package.ts'
import type { UpdateManifest } from '../../../shared-types/src/model/update.ts'
import { UpdateRefusal } from './update-refusal.ts'

/** A package whose manifest is released by a known key; its payload has not been looked at. */
export interface OpenedUpdate {
  manifest: UpdateManifest
  /** The sha-256 of what was signed, in hex: the name of this package. */
  package: string
  /** Where the payload begins, in bytes. */
  at: number
}

/** Looks at the beginning of a package file. @throws UpdateRefusal for what is none, or is not released */
export async function openUpdate(path: string, keys: readonly string[]): Promise<OpenedUpdate> {
  const file = await open(path, 'r')
  try {
    const opening = Buffer.alloc(UPDATE_OPENING)
    const { bytesRead } = await file.read(opening, 0, UPDATE_OPENING, 0)
    const size = updateHeadSize(opening.subarray(0, bytesRead))
    if (size === undefined || (await file.stat()).size < size) throw new UpdateRefusal('no-package')
    const bytes = Buffer.alloc(size)
    await file.read(bytes, 0, size, 0)
    return { ...releasedHead(bytes, keys), at: size }
  } finally {
    await file.close()
  }
}

/** The manifest of a head, with its package's name. @throws UpdateRefusal for what is none, or is not released */
export function releasedHead(bytes: Uint8Array, keys: readonly string[]): Omit<OpenedUpdate, 'at'> {
  const head = updateHead(bytes)
  if (!head) throw new UpdateRefusal('no-package')
  if (keys.length === 0) throw new UpdateRefusal('no-key')
  if (!isReleased<crypto.KeyObject>(crypto, keys, head)) throw new UpdateRefusal('signature')
  return { manifest: head.manifest, package: packageName(head) }
}

/** The sha-256 of what was signed, in hex. */
const packageName = ({ signed }: UpdateHead): string => crypto.hash('sha256', signed)

/** Reads the whole payload once: it is what was signed, all of it and nothing behind. @throws UpdateRefusal */
export async function checkPayload(path: string, { manifest, at }: OpenedUpdate): Promise<void> {
  const digest = crypto.createHash('sha256')
  let size = 0
  for await (const chunk of createReadStream(path, { start: at })) {
    size += (chunk as Buffer).length
    if (size > manifest.payload.size) throw new UpdateRefusal('altered')
    digest.update(chunk as Buffer)
  }
  if (size !== manifest.payload.size || digest.digest('hex') !== manifest.payload.sha256)
    throw new UpdateRefusal('altered')
}
