import { setImmediate as breathe } from 'node:timers/promises'
import { CalendarError } from '../../../shared-types/src/engine/calendar.ts'
import { type CentreAct, centreActs } from '../centre-acts.ts'
import type { Directory } from '../directory.ts'
import { faultOf } from '../log.ts'
import { layRegistrations } from '../projection/registrations.ts'
import type { Registrations } from '../rules/date-changed.ts'
import type { Rule, RuleId } from '../rules/rule.ts'
import type { Db, Turn } from '../store.ts'
import { alertBook, raisingAct } from './alert-case.ts'
import type { Eyes, EyesParts } from './eyes.ts'
import type { Looked } from './look.ts'
import { alertIds, noteRaised } from './raised.ts'
import { type Claim, fail, finish, LEASE, renew } from './runs.ts'
import { tellFailure } from './tell-failure.ts'
import { venueFound } from './venue-found.ts'

/** What of the server the nightly run is made of. */
export interface NightParts extends EyesParts {
  /** ISO 8601 in UTC. */
  now: () => string
  fault: (error: unknown, about: string) => void
  stopping: AbortSignal
}

/** The claim is another instance's by now: whatever was to be written is not. */
class HandedOver extends Error {
  override readonly name = 'HandedOver'
}

/** Alerts of one writing transaction: windows that send meanwhile wait for no more than these. */
const TOGETHER = 20

/**
 * Judges a claimed day of a rule and raises what it calls for. Alerts are raised in parts, each in one transaction with
 * its identity: whoever does the same again after this one was cut off raises the others, and none twice. Answers whether
 * the day is judged; when not, the run's row says why.
 */
export async function runDay(parts: NightParts, see: Eyes, claim: Claim, rule: Rule): Promise<boolean> {
  const { store, now } = parts
  const renewing = setInterval(() => {
    store.through(() => renew(store.db, claim, now())).catch(error => parts.fault(error, 'rules'))
  }, LEASE / 3)
  try {
    const start = performance.now()
    const { fresh, version, judged } = await look(parts, see, claim, rule)
    const directory = await parts.directory(store.db)
    for (let i = 0; i < fresh.length; i += TOGETHER)
      await store.transaction(turn =>
        raise(parts, turn, claim, { fresh: fresh.slice(i, i + TOGETHER), version, directory }),
      )
    const figures = { ms: performance.now() - start, judged, version }
    await store.transaction(async turn => {
      await hold(turn.db, claim, now())
      await finish(turn.db, claim, figures, now())
    })
    return true
  } catch (error) {
    if (error instanceof HandedOver) return false
    parts.fault(error, `rules ${claim.rule} ${claim.day}`)
    await store.transaction(async turn => {
      await fail(turn.db, claim, reasonOf(error), now())
      await tellFailure(turn, await parts.directory(turn.db), claim, { error, now: now() })
    })
    return false
  } finally {
    clearInterval(renewing)
  }
}

/** Rules that compare the registrations of a night with those before. */
const REGISTRATIONS: Readonly<Partial<Record<RuleId, Registrations>>> = {
  'resident-date-changed': 'residents',
  'employment-date-changed': 'employments',
}

/** What the day calls for. A rule that remembers writes what it will remember, some at a time. */
async function look(parts: NightParts, { look: see }: Eyes, claim: Claim, rule: Rule): Promise<Looked> {
  const { store, now } = parts
  const kind = REGISTRATIONS[claim.rule]
  const judged = !kind || (await layRegistrations(parts, kind, claim.day))
  const seen = await see({ rule: claim.rule, day: claim.day, judged })
  for (let after: string | undefined = ''; judged && rule.remember && after !== undefined; ) {
    const from: string = after
    after = await store.through(() =>
      store.db.transaction().execute(async db => {
        await hold(db, claim, now())
        return rule.remember?.({ db, day: claim.day }, from)
      }),
    )
    await breathe()
  }
  return seen
}

async function raise(
  { kinds, now }: NightParts,
  turn: Turn,
  claim: Claim,
  { fresh, version, directory }: Pick<Looked, 'fresh' | 'version'> & { directory: Directory },
): Promise<void> {
  const at = now()
  await hold(turn.db, claim, at)
  const idOf = await alertIds(turn.db)
  const book = alertBook(kinds)
  const acts: CentreAct[] = []
  for (const { found, facts } of fresh) {
    const { alert, unit } = found
    const id = idOf(alert, 'event')
    const once = alert.rule === 'unknown-venue'
    if (!(await noteRaised(turn.db, id, alert, { unit, version, now: at, once })) || !book) continue
    acts.push(raisingAct(book, found, { id, caseId: idOf(alert, 'case'), version, ...facts }))
    const venue = venueFound(kinds, alert, unit, idOf)
    if (venue) acts.push(venue)
  }
  await centreActs(turn, directory, at, acts)
}

async function hold(db: Db, claim: Claim, now: string): Promise<void> {
  if (!(await renew(db, claim, now))) throw new HandedOver('the day was handed over')
}

/** Why it could not be judged, for the row of the run: a year without a calendar by its name, else nothing that quotes a row. */
function reasonOf(error: unknown): string {
  if (error instanceof CalendarError) return `calendar ${error.year}`
  return faultOf(error).message
}
