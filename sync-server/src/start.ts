import { setMaxListeners } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Kinds } from '../../shared-types/src/model/domain.ts'
import { RELEASE_KEYS } from '../../shared-types/src/model/release-keys.ts'
import { createApp } from './app.ts'
import { copyBeforeSteps } from './backup/before-steps.ts'
import { type Bell, bell } from './bell.ts'
import { diskBlobs } from './blobs.ts'
import { certificateTrust } from './certificate-trust.ts'
import { codeSigner } from './codes/code-signer.ts'
import type { Config } from './config.ts'
import { type OpenDatabase, openDatabase } from './database.ts'
import { directoryReader } from './directory.ts'
import { eraseAgain } from './disposal-again.ts'
import { resumeDisposals } from './disposal-run.ts'
import { disposedListOf } from './disposed-list.ts'
import { drain } from './drain.ts'
import { factPlace } from './facts/fact-place.ts'
import { runImports } from './facts/import-run.ts'
import { databaseBytes, openSessions } from './figures.ts'
import { door } from './limits.ts'
import { HTTP_LIMITS } from './limits-http.ts'
import { listRights } from './list-rights.ts'
import { livePull } from './live-pull.ts'
import { lookUps } from './look-ups.ts'
import { openGateways } from './messages/gateways.ts'
import { startSender } from './messages/sender.ts'
import { nightly } from './nightly/schedule.ts'
import { appRate } from './open/app-rate.ts'
import { indexPages } from './page-index.ts'
import { nobodysHash } from './passwords.ts'
import { keepFollowing } from './projection/following.ts'
import { openRegister } from './register/ask-register.ts'
import { rehearsals } from './rehearsal/rehearsals.ts'
import { REVEAL_LIMIT } from './reveal-burst.ts'
import type { Parts } from './route.ts'
import { scopeReader } from './scope.ts'
import { sealFactors } from './second-factor.ts'
import { serverKey } from './server-key.ts'
import { getSetting, putSetting } from './settings.ts'
import { sharedAnswers } from './shared-answers.ts'
import { stationCounters } from './station-counters.ts'
import { signatureCheck } from './station-signature.ts'
import { openStore, type Store } from './store.ts'
import { openTls, type Tls } from './tls.ts'
import { UPDATE_LIMIT } from './updates-packages.ts'
import { type Gauges, type RequestLine, watch } from './watch.ts'

export interface Running {
  /** Where it listens, `https://host:port`, or `http:` where it has no certificate. */
  address: string
  parts: Parts
  /** Tells who asks that it is not ready, ends live streams, lets running requests end, then closes the database. */
  stop(): Promise<void>
}

/** Tells of faults. Never given what somebody entered. */
type Fault = (error: unknown, about: string) => void

/** Opens the database, makes the server out of its parts and listens. `port` 0 takes a free one. */
export async function start(
  config: Config,
  kinds: Kinds,
  fault: Fault,
  now: () => string = () => new Date().toISOString(),
  log?: (line: RequestLine) => void,
): Promise<Running> {
  const { tls, scheme, listener } = openTls(config, fault)
  const database = await openDatabase(config.database, error => fault(error, 'database'), copyBeforeSteps(config, now))
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal)
  const parts = await partsOf(config, kinds, database, { fault, now, log, tls, stopping: stopping.signal })
  await nameDeployment(parts, config)
  await sealFactors(parts.store, parts.key)
  await eraseAgain(parts)
  void resumeDisposals(parts).catch(error => parts.fault(error, 'disposal'))
  const working = Promise.all([
    runImports(parts).catch(error => parts.fault(error, 'facts')),
    indexPages(parts.store, parts.stopping).catch(error => parts.fault(error, 'pages')),
  ])
  const endFollowing = keepFollowing(parts)
  await parts.night.start()
  const app = createApp(parts)
  app.set('trust proxy', config.proxies)
  const server = listener(HTTP_LIMITS, app)
  await listen(server, config)
  const sender = startSender(parts)
  const { address, port } = server.address() as AddressInfo
  return {
    address: `${scheme}://${address.includes(':') ? `[${address}]` : address}:${port}`,
    parts,
    async stop() {
      stopping.abort()
      await setTimeout((config.stopNotice ?? 0) * 1000)
      await drain(server, (config.stopWithin ?? STOP_WITHIN) * 1000)
      await parts.night.stop()
      await endFollowing()
      await sender.stop()
      await working
      await parts.bell.stop()
      await database.close()
    },
  }
}

interface Told {
  fault: Fault
  now: () => string
  log: ((line: RequestLine) => void) | undefined
  tls: Tls
  stopping: AbortSignal
}

async function partsOf(
  config: Config,
  kinds: Kinds,
  database: OpenDatabase,
  { fault, now, log, tls, stopping }: Told,
): Promise<Parts> {
  const store = openStore(database.db, kinds)
  const ring = bell(store, error => fault(error, 'bell'), { ...(database.between && { between: database.between }) })
  const watching = watch(gaugesOf(store, ring, tls, now), log)
  const pulling = { store, directory: directoryReader(kinds), scopeOf: scopeReader(kinds), now }
  const key = await serverKey(store, { secret: config.secret, now: now() })
  return {
    ...pulling,
    kinds,
    live: livePull(pulling, ring),
    blobs: diskBlobs(config.files, config.fileLimit),
    bell: ring,
    key,
    codes: await codeSigner(store, { algorithm: config.codeSignature, kept: key.kept, now: now() }),
    tls,
    certificates: certificateTrust({ authorities: config.keyAuthorities, revoked: config.keyRevoked }),
    isSignedBy: signatureCheck(),
    listRights: listRights({ ...pulling, kinds }),
    ...lookingUp(store, now),
    counters: stationCounters(store, now),
    limits: limitsOf(database, config),
    nobody: await nobodysHash(),
    ...configured(config),
    fault(error, about) {
      watching.fault(error, about)
      fault(error, about)
    },
    watch: watching,
    stopping,
    rehearsals: rehearsals({ database: config.database, store, now, fault, stopping }),
    night: nightly(
      { ...pulling, kinds, fault, stopping, database: config.database },
      config.rules === 'off' ? undefined : config.rulesAt,
    ),
  }
}

/** What the configuration alone says. */
const configured = (config: Config) => ({
  carry: { folder: join(config.files, 'carry'), limit: config.carryLimit },
  facts: factPlace(config),
  updates: { folder: join(config.files, 'updates'), limit: UPDATE_LIMIT, keys: RELEASE_KEYS },
  gateways: openGateways(config.messages?.gateways ?? {}),
  register: config.register && openRegister(config.register),
  disposedList: disposedListOf(config),
  jsonLimit: config.jsonLimit,
  reveals: {
    most: config.revealsMost ?? REVEAL_LIMIT.most,
    minutes: config.revealsMinutes ?? REVEAL_LIMIT.minutes,
  },
  metricsToken: config.metricsToken,
  proxies: config.proxies,
})

function lookingUp(store: Store, now: () => string): Pick<Parts, 'lookUps' | 'answers'> {
  const looking = lookUps(store, now)
  return { lookUps: looking, answers: sharedAnswers(store, looking) }
}

const gaugesOf = (store: Store, ring: Bell, tls: Tls, now: () => string): Gauges => ({
  certificateEnds: () => Date.parse(tls.until() ?? '') / 1000,
  writersWaiting: store.waiting,
  streams: ring.listeners,
  sessions: () => openSessions(store.db, now()),
  databaseBytes: () => databaseBytes(store),
})

/** Seconds. */
const STOP_WITHIN = 10

/** Tries in seconds, then seconds without. */
const limitsOf = ({ limiter }: OpenDatabase, { rates }: Config): Parts['limits'] => ({
  enrol: limiter('enrol', 10, 600, 600),
  door: door(rates ?? {}),
  open: appRate(),
})

function listen(server: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** A new database is told its name and time zone once; later they are changed like any setting. */
async function nameDeployment({ store, now }: Parts, { name, zone }: Config): Promise<void> {
  await store.transaction(async turn => {
    if (await getSetting(turn.db, 'deployment')) return
    await putSetting(turn, { id: 'deployment', kind: 'deployment', value: { name, zone } }, now())
  })
}
