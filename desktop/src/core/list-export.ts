import { mayEver, sees } from '../../../shared-types/src/engine/access.ts'
import { coverNumbers } from '../../../shared-types/src/engine/cover.ts'
import { instantText } from '../../../shared-types/src/engine/day-text.ts'
import { toRow } from '../../../shared-types/src/engine/sheet.ts'
import { sheetColumns } from '../../../shared-types/src/engine/sheet-columns.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import { wholeOf, writeRows } from '../../../shared-types/src/workbooks/workbook-write.ts'
import { type AskedKind, askedKind } from './asked-kind.ts'
import { type Asking, withLinks } from './asking.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'
import type { Listing } from './list-conditions.ts'
import { listedPages } from './listed-pages.ts'
import { cellText } from './rows.ts'
import { coreText } from './words.ts'

interface Export {
  query: Listing
  purpose: string
  /** With what is masked whole, where the record type lets the role have it so. */
  whole: boolean
}

/**
 * A list as a workbook: above its headings who took it out, when and what for, and whether its numbers are whole. It is
 * recorded before the first row is written.
 * @throws CallRefusal where the role may have no whole numbers and asks for them
 */
export async function exportedList(
  desk: Desk,
  who: Asking,
  kind: Kind,
  { query, purpose, whole }: Export,
): Promise<Uint8Array> {
  const words = label(kind, who.words.language)
  if (whole && !mayEver(kind, 'whole', who.user.role))
    throw new CallRefusal('forbidden', 'export.wholeForbidden', { label: words.record })
  await desk.audit(who.user, 'export', kind.type, {
    purpose,
    query: JSON.stringify(query),
    ...(whole && { whole: 'yes' }),
  })
  const asked = await askedByFilter(desk, who, kind, query)
  const columns = sheetColumns(asked.kind, who.words.language, asked.fields).filter(c =>
    sees(asked.kind.record.fields[c.field]!, who.user.role),
  )
  const headings = [...columns.map(c => c.heading), words.field('$state'), words.field('$unit')]
  return wholeOf(
    writeRows(words.record, headings, exportRows(desk, who, asked, { query, purpose, whole }, columns), {
      above: exportNote(desk, who, purpose, whole),
    }),
  )
}

/** Who takes something out, when and what for; `whole` says how its numbers stand, where it has some. */
export function exportNote(desk: Desk, { user, words }: Asking, purpose: string, whole?: boolean): string {
  const { language, zone } = words
  const numbers = whole === undefined ? '' : coreText(language, whole ? 'export.whole' : 'export.covered')
  return coreText(language, 'export.note', {
    unit: words.unitName(user.unit),
    user: words.personName(user.id),
    time: instantText(desk.clock.now(), language, zone),
    purpose: coverNumbers(purpose),
    numbers,
  })
}

/** With all rows of one type each thing that the type asks for has a column; else they stand together in one. */
async function askedByFilter(
  desk: Desk,
  who: Asking,
  kind: Kind,
  { filters }: Listing,
): Promise<AskedKind & { fields?: readonly string[] }> {
  const { imports: { per, fields = [] } = {}, code } = kind.record
  // Codes are taken along for whoever prints stickers elsewhere.
  const codes = code ? [code.text] : []
  if (!per) return askedKind(desk, who, kind, undefined)
  const chosen = filters?.[per]
  const one = Array.isArray(chosen) ? (chosen.length === 1 ? chosen[0] : undefined) : chosen
  const plain = { kind, fold: (data: Data) => data, spread: (data: Data) => data, fields: [per, ...fields, ...codes] }
  if (typeof one !== 'string') return plain
  const asked = await askedKind(desk, who, kind, one)
  return { ...asked, fields: [per, ...(asked.kind.record.imports?.fields ?? []), ...codes] }
}

async function* exportRows(
  desk: Desk,
  who: Asking,
  { kind, spread }: AskedKind,
  { query, purpose, whole }: Export,
  columns: ReturnType<typeof sheetColumns>,
): AsyncGenerator<(string | number)[]> {
  for await (const page of listedPages(desk, who, kind, { act: 'export-rows', purpose, query })) {
    const words = await withLinks(desk, who, page)
    for (const c of page)
      yield [
        ...toRow(kind, columns, spread(c.data), words.language, {
          zone: words.zone,
          mask: !whole,
          unitName: words.unitName,
          ...(words.linkTitle && { linkTitle: words.linkTitle }),
        }),
        cellText(kind, c, '$state', words),
        cellText(kind, c, '$unit', words),
      ]
  }
}
