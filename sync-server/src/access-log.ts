import { maskPersonId } from '../../shared-types/src/engine/person-id.ts'
import { ACCESS_LOG, type AccessLogAnswer, type AccessLogRequest } from '../../shared-types/src/protocol-personal.ts'
import { factsNaming } from './access-facts.ts'
import { listsNaming } from './access-lists.ts'
import { audit, authorIn } from './audit.ts'
import { casesOf, lineOf } from './audit-search.ts'
import type { Parts, PersonAsk } from './route.ts'

/**
 * Everything that was done with the records of one person, whoever did it and wherever, also the lists that held one, and
 * whoever looked for their scan-ins or took some of them out: what they may ask to be told.
 * That it was handed out is a line of the log before anything is read, under one of those records, so that it stands in
 * the next such answer. The number itself is written nowhere.
 */
export async function accessLog(parts: Parts, ask: PersonAsk, asked: AccessLogRequest): Promise<AccessLogAnswer> {
  const { kinds, store } = parts
  const { identity, note, number, purpose } = asked
  const cases = await casesOf(kinds, store.cases, number)
  const patch = { number: maskPersonId(number), identity, purpose, ...(note && { note }) }
  await store.transaction(turn =>
    audit(
      turn,
      {
        act: 'access-log',
        by: authorIn(ask.signedIn),
        station: ask.station.id,
        patch,
        ...(cases[0] && { caseId: cases[0] }),
      },
      parts.now(),
    ),
  )
  const own = await store.db
    .selectFrom('events')
    .selectAll()
    .where('case_id', 'in', cases.length ? cases : [''])
    .where('verdict', '=', 'accepted')
    .orderBy('seq', 'desc')
    .limit(ACCESS_LOG + 1)
    .execute()
  const lists = await listsNaming(store.db, cases, ACCESS_LOG + 1)
  const facts = await factsNaming(store.db, ask.directory, number, ACCESS_LOG + 1)
  const rows = [...own, ...lists, ...facts].sort((a, b) => b.seq - a.seq)
  return {
    cases: cases.length,
    lines: rows.slice(0, ACCESS_LOG).map(lineOf),
    more: rows.length > ACCESS_LOG,
    time: parts.now(),
  }
}
