import type { AuditLine } from '../../../../shared-types/src/model/audit-query.ts'
import { WORKBOOK_MIME, wholeOf, writeRows } from '../../../../shared-types/src/workbooks/workbook-write.ts'
import { type Asking, asking } from '../asking.ts'
import { AUDIT_ACTS } from '../audit-acts.ts'
import { verifyOwn } from '../audit-check.ts'
import { actText, queryOf, viewOfLine, viewOfVerified } from '../audit-page.ts'
import { auditRows } from '../audit-sheet.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import { ServerRefusal } from '../server-fault.ts'
import { coreText } from '../words.ts'
import type { Handlers } from './handlers.ts'

type Own = 'audit.choices' | 'audit.search' | 'audit.export' | 'audit.verify'

/** The audit log, read at the centre by the audit officer alone. Nothing of it is kept here but this station's own acts. */
export function auditCalls(desk: Desk): Pick<Handlers, Own> {
  return {
    'audit.choices': (_, client) => {
      const { words } = officer(desk, client)
      const { directory } = desk
      return {
        people: directory.people().map(({ id, name }) => ({ id, name })),
        stations: directory.stations().map(({ id, name }) => ({ id, name })),
        acts: AUDIT_ACTS.map(act => ({ id: act, name: actText(words.language, act) })),
      }
    },
    'audit.search': async ({ query, before }, client) => {
      const who = officer(desk, client)
      const page = await desk.server.audit({ query: queryOf(desk, query), ...(before !== undefined && { before }) })
      return {
        lines: page.lines.map(line => viewOfLine(desk, who, line)),
        ...(page.before !== undefined && { before: page.before }),
      }
    },
    'audit.export': async ({ query, purpose, as }, client) => {
      const who = officer(desk, client)
      const text = await desk.server.auditExport({ query: queryOf(desk, query), purpose }).catch(tooMany)
      const name = `${coreText(client.language, 'audit.name')}-${desk.clock.today()}`
      if (as === 'signed')
        return { name: `${name}.jsonl`, mime: 'application/x-ndjson', bytes: new TextEncoder().encode(text) }
      const { headings, rows } = auditRows(desk, who, linesOf(text))
      const bytes = await wholeOf(writeRows(coreText(client.language, 'audit.name'), headings, rows))
      return { name: `${name}.xlsx`, mime: WORKBOOK_MIME, bytes }
    },
    'audit.verify': async (_, client) => {
      const who = officer(desk, client)
      const anchors = await desk.anchors.all()
      const key = desk.enrolment()?.centre?.sign
      if (!key) throw new CallRefusal('offline', 'audit.noKey')
      const own = await verifyOwn(desk.db.events, { station: desk.station() ?? '', key, anchors })
      const centre = await desk.server.auditVerify({ anchors }, ({ done, last }) =>
        desk.tell({
          topic: 'progress',
          job: 'audit',
          done,
          total: last,
          text: coreText(client.language, 'audit.progress', { done, total: last }),
        }),
      )
      return { own: viewOfVerified(who, own), centre: viewOfVerified(who, centre) }
    },
  }
}

/** @throws CallRefusal for anybody else; the centre refuses them too */
function officer(desk: Desk, client: Client): Asking {
  const who = asking(desk, client)
  if (who.user.role !== 'audit') throw new CallRefusal('forbidden', 'audit.forbidden')
  return who
}

function tooMany(error: unknown): never {
  if (error instanceof ServerRefusal && error.error === 'too-large')
    throw new CallRefusal('too-large', 'audit.tooMany', { detail: error.detail ?? '' })
  throw error
}

/** The rows of an export, as lines of the page. */
function linesOf(text: string): AuditLine[] {
  return text
    .split('\n')
    .filter(line => line.startsWith('{"row":'))
    .map(line => {
      const {
        row,
        prev: _prev,
        body: _body,
        ...rest
      } = JSON.parse(line) as { row: Record<string, never>; prev: string; body?: string }
      const { seq, id, type, station, case_id, verdict, received_at } = row
      return {
        ...rest,
        seq,
        id,
        type,
        station,
        verdict,
        caseId: case_id,
        receivedAt: received_at,
      } as unknown as AuditLine
    })
}
