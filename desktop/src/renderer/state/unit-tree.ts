import type { Unit } from '../../../../shared-types/src/model/person.ts'

export interface UnitNode {
  value: string
  title: string
  children: UnitNode[]
}

/** Units as the tree that they are; one whose unit above is not among them stands at the root. */
export function unitTree(units: readonly Unit[]): UnitNode[] {
  const ids = new Set(units.map(unit => unit.id))
  const under = (parent: string | undefined, depth: number): UnitNode[] =>
    units
      .filter(unit => (parent === undefined ? !unit.parent || !ids.has(unit.parent) : unit.parent === parent))
      .map(unit => ({ value: unit.id, title: unit.name, children: depth > 8 ? [] : under(unit.id, depth + 1) }))
  return under(undefined, 0)
}
