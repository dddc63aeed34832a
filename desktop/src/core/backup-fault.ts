/** Why there is no backup, or none can be restored. Closed: the core's words have `backup.<code>` for each. */
export type BackupFaultCode =
  /** The folder of the backups lies on another machine; fact `kind`. */
  | 'network'
  /** The backup that was chosen does not open any more, or is not there. */
  | 'damaged'

/** An expected refusal around backups. */
export class BackupFault extends Error {
  readonly code: BackupFaultCode
  readonly facts: Readonly<Record<string, string>>

  constructor(code: BackupFaultCode, facts: BackupFault['facts'] = {}, options?: ErrorOptions) {
    super(`backup ${code}`, options)
    this.name = 'BackupFault'
    this.code = code
    this.facts = facts
  }
}
