import { KeyFault } from './key-fault.ts'
import { keyFolder } from './key-folder.ts'
import type { KeyStore } from './key-store.ts'

/** Of Electron's safeStorage what is used here (electronjs.org/docs/latest/api/safe-storage). */
export interface SafeStorage {
  isEncryptionAvailable(): boolean
  /** Linux only. */
  getSelectedStorageBackend?(): string
  encryptString(text: string): Uint8Array
  decryptString(sealed: Buffer): string
}

/**
 * Whether it protects anything: on Linux without a keyring it encrypts with a password that stands in its own source
 * (`basic_text`), which is none.
 */
export function isSafe(storage: SafeStorage, platform: NodeJS.Platform): boolean {
  if (!storage.isEncryptionAvailable()) return false
  if (platform !== 'linux') return true
  return !['basic_text', 'unknown'].includes(storage.getSelectedStorageBackend?.() ?? 'unknown')
}

/** Keys in files that Electron encrypts with a key of the operating system's keyring. */
export function safeStorageKeys(folder: string, storage: SafeStorage): KeyStore {
  const files = keyFolder(folder)
  return {
    kind: 'safe-storage',
    async get(name) {
      const sealed = await files.read(name)
      return sealed && opened(storage, sealed)
    },
    async put(name, bytes) {
      await files.write(name, storage.encryptString(Buffer.from(bytes).toString('base64')))
    },
    remove: files.remove,
  }
}

/** A folder that was copied from another account or machine does not open here: to this one its key is missing. */
function opened(storage: SafeStorage, sealed: Uint8Array): Uint8Array {
  try {
    return new Uint8Array(Buffer.from(storage.decryptString(Buffer.from(sealed)), 'base64'))
  } catch (error) {
    throw new KeyFault('missing', { cause: error })
  }
}
