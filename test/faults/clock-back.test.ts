import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'chuangtai-clock-back-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const YEAR = 365 * 24 * 60

/** Stores an event in a process whose clock is off, and answers the changes after a checkpoint. */
async function stored(minutes: number, id: string, checkpoint?: unknown) {
  const script = join(import.meta.dirname, 'clock-back.window.ts')
  const args = [script, folder, String(minutes), id, JSON.stringify(checkpoint ?? null)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as { ids: string[]; checkpoint: unknown }
}

test('a machine whose clock was set back between two starts: what is saved then is sent and shown all the same', async () => {
  const ahead = await stored(YEAR, 'e-1')
  expect(ahead.ids).toEqual(['e-1'])
  expect((await stored(0, 'e-2', ahead.checkpoint)).ids).toEqual(['e-2'])
})
