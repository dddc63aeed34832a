import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Manifest } from './manifest.ts'
import { opening, sealing } from './seal.ts'

/** The folder in a backup with the authority's and the server's keys and certificates. */
const TLS = 'tls'

/** Copies the certificates and keys that lie in a folder, each sealed. Answers their names. */
export async function copyTls(from: string, backup: string, key: Buffer): Promise<string[]> {
  const names = await pemsIn(from)
  if (names.length) await mkdir(join(backup, TLS), { mode: 0o700 })
  for (const name of names)
    await pipeline(
      createReadStream(join(from, name)),
      sealing(key),
      createWriteStream(join(backup, TLS, name), { flush: true, mode: 0o600 }),
    )
  return names
}

/**
 * Puts them where a server looks for them. `there`: some lie there already, which windows may know, and stay as they are;
 * `none`: the backup has none. Throws an Error when one does not open; then none is left behind.
 */
export async function restoreTls(
  backup: string,
  { tls = [] }: Pick<Manifest, 'tls'>,
  to: string,
  key: Buffer | undefined,
): Promise<'put' | 'there' | 'none'> {
  if ((await pemsIn(to)).length) return 'there'
  if (!tls.length || !key) return 'none'
  await mkdir(to, { recursive: true, mode: 0o700 })
  try {
    for (const name of tls)
      await pipeline(
        createReadStream(join(backup, TLS, name)),
        opening(key),
        createWriteStream(join(to, name), { flush: true, mode: 0o600, flags: 'wx' }),
      )
  } catch (error) {
    for (const name of tls) await rm(join(to, name), { force: true })
    throw error
  }
  return 'put'
}

const pemsIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.pem')).sort()
