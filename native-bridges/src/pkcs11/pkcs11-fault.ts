/** How many tries the key grants, as far as PKCS#11 tells: it has flags for it, no number. */
export type PinTries = 'enough' | 'few' | 'last' | 'locked'

export type Pkcs11FaultCode =
  /** The configured file is no PKCS#11 library that this machine can load. */
  | 'module'
  /** No such key, or it was pulled out meanwhile. */
  | 'gone'
  | 'pin'
  /** Too many wrong PINs: only its issuer can open the key again. */
  | 'locked'
  /** No PIN was ever set, or it must be changed with the issuer's program. */
  | 'pin-state'
  /** The key does not hold this certificate with its private part. */
  | 'certificate'
  /** The library did not answer in time, or its process died. */
  | 'stuck'
  | 'failed'

const CODES: Readonly<Record<number, Pkcs11FaultCode>> = {
  3: 'gone',
  48: 'gone',
  50: 'gone',
  160: 'pin',
  161: 'pin',
  162: 'pin',
  163: 'pin-state',
  164: 'locked',
  179: 'gone',
  224: 'gone',
  225: 'gone',
  258: 'pin-state',
}

/** What went wrong with a key. `detail` is the return value in hex, never anything that was entered. */
export class Pkcs11Fault extends Error {
  readonly code: Pkcs11FaultCode
  readonly tries: PinTries | undefined
  readonly detail: string
  constructor(code: Pkcs11FaultCode, tries?: PinTries, detail = '') {
    super(`pkcs11: ${code}${detail && ` (${detail})`}`)
    this.name = 'Pkcs11Fault'
    this.code = code
    this.tries = tries
    this.detail = detail
  }

  /** For a return value other than CKR_OK (PKCS#11 v2.40, section 5.1). */
  static of(rv: number): Pkcs11Fault {
    return new Pkcs11Fault(CODES[rv] ?? 'failed', undefined, `0x${rv.toString(16)}`)
  }
}
