/** Opens what a power cut left as the product does, and compares it with what the core had said. */

import type { SavedDraft } from '../../desktop/src/core/drafts.ts'
import type { Draws } from '../../desktop/src/core/numbers.ts'
import { openStored } from '../../desktop/src/core/open-stored.ts'
import { kept } from '../../desktop/src/core/store/kept.ts'
import { rawQuery } from '../../desktop/src/core/store/raw-query.ts'
import { parseNumber } from '../../shared-types/src/engine/numbers.ts'
import type { StoredEvent } from '../../shared-types/src/model/case.ts'
import { libraryLoans } from '../fixtures/library-loans/index.ts'
import type { Ack } from './power-cut.window.ts'

export interface Found {
  /** Why it could not be opened or read, or what SQLite's own check says; empty when all is sound. */
  corrupt: string[]
  /** What was said to be saved and is not there, and groups of which only a part is. */
  lost: string[]
}

export async function look(folder: string, acks: readonly Ack[]): Promise<Found> {
  const closing: (() => unknown)[] = []
  try {
    const { db } = await openStored({ folder, shell: 'web', version: 'test', domains: [libraryLoans] }, closing)
    const { internals } = db.events.internalStorageInstance as unknown as {
      internals: { store: { db: { pragma(text: string, options: { simple: true }): unknown } } }
    }
    const check = String(internals.store.db.pragma('integrity_check', { simple: true }))
    const events = await rawQuery(db.events, {})
    const drafts = new Map((await kept<SavedDraft>(db.local, 'draft').all()).map(d => [d.key, d.value]))
    const draws = (await kept<Draws>(db.local, 'draws').all()).map(d => d.value.last)
    return {
      corrupt: check === 'ok' ? [] : [check],
      lost: [
        ...acks.filter(a => !isThere(a, events, drafts)).map(nameOf),
        ...torn(events),
        ...drawnAgain(events, draws),
      ],
    }
  } catch (error) {
    return { corrupt: [String(error)], lost: [] }
  } finally {
    for (const step of closing.reverse()) await step()
  }
}

function isThere(ack: Ack, events: readonly StoredEvent[], drafts: ReadonlyMap<string, SavedDraft>): boolean {
  if (ack.kind === 'draft') return drafts.get(ack.id)?.patch.title === ack.token
  const own = events.filter(e => e.caseId === ack.caseId && e.act === ack.kind)
  return own.some(e => (ack.kind === 'lend' ? e.patch.slip === ack.number : e.patch.summary === ack.token))
}

const nameOf = (ack: Ack) => (ack.kind === 'draft' ? `draft ${ack.id}` : `${ack.kind} ${ack.caseId}`)

function torn(events: readonly StoredEvent[]): string[] {
  const groups = Map.groupBy(
    events.filter(e => e.group),
    e => e.group!.id,
  )
  return [...groups].filter(([, own]) => own.length !== own[0]!.group!.size).map(([id]) => `a part of ${id}`)
}

/** A number that stands in a case and that the window would give out again. */
function drawnAgain(events: readonly StoredEvent[], draws: readonly number[]): string[] {
  const last = Math.max(0, ...draws)
  return events.flatMap(e => {
    const number = typeof e.patch.slip === 'string' && parseNumber(libraryLoans.series.slip!, e.patch.slip)?.number
    return number && number > last ? [`${e.patch.slip} would be given again`] : []
  })
}
