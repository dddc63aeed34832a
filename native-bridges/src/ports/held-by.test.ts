import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { heldBy } from './held-by.ts'

test.skipIf(process.platform !== 'linux')(
  'the program that has a file open is named, by whatever link it is asked for',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chuangtai-held-'))
    const [file, link] = [join(folder, 'line'), join(folder, 'by-id')]
    await writeFile(file, '')
    await symlink(file, link)
    expect(await heldBy(link)).toBe(undefined)
    const other = spawn('sh', ['-c', 'exec 3<"$0"; echo open; exec sleep 60', file], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    await once(other.stdout, 'data')
    await expect.poll(() => heldBy(link)).toBe('sleep')
    other.kill()
    await once(other, 'exit')
    expect(await heldBy(link)).toBe(undefined)
    await rm(folder, { recursive: true })
  },
)
