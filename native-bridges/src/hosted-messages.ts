import type { DeviceEvent, DeviceFacts, DeviceFault, DeviceInfo } from './driver.ts'

/** What the core says to the process of a driver. A job is known by its number. */
export type ToDriver =
  | { say: 'list'; question: number }
  /** Begins a job; nothing is done before its first `next`. */
  | { say: 'run'; job: number; deviceId: string; ask: unknown }
  | { say: 'next'; job: number }
  /** The caller has stopped: with a signal, or by walking away. */
  | { say: 'stop'; job: number }

/** What it answers. */
export type FromDriver =
  | { say: 'ready' }
  /** Its event loop turns. */
  | { say: 'alive' }
  | { say: 'listed'; question: number; devices: DeviceInfo[] }
  | { say: 'event'; event: DeviceEvent }
  | { say: 'piece'; job: number; piece: unknown }
  | { say: 'ended'; job: number }
  | { say: 'failed'; job: number; fault: DeviceFault; detail: string; facts: DeviceFacts }

/** A process that a driver runs in, however the shell starts one. */
export interface DriverProcess {
  send(message: ToDriver): void
  listen(listener: (message: FromDriver) => void): void
  /** Once, when it is gone; `how` is for support: its code or signal, and the last that it wrote to its error output. */
  ended(listener: (how: string) => void): void
  kill(): void
}

/** Milliseconds between two signs of life. */
export const BEAT = 500
