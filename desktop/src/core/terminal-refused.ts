import type { Problem } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Asking } from './asking.ts'
import type { Desk } from './desk.ts'

/**
 * Writes down that something was to be printed at a machine or on a printer that may not: a refusal of what the step says
 * of the terminal. Answers when it is stored, so that the clerk never hears of a refusal that nobody can find later.
 */
export async function noteTerminalRefused(
  desk: Desk,
  who: Asking,
  kind: Kind,
  { act, id, problems }: { act: string; id: string; problems: readonly Problem[] },
): Promise<void> {
  const step = kind.record.workflow.steps[act]
  const { prints, sets = {} } = step ?? {}
  const fields = Object.keys(sets).filter(field => 'terminal' in sets[field]!)
  const about = problems.filter(problem => problem.field !== undefined && fields.includes(problem.field))
  if (!prints || !about.length) return
  const { device, ip, mac } = await desk.parts.terminal(prints.printer, `${kind.domain.name}.${prints.template}`)
  const why = [...new Set(about.map(problem => String(problem.with?.check ?? problem.code)))].join(' ')
  await desk.audit(who.user, 'print-refused', id, { type: kind.type, template: prints.template, device, ip, mac, why })
}
