import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { keyFrom } from './seal.ts'

export const MANIFEST = 'manifest.json'
export const FORMAT = 1

const whole = z.number().int().min(0)

const manifest = z.strictObject({
  format: z.literal(FORMAT),
  /** ISO 8601 in UTC. */
  madeAt: z.string(),
  /** Of the program that made it. */
  version: z.string(),
  migrations: z.array(z.string()),
  /** The last number that the log had given. */
  last: whole,
  database: z.strictObject({ file: z.string(), bytes: whole, sha256: z.string() }),
  /** Table → rows. */
  tables: z.record(z.string(), whole),
  files: z.strictObject({ count: whole, bytes: whole }),
  /** Names of the files with certificates and keys that are in it. */
  tls: z.array(z.string().regex(/^[\w.-]+\.pem$/)).optional(),
  /** The salt, in base64, with which the secret becomes the key. Absent: not encrypted. */
  salt: z.string().optional(),
})
export type Manifest = z.infer<typeof manifest>

const signed = z.strictObject({ manifest, mac: z.string().optional() })

/** The text of the manifest; with a key it carries a code (HMAC-SHA-256) that only who has the key can make. */
export function manifestText(given: Manifest, key: Buffer | undefined): string {
  return `${JSON.stringify({ manifest: given, ...(key && { mac: macOf(given, key).toString('hex') }) }, null, 2)}\n`
}

/**
 * Reads the manifest in a backup's folder and makes the key that opens the rest. Throws an Error with a sentence when it
 * is none, when the secret is missing or another one, or when the manifest was changed.
 */
export async function readManifest(
  folder: string,
  secret: string | Buffer | undefined,
): Promise<{ manifest: Manifest; key: Buffer | undefined }> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined)
  if (text === undefined) throw new Error(`${folder} is no backup: it has no ${MANIFEST}`)
  const read = signed.safeParse(parsed(text))
  if (!read.success) throw new Error(`The manifest in ${folder} is not one that this program reads`)
  const { manifest: found, mac } = read.data
  if (found.salt === undefined) return { manifest: found, key: undefined }
  if (secret === undefined)
    throw new Error('The backup is encrypted: give its secret (CHUANGTAI_SECRET) or its --key-file')
  const key = keyFrom(secret, Buffer.from(found.salt, 'base64'))
  if (!mac || !same(Buffer.from(mac, 'hex'), macOf(found, key)))
    throw new Error('The manifest does not belong to this secret: another secret, or it was changed')
  return { manifest: found, key }
}

const macOf = (given: Manifest, key: Buffer): Buffer =>
  // Parsed, so that what is read has its parts in the order of what was written.
  createHmac('sha256', key)
    .update('manifest')
    .update(JSON.stringify(manifest.parse(given)))
    .digest()

const same = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
