import type { AuthorityAnswer } from '../../../shared-types/src/protocol-stations.ts'
import type { Enrolment } from './server-client.ts'
import { followedAuthority } from './tls-authority.ts'

interface Parts {
  enrolment(): Enrolment | undefined
  keep(enrolment: Enrolment): Promise<void>
  /** Asked over a line that the known authority vouches for. */
  authority(): Promise<AuthorityAnswer>
}

/** How often it is asked, in ms. */
const EVERY = 6 * 3_600_000

/**
 * Asks from time to time whether another authority follows the one that this window knows, and takes it over when the known
 * one has signed for it. What fails is asked again the next time.
 */
export function authorityFollower({ enrolment, keep, authority }: Parts): () => Promise<void> {
  const last = { at: Number.NEGATIVE_INFINITY }
  return async () => {
    const known = enrolment()
    if (!known?.authority || performance.now() - last.at < EVERY) return
    const answer = await authority().catch(() => undefined)
    if (!answer) return
    const next = followedAuthority(known.authority, answer)
    if (next) await keep({ ...known, authority: next })
    last.at = performance.now()
  }
}
