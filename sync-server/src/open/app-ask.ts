import type { Request, Response } from 'express'
import { OPEN_SCOPES, type OpenScope } from '../../../shared-types/src/model/open-scope.ts'
import type { Directory } from '../directory.ts'
import type { Parts } from '../route.ts'
import { hashOf } from '../secrets.ts'
import type { Db } from '../store.ts'
import { isFrom } from './addresses.ts'
import { appOf, type OpenApp } from './app.ts'
import { demandRate } from './app-rate.ts'
import { OpenRefusal } from './problem.ts'

/** One request of an app: what it may do, by its token and by what is granted to it now. */
export interface AppAsk {
  req: Request
  res: Response
  directory: Directory
  app: OpenApp
  scopes: ReadonlySet<OpenScope>
}

/**
 * Which app asks, by its token (RFC 6750, 2.1): one that is not over, of an app and a secret that nobody has ended, from
 * where the app may ask. What was taken back counts at once, for the token is looked up each time.
 * @throws OpenRefusal `token`, `address`, `rate`, or `scope` where it has none of those that are wanted
 */
export async function appAsk(parts: Parts, req: Request, res: Response, wanted: readonly OpenScope[]): Promise<AppAsk> {
  const token = /^Bearer ([\w-]{20,100})$/i.exec(req.get('authorization') ?? '')?.[1]
  const known = token && (await knownToken(parts.store.db, token, parts.now()))
  if (!known) {
    await parts.limits.door.strange(req)
    throw new OpenRefusal('token')
  }
  const { app } = known
  if (!isFrom(app.addresses, req.ip ?? '')) throw new OpenRefusal('address')
  await demandRate(parts.limits.open, app.id, app.perMinute)
  const scopes = new Set(known.scopes.filter(scope => app.scopes.includes(scope)))
  if (!wanted.some(scope => scopes.has(scope))) throw new OpenRefusal('scope', { scope: wanted[0]! })
  return { req, res, directory: await parts.directory(parts.store.db), app, scopes }
}

/** Only who has the token learns whether it opens anything: all that does not is one answer. */
async function knownToken(
  db: Db,
  token: string,
  now: string,
): Promise<{ app: OpenApp; scopes: OpenScope[] } | undefined> {
  const row = await db
    .selectFrom('open_tokens')
    .innerJoin('open_apps', 'open_apps.id', 'open_tokens.app')
    .innerJoin('open_secrets', 'open_secrets.id', 'open_tokens.secret')
    .selectAll('open_apps')
    .select('open_tokens.scopes as asked')
    .where('open_tokens.hash', '=', hashOf(token))
    .where('open_tokens.until', '>', now)
    .where('open_apps.ended_at', 'is', null)
    .where('open_secrets.ended_at', 'is', null)
    .executeTakeFirst()
  return row && { app: appOf(row), scopes: scopesIn(row.asked) }
}

/** Scopes as they stand in a request or a row, with spaces between (RFC 6749, 3.3). */
export const scopesIn = (text: string): OpenScope[] => OPEN_SCOPES.filter(scope => text.split(' ').includes(scope))
