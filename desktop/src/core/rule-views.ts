import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type {
  ExemptionsAnswer,
  RehearsalLine,
  RuleChangeLine,
  RuleLine,
  RuleParameters,
  RulesAnswer,
} from '../../../shared-types/src/protocol-rules.ts'
import type { ExemptionsView, ParameterValue, RehearsalView, RulesView, RuleView } from '../api/rules.ts'
import type { Asking } from './asking.ts'
import { ruleName } from './rule-name.ts'
import type { Wording } from './wording.ts'
import { coreText } from './words.ts'

interface Worded extends Pick<Asking, 'words'> {
  kinds: Kinds
}

const nameOf = ({ kinds, words }: Worded, rule: string) => ruleName(kinds, words.language, rule)

/** The rules in the words of who looks. */
export function rulesView(worded: Worded, { rules, today, whole, units }: RulesAnswer): RulesView {
  const { words } = worded
  const may = new Set(units)
  const own = units.map(unit => ({ unit, unitName: words.unitName(unit) }))
  return { rules: rules.map(line => ruleView(worded, line, { today, whole, may })), today, whole, units: own }
}

interface Setting {
  today: string
  whole: boolean
  may: ReadonlySet<string>
}

function ruleView(worded: Worded, line: RuleLine, setting: Setting): RuleView {
  const { words } = worded
  const { id, on, version, byUnit, bounds, defaults, parameters } = line
  return {
    ...{ id, on, version, byUnit },
    name: nameOf(worded, id),
    says: coreText(words.language, `rule.${id}`, parameters),
    parameters: valuesOf(words, bounds, parameters).map(one => ({
      ...one,
      default: defaults[one.name]!,
      min: bounds[one.name]!.min,
      max: bounds[one.name]!.max,
      whole: bounds[one.name]!.whole === true,
    })),
    units: line.units.map(own => ({
      unit: own.unit,
      unitName: words.unitName(own.unit),
      parameters: valuesOf(words, bounds, own.parameters),
    })),
    changes: line.changes.map(change => changeView(words, line, change, setting)),
  }
}

function changeView(words: Wording, { bounds, defaults }: RuleLine, change: RuleChangeLine, setting: Setting) {
  const { unit, parameters, setBy, rehearsed, rule: _, withdrawnBy, ...rest } = change
  return {
    ...rest,
    ...(unit !== undefined && { unitName: words.unitName(unit) }),
    ...(parameters && { parameters: valuesOf(words, bounds, { ...defaults, ...parameters }) }),
    setBy: words.personName(setBy),
    rehearsed: rehearsed === true,
    ...(withdrawnBy !== undefined && { withdrawnBy: words.personName(withdrawnBy) }),
    mayWithdraw:
      withdrawnBy === undefined &&
      change.from > setting.today &&
      (unit === undefined ? setting.whole : setting.may.has(unit)),
  }
}

/** A rule's parameters in their order, under their names. */
const valuesOf = (words: Wording, order: object, values: RuleParameters): ParameterValue[] =>
  Object.keys(order).flatMap(name => {
    const value = values[name]
    return value === undefined ? [] : [{ name, label: parameterLabel(words, name), value }]
  })

export const parameterLabel = ({ language }: Pick<Wording, 'language'>, name: string): string =>
  coreText(language, `ruleParameter.${name}`)

/** Exemptions in the words of who looks. `isUnit`: whether a subject is one. */
export function exemptionsView(
  worded: Worded,
  { exemptions, today }: ExemptionsAnswer,
  isUnit: (id: string) => boolean,
): ExemptionsView {
  const { words } = worded
  return {
    today,
    exemptions: exemptions.map(({ setBy, liftedBy, ...line }) => ({
      ...line,
      ruleName: nameOf(worded, line.rule),
      unitName: words.unitName(line.unit),
      ...(isUnit(line.subject) && { subjectName: words.unitName(line.subject) }),
      setBy: words.personName(setBy),
      ...(liftedBy !== undefined && { liftedBy: words.personName(liftedBy) }),
      state: line.liftedOn !== undefined || line.to < today ? 'over' : line.from > today ? 'planned' : 'holds',
    })),
  }
}

/** A rehearsal in the words of who looks. `isUnit`: whether a subject is one. */
export function rehearsalView(worded: Worded, line: RehearsalLine, isUnit: (id: string) => boolean): RehearsalView {
  const { words } = worded
  const { asked, result, ...rest } = line
  const { rule, unit, parameters, from, to } = asked
  const named = <T extends { unit: string }>(one: T) => ({ ...one, unitName: words.unitName(one.unit) })
  const sample = <T extends { unit: string; subject: string }>(one: T) => ({
    ...named(one),
    ...(isUnit(one.subject) && { subjectName: words.unitName(one.subject) }),
  })
  return {
    ...rest,
    ...{ rule, from, to },
    ruleName: nameOf(worded, rule),
    ...(unit !== undefined && { unitName: words.unitName(unit) }),
    parameters: valuesOf(words, parameters, parameters),
    ...(result && {
      result: {
        counts: result.counts,
        units: result.units.map(named),
        samples: {
          both: result.samples.both.map(sample),
          added: result.samples.added.map(sample),
          dropped: result.samples.dropped.map(sample),
        },
      },
    }),
  }
}
