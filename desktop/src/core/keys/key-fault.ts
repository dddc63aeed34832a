/** Why a secret cannot be had. Closed: the core's words have `key.<code>` for each. */
export type KeyFaultCode =
  /** The folder's data is encrypted and its key is not where keys are kept: another machine, another account. */
  | 'missing'
  /** A key is there and does not open what it should: it belongs to another folder or was altered. */
  | 'wrong'
  /** The keyring is locked, was refused, or answers with an error. */
  | 'keyring'
  /** This machine has no keyring that protects anything; somebody must choose what else is used. */
  | 'choice'
  /** The folder's keys are kept in another way than was asked for now. */
  | 'other'
  /** A new folder shall be protected by a passphrase, which somebody must choose. */
  | 'passphrase-new'
  /** A passphrase is needed to open this folder. */
  | 'passphrase'
  /** The passphrase that was typed is not the one. */
  | 'passphrase-wrong'
  /** A new passphrase is too short. */
  | 'passphrase-weak'
  /** The file of a key cannot be written or read. */
  | 'unwritable'

/** An expected failure around the window's keys. It never carries a key or a passphrase. */
export class KeyFault extends Error {
  readonly code: KeyFaultCode

  constructor(code: KeyFaultCode, options?: ErrorOptions) {
    super(`key ${code}`, options)
    this.name = 'KeyFault'
    this.code = code
  }
}
