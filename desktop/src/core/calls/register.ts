import { createHash } from 'node:crypto'
import { may } from '../../../../shared-types/src/engine/access.ts'
import { kindOf } from '../../../../shared-types/src/engine/kinds.ts'
import { showValue } from '../../../../shared-types/src/engine/show.ts'
import { label } from '../../../../shared-types/src/engine/words.ts'
import type { Case } from '../../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../../shared-types/src/model/domain.ts'
import { REGISTER_ITEMS } from '../../../../shared-types/src/model/register.ts'
import type { RegisterAnswer } from '../../../../shared-types/src/protocol-register.ts'
import type { RegisterRow } from '../../api/register.ts'
import { type Asking, asking, caseAsked } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Desk } from '../desk.ts'
import { performed } from '../perform.ts'
import { ServerRefusal } from '../server-fault.ts'
import type { Handlers } from './handlers.ts'

type Own = 'register.look' | 'register.take'

/**
 * What the register of enterprises says of a record. It changes nothing by itself: whoever may edit the record is shown
 * the difference, and what they take over is an edit of theirs.
 */
export function registerCalls(desk: Desk): Pick<Handlers, Own> {
  return {
    'register.look': async ({ id }, client) => {
      const who = asking(desk, client)
      const { c, kind, answer } = await asked(desk, who, id)
      const rows = said(kind, answer).map(([field, there]) => rowOf(kind, c, field, there, who))
      return { register: answer.register, rows, seen: sealOf(answer) }
    },
    'register.take': async ({ id, fields, seen }, client) => {
      const who = asking(desk, client)
      const { kind, answer } = await asked(desk, who, id)
      if (sealOf(answer) !== seen) throw new CallRefusal('problems', 'register.changed')
      const patch = Object.fromEntries(said(kind, answer).filter(([field]) => fields.includes(field)))
      return performed(desk, who, kind, { id, act: 'edit', patch })
    },
  }
}

/** The record as it stands and what the register says of it. @throws CallRefusal */
async function asked(desk: Desk, who: Asking, id: string) {
  const c = await caseAsked(desk, who, id)
  const kind = kindOf(desk.kinds, c.type)
  const { register } = kind.record
  const code = register && c.data[register.code]
  if (!may(kind, 'edit', c, who.scope)) throw new CallRefusal('not-found', 'case.missing')
  if (typeof code !== 'string' || !kind.record.workflow.states[c.state]?.editable)
    throw new CallRefusal('problems', 'register.none')
  return { c, kind, answer: await desk.server.register(code).catch(refused) }
}

/** Of each item that the register told, our field and its text. */
const said = ({ record }: Kind, { items }: RegisterAnswer): [field: string, text: string][] =>
  REGISTER_ITEMS.flatMap(item => {
    const [field, text] = [record.register?.fills[item], items[item]]
    return field !== undefined && text !== undefined ? [[field, text] as [string, string]] : []
  })

function rowOf(kind: Kind, c: Case, field: string, there: string, { words }: Asking): RegisterRow {
  const of = kind.record.fields[field]!
  const text = (value: string) => showValue(kind, of, value, words.language, { mask: true })
  const here = c.data[field]
  return {
    field,
    label: label(kind, words.language).field(field),
    here: typeof here === 'string' ? text(here) : '',
    there: text(there),
    same: here === there,
  }
}

const sealOf = ({ items }: RegisterAnswer): string =>
  createHash('sha256')
    .update(JSON.stringify(REGISTER_ITEMS.map(item => items[item] ?? null)))
    .digest('hex')

/** What stood in the way, as a sentence. */
function refused(error: unknown): never {
  if (!(error instanceof ServerRefusal)) throw error
  const { detail, status } = error
  if (status === 404 && detail === 'none') throw new CallRefusal('problems', 'register.notSet')
  if (status === 404) throw new CallRefusal('not-found', 'register.unknown')
  if (status === 409 && detail === 'code') throw new CallRefusal('problems', 'register.code')
  if (status === 409) throw new CallRefusal('server', 'register.failed')
  throw error
}
