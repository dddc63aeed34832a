import type { Person, Post } from '../../shared-types/src/model/person.ts'
import { asksFactor } from '../../shared-types/src/model/sign-in.ts'
import type { SignInAnswer, SignInRequest, SignInStep } from '../../shared-types/src/protocol-sign-in.ts'
import { audit, NOBODY } from './audit.ts'
import {
  beginTry,
  type Counted,
  countedFor,
  countedForPerson,
  dropOldTries,
  forgetTries,
  isUsual,
  noteUsual,
  undoTry,
} from './lock-out.ts'
import {
  changePassword,
  credentialOf,
  hashed,
  holderOf,
  newPasswordProblem,
  personBy,
  verifierOf,
} from './passwords.ts'
import { Refusal } from './refusal.ts'
import type { Parts, StationAsk } from './route.ts'
import { factorOf, newRecovery, offerFactor, takeCode } from './second-factor.ts'
import { openSession, postsAt } from './sessions.ts'
import type { Turn } from './store.ts'
import { otpauthUri } from './totp.ts'

/** Somebody who knows login and password, on the way in. */
interface Known {
  parts: Parts
  ask: StationAsk
  request: SignInRequest
  person: Person
  posts: readonly Post[]
  now: string
}

/**
 * A person signs in at a station where they hold a post. An unknown login, a wrong password, somebody of elsewhere and
 * somebody who left get the same answer after the same time, and count alike. What is asked for beside the password is
 * told only to who knows it.
 * @throws Refusal
 */
export async function signIn(
  parts: Parts,
  ask: StationAsk,
  request: SignInRequest,
): Promise<SignInAnswer | SignInStep> {
  const { db } = parts.store
  const now = parts.now()
  const { login, password } = request
  const holder = await holderOf(db, login)
  const usual = holder !== undefined && (await isUsual(db, holder, ask.station.id, now))
  const counted = countedFor(ask.station.id, login, usual)
  await slowed(parts, counted, now)
  const id = await personBy(db, login, password, parts.nobody)
  const person = id === undefined ? undefined : ask.directory.people.get(id)
  const posts = person && !person.ended ? postsAt(ask.directory, ask.station, person) : []
  if (!person || posts.length === 0) {
    await parts.store.transaction(turn =>
      audit(turn, { act: 'sign-in-failed', by: NOBODY, station: ask.station.id, patch: {} }, now),
    )
    await dropOldTries(db, now)
    throw new Refusal(401, 'credentials')
  }
  const known: Known = { parts, ask, request, person, posts, now }
  const step = await missing(known).catch(async (error: unknown) => {
    if (error instanceof Refusal && error.answer.error !== 'factor') await undoTry(db, counted)
    throw error
  })
  if (step) {
    await undoTry(db, counted)
    return step
  }
  const answer = await enter(known)
  await forgetTries(db, counted)
  return answer
}

async function slowed(parts: Parts, counted: readonly Counted[], now: string): Promise<void> {
  const wait = await beginTry(parts.store.db, counted, now)
  if (wait > 0) throw new Refusal(429, 'locked', String(wait))
}

/** The password of a person is to be another one: the first, one that somebody set for them, or an old one. */
async function isDue({ parts, ask, person, now }: Known): Promise<boolean> {
  const row = await credentialOf(parts.store.db, person.id)
  const { passwordDays } = ask.directory.signIn
  const age = row?.set_at ? Date.parse(now) - Date.parse(row.set_at) : 0
  return row?.must_change === 1 || (passwordDays > 0 && age > passwordDays * 86_400_000)
}

const wantsFactor = ({ ask, posts }: Known): boolean => posts.some(post => asksFactor(ask.directory.signIn, post))

/** What this person has still to bring; undefined when they have brought it all and may come in. */
async function missing(known: Known): Promise<SignInStep | undefined> {
  const { parts, ask, request, person, now } = known
  const { db } = parts.store
  if (await isDue(known)) {
    if (request.newPassword === undefined) return { next: 'password', time: now }
    const problem = await newPasswordProblem(db, ask.directory, person, request.newPassword)
    if (problem) throw new Refusal(409, 'password', problem)
  }
  if (!wantsFactor(known)) return undefined
  const factor = await factorOf(db, person.id)
  if (request.code === undefined) {
    if (factor?.confirmed) return { next: 'code', time: now }
    const secret = await offerFactor(db, parts.key.kept, person.id, now)
    return { next: 'enrol', secret, uri: otpauthUri(secret, ask.directory.name, person.login), time: now }
  }
  const counted = countedForPerson(person.id)
  await slowed(parts, counted, now)
  if (!(await takeCode(db, parts.key.kept, person.id, request.code, now))) throw new Refusal(401, 'factor')
  await forgetTries(db, counted)
  return undefined
}

/** Codes for whoever has none: after the first code of an authenticator, and when all were used. */
async function recoveryFor({ db }: Turn, known: Known): Promise<string[] | undefined> {
  if (!wantsFactor(known)) return undefined
  const left = await db
    .selectFrom('recovery_codes')
    .select('hash')
    .where('person', '=', known.person.id)
    .executeTakeFirst()
  return left ? undefined : newRecovery(db, known.person.id)
}

async function enter(known: Known): Promise<SignInAnswer> {
  const { parts, ask, request, posts, now } = known
  const due = await isDue(known)
  const password = due ? request.newPassword! : request.password
  const hash = due ? await hashed(password) : undefined
  const [post] = posts
  const opened = await parts.store.transaction(async turn => {
    const person = hash ? await changePassword(turn, known.person, { hash, mustChange: false }, now) : known.person
    const recovery = await recoveryFor(turn, known)
    const session = await openSession(turn.db, ask.station, person.id, now)
    await noteUsual(turn.db, person.id, ask.station.id, now)
    const by = { id: person.id, post: post!.id, role: post!.role, unit: post!.unit }
    if (hash) await audit(turn, { act: 'password', by, station: ask.station.id, patch: { person: person.id } }, now)
    if (recovery) await audit(turn, { act: 'factor', by, station: ask.station.id, patch: { person: person.id } }, now)
    await audit(turn, { act: 'sign-in', by, station: ask.station.id, patch: {} }, now)
    return { person, ...session, ...(recovery && { recovery }) }
  })
  return { ...opened, verifier: await verifierOf(password), time: now }
}
