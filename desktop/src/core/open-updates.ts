import { isVersion } from '../../../shared-types/src/engine/update-package.ts'
import { RELEASE_KEYS } from '../../../shared-types/src/model/release-keys.ts'
import type { CoreOptions } from './core.ts'
import type { Desk } from './desk.ts'
import { type UpdateKeeper, updateKeeper } from './update-keeper.ts'
import { updatePlace } from './update-place.ts'

/** What keeps the program current: only where a launcher started it, and where it knows which version it is. */
export function openUpdates(
  { version, shell, updates }: CoreOptions,
  { server, enrolment }: Pick<Desk, 'server' | 'enrolment'>,
  changed: () => void,
  closing: (() => unknown)[],
): UpdateKeeper {
  const place = isVersion(version) ? (updates?.place ?? updatePlace()) : undefined
  const keys = updates?.keys ?? RELEASE_KEYS
  const machine = { keys, platform: `${process.platform}-${process.arch}`, shell, version }
  const keeper = updateKeeper({ place, machine, server, enrolled: () => enrolment() !== undefined, changed })
  closing.push(() => keeper.stop())
  return keeper
}
