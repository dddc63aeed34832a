import {
  type Checkpoint,
  type EnrolAnswer,
  type EnrolRequest,
  type GapAccount,
  HEADERS,
  type Lease,
  type LeaseRequest,
  type LeaseReturn,
  PROTOCOL,
  type PullAnswer,
  type PushAnswer,
  type PushRequest,
  ROUTES,
  type ServerError,
  type Setting,
  type SettingsAnswer,
  type SignInAnswer,
  type SignInRequest,
} from '../../../shared-types/src/protocol.ts'

/** The server could not be reached, or broke off: what was to be said is still to be said. */
export class ServerUnreachable extends Error {
  constructor(cause: unknown) {
    super('The server cannot be reached', { cause })
    this.name = 'ServerUnreachable'
  }
}

/** The server answered, and said no. */
export class ServerRefusal extends Error {
  readonly error: ServerError['error']
  readonly detail: string | undefined
  readonly status: number
  constructor(status: number, answer: Partial<ServerError>) {
    super(`The server refused: ${answer.error ?? status}`)
    this.name = 'ServerRefusal'
    this.error = answer.error ?? 'internal'
    this.detail = answer.detail
    this.status = status
  }
}

/** Where the centre is and as whom this window speaks to it; kept in the note `station`. */
export interface Enrolment {
  server: string
  station: string
  token: string
}

/** Who is asking: set once the station is enrolled and a person signed in. */
export interface Credentials {
  server: string
  station?: string
  token?: string
  session?: string
}

/** Every request that a window makes. Each gives up after its time and throws ServerUnreachable or ServerRefusal. */
export interface ServerClient {
  enrol(ask: EnrolRequest): Promise<EnrolAnswer>
  signIn(ask: SignInRequest): Promise<SignInAnswer>
  push(ask: PushRequest): Promise<PushAnswer>
  pull(after: Checkpoint | undefined, limit: number): Promise<PullAnswer>
  settings(after: number): Promise<SettingsAnswer>
  putSetting(setting: Setting): Promise<void>
  lease(ask: LeaseRequest): Promise<Lease>
  returnLease(ask: LeaseReturn): Promise<Lease>
  gaps(series: string, year: number): Promise<GapAccount>
  hasFile(hash: string): Promise<boolean>
  putFile(hash: string, mime: string, bytes: Uint8Array): Promise<void>
  getFile(hash: string): Promise<{ mime: string; bytes: Uint8Array } | undefined>
  /** The live stream's lines, until `signal`. */
  stream(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
}

const SHORT = 10_000
const LONG = 60_000

/** `fetch` is given so that a demo can pull the plug. */
export function serverClient(who: () => Credentials, fetch: typeof globalThis.fetch): ServerClient {
  async function request(path: string, init: RequestInit, time: number): Promise<Response> {
    const { server, station, token, session } = who()
    const headers = new Headers(init.headers)
    headers.set(HEADERS.protocol, String(PROTOCOL))
    if (station) headers.set(HEADERS.station, station)
    if (token) headers.set(HEADERS.token, token)
    if (session) headers.set(HEADERS.session, session)
    const signal = init.signal ?? AbortSignal.timeout(time)
    const answer = await fetch(new URL(path, server), { ...init, headers, signal }).catch((cause: unknown) => {
      throw new ServerUnreachable(cause)
    })
    if (answer.ok) return answer
    throw new ServerRefusal(answer.status, (await answer.json().catch(() => ({}))) as Partial<ServerError>)
  }
  const read = async <T>(answer: Response): Promise<T> => {
    try {
      return (await answer.json()) as T
    } catch (cause) {
      throw new ServerUnreachable(cause)
    }
  }
  const get = async <T>(path: string, time = SHORT) => read<T>(await request(path, {}, time))
  const send = async <T>(method: string, path: string, body: unknown, time = SHORT) =>
    read<T>(
      await request(
        path,
        { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
        time,
      ),
    )

  return {
    enrol: ask => send('POST', ROUTES.enrol, ask),
    signIn: ask => send('POST', ROUTES.signIn, ask),
    push: ask => send('POST', ROUTES.push, ask, LONG),
    pull: (after, limit) =>
      get(
        `${ROUTES.pull}?${new URLSearchParams({ seq: String(after?.seq ?? 0), scope: after?.scope ?? '', limit: String(limit) })}`,
        LONG,
      ),
    settings: after => get(`${ROUTES.settings}?after=${after}`),
    putSetting: async setting =>
      void (await send('PUT', `${ROUTES.settings}/${encodeURIComponent(setting.id)}`, setting)),
    lease: ask => send('POST', ROUTES.leases, ask),
    returnLease: ask => send('POST', ROUTES.leaseReturn, ask),
    gaps: (series, year) => get(`${ROUTES.gaps}?${new URLSearchParams({ series, year: String(year) })}`),
    async hasFile(hash) {
      const found = await request(`${ROUTES.files}/${hash}`, { method: 'HEAD' }, SHORT).catch(unlessMissing)
      return found !== undefined
    },
    putFile: async (hash, mime, bytes) =>
      void (await request(
        `${ROUTES.files}/${hash}`,
        { method: 'PUT', headers: { 'content-type': mime }, body: bytes as Uint8Array<ArrayBuffer> },
        LONG,
      )),
    async getFile(hash) {
      const found = await request(`${ROUTES.files}/${hash}`, {}, LONG).catch(unlessMissing)
      return (
        found && {
          mime: found.headers.get('content-type') ?? 'application/octet-stream',
          bytes: new Uint8Array(await found.arrayBuffer()),
        }
      )
    },
    stream: async signal =>
      (await request(ROUTES.stream, { headers: { accept: 'text/event-stream' }, signal }, LONG)).body!,
  }
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof ServerRefusal && error.status === 404) return undefined
  throw error
}
