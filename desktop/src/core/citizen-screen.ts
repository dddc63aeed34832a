import { label } from '../../../shared-types/src/engine/words.ts'
import type { CitizenScreen } from '../api/citizen.ts'
import { ratingKind } from './citizen-rating.ts'
import type { Desk } from './desk.ts'

/** What the second screen shows now, in the desk's language; the waiting picture whenever nothing is asked by who is at the desk. */
export function citizenScreen(desk: Desk): CitizenScreen {
  const { citizen, directory } = desk
  const station = directory.station(desk.station() ?? '')
  const asked = citizen.asked()
  const language = asked?.language ?? citizen.language()
  const unit = station ? directory.unitName(station.unit) : ''
  const about = { unit, deployment: directory.deployment().name, language }
  if (!asked) return { ...about, state: 'waiting' }
  citizen.seen(asked.id)
  const { id: ask, title } = asked
  if (asked.what === 'confirm') return { ...about, state: 'confirm', ask, title, lines: [...asked.lines] }
  const kind = ratingKind(desk)
  const rating = kind?.record.rating
  if (!kind || !rating) return { ...about, state: 'waiting' }
  const words = label(kind, language)
  const choices = (name: string) => {
    const field = kind.record.fields[name]
    const codes = field?.kind === 'choice' ? (kind.domain.dictionaries[field.of] ?? []) : []
    return codes.map(code => ({ code, label: field?.kind === 'choice' ? words.choice(field.of, code) : code }))
  }
  return {
    ...about,
    state: 'rate',
    ask,
    title,
    levels: choices(rating.level).map(level => ({ ...level, low: rating.low.includes(level.code) })),
    reasons: choices(rating.reason),
  }
}
