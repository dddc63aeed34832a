import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { countFrom, type StampCounter } from './stamping-machine.simulator.ts'

/** The counter of a simulated machine in a file of `folder`, written before the stamp is told of; what is no number is 0. */
export function keptCounter(folder: string): StampCounter {
  const path = join(folder, 'count')
  return countFrom(read(path), count => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${path}.part`, String(count))
    renameSync(`${path}.part`, path)
  })
}

function read(path: string): number {
  try {
    const count = Number(readFileSync(path, 'utf8'))
    return Number.isSafeInteger(count) && count >= 0 ? count : 0
  } catch {
    return 0
  }
}
