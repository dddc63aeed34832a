import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Anchor } from '../../../shared-types/src/model/anchor.ts'
import type { Verified } from '../../../shared-types/src/model/finding.ts'
import { anchorsOf } from './audit-anchors.ts'
import { verifyOwn } from './audit-check.ts'
import { chooseKeys } from './keys/choose-keys.ts'
import type { KeyStore } from './keys/key-store.ts'
import { openSecrets } from './keys/secrets.ts'
import { lockFolder } from './lock.ts'
import { notes } from './notes.ts'
import type { Enrolment } from './server-client.ts'
import { openDatabase } from './store/database.ts'
import { kept } from './store/kept.ts'

/** What a window's folder says of its station's audit chain, without the window. */
export interface FolderVerified extends Verified {
  station: string
  /** What the centre signed, for a comparison with the centre's own database. */
  kept: readonly Anchor[]
}

/**
 * Opens the data folder of a window that is not running and checks what its station said. `key` is the centre's public
 * signing key; without one that which the folder itself keeps is taken. `keys` are where the folder says unless told.
 * @throws FolderLockFault while the window runs; KeyFault, StorageFault; Error when it is no window's folder
 */
export async function verifyFolder(
  folder: string,
  { key, keys, passphrase }: { key?: string | undefined; keys?: KeyStore; passphrase?: string | undefined } = {},
): Promise<FolderVerified> {
  if (!existsSync(join(folder, 'window.sqlite'))) throw new Error(`${folder} is no data folder of a window`)
  const lock = lockFolder(folder)
  try {
    const store = keys ?? (await chooseKeys({ folder, passphrase }))
    const db = await openDatabase(folder, (await openSecrets(folder, store)).database)
    try {
      const enrolment = await notes(kept(db.local, 'note')).get<Enrolment>('enrolment')
      const station = enrolment?.station ?? ''
      const anchors = await anchorsOf(
        kept(db.local, 'anchor'),
        () => station,
        () => undefined,
      ).all()
      const verified = await verifyOwn(db.events, { station, anchors, key: key ?? enrolment?.centre?.sign })
      return { ...verified, station, kept: anchors }
    } finally {
      await db.close()
    }
  } finally {
    lock.release()
  }
}
