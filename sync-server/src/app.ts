import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express'
import helmet, { type HelmetOptions } from 'helmet'
import { ANSWER_HEADERS } from '../../shared-types/src/protocol.ts'
import { checkProtocol, officerAsk, personAsk, stationAsk } from './identify.ts'
import { jsonBody, lingering, pacedBody } from './limits-body.ts'
import { fewHeaders } from './limits-http.ts'
import { OPEN_ROOT, openApi } from './open/open-api.ts'
import { isTransient, Refusal } from './refusal.ts'
import { type Ask, type Parts, type Route, SENT, type StationAsk } from './route.ts'
import { accessLogRoutes } from './routes/access-log.ts'
import { auditRoutes } from './routes/audit.ts'
import { authorityRoutes } from './routes/authority.ts'
import { carryRoutes } from './routes/carry.ts'
import { disposalRoutes } from './routes/disposal.ts'
import { enrolRoutes } from './routes/enrol.ts'
import { factRoutes } from './routes/facts.ts'
import { fileRoutes } from './routes/files.ts'
import { healthProbes } from './routes/health.ts'
import { leaseRoutes } from './routes/leases.ts'
import { listRoutes } from './routes/lists.ts'
import { messageRoutes } from './routes/messages.ts'
import { metricProbes } from './routes/metrics.ts'
import { openAppRoutes } from './routes/open-apps.ts'
import { pageRoutes } from './routes/pages.ts'
import { passwordRoutes } from './routes/passwords.ts'
import { peopleRoutes } from './routes/people.ts'
import { registerRoutes } from './routes/register.ts'
import { rehearsalRoutes } from './routes/rehearsals.ts'
import { ruleRunRoutes } from './routes/rule-runs.ts'
import { ruleRoutes } from './routes/rules.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { settingRoutes } from './routes/settings.ts'
import { signInRoutes } from './routes/sign-in.ts'
import { stationRoutes } from './routes/stations.ts'
import { streamRoutes } from './routes/stream.ts'
import { syncRoutes } from './routes/sync.ts'
import { updateRoutes } from './routes/updates.ts'
import { usbKeyRoutes } from './routes/usb-key.ts'

/** Every route there is, with what it needs. */
export const ALL_ROUTES: readonly Route[] = [
  ...authorityRoutes,
  ...enrolRoutes,
  ...stationRoutes,
  ...signInRoutes,
  ...usbKeyRoutes,
  ...passwordRoutes,
  ...peopleRoutes,
  ...sessionRoutes,
  ...syncRoutes,
  ...streamRoutes,
  ...settingRoutes,
  ...listRoutes,
  ...factRoutes,
  ...leaseRoutes,
  ...fileRoutes,
  ...pageRoutes,
  ...carryRoutes,
  ...updateRoutes,
  ...auditRoutes,
  ...accessLogRoutes,
  ...disposalRoutes,
  ...messageRoutes,
  ...openAppRoutes,
  ...registerRoutes,
  ...ruleRoutes,
  ...ruleRunRoutes,
  ...rehearsalRoutes,
]

/** The whole server as a function of its parts. What is not a route is not found. */
export function createApp(parts: Parts, routes: readonly Route[] = ALL_ROUTES): Express {
  const app = express()
  app.disable('x-powered-by')
  // Nothing is to be kept: a hash of each answer would be made for nobody.
  app.disable('etag')
  app.use(observed(parts))
  app.use(helmet(HEADS))
  app.use(fewHeaders)
  for (const probe of [...healthProbes, ...metricProbes])
    app.get(probe.path, (req, res) => {
      res.locals.route = probe.path
      res.setHeader('cache-control', 'no-store')
      return probe.answer(parts, req, res)
    })
  app.use(OPEN_ROOT, openApi(parts))
  for (const route of routes) {
    const most = route.most === 'push' ? parts.jsonLimit : route.most
    const before = route.body === 'json' ? jsonBody(most) : [pacedBody]
    app[route.method](route.path, guard(parts, route), ...before, handler(parts, route))
  }
  app.use(async req => {
    await parts.limits.door.knock(req)
    await parts.limits.door.strange(req)
    throw new Refusal(404, 'not-found')
  })
  app.use(onError(parts))
  return app
}

/** Nothing that is answered here is a page: no browser is to run, frame or guess anything of it. */
const HEADS: HelmetOptions = {
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  xFrameOptions: { action: 'deny' },
  // Other things may run under the same name.
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
}

/** Every request is told of when it is over, by its route's pattern: a path or a query may hold what somebody entered. */
const observed =
  ({ watch }: Parts): RequestHandler =>
  (req, res, next) => {
    const start = performance.now()
    res.once('finish', () => lingering(req))
    res.once('close', () => {
      const { route = 'none', ask } = res.locals as { route?: string; ask?: Partial<StationAsk> }
      const station = ask?.station?.id
      const ms = Math.round(performance.now() - start)
      const stream = String(res.getHeader('content-type')).startsWith('text/event-stream')
      watch.request({ method: req.method, route, status: res.statusCode, ms, ...(station && { station }) }, stream)
    })
    next()
  }

/** Who asks is settled before a byte of the body is read. */
const guard =
  (parts: Parts, route: Route): RequestHandler =>
  async (req, res, next) => {
    res.locals.route = route.path
    res.locals.live = route.live
    res.setHeader(ANSWER_HEADERS.time, parts.now())
    checkProtocol(req)
    await parts.limits.door.knock(req)
    const ask: Ask = { req, res, directory: await parts.directory(parts.store.db) }
    res.locals.ask = await known(parts, route, ask)
    next()
  }

function known(parts: Parts, { needs }: Route, ask: Ask): Promise<Ask> | Ask {
  if (needs === 'nothing') return ask
  if (needs === 'station') return stationAsk(parts, ask)
  if (needs === 'person') return personAsk(parts, ask)
  if (needs === 'disposer') return officerAsk(parts, ask, 'security', 'audit')
  return needs === 'keeper' ? officerAsk(parts, ask, 'administrator', 'security') : officerAsk(parts, ask, needs)
}

const handler =
  (parts: Parts, route: Route): RequestHandler =>
  async (_req, res) => {
    checkBody(res)
    const answer = await (route.handle as (parts: Parts, ask: Ask) => Promise<unknown>)(parts, res.locals.ask as Ask)
    if (answer === SENT) return
    res.setHeader('cache-control', 'no-store')
    res.json(answer ?? {})
  }

const onError =
  (parts: Parts): ErrorRequestHandler =>
  (error: unknown, req, res, _next) => {
    // Whoever broke off hears nothing, and it is no fault of ours.
    if (req.readableAborted && isBrokenOff(error)) return void res.destroy()
    const refusal = refusalOf(error)
    if (refusal.status >= 500) parts.fault(error, `${req.method} ${res.locals.route ?? 'none'}`)
    if (res.headersSent) return void res.destroy()
    res.status(refusal.status).setHeader('cache-control', 'no-store')
    res.setHeader(ANSWER_HEADERS.refusal, refusal.answer.error)
    // RFC 9110, 10.2.3
    if (refusal.status === 429) res.setHeader('retry-after', refusal.answer.detail ?? '1')
    res.json(refusal.answer)
  }

/** A body is the one that the station signed, or it is not looked at. */
function checkBody({ locals }: Response): void {
  const signed = (locals.ask as Partial<StationAsk>).bodyHash
  if (signed !== undefined && locals.bodyHash !== undefined && signed !== locals.bodyHash)
    throw new Refusal(401, 'signature')
}

const isBrokenOff = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(ECONNRESET|ERR_STREAM_PREMATURE_CLOSE)$/.test(String(error.code))

/** Nothing of a fault's text leaves the server: it could hold what somebody entered. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  // A path whose escapes are no UTF-8.
  if (error instanceof URIError) return new Refusal(400, 'bad-request')
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined
  if (type === 'entity.too.large') return new Refusal(413, 'too-large')
  if (typeof type === 'string' && /^(entity|encoding|charset|request|stream)\./.test(type))
    return new Refusal(400, 'bad-request')
  return isTransient(error) ? new Refusal(503, 'busy') : new Refusal(500, 'internal')
}
