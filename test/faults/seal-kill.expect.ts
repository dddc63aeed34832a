import { expect } from 'vitest'
import type { SealDeath } from './seal-kill.ts'

/** Never a stamp that nobody knows of, never two for one, and never one recorded that did not fall. */
export function expectKnown(death: SealDeath): void {
  const { at, fell, asked, recorded } = death
  expect({ at, fell: recorded.fell }).toEqual({ at, fell })
  expect(fell, `at ${at}`).toBeLessThanOrEqual(1)
  expect(recorded.fell + recorded.missed, `at ${at}`).toBeLessThanOrEqual(1)
  expect(asked, `at ${at}`).toBeLessThanOrEqual(1)
}
