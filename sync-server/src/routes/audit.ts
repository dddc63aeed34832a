import { once } from 'node:events'
import { z } from 'zod'
import { isInstant } from '../../../shared-types/src/engine/day.ts'
import {
  AUDIT_EXPORT,
  AUDIT_PAGE,
  type AuditPage,
  type AuditQuery,
} from '../../../shared-types/src/model/audit-query.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import { audit, authorIn } from '../audit.ts'
import { exportLines } from '../audit-export.ts'
import { countAudit, lineOf, saidOf, searchAudit } from '../audit-search.ts'
import { verifyLog } from '../audit-verify.ts'
import { parsed } from '../parse.ts'
import { Refusal } from '../refusal.ts'
import { type OfficerAsk, type Parts, type Route, SENT } from '../route.ts'

const id = z.string().min(1).max(60)
const instant = z.string().refine(isInstant)
const whole = z.number().int().min(0).max(1_000_000_000_000_000)
const link = z.string().regex(/^[0-9a-f]{64}$/)

const query = z.strictObject({
  of: z.enum(['acts', 'cases']).optional(),
  person: id.optional(),
  act: id.optional(),
  station: id.optional(),
  unit: id.optional(),
  caseId: id.optional(),
  number: z.string().min(4).max(60).optional(),
  from: instant.optional(),
  until: instant.optional(),
}) as z.ZodType<AuditQuery>
const searchRequest = z.object({ query, before: whole.optional() })
const exportRequest = z.object({ query, purpose: z.string().trim().min(2).max(200) })
const anchor = z.object({
  station: z.string().max(60),
  counter: whole,
  stationLink: link,
  seq: whole,
  link,
  at: instant,
  signature: z.string().max(100),
})
/** Anchors of one request; each has fewer than 500 bytes. */
const ANCHORS = 2000
const verifyRequest = z.object({ anchors: z.array(anchor).max(ANCHORS).default([]) })

/** The log, for the audit officer alone. Every look at it is a line of it, written before anything is shown. */
export const auditRoutes: readonly Route[] = [
  {
    method: 'post',
    path: ROUTES.audit,
    needs: 'audit',
    body: 'json',
    async handle(parts, ask): Promise<AuditPage> {
      const { before, query: asked } = parsed(searchRequest, ask.req.body)
      await note(parts, ask, 'audit-search', {
        ...saidOf(asked),
        ...(before !== undefined && { before: String(before) }),
      })
      const rows = await searchAudit(parts.store, ask, asked, { before, limit: AUDIT_PAGE + 1 })
      const lines = rows.slice(0, AUDIT_PAGE).map(lineOf)
      return { lines, ...(rows.length > AUDIT_PAGE && { before: lines.at(-1)!.seq }), time: parts.now() }
    },
  },
  {
    method: 'post',
    path: ROUTES.auditExport,
    needs: 'audit',
    body: 'json',
    async handle(parts, ask): Promise<typeof SENT> {
      const { purpose, query: asked } = parsed(exportRequest, ask.req.body)
      if ((await countAudit(parts.store, ask, asked, AUDIT_EXPORT)) > AUDIT_EXPORT)
        throw new Refusal(413, 'too-large', String(AUDIT_EXPORT))
      await note(parts, ask, 'audit-export', { ...saidOf(asked), purpose })
      const { id: person, name } = ask.signedIn.person
      const what = { query: asked, purpose, by: { id: person, name }, at: parts.now(), most: AUDIT_EXPORT }
      return sent(ask, exportLines(parts, ask, what))
    },
  },
  {
    method: 'post',
    path: ROUTES.auditVerify,
    needs: 'audit',
    body: 'json',
    most: ANCHORS * 500,
    async handle(parts, ask): Promise<typeof SENT> {
      if (!ask.whole) throw new Refusal(403, 'forbidden')
      const { anchors } = parsed(verifyRequest, ask.req.body)
      const { res } = ask
      res.writeHead(200, NDJSON)
      const say = (value: object) => void res.write(`${JSON.stringify(value)}\n`)
      const verified = await verifyLog(parts.store.db, {
        key: parts.key.sign.publicKey,
        anchors,
        progress: (done, last) => done % STEP === 0 && say({ done, last }),
      })
      await note(parts, ask, 'audit-verify', { rows: String(verified.rows), findings: String(verified.count) })
      say({ verified })
      res.end()
      return SENT
    },
  },
]

const note = (parts: Parts, { signedIn, station }: OfficerAsk, act: string, patch: Record<string, string>) =>
  parts.store.transaction(turn => audit(turn, { act, by: authorIn(signedIn), station: station.id, patch }, parts.now()))

/** Rows between two words on how far it has come. */
const STEP = 10_000
const NDJSON = { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' }

/** Sends lines as they come, no faster than they are taken. */
async function sent({ res }: OfficerAsk, lines: AsyncGenerator<string>): Promise<typeof SENT> {
  res.writeHead(200, NDJSON)
  for await (const line of lines) {
    if (res.destroyed) break
    if (!res.write(line)) await taken(res)
  }
  res.end()
  return SENT
}

/** What was written has been taken, or nobody takes it any more; of both listeners none stays behind. */
async function taken(res: OfficerAsk['res']): Promise<void> {
  const over = new AbortController()
  const how = { signal: over.signal }
  await Promise.race([once(res, 'drain', how), once(res, 'close', how)]).finally(() => over.abort())
}
