import type {
  AuditExportRequest,
  AuditPage,
  AuditQuery,
  AuditVerifyRequest,
} from '../../../shared-types/src/model/audit-query.ts'
import type { Verified } from '../../../shared-types/src/model/finding.ts'
import type { Post } from '../../../shared-types/src/model/person.ts'
import type { SignInRules } from '../../../shared-types/src/model/sign-in.ts'
import {
  ANSWER_HEADERS,
  type CarryAnswer,
  type Checkpoint,
  type CodeAnswer,
  type CodeRequest,
  type EnrolAnswer,
  type EnrolRequest,
  type GapAccount,
  HEADERS,
  type Lease,
  type LeaseRequest,
  type LeaseReturn,
  type PasswordAnswer,
  type PersonLine,
  PROTOCOL,
  type PullAnswer,
  type PushAnswer,
  type PushRequest,
  ROUTES,
  type ServerError,
  type SessionLine,
  type Setting,
  type SettingsAnswer,
  type SignInAnswer,
  type SignInRequest,
  type SignInStep,
  type StationEnded,
  type StationsAnswer,
} from '../../../shared-types/src/protocol.ts'
import { verifiedBy } from './audit-progress.ts'
import { bodyHash, type RequestSigner } from './request-signer.ts'

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
  /** The centre's own keys as it gave them out at enrolment: id, Ed25519, X25519. */
  centre: EnrolAnswer['server']
}

/** Who is asking: a signer once the station is enrolled, and the session of the person who signed in. */
export interface Credentials {
  server: string
  signer?: RequestSigner | undefined
  session?: string | undefined
}

/** Hears how the server took a request: the code of its refusal, or undefined when it did as it was asked. */
type Heard = (refusal: string | undefined) => Promise<void>

/** Every request that a window makes. Each gives up after its time and throws ServerUnreachable or ServerRefusal. */
export interface ServerClient {
  enrol(ask: EnrolRequest): Promise<EnrolAnswer>
  signIn(ask: SignInRequest): Promise<SignInAnswer | SignInStep>
  /** How the session stands that this window has. */
  session(): Promise<{ state: 'open' | 'ended' | 'unknown' }>
  ownPassword(ask: { old: string; password: string }): Promise<void>
  putSignInRules(rules: SignInRules): Promise<void>
  people(): Promise<PersonLine[]>
  putPosts(person: string, posts: readonly Post[]): Promise<void>
  /** A first password for somebody, to be handed over. */
  resetPassword(person: string): Promise<PasswordAnswer>
  /** Lets them enrol another authenticator, or forgets the failures that slow them. */
  reset(person: string, what: 'factor' | 'tries'): Promise<void>
  sessions(whose: 'all' | 'own'): Promise<SessionLine[]>
  endSession(whose: 'all' | 'own', id: string): Promise<void>
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
  /** Hands on a package of another window; `body` is read from the disk while it is sent. */
  carryIn(hash: string, body: Blob): Promise<CarryAnswer>
  /** The receipt of a package, as it comes. */
  carryReceipt(hash: string): Promise<ReadableStream<Uint8Array>>
  stations(): Promise<StationsAnswer>
  stationCode(ask: CodeRequest): Promise<CodeAnswer>
  endStation(station: string, reason: string): Promise<StationEnded>
  audit(ask: { query: AuditQuery; before?: number }): Promise<AuditPage>
  /** The signed export as text lines. */
  auditExport(ask: AuditExportRequest): Promise<string>
  auditVerify(ask: AuditVerifyRequest, hear: (at: { done: number; last: number }) => void): Promise<Verified>
  /** The live stream's lines, until `signal`. */
  stream(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
}

const SHORT = 10_000
const LONG = 60_000
/** A whole log is read or sent. */
const AUDITING = 1_800_000
/** Of what may be hundreds of megabytes over a slow line. */
const LONGEST = 30 * 60_000

/** A request as it is sent: text or bytes that can be sent again. */
interface Sent extends RequestInit {
  body?: string | Uint8Array<ArrayBuffer> | Blob
  /** The SHA-256 of the body, where it is known already; always for a Blob. */
  hash?: string
}

/** After these the same request, signed anew with the server's time and a higher number, may be right. */
const SIGN_AGAIN: ReadonlySet<string> = new Set<ServerError['error']>(['clock', 'counter'])

/** `fetch` is given so that a demo can pull the plug. */
export function serverClient(
  who: () => Credentials,
  fetch: typeof globalThis.fetch,
  heard: Heard = async () => {},
): ServerClient {
  async function once(path: string, { hash, ...init }: Sent, time: number): Promise<Response> {
    const { server, signer, session } = who()
    const url = new URL(path, server)
    const headers = new Headers(init.headers)
    headers.set(HEADERS.protocol, String(PROTOCOL))
    const about = {
      method: init.method ?? 'GET',
      url,
      session: session ?? '',
      body: hash ?? bodyHash(init.body instanceof Blob ? undefined : init.body),
    }
    for (const [name, value] of Object.entries((await signer?.headers(about)) ?? {})) headers.set(name, value)
    const signal = init.signal ?? AbortSignal.timeout(time)
    const sent = signer?.now() ?? 0
    const answer = await fetch(url, { ...init, headers, signal }).catch((cause: unknown) => {
      throw new ServerUnreachable(cause)
    })
    signer?.heard(answer.headers.get(ANSWER_HEADERS.time), sent)
    if (answer.ok) {
      await heard(undefined)
      return answer
    }
    const said = (await answer.json().catch(() => ({}))) as Partial<ServerError>
    // An answer to HEAD has no body.
    const error = said.error ?? (answer.headers.get(ANSWER_HEADERS.refusal) as ServerError['error'] | null)
    await heard(error ?? 'internal')
    throw new ServerRefusal(answer.status, { ...said, ...(error && { error }) })
  }
  const request = async (path: string, init: Sent, time: number): Promise<Response> => {
    try {
      return await once(path, init, time)
    } catch (error) {
      if (!(error instanceof ServerRefusal) || !SIGN_AGAIN.has(error.error)) throw error
      return once(path, init, time)
    }
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
    session: () => get(ROUTES.session),
    ownPassword: async ask => void (await send('PUT', ROUTES.ownPassword, ask)),
    putSignInRules: async rules => void (await send('PUT', ROUTES.signInRules, rules)),
    people: async () => (await get<{ people: PersonLine[] }>(ROUTES.people)).people,
    putPosts: async (person, posts) => void (await send('PUT', `${personPath(person)}/posts`, { posts })),
    resetPassword: person => send('PUT', ROUTES.password, { person }),
    reset: async (person, what) => void (await send('PUT', `${personPath(person)}/${what}`, {})),
    sessions: async whose => (await get<{ sessions: SessionLine[] }>(sessionsPath(whose))).sessions,
    endSession: async (whose, id) =>
      void (await send('PUT', `${sessionsPath(whose)}/${encodeURIComponent(id)}/end`, {})),
    push: ask => send('POST', ROUTES.push, ask, LONG),
    pull: (after, limit) =>
      get(
        `${ROUTES.pull}?${new URLSearchParams({ seq: String(after?.seq ?? 0), scope: after?.scope ?? '', limit: String(limit), numbered: String(after?.numbered ?? 0) })}`,
        LONG,
      ),
    audit: ask => send('POST', ROUTES.audit, ask, LONG),
    auditExport: async ask => (await request(ROUTES.auditExport, posted(ask), AUDITING)).text(),
    auditVerify: async (ask, hear) =>
      verifiedBy(await request(ROUTES.auditVerify, posted(ask), AUDITING), hear).catch((cause: unknown) => {
        throw new ServerUnreachable(cause)
      }),
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
        { method: 'PUT', headers: { 'content-type': mime }, body: bytes as Uint8Array<ArrayBuffer>, hash },
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
    carryIn: async (hash, body) =>
      read<CarryAnswer>(await request(`${ROUTES.carry}/${hash}`, { method: 'PUT', body, hash }, LONGEST)),
    carryReceipt: async hash => (await request(`${ROUTES.carry}/${hash}`, {}, LONGEST)).body!,
    stations: () => get(ROUTES.stations),
    stationCode: ask => send('POST', ROUTES.codes, ask),
    endStation: (station, reason) => send('POST', `${ROUTES.stations}/${encodeURIComponent(station)}/end`, { reason }),
    stream: async signal =>
      (await request(ROUTES.stream, { headers: { accept: 'text/event-stream' }, signal }, LONG)).body!,
  }
}

const personPath = (person: string) => `${ROUTES.people}/${encodeURIComponent(person)}`
const sessionsPath = (whose: 'all' | 'own') => (whose === 'own' ? `${ROUTES.sessions}/own` : ROUTES.sessions)

const posted = (ask: object) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(ask),
})

function unlessMissing(error: unknown): undefined {
  if (error instanceof ServerRefusal && error.status === 404) return undefined
  throw error
}
