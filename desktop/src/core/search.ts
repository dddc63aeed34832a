import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import { type Kind, type Kinds, LANGUAGES } from '../../../shared-types/src/model/domain.ts'
import type { Field } from '../../../shared-types/src/model/field.ts'
import { newestOf } from '../../../shared-types/src/store/newest.ts'
import { matchOf, type SearchWords, tokensOf } from './search-tokens.ts'
import type { SqliteDatabase } from './store/sqlite.ts'

/** A case as the search knows it. */
export interface SearchCase extends SearchWords {
  id: string
  /** `domain.record` */
  type: string
  /** What newest first goes by: a day or an instant, ISO 8601. */
  newest: string
  /** Orders the cases of one day: an instant, ISO 8601. */
  updatedAt: string
}

export interface SearchHit {
  id: string
  type: string
  /** The place in the order; give the last one as `after` for the next page. */
  at: number
}

export interface SearchOptions {
  types?: readonly string[]
  /** 50 unless told. */
  limit?: number
  after?: number
  /** Leaves out hits; asked newest first and no more often than needed. */
  allowed?(hit: SearchHit): boolean
}

/** Cases in one second that the order can tell apart, and the seconds themselves: together below 2^53. */
const IN_SECOND = 2 ** 20
/** Hits read at a time, and at most, when `allowed` leaves out many. */
const PAGE = 200
const MOST = 20_000
/** Index pages merged with each write. */
const TIDY = 4

/**
 * Makes the tables of the search in the projection database, beside those of the case store. The index is contentless:
 * it holds tokens and row numbers, and a row number is the place in newest-first order, so that the newest hits come
 * out first without sorting however many there are.
 */
export function createSearchTables(db: SqliteDatabase): void {
  db.exec(`
    create table if not exists search_cases (at integer primary key, id text not null unique, type text not null);
    create virtual table if not exists search_tokens using fts5(
      tokens, content='', contentless_delete=1, detail=none, tokenize='ascii');
    insert into search_tokens (search_tokens, rank) values ('hashsize', 4194304), ('automerge', 0), ('crisismerge', 1000), ('usermerge', 8);
  `)
}

/** Adds cases or replaces them, all or none; joins a transaction that is open. */
export function indexCases(db: SqliteDatabase, cases: Iterable<SearchCase>): void {
  const place = db.prepare('select max(at) as at from search_cases where at >= ? and at < ?')
  const add = db.prepare('insert into search_cases (at, id, type) values (?, ?, ?)')
  const addTokens = db.prepare('insert into search_tokens (rowid, tokens) values (?, ?)')
  const remove = remover(db)
  let count = 0
  db.transaction(() => {
    for (const c of cases) {
      remove(c.id)
      const from = secondOf(c) * IN_SECOND
      const last = (place.get(from, from + IN_SECOND) as { at: number | null }).at
      const at = last === null ? from : last + 1
      add.run(at, c.id, c.type)
      addTokens.run(at, tokensOf(c.type, c))
      count++
    }
    tidy(db, Math.max(TIDY, Math.ceil(count / 4)))
  })()
}

/**
 * Merges some of what earlier writes left apart. FTS5's own automatic merging is off: it made one write in a hundred
 * wait for seconds after a large import, and this spreads the same work evenly.
 */
function tidy(db: SqliteDatabase, pages: number): void {
  db.exec(`insert into search_tokens (search_tokens, rank) values ('merge', ${pages})`)
}

/** Takes cases out; unknown ones are no fault. */
export function removeCases(db: SqliteDatabase, ids: Iterable<string>): void {
  const remove = remover(db)
  db.transaction(() => {
    for (const id of ids) remove(id)
  })()
}

/** Empties the index: the projection is about to be built again. */
export function clearSearch(db: SqliteDatabase): void {
  db.exec('delete from search_cases; drop table if exists search_tokens')
  createSearchTables(db)
}

/** The newest cases that every typed word is found in. Nothing searchable typed finds nothing. */
export function searchCases(db: SqliteDatabase, text: string, options: SearchOptions = {}): SearchHit[] {
  const { types, limit = 50, allowed } = options
  const match = matchOf(text, types)
  if (!match) return []
  const page = db.prepare(
    `select c.at as at, c.id as id, c.type as type
     from search_tokens join search_cases c on c.at = search_tokens.rowid
     where search_tokens match ? and search_tokens.rowid < ? order by search_tokens.rowid desc limit ?`,
  )
  const hits: SearchHit[] = []
  let after = options.after ?? Number.MAX_SAFE_INTEGER
  for (let read = 0; read < MOST && hits.length < limit; ) {
    const size = allowed ? PAGE : limit - hits.length
    const found = page.all(match, after, size) as SearchHit[]
    for (const hit of found) if (hits.length < limit && (!allowed || allowed(hit))) hits.push(hit)
    if (found.length < size) break
    read += size
    after = found.at(-1)!.at
  }
  return hits
}

/**
 * What a case can be found by: the search fields of its list that every role may see, and its state in all languages.
 */
export function searchCaseOf(kind: Kind, c: Case): SearchCase {
  const names: string[] = []
  const numbers: string[] = []
  const words = LANGUAGES.map(language => label(kind, language).state(c.state))
  for (const name of kind.record.list.search) {
    const field = kind.record.fields[name]
    const value = c.data[name]
    if (!field || field.only || (typeof value !== 'string' && typeof value !== 'number') || value === '') continue
    const sort = sortOf(field)
    if (sort === 'number') numbers.push(String(value))
    else if (sort === 'name') names.push(String(value))
    else if (field.kind === 'choice')
      words.push(...LANGUAGES.map(language => label(kind, language).choice(field.of, String(value))))
  }
  return { id: c.id, type: c.type, newest: newestOf(c, kind), updatedAt: c.updatedAt, names, numbers, words }
}

/** The search index as what follows the projection: made, kept and emptied with it. */
export const searchFollower = (kinds: Kinds) => ({
  create: createSearchTables,
  put: (db: SqliteDatabase, cases: readonly Case[]) =>
    indexCases(
      db,
      cases.map(c => searchCaseOf(kindOf(kinds, c.type), c)),
    ),
  remove: removeCases,
  clear: clearSearch,
})

function sortOf(field: Field): 'name' | 'number' | 'word' {
  if (field.kind === 'text')
    return field.chars === 'digits' || field.chars === 'code' || field.locked ? 'number' : 'name'
  return field.kind === 'choice' ? 'word' : 'number'
}

function remover(db: SqliteDatabase): (id: string) => void {
  const find = db.prepare('select at from search_cases where id = ?')
  const remove = db.prepare('delete from search_cases where at = ?')
  const removeTokens = db.prepare('delete from search_tokens where rowid = ?')
  return id => {
    const row = find.get(id) as { at: number } | undefined
    if (!row) return
    remove.run(row.at)
    removeTokens.run(row.at)
  }
}

/** A day alone is given the time of day of the last change. What is no time sorts last. */
function secondOf({ newest, updatedAt }: SearchCase): number {
  const instant = newest.length === 10 ? newest + updatedAt.slice(10) : newest
  const ms = Date.parse(instant)
  return Number.isNaN(ms) ? 0 : Math.floor(ms / 1000)
}
