import 'reflect-metadata'
import { createPrivateKey, type KeyObject, randomBytes, webcrypto, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import * as x509 from '@peculiar/x509'

/** A certificate and the private key to it, both as PEM; the key as PKCS#8. */
export interface Made {
  certificate: string
  key: string
}

/** Who signs: an authority's certificate (PEM) and its private key. */
export interface Issuer {
  certificate: string
  key: KeyObject
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY = 86_400_000

/** An authority outlives the machines that know it: its certificate is what windows compare. */
const AUTHORITY_DAYS = 20 * 365

/** A day back, as clocks of windows stand a little behind. */
const since = (now: Date) => new Date(now.getTime() - DAY)

/**
 * Makes an authority: a P-256 key and a certificate that signs itself (RFC 5280, profile of a CA). `name` is what the
 * certificate is called; a few random letters behind it tell it from the authority before.
 */
export async function makeAuthority(name: string, now: Date): Promise<Made> {
  const pair = await newPair()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ CN: [`${name} ${now.toISOString().slice(0, 10)} ${randomBytes(2).toString('hex')}`] }],
    notBefore: since(now),
    notAfter: new Date(now.getTime() + AUTHORITY_DAYS * DAY),
    keys: pair,
    signingAlgorithm: P256,
    extensions: [...authorityExtensions(), await x509.SubjectKeyIdentifierExtension.create(pair.publicKey)],
  })
  return { certificate: certificate.toString('pem'), key: await pkcs8(pair) }
}

/**
 * The word of an authority for the one that follows it: a certificate of the new name and key, signed with the old key, until
 * the old one ends. Whoever trusts the old one can follow it to the new one.
 */
export async function crossSign(old: Issuer, next: string, now: Date): Promise<string> {
  const { subjectName, publicKey } = new x509.X509Certificate(next)
  return signed(old, {
    subject: subjectName,
    publicKey: await publicKey.export(P256, ['verify']),
    until: ends(old.certificate),
    now,
    extensions: authorityExtensions(),
  })
}

/** A certificate for a server under these names and addresses, of a new key. Ends with the authority at the latest. */
export async function makeServerCertificate(
  issuer: Issuer,
  names: readonly string[],
  days: number,
  now: Date,
): Promise<Made> {
  const pair = await newPair()
  const certificate = await signed(issuer, {
    subject: new x509.Name([{ CN: [names[0]!.slice(0, 64)] }]),
    publicKey: pair.publicKey,
    until: new Date(Math.min(now.getTime() + days * DAY, ends(issuer.certificate).getTime())),
    now,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map(value => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value })),
      ),
    ],
  })
  return { certificate, key: await pkcs8(pair) }
}

interface ToSign {
  subject: x509.Name
  publicKey: webcrypto.CryptoKey
  until: Date
  now: Date
  extensions: x509.Extension[]
}

async function signed(issuer: Issuer, { subject, publicKey, until, now, extensions }: ToSign): Promise<string> {
  const authority = new x509.X509Certificate(issuer.certificate)
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: subject.toJSON(),
    issuer: authority.subjectName.toJSON(),
    notBefore: since(now),
    notAfter: until,
    publicKey,
    signingKey: await webcrypto.subtle.importKey(
      'pkcs8',
      issuer.key.export({ type: 'pkcs8', format: 'der' }),
      P256,
      false,
      ['sign'],
    ),
    signingAlgorithm: P256,
    extensions: [
      ...extensions,
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(await authority.publicKey.export(P256, ['verify'])),
    ],
  })
  return certificate.toString('pem')
}

const authorityExtensions = () => [
  new x509.BasicConstraintsExtension(true, undefined, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
]

const newPair = () => webcrypto.subtle.generateKey(P256, true, ['sign', 'verify'])

/** 127 random bits: positive, as RFC 5280 asks. */
const newSerial = () => {
  const bytes = randomBytes(16)
  bytes[0]! &= 0x7f
  bytes[0]! |= 0x40
  return bytes.toString('hex')
}

const ends = (pem: string) => new Date(new X509Certificate(pem).validTo)

const pkcs8 = async (pair: webcrypto.CryptoKeyPair): Promise<string> => {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', pair.privateKey))
  return String(createPrivateKey({ key: der, type: 'pkcs8', format: 'der' }).export({ type: 'pkcs8', format: 'pem' }))
}
