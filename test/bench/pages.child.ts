/**
 * Passes many pages through the pipeline in a process that does nothing else, as the window's core does with a stack:
 * `pages.child.ts <how many> <file> …`. Prints the largest resident size that it had, in MB.
 */
import { readFile } from 'node:fs/promises'
import { SCANNED } from '../../desktop/src/core/pages/page-profile.ts'
import { pageWorkers } from '../../desktop/src/core/pages/page-workers.ts'

const [many, ...files] = process.argv.slice(2)
const workers = pageWorkers()

async function* fed() {
  for (let at = 0; at < Number(many); at++) yield { bytes: new Uint8Array(await readFile(files[at % files.length]!)) }
}

let most = 0
const timer = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss())
}, 20)
for await (const made of workers.stack(fed(), SCANNED)) if ('blank' in made) throw new Error('a page was lost')
clearInterval(timer)
await workers.close()
console.log(most / 2 ** 20)
