import { run } from '../../../shared-types/src/store/statement.ts'
import type { Directory } from '../directory.ts'
import type { Db } from '../store.ts'
import type { Shape } from './ground.ts'

/** How far the log has been followed into what the rules read. */
export interface Place {
  position: number
  /** Up to here rows are made of what was there before anybody followed: their days are none that changed. */
  built: number
  /** The last setting that is in the rows. */
  settings: number
  /** What the rows were made by; undefined before the first. */
  shape: Shape | undefined
}

interface Stored {
  position: number
  built: number
  settings: number
  shape: string
}

/** Reads the place and keeps it to this transaction: whoever else follows waits until it ends. */
export async function takePlace(db: Db): Promise<Place> {
  const [row] = await run<Stored>(
    db,
    'update rule_projection set position = position where one = 1 returning position, built, settings, shape',
  )
  return { ...row!, shape: row!.shape ? (JSON.parse(row!.shape) as Shape) : undefined }
}

export async function putPlace(db: Db, { position, built, settings, shape }: Place): Promise<void> {
  await run(db, 'update rule_projection set position = ?, built = ?, settings = ?, shape = ?', [
    position,
    built,
    settings,
    JSON.stringify(shape),
  ])
}

/** Whether there is something to follow: asked without taking the place, which most often is where it should be. */
export async function isBehind(db: Db, { seq }: Directory): Promise<boolean> {
  const [row] = await run<{ position: number; settings: number; last: number }>(
    db,
    'select position, settings, (select coalesce(max(seq), 0) from events) as last from rule_projection',
  )
  return row!.position < row!.last || row!.settings < seq
}

export async function lastEvent(db: Db): Promise<number> {
  const [row] = await run<{ last: number }>(db, 'select coalesce(max(seq), 0) as last from events')
  return row!.last
}
