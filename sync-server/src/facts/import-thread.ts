/** A thread of its own: reads a file of facts piece by piece, while the server hears everybody else. */
import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { FactFileFault } from './file-fault.ts'
import type { FromThread, ThreadTask } from './import-pieces.ts'
import { readFacts } from './read-file.ts'

/** Pieces that lie ready while one is kept. */
const AHEAD = 2

const port = parentPort!
const tell = (message: FromThread) => port.postMessage(message)
const { path, fact, rules, after } = workerData as ThreadTask

const ready = { count: 0 }
port.on('message', () => ready.count--)
try {
  for await (const piece of readFacts(path, fact, rules, after)) {
    tell({ piece })
    ready.count++
    while (ready.count >= AHEAD) await once(port, 'message')
  }
  tell({ end: true })
} catch (error) {
  if (!(error instanceof FactFileFault)) throw error
  tell({ fault: { code: error.code, with: error.facts } })
}
port.close()
