import type { House } from './house.tsx'
import { listSearch } from './list-search.ts'

/** What alerts are looked for: of a rule, of a last day. */
interface Wanted {
  rule?: string
  to?: string
}

/** Where the list of these alerts is; undefined for a post that has no list of alerts. */
export function alertsLink(house: House, { rule, to }: Wanted): string | undefined {
  for (const { domain: name, desk } of house.menu) {
    const place = house.desk(name, desk)
    const { alerts } = house.domain(name)
    if (!alerts || place?.kind !== 'register' || place.record !== alerts.record || place.where) continue
    return `/d/${name}/${desk}?${listSearch({
      ...(rule !== undefined && { [alerts.fields.rule]: rule }),
      ...(to !== undefined && { [alerts.fields.to]: to }),
    })}`
  }
  return undefined
}
