import { join } from 'node:path'
import { unpackChromium } from '../test/chromium.ts'
import { buildIfStale, PRELOAD, SCREEN } from './built.ts'
import { binaryOf, ROOT, runNode } from './run.ts'

// `npm test [-- files and options of vitest]`: what the tests stand on, then vitest, whose summary comes last.
const args = process.argv.slice(2)
await Promise.all([buildIfStale(SCREEN), buildIfStale(PRELOAD), unpackChromium()])
// Hundreds of windows and centres are started as programs of their own: what Node compiled once serves them all.
const NODE_COMPILE_CACHE = process.env.NODE_COMPILE_CACHE ?? join(ROOT, 'node_modules', '.cache', 'compiled')
process.exitCode = await runNode([binaryOf('vitest'), 'run', ...args], { ...process.env, NODE_COMPILE_CACHE })
