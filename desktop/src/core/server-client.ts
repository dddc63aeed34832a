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
  type CarryAnswer,
  type Checkpoint,
  type GapAccount,
  type Lease,
  type LeaseRequest,
  type LeaseReturn,
  type PullAnswer,
  type PushAnswer,
  type PushRequest,
  ROUTES,
  type Setting,
  type SettingsAnswer,
} from '../../../shared-types/src/protocol.ts'
import type {
  AccessLogAnswer,
  AccessLogRequest,
  RevealBurst,
  RevealBursts,
} from '../../../shared-types/src/protocol-personal.ts'
import type {
  KeySignInAnswer,
  PasswordAnswer,
  PersonLine,
  SessionLine,
  SignInAnswer,
  SignInRequest,
  SignInStep,
} from '../../../shared-types/src/protocol-sign-in.ts'
import type {
  AuthorityAnswer,
  CodeAnswer,
  CodeRequest,
  EnrolAnswer,
  EnrolRequest,
  StationEnded,
  StationsAnswer,
} from '../../../shared-types/src/protocol-stations.ts'
import type { KeyChallenge, KeyChallengeRequest, KeySignInRequest } from '../../../shared-types/src/protocol-usb-key.ts'
import { verifiedBy } from './audit-progress.ts'
import { pathSegment } from './path-segment.ts'
import { type DisposalRequests, disposalRequests } from './server-disposal.ts'
import { type FactRequests, factRequests } from './server-facts.ts'
import { ServerRefusal, ServerUnreachable } from './server-fault.ts'
import { type MessageRequests, messageRequests } from './server-messages.ts'
import { type OpenRequests, openRequests } from './server-open.ts'
import { type PageRequests, pageRequests } from './server-pages.ts'
import { type RegisterRequests, registerRequests } from './server-register.ts'
import { type Credentials, type Heard, posted, type ServerRequests, serverRequests } from './server-request.ts'
import { type RuleRequests, ruleRequests } from './server-rules.ts'
import { type UpdateRequests, updateRequests } from './update-requests.ts'

/** Where the centre is and as whom this window speaks to it; kept in the note `station`. */
export interface Enrolment {
  server: string
  station: string
  /** The centre's own keys as it gave them out at enrolment: id, Ed25519, X25519. */
  centre: EnrolAnswer['server']
  /** The authority (PEM) whose word is taken for it; absent where it is on this machine. */
  authority?: string
}

/** Every request that a window makes. Each gives up after its time and throws ServerUnreachable or ServerRefusal. */
export interface ServerClient
  extends DisposalRequests,
    FactRequests,
    MessageRequests,
    OpenRequests,
    RegisterRequests,
    PageRequests,
    RuleRequests,
    UpdateRequests {
  enrol(ask: EnrolRequest): Promise<EnrolAnswer>
  authority(): Promise<AuthorityAnswer>
  signIn(ask: SignInRequest): Promise<SignInAnswer | SignInStep>
  keyChallenge(ask: KeyChallengeRequest): Promise<KeyChallenge>
  keySignIn(ask: KeySignInRequest): Promise<KeySignInAnswer>
  /** Registers a certificate, DER in base64, as somebody's; and ends one. */
  addCertificate(person: string, certificate: string): Promise<void>
  endCertificate(person: string, fingerprint: string): Promise<void>
  /** Of whose session the token is at the moment of the call. */
  signOut(): Promise<void>
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
  /** What was done with the records of one person, to be told to that person. */
  accessLog(ask: AccessLogRequest): Promise<AccessLogAnswer>
  /** Who uncovered many values in a short time. */
  reveals(): Promise<RevealBurst[]>
  /** The live stream's lines, until `signal`. */
  stream(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
}

const SHORT = 10_000
const LONG = 60_000
/** A whole log is read or sent. */
const AUDITING = 1_800_000
/** Of what may be hundreds of megabytes over a slow line. */
const LONGEST = 30 * 60_000

/** `fetch` is given so that a demo can pull the plug; `heard` hears how each request was taken. */
export function serverClient(
  who: () => Credentials,
  fetch: typeof globalThis.fetch,
  heard: Heard = async () => {},
): ServerClient {
  const requests = serverRequests(who, fetch, heard)
  return {
    ...peopleRequests(requests),
    ...syncRequests(requests),
    ...fileRequests(requests),
    ...officeRequests(requests),
    ...updateRequests(requests),
    ...disposalRequests(requests),
    ...factRequests(requests),
    ...ruleRequests(requests),
    ...messageRequests(requests),
    ...openRequests(requests),
    ...registerRequests(requests),
    ...pageRequests(requests),
  }
}

/** Who signs in, and who keeps the people. */
const peopleRequests = ({ get, send }: ServerRequests) =>
  ({
    signIn: ask => send('POST', ROUTES.signIn, ask),
    keyChallenge: ask => send('POST', ROUTES.keyChallenge, ask),
    keySignIn: ask => send('POST', ROUTES.keySignIn, ask),
    addCertificate: async (person, certificate) =>
      void (await send('PUT', `${personPath(person)}/certificates`, { certificate })),
    endCertificate: async (person, fingerprint) =>
      void (await send('PUT', `${personPath(person)}/certificates/${fingerprint}/end`, {})),
    signOut: async () => void (await send('POST', ROUTES.signOut, {})),
    session: () => get(ROUTES.session),
    ownPassword: async ask => void (await send('PUT', ROUTES.ownPassword, ask)),
    putSignInRules: async rules => void (await send('PUT', ROUTES.signInRules, rules)),
    people: async () => (await get<{ people: PersonLine[] }>(ROUTES.people)).people,
    putPosts: async (person, posts) => void (await send('PUT', `${personPath(person)}/posts`, { posts })),
    resetPassword: person => send('PUT', ROUTES.password, { person }),
    reset: async (person, what) => void (await send('PUT', `${personPath(person)}/${what}`, {})),
    sessions: async whose => (await get<{ sessions: SessionLine[] }>(sessionsPath(whose))).sessions,
    endSession: async (whose, id) => void (await send('PUT', `${sessionsPath(whose)}/${pathSegment(id)}/end`, {})),
  }) satisfies Partial<ServerClient>

/** Events up and down, settings and numbers. */
const syncRequests = ({ get, request, send }: ServerRequests) =>
  ({
    push: ask => send('POST', ROUTES.push, ask, LONG),
    pull: (after, limit) => get(`${ROUTES.pull}?${pullQuery(after, limit)}`, LONG),
    settings: after => get(`${ROUTES.settings}?after=${after}`),
    putSetting: async setting => void (await send('PUT', `${ROUTES.settings}/${pathSegment(setting.id)}`, setting)),
    lease: ask => send('POST', ROUTES.leases, ask),
    returnLease: ask => send('POST', ROUTES.leaseReturn, ask),
    gaps: (series, year) => get(`${ROUTES.gaps}?${new URLSearchParams({ series, year: String(year) })}`),
    stream: async signal =>
      (await request(ROUTES.stream, { headers: { accept: 'text/event-stream' }, signal }, LONG)).body!,
  }) satisfies Partial<ServerClient>

const pullQuery = (after: Checkpoint | undefined, limit: number): URLSearchParams =>
  new URLSearchParams({
    seq: String(after?.seq ?? 0),
    scope: after?.scope ?? '',
    limit: String(limit),
    numbered: String(after?.numbered ?? 0),
    ...(after?.stored && { stored: String(after.stored) }),
    ...(after?.also && { also: after.also }),
  })

/** Scans and photos, and the packages of windows without a line. */
const fileRequests = ({ read, request }: ServerRequests) =>
  ({
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
  }) satisfies Partial<ServerClient>

/** Stations, and the audit log. */
const officeRequests = ({ get, request, send }: ServerRequests) =>
  ({
    enrol: ask => send('POST', ROUTES.enrol, ask),
    authority: () => get(ROUTES.authority),
    stations: () => get(ROUTES.stations),
    stationCode: ask => send('POST', ROUTES.codes, ask),
    endStation: (station, reason) => send('POST', `${ROUTES.stations}/${pathSegment(station)}/end`, { reason }),
    audit: ask => send('POST', ROUTES.audit, ask, LONG),
    accessLog: ask => send('POST', ROUTES.accessLog, ask, LONG),
    reveals: async () => (await get<RevealBursts>(ROUTES.reveals)).bursts,
    auditExport: async ask => (await request(ROUTES.auditExport, posted(ask), AUDITING)).text(),
    auditVerify: async (ask, hear) =>
      verifiedBy(await request(ROUTES.auditVerify, posted(ask), AUDITING), hear).catch((cause: unknown) => {
        throw new ServerUnreachable(cause)
      }),
  }) satisfies Partial<ServerClient>

const personPath = (person: string) => `${ROUTES.people}/${pathSegment(person)}`
const sessionsPath = (whose: 'all' | 'own') => (whose === 'own' ? `${ROUTES.sessions}/own` : ROUTES.sessions)

function unlessMissing(error: unknown): undefined {
  if (error instanceof ServerRefusal && error.status === 404) return undefined
  throw error
}
