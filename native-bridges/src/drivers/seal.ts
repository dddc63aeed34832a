/** A stamp belongs to a task, whose approved 用印 request is used once; `count` only reads the counter. */
export type SealAsk = { action: 'stamp'; task: string } | { action: 'count' }

/**
 * `prepared` waits: the stamp falls when the next piece is asked for, so the clerk can lay the paper
 * straight, and nothing falls when the signal aborts instead. Counts are the machine's own counter.
 */
export type SealProgress =
  | { state: 'counted'; count: number }
  | { state: 'prepared'; task: string; before: number }
  | { state: 'stamped'; task: string; before: number; after: number }
  | { state: 'finished'; task: string; before: number; after: number }
