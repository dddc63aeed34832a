import { may } from '../../../shared-types/src/engine/access.ts'
import { daysBetween } from '../../../shared-types/src/engine/day.ts'
import { dayText } from '../../../shared-types/src/engine/day-text.ts'
import { type Standing, standing } from '../../../shared-types/src/engine/entitlement.ts'
import { evaluate, isEmpty, read, type Scope } from '../../../shared-types/src/engine/evaluate.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import { fill, label } from '../../../shared-types/src/engine/words.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind, Kinds, Language } from '../../../shared-types/src/model/domain.ts'
import type { StandingText } from '../api/cases.ts'

/**
 * The sentence on each entitlement of a case's holder, or on one of them. An entitlement is left out while the case does
 * not yet say whose it is, and when the question is closed. `scope.related` must hold what the lookups find.
 */
export function standingsOf(
  kinds: Kinds,
  kind: Kind,
  c: Case,
  scope: Scope,
  language: Language,
  only?: string,
): StandingText[] {
  return Object.entries(kind.record.entitlements ?? {})
    .filter(([name]) => only === undefined || name === only)
    .filter(([, { from }]) => from.every(({ lookup }) => holderKnown(kind, c, lookup)))
    .filter(([, { asked }]) => !asked || evaluate(asked, c, scope))
    .map(([name]) => standingText(kinds, kind, name, scope, language))
}

function holderKnown(kind: Kind, c: Case, lookup: string): boolean {
  return Object.values(kind.record.lookups?.[lookup]?.match ?? {}).every(field => !isEmpty(read(c, field)))
}

/** `{date}` is the first day with it, `{months}` what the rule asks for; `{days}` how many are left, or had so far. */
function standingText(kinds: Kinds, kind: Kind, name: string, scope: Scope, language: Language): StandingText {
  const found = standing(kind, name, scope)
  const words = label(kind, language).entitlement(name)
  const holes = {
    date: found.on ? dayText(found.on, language) : '',
    months: found.months,
    days: found.on && !found.now ? daysBetween(scope.today, found.on) : found.days,
  }
  const sentence = found.now ? words?.now : found.on ? words?.later : words?.never
  return {
    name,
    label: words?.label ?? name,
    now: found.now,
    ...(found.on && { on: found.on }),
    text: fill(sentence ?? name, holes),
    spells: spellTexts(kinds, found, scope, language),
  }
}

/** A record that the person may not read counts towards the entitlement all the same; of it only its kind is said. */
const spellTitle = (kind: Kind, c: Case, scope: Scope, language: Language): string =>
  may(kind, 'read', c, scope) ? titleOf(kind, c, language) : label(kind, language).record

function spellTexts(kinds: Kinds, found: Standing, scope: Scope, language: Language): StandingText['spells'] {
  return found.spells.map(({ caseId, lookup, since, until }) => {
    const of = scope.related?.[lookup]?.find(other => other.id === caseId)
    return {
      title: of ? spellTitle(kindOf(kinds, of.type), of, scope, language) : caseId,
      since,
      ...(until && { until }),
    }
  })
}
