import * as crypto from 'node:crypto'
import { openSealedBy } from '../../shared-types/src/carry-seal.ts'
import { type KeptText, keptText } from './kept-text.ts'
import { openText, sealText } from './secret-seal.ts'
import type { Db, Store } from './store.ts'
import type { ServerTables } from './tables.ts'

/** The server's own pairs. Public keys are the raw 32 bytes in base64url. */
export interface ServerKey {
  /** Tells this deployment's keys from any other's: the beginning of the sha-256 of both public keys, in hex. */
  id: string
  /** The private parts lie in the database encrypted, not as they are. */
  encrypted: boolean
  /** Ed25519 (RFC 8032). */
  sign: { publicKey: string }
  /** X25519 (RFC 7748). */
  seal: { publicKey: string }
  /** 64 bytes of Ed25519. */
  signBytes(bytes: Uint8Array): Uint8Array
  /** What `sealTo(seal.publicKey)` made. Throws when it was sealed to another or altered. */
  openSealed(bytes: Uint8Array): Uint8Array
  /** What else the database must not tell; open where the private keys lie open. */
  kept: KeptText
}

interface KeyOptions {
  /** Of the configuration; the private parts lie in the database encrypted with it. */
  secret?: string | undefined
  now: string
}

type Row = ServerTables['server_keys']

/**
 * The keys of this deployment, made by whichever instance starts first. Where keys were kept without a secret and there is
 * one now, they are encrypted. Throws an Error that says so when the secret is missing or another.
 */
export async function serverKey(store: Store, options: KeyOptions): Promise<ServerKey> {
  const row = (await keptRow(store.db)) ?? (await store.transaction(turn => make(turn.db, options)))
  const keys = opened(row, options.secret)
  if (options.secret && row.salt === null)
    await store.transaction(turn => turn.db.updateTable('server_keys').set(kept(keys, options.secret)).execute())
  return usable(row, keys, options.secret !== undefined)
}

const keptRow = (db: Db): Promise<Row | undefined> => db.selectFrom('server_keys').selectAll().executeTakeFirst()

interface Private {
  sign: crypto.KeyObject
  seal: crypto.KeyObject
}

async function make(db: Db, { secret, now }: KeyOptions): Promise<Row> {
  // Another instance may have made them while this one waited for its turn.
  const there = await keptRow(db)
  if (there) return there
  const [sign, seal] = [crypto.generateKeyPairSync('ed25519'), crypto.generateKeyPairSync('x25519')]
  const row: Row = {
    one: 1,
    sign_public: rawOf(sign.publicKey),
    seal_public: rawOf(seal.publicKey),
    ...kept({ sign: sign.privateKey, seal: seal.privateKey }, secret),
    made_at: now,
  }
  await db.insertInto('server_keys').values(row).execute()
  return row
}

const rawOf = (key: crypto.KeyObject): string => key.export({ format: 'jwk' }).x!

/** How private keys lie in the database: JSON of PKCS#8, encrypted under scrypt of the secret where there is one. */
function kept(keys: Private, secret: string | undefined): Pick<Row, 'private' | 'salt'> {
  const text = JSON.stringify({ sign: pkcs8(keys.sign), seal: pkcs8(keys.seal) })
  if (!secret) return { private: text, salt: null }
  const { body, salt } = sealText(text, secret)
  return { private: body, salt }
}

const pkcs8 = (key: crypto.KeyObject) => key.export({ type: 'pkcs8', format: 'der' }).toString('base64url')

function opened(row: Row, secret: string | undefined): Private {
  const text = row.salt === null ? row.private : decrypted(row.private, row.salt, secret)
  const keys = JSON.parse(text) as { sign: string; seal: string }
  const read = (der: string) =>
    crypto.createPrivateKey({ key: Buffer.from(der, 'base64url'), type: 'pkcs8', format: 'der' })
  return { sign: read(keys.sign), seal: read(keys.seal) }
}

function decrypted(body: string, salt: string, secret: string | undefined): string {
  if (!secret) throw new Error('The private keys of this server are encrypted: CHUANGTAI_SECRET must be set')
  try {
    return openText({ body, salt }, secret)
  } catch (cause) {
    throw new Error('CHUANGTAI_SECRET is not the secret with which the private keys were encrypted', { cause })
  }
}

function usable(row: Row, keys: Private, encrypted: boolean): ServerKey {
  const [sign, seal] = [row.sign_public, row.seal_public]
  return {
    id: serverKeyId(sign, seal),
    encrypted,
    sign: { publicKey: sign },
    seal: { publicKey: seal },
    kept: keptText(encrypted ? keys.seal.export({ type: 'pkcs8', format: 'der' }) : undefined),
    signBytes: bytes => crypto.sign(null, bytes, keys.sign),
    openSealed: bytes => openSealedBy<crypto.KeyObject>(crypto, { privateKey: keys.seal, publicKey: seal }, bytes),
  }
}

const serverKeyId = (sign: string, seal: string) =>
  crypto.createHash('sha256').update(`${sign} ${seal}`).digest('hex').slice(0, 32)
