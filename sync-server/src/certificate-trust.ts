import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import type { CertificateRefusal } from '../../shared-types/src/protocol-usb-key.ts'
import { hasPurpose } from './certificate-purpose.ts'
import { type RevocationList, readRevocationLists } from './revocation-list.ts'

/** Which certificates open a door here. */
export interface CertificateTrust {
  /** Why this certificate (DER) opens nothing at `now` (ISO 8601); undefined when it does. */
  problem(der: Uint8Array, now: string): Promise<CertificateRefusal | undefined>
}

interface Files {
  /** PEM: the authorities whose certificates count, roots and those below them. */
  authorities?: string | undefined
  /** PEM or DER: their lists of certificates taken back (RFC 5280, section 5). */
  revoked?: string | undefined
}

/** Shortest RSA key, in bits. */
const RSA_LEAST = 2048
const CURVES: ReadonlySet<string | undefined> = new Set(['prime256v1', 'secp384r1'])
/** Authorities above each other. */
const DEPTH = 4

/** Trust as two files say; they are read anew when they change, so that a new list needs no restart. */
export function certificateTrust({ authorities, revoked }: Files): CertificateTrust {
  const anchors = fileReader(authorities, bytes => Promise.resolve(readAuthorities(bytes)))
  const lists = fileReader(revoked, readRevocationLists)
  return {
    async problem(der, now) {
      if (!authorities) return 'off'
      const certificate = read(der)
      if (!certificate) return 'form'
      if (certificate.ca || !hasPurpose(certificate)) return 'usage'
      if (!isStrong(certificate)) return 'weak'
      const above = chainAbove(certificate, await anchors(), now)
      if (!above) return 'issuer'
      if (now < instant(certificate.validFrom)) return 'early'
      if (now > instant(certificate.validTo)) return 'expired'
      return revoked ? revocation([certificate, ...above], await lists().catch(() => []), now) : undefined
    },
  }
}

function read(der: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(der)
  } catch {
    return undefined
  }
}

function isStrong({ publicKey }: X509Certificate): boolean {
  const { modulusLength = 0, namedCurve } = publicKey.asymmetricKeyDetails ?? {}
  return publicKey.asymmetricKeyType === 'rsa' ? modulusLength >= RSA_LEAST : CURVES.has(namedCurve)
}

/** The configured authorities above it, next first, all of them valid; undefined when none certified it. */
function chainAbove(
  certificate: X509Certificate,
  anchors: readonly X509Certificate[],
  now: string,
  depth = DEPTH,
): X509Certificate[] | undefined {
  const issuer = anchors.find(anchor => anchor.ca && issued(anchor, certificate) && isValid(anchor, now))
  if (!issuer) return undefined
  // One whose own authority is configured too hangs on that; else it is trusted by itself.
  const isHeld = anchors.some(anchor => anchor.fingerprint256 !== issuer.fingerprint256 && issued(anchor, issuer))
  if (!isHeld) return [issuer]
  const above = depth > 1 ? chainAbove(issuer, anchors, now, depth - 1) : undefined
  return above && [issuer, ...above]
}

const issued = (issuer: X509Certificate, certificate: X509Certificate): boolean =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)

const isValid = ({ validFrom, validTo }: X509Certificate, now: string) =>
  instant(validFrom) <= now && now <= instant(validTo)

/** Each but the last must be on no list; without a list in force of who issued the person's own nobody knows. */
async function revocation(
  path: readonly X509Certificate[],
  lists: readonly RevocationList[],
  now: string,
): Promise<'revoked' | 'list' | undefined> {
  for (const [n, certificate] of path.slice(0, -1).entries()) {
    const own: RevocationList[] = []
    for (const list of lists) if (await list.isBy(path[n + 1]!)) own.push(list)
    if (own.some(list => list.has(certificate.serialNumber))) return 'revoked'
    if (n === 0 && !own.some(list => list.holds(now))) return 'list'
  }
  return undefined
}

const instant = (text: string): string => new Date(text).toISOString()

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g
const readAuthorities = (bytes: Buffer): X509Certificate[] =>
  (bytes.toString('latin1').match(PEM) ?? []).map(pem => new X509Certificate(pem))

/** A file's content, read anew when its time or size is another. */
function fileReader<T>(path: string | undefined, parse: (bytes: Buffer) => Promise<T[]>): () => Promise<T[]> {
  const held: { mark?: string; value: Promise<T[]> } = { value: Promise.resolve([]) }
  return async () => {
    if (!path) return []
    const { mtimeMs, size } = statSync(path)
    const mark = `${mtimeMs} ${size}`
    if (held.mark !== mark) {
      held.mark = mark
      held.value = parse(readFileSync(path))
    }
    return held.value
  }
}
