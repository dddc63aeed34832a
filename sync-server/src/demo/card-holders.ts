import { addDays } from '../../../shared-types/src/engine/day.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import { accept, type Fate } from './applications.ts'
import type { InventedPerson } from './invented-person.ts'
import { type At, type Life, plan, planOn, type Resident, today } from './life.ts'
import { type Coming, register, registerEmployment } from './registrations.ts'

/** Someone whose card can be laid on the simulated reader, and how they stand at their police station today. */
export interface CardHolder {
  unit: string
  person: Omit<InventedPerson, 'phone'>
  story: Story
}

/**
 * `lived` and `student` have lived here for most of a year and not applied; `employed` has worked here that long and
 * lived here for weeks; `twoSpells` went away in between; `newcomer` has not been here for half a year; `left` has
 * deregistered. `waiting` for review, `made` and not handed over yet. The others hold a permit: `due` for its
 * endorsement, `suspended` for want of one, `lost`.
 */
export type Story = keyof typeof STORIES

/** Where a story is told: the station's life, whom it is about, and the day of the demo. */
interface Telling {
  life: Life
  person: InventedPerson
  /** The day so many days before the demo's own. */
  ago(days: number): string
}

const STORIES = {
  lived: about => come(about, { lived: 321, on: 319 }),
  student: about => come(about, { lived: 321, on: 319, child: true }),
  employed: about =>
    come(about, { lived: 58, on: 55 }, (resident, at) =>
      registerEmployment(about.life, at, resident, { since: about.ago(322), registeredOn: about.ago(320) }),
    ),
  twoSpells: about => {
    come(about, { lived: 340, on: 338 }, resident => planLeaving(about, resident, { on: 85, leftOn: 214 }))
    come(about, { lived: 78, on: 76 })
  },
  newcomer: about => come(about, { lived: 74, on: 71 }),
  left: about => come(about, { lived: 352, on: 350 }, r => planLeaving(about, r, { on: 44, leftOn: 47 })),
  waiting: about => come(about, { lived: 400, on: 340 }, r => planFirst(about, r, 1)),
  made: about => come(about, { lived: 430, on: 345 }, r => planFirst(about, r, 3)),
  due: about => come(about, { lived: 720, on: 352 }, (r, at) => apply(about, r, at)),
  suspended: about => come(about, { lived: 900, on: 384 }, (r, at) => apply(about, r, at)),
  lost: about =>
    come(about, { lived: 640, on: 330 }, (r, at) =>
      apply(about, r, at, () => planOn(about.life, about.ago(12), later => reportLoss(about, r, later))),
    ),
} satisfies Record<string, (about: Telling) => void>

/** Plans what the people of the simulated cards have done at this station. `now` is the day of the demo. */
export function planCardHolders(life: Life, holders: readonly CardHolder[], now: string): void {
  for (const { person, story, unit } of holders) {
    if (unit !== life.place.unit) continue
    const phone = life.invent([20, 60]).phone
    STORIES[story]({ life, person: { ...person, phone }, ago: days => addDays(now, -days) })
  }
}

/** Registers them at the window: days they have lived here, and the day of the registration, both before the demo's. */
function come(
  { life, person, ago }: Telling,
  { lived, on, child = false }: { lived: number; on: number; child?: boolean },
  then?: (resident: Resident, at: At) => void | Promise<void>,
): void {
  planOn(life, ago(on), async at => {
    const coming: Coming = { since: ago(lived), registeredOn: today(life), source: 'window', child }
    const resident = await register(life, at, person, coming)
    await then?.(resident, seconds => at(120 + (seconds ?? 0)))
  })
}

/** The registration is ended on a day after they went: a house visit finds them gone. */
function planLeaving(
  { life, ago }: Telling,
  { caseId }: Resident,
  { on, leftOn }: { on: number; leftOn: number },
): void {
  planOn(life, ago(on), async at => {
    await life.recorder.act({
      user: life.random.pick(life.staff.window),
      at: at(),
      caseId,
      type: 'population.resident',
      act: 'leave',
      patch: { leftOn: ago(leftOn), leftReason: 'home' },
    })
  })
}

/** A first application, so many working days before the end that its next steps are still to be made. */
function planFirst(about: Telling, resident: Resident, before: number): void {
  const { life } = about
  plan(life, life.days.length - before - life.now, at => apply(about, resident, at))
}

function apply({ life }: Telling, resident: Resident, at: At, onIssued?: () => void): Promise<void> {
  const fate: Fate = 'issued'
  return accept(life, at, { resident, kind: 'first', fate, prompt: true, ...(onIssued && { onIssued }) })
}

async function reportLoss({ life }: Telling, { person }: Resident, at: At): Promise<void> {
  const isTheirs = (c: Case) => c.type === 'residence-permits.permit' && c.data.citizenId === person.citizenId
  await life.recorder.act({
    user: life.random.pick(life.staff.window),
    at: at(),
    caseId: [...life.recorder.cases.all()].find(isTheirs)!.id,
    type: 'residence-permits.permit',
    act: 'reportLoss',
    patch: { lossReason: 'lost' },
  })
}
