import { expect, test } from 'vitest'
import type { Lease } from '../../../shared-types/src/protocol.ts'
import type { Draws } from './numbers.ts'
import { RESTORED, type RestoredNote, restoreGate } from './restored.ts'
import type { Kept } from './store/kept.ts'

const AT = '2026-11-20T08:00:00.000Z'

function shelf<T>(): Kept<T> & { held: Map<string, T> } {
  const held = new Map<string, T>()
  return {
    held,
    get: async key => held.get(key),
    put: async (key, value) => void held.set(key, value),
    remove: async key => void held.delete(key),
    all: async () => [...held].map(([key, value]) => ({ key, value })),
  }
}

async function restored(whole: boolean) {
  const [notes, draws] = [shelf<unknown>(), shelf<Draws>()]
  const note: RestoredNote = { at: AT, backup: AT, counter: 1, whole, salvaged: 0, met: false, told: false }
  await notes.put(RESTORED, note)
  const lease: Lease = { id: 'l', series: 's', station: 'x', unit: 'u', year: 2026, from: 1, to: 9 }
  const open = () =>
    restoreGate({
      notes: notes as unknown as Parameters<typeof restoreGate>[0]['notes'],
      draws,
      leases: () => [lease],
      changed: () => undefined,
    })
  return { open, gate: await open(), draws }
}

test('an answer that was asked for before the restore opens nothing; one asked for since does, for good', async () => {
  const { draws, gate, open } = await restored(false)
  expect(await gate.met('2026-11-20T07:59:59.999Z')).toBe(false)
  expect(gate.pending()).toBe(true)
  expect(() => gate.demandPrint()).toThrow(expect.objectContaining({ code: 'offline' }))
  expect(await gate.met('2026-11-20T08:00:01.000Z')).toBe(true)
  gate.demandPrint()
  // What nobody knows of may stand on a paper.
  expect(draws.held.get('l')).toMatchObject({ last: 9 })
  expect(await gate.met()).toBe(false)
  expect((await open()).pending()).toBe(false)
})
