import { randomInt, randomUUID } from 'node:crypto'
import { CODE_LETTERS } from '../../../shared-types/src/engine/enrol-code.ts'
import { OPEN_LIMITS, type OpenAppRequest, type OpenGrantRequest } from '../../../shared-types/src/protocol-open.ts'
import { audit, authorIn } from '../audit.ts'
import { demand, fits, Refusal } from '../refusal.ts'
import type { OfficerAsk } from '../route.ts'
import { hashOf, newToken } from '../secrets.ts'
import type { Turn } from '../store.ts'
import type { OpenTables } from '../tables-open.ts'

type AppRow = OpenTables['open_apps']

/** Apps are kept by an administrator of their unit; what they may do is granted by a security officer of it. */
type Ask = Pick<OfficerAsk, 'administers' | 'signedIn' | 'station'>

/** Makes an app that may do nothing yet, with its first secret, which is told this once. @throws Refusal */
export async function makeApp(turn: Turn, ask: Ask, asked: OpenAppRequest, now: string) {
  demand(ask.administers.has(asked.unit))
  const same = await turn.db
    .selectFrom('open_apps')
    .select('id')
    .where('name', '=', asked.name)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  fits(!same, 'name')
  const id = newAppId()
  const { perMinute, perDay } = OPEN_LIMITS
  const nothing = { granted_by: null, granted_at: null, ended_by: null, ended_at: null, end_reason: null }
  await turn.db
    .insertInto('open_apps')
    .values({
      ...{ id, ...asked, scopes: '[]', addresses: '[]', per_minute: perMinute.usual, per_day: perDay.usual },
      ...{ made_by: ask.signedIn.person.id, made_at: now, ...nothing },
    })
    .execute()
  await said(turn, ask, 'open-app', { name: asked.name, unit: asked.unit, id }, now)
  return { app: id, secret: await putSecret(turn, ask, id, now) }
}

/** Makes a further secret, which may not be used before a security officer has released it. @throws Refusal */
export async function makeSecret(turn: Turn, ask: Ask, id: string, now: string): Promise<string> {
  const app = await kept(turn, ask, id)
  const living = await turn.db
    .selectFrom('open_secrets')
    .select('id')
    .where('app', '=', id)
    .where('ended_at', 'is', null)
    .execute()
  fits(living.length < OPEN_LIMITS.secrets, 'secrets')
  await said(turn, ask, 'open-secret', { name: app.name, id }, now)
  return putSecret(turn, ask, id, now)
}

/** From now on neither the secret nor a token that it opened is worth anything. @throws Refusal */
export async function endSecret(turn: Turn, ask: Ask, id: string, secret: string, now: string): Promise<void> {
  const app = await kept(turn, ask, id)
  const { numUpdatedRows } = await turn.db
    .updateTable('open_secrets')
    .set({ ended_by: ask.signedIn.person.id, ended_at: now })
    .where('id', '=', secret)
    .where('app', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Refusal(404, 'not-found')
  await turn.db.deleteFrom('open_tokens').where('secret', '=', secret).execute()
  await said(turn, ask, 'open-secret-end', { name: app.name, id }, now)
}

/** What an app may do from now on, and which of its secrets may be used. @throws Refusal */
export async function grantApp(turn: Turn, ask: Ask, id: string, asked: OpenGrantRequest, now: string): Promise<void> {
  const app = await kept(turn, ask, id)
  const by = ask.signedIn.person.id
  const { addresses, perDay, perMinute, release, scopes } = asked
  const told = { scopes: JSON.stringify([...new Set(scopes)]), addresses: JSON.stringify([...new Set(addresses)]) }
  await turn.db
    .updateTable('open_apps')
    .set({ ...told, per_minute: perMinute, per_day: perDay, granted_by: by, granted_at: now })
    .where('id', '=', id)
    .execute()
  for (const secret of new Set(release)) {
    const { numUpdatedRows } = await turn.db
      .updateTable('open_secrets')
      .set({ released_by: by, released_at: now })
      .where('id', '=', secret)
      .where('app', '=', id)
      .where('released_at', 'is', null)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    fits(numUpdatedRows === 1n, 'release')
  }
  const patch = { name: app.name, id, value: JSON.stringify({ ...asked, release: release.length }) }
  await said(turn, ask, 'open-grant', patch, now)
}

/** Ends an app for good, with its secrets and tokens. @throws Refusal */
export async function endApp(turn: Turn, ask: Ask, id: string, reason: string, now: string): Promise<void> {
  const app = await kept(turn, ask, id)
  const by = ask.signedIn.person.id
  const ended = { ended_by: by, ended_at: now }
  const { db } = turn
  await db
    .updateTable('open_apps')
    .set({ ...ended, end_reason: reason })
    .where('id', '=', id)
    .execute()
  await db.updateTable('open_secrets').set(ended).where('app', '=', id).where('ended_at', 'is', null).execute()
  await db.deleteFrom('open_tokens').where('app', '=', id).execute()
  await said(turn, ask, 'open-app-end', { name: app.name, id, reason }, now)
}

/** An app that is theirs to keep and not ended; of others they hear as little as of those that never were. */
async function kept(turn: Turn, { administers }: Ask, id: string): Promise<AppRow> {
  const app = await turn.db.selectFrom('open_apps').selectAll().where('id', '=', id).executeTakeFirst()
  if (!app || !administers.has(app.unit)) throw new Refusal(404, 'not-found')
  fits(app.ended_at === null, 'ended')
  return app
}

/**
 * 256 random bits: nobody tries them out, so that their SHA-256 is as safe as a hash that takes long, and a stranger who
 * asks with wrong ones cannot make the server work for each.
 */
async function putSecret(turn: Turn, ask: Ask, app: string, now: string): Promise<string> {
  const secret = newToken()
  const open = { released_by: null, released_at: null, ended_by: null, ended_at: null }
  await turn.db
    .insertInto('open_secrets')
    .values({
      ...{ id: randomUUID(), app, hash: hashOf(secret), hint: secret.slice(0, HINT) },
      ...{ made_by: ask.signedIn.person.id, made_at: now, ...open },
    })
    .execute()
  return secret
}

/** Characters of a secret that stay to be seen; those that nobody sees are 37, or 222 bits. */
const HINT = 6

/** No secret, and read out by telephone now and then. */
const newAppId = (): string =>
  `app-${Array.from({ length: 12 }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join('')}`

const said = (turn: Turn, ask: Ask, act: string, patch: Readonly<Record<string, string>>, now: string) =>
  audit(turn, { act, by: authorIn(ask.signedIn), station: ask.station.id, patch }, now)
