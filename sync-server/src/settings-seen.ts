import { dayOf } from '../../shared-types/src/engine/day.ts'
import type { Setting, SettingsAnswer, Station } from '../../shared-types/src/protocol.ts'
import type { Directory } from './directory.ts'
import type { Parts } from './route.ts'
import { exemptTold } from './rules/tell-rules.ts'
import { isLost } from './set-back.ts'
import { type StoredSetting, settingsAfter } from './settings.ts'
import { lastNumber } from './store.ts'

/**
 * What a station may know of the settings after a number, and the number of the last one. `anew`: this server was set back
 * since that number, and what is answered replaces everything.
 */
export function settingsSeen(
  { store, directory: read, now }: Pick<Parts, 'store' | 'directory' | 'now'>,
  station: Station,
  after: number,
): Promise<Omit<SettingsAnswer, 'time'> & { anew: boolean }> {
  return store.read(async db => {
    const directory = await read(db)
    // A number that was never given: this server was set back, everything may differ.
    const anew = after > (await lastNumber(db)) || (await isLost(db, after))
    const from = anew ? 0 : after
    const seen = (await settingsAfter(db, from)).flatMap(s => seenBy(directory, station, s) ?? [])
    const today = dayOf(now(), directory.zone)
    const documents = await Promise.all(
      seen.map(async s =>
        s.kind === 'rules'
          ? { ...s, value: { ...s.value, exempt: await exemptTold(db, directory, station, today) } }
          : s,
      ),
    )
    return { documents, seq: Math.max(from, directory.seq), anew }
  })
}

/** What a station may know of a setting: its own leases only, and the login only of people who may sign in at it. */
function seenBy(directory: Directory, station: Station, setting: StoredSetting): StoredSetting | undefined {
  if (setting.kind === 'lease') return setting.value.station === station.id ? setting : undefined
  if (setting.kind !== 'person') return setting
  const { posts, unit } = setting.value
  const here = [...posts.map(post => post.unit), unit ?? ''].some(at => directory.below(station.unit).has(at))
  return here ? setting : ({ ...setting, value: { ...setting.value, login: '' } } satisfies Setting & { seq: number })
}
