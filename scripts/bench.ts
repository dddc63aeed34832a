import { globSync } from 'node:fs'
import { ROOT, runNode } from './run.ts'

// `npm run bench [-- --json] [name …]`: every bench of test/bench, or those whose file names hold one of the names.
const args = process.argv.slice(2)
const options = args.filter(arg => arg.startsWith('-'))
const names = args.filter(arg => !arg.startsWith('-'))
const files = globSync('test/bench/*.bench.ts', { cwd: ROOT })
  .sort()
  .filter(file => names.length === 0 || names.some(name => file.includes(name)))
if (files.length === 0) {
  console.error(`bench: no file in test/bench is called ${names.join(' or ')}.`)
  process.exitCode = 1
}
for (const file of files) {
  const code = await runNode(['--expose-gc', file, ...options])
  if (code !== 0) process.exitCode = code
}
