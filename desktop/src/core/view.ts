import { mayEver, sees } from '../../../shared-types/src/engine/access.ts'
import { dayOfEvent } from '../../../shared-types/src/engine/clock.ts'
import { evaluate } from '../../../shared-types/src/engine/evaluate.ts'
import type { Cell, Screen, ScreenStep } from '../../../shared-types/src/engine/screen.ts'
import { isMasked } from '../../../shared-types/src/engine/show.ts'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Case, Problem, StoredEvent } from '../../../shared-types/src/model/case.ts'
import type { Kind, Kinds } from '../../../shared-types/src/model/domain.ts'
import type { AnyValue, Data } from '../../../shared-types/src/model/field.ts'
import type { Printing } from '../../../shared-types/src/model/record.ts'
import type { CaseView, CitedRow, HistoryLine, ViewCell } from '../api/cases.ts'
import { sealHolds } from './citizen-seal.ts'
import { type RowParts, readableRows, toneOf } from './rows.ts'
import { standingsOf } from './standings.ts'
import { fieldText, wordProblem } from './wording.ts'

/** What a view is made with besides the case and its screen. `scope.related` holds what the lookups find. */
export interface ViewParts extends RowParts {
  kinds: Kinds
  /** The case's events in the order in which they are folded, refused ones among them. */
  events: readonly StoredEvent[]
  /** What the person has typed and not saved: always sent back to them, also where it is of a masked field. */
  entered?: Data
  /** What is known of its rows of evidence. */
  cited?: readonly CitedRow[]
  /** With a preview of an act: what would refuse it. */
  problems?: readonly Problem[]
  /** The name of the device that would print this form, a template with its domain. */
  printer?: (printer: 'document' | 'card', form: string) => string
}

/**
 * What one person is shown of one case. A masked value of a saved case leaves the core only to who has typed it just now;
 * everywhere else, also where it may be edited, the cell holds the covered text alone. `cases.reveal` gives the value.
 */
export function viewOf(kind: Kind, c: Case, screen: Screen, parts: ViewParts): CaseView {
  const { kinds, scope, words, problems = [] } = parts
  const texts = label(kind, words.language)
  return {
    id: c.id,
    type: c.type,
    title: titleOf(kind, c, words.language),
    version: c.version,
    unitName: words.unitName(c.unit),
    state: c.state,
    stateText: texts.state(c.state),
    tone: toneOf(kind, c.state),
    sending: parts.sending(c.id),
    createdAt: c.createdAt,
    updatedAt: c.updatedAt,
    editable: screen.editable,
    due: screen.due,
    sections: screen.sections.map(({ section, cells }) => ({
      section,
      cells: cells.map(cell => viewCell(kind, cell, { ...parts, fresh: c.version === 0 })),
    })),
    steps: screen.steps.map(step => viewStep(kind, c, step, parts)),
    // Lines of the audit that name the case lie at the window that wrote them, and are for the audit officer.
    history: historyOf(
      kind,
      parts.events.filter(event => event.type === kind.type),
      parts,
    ).reverse(),
    related: Object.entries(scope.related ?? {}).map(([lookup, cases]) => ({
      lookup,
      rows: readableRows(
        kinds,
        cases.filter(other => other.id !== c.id),
        parts,
      ),
    })),
    cited: parts.cited ?? [],
    standings: standingsOf(kinds, kind, c, scope, words.language),
    ...signedState(kind, c, words),
    templates: templatesOf(kind, c),
    problems: problems.map(problem => wordProblem(problem, kind, words)),
  }
}

/** Whether what the citizen signed on the second screen still stands. */
function signedState(kind: Kind, c: Case, words: RowParts['words']): Pick<CaseView, 'signed'> {
  const { confirm } = kind.record
  const seal = confirm && c.data[confirm.evidence]
  return typeof seal === 'string' ? { signed: sealHolds(kind, c, seal, words) ? 'valid' : 'stale' } : {}
}

/** One line for each event, oldest first, with what it changed as the role may see it. */
export function historyOf(
  kind: Kind,
  events: readonly StoredEvent[],
  { scope, words }: Pick<RowParts, 'scope' | 'words'>,
): HistoryLine[] {
  const texts = label(kind, words.language)
  // What a citizen said of how they were served is not put beside the name of who was at the desk.
  const told = kind.record.rating ? [] : events
  return told.map(event => ({
    id: event.id,
    at: event.at,
    day: dayOfEvent(event, words.zone),
    act: event.act,
    actText: texts.step(event.act),
    by: words.personName(event.by.id),
    unitName: words.unitName(event.by.unit),
    station: words.stationName(event.station),
    seq: event.seq,
    verdict: event.verdict,
    clock: event.clock !== undefined || event.early === true,
    changes: Object.entries(event.patch).flatMap(([field, value]) => {
      const of = kind.record.fields[field]
      // A seal is no text for people: whether it holds is said beside the title.
      if (!of || !sees(of, scope.user.role) || field === kind.record.confirm?.evidence) return []
      // Rows by the hundred are read where they stand, not in a line.
      if (field === kind.record.curve?.table || field === kind.record.evidence?.table) return []
      return [{ field, label: texts.field(field), text: fieldText(kind, field, value, words, true) }]
    }),
    problems: event.problems.map(problem => wordProblem(problem, kind, words)),
  }))
}

function viewCell(kind: Kind, cell: Cell, parts: ViewParts & { fresh: boolean }): ViewCell {
  const { problem, value, offer, ...rest } = cell
  const { scope, words } = parts
  const covered = cell.masked && !isOpen(cell.name, parts)
  return {
    ...rest,
    // What another record says of the person is no more for everybody's eyes than what this one says.
    ...(offer !== undefined && (parts.fresh || !isMasked(cell.field)) && { offer }),
    masked: covered,
    ...(covered && mayEver(kind, 'reveal', scope.user.role) && { reveal: true as const }),
    value: covered ? undefined : value,
    text: fieldText(kind, cell.name, value, words, covered),
    label: label(kind, words.language).field(cell.name),
    ...(problem && { problem: wordProblem(problem, kind, words) }),
  }
}

const isOpen = (name: string, { entered }: ViewParts): boolean => Object.hasOwn(entered ?? {}, name)

function viewStep(kind: Kind, c: Case, step: ScreenStep, parts: ViewParts): CaseView['steps'][number] {
  const declared = kind.record.workflow.steps[step.name]!
  const told: readonly string[] = declared.counts ? Object.values(declared.counts.tells) : []
  return {
    ...step,
    refusals: step.refusals.map(problem => wordProblem(problem, kind, parts.words)),
    asked: step.asks
      .filter(name => !told.includes(name) && isAsked(kind, c, name, parts))
      .map(name => askedCell(kind, c, name, parts)),
    ...(declared.prints && { prints: printsOf(kind, declared.prints, parts) }),
    stamps: Boolean(declared.counts),
    identity: Boolean(declared.identity),
  }
}

/** What a step asks for is asked only where the field belongs to such a case: an old card where there was one. */
function isAsked(kind: Kind, c: Case, name: string, { scope }: ViewParts): boolean {
  const shown = kind.record.fields[name]?.shown
  return !shown || evaluate(shown, c, scope)
}

const printsOf = (kind: Kind, { printer, template }: Printing, { words, printer: nameOf }: ViewParts) => ({
  form: label(kind, words.language).template(template),
  device: nameOf?.(printer, `${kind.domain.name}.${template}`) ?? '',
})

/** A field that a step asks for. What stands in a masked one is typed again rather than shown. */
function askedCell(kind: Kind, c: Case, name: string, parts: ViewParts): ViewCell {
  const { words, problems = [] } = parts
  const field = kind.record.fields[name]!
  const hidden = isMasked(field) && !isOpen(name, parts)
  const value: AnyValue | undefined = hidden ? undefined : (c.data[name] ?? undefined)
  const problem = problems.find(p => p.field === name)
  return {
    name,
    field,
    value,
    text: fieldText(kind, name, value, words, hidden),
    label: label(kind, words.language).field(name),
    editable: true,
    required: field.required !== false,
    masked: false,
    ...(problem && { problem: wordProblem(problem, kind, words) }),
  }
}

/**
 * The forms that a person may print of a saved case: those of its type that are no list, and no card, which is only
 * made by the step that records each attempt.
 */
export function templatesOf(kind: Kind, c: Case): string[] {
  if (c.version === 0) return []
  const cards = Object.values(kind.record.workflow.steps).flatMap(({ prints }) =>
    prints?.printer === 'card' ? [prints.template] : [],
  )
  return Object.entries(kind.domain.templates)
    .filter(([name, { record }]) => record === kind.name && !cards.includes(name))
    .filter(([, { pages }]) => !pages.some(page => page.some(item => item.kind === 'table' && !item.of)))
    .map(([name]) => name)
}
