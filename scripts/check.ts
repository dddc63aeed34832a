import { binaryOf, captureNode } from './run.ts'

// `npm run check`: types of each world, lint and format, and what nobody uses. Runs all, then says which failed.
const CHECKS: readonly { name: string; args: string[] }[] = [
  { name: 'types: core, server, bridges, tests', args: [binaryOf('typescript', 'tsc'), '-p', 'tsconfig.json'] },
  {
    name: 'types: shared, with neither Node nor DOM',
    args: [binaryOf('typescript', 'tsc'), '-p', 'tsconfig.pure.json'],
  },
  { name: 'types: screen', args: [binaryOf('typescript', 'tsc'), '-p', 'tsconfig.screen.json'] },
  { name: 'types: Electron', args: [binaryOf('typescript', 'tsc'), '-p', 'tsconfig.electron.json'] },
  {
    name: 'lint and format',
    args: [
      binaryOf('@biomejs/biome', 'biome'),
      'ci',
      '--error-on-warnings',
      '--diagnostic-level=warn',
      '--colors=off',
      '.',
    ],
  },
  { name: 'unused files, exports and packages', args: [binaryOf('knip'), '--no-progress'] },
]

const failed: string[] = []
for (const { name, args } of CHECKS) {
  const start = performance.now()
  const { code, output } = await captureNode(args)
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
  if (code === 0) continue
  failed.push(name)
  console.log(output)
}
if (failed.length) {
  console.error(`check: ${failed.length} of ${CHECKS.length} failed: ${failed.join('; ')}`)
  process.exitCode = 1
}
