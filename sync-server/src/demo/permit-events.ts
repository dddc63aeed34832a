import { addDays } from '../../../shared-types/src/engine/day.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import { accept } from './applications.ts'
import { type Life, planOn, type Resident, today } from './life.ts'

const PERMIT = 'residence-permits.permit'

/** A permit of the year before, with its holder. */
export interface OldPermit {
  permit: Case
  resident: Resident
}

/**
 * What happens to last year's permits in these three months: two are lost and replaced, one lost and found, one renewed
 * for damage, one cancelled; most of the rest are endorsed in time, some late, some not yet or never.
 */
export function planYear(life: Life, permits: readonly OldPermit[]): void {
  const within = (from: number, to: number) => addDays(today(life), life.random.whole(from, to))
  const [lost, lostUnreported, found, damaged, leaving, ...rest] = permits
  if (lost) planLoss(life, lost, within(10, 40), true)
  if (lostUnreported) planRequest(life, lostUnreported, within(20, 60), 'replacement', 'stolen')
  if (found) planLoss(life, found, within(30, 50), false)
  if (damaged) planRequest(life, damaged, within(15, 70), 'renewal', 'damaged')
  if (leaving) planOn(life, within(40, 75), at => cancel(life, at(), leaving))
  for (const old of rest) planEndorsement(life, old)
}

/** In time, late or not at all. */
function planEndorsement(life: Life, { permit, resident }: OldPermit): void {
  const from = String(permit.data.endorseFrom)
  const until = String(permit.data.endorsedUntil)
  const fate = life.random.weighted({ inTime: 45, late: 30, never: 25 })
  if (fate === 'never') return
  const day = fate === 'inTime' ? addDays(from, life.random.whole(0, 24)) : addDays(until, life.random.whole(1, 12))
  planOn(life, day, at => accept(life, at, { resident, kind: 'endorsement', permit, fate: 'issued', prompt: true }))
}

function planRequest(
  life: Life,
  { permit, resident }: OldPermit,
  day: string,
  kind: 'renewal' | 'replacement',
  replaceReason: string,
): void {
  planOn(life, day, at => accept(life, at, { resident, kind, permit, replaceReason, fate: 'issued' }))
}

function planLoss(life: Life, old: OldPermit, day: string, replaced: boolean): void {
  const on = { caseId: old.permit.id, type: PERMIT } as const
  planOn(life, day, async at => {
    const user = life.random.pick(life.staff.window)
    await life.recorder.act({ ...on, user, at: at(), act: 'reportLoss', patch: { lossReason: 'lost' } })
    if (replaced) return planRequest(life, old, addDays(today(life), 2), 'replacement', 'lost')
    planOn(life, addDays(today(life), 5), async later => {
      await life.recorder.act({ ...on, user: life.random.pick(life.staff.clerks), at: later(), act: 'find' })
    })
  })
}

async function cancel(life: Life, at: string, { permit }: OldPermit): Promise<void> {
  await life.recorder.act({
    user: life.staff.reviewer,
    at,
    caseId: permit.id,
    type: PERMIT,
    act: 'cancel',
    patch: { cancelReason: 'settled', cancelNote: '持证人已在本市落户，证件已收回' },
  })
}
