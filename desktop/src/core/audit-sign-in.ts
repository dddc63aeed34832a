import { Pkcs11Fault } from '../../../native-bridges/src/pkcs11/pkcs11-fault.ts'
import type { User } from '../../../shared-types/src/model/person.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'

/** Whoever sits there: nobody that is known. */
const NOBODY: User = { id: '', post: '', role: 'clerk', unit: '', units: [], district: [] }

/**
 * Writes down a sign-in that failed without the centre, which notes those that it sees itself. A name is written only when
 * it is one of this window's: people type their password into the wrong field.
 */
export async function noteFailedSignIn(desk: Desk, login: string, error: unknown): Promise<void> {
  if (!(error instanceof CallRefusal) || error.code !== 'session') return
  if (!desk.station() || desk.sync.state().network === 'online') return
  const known = (await desk.accounts.known()).some(account => account.login === login)
  const what = { how: 'offline', ...(known && { login }) }
  await desk.audit(NOBODY, 'sign-in-failed', 'sign-in', what).catch(() => undefined)
}

/**
 * Writes down that a key refused: a wrong PIN, or one that was locked. Neither the PIN nor whose key it is, which the
 * certificate says only once it has signed.
 */
export async function noteFailedKey(desk: Desk, error: unknown): Promise<void> {
  if (!(error instanceof Pkcs11Fault) || (error.code !== 'pin' && error.code !== 'locked') || !desk.station()) return
  const what = { how: 'key', why: error.code }
  await desk.audit(NOBODY, 'sign-in-failed', 'sign-in', what).catch(() => undefined)
}
