/**
 * What keeps the window's secrets, strongest first as a rule: Electron's safeStorage, the operating system's own keyring,
 * a passphrase typed at each start, a file that only this account may read.
 */
export type Protection = 'safe-storage' | 'secret-service' | 'dpapi' | 'keychain' | 'passphrase' | 'file'

/** Small secrets of this window by name (`[a-z0-9-]`, at most 40 characters), never in its database. */
export interface KeyStore {
  readonly kind: Protection
  /** Undefined when there is none of this name. @throws KeyFault when it is there and cannot be had */
  get(name: string): Promise<Uint8Array | undefined>
  /** Durable when it answers; replaces what was there. @throws KeyFault */
  put(name: string, bytes: Uint8Array): Promise<void>
  /** Gone when it answers; a name that is not there is no fault. */
  remove(name: string): Promise<void>
}
