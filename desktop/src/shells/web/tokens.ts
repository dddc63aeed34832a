import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Which side of the desk a token lets in to; it never changes, whatever page the browser then shows. */
export type Side = 'desk' | 'citizen'

/** Who may open a connection: one-time tokens that were handed out, and the session secrets they were exchanged for. */
export interface Tokens {
  /** A new one-time token, 256 bits in base64url. */
  issue(side: Side): string
  /**
   * What an offered token or secret is good for: `first` with the session secret that takes the token's place,
   * `known` for a secret, undefined for anything else, a used token included.
   */
  redeem(offered: string): (({ kind: 'first'; session: string } | { kind: 'known' }) & { side: Side }) | undefined
}

interface Known {
  hash: Buffer
  side: Side
}

/** Only hashes are kept, and all of them are compared, so that the time taken tells nothing of them. */
export function createTokens(): Tokens {
  const waiting = new Set<Known>()
  const sessions = new Set<Known>()
  return {
    issue(side) {
      const token = secret()
      waiting.add({ hash: digest(token), side })
      return token
    },
    redeem(offered) {
      const hash = digest(offered)
      const token = find(waiting, hash)
      const session = find(sessions, hash)
      if (session) return { kind: 'known', side: session.side }
      if (!token) return undefined
      waiting.delete(token)
      const next = secret()
      sessions.add({ hash: digest(next), side: token.side })
      return { kind: 'first', session: next, side: token.side }
    },
  }
}

function find(all: Set<Known>, hash: Buffer): Known | undefined {
  let found: Known | undefined
  for (const one of all) if (timingSafeEqual(one.hash, hash)) found = one
  return found
}

const secret = () => randomBytes(32).toString('base64url')
const digest = (text: string) => createHash('sha256').update(text).digest()
