import { timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'
import { z } from 'zod'
import { OPEN_SCOPES, type OpenScope } from '../../../shared-types/src/model/open-scope.ts'
import type { Parts } from '../route.ts'
import { hashOf, newToken } from '../secrets.ts'
import type { Db } from '../store.ts'
import { isFrom } from './addresses.ts'
import { appOf, type OpenApp, plainAddress } from './app.ts'
import { scopesIn } from './app-ask.ts'
import { demandRate } from './app-rate.ts'
import { OpenRefusal } from './problem.ts'
import { openAudit, spend } from './spend.ts'

/** Seconds. */
const TOKEN_LIFE = 900

/** What stands in the form; whatever stands in it twice is no text (RFC 6749, 3.2). */
export const tokenForm = z.object({
  grant_type: z.literal('client_credentials'),
  scope: z.string().max(500).optional(),
  client_id: z.string().max(60).optional(),
  client_secret: z.string().max(200).optional(),
})

export const tokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.number().int(),
  scope: z.string(),
})

/**
 * A token for app id and secret (client credentials, RFC 6749, 4.4), by which the app asks for a quarter of an hour.
 * @throws OpenRefusal `request`, `grant`, `client`, `unknown-scope`, `rate` or `quota`
 */
export async function giveToken(parts: Parts, req: Request): Promise<z.infer<typeof tokenAnswer>> {
  const form = formOf(req)
  const { app, secret } = await client(parts, req, credentialsOf(req, form))
  const scopes = grantedOf(app, form.scope)
  await spend(parts, app, {
    act: 'open-token',
    patch: { address: plainAddress(req.ip ?? ''), scope: scopes.join(' ') },
  })
  const token = newToken()
  const now = parts.now()
  await parts.store.through(async () => {
    await parts.store.db.deleteFrom('open_tokens').where('until', '<=', now).execute()
    const until = new Date(Date.parse(now) + TOKEN_LIFE * 1000).toISOString()
    await parts.store.db
      .insertInto('open_tokens')
      .values({ hash: hashOf(token), app: app.id, secret, scopes: scopes.join(' '), until })
      .execute()
  })
  return { access_token: token, token_type: 'Bearer', expires_in: TOKEN_LIFE, scope: scopes.join(' ') }
}

function formOf({ body }: Request): z.infer<typeof tokenForm> {
  const form = tokenForm.safeParse(body)
  if (form.success) return form.data
  const grant = form.error.issues.every(issue => issue.path[0] === 'grant_type') && typeof body?.grant_type === 'string'
  throw new OpenRefusal(grant ? 'grant' : 'request')
}

interface Credentials {
  id: string
  secret: string
}

/** In the head, with both parts form-encoded, or in the form; in one of them alone (RFC 6749, 2.3.1). */
function credentialsOf(req: Request, form: z.infer<typeof tokenForm>): Credentials {
  const head = /^Basic ([A-Za-z0-9+/=]{1,600})$/i.exec(req.get('authorization') ?? '')?.[1]
  const inForm = form.client_id !== undefined || form.client_secret !== undefined
  if (head === undefined) return { id: form.client_id ?? '', secret: form.client_secret ?? '' }
  if (inForm) throw new OpenRefusal('request')
  const [id = '', secret = ''] = Buffer.from(head, 'base64').toString('utf8').split(':')
  return { id: decoded(id), secret: decoded(secret) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return ''
  }
}

/**
 * The app whose released secret that is. Whatever is wrong, the answer is the same; only where the secret itself was right
 * the log says what stood against it, for that was no stranger.
 */
async function client(
  parts: Parts,
  req: Request,
  { id, secret }: Credentials,
): Promise<{ app: OpenApp; secret: string }> {
  const { db } = parts.store
  const found = await secretOf(db, id, secret)
  if (!found) {
    await parts.limits.door.strange(req)
    throw new OpenRefusal('client')
  }
  const { app } = found
  await demandRate(parts.limits.open, app.id, app.perMinute)
  const why = !found.released ? 'unreleased' : isFrom(app.addresses, req.ip ?? '') ? undefined : 'address'
  if (why === undefined) return { app, secret: found.secret }
  const line = { act: 'open-refused', patch: { why, address: plainAddress(req.ip ?? '') } }
  await parts.store.transaction(turn => openAudit(turn, app, line, parts.now()))
  throw new OpenRefusal('client')
}

/** Compared in the same time wherever they differ, and also where there is no such app. */
async function secretOf(db: Db, id: string, secret: string) {
  const app = await db
    .selectFrom('open_apps')
    .selectAll()
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  const rows = await db
    .selectFrom('open_secrets')
    .select(['id', 'hash', 'released_at'])
    .where('app', '=', id)
    .where('ended_at', 'is', null)
    .execute()
  const given = Buffer.from(hashOf(secret))
  const right = rows.filter(({ hash }) => timingSafeEqual(Buffer.from(hash), given))[0]
  return app && right && { app: appOf(app), secret: right.id, released: right.released_at !== null }
}

/** Those asked for, or all that it has. */
function grantedOf(app: OpenApp, asked: string | undefined): OpenScope[] {
  if (asked === undefined || asked.trim() === '') return OPEN_SCOPES.filter(scope => app.scopes.includes(scope))
  const known = scopesIn(asked)
  const wanted = new Set(asked.trim().split(/ +/))
  if (known.length < wanted.size || known.some(scope => !app.scopes.includes(scope)))
    throw new OpenRefusal('unknown-scope')
  return known
}
