import { getChangedDocumentsSince } from 'rxdb'
import { eventStore } from '../../desktop/src/core/events.ts'
import { SAID } from '../../desktop/src/core/own-words.ts'
import { openDatabase } from '../../desktop/src/core/store/database.ts'
import { kept } from '../../desktop/src/core/store/kept.ts'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'

/**
 * A process of its own: its clock is off by `minutes`, it stores the event `id`, and answers on standard output where the
 * changes end and which ones came after `checkpoint`.
 */
const [folder = '', minutes = '0', id = '', checkpoint = 'null'] = process.argv.slice(2)
const real = Date.now
Date.now = () => real() + Number(minutes) * 60_000
const db = await openDatabase(folder, Buffer.alloc(32, 7))
const events = eventStore(db.events, kept(db.local, SAID))
const { counter } = await events.lastOf('s-1')
const event: CaseEvent = {
  id,
  caseId: 'c-1',
  type: 'parcels.parcel',
  act: 'edit',
  patch: {},
  base: 0,
  by: { id: 'ann', post: 'ann-0', role: 'clerk', unit: 'a' },
  station: 's-1',
  at: new Date(Date.now()).toISOString(),
  counter: counter + 1,
  seen: '',
}
await events.add([event])
const found = await getChangedDocumentsSince(db.events.storageInstance, 100, JSON.parse(checkpoint) ?? undefined)
process.stdout.write(JSON.stringify({ ids: found.documents.map(d => d.id), checkpoint: found.checkpoint }))
await db.close()
