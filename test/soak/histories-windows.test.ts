import { test } from 'vitest'
import { overABadLine } from '../faults/proxy-run.ts'

const SEEDS = Array.from({ length: 40 }, (_, i) => 100 + i)

test.each(SEEDS)('two windows over a bad line, 40 acts (seed %i)', async seed => void (await overABadLine(seed, 40)))
