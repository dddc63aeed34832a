import type { TLSSocket } from 'node:tls'
import { Agent, buildConnector, fetch as fetchBy } from 'undici'
import { isOpenWay } from './server-address.ts'
import { TlsFault } from './tls-fault.ts'

/** What was seen of the centre's certificate at the last connection. */
export interface SeenCertificate {
  /** ISO 8601. */
  until: string
}

/** The only way out of a window. */
export interface PinnedFetch {
  /**
   * `fetch` that goes to other machines by TLS only, takes the word of the authority alone that it was given, follows no
   * redirect, and rejects with what `tlsFaultIn` reads.
   */
  fetch: typeof globalThis.fetch
  certificate(): SeenCertificate | undefined
  /** Ends what is under way and every connection. */
  close(): Promise<void>
}

/**
 * Of a body that is read from the disk while it is sent, `fetch` keeps a copy for asking again, all of it in memory, unless
 * it can neither be redirected nor ask for a password (undici 7, fetch/index.js, http-network-or-cache fetch step 3).
 */
const ONCE = { redirect: 'error', window: null } as const

/** `authority` is the certificate (PEM) that counts at the moment of the call; undefined where none is known. */
export function pinnedFetch(authority: () => string | undefined): PinnedFetch {
  const now: { agent?: Agent; of?: string | undefined; seen?: SeenCertificate } = {}
  /** Connections that another authority vouched for end with it; who was asking asks again. */
  function agentFor(pinned: string | undefined): Agent {
    if (now.agent && now.of === pinned) return now.agent
    void now.agent?.destroy()
    delete now.seen
    now.of = pinned
    now.agent = agentOf(pinned, seen => {
      now.seen = seen
    })
    return now.agent
  }
  const asked = async (input: Parameters<typeof globalThis.fetch>[0], init?: RequestInit): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input)
    const pinned = authority()
    if (isOpenWay(url)) throw new TlsFault('open')
    if (url.protocol === 'https:' && !pinned) throw new TlsFault('unknown')
    const dispatcher = agentFor(url.protocol === 'https:' ? pinned : now.of)
    const given = { ...(init as Parameters<typeof fetchBy>[1]), dispatcher }
    const answer = await fetchBy(
      url,
      init?.body instanceof Blob ? { ...given, ...ONCE } : { ...given, redirect: 'manual' },
    )
    if (answer.status >= 300 && answer.status < 400) {
      await answer.body?.cancel()
      throw new TlsFault('redirect')
    }
    return answer as unknown as Response
  }
  return {
    fetch: asked,
    certificate: () => now.seen,
    close: async () => now.agent?.destroy(),
  }
}

/** What the environment says of authorities and of checking (NODE_TLS_REJECT_UNAUTHORIZED) counts for nothing here. */
function agentOf(pinned: string | undefined, saw: (seen: SeenCertificate) => void): Agent {
  const connect = buildConnector({ ca: pinned ?? [], rejectUnauthorized: true, minVersion: 'TLSv1.2' })
  return new Agent({
    connect: (options, hear) =>
      connect(options, (...made) => {
        const until = made[1] && (made[1] as Partial<TLSSocket>).getPeerX509Certificate?.()?.validTo
        if (until) saw({ until: new Date(until).toISOString() })
        hear(...made)
      }),
  })
}
