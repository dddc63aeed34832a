import { randomUUID } from 'node:crypto'
import { Cron } from 'croner'
import { addDays, clockOf, dayOf } from '../../../shared-types/src/engine/day.ts'
import { forgetRefusals } from '../facts/refusals.ts'
import { followLog } from '../projection/follow.ts'
import { forgetPeople } from '../rules/forget-people.ts'
import { hasLate } from './late.ts'
import { type Passed, pass } from './pass.ts'
import type { NightParts } from './run-day.ts'
import { isLeft } from './runs.ts'

/** The nightly run of one server process. Several on one database share the work. */
export interface Night {
  /** Judges by itself from now on: what was missed at once, then every night; nothing where the hour is not told. */
  start(): Promise<void>
  /** Judges what was asked for, up to yesterday. Answers when it is done; one pass runs at a time. */
  run(): Promise<Passed>
  /** Ends the running pass between two days of a rule. The process must have said that it is stopping. */
  stop(): Promise<void>
}

/** How often it is looked whether another instance left something: every ten seconds. */
const LOOK = '*/10 * * * * *'
/** How often it is looked whether rows came late: every minute. */
const LOOK_LATE = '5 * * * * *'

/** Days after which nothing of a window that was away is waited for: until then an exemption may still be asked about. */
const LATE = 92

/** What holds something of people and is needed no more. */
async function forget({ directory, now, store }: NightParts): Promise<void> {
  await store.transaction(async turn => {
    const at = now()
    await forgetRefusals(turn.db, at)
    const today = dayOf(at, (await directory(turn.db)).zone)
    await forgetPeople(turn, { now: at, over: addDays(today, -LATE), today })
  })
}

/** `at` is the hour, HH:MM of the deployment's zone, from which on yesterday is judged; a zone that changes holds with the next start. */
export function nightly(parts: NightParts, at: string | undefined): Night {
  const holder = randomUUID()
  const state: { tail: Promise<unknown>; jobs: Cron[]; passes: number } = {
    tail: Promise.resolve(),
    jobs: [],
    passes: 0,
  }
  const zone = async () => (await parts.directory(parts.store.db)).zone
  const inTurn = (through: () => Promise<string>): Promise<Passed> => {
    state.passes++
    const done = state.tail
      .then(async () => {
        await followLog(parts, parts.stopping)
        return pass(parts, await through(), holder)
      })
      .finally(() => state.passes--)
    state.tail = done.catch(() => undefined)
    return done
  }
  const yesterday = async () => addDays(dayOf(parts.now(), await zone()), -1)
  const due = async (hour: string) => {
    const [now, place] = [parts.now(), await zone()]
    return addDays(dayOf(now, place), clockOf(now, place) >= hour ? -1 : -2)
  }
  const left = async (hour: string) => {
    if (!state.passes && (await isLeft(parts.store.db, parts.now()))) await inTurn(() => due(hour))
  }
  const late = async (hour: string) => {
    if (state.passes) return
    await followLog(parts, parts.stopping)
    if (await hasLate(parts.store.db, parts.now())) await inTurn(() => due(hour))
  }
  const told = (error: unknown) => parts.fault(error, 'rules')
  return {
    async start() {
      if (at === undefined) return
      const options = { unref: true, protect: true, catch: told }
      const [hours, minutes] = at.split(':').map(Number)
      state.jobs = [
        new Cron(`0 ${minutes} ${hours} * * *`, { ...options, timezone: await zone() }, async () => {
          await inTurn(() => due(at))
          await forget(parts)
        }),
        new Cron(LOOK, options, () => left(at)),
        new Cron(LOOK_LATE, options, () => late(at)),
      ]
      inTurn(() => due(at)).catch(told)
    },
    run: () => inTurn(yesterday),
    async stop() {
      for (const job of state.jobs) job.stop()
      await state.tail
    },
  }
}
