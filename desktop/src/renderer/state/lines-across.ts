import type { CaseView } from '../../api/cases.ts'

/** The number fields of a case that are lines across its curve, with their names; empty ones are no line. */
export const linesAcross = (view: CaseView, names: readonly string[]): { name: string; at: number }[] =>
  view.sections
    .flatMap(({ cells }) => cells)
    .flatMap(({ name, label, value }) =>
      names.includes(name) && typeof value === 'number' ? [{ name: label, at: value }] : [],
    )
