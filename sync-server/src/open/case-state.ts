import { z } from 'zod'
import { label } from '../../../shared-types/src/engine/words.ts'
import { openCases } from './open-cases.ts'
import { openRoute } from './open-route.ts'
import { OpenRefusal } from './problem.ts'

const answer = z.object({
  number: z.string(),
  service: z.string(),
  state: z.string(),
  stateText: z.string(),
  final: z.boolean(),
  unit: z.string(),
  days: z.array(z.object({ day: z.iso.date(), label: z.string() })),
  updatedAt: z.iso.datetime(),
})

/** How the case stands that has this number on its receipt. It names nobody, so that no purpose is asked for. */
export const caseState = openRoute({
  path: '/v1/cases/state',
  name: 'case-state',
  scopes: ['case.state'],
  request: z.strictObject({ number: z.string().trim().min(4).max(60) }),
  answer,
  async handle(parts, ask, { number }, record) {
    const [found] = await openCases(parts, ask, number, (_, open) => open.state?.number)
    await record({ patch: { number }, caseId: found?.c.id })
    if (!found) throw new OpenRefusal('not-found')
    const { c, kind, open } = found
    const words = label(kind, 'zh-CN')
    return {
      number,
      service: words.record,
      state: c.state,
      stateText: words.state(c.state),
      final: kind.record.workflow.states[c.state]?.final === true,
      unit: ask.directory.units.find(unit => unit.id === c.unit)?.name ?? c.unit,
      days: open.state!.days.flatMap(field =>
        typeof c.data[field] === 'string' ? [{ day: c.data[field], label: words.field(field) }] : [],
      ),
      updatedAt: c.updatedAt,
    }
  },
})
