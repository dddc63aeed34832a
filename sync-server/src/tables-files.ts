import type { Generated } from 'kysely'

/** Photos and pages, and what was read from them. */
export interface FileTables {
  files: { hash: string; mime: string; size: number; stored_at: string }
  /** Which station sent which file. */
  file_stations: { hash: string; station: string }
  /** Which case names which file in which field. */
  case_files: { hash: string; case_id: string; field: string }
  /** Files that are still to be taken off the disk. */
  erased_files: { hash: string }
  /** `plain` is what is searched, `lines` JSON. The index beside it is known to page-texts.ts alone. */
  page_texts: { at: Generated<number>; hash: string; plain: string; lines: string }
}
