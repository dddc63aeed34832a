import { createPrivateKey, type KeyObject, randomBytes, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { authorityFingerprint } from '../../shared-types/src/engine/enrol-code.ts'
import type { Config } from './config.ts'
import { openText, sealText } from './secret-seal.ts'

/** What lies in a file of certificates: the chain, first the one that is meant, and its key where that is there. */
export interface PemFile {
  /** PEM, one certificate each. */
  chain: readonly string[]
  key?: KeyObject
  /** The key lies in the file as it is, though the configuration has a secret to encrypt it with. */
  open: boolean
}

type Where = Pick<Config, 'data' | 'tls' | 'secret'>

/** The folder of the authority's and the server's certificates and keys. */
export const tlsFolder = ({ data, tls }: Pick<Config, 'data' | 'tls'>): string => tls ?? join(data, 'tls')

/** Where the authority lies: its certificates, and its key where that is kept on this machine. */
export const authorityFile = (config: Where): string => join(tlsFolder(config), 'authority.pem')

/** Where the server's key and certificate lie. */
export const serverFile = (config: Where): string => join(tlsFolder(config), 'server.pem')

/** An authority as people compare it. */
export const fingerprintOf = (certificate: string): string =>
  authorityFingerprint(new X509Certificate(certificate).fingerprint256.replaceAll(':', ''))

/** Of this deployment's authority; undefined where it has none. */
export function authorityPrint(config: Where): string | undefined {
  const certificate = readPem(authorityFile(config), 'certificates')?.chain[0]
  return certificate && fingerprintOf(certificate)
}

const BLOCK = /-----BEGIN ([A-Z ]+)-----\s+([\w+/=\s]+?)\s*-----END \1-----/g
/** Salt of 16 bytes and what was encrypted, in base64, so that other programs read past it to the certificates. */
const SEALED = 'CHUANGTAI SEALED KEY'
const SALT = 16

/**
 * Reads a file of PEM blocks (RFC 7468); undefined where there is none. A key that is encrypted is opened with the secret,
 * unless only the certificates are wanted. Throws an Error that says what is wrong, for who runs the server.
 */
export function readPem(path: string, wanted: { secret?: string | undefined } | 'certificates'): PemFile | undefined {
  if (!existsSync(path)) return undefined
  const blocks = [...readFileSync(path, 'utf8').matchAll(BLOCK)].map(([block, label, body]) => ({ block, label, body }))
  const chain = blocks.filter(b => b.label === 'CERTIFICATE').map(b => b.block)
  if (!chain.length) throw new Error(`${path} holds no certificate`)
  const kept = blocks.find(b => b.label === SEALED || b.label?.endsWith('PRIVATE KEY'))
  if (wanted === 'certificates' || !kept) return { chain, open: false }
  const isSealed = kept.label === SEALED
  const key = createPrivateKey(isSealed ? unsealed(path, kept.body!, wanted.secret) : kept.block)
  if (!new X509Certificate(chain[0]!).checkPrivateKey(key))
    throw new Error(`In ${path} the key is not the one of the first certificate`)
  return { chain, key, open: !isSealed && wanted.secret !== undefined }
}

function unsealed(path: string, body: string, secret: string | undefined): string {
  if (!secret) throw new Error(`The key in ${path} is encrypted: CHUANGTAI_SECRET must be set`)
  const bytes = Buffer.from(body, 'base64')
  const [salt, text] = [bytes.subarray(0, SALT), bytes.subarray(SALT)].map(part => part.toString('base64url'))
  try {
    return openText({ body: text!, salt: salt! }, secret)
  } catch (cause) {
    throw new Error(`CHUANGTAI_SECRET is not the secret with which the key in ${path} was encrypted`, { cause })
  }
}

/**
 * Writes key and certificates into one file, so that neither is ever there without the other; only the server's account may
 * read it. With a secret the key is encrypted. Who reads the file again sees the old whole or the new whole.
 */
export function writePem(path: string, chain: readonly string[], key: KeyObject, secret: string | undefined): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const text = String(key.export({ type: 'pkcs8', format: 'pem' }))
  const beside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(beside, `${[...chain, secret ? sealed(text, secret) : text].map(b => b.trim()).join('\n')}\n`, {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    })
    renameSync(beside, path)
  } finally {
    rmSync(beside, { force: true })
  }
}

function sealed(text: string, secret: string): string {
  const { salt, body } = sealText(text, secret)
  const bytes = Buffer.concat([Buffer.from(salt, 'base64url'), Buffer.from(body, 'base64url')])
  return `-----BEGIN ${SEALED}-----\n${bytes
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')}\n-----END ${SEALED}-----`
}
