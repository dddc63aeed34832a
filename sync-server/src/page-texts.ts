import { hasWords, searchable, type TextQuestion, textTokens } from '../../shared-types/src/engine/text-search.ts'
import type { RecognisedLine } from '../../shared-types/src/model/recognised.ts'
import { dialectOf } from '../../shared-types/src/store/dialect.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import type { Db } from './store.ts'

/** A page whose text has the words that were asked for. */
export interface FoundText {
  hash: string
  at: number
  lines: string
}

/** Keeps what was read from a page, in the place of what was before. To be called inside `store.transaction`. */
export async function putPageText(db: Db, hash: string, lines: readonly RecognisedLine[]): Promise<void> {
  await removePageText(db, hash)
  const plain = searchable(lines.map(line => line.text).join(''))
  const [row] = await run<{ at: number }>(
    db,
    'insert into page_texts (hash, plain, lines) values (?, ?, ?) returning at',
    [hash, plain, JSON.stringify(lines)],
  )
  await addTokens(db, Number(row!.at), plain)
}

/** Puts a page into the index, which does not have it yet. */
export async function addTokens(db: Db, at: number, plain: string): Promise<void> {
  const tokens = textTokens(plain)
  if (dialectOf(db) === 'postgres')
    await run(db, 'insert into page_tokens (at, tokens) values (?, array_to_tsvector(cast(? as text[])))', [
      at,
      `{${tokens.join(',')}}`,
    ])
  else await run(db, 'insert into page_tokens (rowid, tokens) values (?, ?)', [at, tokens.join(' ')])
}

/** It goes for good, from the index as well; a page that was never read is no fault. */
export async function removePageText(db: Db, hash: string): Promise<void> {
  const at = dialectOf(db) === 'postgres' ? 'at' : 'rowid'
  await run(db, `delete from page_tokens where ${at} in (select at from page_texts where hash = ?)`, [hash])
  await run(db, 'delete from page_texts where hash = ?', [hash])
}

/** Candidates of one look: the index says which pages have all parts, the text whether it has the words. */
const LOOK = 100

/**
 * The next look at candidates before `after`, newest first: those that truly have the words, and where to go on; undefined
 * when there are no more.
 */
export async function lookForText(
  db: Db,
  question: TextQuestion,
  after: number,
): Promise<{ found: FoundText[]; next: number | undefined }> {
  const rows = await candidates(db, question, after)
  const found = rows.filter(row => hasWords(row.plain, question))
  return {
    found: found.map(({ hash, at, lines }) => ({ hash, at: Number(at), lines })),
    next: rows.length < LOOK ? undefined : Number(rows.at(-1)!.at),
  }
}

type Candidate = FoundText & { plain: string }

function candidates(db: Db, { tokens }: TextQuestion, after: number): Promise<Candidate[]> {
  const postgres = dialectOf(db) === 'postgres'
  const [at, has] = postgres ? ['at', 'tokens @@ cast(? as tsquery)'] : ['rowid', 'page_tokens match ?']
  return run<Candidate>(
    db,
    `select p.at as at, p.hash as hash, p.plain as plain, p.lines as lines
     from page_tokens join page_texts p on p.at = page_tokens.${at}
     where ${has} and page_tokens.${at} < ? order by page_tokens.${at} desc limit ${LOOK}`,
    [tokens.join(postgres ? ' & ' : ' AND '), after],
  )
}
