import { type CodeAnswer, type CodeRequest, type EnrolAnswer, ROUTES } from '../../../shared-types/src/protocol.ts'
import { audit, authorIn, NOBODY } from '../audit.ts'
import { codeRequest, enrolRequest, parsed } from '../parse.ts'
import { Refusal } from '../refusal.ts'
import type { Route } from '../route.ts'
import { enrol, makeEnrolCode } from '../stations.ts'
import { within } from '../within.ts'

export const enrolRoutes: readonly Route[] = [
  {
    method: 'post',
    path: ROUTES.enrol,
    needs: 'nothing',
    body: 'json',
    async handle(parts, { req, directory }): Promise<EnrolAnswer> {
      if (!(await within(parts.limits.enrol, req.ip ?? ''))) throw new Refusal(429, 'locked')
      const { code, name } = parsed(enrolRequest, req.body)
      const now = parts.now()
      const enrolled = await parts.store.transaction(async turn => {
        const made = await enrol(turn, directory, code, name, now)
        if (made) {
          const patch = { name, unit: made.station.unit, number: made.station.number }
          await audit(turn, { act: 'enrol', by: NOBODY, station: made.station.id, patch }, now)
        }
        return made
      })
      if (!enrolled) throw new Refusal(403, 'code')
      return { ...enrolled, time: now }
    },
  },
  {
    method: 'post',
    path: ROUTES.codes,
    needs: 'administrator',
    body: 'json',
    async handle(parts, { req, directory, station, signedIn, administers }): Promise<CodeAnswer> {
      const { unit, number }: CodeRequest = parsed(codeRequest, req.body)
      if (!administers.has(unit)) throw new Refusal(403, 'forbidden')
      const now = parts.now()
      const made = await parts.store.transaction(async turn => {
        const code = await makeEnrolCode(turn, directory, unit, number, now)
        if (code)
          await audit(turn, { act: 'code', by: authorIn(signedIn), station: station.id, patch: { unit, number } }, now)
        return code
      })
      if (!made) throw new Refusal(409, 'bad-request', 'number')
      return { ...made, time: now }
    },
  },
]
