import { mkdirSync } from 'node:fs'
import type { AnswerOf, CallName, Notice } from '../api.ts'
import type { Client, Core, CoreOptions } from './core.ts'
import { failureOf, isBug } from './failure.ts'
import { openSecrets } from './keys/secrets.ts'
import { lockFolder } from './lock.ts'
import { openCore } from './open.ts'
import { keysOf } from './open-stored.ts'
import { isRecoverable, recoveryCalls } from './recovery.ts'
import { beginAnew, type RestoreReport, restoreBackup } from './restore.ts'

type Call = Core['call']
/** What answers at the moment: the window, or what is left of one whose data cannot be read. */
interface Inner {
  call: Call
  core?: Core
}

/**
 * Opens a window as a shell shows it. Where its data is damaged or gone it opens all the same, and can only say so and
 * put a backup in its place; a working one can be set back by an administrator. Screens stay connected throughout.
 * @throws FolderLockFault, KeyFault, and a StorageFault that no restore would mend
 */
export async function openWindow(options: CoreOptions): Promise<Core> {
  const hearers = new Map<(notice: Notice) => void, { client: Client; deaf: () => void }>()
  const state: { inner: Promise<Inner> } = { inner: open() }

  async function open(): Promise<Inner> {
    try {
      const core = await openCore({ ...options, restore: (name, by) => restore(name, by) })
      for (const [hear, heard] of hearers) heard.deaf = core.listen(hear, heard.client)
      return { call: core.call, core }
    } catch (error) {
      if (!isRecoverable(error)) throw error
      const { database } = await openSecrets(options.folder, await keysOf(options))
      const calls = recoveryCalls({
        folder: options.folder,
        key: database,
        fault: error,
        restore: name => restore(name),
        anew: () => replaced(() => beginAnew(options.folder, now)),
      })
      return { call: worded(calls, options.log) }
    }
  }
  const now = options.now ?? (() => new Date().toISOString())

  function restore(name: string, by?: string): Promise<RestoreReport> {
    return replaced(async () => {
      const secrets = await openSecrets(options.folder, await keysOf(options))
      return restoreBackup({ folder: options.folder, secrets, now, ...(by !== undefined && { by }) }, name)
    })
  }

  /** Closes what is open, works on the folder under its lock, and opens again whatever came of it. */
  async function replaced<T>(work: () => Promise<T>): Promise<T> {
    const { core } = await state.inner
    const { promise, resolve, reject } = Promise.withResolvers<Inner>()
    // Who calls meanwhile waits for the window that comes.
    state.inner = promise
    promise.catch(() => undefined)
    try {
      await core?.close()
      mkdirSync(options.folder, { recursive: true })
      const lock = lockFolder(options.folder)
      try {
        return await work()
      } finally {
        lock.release()
      }
    } finally {
      await open().then(resolve, reject)
      for (const hear of hearers.keys()) hear({ topic: 'session' })
    }
  }

  await state.inner
  return {
    call: async (name, args, client) => (await state.inner).call(name, args, client),
    listen(hear, client) {
      const heard = { client, deaf: () => {} }
      hearers.set(hear, heard)
      void state.inner.then(({ core }) => {
        if (core && hearers.get(hear) === heard) heard.deaf = core.listen(hear, client)
      })
      return () => {
        hearers.delete(hear)
        heard.deaf()
      }
    },
    close: async () => (await state.inner).core?.close(),
  }
}

/** Failures leave as every core's do: worded for the client. */
function worded(calls: (...ask: Parameters<Call>) => Promise<unknown>, log: CoreOptions['log']): Call {
  return async (name, args, client) => {
    try {
      return (await calls(name, args, client)) as AnswerOf<CallName>
    } catch (thrown) {
      if (!(thrown instanceof Error)) throw thrown
      const failure = failureOf(thrown, client.language)
      if (isBug(failure)) log?.(thrown)
      throw failure
    }
  }
}
