/**
 * `npm run bench [-- --json] [--data DIR] [name …]`: every test/bench/*.bench.ts, or those whose names hold one of
 * the names, each in a process of its own.
 * Ends with 1 when a figure misses its limit.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Bench, Row } from './measure.ts'

const ENDING = '.bench.ts'
/** The file descriptor on which a child hands its result over; what it prints goes to stderr. */
const RESULT = 3
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    file: { type: 'string' },
    // What single benches take besides; they read it themselves (ocr.bench.ts).
    data: { type: 'string' },
    by: { type: 'string' },
    damaged: { type: 'boolean', default: false },
  },
})
const passedOn = [
  ...(options.data ? ['--data', options.data] : []),
  ...(options.by ? ['--by', options.by] : []),
  ...(options.damaged ? ['--damaged'] : []),
]

if (options.file) await runHere(options.file)
else process.exitCode = runAll()

/** In the child: runs one file and hands its rows over. */
async function runHere(file: string): Promise<void> {
  const bench: Bench = (await import(pathToFileURL(join(import.meta.dirname, file)).href)).default
  const rows = await bench.run()
  writeSync(RESULT, JSON.stringify({ bench: bench.name, rows }))
}

function runAll(): number {
  const files = readdirSync(import.meta.dirname).filter(file => file.endsWith(ENDING))
  const wanted = files.filter(file => !positionals.length || positionals.some(name => file.includes(name)))
  const results = wanted.map(runInChild)
  if (options.json) console.log(JSON.stringify(results, null, 2))
  return results.length === wanted.length && wanted.length > 0 && results.every(({ rows }) => rows.every(row => row.ok))
    ? 0
    : 1
}

function runInChild(file: string): { bench: string; rows: Row[] } {
  const { output, status } = spawnSync(
    process.execPath,
    ['--expose-gc', import.meta.filename, '--file', file, ...passedOn],
    {
      stdio: ['ignore', 2, 2, 'pipe'],
    },
  )
  if (status !== 0)
    return { bench: file, rows: [{ name: 'ran to its end', value: status ?? -1, unit: 'exit', limit: 0, ok: false }] }
  const result: { bench: string; rows: Row[] } = JSON.parse(String(output[RESULT]))
  if (!options.json) print(result)
  return result
}

function print({ bench, rows }: { bench: string; rows: Row[] }): void {
  console.log(`\n${bench}`)
  const width = Math.max(...rows.map(row => row.name.length))
  for (const { name, value, unit, limit, ok } of rows) {
    const figure = value >= 100 ? value.toFixed(0) : value.toFixed(2)
    console.log(
      `  ${ok ? ' ' : '✗'} ${name.padEnd(width)} ${figure.padStart(9)} ${unit}${limit === null ? '' : `  (limit ${limit})`}`,
    )
  }
}
