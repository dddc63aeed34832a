import type { Domain } from '../model/domain.ts'
import type { Need } from './need.ts'
import { SYSTEM_FIELDS } from './system-fields.ts'

/** What a dashboard names is there: its reports, and the fields and states of the records that these count. */
export function checkTiles(domain: Domain, need: Need): void {
  for (const [name, tile] of Object.entries(domain.tiles ?? {})) {
    const where = `tile ${name}`
    const report = domain.reports[tile.report]
    need(report, where, `report ${tile.report}`)
    const record = report && domain.records[report.record]
    if (!record) continue
    need(tile.show !== 'trend' || tile.days, where, 'its days')
    need(tile.show !== 'bars' || tile.by?.length, where, 'its bars')
    for (const field of tile.by ?? [])
      need(field in record.fields || SYSTEM_FIELDS.includes(field), where, `field ${field}`)
    for (const state of tile.states ?? []) need(state in record.workflow.states, where, `state ${state}`)
  }
}
