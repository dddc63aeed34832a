import { may, sees } from '../../../shared-types/src/engine/access.ts'
import { dueOf } from '../../../shared-types/src/engine/due.ts'
import type { Scope } from '../../../shared-types/src/engine/evaluate.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind, Kinds } from '../../../shared-types/src/model/domain.ts'
import type { Row } from '../api/cases.ts'
import { fieldText, type Wording } from './wording.ts'

/** What a row is made with besides its case: who looks, in which words, and how far each case has been sent. */
export interface RowParts {
  scope: Scope
  words: Wording
  sending(caseId: string): Row['sending']
}

/** A case as one line of a list. Personal numbers are covered, and fields that the role may not see are left out. */
export function rowOf(kind: Kind, c: Case, parts: RowParts): Row {
  const { scope, words } = parts
  return {
    id: c.id,
    type: c.type,
    title: titleOf(kind, c, words.language),
    state: c.state,
    stateText: label(kind, words.language).state(c.state),
    tone: toneOf(kind, c.state),
    due: dueOf(kind, c, scope),
    unitName: words.unitName(c.unit),
    updatedAt: c.updatedAt,
    cells: Object.fromEntries(columnsOf(kind, scope).map(name => [name, cellText(kind, c, name, words)])),
    sending: parts.sending(c.id),
  }
}

/** Rows of cases of any types, without those that the person may not read. */
export function readableRows(kinds: Kinds, cases: Iterable<Case>, parts: RowParts): Row[] {
  return [...cases].flatMap(c => {
    const kind = kindOf(kinds, c.type)
    return may(kind, 'read', c, parts.scope) ? [rowOf(kind, c, parts)] : []
  })
}

/** The columns of a type's list that this role may see, `$state` and `$unit` among them. */
export function columnsOf(kind: Kind, scope: Scope): string[] {
  return kind.record.list.columns.filter(name => {
    const field = kind.record.fields[name]
    return !field || sees(field, scope.user.role)
  })
}

/** What stands in a list's or export's column, covered unless `mask` is false; also `$state`, `$unit`, `$creator`, `$id`. */
export function cellText(kind: Kind, c: Case, name: string, words: Wording, mask = true): string {
  switch (name) {
    case '$state':
      return label(kind, words.language).state(c.state)
    case '$unit':
      return words.unitName(c.unit)
    case '$creator':
      return words.personName(c.creator)
    case '$id':
      return c.id
    default:
      return fieldText(kind, name, c.data[name], words, mask)
  }
}

/** The colour of a state; quiet unless the workflow says. */
export const toneOf = (kind: Kind, state: string): Row['tone'] => kind.record.workflow.states[state]?.tone ?? 'quiet'
