import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Router } from 'express'
import { jsonBody } from '../limits-body.ts'
import type { Parts } from '../route.ts'
import { type AppAsk, appAsk } from './app-ask.ts'
import { openDocument } from './document.ts'
import type { FileAnswer, OpenRoute, Recording } from './open-route.ts'
import { OpenRefusal } from './problem.ts'
import { OPEN_ROUTES } from './routes.ts'
import { refusalOf, sendProblem } from './send-problem.ts'
import { spend } from './spend.ts'
import { giveToken } from './token.ts'

export const OPEN_ROOT = '/open'

/** Bytes of a question. */
const QUESTION = 8 * 1024

/**
 * What others' apps may ask (P10): a token, what is asked with it, and the document that says how. Nothing of it knows
 * stations or sessions, and none of its answers is kept on the way.
 */
export function openApi(parts: Parts): Router {
  const router = express.Router({ caseSensitive: true, strict: true })
  router.use(entered(parts))
  const document = lazy(openDocument)
  router.get('/openapi.json', named('/openapi.json'), async (req, res) => {
    await parts.limits.door.strange(req)
    res.json(document())
  })
  router.post('/token', named('/token'), FORM, async (req, res) => {
    res.setHeader('pragma', 'no-cache')
    res.json(await giveToken(parts, req))
  })
  for (const route of OPEN_ROUTES)
    router.post(route.path, named(route.path), known(parts, route), ...jsonBody(QUESTION), answered(parts, route))
  router.use(async req => {
    await parts.limits.door.strange(req)
    throw new OpenRefusal('no-page')
  })
  router.use(failed(parts))
  return router
}

const FORM = express.urlencoded({ extended: false, limit: 4096, parameterLimit: 10, inflate: false })

/** Floods are held up before anything else is looked at. */
const entered =
  (parts: Parts): RequestHandler =>
  async (req, res, next) => {
    res.setHeader('cache-control', 'no-store')
    await parts.limits.door.knock(req)
    next()
  }

/** For log and figures: the pattern alone. */
const named =
  (path: string): RequestHandler =>
  (_req, res, next) => {
    res.locals.route = `${OPEN_ROOT}${path}`
    next()
  }

/** Which app asks is settled before a byte of the body is read. */
const known =
  (parts: Parts, { scopes }: OpenRoute): RequestHandler =>
  async (req, res, next) => {
    res.locals.app = await appAsk(parts, req, res, scopes)
    next()
  }

const answered =
  (parts: Parts, route: OpenRoute): RequestHandler =>
  async (req, res) => {
    const ask = res.locals.app as AppAsk
    const written = { yes: false }
    const record: Recording = async line => {
      await spend(parts, ask.app, { ...line, act: `open-${route.name}` })
      written.yes = true
    }
    const answer = await route.handle(parts, ask, req.body, record)
    if (!written.yes) throw new Error(`${route.name} was not written into the log`)
    if (route.answer) res.json(route.answer.parse(answer))
    else sendFile(parts, ask, answer as FileAnswer)
  }

function sendFile(parts: Parts, { res }: AppAsk, { hash, mime, size }: FileAnswer): void {
  res.writeHead(200, { 'content-type': mime, 'content-length': size, 'content-disposition': 'attachment' })
  const content = parts.blobs.read(hash)
  content.on('error', error => {
    parts.fault(error, 'open file')
    res.destroy()
  })
  content.pipe(res)
}

/** Nothing of a fault's text leaves the server. */
const failed =
  (parts: Parts): ErrorRequestHandler =>
  (error: unknown, req, res, _next) => {
    if (req.readableAborted && !(error instanceof OpenRefusal)) return void res.destroy()
    const refusal = refusalOf(error)
    if (refusal.problem === 'internal' || refusal.problem === 'busy')
      parts.fault(error, `${req.method} ${res.locals.route ?? 'none'}`)
    if (res.headersSent) return void res.destroy()
    sendProblem(req, res, refusal, isTokenPath(req))
  }

const isTokenPath = (req: Request) => req.path === '/token'

/** Made when it is first asked for. */
function lazy<T>(make: () => T): () => T {
  const made: { value?: T } = {}
  return () => {
    made.value ??= make()
    return made.value
  }
}
