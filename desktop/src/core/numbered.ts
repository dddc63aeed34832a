import type { Notes } from './notes.ts'

/**
 * The highest number that the centre has told this window of its own doings, which may lie above its checkpoint. It goes
 * with each pull: a centre that was set back below it has lost what it had accepted from here, and says so.
 */
export interface Numbered {
  last(): Promise<number>
  /** Durable when it answers; to be called before what has the number is kept. */
  saw(seq: number): Promise<void>
  /** The centre was set back: its numbers of before mean nothing any more. */
  forget(): Promise<void>
}

export function numbered(notes: Notes): Numbered {
  const last = async () => (await notes.get<number>('numbered')) ?? 0
  return {
    last,
    async saw(seq) {
      if (seq > (await last())) await notes.put('numbered', seq)
    },
    forget: () => notes.put('numbered', 0),
  }
}
