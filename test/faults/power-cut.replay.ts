/** What a power cut leaves of recorded writes: all that was synced, and of the rest whatever the disk pleases. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../contracts/rx-storage.random.ts'
import type { Op } from './power-cut.record.ts'
import type { Ack } from './power-cut.window.ts'

type Change = Exclude<Op, { kind: 'ack' | 'sync' }>

export interface Cut {
  /** How many recorded operations came before it. */
  after: number
  /** What the core had said to be saved by then. */
  acks: readonly Ack[]
  /** The files as the machine finds them when it has power again; undefined for one that is not there. */
  files: ReadonlyMap<string, Buffer | undefined>
}

/** What a disk writes at once or not at all, in bytes. */
const SECTOR = 512

/** `count` cuts at random points, in the order of time. `start` is what lay on the disk, synced, before the first operation. */
export function* cuts(ops: readonly Op[], start: ReadonlyMap<string, Buffer>, random: Random, count: number) {
  const points = Array.from({ length: count }, () => 1 + random.below(ops.length)).sort((a, b) => a - b)
  const durable = new Map<string, Buffer | undefined>(start)
  const pending = new Map<string, Change[]>()
  const acks: Ack[] = []
  let done = 0
  for (const after of points) {
    for (; done < after; done++) {
      const op = ops[done]!
      if (op.kind === 'ack') acks.push(op.ack)
      else if (op.kind === 'sync') {
        durable.set(op.file, applied(durable.get(op.file), pending.get(op.file) ?? []))
        pending.delete(op.file)
      } else pending.set(op.file, [...(pending.get(op.file) ?? []), op])
    }
    const files = new Map(durable)
    for (const [file, changes] of pending) files.set(file, applied(durable.get(file), survivors(changes, random)))
    yield { after, acks: [...acks], files } satisfies Cut
  }
}

/** Of changes that were not synced: none, all, some, some sectors of each, or some in another order. */
function survivors(changes: readonly Change[], random: Random): Change[] {
  const mood = random.below(5)
  if (mood === 0) return []
  if (mood === 1) return [...changes]
  const share = random.next()
  if (mood === 2) return changes.filter(() => random.chance(share))
  if (mood === 3)
    return changes.flatMap(c => (c.kind === 'write' ? torn(c, random, share) : random.chance(share) ? [c] : []))
  return changes.filter(() => random.chance(share)).sort(() => random.next() - 0.5)
}

function torn(write: Extract<Change, { kind: 'write' }>, random: Random, share: number): Change[] {
  const parts: Change[] = []
  for (let from = 0; from < write.bytes.length; ) {
    const upTo = Math.min(write.bytes.length, from + SECTOR - ((write.at + from) % SECTOR))
    if (random.chance(share)) parts.push({ ...write, at: write.at + from, bytes: write.bytes.subarray(from, upTo) })
    from = upTo
  }
  return parts
}

function applied(before: Buffer | undefined, changes: readonly Change[]): Buffer | undefined {
  if (changes.length === 0) return before
  const ends = changes.map(c => (c.kind === 'write' ? c.at + c.bytes.length : 0))
  const room = Buffer.alloc(
    Math.max(before?.length ?? 0, ...ends, ...changes.map(c => (c.kind === 'truncate' ? c.size : 0))),
  )
  before?.copy(room)
  let size: number | undefined = before?.length
  for (const change of changes) {
    if (change.kind === 'unlink') size = undefined
    else if (change.kind === 'truncate') {
      if (change.size < (size ?? 0)) room.fill(0, change.size)
      size = change.size
    } else {
      change.bytes.copy(room, change.at)
      size = Math.max(size ?? 0, change.at + change.bytes.length)
    }
  }
  return size === undefined ? undefined : Buffer.from(room.subarray(0, size))
}

export function layOut(folder: string, { files }: Cut): void {
  mkdirSync(folder, { recursive: true })
  for (const [file, bytes] of files) if (bytes) writeFileSync(join(folder, file), bytes)
}

export const read = (folder: string, names: readonly string[]): Map<string, Buffer> =>
  new Map(names.map(name => [name, readFileSync(join(folder, name))]))
