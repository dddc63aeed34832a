import { createPrivateKey, X509Certificate } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import type { Config } from './config.ts'
import { authorityFile, fingerprintOf, readPem, serverFile, writePem } from './tls-file.ts'
import { crossSign, type Issuer, makeAuthority, makeServerCertificate } from './tls-make.ts'

type Where = Pick<Config, 'data' | 'tls' | 'secret'>

/** What whoever made it is told. */
interface MadeFile {
  path: string
  /** ISO 8601. */
  until: string
}

/** Days that a server's certificate is good for unless told: long enough for a yearly round, short enough to be practised. */
const SERVER_DAYS = 825

/** Makes the authority of this deployment. Throws an Error when there is one: windows know it. */
export async function newAuthority(config: Where, now: Date): Promise<MadeFile & { fingerprint: string }> {
  const path = authorityFile(config)
  if (readPem(path, 'certificates'))
    throw new Error(`${path} is there already, and windows know it; \`authority --next\` makes one that they follow`)
  const made = await makeAuthority(NAME, now)
  writePem(path, [made.certificate], createPrivateKey(made.key), config.secret)
  return { path, until: untilOf(made.certificate), fingerprint: fingerprintOf(made.certificate) }
}

const NAME = 'Chuangtai'

/**
 * Makes the authority that follows the present one, which signs for it, and a server certificate by it under the same names.
 * The present files are laid aside. Windows follow by themselves when they next have the line.
 */
export async function nextAuthority(config: Where, now: Date): Promise<MadeFile & { fingerprint: string }> {
  const path = authorityFile(config)
  const { chain, ...old } = issuerIn(config)
  const made = await makeAuthority(NAME, now)
  const words = [await crossSign(old, made.certificate, now), ...chain.slice(1)]
  const served = readPem(serverFile(config), 'certificates')
  const names = served ? namesOf(served.chain[0]!) : []
  for (const file of [path, ...(served ? [serverFile(config)] : [])])
    copyFileSync(file, file.replace(/\.pem$/, `.before-${now.toISOString().slice(0, 19).replaceAll(':', '')}.pem`))
  const key = createPrivateKey(made.key)
  // The server's first: until the authority's is there too, windows are led to the old one by the chain.
  if (names.length) await serve(config, { certificate: made.certificate, key }, words, names, SERVER_DAYS, now)
  writePem(path, [made.certificate, ...words], key, config.secret)
  return { path, until: untilOf(made.certificate), fingerprint: fingerprintOf(made.certificate) }
}

/**
 * Makes the server's certificate, or another in its place with the same names when none are given. Windows need nothing.
 * Throws an Error without an authority, without its key, and without names.
 */
export async function newServerCertificate(
  config: Where,
  asked: { names: readonly string[]; days?: number | undefined },
  now: Date,
): Promise<MadeFile & { names: readonly string[] }> {
  const { chain, ...issuer } = issuerIn(config)
  const before = asked.names.length ? undefined : readPem(serverFile(config), 'certificates')
  const names = before ? namesOf(before.chain[0]!) : asked.names
  if (!names.length) throw new Error('--name is missing: by which name do the windows call this server?')
  const certificate = await serve(config, issuer, chain.slice(1), names, asked.days ?? SERVER_DAYS, now)
  return { path: serverFile(config), until: untilOf(certificate), names }
}

/** Its key lies open: a proxy in front may have to read the file, and it is good for one server and for a time. */
async function serve(
  config: Where,
  issuer: Issuer,
  words: readonly string[],
  names: readonly string[],
  days: number,
  now: Date,
): Promise<string> {
  const { certificate, key } = await makeServerCertificate(issuer, names, days, now)
  writePem(serverFile(config), [certificate, ...words], createPrivateKey(key), undefined)
  return certificate
}

function issuerIn(config: Where): Issuer & { chain: readonly string[] } {
  const path = authorityFile(config)
  const file = readPem(path, config)
  if (!file) throw new Error(`There is no authority yet at ${path}: \`authority\` makes one`)
  if (!file.key) throw new Error(`The authority's key is not in ${path}: make the certificate where it is kept`)
  if (file.open) writePem(path, file.chain, file.key, config.secret)
  return { certificate: file.chain[0]!, key: file.key, chain: file.chain }
}

const untilOf = (certificate: string) => new Date(new X509Certificate(certificate).validTo).toISOString()

/** The names and addresses of a certificate. */
const namesOf = (certificate: string): string[] =>
  (new X509Certificate(certificate).subjectAltName ?? '')
    .split(', ')
    .map(name => name.replace(/^(DNS|IP Address):/, ''))
    .filter(Boolean)
