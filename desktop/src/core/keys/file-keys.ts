import { keyFolder } from './key-folder.ts'
import type { KeyStore } from './key-store.ts'

/**
 * Keys as they are in files that only this account may read: they guard a stolen backup of the database, not a stolen
 * disk or a copied folder. Chosen knowingly where there is no keyring.
 */
export function fileKeys(folder: string): KeyStore {
  const files = keyFolder(folder)
  return { kind: 'file', get: files.read, put: files.write, remove: files.remove }
}
