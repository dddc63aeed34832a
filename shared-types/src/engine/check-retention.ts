import type { Kind } from '../model/domain.ts'
import type { Need } from './need.ts'

/**
 * Every record type says how long its cases are kept, from which day in each state in which they have ended; no state
 * that ends a case is forgotten. Answers what is missing as sentences; broken references go to `need`.
 */
export function checkRetention(kind: Kind, need: Need): string[] {
  return [...checkTerm(kind, need), ...checkMeasure(kind)]
}

function checkTerm({ record, domain, name: at }: Kind, need: Need): string[] {
  const { retention, fields, workflow } = record
  if (!retention) return [`${at} does not say how long its cases are kept`]
  const parameter = domain.parameters?.[retention.years]
  need(parameter, `${at} retention`, `parameter ${retention.years}`)
  for (const [state, from] of Object.entries(retention.ends)) {
    need(state in workflow.states, `${at} retention`, `state ${state}`)
    const isDate = from === '$updated' || fields[from]?.kind === 'date' || fields[from]?.kind === 'time'
    need(isDate, `${at} retention`, `date field ${from}`)
  }
  const endless = Object.entries(workflow.states).filter(([state, { final }]) => final && !(state in retention.ends))
  return [
    ...(parameter && !(typeof parameter.default === 'number' && (parameter.min ?? 0) >= 1)
      ? [`${at} retention takes ${retention.years}, which is no number of at least one year`]
      : []),
    ...(Object.keys(retention.ends).length === 0 ? [`${at} retention has no state in which a case ends`] : []),
    ...endless.map(([state]) => `${at} keeps cases in state ${state} for ever`),
  ]
}

/** What is about a measure on a person names its statutory basis and a review date, in every record. */
function checkMeasure({ record, name: at }: Kind): string[] {
  if (!record.measure) return []
  const { basis, review } = record.measure
  const basisField = basis === undefined ? undefined : record.fields[basis]
  const reviewField = review === undefined ? undefined : record.fields[review]
  return [
    ...(basisField?.kind === 'choice' && basisField.required === true
      ? []
      : [`${at} is about a measure on a person and has no required choice of the statutory basis`]),
    ...(reviewField?.kind === 'date' && reviewField.required === true
      ? []
      : [`${at} is about a measure on a person and has no required review date`]),
  ]
}
