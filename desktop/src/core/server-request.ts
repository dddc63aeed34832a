import { ANSWER_HEADERS, HEADERS, PROTOCOL, type ServerError } from '../../../shared-types/src/protocol.ts'
import { bodyHash, type RequestSigner } from './request-signer.ts'
import { ServerRefusal, ServerUnreachable } from './server-fault.ts'
import { whenAskedToWait } from './when-asked-to-wait.ts'

/** Who is asking: a signer once the station is enrolled, and the session of the person who signed in. */
export interface Credentials {
  server: string
  signer?: RequestSigner | undefined
  session?: string | undefined
}

/** Hears how the server took a request: the code of its refusal, or undefined when it did as it was asked. */
export type Heard = (refusal: string | undefined) => Promise<void>

/** A request as it is sent: text or bytes that can be sent again. */
export interface Sent extends RequestInit {
  body?: string | Uint8Array<ArrayBuffer> | Blob
  /** The SHA-256 of the body, where it is known already; always for a Blob. */
  hash?: string
}

/** The ways to ask; each gives up after `time` ms and throws ServerUnreachable or ServerRefusal. */
export interface ServerRequests {
  request(path: string, init: Sent, time: number): Promise<Response>
  read<T>(answer: Response): Promise<T>
  get<T>(path: string, time?: number): Promise<T>
  send<T>(method: string, path: string, body: unknown, time?: number): Promise<T>
}

const SHORT = 10_000

/** After these the same request, signed anew with the server's time and a higher number, may be right. */
const SIGN_AGAIN: ReadonlySet<string> = new Set<ServerError['error']>(['clock', 'counter'])

/** Signs and sends; who asks may change between two requests. */
export function serverRequests(who: () => Credentials, fetch: typeof globalThis.fetch, heard: Heard): ServerRequests {
  async function once(path: string, { hash, ...init }: Sent, time: number): Promise<Response> {
    const { server, signer, session = '' } = who()
    const url = addressed(path, server)
    const headers = new Headers(init.headers)
    headers.set(HEADERS.protocol, String(PROTOCOL))
    const body = hash ?? bodyHash(init.body instanceof Blob ? undefined : init.body)
    const head = await signer?.headers({ method: init.method ?? 'GET', url, session, body })
    for (const [name, value] of Object.entries(head ?? {})) headers.set(name, value)
    const signal = init.signal ?? AbortSignal.timeout(time)
    const sent = signer?.now() ?? 0
    const answer = await fetch(url, { ...init, headers, signal }).catch((cause: unknown) => {
      throw new ServerUnreachable(cause)
    })
    signer?.heard(answer.headers.get(ANSWER_HEADERS.time), sent)
    const refusal = answer.ok ? undefined : await refusalOf(answer)
    await heard(refusal?.error)
    if (refusal) throw refusal
    return answer
  }
  const request = async (path: string, init: Sent, time: number): Promise<Response> => {
    try {
      return await whenAskedToWait(() => once(path, init, time), init.signal)
    } catch (error) {
      if (!(error instanceof ServerRefusal) || !SIGN_AGAIN.has(error.error)) throw error
      return once(path, init, time)
    }
  }
  return {
    request,
    read,
    get: async (path, time = SHORT) => read(await request(path, {}, time)),
    send: async (method, path, body, time = SHORT) => read(await request(path, posted(body, method), time)),
  }
}

/** Paths are ours, and what stands in them is escaped: nothing that somebody entered leads to another server. */
function addressed(path: string, server: string): URL {
  const url = new URL(path, server)
  if (url.origin !== new URL(server).origin) throw new Error('The path leads to another server')
  return url
}

/** A body as JSON. */
export const posted = (body: unknown, method = 'POST'): Sent => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

async function refusalOf(answer: Response): Promise<ServerRefusal> {
  const said = (await answer.json().catch(() => ({}))) as Partial<ServerError>
  // An answer to HEAD has no body.
  const error = said.error ?? (answer.headers.get(ANSWER_HEADERS.refusal) as ServerError['error'] | null)
  const detail = said.detail ?? answer.headers.get('retry-after')
  return new ServerRefusal(answer.status, { ...said, ...(error && { error }), ...(detail && { detail }) })
}

async function read<T>(answer: Response): Promise<T> {
  try {
    return (await answer.json()) as T
  } catch (cause) {
    throw new ServerUnreachable(cause)
  }
}
