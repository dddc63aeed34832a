import type { Request, Response } from 'express'
import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import type { Kinds } from '../../shared-types/src/model/domain.ts'
import type { Officer } from '../../shared-types/src/model/person.ts'
import type { Station } from '../../shared-types/src/protocol.ts'
import type { Bell } from './bell.ts'
import type { Blobs } from './blobs.ts'
import type { CertificateTrust } from './certificate-trust.ts'
import type { CodeSigner } from './codes/code-signer.ts'
import type { Directory, ReadDirectory } from './directory.ts'
import type { FactPlace } from './facts/fact-place.ts'
import type { Door } from './limits.ts'
import type { ListRightsOf } from './list-rights.ts'
import type { Live } from './live-pull.ts'
import type { LookUps } from './look-ups.ts'
import type { Gateway } from './messages/gateway.ts'
import type { Night } from './nightly/schedule.ts'
import type { Register } from './register/ask-register.ts'
import type { Rehearsals } from './rehearsal/rehearsals.ts'
import type { RevealLimit } from './reveal-burst.ts'
import type { ReadScopeOf } from './scope.ts'
import type { ServerKey } from './server-key.ts'
import type { SignedIn } from './sessions.ts'
import type { SharedAnswers } from './shared-answers.ts'
import type { StationCounters } from './station-counters.ts'
import type { IsSignedBy } from './station-signature.ts'
import type { Store } from './store.ts'
import type { Tls } from './tls.ts'
import type { Watch } from './watch.ts'

/** Everything the server is made of. It keeps nothing between requests but what is in the database. */
export interface Parts {
  store: Store
  kinds: Kinds
  directory: ReadDirectory
  scopeOf: ReadScopeOf
  blobs: Blobs
  bell: Bell
  /** What live streams ask when it rings. */
  live: Live
  /** The deployment's own pairs, for signing and for what is sealed to it. */
  key: ServerKey
  /** What signs the codes that cases bear. */
  codes: CodeSigner
  /** The certificates of the door. */
  tls: Tls
  /** Which certificates of people open the door. */
  certificates: CertificateTrust
  /** For the keys of known stations. */
  isSignedBy: IsSignedBy
  /** What the door asks of the database. */
  lookUps: LookUps
  /** Whose rights leave what of a list, and answers that many share. */
  listRights: ListRightsOf
  answers: SharedAnswers
  /** Which requests of the stations have been here. */
  counters: StationCounters
  /** ISO 8601 in UTC. */
  now: () => string
  limits: {
    /** Tries to enrol from one address. */
    enrol: RateLimiterAbstract
    /** What is counted before work is done. */
    door: Door
    /** Requests of an app in a minute. */
    open: RateLimiterAbstract
  }
  /** A hash that no password fits. */
  nobody: string
  /** Where receipts lie and packages are put while they are taken in, and how many bytes one may have. */
  carry: { folder: string; limit: number }
  facts: FactPlace
  /** Where update packages lie, how many bytes one may have, and whose signature they need: Ed25519, raw in base64url. */
  updates: { folder: string; limit: number; keys: readonly string[] }
  /** By what messages leave the house. */
  gateways: readonly Gateway[]
  /** Which may be asked about enterprises; absent where none is configured. */
  register: Register | undefined
  /** The file beside the backups that says what was disposed of. */
  disposedList: string
  /** Bytes of a push. */
  jsonLimit: number
  /** Told of faults, for the log. Expected refusals are none. */
  fault: (error: unknown, about: string) => void
  /** Told of requests and verdicts, for log and figures. */
  watch: Watch
  /** Aborted when the server is about to stop: what goes on by itself ends. */
  stopping: AbortSignal
  /** Rules that are tried over a past period, on this server. */
  rehearsals: Rehearsals
  /** From when on the security officer is told of somebody's reveals. */
  reveals: RevealLimit
  /** The nightly run of the rules. */
  night: Night
  /** Lets who has it read the figures from another machine. */
  metricsToken: string | undefined
  /** Proxies in front. */
  proxies: number
}

/** One request of a machine that is an enrolled station, or of any machine where a route needs nothing. */
export interface Ask {
  req: Request
  res: Response
  directory: Directory
}
export interface StationAsk extends Ask {
  station: Station
  /** The Ed25519 key that signed the request, raw in base64url. */
  key: string
  /** SHA-256 of the body that it signed, in hex; JSON bodies have been compared with it. */
  bodyHash: string
}
export interface PersonAsk extends StationAsk {
  signedIn: SignedIn
}
/** A person who holds a post as officer at the station: administrator, security or audit officer. */
export interface OfficerAsk extends PersonAsk {
  office: Officer
  /** The units that they look after: those of their posts in this office and all below. */
  administers: ReadonlySet<string>
  /** One of those posts is at a unit that has none above it. */
  whole: boolean
}

interface Common {
  method: 'get' | 'head' | 'post' | 'put'
  path: string
  /** How the body is read before the handler: as JSON, or not at all. */
  body?: 'json'
  /** Bytes that a JSON body may have, where that is more than usual; of a push as many as the configuration says. */
  most?: number | 'push'
  /** Its answer stays open. */
  live?: true
}

type Handler<A> = (parts: Parts, ask: A) => Promise<unknown>

/**
 * A route says what it needs before anything is handed to it; there is no other way to mount one. What the handler
 * answers is sent as JSON, `SENT` when it has answered by itself.
 */
export type Route = Common &
  (
    | { needs: 'nothing'; handle: Handler<Ask> }
    | { needs: 'station'; handle: Handler<StationAsk> }
    | { needs: 'person'; handle: Handler<PersonAsk> }
    | { needs: Officer; handle: Handler<OfficerAsk> }
    /** An administrator or a security officer; the handler sees which. */
    | { needs: 'keeper'; handle: Handler<OfficerAsk> }
    /** A security or an audit officer. */
    | { needs: 'disposer'; handle: Handler<OfficerAsk> }
  )

export const SENT = Symbol('sent')
