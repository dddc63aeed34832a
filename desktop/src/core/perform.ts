import type { z } from 'zod'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import type { Act, ActAnswer } from '../api/cases.ts'
import type { Acted, Wish } from './act.ts'
import type { Asking } from './asking.ts'
import { afterSigned } from './citizen-rating.ts'
import { witnessed } from './citizen-signed.ts'
import type { Desk } from './desk.ts'
import { demandFiles } from './file-rights.ts'
import { identified } from './identity.ts'
import { printStep } from './print-step.ts'
import { stampStep } from './seal-step.ts'
import { noteTerminalRefused } from './terminal-refused.ts'
import { wordProblem } from './wording.ts'

type Ask = Pick<z.output<typeof Act>, 'id' | 'act' | 'patch' | 'draft' | 'identity'> & Pick<Wish, 'mends'>

/**
 * An act with all that belongs to it at the window: the holder's identity first, then the event, the draft that it
 * completes, and what it prints.
 */
export async function performed(desk: Desk, who: Asking, kind: Kind, ask: Ask): Promise<ActAnswer> {
  await demandFiles(desk, who, kind, ask.patch)
  const stamped = await stampStep(desk, who, kind, ask)
  if (stamped) return stamped
  const sealed = await witnessed(desk, kind, ask)
  const patch: Data = { ...ask.patch, ...(await identified(desk, kind, ask)), ...sealed }
  const acted = await desk.act(who.user, {
    type: kind.type,
    caseId: ask.id,
    act: ask.act,
    patch,
    ...(ask.mends && { mends: ask.mends }),
  })
  if (acted.problems.length) {
    await noteTerminalRefused(desk, who, kind, { ...ask, problems: acted.problems })
    return { id: ask.id, problems: acted.problems.map(p => wordProblem(p, kind, who.words)) }
  }
  if (ask.draft) await desk.drafts.drop(who.user.id, ask.draft)
  await afterSigned(desk, who, kind, ask)
  const print = await printStep(desk, who, kind, ask.act, acted)
  const after = print ? (await desk.projection.cases.get([ask.id])).get(ask.id) : acted.after
  return {
    id: ask.id,
    problems: [],
    ...(after && { state: after.state, title: titleOf(kind, after, who.words.language) }),
    drawn: drawn(kind, ask.act, acted, who),
    ...(print && { print }),
  }
}

/** The numbers that this act gave out; provisional until the centre has numbered the event. */
function drawn(kind: Kind, act: string, acted: Acted, who: Asking): NonNullable<ActAnswer['drawn']> {
  const words = label(kind, who.words.language)
  return Object.entries(kind.record.workflow.steps[act]?.sets ?? {}).flatMap(([field, source]) => {
    const value = 'number' in source ? acted.events[0]?.patch[field] : undefined
    return typeof value === 'string' ? [{ label: words.field(field), number: value, provisional: true }] : []
  })
}
