import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { namesIn } from '../../../native-bridges/src/kept-files.ts'

const Manifest = z.object({
  form: z.literal(1),
  /** ISO 8601, when it was asked for. */
  at: z.iso.datetime(),
  why: z.enum(['day', 'asked', 'migration']),
  version: z.string(),
  station: z.string().optional(),
  events: z.number().int(),
  waiting: z.number().int(),
  /** This station's own newest event in it. */
  counter: z.number().int(),
  newest: z.string(),
  /** Files in it that the centre did not have yet. */
  files: z.number().int(),
  bytes: z.number().int(),
})

export type BackupManifest = z.infer<typeof Manifest>

/** A backup that was verified when it was made; its name is that of its folder. */
export type Backup = BackupManifest & { name: string }

export const backupsFolder = (folder: string): string => join(folder, 'backups')
export const MANIFEST = 'backup.json'
export const DATABASE = 'window.sqlite'
/** Where pages and photos lie in a data folder, and in a backup. */
export const BLOBS = 'blobs'

/** The backups of a data folder, newest first. One that is not whole, or whose size is another, is none. */
export async function listBackups(folder: string): Promise<Backup[]> {
  const found: Backup[] = []
  const place = backupsFolder(folder)
  for (const name of (await namesIn(place)).filter(n => /^\d{8}T\d{6}/.test(n))) {
    try {
      const read = Manifest.parse(JSON.parse(await readFile(join(place, name, MANIFEST), 'utf8')))
      if ((await stat(join(place, name, DATABASE))).size === read.bytes) found.push({ ...read, name })
    } catch {
      // Half of a backup, or none of ours: nothing that could be restored.
    }
  }
  return found.sort((a, b) => (a.at < b.at ? 1 : -1))
}
