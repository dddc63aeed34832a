import type { Notice } from '../../../desktop/src/api.ts'

/** What a window that does its work under load and whoever drives it say to each other. */
export type ToWindow =
  | { ask: 'call'; number: number; name: string; args: unknown }
  /** Gives back what is not needed any more, and says what is left. */
  | { ask: 'measure'; number: number }
  | { ask: 'close'; number: number }

export type FromWindow =
  | { say: 'ready' }
  | { say: 'answer'; number: number; answer: unknown }
  | { say: 'refused'; number: number; failure: { code: string; text: string } }
  | { say: 'measured'; number: number; memory: NodeJS.MemoryUsage }
  | { say: 'notice'; notice: Notice }
  | { say: 'log'; text: string }
