import { setTimeout as sleep } from 'node:timers/promises'
import type { Core } from '../core/core.ts'
import { type Health, tellLauncher } from '../core/update-health.ts'
import { type UpdatePlace, updatePlace } from '../core/update-place.ts'
import { isFailure } from './is-failure.ts'

/** How often it is asked, and how long all must be well before it is said, in ms. */
const LOOK = 1_000
const STEADY = 5_000

/**
 * Tells the launcher once the window has opened its data and serves its screen, and still does some seconds later: only
 * then a new version stays. `served` answers whether the screen can be had. Nothing happens without a launcher.
 */
export function reportUp(
  core: Core,
  served: () => Promise<boolean>,
  { place = updatePlace(), look = LOOK, steady = STEADY }: { place?: UpdatePlace; look?: number; steady?: number } = {},
): { stop(): void } {
  const stop = new AbortController()
  const { signal } = stop
  const watch = async () => {
    let said: Health | undefined
    let since: number | undefined
    while (!signal.aborted && said !== 'up') {
      const how = (await healthOf(core)) ?? ((await served().catch(() => false)) ? 'up' : undefined)
      since = how === 'up' ? (since ?? performance.now()) : undefined
      const sure = how !== 'up' || performance.now() - since! >= steady
      if (how && sure && how !== said) {
        await tellLauncher(place, how)
        said = how
      }
      await sleep(look, undefined, { signal, ref: false })
    }
  }
  if (place) void watch().catch(() => undefined)
  return { stop: () => stop.abort() }
}

/** What keeps the window from being up; undefined when its data is open. */
async function healthOf(core: Core): Promise<Health | undefined> {
  try {
    await core.call('session.state', {}, { language: 'zh-CN' })
    return undefined
  } catch (thrown) {
    return isFailure(thrown) && thrown.code === 'keys' ? 'waiting' : 'trouble'
  }
}
