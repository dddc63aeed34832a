/** What the processes of the three days and their watcher say to each other. */

export interface FastClock {
  /** Real time at which the simulated time `start` is, both in ms since 1970. */
  from: number
  start: number
  /** Simulated seconds in a real one. */
  rate: number
}

export interface CentreOrder {
  data: string
  unit: string
  windows: number
}

export interface CentreUp {
  port: number
  codes: string[]
}

export interface WindowOrder {
  folder: string
  server: string
  code: string
  /** For the first window: the bureau admits the card printer with this code first. */
  bureauCode?: string
  login: string
  seed: number
  /** Who accepts and makes, or who passes. */
  task: 'clerk' | 'reviewer'
}

/** What a process holds after its garbage was collected. */
export interface Sample {
  /** Bytes of the JavaScript heap, of buffers outside of it, and of the whole process. */
  heap: number
  outside: number
  whole: number
  /** Open files, sockets and the like, by the system; undefined where it does not tell. */
  handles?: number
  /** What keeps the event loop busy, by kind. */
  active: Record<string, number>
}

/** `done` counts what was answered without a problem, `hindered` by its reason what was not. */
export interface Hour {
  sample: Sample
  done: Record<string, number>
  hindered: Record<string, number>
}

export type ToWindow = { kind: 'work'; until: number } | { kind: 'rest' } | { kind: 'end' }
export type FromWindow =
  | { kind: 'ready' }
  | ({ kind: 'hour' } & Hour)
  | { kind: 'ended'; unsent: number; refused: number; cases: Record<string, number> }
