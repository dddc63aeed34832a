import { readdir, readFile, readlink, realpath } from 'node:fs/promises'

/**
 * The name of the program that has a device file open, as Linux tells it (proc(5): the links under /proc/<pid>/fd), or
 * undefined: another system, a program of another account, or nobody.
 */
export async function heldBy(path: string): Promise<string | undefined> {
  const file = await realpath(path).catch(() => path)
  const pids = (await readdir('/proc').catch(() => [])).filter(
    name => /^\d+$/.test(name) && Number(name) !== process.pid,
  )
  for (const pid of pids) {
    const open = await readdir(`/proc/${pid}/fd`).catch(() => [])
    const links = await Promise.all(open.map(fd => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')))
    if (!links.includes(file)) continue
    const name = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim()
    if (name) return name
  }
  return undefined
}
