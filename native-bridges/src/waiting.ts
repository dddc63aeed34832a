import { DeviceError } from './driver.ts'

/** Waits `ms` milliseconds. @throws {DeviceError} `cancelled` as soon as `signal` aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(cancelled())
    const stop = () => {
      clearTimeout(timer)
      reject(cancelled())
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal.addEventListener('abort', stop, { once: true })
  })
}

/**
 * Waits for a promise that cannot be stopped itself, but no longer than `signal` allows; what it says
 * later is dropped. @throws {DeviceError} `cancelled`, or whatever the promise rejects with.
 */
export function unless<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(cancelled())
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

/** A signal that aborts with `parent` or after `ms`, whichever is first; `end` lets go of both. */
export function deadline(parent: AbortSignal, ms: number): { signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const stop = () => controller.abort()
  if (parent.aborted) stop()
  const timer = setTimeout(stop, ms)
  parent.addEventListener('abort', stop, { once: true })
  const end = () => {
    clearTimeout(timer)
    parent.removeEventListener('abort', stop)
  }
  return { signal: controller.signal, end }
}

export const cancelled = (): DeviceError => new DeviceError('cancelled', 'the caller stopped the job')
