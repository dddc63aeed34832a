import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeWhole } from '../../../../native-bridges/src/kept-files.ts'
import { syncFolder } from '../sync-folder.ts'
import { KeyFault } from './key-fault.ts'

const Record = z.object({
  form: z.literal(1),
  kind: z.enum(['safe-storage', 'secret-service', 'dpapi', 'keychain', 'passphrase', 'file']),
  /** Names this folder in a keyring, wherever the folder is moved to. */
  id: z.uuid(),
  /** Tells the folder's data key from another one; the key cannot be had from it. */
  check: z.string().optional(),
})

/** What a data folder says of its own protection, in `protection.json`: nothing of it is secret. */
export type ProtectionRecord = z.infer<typeof Record>

const NAME = 'protection.json'

/** Undefined when the folder has none yet. @throws KeyFault `unwritable` when it cannot be read or is none of ours */
export async function readProtection(folder: string): Promise<ProtectionRecord | undefined> {
  try {
    return Record.parse(JSON.parse(await readFile(join(folder, NAME), 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new KeyFault('unwritable', { cause: error })
  }
}

/** Durable when it answers. @throws KeyFault `unwritable` */
export async function writeProtection(folder: string, record: ProtectionRecord): Promise<void> {
  try {
    await writeWhole(folder, NAME, JSON.stringify(record))
    await syncFolder(folder)
  } catch (error) {
    throw new KeyFault('unwritable', { cause: error })
  }
}
