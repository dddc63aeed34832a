import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Two pseudo terminals wired to each other, as a serial cable is. */
export interface PtyPair {
  near: string
  far: string
  /** Pulls the cable: both lines are gone. Harmless when they are. */
  pull(): Promise<void>
}

/** Whether this machine can have such a pair. */
export const hasPtys = process.platform !== 'win32' && spawnSync('python3', ['-c', 'import pty, tty']).status === 0
if (!hasPtys) console.warn('NOT RUN: serial lines over a pseudo terminal need python3, which is not here')

export async function ptyPair(): Promise<PtyPair> {
  const cable = spawn('python3', [join(import.meta.dirname, 'pty-pair.fixture.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: cable.stdout })[Symbol.asyncIterator]()
  const near = (await lines.next()).value as string
  const far = (await lines.next()).value as string
  return {
    near,
    far,
    async pull() {
      if (cable.exitCode !== null) return
      const gone = once(cable, 'exit')
      cable.stdin.end()
      await gone
    },
  }
}
