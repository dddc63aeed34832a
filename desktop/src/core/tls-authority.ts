import { X509Certificate } from 'node:crypto'
import { Agent, fetch as fetchBy } from 'undici'
import { z } from 'zod'
import { authorityFingerprint } from '../../../shared-types/src/engine/enrol-code.ts'
import { HEADERS, PROTOCOL, ROUTES } from '../../../shared-types/src/protocol.ts'
import type { AuthorityAnswer } from '../../../shared-types/src/protocol-stations.ts'
import { ServerUnreachable } from './server-fault.ts'
import { TlsFault } from './tls-fault.ts'

const TIME = 10_000
/** Bytes that an answer may have: a certificate has about 700. */
const MOST = 65_536

const answered = z.object({ certificates: z.array(z.string().max(8_000)).max(20) })

/** An authority as people compare it. */
export const fingerprintOf = (pem: string): string =>
  authorityFingerprint(new X509Certificate(pem).fingerprint256.replaceAll(':', ''))

/**
 * The authority of a centre that is met for the first time, if it is the one of that fingerprint. The one request of a window
 * that takes any certificate: it says nothing but which protocol it speaks, and what comes back is believed only when its
 * hash is the one that the administrator gave out. Undefined when it is another.
 * @throws ServerUnreachable
 */
export async function metAuthority(origin: string, fingerprint: string): Promise<string | undefined> {
  const agent = new Agent({ connect: { rejectUnauthorized: false, minVersion: 'TLSv1.2' }, maxResponseSize: MOST })
  try {
    const answer = await fetchBy(new URL(ROUTES.authority, origin), {
      headers: { [HEADERS.protocol]: String(PROTOCOL) },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIME),
      dispatcher: agent,
    })
    if (answer.status >= 300 && answer.status < 400) throw new TlsFault('redirect')
    const offered = answer.ok ? answered.safeParse(await answer.json()) : undefined
    return offered?.data?.certificates.find(pem => isAuthority(pem) && fingerprintOf(pem) === fingerprint)
  } catch (cause) {
    throw new ServerUnreachable(cause)
  } finally {
    await agent.destroy()
  }
}

/**
 * Where the authority that a window knows leads to now: the first of those offered, when each is the word of the one before,
 * up to the known one. Undefined when it is the known one itself, or nothing leads from there.
 */
export function followedAuthority(
  known: string,
  { certificates: [next, ...words] }: AuthorityAnswer,
): string | undefined {
  if (next === undefined || !isAuthority(next) || isSame(next, known)) return undefined
  const top = new X509Certificate(known)
  const left = new Set(words.map(read).filter(word => word !== undefined))
  let at = new X509Certificate(next)
  for (;;) {
    // A word is for the same name and key, and signed by the authority before.
    const word = [...left].find(other => other.subject === at.subject && other.publicKey.equals(at.publicKey))
    if (!word) return undefined
    left.delete(word)
    if (word.checkIssued(top) && word.verify(top.publicKey)) return next
    const before = [...left].find(other => word.checkIssued(other) && word.verify(other.publicKey))
    if (!before) return undefined
    at = before
  }
}

const isSame = (a: string, b: string) => new X509Certificate(a).fingerprint256 === new X509Certificate(b).fingerprint256

/** A certificate that signs others and itself. */
function isAuthority(pem: string): boolean {
  const certificate = read(pem)
  return certificate?.ca === true && certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey)
}

function read(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}
