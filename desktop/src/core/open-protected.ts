import { mkdirSync } from 'node:fs'
import type { KeysState } from '../api/session.ts'
import { type AnswerOf, CALLS, type CallName, type Notice } from '../api.ts'
import { citizenKeptOut } from './citizen-door.ts'
import type { Client, Core, CoreOptions } from './core.ts'
import { failureOf, isBug } from './failure.ts'
import { chooseKeys, type KeyAsk } from './keys/choose-keys.ts'
import { KeyFault } from './keys/key-fault.ts'
import type { KeyStore } from './keys/key-store.ts'
import { lockFolder } from './lock.ts'
import { coreText } from './words.ts'

type KeyOptions = Pick<KeyAsk, 'wish' | 'passphrase' | 'safeStorage'>
type Opener = (options: CoreOptions) => Promise<Core>

/** Faults that whoever sits at the screen can mend by what they choose or type. */
const MENDABLE: readonly KeyFault['code'][] = ['choice', 'passphrase-new', 'passphrase']

/**
 * Opens a window with the keys of its folder. Where they need a choice or a passphrase, it opens all the same and can
 * only ask for that; then `open` opens the window behind the same screens.
 * @throws FolderLockFault, KeyFault that nobody can mend at the screen, and what `open` throws
 */
export async function openProtected(options: CoreOptions, how: KeyOptions, open: Opener): Promise<Core> {
  const hearers = new Map<(notice: Notice) => void, { client: Client; deaf: () => void }>()
  const state: { core?: Core; opening?: Promise<void>; fault?: KeyFault } = {}

  async function attempt(now: KeyOptions): Promise<void> {
    const { passphrase = how.passphrase } = now
    // What the start was told goes before what is chosen at the screen.
    const ask = { folder: options.folder, ...how, wish: how.wish ?? now.wish, passphrase }
    const keys = await held(options.folder, () => chooseKeys(ask))
    await begin(keys)
  }

  async function begin(keys: KeyStore): Promise<void> {
    const core = await open({ ...options, keys })
    state.core = core
    for (const [hear, heard] of hearers) heard.deaf = core.listen(hear, heard.client)
    for (const hear of hearers.keys()) hear({ topic: 'session' })
  }

  /** One attempt at a time: the second of two screens finds the window open. */
  async function opened(now: KeyOptions): Promise<void> {
    while (state.opening) await state.opening.catch(() => undefined)
    if (state.core) return
    state.opening = attempt(now).finally(() => {
      delete state.opening
    })
    await state.opening
  }

  const asking = askingCalls(() => state.fault!, opened)
  await opened({}).catch(error => {
    if (!(error instanceof KeyFault) || !MENDABLE.includes(error.code)) throw error
    state.fault = error
  })
  return citizenKeptOut({
    call: (name, args, client) => (state.core ? state.core.call : worded(asking, options.log))(name, args, client),
    listen(hear, client) {
      const heard = { client, deaf: state.core?.listen(hear, client) ?? (() => {}) }
      hearers.set(hear, heard)
      return () => {
        hearers.delete(hear)
        heard.deaf()
      }
    },
    async close() {
      await state.opening?.catch(() => undefined)
      await state.core?.close()
    },
  })
}

/** Works on the keys of a folder that no other core has. */
async function held<T>(folder: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true })
  const lock = lockFolder(folder)
  try {
    return await work()
  } finally {
    lock.release()
  }
}

type Asked = (name: string, args: unknown, client: Client) => Promise<unknown>

/** What a window answers whose keys are not there yet; everything else is refused with what it needs. */
function askingCalls(fault: () => KeyFault, open: (how: KeyOptions) => Promise<void>): Asked {
  return async (name, args, client) => {
    switch (name) {
      case 'session.language':
        client.language = CALLS['session.language'].args.parse(args).language
        return undefined
      case 'keys.state':
        return stateOf(fault(), client)
      case 'keys.open': {
        const { keep, passphrase } = CALLS['keys.open'].args.parse(args)
        return await open({ ...(keep && { wish: keep }), ...(passphrase !== undefined && { passphrase }) })
      }
      default:
        throw fault()
    }
  }
}

/** A folder with a passphrase asks for it; one without any keys yet asks how to keep them. */
function stateOf({ code }: KeyFault, { language }: Client): KeysState {
  return { needs: code === 'passphrase' ? 'passphrase' : 'choice', language, text: coreText(language, `key.${code}`) }
}

/** Failures leave as every core's do: worded for the client. */
function worded(asked: Asked, log: CoreOptions['log']): Core['call'] {
  return async (name, args, client) => {
    try {
      return (await asked(name, args, client)) as AnswerOf<CallName>
    } catch (thrown) {
      const failure = failureOf(thrown, client.language)
      if (isBug(failure)) log?.(thrown)
      throw failure
    }
  }
}
