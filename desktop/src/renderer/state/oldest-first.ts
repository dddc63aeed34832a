import type { Kind } from '../../../../shared-types/src/model/domain.ts'

/** The order of a queue: whoever has waited longest comes first, by the field that tells a list what is newest. */
export function oldestFirst({ record }: Kind): { sort?: { field: string; down: boolean } } {
  const { newest } = record.list
  return newest ? { sort: { field: newest, down: false } } : {}
}
