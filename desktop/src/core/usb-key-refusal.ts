import type { Pkcs11Fault } from '../../../native-bridges/src/pkcs11/pkcs11-fault.ts'
import { CallRefusal } from './call-refusal.ts'
import { ServerRefusal } from './server-fault.ts'

/** The sentence for what went wrong with a key; of a wrong PIN it says how many tries are left, as far as keys tell. */
export function keyRefusal({ code, tries, detail }: Pkcs11Fault): CallRefusal {
  if (code === 'pin') return new CallRefusal('session', `usbKey.pin.${tries ?? 'enough'}`)
  return new CallRefusal('device', `usbKey.${code}`, { detail })
}

/** The sentence for why the centre does not take a certificate; undefined for everything else. */
export function certificateRefusal(error: unknown): CallRefusal | undefined {
  if (!(error instanceof ServerRefusal) || error.error !== 'certificate') return undefined
  return new CallRefusal('session', `certificate.${error.detail ?? 'unknown'}`)
}

/** The same for who registers one; of an officer's only the server's own program does. Throws. */
export function certificateWorded(error: unknown): never {
  if (error instanceof ServerRefusal && error.error === 'forbidden' && error.detail === 'officer')
    throw new CallRefusal('forbidden', 'certificate.officer')
  throw certificateRefusal(error) ?? error
}
