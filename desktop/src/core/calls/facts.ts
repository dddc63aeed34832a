import { instantText } from '../../../../shared-types/src/engine/day-text.ts'
import { type Fact, factOf, factsOf, mayWithFacts } from '../../../../shared-types/src/engine/facts.ts'
import type { FactAct } from '../../../../shared-types/src/model/fact.ts'
import { FACT_IMPORT_ENDS, type FactImportLine } from '../../../../shared-types/src/protocol-facts.ts'
import {
  columnsWorkbook,
  WORKBOOK_MIME,
  wholeOf,
  writeRows,
} from '../../../../shared-types/src/workbooks/workbook-write.ts'
import type { FactsImport, FactsView } from '../../api/facts.ts'
import { type Asking, asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import { factExports } from '../fact-exports.ts'
import { withSubjects } from '../fact-subjects.ts'
import { columnWord, factLabel, faultText, rowTexts } from '../fact-words.ts'
import { exportNote } from '../list-export.ts'
import { ServerRefusal } from '../server-fault.ts'
import { coreText } from '../words.ts'
import type { Handlers } from './handlers.ts'

type Own = Extract<keyof Handlers, `facts.${string}`>

/** Rows in bulk. The centre decides who has which; here nobody is let ask who may not at all. */
export function factCalls(desk: Desk): Pick<Handlers, Own> {
  return { ...lookCalls(desk), ...importCalls(desk), ...deletionCalls(desk), ...exportCalls(desk) }
}

type Of<N extends Own> = Pick<Handlers, N>

function lookCalls(desk: Desk): Of<'facts.view' | 'facts.list' | 'facts.counts'> {
  const { server } = desk
  return {
    'facts.view': async ({ type }, client) => viewOf(desk, allowed(desk, client, type, 'read')),
    'facts.list': async (query, client) => {
      const who = allowed(desk, client, query.type, 'read')
      const { words, user, fact } = who
      const { rows, more, total } = await server.factList({ ...asked(query), post: user.post }).catch(refused)
      const named = rows.map(({ unit, ...row }) => ({ ...row, unitName: unit ? words.unitName(unit) : '' }))
      return {
        rows: await withSubjects(desk, who, fact, named),
        more,
        ...(total !== undefined && { total }),
      }
    },
    'facts.counts': async (query, client) => {
      const who = allowed(desk, client, query.type, 'read')
      const { words, user, fact } = who
      const { subjects, more, total, days } = await server
        .factCounts({ ...asked(query), post: user.post })
        .catch(refused)
      const named = subjects.map(({ unit, ...one }) => ({ ...one, unitName: unit ? words.unitName(unit) : '' }))
      return { subjects: await withSubjects(desk, who, fact, named), more, total, days }
    },
  }
}

/** Empty conditions are none. */
const asked = <T extends object>(query: T): T =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '' && value !== undefined)) as T

function importCalls(
  desk: Desk,
): Of<'facts.template' | 'facts.open' | 'facts.piece' | 'facts.begin' | 'facts.cancel' | 'facts.refused'> {
  const { server } = desk
  return {
    'facts.template': async ({ type }, client) => {
      const { fact } = allowed(desk, client, type, 'import')
      const label = factLabel(fact, client.language)
      const headings = Object.keys(fact.fact.columns).map(column => columnWord(fact, column, client.language))
      return workbook(label, await columnsWorkbook(label, headings))
    },
    'facts.open': (ask, client) => {
      const { user } = allowed(desk, client, ask.type, 'import')
      return server.openFactImport({ ...ask, post: user.post }).catch(refused)
    },
    'facts.piece': ({ id, at, bytes }, client) => {
      importer(desk, client)
      return server.putFactPiece(id, at, bytes).catch(refused)
    },
    'facts.begin': async ({ id }, client) => {
      const { words } = importer(desk, client)
      const { before } = await server.beginFactImport(id).catch(refused)
      if (!before) return {}
      const { at, person, taken } = before
      const facts = { at: instantText(at, client.language, words.zone), name: words.personName(person), count: taken }
      return { before: coreText(client.language, 'facts.before', facts) }
    },
    'facts.cancel': async ({ id }, client) => {
      importer(desk, client)
      await server.cancelFactImport(id).catch(refused)
    },
    'facts.refused': async ({ id, type }, client) => {
      const { fact } = allowed(desk, client, type, 'import')
      const { language } = client
      const rows = await server.refusedFacts(id).catch(refused)
      const columns = Object.keys(fact.fact.columns).map(column => columnWord(fact, column, language))
      const headings = [...columns, coreText(language, 'facts.rowNumber'), coreText(language, 'import.reason')]
      const cells = rows.map(row => [
        ...columns.map((_, at) => row.cells[at] ?? ''),
        String(row.row),
        rowTexts(fact, row, language).join(''),
      ])
      const name = `${factLabel(fact, language)}-${coreText(language, 'import.refusedName')}`
      return workbook(name, await wholeOf(writeRows(name, headings, cells, { asText: true })))
    },
  }
}

function deletionCalls(desk: Desk): Of<'facts.deletionCount' | 'facts.delete'> {
  const { server } = desk
  return {
    'facts.deletionCount': async (ask, client) => {
      const { user } = allowed(desk, client, ask.type, 'delete')
      const { count } = await server.countFactDeletion({ ...asked(ask), post: user.post }).catch(refused)
      return { count }
    },
    'facts.delete': async (ask, client) => {
      const { user } = allowed(desk, client, ask.type, 'delete')
      const { deleted, more } = await server.deleteFacts({ ...asked(ask), post: user.post }).catch(refused)
      return { deleted, more }
    },
  }
}

function exportCalls(desk: Desk): Of<'facts.export' | 'facts.exported'> {
  const exports = factExports()
  return {
    'facts.export': async (ask, client) => {
      const who = allowed(desk, client, ask.type, 'export')
      const { fact, user } = who
      if (ask.whole && !mayWithFacts(fact, user.role, 'whole'))
        throw new CallRefusal('forbidden', 'export.wholeForbidden', { label: factLabel(fact, client.language) })
      await desk.audit(user, 'export', ask.type, { purpose: ask.purpose, ...(ask.whole && { whole: 'yes' }) })
      const note = exportNote(desk, who, ask.purpose, ask.whole)
      const request = { ...asked(ask), post: user.post, note, language: client.language }
      const file = exports.begin(user.id, await desk.server.exportFacts(request).catch(refused))
      const mime = ask.as === 'csv' ? 'text/csv' : WORKBOOK_MIME
      return { file, name: `${factLabel(fact, client.language)}.${ask.as}`, mime }
    },
    'facts.exported': ({ file }, client) => exports.next(asking(desk, client).user.id, file),
  }
}

const workbook = (name: string, bytes: Uint8Array) => ({ name: `${name}.xlsx`, mime: WORKBOOK_MIME, bytes })

function allowed(desk: Desk, client: Client, type: string, act: FactAct): Asking & { fact: Fact } {
  const who = asking(desk, client)
  const fact = factOf(desk.kinds, type)
  if (!fact) throw new CallRefusal('not-found', 'facts.noType')
  if (!mayWithFacts(fact, who.user.role, act))
    throw new CallRefusal('forbidden', 'facts.forbidden', { label: factLabel(fact, who.words.language) })
  return { ...who, fact }
}

/** Somebody who brings rows of some type; whose import it is the centre knows. */
function importer(desk: Desk, client: Client): Asking {
  const who = asking(desk, client)
  const mine = [...factsOf(desk.domains).values()].some(fact => mayWithFacts(fact, who.user.role, 'import'))
  if (!mine) throw new CallRefusal('forbidden', 'facts.gone')
  return who
}

async function viewOf(desk: Desk, { fact, user, words }: Asking & { fact: Fact }): Promise<FactsView> {
  const { newest, imports } = await desk.server.facts(fact.type, user.post).catch(refused)
  const may = (act: FactAct) => mayWithFacts(fact, user.role, act)
  const line = ({ person, unit, fault, ...one }: FactImportLine): FactsImport => ({
    ...one,
    personName: words.personName(person),
    unitName: words.unitName(unit),
    own: person === user.id,
    over: FACT_IMPORT_ENDS.includes(one.state),
    ...(fault && { fault: faultText(fact, fault, words.language) }),
  })
  return {
    label: factLabel(fact, words.language),
    subject: columnWord(fact, fact.fact.subject, words.language),
    person: columnWord(fact, fact.fact.person, words.language),
    time: columnWord(fact, fact.fact.time, words.language),
    may: { import: may('import'), delete: may('delete'), export: may('export'), whole: may('whole') },
    ...(newest && { newest: `${newest.day} ${newest.time}` }),
    imports: imports.map(line),
  }
}

/** What the centre says no to, as a sentence. */
function refused(error: unknown): never {
  if (!(error instanceof ServerRefusal)) throw error
  if (error.status === 413) throw new CallRefusal('too-large', 'facts.tooLarge', { limit: error.detail ?? '' })
  if (error.status === 404) throw new CallRefusal('not-found', 'facts.gone')
  if (error.status === 409) throw new CallRefusal('problems', 'facts.cutOff')
  throw error
}
