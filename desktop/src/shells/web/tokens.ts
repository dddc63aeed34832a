import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Who may open a connection: one-time tokens that were handed out, and the session secrets they were exchanged for. */
export interface Tokens {
  /** A new one-time token, 256 bits in base64url. */
  issue(): string
  /**
   * What an offered token or secret is good for: `first` with the session secret that takes the token's place,
   * `known` for a secret, undefined for anything else, a used token included.
   */
  redeem(offered: string): { kind: 'first'; session: string } | { kind: 'known' } | undefined
}

/** Only hashes are kept, and all of them are compared, so that the time taken tells nothing of them. */
export function createTokens(): Tokens {
  const waiting = new Set<Buffer>()
  const sessions = new Set<Buffer>()
  return {
    issue() {
      const token = secret()
      waiting.add(digest(token))
      return token
    },
    redeem(offered) {
      const hash = digest(offered)
      const token = find(waiting, hash)
      const session = find(sessions, hash)
      if (session) return { kind: 'known' }
      if (!token) return undefined
      waiting.delete(token)
      const next = secret()
      sessions.add(digest(next))
      return { kind: 'first', session: next }
    },
  }
}

function find(all: Set<Buffer>, hash: Buffer): Buffer | undefined {
  let found: Buffer | undefined
  for (const one of all) if (timingSafeEqual(one, hash)) found = one
  return found
}

const secret = () => randomBytes(32).toString('base64url')
const digest = (text: string) => createHash('sha256').update(text).digest()
