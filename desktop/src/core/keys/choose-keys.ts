import { randomUUID } from 'node:crypto'
import { fileKeys } from './file-keys.ts'
import { KeyFault } from './key-fault.ts'
import type { KeyStore } from './key-store.ts'
import { keyringKeys, keyringWorks } from './keyring-keys.ts'
import { passphraseKeys } from './passphrase-keys.ts'
import { type ProtectionRecord, readProtection, writeProtection } from './protection.ts'
import { isSafe, type SafeStorage, safeStorageKeys } from './safe-storage-keys.ts'

/** How a person wants the keys kept. */
export type KeyWish = 'keyring' | 'passphrase' | 'file'

export interface KeyAsk {
  /** The data folder, which exists and is locked for this process. */
  folder: string
  /** Undefined: as the folder says already, else the keyring. */
  wish?: KeyWish | undefined
  passphrase?: string | undefined
  /** In Electron. */
  safeStorage?: SafeStorage | undefined
}

/**
 * Where this folder's keys are kept: as it was chosen the first time, for a new folder in the keyring of the operating
 * system. There is no silent way down: a machine without a keyring needs somebody's choice.
 * @throws KeyFault `choice`, `passphrase`, `passphrase-new`, `other`, and what the stores throw
 */
export async function chooseKeys(ask: KeyAsk): Promise<KeyStore> {
  const record = await readProtection(ask.folder)
  if (!record) return begin(ask)
  if (ask.wish && ask.wish !== wishOf(record)) throw new KeyFault('other')
  return again(ask, record)
}

const wishOf = ({ kind }: ProtectionRecord): KeyWish => (kind === 'passphrase' || kind === 'file' ? kind : 'keyring')

async function again({ folder, passphrase, safeStorage }: KeyAsk, { kind, id }: ProtectionRecord): Promise<KeyStore> {
  if (kind === 'file') return fileKeys(folder)
  if (kind === 'passphrase') return passphraseKeys(folder, typed(passphrase, 'passphrase'))
  if (kind !== 'safe-storage') return keyringKeys(id)
  // Electron's own keyring is not to be had from outside it.
  if (!safeStorage || !isSafe(safeStorage, process.platform)) throw new KeyFault('keyring')
  return safeStorageKeys(folder, safeStorage)
}

async function begin(ask: KeyAsk): Promise<KeyStore> {
  const { folder } = ask
  const id = randomUUID()
  const keys = await firstStore(ask, id)
  await writeProtection(folder, { form: 1, kind: keys.kind, id })
  return keys
}

async function firstStore({ folder, wish, passphrase, safeStorage }: KeyAsk, id: string): Promise<KeyStore> {
  if (wish === 'file') return fileKeys(folder)
  if (wish === 'passphrase') return passphraseKeys(folder, typed(passphrase, 'passphrase-new'))
  if (safeStorage && isSafe(safeStorage, process.platform)) return safeStorageKeys(folder, safeStorage)
  if (await keyringWorks(id)) return keyringKeys(id)
  throw new KeyFault(wish === 'keyring' ? 'keyring' : 'choice')
}

function typed(passphrase: string | undefined, without: 'passphrase' | 'passphrase-new'): string {
  if (passphrase === undefined || passphrase === '') throw new KeyFault(without)
  return passphrase
}
