import { unpackChromium } from '../test/chromium.ts'
import { buildIfStale, PRELOAD, SCREEN } from './built.ts'
import { binaryOf, runNode } from './run.ts'

// `npm test [-- files and options of vitest]`: what the tests stand on, then vitest, whose summary comes last.
const args = process.argv.slice(2)
await Promise.all([buildIfStale(SCREEN), buildIfStale(PRELOAD), unpackChromium()])
process.exitCode = await runNode([binaryOf('vitest'), 'run', ...args])
