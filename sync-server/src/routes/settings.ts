import { ROUTES, type Setting, type SettingsAnswer, type Station } from '../../../shared-types/src/protocol.ts'
import { audit, authorIn } from '../audit.ts'
import { changeSetting } from '../change-setting.ts'
import type { Directory } from '../directory.ts'
import { parsed, type SettingRequest, settingRequest, settingsQuery } from '../parse.ts'
import { powersOf } from '../powers.ts'
import { Refusal } from '../refusal.ts'
import type { Route } from '../route.ts'
import { type StoredSetting, settingsAfter } from '../settings.ts'
import { lastNumber } from '../store.ts'

export const settingRoutes: readonly Route[] = [
  {
    method: 'get',
    path: ROUTES.settings,
    needs: 'station',
    async handle(parts, { req, station }): Promise<SettingsAnswer> {
      const { after } = parsed(settingsQuery, req.query)
      return parts.store.read(async db => {
        const directory = await parts.directory(db)
        // A number that was never given: this server was set back, everything may differ.
        const from = after > (await lastNumber(db)) ? 0 : after
        const documents = (await settingsAfter(db, from)).flatMap(s => seenBy(directory, station, s) ?? [])
        return { documents, seq: Math.max(from, directory.seq), time: parts.now() }
      })
    },
  },
  {
    method: 'put',
    path: `${ROUTES.settings}/:id`,
    needs: 'administrator',
    body: 'json',
    async handle(parts, ask) {
      const setting = parsed(settingRequest, ask.req.body) as SettingRequest
      if (setting.id !== ask.req.params.id) throw new Refusal(400, 'bad-request', 'id')
      const now = parts.now()
      const stored = await parts.store.transaction(async turn => {
        const directory = await parts.directory(turn.db)
        const put = await changeSetting(turn, directory, powersOf(ask), setting, now)
        const line = {
          act: 'setting',
          by: authorIn(ask.signedIn),
          station: ask.station.id,
          patch: { id: setting.id, value: JSON.stringify(setting.value) },
        }
        await audit(turn, line, now)
        return put
      })
      return { ...stored, time: now }
    },
  },
]

/** What a station may know of a setting: its own leases only, and the login only of people who may sign in at it. */
function seenBy(directory: Directory, station: Station, setting: StoredSetting): StoredSetting | undefined {
  if (setting.kind === 'lease') return setting.value.station === station.id ? setting : undefined
  if (setting.kind !== 'person') return setting
  const { posts, unit } = setting.value
  const here = [...posts.map(post => post.unit), unit ?? ''].some(at => directory.below(station.unit).has(at))
  return here ? setting : ({ ...setting, value: { ...setting.value, login: '' } } satisfies Setting & { seq: number })
}
