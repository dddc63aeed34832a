import { stationLink } from '../../shared-types/src/engine/audit-chain.ts'
import type { StoredEvent } from '../../shared-types/src/model/case.ts'
import type { AnyValue, Data, TableRow } from '../../shared-types/src/model/field.ts'
import type { EventDocument } from '../../shared-types/src/protocol.ts'
import type { ReadScope } from './scope.ts'
import { sha256 } from './sha256.ts'

/**
 * The event as a station may have it: without the values of fields that nobody at its unit may see. A field that is
 * withheld is simply not in the patch; columns of tables are left out row by row.
 */
export function withheld(event: StoredEvent, scope: ReadScope, station: string): EventDocument {
  const hidden = scope.hidden[event.type]
  if (!hidden || !touches(hidden, event)) return event
  const columns = Map.groupBy(
    hidden.filter(name => name.includes('.')),
    name => name.slice(0, name.indexOf('.')),
  )
  const patch: Record<string, Data[string]> = {}
  for (const [name, value] of Object.entries(event.patch)) {
    if (hidden.includes(name)) continue
    const closed = columns.get(name)?.map(column => column.slice(name.length + 1))
    patch[name] = closed && Array.isArray(value) ? withoutColumns(value, closed) : value
  }
  return { ...event, patch, ...(event.station === station && { link: stationLink(sha256, event) }) }
}

const touches = (hidden: readonly string[], { patch }: StoredEvent) =>
  hidden.some(name => Object.hasOwn(patch, name.split('.')[0]!))

const withoutColumns = (rows: readonly unknown[], closed: readonly string[]): AnyValue =>
  rows.map(
    row =>
      Object.fromEntries(Object.entries(row as TableRow).filter(([column]) => !closed.includes(column))) as TableRow,
  )

/**
 * What a station is told of an event whose case left its scope: that it is gone, and nothing of its content. Of its own
 * events it keeps the place in its audit chain.
 */
export function withdrawn(event: StoredEvent, station: string): EventDocument {
  const { counter, prev } = event
  const own = event.station === station && { station, counter, ...(prev && { prev }), link: stationLink(sha256, event) }
  return {
    id: event.id,
    caseId: event.caseId,
    type: event.type,
    act: '',
    patch: {},
    base: 0,
    by: { id: '', post: '', role: event.by.role, unit: '' },
    station: '',
    at: '',
    counter: 0,
    seen: '',
    seq: event.seq,
    verdict: 'accepted',
    problems: [],
    deleted: true,
    ...own,
  }
}
