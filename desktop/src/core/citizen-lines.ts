import { isEmpty } from '../../../shared-types/src/engine/evaluate.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { CaseView, ViewCell } from '../api/cases.ts'
import { CallRefusal } from './call-refusal.ts'
import type { ToConfirm } from './citizen-desk.ts'
import type { Sealed, Shown } from './citizen-seal.ts'

/**
 * What the citizen is shown of a form, and what a signature is then bound to. It is what the clerk is shown: a value that
 * was typed or read from the card just now stands in clear, for it is the citizen who said it and must be able to check
 * it; one that is covered for the clerk is covered here too, or the second screen would be a way around the purpose and
 * the record that uncovering asks for.
 * @param view the form in that language
 * @throws CallRefusal for a record that citizens do not confirm, or a form with nothing in it
 */
export function toConfirm(
  kind: Kind,
  sealed: Sealed,
  view: Pick<CaseView, 'sections'>,
  language: ToConfirm['language'],
): ToConfirm {
  const fields = kind.record.confirm?.fields
  if (!fields) throw new CallRefusal('problems', 'citizen.noConfirm', { label: label(kind, language).record })
  const cells = new Map(view.sections.flatMap(section => section.cells.map(cell => [cell.name, cell] as const)))
  const lines = fields.flatMap(name => {
    const cell = cells.get(name)
    return cell?.text ? [{ name, label: cell.label, text: cell.text }] : []
  })
  if (!lines.length) throw new CallRefusal('problems', 'citizen.empty')
  const shown = fields
    .filter(name => !isEmpty(sealed.data[name]))
    .map(name => [name, howShown(cells.get(name))] as const)
  return { language, kind, sealed, title: label(kind, language).record, lines, shown: Object.fromEntries(shown) }
}

const howShown = (cell: ViewCell | undefined): Shown => (cell?.text ? (cell.masked ? 'covered' : 'clear') : 'hidden')
