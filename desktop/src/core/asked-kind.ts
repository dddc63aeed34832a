import {
  askedRows,
  askingTables,
  foldAsked,
  spreadAsked,
  withAsked,
} from '../../../shared-types/src/engine/asked-rows.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import { type Asking, caseAsked } from './asking.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'

/** A record type as the rows of one sheet are of it: with a column for each row that their common record asks for. */
export interface AskedKind {
  kind: Kind
  /** Data of a row of the sheet as data of the record type, the link to the common record among it. */
  fold(data: Data): Data
  spread(data: Data): Data
}

const same = (data: Data) => data

/**
 * The record type for sheets whose rows all link to the record `per`; as it is where its sheets have no such record.
 * @throws CallRefusal where a record is needed and none is named, or one of another kind
 */
export async function askedKind(desk: Desk, who: Asking, kind: Kind, per: string | undefined): Promise<AskedKind> {
  const link = kind.record.imports?.per
  const field = link === undefined ? undefined : kind.record.fields[link]
  if (link === undefined || field?.kind !== 'link') return { kind, fold: same, spread: same }
  const words = label(kind, who.words.language)
  const common = per === undefined ? undefined : await caseAsked(desk, who, per)
  if (!common || common.type !== field.to)
    throw new CallRefusal('arguments', 'import.per', { what: words.field(link), label: words.record })
  const tables = askingTables(kind)
    .filter(([, { rows }]) => kind.record.lookups?.[rows.lookup]?.match.$id === link)
    .map(([name, table]) => ({ name, table, asked: askedRows(table, [common]) }))
  return {
    kind: tables.reduce((of, { name, asked }) => withAsked(of, name, asked), kind),
    fold: data => ({
      ...tables.reduce((of, { name, table, asked }) => foldAsked(table, name, asked, of), data),
      [link]: common.id,
    }),
    spread: data => tables.reduce((of, { name, table, asked }) => spreadAsked(table, name, asked, of), data),
  }
}
