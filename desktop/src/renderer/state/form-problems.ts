import type { Data } from '../../../../shared-types/src/model/field.ts'
import type { CaseView, ViewCell, WordedProblem } from '../../api/cases.ts'

/** What stands in the way of an act, sorted for one glance. */
export interface Reading {
  /** Fields that still need something. */
  missing: { name: string; label: string }[]
  /** Fields in which something is wrong. */
  wrong: { name: string; label: string; text: string }[]
  /** What no field can mend: guards, rights, numbers. */
  general: WordedProblem[]
  /** What to show at a field now. */
  problemsAt(field: string): readonly WordedProblem[]
}

interface Given {
  view: CaseView
  act: string
  patch: Data
  /** The field being typed in. */
  active: string | undefined
  /** Missing fields are marked, too: the person tried to act. */
  all: boolean
}

/** Sorts the problems of a previewed act and of the form's own cells by what the person can do about them. */
export function readProblems({ view, act, patch, active, all }: Given): Reading {
  const asked = view.steps.find(step => step.name === act)?.asked ?? []
  const cells = [...view.sections.flatMap(section => section.cells), ...asked]
  const problems = problemsOf(view, cells).filter(problem => !filled(problem, patch))
  const labels = new Map(cells.map(cell => [cell.name, cell.label]))
  const missing = problems.filter(p => p.code === 'required' && p.row === undefined && labels.has(p.field ?? ''))
  const wrong = problems.filter(p => !missing.includes(p) && labels.has(p.field ?? ''))
  return {
    missing: missing.map(p => ({ name: p.field!, label: labels.get(p.field!)! })),
    wrong: wrong.map(p => ({ name: p.field!, label: labels.get(p.field!)!, text: p.text })),
    general: problems.filter(p => !missing.includes(p) && !wrong.includes(p)),
    problemsAt: field => {
      const here = problems.filter(p => p.field === field)
      if (all) return here
      return field === active ? [] : here.filter(p => p.code !== 'required' || p.row !== undefined)
    },
  }
}

/** Required fields that were filled since the core last judged the form are missing no more. */
const filled = (problem: WordedProblem, patch: Data): boolean =>
  problem.code === 'required' &&
  problem.row === undefined &&
  problem.field !== undefined &&
  patch[problem.field] !== undefined &&
  patch[problem.field] !== null

function problemsOf(view: CaseView, cells: readonly ViewCell[]): WordedProblem[] {
  const own = cells.flatMap(cell => (cell.problem ? [cell.problem] : []))
  const seen = new Set<string>()
  return [...view.problems, ...own].filter(({ code, field, row, with: values }) => {
    const key = JSON.stringify([code === 'required' && row === undefined ? [code, field] : [code, field, row, values]])
    return !seen.has(key) && seen.add(key)
  })
}
