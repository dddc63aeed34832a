import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { compareVersions } from '../../../shared-types/src/engine/update-package.ts'
import type { UpdateManifest } from '../../../shared-types/src/model/update.ts'
import type { UpdateOffer, UpdateProgress } from '../../../shared-types/src/protocol-updates.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { dropUpdate, fetchUpdate } from './update-fetch.ts'
import { installUpdate, tidyVersions, type UpdateMachine } from './update-install.ts'
import { checkPayload, openUpdate } from './update-open.ts'
import { launcherState, nextVersion, type UpdatePlace } from './update-place.ts'
import { UpdateRefusal } from './update-refusal.ts'
import type { UpdateRequests } from './update-requests.ts'

/** Keeps this window's program current: from the centre by itself, or from a file that somebody brings. */
export interface UpdateKeeper {
  /** A launcher started this window from a folder that versions are laid into. */
  managed: boolean
  machine: UpdateMachine
  progress(): Promise<UpdateProgress>
  /** Asks the centre now, and fetches and lays what it has. @throws UpdateRefusal, and what the line throws */
  look(): Promise<void>
  /** Lays a version from a file. @throws UpdateRefusal */
  take(path: string): Promise<UpdateManifest>
  /** Whether a file is a released package, for whichever machine. @throws UpdateRefusal */
  check(path: string): Promise<{ manifest: UpdateManifest; hash: string }>
  stop(): Promise<void>
}

export interface UpdateParts {
  place: UpdatePlace | undefined
  machine: UpdateMachine
  server: Pick<UpdateRequests, 'askUpdate' | 'updatePiece'>
  enrolled: () => boolean
  /** Hears that there is something new to show. */
  changed: () => void
}

/** When it is first asked and how often then, in ms; windows that were switched on together do not ask together. */
const FIRST = 60_000
const EVERY = 15 * 60_000

interface State {
  loading?: { version: string; done: number; size: number }
  /** What was refused since the start, by the hash of the file: it is not fetched again by itself. */
  refused: Map<string, Extract<UpdateProgress, { how: 'failed' }>>
  last?: Extract<UpdateProgress, { how: 'failed' }>
}

export function updateKeeper(parts: UpdateParts): UpdateKeeper {
  const { place, machine, enrolled } = parts
  const queue = oneAtATime()
  const state: State = { refused: new Map() }
  const stopping = new AbortController()
  const progress = () => progressOf(place, machine, state)
  const look = () => queue(() => lookOnce(parts, state, stopping.signal))
  const quietly = () => {
    if (enrolled()) void look().catch(() => undefined)
  }
  const timers = place
    ? [setTimeout(quietly, FIRST * (1 + Math.random())), setInterval(quietly, EVERY * (1 + Math.random() / 3))]
    : []
  for (const timer of timers) timer.unref()
  return {
    managed: place !== undefined,
    machine,
    progress,
    look,
    take: path =>
      queue(async () => {
        if (!place) throw new UpdateRefusal('unmanaged')
        const manifest = await installUpdate(place.base, path, machine)
        delete state.last
        parts.changed()
        return manifest
      }),
    async check(path) {
      const opened = await openUpdate(path, machine.keys)
      await checkPayload(path, opened)
      const digest = createHash('sha256')
      for await (const chunk of createReadStream(path)) digest.update(chunk as Buffer)
      return { manifest: opened.manifest, hash: digest.digest('hex') }
    },
    async stop() {
      for (const timer of timers) clearTimeout(timer)
      stopping.abort()
      await queue(async () => undefined)
    },
  }
}

/** How far this window is: what it waits to start, what it fetches, what went wrong last. */
async function progressOf(
  place: UpdatePlace | undefined,
  { version }: UpdateMachine,
  { loading, last }: State,
): Promise<UpdateProgress> {
  if (!place) return { how: 'current' }
  if (loading) return { how: 'loading', ...loading }
  const next = await nextVersion(place.base)
  if (next && next.version !== version) return { how: 'ready', version: next.version }
  if (last) return last
  const { failed } = await launcherState(place.base)
  const latest = failed.at(-1)
  // One that failed, and was mended or overtaken since, is nobody's business any more.
  return latest && compareVersions(latest.version, version) > 0
    ? { how: 'failed', version: latest.version, why: 'not-started' }
    : { how: 'current' }
}

/** Tells, asks, fetches, lays, and tells what became of it. */
async function lookOnce(parts: UpdateParts, state: State, signal: AbortSignal): Promise<void> {
  const { place, machine, server } = parts
  if (!place) return
  await tidyVersions(place.base, machine.version)
  const tell = async () => {
    const { version, platform, shell } = machine
    return server.askUpdate({ version, platform, shell, progress: await progressOf(place, machine, state) })
  }
  const { offer } = await tell()
  if (!offer || (await nextVersion(place.base))?.version === offer.version) return
  const known = state.refused.get(offer.hash)
  if (known) return
  delete state.last
  try {
    const path = await fetched(parts, place, state, offer, signal)
    await installUpdate(place.base, path, machine)
    await dropUpdate(place.base, offer.hash)
  } catch (error) {
    await noteRefused(place, state, offer, error)
    throw error
  } finally {
    delete state.loading
    parts.changed()
    if (!signal.aborted) await tell().catch(() => undefined)
  }
}

function fetched(
  { machine, server, changed }: UpdateParts,
  { base }: UpdatePlace,
  state: State,
  offer: UpdateOffer,
  signal: AbortSignal,
): Promise<string> {
  const heard = (done: number) => {
    state.loading = { version: offer.version, done, size: offer.size }
    changed()
  }
  heard(0)
  return fetchUpdate({ base, machine, server, heard, signal }, offer)
}

/** A full disk may be emptied, and a line comes back: only what is wrong with the package itself is not fetched again. */
async function noteRefused({ base }: UpdatePlace, state: State, offer: UpdateOffer, error: unknown): Promise<void> {
  if (!(error instanceof UpdateRefusal)) return
  state.last = { how: 'failed', version: offer.version, why: error.code }
  if (error.code === 'disk') return
  state.refused.set(offer.hash, state.last)
  await dropUpdate(base, offer.hash)
}
