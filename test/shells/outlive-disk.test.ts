import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const module = (path: string) => JSON.stringify(new URL(`../../desktop/src/${path}`, import.meta.url).href)

/** A program that outlives the disk, and what becomes of it after a rejection that nobody awaits. */
const ran = (rejection: string) =>
  spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { outliveDisk } from ${module('shells/outlive-disk.ts')}
       import { StorageFault } from ${module('core/store/storage-fault.ts')}
       outliveDisk(error => console.log('logged', error.code))
       void Promise.reject(${rejection})
       setTimeout(() => console.log('alive'), 50)`,
    ],
    { encoding: 'utf8' },
  )

test('a disk that fails where nobody waits for it ends nothing; any other fault does', () => {
  const disk = ran("new StorageFault('io', 'window.sqlite')")
  expect([disk.status, disk.stdout]).toEqual([0, 'logged io\nalive\n'])
  const bug = ran("new Error('a bug')")
  expect(bug.status).toBe(1)
  expect(bug.stdout).toBe('')
  expect(bug.stderr).toContain('a bug')
})
