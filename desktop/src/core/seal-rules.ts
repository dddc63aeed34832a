import { createHash } from 'node:crypto'
import { stepRefusals } from '../../../shared-types/src/engine/decide.ts'
import type { Scope } from '../../../shared-types/src/engine/evaluate.ts'
import type { Case, Problem } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Counting } from '../../../shared-types/src/model/record.ts'
import { related } from '../../../shared-types/src/store/related.ts'
import type { Asking } from './asking.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'

/** The case's own rules, asked before a machine is made ready; the act asks them again. */
export async function ruledOut(desk: Desk, who: Asking, kind: Kind, act: string, c: Case): Promise<Problem[]> {
  const scope = await withFound(desk, who, kind, c)
  return stepRefusals(kind, act, kind.record.workflow.steps[act]!, c, c, scope)
}

const withFound = async (desk: Desk, { scope }: Asking, kind: Kind, c: Case): Promise<Scope> => ({
  ...scope,
  related: await related(desk.projection.cases, desk.kinds, kind, c, scope),
})

/** Two windows that do not hear of each other cannot use one approval twice. @throws CallRefusal at any other window */
export function demandOwnWindow(desk: Desk, { window }: Counting, c: Case): void {
  if (!isOwnWindow(desk, window, c)) throw new CallRefusal('forbidden', 'seal.window')
}

export const isOwnWindow = (desk: Desk, field: string, c: Case): boolean => {
  const station = c.changedAt[field]?.station
  return station !== undefined && station === desk.station()
}

/**
 * The paper on the screen is, byte for byte, the one that was approved: its content is hashed here and now.
 * @throws CallRefusal when it is another one, or is not here
 */
export async function demandPaper(desk: Desk, { paper }: Counting, c: Case): Promise<void> {
  const scans = c.data[paper.scan]
  const hash = Array.isArray(scans) && scans.length === 1 ? String(scans[0]) : ''
  if (!hash || hash !== c.data[paper.approved]) throw new CallRefusal('forbidden', 'seal.otherPaper')
  const { bytes } = await desk.files.get(hash)
  if (createHash('sha256').update(bytes).digest('hex') !== hash) throw new CallRefusal('forbidden', 'seal.otherPaper')
}

/** The id of the machine that may be used. @throws CallRefusal when no record names one */
export async function machineOf(desk: Desk, who: Asking, kind: Kind, { which }: Counting, c: Case): Promise<string> {
  const { related: found } = await withFound(desk, who, kind, c)
  const [one, ...more] = found?.[which.lookup] ?? []
  const id = one?.data[which.field]
  if (typeof id !== 'string' || !id || more.length > 0) throw new CallRefusal('device', 'seal.unknown')
  return id
}
