/**
 * Passes many pages through the pipeline in a process that does nothing else, as the window's core does with a stack:
 * `pages.child.ts <how many> <file> …`. Prints as JSON what it and the processes that it starts had of memory, in MB.
 */
import { readFile } from 'node:fs/promises'
import { SCANNED } from '../../desktop/src/core/pages/page-profile.ts'
import { pageWorkers } from '../../desktop/src/core/pages/page-workers.ts'
import { familyMemory } from './family.ts'

export interface PagesMemory {
  /** The most of all together, the files that they share counted once. */
  most: number
  /** Of it the files: programs and libraries, mapped from the disk. */
  files: number
  /** The same, what they share counted for each. */
  each: number
  /** The most of the last fifth of the pages above that of the second fifth: what goes on growing. */
  grown: number
  /** By how much the process itself, which would be the window, was larger than before the first page. */
  window: number
}

const [many, ...files] = process.argv.slice(2)
const workers = pageWorkers()
const at = { page: 0 }

async function* fed() {
  for (; at.page < Number(many); at.page++)
    yield { bytes: new Uint8Array(await readFile(files[at.page % files.length]!)) }
}

const mega = (bytes: number) => bytes / 2 ** 20
const before = process.memoryUsage.rss()
const fifths = [0, 0, 0, 0, 0]
const memory: PagesMemory = { most: 0, files: 0, each: 0, grown: 0, window: 0 }
const timer = setInterval(() => {
  const { own, files, each } = familyMemory()
  const fifth = Math.min(4, Math.floor((at.page / Number(many)) * 5))
  fifths[fifth] = Math.max(fifths[fifth]!, mega(own + files))
  memory.files = Math.max(memory.files, mega(files))
  memory.each = Math.max(memory.each, mega(each))
  memory.window = Math.max(memory.window, mega(process.memoryUsage.rss() - before))
}, 20)
for await (const made of workers.stack(fed(), SCANNED)) if ('blank' in made) throw new Error('a page was lost')
clearInterval(timer)
await workers.close()
memory.most = Math.max(...fifths)
memory.grown = fifths[4]! - fifths[1]!
console.log(JSON.stringify(memory))
