import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { hasWords, searchable, type TextQuestion, textTokens } from '../../../shared-types/src/engine/text-search.ts'
import type { RecognisedPage } from '../../../shared-types/src/model/recognised.ts'
import { openSqlite, type SqliteDatabase } from './store/sqlite.ts'
import { storageFault } from './store/storage-fault.ts'

/** A page whose text has what was asked for; give the last one's `at` as `after` for the next ones. */
export interface TextHit {
  hash: string
  at: number
}

/** What was read from pages, by the content hash of the page, and the index over it. */
export interface PageTexts {
  /** Keeps what was read from a page in the place of what was read before. */
  put(hash: string, page: RecognisedPage): void
  get(hash: string): RecognisedPage | undefined
  /** It goes for good, from the index as well. */
  remove(hash: string): void
  /** Some of those that the centre does not have yet, oldest first, and that it has one now. */
  unsent(): string[]
  sent(hash: string): void
  /**
   * The newest pages that have every word, at most `limit` of those that `allowed` leaves; undefined `after` begins with
   * the newest.
   */
  search(
    question: TextQuestion,
    options: { limit: number; allowed(hits: readonly TextHit[]): Promise<readonly TextHit[]>; after?: number },
  ): Promise<TextHit[]>
  close(): void
}

/** ms */
const BUSY_TIMEOUT = 2000
/** Candidates of the first look, and about at most, when few of them are allowed or truly have the words. */
const PAGE = 100
const MOST = 5000

/** `page-texts.sqlite` in the window's folder, encrypted like its other databases; read anew from the pages when it is lost. */
export function openPageTexts(folder: string, key: Uint8Array | undefined): PageTexts {
  const db = opened(join(folder, 'page-texts.sqlite'), key)
  const statements = {
    at: db.prepare('select at from page_texts where hash = ?'),
    lines: db.prepare('select lines from page_texts where hash = ?'),
    drop: db.prepare('delete from page_texts where at = ?'),
    dropTokens: db.prepare('delete from page_tokens where rowid = ?'),
    add: db.prepare('insert into page_texts (hash, plain, lines) values (?, ?, ?)'),
    addTokens: db.prepare('insert into page_tokens (rowid, tokens) values (?, ?)'),
    unsent: db.prepare('select hash from page_texts where sent = 0 order by at limit 50'),
    sent: db.prepare('update page_texts set sent = 1 where hash = ?'),
  }
  const take = (hash: string) => {
    const row = statements.at.get(hash) as { at: number } | undefined
    if (!row) return
    statements.dropTokens.run(row.at)
    statements.drop.run(row.at)
  }
  return {
    put: db.transaction((hash: string, { lines }: RecognisedPage) => {
      take(hash)
      const plain = searchable(lines.map(line => line.text).join(''))
      const { lastInsertRowid } = statements.add.run(hash, plain, JSON.stringify(lines))
      statements.addTokens.run(lastInsertRowid, textTokens(plain).join(' '))
    }),
    get: hash => {
      const row = statements.lines.get(hash) as { lines: string } | undefined
      return row && { lines: JSON.parse(row.lines) }
    },
    remove: db.transaction(take),
    unsent: () => (statements.unsent.all() as { hash: string }[]).map(({ hash }) => hash),
    sent: hash => void statements.sent.run(hash),
    search: (question, options) => found(db, question, options),
    close: () => void db.close(),
  }
}

/** What a damaged file held is read again from its pages; a window that did not open for it would help nobody. */
function opened(file: string, key: Uint8Array | undefined): SqliteDatabase {
  try {
    return made(file, key)
  } catch (error) {
    const fault = storageFault(error, file)
    if (fault?.code !== 'corrupt' && fault?.code !== 'key') throw error
    for (const end of ['-wal', '-shm', '']) rmSync(`${file}${end}`, { force: true })
    return made(file, key)
  }
}

function made(file: string, key: Uint8Array | undefined): SqliteDatabase {
  const db = openSqlite(file, { key, timeout: BUSY_TIMEOUT })
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    createTables(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** The index is contentless: it holds tokens and row numbers, and a row number is the place in newest-first order. */
function createTables(db: SqliteDatabase): void {
  db.exec(`
    create table if not exists page_texts (
      at integer primary key autoincrement, hash text not null unique, plain text not null, lines text not null,
      sent integer not null default 0);
    create index if not exists page_texts_unsent on page_texts (at) where sent = 0;
    create virtual table if not exists page_tokens using fts5(
      tokens, content='', contentless_delete=1, detail=none, tokenize='ascii');
  `)
}

async function found(
  db: SqliteDatabase,
  question: TextQuestion,
  { limit, allowed, after = Number.MAX_SAFE_INTEGER }: Parameters<PageTexts['search']>[1],
): Promise<TextHit[]> {
  const candidates = db.prepare(
    `select p.at as at, p.hash as hash, p.plain as plain
     from page_tokens join page_texts p on p.at = page_tokens.rowid
     where page_tokens match ? and page_tokens.rowid < ? order by page_tokens.rowid desc limit ?`,
  )
  const match = question.tokens.join(' AND ')
  const hits: TextHit[] = []
  let last = after
  // Each look begins at the newest page that has the words: whoever may read few of them is given larger ones.
  for (let read = 0, size = PAGE; read < MOST && hits.length < limit; read += size, size *= 2) {
    const rows = candidates.all(match, last, size) as (TextHit & { plain: string })[]
    const having = rows.filter(row => hasWords(row.plain, question)).map(({ hash, at }) => ({ hash, at }))
    hits.push(...(await allowed(having)))
    if (rows.length < size) break
    last = rows.at(-1)!.at
  }
  return hits.slice(0, limit)
}
