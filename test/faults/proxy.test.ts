import { expect, test } from 'vitest'
import { overABadLine } from './proxy-run.ts'

test.each([1, 2])(
  'two windows over a line that cuts, delays, repeats, truncates and answers 502 (seed %i)',
  async seed => {
    const struck = await overABadLine(seed, 12)
    expect(Object.values(struck).reduce((a, b) => a + b, 0)).toBeGreaterThan(2)
  },
  90_000,
)
