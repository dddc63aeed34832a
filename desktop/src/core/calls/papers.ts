import { randomUUID } from 'node:crypto'
import { may, mayEver } from '../../../../shared-types/src/engine/access.ts'
import { kindOf } from '../../../../shared-types/src/engine/kinds.ts'
import { titleOf } from '../../../../shared-types/src/engine/title.ts'
import { label } from '../../../../shared-types/src/engine/words.ts'
import type { Case } from '../../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../../shared-types/src/model/domain.ts'
import type { Step } from '../../../../shared-types/src/model/record.ts'
import type { OpenPrint } from '../../api/papers.ts'
import { type Asking, asking, caseAsked } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Desk } from '../desk.ts'
import { performed } from '../perform.ts'
import { notePreview } from '../personal-look.ts'
import { rights } from '../queues.ts'
import { renderForm } from '../render.ts'
import { templatesOf } from '../view.ts'
import { coreText } from '../words.ts'
import type { Handlers } from './handlers.ts'

type Own = 'print.preview' | 'print.form' | 'print.open' | 'print.settle'

/** Forms of a case, and attempts whose end the clerk must tell. */
export function paperCalls(desk: Desk): Pick<Handlers, Own> {
  return {
    'print.preview': async ({ id, template }, client) => {
      const who = asking(desk, client)
      const c = await caseAsked(desk, who, id)
      const kind = kindOf(desk.kinds, c.type)
      // Lists and cards are no forms of a case: they have rights and steps of their own.
      if (!templatesOf(kind, c).includes(template)) throw new CallRefusal('not-found', 'case.missing')
      const {
        paper: _,
        template: _key,
        sheet: _sheet,
        ...pdf
      } = await renderForm(desk, who, kind, c, template, !mayEver(kind, 'reveal', who.user.role))
      await notePreview(desk, who, c, template)
      return pdf
    },
    'print.form': async ({ id, template }, client) => {
      const who = asking(desk, client)
      desk.restored.demandPrint()
      const c = await caseAsked(desk, who, id)
      const kind = kindOf(desk.kinds, c.type)
      if (!templatesOf(kind, c).includes(template)) throw new CallRefusal('not-found', 'case.missing')
      const form = await renderForm(desk, who, kind, c, template, !mayEver(kind, 'reveal', who.user.role))
      await desk.audit(who.user, 'print', id, { type: c.type, template })
      const end = await desk.devices.print('document', form, client.language)
      if (end.ended !== 'good') throw new CallRefusal('device', 'device.fault', { text: end.text })
      return { job: randomUUID() }
    },
    'print.open': async (_, client) => {
      const who = asking(desk, client)
      return (await openPrints(desk, who)).map(({ kind, c }) => shown(who, kind, c))
    },
    'print.settle': async ({ id, outcome, patch }, client) => {
      const who = asking(desk, client)
      const found = (await openPrints(desk, who)).find(({ c }) => c.id === id)
      if (!found)
        throw new CallRefusal(
          desk.printing.has(id) ? 'busy' : 'not-found',
          desk.printing.has(id) ? 'print.busy' : 'case.missing',
        )
      return performed(desk, who, found.kind, { id, act: found.outcome[outcome], patch })
    },
  }
}

interface Open {
  kind: Kind
  c: Case
  outcome: { good: string; void: string; nothing: string }
}

/** How old a print of another window is when this one is asked about it as well, ms: longer than any printer takes. */
const ELSEWHERE = 10 * 60_000

/** Cases that stand after a print was sent and before its outcome was recorded, and that no printer works on. */
async function openPrints(desk: Desk, who: Asking): Promise<Open[]> {
  const found: Open[] = []
  for (const kind of desk.kinds.values()) {
    if (!kind.record.access[who.user.role]?.read) continue
    for (const step of Object.values(kind.record.workflow.steps)) {
      const outcome = step.prints?.outcome
      if (!outcome || !step.by.includes(who.user.role)) continue
      const cases = await desk.projection.cases.find(kind, {
        where: rights(kind, who, { field: '$state', is: 'equal', to: step.to }),
        scope: who.scope,
        limit: 200,
      })
      found.push(
        ...cases
          .filter(c => !printsNow(desk, step, c) && may(kind, 'read', c, who.scope))
          .map(c => ({ kind, c, outcome })),
      )
    }
  }
  return found
}

/** Whether the print of this step may still be under way: here, or at the window that made the step. */
function printsNow(desk: Desk, { sets = {}, asks = [] }: Step, c: Case): boolean {
  if (desk.printing.has(c.id)) return true
  const station = [...Object.keys(sets), ...asks].map(field => c.changedAt[field]?.station).find(Boolean)
  if (station === undefined || station === desk.station()) return false
  return Date.parse(desk.clock.now()) - Date.parse(c.updatedAt) < ELSEWHERE
}

const shown = ({ words }: Asking, kind: Kind, c: Case): OpenPrint => ({
  id: c.id,
  type: c.type,
  title: titleOf(kind, c, words.language),
  at: c.updatedAt,
  device: label(kind, words.language).state(c.state),
  text: coreText(words.language, 'print.uncertain'),
})
