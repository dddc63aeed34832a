import fc from 'fast-check'

/** How many frames of each protocol; CHUANGTAI_FRAMES says another number. */
export const FRAMES = Number(process.env.CHUANGTAI_FRAMES ?? 100_000)
/** The same frames each time. */
export const SEED = 20261122

export type Damage = { kind: 'none' | 'flip' | 'cut' | 'drop' | 'double' | 'swap' | 'random'; at: number; bits: number }

/** What lines, cables and programs do to bytes; one frame in seven comes as it was sent. */
export const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('none', 'flip', 'cut', 'drop', 'double', 'swap', 'random'),
  at: fc.nat(),
  bits: fc.integer({ min: 1, max: 255 }),
})

/** The frame as it comes out. */
export function damaged(frame: Uint8Array, { kind, at: seed, bits }: Damage): Uint8Array {
  const at = frame.length ? seed % frame.length : 0
  if (kind === 'none' || (!frame.length && kind !== 'random')) return frame
  if (kind === 'flip') return frame.with(at, frame[at]! ^ bits)
  if (kind === 'cut') return frame.slice(0, at)
  if (kind === 'drop') return Uint8Array.from([...frame.subarray(0, at), ...frame.subarray(at + 1)])
  if (kind === 'double') return Uint8Array.from([...frame.subarray(0, at + 1), ...frame.subarray(at)])
  if (kind === 'swap') return swapped(frame, at, (at + bits) % frame.length)
  return Uint8Array.from({ length: bits }, (_, i) => (seed * (i + 1) * 2654435761) >>> 24)
}

function swapped(frame: Uint8Array, one: number, other: number): Uint8Array {
  return frame.with(one, frame[other]!).with(other, frame[one]!)
}

/** Does so many things, some of them at the same time, for what mostly waits. */
export async function manyAtOnce(total: number, atOnce: number, one: (at: number) => Promise<void>): Promise<void> {
  let next = 0
  const work = async () => {
    while (next < total) await one(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

/** So many values, the same ones each time. */
export const samples = <T>(values: fc.Arbitrary<T>, count: number): T[] =>
  fc.sample(values, { seed: SEED, numRuns: count })

/** Whether these bytes stand in those, one after the other. */
export const holds = (stream: Uint8Array, bytes: Uint8Array | string): boolean =>
  Buffer.from(stream).includes(typeof bytes === 'string' ? bytes : Buffer.from(bytes))

/** Counts by name. */
export function tally(): { count(name: string): void; of(name: string): number; text(): string } {
  const counts = new Map<string, number>()
  return {
    count: name => void counts.set(name, (counts.get(name) ?? 0) + 1),
    of: name => counts.get(name) ?? 0,
    text: () => [...counts].map(([name, count]) => `${name} ${count}`).join(', '),
  }
}
