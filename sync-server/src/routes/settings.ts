import { ROUTES, type SettingsAnswer } from '../../../shared-types/src/protocol.ts'
import { audit, authorIn } from '../audit.ts'
import { changeSetting } from '../change-setting.ts'
import { parsed, type SettingRequest, settingRequest, settingsQuery } from '../parse.ts'
import { powersOf } from '../powers.ts'
import { Refusal } from '../refusal.ts'
import type { Route } from '../route.ts'
import { settingsSeen } from '../settings-seen.ts'

export const settingRoutes: readonly Route[] = [
  {
    method: 'get',
    path: ROUTES.settings,
    needs: 'station',
    async handle(parts, { req, station }): Promise<SettingsAnswer> {
      const { after } = parsed(settingsQuery, req.query)
      const { documents, seq } = await settingsSeen(parts, station, after)
      return { documents, seq, time: parts.now() }
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
