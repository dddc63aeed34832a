import type { Unit } from '../../../shared-types/src/model/person.ts'
import type { Group } from '../../../shared-types/src/store/case-store.ts'

/** A line of a report, perhaps of a unit with all below it. */
export interface LevelGroup extends Group {
  /** It stands for this unit and all below it. */
  inside?: string
}

/**
 * The lines of one level of the tree of units: what lies below a unit is added up at the one of its children that it lies
 * under; what is the unit's own, or lies elsewhere, stays as it is. Nothing is lost: the sums are those of the lines given.
 */
export function levelled(groups: readonly Group[], units: readonly Unit[], at: string): LevelGroup[] {
  const parents = new Map(units.map(unit => [unit.id, unit.parent]))
  const lines = new Map<string, LevelGroup>()
  for (const group of groups) {
    const unit = String(group.by.$unit ?? '')
    const child = childUnder(parents, at, unit)
    const by = child === undefined ? group.by : { ...group.by, $unit: child }
    const key = JSON.stringify([by, child])
    const line = lines.get(key)
    lines.set(key, {
      by,
      count: (line?.count ?? 0) + group.count,
      sums: added(line?.sums ?? {}, group.sums),
      ...(child !== undefined && { inside: child }),
    })
  }
  return [...lines.values()].sort((a, b) => compared(a, b))
}

/** The units from the top of what somebody oversees down to one of them, both included; only that one when it lies elsewhere. */
export function pathTo(units: readonly Unit[], top: string, at: string): string[] {
  const parents = new Map(units.map(unit => [unit.id, unit.parent]))
  const path = [at]
  while (path[0] !== top) {
    const parent = parents.get(path[0]!)
    if (parent === undefined || path.includes(parent)) return [at]
    path.unshift(parent)
  }
  return path
}

/** The child of `at` that is the unit, or that it lies below; undefined for `at` itself and for units elsewhere. */
function childUnder(parents: ReadonlyMap<string, string | undefined>, at: string, unit: string): string | undefined {
  const seen = new Set<string>()
  for (let one: string | undefined = unit; one !== undefined && !seen.has(one); one = parents.get(one)) {
    seen.add(one)
    if (parents.get(one) === at) return one
  }
  return undefined
}

/** To six places, as the database adds them. */
function added(one: Group['sums'], other: Group['sums']): Record<string, number> {
  return Object.fromEntries(
    Object.entries(other).map(([name, sum]) => [name, Number(((one[name] ?? 0) + sum).toFixed(6))]),
  )
}

function compared(a: Group, b: Group): number {
  for (const name of Object.keys(a.by)) {
    const [one, other] = [String(a.by[name] ?? ''), String(b.by[name] ?? '')]
    if (one !== other) return one < other ? -1 : 1
  }
  return 0
}
