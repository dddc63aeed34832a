import { verify } from 'node:crypto'
import { z } from 'zod'
import { dayOf } from '../../../shared-types/src/engine/day.ts'
import { judgeCode, readSigned } from '../../../shared-types/src/engine/signed-code.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { CodeEnd, CodeKey } from '../../../shared-types/src/model/signed-code.ts'
import { codeVerified } from '../../../shared-types/src/national/code-verified.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { getSetting } from '../settings.ts'
import type { Db } from '../store.ts'
import { openRoute } from './open-route.ts'

const VERDICTS = ['no-code', 'altered', 'foreign', 'forged', 'early', 'expired', 'good', 'ended'] as const

const answer = z.object({
  verdict: z.enum(VERDICTS),
  number: z.string().optional(),
  what: z.string().optional(),
  holder: z.string().optional(),
  issuer: z.string().optional(),
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  endedAt: z.iso.datetime().optional(),
  stateText: z.string().optional(),
})

/**
 * Whether a code that the centre signed holds today. It tells what stands in the code, which is in the hands of whoever
 * asks, and that only where its signature is the centre's.
 */
export const codeVerify = openRoute({
  path: '/v1/codes/verify',
  name: 'code-verify',
  scopes: ['code.verify'],
  request: z.strictObject({ code: z.string().min(1).max(1000) }),
  answer,
  async handle({ kinds, now, store }, { directory }, { code }, record) {
    const read = readSigned(code)
    const end = typeof read === 'string' ? undefined : await endOf(store.db, read.content.serial)
    const judged = judgeCode(code, {
      keys: await codeKeys(store.db),
      ended: () => end,
      today: dayOf(now(), directory.zone),
      verify: codeVerified(verify),
    })
    const signed = 'content' in judged && judged.verdict !== 'foreign' && judged.verdict !== 'forged'
    await record({ patch: { state: judged.verdict, ...(signed && { number: judged.content.number }) } })
    if (!signed) return { verdict: judged.verdict }
    const { number, what, holder, issuer, from, until } = judged.content
    const kind = judged.verdict === 'ended' && judged.end.state ? kinds.get(judged.end.type) : undefined
    return {
      ...{ verdict: judged.verdict, number, what, holder, issuer, from },
      ...(until !== undefined && { until }),
      ...(judged.verdict === 'ended' && { endedAt: judged.end.at }),
      ...(kind && end && { stateText: label(kind, 'zh-CN').state(end.state) }),
    }
  },
})

async function codeKeys(db: Db): Promise<CodeKey[]> {
  const rows = await run<{ value: string }>(db, "select value from settings where kind = 'code-key' and deleted = 0")
  return rows.map(row => JSON.parse(row.value) as CodeKey)
}

async function endOf(db: Db, serial: string): Promise<CodeEnd | undefined> {
  const setting = await getSetting(db, `code-end:${serial}`)
  return setting?.kind === 'code-end' && !setting.deleted ? setting.value : undefined
}
