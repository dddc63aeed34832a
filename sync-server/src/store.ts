import type { Kysely } from 'kysely'
import { linkOf } from '../../shared-types/src/engine/audit-chain.ts'
import type { Kinds } from '../../shared-types/src/model/domain.ts'
import type { CaseStore } from '../../shared-types/src/store/case-store.ts'
import { type Dialect, dialectOf } from '../../shared-types/src/store/dialect.ts'
import { sqlCaseStore } from '../../shared-types/src/store/sql-case-store.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import { gate } from './gate.ts'
import { inTurn } from './in-turn.ts'
import { sha256 } from './sha256.ts'
import type { ServerTables } from './tables.ts'
import { together } from './together.ts'

export type Db = Kysely<ServerTables>

/** One writing transaction, whose turn it is. */
export interface Turn {
  db: Db
  kinds: Kinds
  cases: CaseStore
  /** The next number of the one order of everything that is served, and the link of the line that takes it. */
  next(line: (seq: number) => string): Promise<{ seq: number; link: string }>
}

export interface Store {
  db: Db
  dialect: Dialect
  kinds: Kinds
  /** For reading; writing is for those whose turn it is. */
  cases: CaseStore
  /**
   * Runs `work` in one transaction that has the counter row for itself: all writers queue on it. So what a writer reads
   * no other can change before it commits, and the order of numbers is the order of commits: who has seen 7 never misses
   * a late 6. Whatever `work` throws undoes everything it did.
   */
  transaction<T>(work: (turn: Turn) => Promise<T>): Promise<T>
  /**
   * The same, possibly in one transaction with the work of others that waited as well. `size` says how much it is, in
   * events; it may run twice, and the first time is undone. See together.ts.
   */
  together<T>(size: number, work: (turn: Turn) => Promise<T>): Promise<T>
  /**
   * Runs `work`, which has the database's own lock for long by another connection, between two transactions; those of this
   * process wait for it without stopping anybody else.
   */
  aside<T>(work: () => Promise<T>): Promise<T>
  /** Runs a transaction of its own that writes without a number: not while something stands aside. */
  through<T>(work: () => Promise<T>): Promise<T>
  /** Runs `work` on one unchanging view of the database. */
  read<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** How many transactions of this process wait for their turn. */
  waiting(): number
  /** Calls back after each commit of this process. Answers how to stop. */
  onCommit(listener: () => void): () => void
}

/** How writers take turns and numbers. Only tests give another, to show what happens without. */
export type Turns = (db: Db) => Promise<{
  next(): Promise<number>
  /** Hangs a line on the audit chain, in the order of the numbers. */
  link(line: () => string): string
  /** Before the commit. */
  close(): Promise<void>
}>

const LOCK = 'update counter set value = value returning value, head'

/** Locks the one row, counts on and links on from it, and writes back where it ended. */
const counterRow: Turns = async db => {
  const rows = await run<ServerTables['counter']>(db, LOCK)
  const { value, head } = rows[0]!
  const count = { last: value, head }
  return {
    async next() {
      count.last += 1
      return count.last
    },
    link(line) {
      count.head = linkOf(sha256, count.head, line())
      return count.head
    },
    async close() {
      if (count.last > value) await run(db, 'update counter set value = ?, head = ?', [count.last, count.head])
    },
  }
}

export function openStore(db: Db, kinds: Kinds, numbering: Turns = counterRow): Store {
  const dialect = dialectOf(db)
  const listeners = new Set<() => void>()
  const queue = { waiting: 0 }
  const readers = inTurn()
  const writers = gate()
  const transaction: Store['transaction'] = async work => {
    queue.waiting++
    const turn = { come: false }
    const come = () => {
      if (!turn.come) queue.waiting--
      turn.come = true
    }
    const write = async (trx: Db) => {
      const numbers = await numbering(trx)
      come()
      const next: Turn['next'] = async line => {
        const seq = await numbers.next()
        return { seq, link: numbers.link(() => line(seq)) }
      }
      const done = await work({ db: trx, kinds, cases: sqlCaseStore(trx, kinds), next })
      await numbers.close()
      return done
    }
    const result = await writers.through(() => db.transaction().execute(write)).finally(come)
    for (const listener of listeners) listener()
    return result
  }
  return {
    db,
    dialect,
    kinds,
    cases: sqlCaseStore(db, kinds),
    transaction,
    together: together(transaction),
    ...writers,
    read: work =>
      dialect === 'postgres'
        ? db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)
        : readers(() => db.transaction().execute(work)),
    waiting: () => queue.waiting,
    onCommit(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** The last number given. */
export async function lastNumber(db: Db): Promise<number> {
  const rows = await run<{ value: number }>(db, 'select value from counter')
  return rows[0]!.value
}
