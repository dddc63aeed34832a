import { randomUUID } from 'node:crypto'
import { DeviceError } from '../../../native-bridges/src/driver.ts'
import { outcomesOf } from '../../../shared-types/src/engine/outcomes.ts'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import type { Counting } from '../../../shared-types/src/model/record.ts'
import type { ActAnswer } from '../api/cases.ts'
import type { Acted } from './act.ts'
import { type Asking, caseAsked } from './asking.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'
import { faultText } from './device-states.ts'
import type { PreparedStamp, StampEnd } from './seal-machine.ts'
import { demandOwnWindow, demandPaper, machineOf, ruledOut } from './seal-rules.ts'
import { wordProblem } from './wording.ts'
import { coreText } from './words.ts'

interface Ask {
  id: string
  act: string
  patch: Data
}

/**
 * One stamp of an approved request: the machine is made ready and its counter read, the event is stored, then the stamp
 * falls, then its outcome is stored. Killed anywhere between, either nothing fell or an event says that something may
 * have; nothing is repeated. Undefined for steps that no machine does.
 * @throws CallRefusal when this window, this paper or this machine may not, and for whoever says an outcome by hand
 */
export async function stampStep(desk: Desk, who: Asking, kind: Kind, ask: Ask): Promise<ActAnswer | undefined> {
  const { steps } = kind.record.workflow
  if (Object.values(steps).some(step => step.counts && outcomesOf(step).includes(ask.act)))
    throw new CallRefusal('forbidden', 'seal.outcome')
  const counts = steps[ask.act]?.counts
  if (!counts) return undefined
  if (desk.printing.has(ask.id)) throw new CallRefusal('busy', 'seal.busy')
  desk.printing.add(ask.id)
  try {
    return await stamped(desk, who, kind, counts, ask)
  } finally {
    desk.printing.delete(ask.id)
    desk.tell({ topic: 'cases', types: [kind.type], ids: [ask.id] })
  }
}

async function stamped(desk: Desk, who: Asking, kind: Kind, counts: Counting, ask: Ask): Promise<ActAnswer> {
  const c = await caseAsked(desk, who, ask.id)
  const refused = await ruledOut(desk, who, kind, ask.act, c)
  if (refused.length) return { id: c.id, problems: refused.map(p => wordProblem(p, kind, who.words)) }
  demandOwnWindow(desk, counts, c)
  await demandPaper(desk, counts, c)
  const machine = await machineOf(desk, who, kind, counts, c)
  const ready = await desk.devices.seals.prepare(machine).catch(error => {
    throw asRefusal(error, who)
  })
  const acted = await begun(desk, who, kind, counts, ask, ready)
  if (acted.problems.length) return { id: c.id, problems: acted.problems.map(p => wordProblem(p, kind, who.words)) }
  const end = await ready.stamp()
  const after = await recorded(desk, who, kind, counts, acted.after ?? c, end)
  return {
    id: c.id,
    problems: [],
    ...(after && { state: after.state, title: titleOf(kind, after, who.words.language) }),
    print: {
      job: randomUUID(),
      device: ready.device.name,
      ended: end.ended === 'done' ? 'good' : end.ended,
      text: textOf(end, ready, who),
    },
  }
}

/** The event, with what the machine told. Whatever keeps it from being stored keeps the stamp from falling. */
async function begun(
  desk: Desk,
  who: Asking,
  kind: Kind,
  { tells }: Counting,
  { id, act, patch }: Ask,
  ready: PreparedStamp,
): Promise<Acted> {
  const told = { ...patch, [tells.device]: ready.device.id, [tells.before]: ready.before }
  try {
    const acted = await desk.act(who.user, { type: kind.type, caseId: id, act, patch: told })
    if (acted.problems.length) await ready.leave()
    return acted
  } catch (error) {
    await ready.leave()
    throw error
  }
}

/** Stores how it ended, when that is known. */
async function recorded(
  desk: Desk,
  who: Asking,
  kind: Kind,
  counts: Counting,
  c: Case,
  end: StampEnd,
): Promise<Case | undefined> {
  if (end.ended === 'uncertain') return c
  const { said } = counts
  const told = end.ended === 'done' ? { [counts.tells.after]: end.after } : {}
  const acted = await stampEnded(desk, who, kind, counts, c, end.ended, { ...told, [said.by]: said.machine })
  return acted.after ?? c
}

/** The step that records this end: the first whose guards allow it. What it does not tell is emptied. */
export async function stampEnded(
  desk: Desk,
  who: Asking,
  kind: Kind,
  { outcome, tells, said }: Counting,
  c: Case,
  ended: 'done' | 'nothing',
  told: Data,
): Promise<Acted> {
  const patch = { [tells.after]: null, [said.note]: null, ...told }
  let acted: Acted = { problems: [], events: [] }
  for (const act of ended === 'done' ? outcome.done : [outcome.nothing]) {
    acted = await desk.act(who.user, { type: kind.type, caseId: c.id, act, patch })
    if (!acted.problems.some(p => p.code === 'guard')) break
  }
  return acted
}

function textOf(end: StampEnd, { before }: PreparedStamp, { words: { language } }: Asking): string {
  if (end.ended === 'done') return coreText(language, 'seal.done', { before, after: end.after })
  const why = faultText('seal', end.fault, language)
  return end.ended === 'nothing' ? coreText(language, 'seal.nothing', { why }) : why
}

/** What the clerk is told of a machine that is not ready. */
export function asRefusal(error: unknown, { words: { language } }: Asking): unknown {
  if (!(error instanceof DeviceError)) return error
  return new CallRefusal('device', 'device.fault', { text: faultText('seal', error, language) })
}
