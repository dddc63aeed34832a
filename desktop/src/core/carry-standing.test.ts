import { expect, test } from 'vitest'
import type { Checkpoint } from '../../../shared-types/src/protocol.ts'
import { standing } from './carry-standing.ts'

function opened() {
  const values = new Map<string, unknown>()
  return standing({
    get: async <T>(id: string) => structuredClone(values.get(id)) as T | undefined,
    put: async (id, value) => void values.set(id, structuredClone(value)),
  })
}

const OLD: Checkpoint = { seq: 40, scope: 'scope' }
const NEW: Checkpoint = { seq: 90_000, scope: 'scope' }

test('a centre that was set back while the line broke off is asked to begin anew by stick too', async () => {
  const stands = opened()
  await stands.saw(undefined, OLD)
  await stands.saw(OLD, OLD)
  expect(await stands.now()).toEqual(OLD)
  // It said so on the way up; nothing came down any more.
  await stands.setBack()
  const asked = await stands.now()
  expect(asked).toEqual(await stands.from(OLD))
  expect(asked!.scope).not.toBe(OLD.scope)
  // A receipt of a package from before, whether or not it begins anew, is not laid on what is held.
  expect(await stands.fits({ from: OLD, to: NEW, passes: [], restart: true })).toBe(false)
  expect(await stands.fits({ from: OLD, to: NEW, passes: ['scope'] })).toBe(false)
  expect(await stands.fits({ from: asked!, to: NEW, passes: [] })).toBe(false)
  const receipt = { from: asked!, to: NEW, passes: [], restart: true } as const
  expect(await stands.fits(receipt)).toBe(true)
  // Broken off half, it is taken again.
  await stands.storing(asked, NEW, true)
  expect(await stands.fits(receipt)).toBe(true)
  await stands.moved(NEW)
  await stands.begun()
  expect(await stands.from(OLD)).toEqual(NEW)
  expect(await stands.now()).toEqual(NEW)
})
