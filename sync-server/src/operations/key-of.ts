import { readFile } from 'node:fs/promises'
import type { Config } from '../config.ts'

/** What a backup is sealed with: the content of the key file that was named, else the secret of the configuration. */
export async function keyOf(
  file: string | undefined,
  config: Pick<Config, 'secret'>,
): Promise<string | Buffer | undefined> {
  if (file === undefined) return config.secret
  const content = await readFile(file).catch(() => undefined)
  if (!content) throw new Error(`The key file ${file} cannot be read`)
  if (content.length < 16) throw new Error(`The key file ${file} is too short to be a key: 16 bytes at least`)
  return content
}
