import { ALERT_PARTS } from '../model/alert-book.ts'
import type { Domain } from '../model/domain.ts'
import { CENTRE } from '../model/person.ts'
import type { Need } from './need.ts'

/** The record type for alerts has what the centre writes into it, and lets the centre write. */
export function checkAlerts({ alerts, records }: Domain, need: Need): void {
  if (!alerts) return
  const { record: name, raise, fields, waits } = alerts
  const record = records[name]
  need(record !== undefined, 'alerts', name)
  if (!record) return
  const step = record.workflow.steps[raise]
  need(step?.by.includes(CENTRE) === true && record.access[CENTRE]?.create === true, `alerts.${name}`, raise)
  for (const part of ALERT_PARTS)
    need(step?.asks?.includes(fields[part]) === true, `alerts.fields.${part}`, fields[part])
  for (const state of Object.values(waits)) need(state in record.workflow.states, 'alerts.waits', state)
}
