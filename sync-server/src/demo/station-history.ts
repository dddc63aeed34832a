import type { Case } from '../../../shared-types/src/model/case.ts'
import { accept, type Fate, leaveDraft } from './applications.ts'
import { closeDay, damageBlank, handBlanks, receiveBlanks, returnBlanks } from './blank-cards.ts'
import { type At, type Life, liveDay, plan, today } from './life.ts'
import { planYear } from './permit-events.ts'
import { applicant, deregister, registerResident } from './registrations.ts'

/** Days of the two seasons: a few weeks a year ago, whose permits fall due now, and the last three months. */
export interface Seasons {
  lastYear: readonly string[]
  /** How many of last year's days take new applications; the rest let them run out. */
  open: number
  now: readonly string[]
}

const RUN_OUT = 3

/** Writes the whole history of one station into its recorder. */
export async function liveStation(life: Life, seasons: Seasons): Promise<void> {
  const recent = seasons.lastYear.length
  for (life.now = 0; life.now < life.days.length; life.now++) {
    const isNow = life.now >= recent
    const left = life.days.length - 1 - life.now
    if (!isNow && life.now < seasons.open) planLastYear(life)
    if (life.now === recent) planYear(life, oldPermits(life))
    if (isNow) planDay(life, life.now - recent, left)
    await liveDay(
      life,
      at => openDay(life, at, { first: life.now === 0, again: life.now === recent }),
      async at => {
        if (isNow && left < 15) await closeDay(life, at)
      },
    )
  }
}

/** Before opening: the first import of the register, boxes of blank cards, cards for the window. */
async function openDay(life: Life, at: At, { first, again }: { first: boolean; again: boolean }): Promise<void> {
  if (first || again) {
    for (let n = 0; n < (first ? 40 : 70); n++) {
      const livedDays = n % 5 === 0 ? life.random.whole(20, 170) : life.random.whole(200, 1600)
      await registerResident(life, at, {
        livedDays,
        knownDays: Math.min(livedDays, life.random.whole(1, 300)),
        source: 'import',
      })
    }
    await receiveBlanks(life, at, first ? 45 : 130)
  }
  await handBlanks(life, at)
}

function planLastYear(life: Life): void {
  if (!life.random.chance(0.85)) return
  plan(life, 0, async at => {
    const resident = applicant(life)
    if (resident) await accept(life, at, { resident, kind: 'first', fate: 'issued', prompt: true })
  })
}

/** An ordinary day: who comes to the window. The last days bring enough for every queue. */
function planDay(life: Life, n: number, left: number): void {
  const { random } = life
  const closing = left <= RUN_OUT
  const count = closing ? 3 : Number(random.weighted({ 0: 20, 1: 45, 2: 35 }))
  for (let i = 0; i < count; i++) {
    const fate: Fate = closing
      ? left === 1 && i === 0
        ? 'sentBack'
        : 'issued'
      : random.weighted({ issued: 85, rejected: 6, cancelled: 3, sentBack: 4, scrapped: 2 })
    plan(life, 0, at => firstApplication(life, at, fate, closing, !closing && random.chance(0.05)))
  }
  for (let i = 0; i < random.whole(0, 2); i++) plan(life, 0, at => newcomer(life, at))
  if (random.chance(0.25)) plan(life, 0, at => deregister(life, at))
  if (n === 20) plan(life, 0, at => damageBlank(life, at))
  if (n === 35) plan(life, 0, at => returnBlanks(life, at))
  if (left === 0) plan(life, 0, at => lastDay(life, at))
}

async function firstApplication(life: Life, at: At, fate: Fate, prompt: boolean, child: boolean): Promise<void> {
  if (child) await registerResident(life, at, { livedDays: 400, knownDays: 0, source: 'window', child })
  const resident =
    applicant(life, child) ??
    (await registerResident(life, at, { livedDays: life.random.whole(220, 900), knownDays: 0, source: 'window' }))
  resident.applied = true
  await accept(life, seconds => at(180 + (seconds ?? 0)), { resident, kind: 'first', fate, ...(prompt && { prompt }) })
}

/** Somebody registers who has just come: not yet entitled. */
async function newcomer(life: Life, at: At): Promise<void> {
  const source = life.random.weighted({ window: 60, visit: 25, self: 15 })
  await registerResident(life, at, { livedDays: life.random.whole(1, 120), knownDays: 0, source })
}

/** The last day leaves a draft and an endorsement that waits. */
async function lastDay(life: Life, at: At): Promise<void> {
  const { random } = life
  const stranger = await registerResident(life, at, { livedDays: 260, knownDays: 0, source: 'window' })
  stranger.applied = true
  await leaveDraft(life, s => at(200 + (s ?? 0)), stranger)
  const due = oldPermits(life).filter(
    ({ permit, busy }) => !busy && permit.state === 'valid' && String(permit.data.endorseFrom) <= today(life),
  )
  if (due.length > 0)
    await accept(life, s => at(400 + (s ?? 0)), { ...random.pick(due), kind: 'endorsement', fate: 'issued' })
}

/** Permits with their holders, and whether an application on them is under way. */
function oldPermits(life: Life) {
  const cases = [...life.recorder.cases.all()]
  const open = (c: Case) => ['accepted', 'passed', 'making', 'made'].includes(c.state)
  return cases
    .filter(c => c.type === 'residence-permits.permit')
    .flatMap(permit => {
      const resident = life.residents.find(r => r.person.citizenId === permit.data.citizenId)
      const busy = cases.some(
        c => c.type === 'residence-permits.application' && c.data.citizenId === permit.data.citizenId && open(c),
      )
      return resident ? [{ permit, resident, busy }] : []
    })
}
