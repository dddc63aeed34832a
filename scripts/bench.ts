import { runNode } from './run.ts'

// `npm run bench [-- --json] [name …]`: every bench of test/bench, or those whose file names hold one of the names.
process.exitCode = await runNode(['test/bench/run.ts', ...process.argv.slice(2)])
