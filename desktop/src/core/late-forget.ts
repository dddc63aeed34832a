import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import { linkHere } from './audit-own.ts'
import type { Desk } from './desk.ts'
import { lateGone } from './late.ts'
import { land } from './store/land.ts'
import { REPLICATION } from './sync.ts'

/** Late events are dealt with: their words and the files that they alone name go, and the databases are cleared of both. */
export async function forgetLate({ disposals, events }: Desk, late: readonly StoredEvent[]): Promise<void> {
  const gone = late.map(event => lateGone(event, linkHere(event)))
  if (!gone.length) return
  await disposals.note(gone)
  await land(events.collection, REPLICATION, gone)
}
