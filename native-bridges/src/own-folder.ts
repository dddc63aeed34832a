import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const NAME = /^chuangtai-(?:scan|photo)-(\d+)-/

/**
 * A folder for what one job of another program takes and gives, open to this account alone; what programs that were
 * killed left behind goes first. @throws what the file system throws
 */
export async function ownFolder(what: 'scan' | 'photo'): Promise<{ path: string; remove(): Promise<void> }> {
  await sweep()
  const path = await mkdtemp(join(tmpdir(), `chuangtai-${what}-${process.pid}-`))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) }
}

async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(NAME.exec(name)?.[1])
    if (pid && !runs(pid)) await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
