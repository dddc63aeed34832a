/** What a process and those that it started cost together. Linux alone tells: proc(5). */
import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks of a second in /proc: USER_HZ, which Linux never changed. */
const TICKS = 100

/** The process itself and all below it; proc_pid_task_children(5) tells those of each thread. */
function familyOf(pid: number): number[] {
  const children: number[] = []
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`))
      children.push(...numbersOf(readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1')))
  } catch {
    // It ended meanwhile.
  }
  return [pid, ...children.flatMap(familyOf)]
}

const numbersOf = (text: string) => text.split(' ').filter(Boolean).map(Number)

/** The fields of /proc/<pid>/stat from the third on; nothing of a process that is gone. */
function fieldsOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

/** CPU time of the family in µs, of those that ended and were waited for too. */
export function familyCpu(pid = process.pid): number {
  let ticks = 0
  for (const member of familyOf(pid)) {
    const stat = fieldsOf(member)
    // utime, stime, cutime, cstime
    for (const at of [11, 12, 13, 14]) ticks += Number(stat?.[at] ?? 0)
  }
  return (ticks / TICKS) * 1e6
}

interface Memory {
  /** What is theirs alone and lies in memory: heaps, pixels, stacks. No other program has a part in it. */
  own: number
  /**
   * The files that they run and read from, as far as these lie in memory: those of the member with most, for the others map
   * the same ones. The kernel may take them back, for they stand on the disk. PSS would count less of them the more other
   * programs of the machine run the same file, which says nothing of these.
   */
  files: number
  /** The sum of their resident sizes: what they share counts as often as they are. */
  each: number
}

/** Memory of the family in bytes. */
export function familyMemory(pid = process.pid): Memory {
  const sum: Memory = { own: 0, files: 0, each: 0 }
  for (const member of familyOf(pid)) {
    try {
      const told = readFileSync(`/proc/${member}/smaps_rollup`, 'latin1')
      const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(told)?.[1] ?? 0) * 1024
      sum.own += bytes('Anonymous')
      sum.files = Math.max(sum.files, bytes('Rss') - bytes('Anonymous'))
      sum.each += bytes('Rss')
    } catch {
      // It ended meanwhile.
    }
  }
  return sum
}
