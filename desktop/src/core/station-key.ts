import * as crypto from 'node:crypto'
import type { KeyStore } from './keys/key-store.ts'

/**
 * The keys by which this window is known as a station. Public keys are the raw 32 bytes in base64url; the private parts
 * never leave this object but into the key store, sealed for this machine.
 */
export interface StationKey {
  /** Ed25519 (RFC 8032). */
  publicKey: string
  /** 64 bytes of Ed25519 over `bytes`. */
  sign(bytes: Uint8Array): Uint8Array
  /** X25519 (RFC 7748): what is sealed to the station. */
  seal: { publicKey: string; privateKey: crypto.KeyObject }
}

/** `missing`: not in the key store, another account or machine. `moved`: there, and sealed for another machine. */
export type StationKeyFault = 'missing' | 'moved'

/** Its name in the key store. */
const NAME = 'station'
const NONCE = 12
const TAG = 16

interface Pairs {
  sign: crypto.KeyObject
  seal: crypto.KeyObject
}

/** New pairs, kept nowhere until `keepStationKey`. */
export function makeStationKey(): StationKey & { pairs: Pairs } {
  const pairs = {
    sign: crypto.generateKeyPairSync('ed25519').privateKey,
    seal: crypto.generateKeyPairSync('x25519').privateKey,
  }
  return { ...usable(pairs), pairs }
}

/**
 * Keeps the pairs under `station`, encrypted by AES-256-GCM with a key that comes from the machine's own id by HKDF: in a
 * folder that was copied to another machine they do not open. Durable when it answers. @throws KeyFault
 */
export async function keepStationKey(keys: KeyStore, machine: string, { pairs }: { pairs: Pairs }): Promise<void> {
  const text = JSON.stringify({ sign: pkcs8(pairs.sign), seal: pkcs8(pairs.seal) })
  const [salt, nonce] = [crypto.randomBytes(16), crypto.randomBytes(NONCE)]
  const cipher = crypto.createCipheriv('aes-256-gcm', machineKey(machine, salt), nonce)
  const box = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  const record = { salt: salt.toString('base64url'), box: box.toString('base64url') }
  await keys.put(NAME, Buffer.from(JSON.stringify(record)))
}

/** The keys that were kept, if they are here and of this machine. @throws KeyFault when the store cannot be read */
export async function openStationKey(keys: KeyStore, machine: string): Promise<StationKey | StationKeyFault> {
  const kept = await keys.get(NAME)
  if (!kept) return 'missing'
  try {
    const { salt, box } = JSON.parse(Buffer.from(kept).toString('utf8')) as { salt: string; box: string }
    const bytes = Buffer.from(box, 'base64url')
    const key = machineKey(machine, Buffer.from(salt, 'base64url'))
    const decipher = crypto.createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG })
    decipher.setAuthTag(bytes.subarray(-TAG))
    const text = decipher.update(bytes.subarray(NONCE, -TAG), undefined, 'utf8') + decipher.final('utf8')
    const pairs = JSON.parse(text) as { sign: string; seal: string }
    return usable({ sign: readKey(pairs.sign), seal: readKey(pairs.seal) })
  } catch {
    // An altered record and one of another machine are the same here: it does not open, and a new code mends both.
    return 'moved'
  }
}

function usable({ sign, seal }: Pairs): StationKey {
  return {
    publicKey: rawOf(sign),
    sign: bytes => crypto.sign(null, bytes, sign),
    seal: { publicKey: rawOf(seal), privateKey: seal },
  }
}

const machineKey = (machine: string, salt: Uint8Array) =>
  Buffer.from(crypto.hkdfSync('sha256', machine, salt, 'chuangtai station key', 32))

const rawOf = (key: crypto.KeyObject): string => crypto.createPublicKey(key).export({ format: 'jwk' }).x!

const pkcs8 = (key: crypto.KeyObject): string => key.export({ type: 'pkcs8', format: 'der' }).toString('base64url')

const readKey = (der: string): crypto.KeyObject =>
  crypto.createPrivateKey({ key: Buffer.from(der, 'base64url'), type: 'pkcs8', format: 'der' })
