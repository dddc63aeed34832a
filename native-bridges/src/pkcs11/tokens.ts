import { createHash, X509Certificate } from 'node:crypto'
import { CKA, CKF, CKM, CKO, type Cryptoki, ulong } from './cryptoki.ts'
import { type PinTries, Pkcs11Fault } from './pkcs11-fault.ts'

/** A key in one of the machine's sockets. */
export interface KeyToken {
  /** Its serial number, by which it is the same one tomorrow. */
  serial: string
  label: string
  maker: string
  model: string
  tries: PinTries
}

/** What is to be signed, with which certificate of which key. The PIN's bytes are wiped after use. */
export interface SignOrder {
  serial: string
  /** SHA-256 of the certificate, in hex. */
  fingerprint: string
  pin: Uint8Array
  data: Uint8Array
}

/**
 * The keys that are there and were set up by their issuer. `stale`: the library has lost track of its sockets and sees
 * what has come meanwhile only when it is initialised anew.
 */
export function tokens(cryptoki: Cryptoki): { tokens: KeyToken[]; stale: boolean } {
  const slots = cryptoki.slots()
  const here = slots.flatMap(slot => present(cryptoki, slot))
  return { tokens: here.map(({ token }) => token), stale: !here.length || slots.some(slot => !infoOf(cryptoki, slot)) }
}

/** Its certificates, as DER; they lie open on the key. */
export function certificates(cryptoki: Cryptoki, serial: string): Buffer[] {
  return inSession(cryptoki, serial, session => certificatesIn(cryptoki, session).map(({ der }) => der))
}

/**
 * Signs with SHA-256: PKCS#1 v1.5 with an RSA key, ECDSA as r and s side by side (IEEE P1363) with a curve's. The PIN is
 * tried once, and not at all on a key that says it is locked.
 * @throws Pkcs11Fault
 */
export function sign(cryptoki: Cryptoki, { serial, fingerprint, pin, data }: SignOrder): Buffer {
  const secret = Buffer.from(pin.buffer, pin.byteOffset, pin.byteLength)
  try {
    if (tokenOf(cryptoki, serial).token.tries === 'locked') throw new Pkcs11Fault('locked', 'locked')
    return inSession(cryptoki, serial, session => {
      const found = certificatesIn(cryptoki, session).find(({ der }) => sha256(der).toString('hex') === fingerprint)
      if (!found) throw new Pkcs11Fault('certificate')
      login(cryptoki, session, serial, secret)
      try {
        return signed(cryptoki, session, found, data)
      } finally {
        cryptoki.logout(session)
      }
    })
  } finally {
    secret.fill(0)
  }
}

function login(cryptoki: Cryptoki, session: number, serial: string, pin: Buffer): void {
  try {
    cryptoki.login(session, pin)
  } catch (error) {
    if (!(error instanceof Pkcs11Fault) || (error.code !== 'pin' && error.code !== 'locked')) throw error
    const left = error.code === 'locked' ? 'locked' : tokenOf(cryptoki, serial).token.tries
    throw new Pkcs11Fault(left === 'locked' ? 'locked' : 'pin', left)
  }
}

interface Found {
  der: Buffer
  id: Buffer | undefined
}

function signed(cryptoki: Cryptoki, session: number, { der, id }: Found, data: Uint8Array): Buffer {
  const [key] = cryptoki.find(session, [
    { type: CKA.class, value: ulong(CKO.privateKey) },
    ...(id ? [{ type: CKA.id, value: id }] : []),
  ])
  if (key === undefined) throw new Pkcs11Fault('certificate')
  const hash = sha256(data)
  const kind = new X509Certificate(der).publicKey.asymmetricKeyType
  if (kind === 'ec') return cryptoki.sign(session, CKM.ecdsa, key, hash)
  if (kind === 'rsa') return cryptoki.sign(session, CKM.rsaPkcs, key, Buffer.concat([DIGEST_INFO, hash]))
  throw new Pkcs11Fault('certificate')
}

/** What stands before a SHA-256 in a PKCS#1 v1.5 signature (RFC 8017, section 9.2). */
const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex')

function certificatesIn(cryptoki: Cryptoki, session: number): Found[] {
  return cryptoki.find(session, [{ type: CKA.class, value: ulong(CKO.certificate) }]).flatMap(object => {
    const der = cryptoki.value(session, object, CKA.value)
    return der?.length ? [{ der, id: cryptoki.value(session, object, CKA.id) }] : []
  })
}

function inSession<T>(cryptoki: Cryptoki, serial: string, work: (session: number) => T): T {
  const session = cryptoki.openSession(tokenOf(cryptoki, serial).slot)
  try {
    return work(session)
  } finally {
    cryptoki.closeSession(session)
  }
}

function tokenOf(cryptoki: Cryptoki, serial: string): { slot: number; token: KeyToken } {
  const here = cryptoki.slots().flatMap(slot => present(cryptoki, slot))
  const found = here.find(({ token }) => token.serial === serial)
  if (!found) throw new Pkcs11Fault('gone')
  return found
}

function present(cryptoki: Cryptoki, slot: number): { slot: number; token: KeyToken }[] {
  const info = infoOf(cryptoki, slot)
  if (!info || (info.flags & CKF.initialized) === 0 || (info.flags & CKF.pinInitialized) === 0) return []
  const text = (from: number, to: number) => info.bytes.toString('utf8', from, to).replaceAll('\0', ' ').trim()
  const token = {
    serial: text(80, 96),
    label: text(0, 32),
    maker: text(32, 64),
    model: text(64, 80),
    tries: triesOf(info.flags),
  }
  return [{ slot, token }]
}

/** Undefined for a slot whose token was pulled or cannot be read: it takes nothing from the others. */
function infoOf(cryptoki: Cryptoki, slot: number): ReturnType<Cryptoki['tokenInfo']> | undefined {
  try {
    return cryptoki.tokenInfo(slot)
  } catch (error) {
    if (error instanceof Pkcs11Fault) return undefined
    throw error
  }
}

function triesOf(flags: number): PinTries {
  if (flags & CKF.pinLocked) return 'locked'
  if (flags & CKF.pinLast) return 'last'
  return flags & CKF.pinLow ? 'few' : 'enough'
}

const sha256 = (data: Uint8Array): Buffer => createHash('sha256').update(data).digest()
