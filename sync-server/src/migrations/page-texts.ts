import type { Migration } from 'kysely/migration'
import { dialectOf } from '../../../shared-types/src/store/dialect.ts'
import { runDdl } from './ddl.ts'

/**
 * What was read from pages, and beside it the index: on SQLite a contentless FTS5 table, on PostgreSQL a table with a GIN
 * index. Both hold the same tokens of `engine/text-search.ts`, so that both find the same. No backup carries the index: it
 * is made anew from the texts.
 */
export const pageTexts: Migration = {
  up: db => {
    const postgres = dialectOf(db) === 'postgres'
    const counted = postgres ? 'bigint generated always as identity primary key' : 'integer primary key autoincrement'
    const index = postgres
      ? `create table page_tokens (at WHOLE primary key, tokens tsvector not null);
         create index page_tokens_all on page_tokens using gin (tokens)`
      : `create virtual table page_tokens using fts5(
           tokens, content='', contentless_delete=1, detail=none, tokenize='ascii')`
    return runDdl(
      db,
      `create table page_texts (at ${counted}, hash TEXT not null unique, plain TEXT not null, lines TEXT not null);
       ${index}`,
    )
  },
}
