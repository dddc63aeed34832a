import { type Checkpoint, NOTHING_HELD } from '../../../shared-types/src/protocol.ts'
import type { Notes } from './notes.ts'

/**
 * Where this window stands in the server's numbering, known also without a line: RxDB's replication keeps its checkpoint
 * for itself and is not there while the window is cut off. A receipt moves the window on; the replication is then told so
 * when it next pulls.
 */
export interface Standing {
  /** Where to pull from, when the replication stands at `asked`. */
  from(asked: Checkpoint | undefined): Promise<Checkpoint | undefined>
  /**
   * The centre was set back and said so on the way up. Until the way down has begun anew too, whatever that meets: by then
   * the centre may have gone past every number that is known here, and look as if it had never been set back.
   */
  setBack(): Promise<void>
  /** The way down has begun anew, and what it brought first is about to be stored. */
  begun(): Promise<void>
  /** The server answered a pull. */
  saw(asked: Checkpoint | undefined, answered: Checkpoint): Promise<void>
  /** Documents are about to be stored that lead from where `asked` was asked to there; `anew`: in place of what is held. */
  storing(asked: Checkpoint | undefined, to: Checkpoint, anew?: boolean): Promise<void>
  /**
   * Everything up to here is stored; undefined when nothing was ever pulled. While the way down has to begin anew, a place
   * that makes the centre say so, by whatever way it is asked.
   */
  now(): Promise<Checkpoint | undefined>
  /** Whether pages that lead from `from` to `to` lead on from here. */
  fits(pages: Leading): Promise<boolean>
  /** Pages were stored that lead to here. */
  moved(to: Checkpoint): Promise<void>
  /** Counts answered pulls: whether the line came back while pages were stored. */
  pulls(): number
}

interface Leading {
  from?: Checkpoint | undefined
  to: Checkpoint
  /** Scopes in which whoever stands between the two may take the pages as well. */
  passes: readonly string[]
  /** The server was set back: what the window holds of it goes before the pages are taken. */
  restart?: true
}

/** The replication's own checkpoint is `asked` or, when it stored the last answer too, `answered`. */
interface Pulled {
  asked: Checkpoint | null
  answered: Checkpoint
}
/**
 * Documents are stored first and their checkpoint after them. Whoever is cut off between the two may hold them and does
 * not say so: then what left the scope would stay here, and what came back into it would stay away.
 */
interface Beyond {
  /** From where it was asked. */
  at: Checkpoint | null
  /** The highest number that such documents may have, and the scopes in which they were answered, if they are others. */
  seq: number
  scopes: string[]
}
interface Carried {
  /** Where the replication stood when the pages were stored. */
  bases: (Checkpoint | null)[]
  to: Checkpoint
}

export function standing(notes: Notes): Standing {
  const count = { pulls: 0 }
  const pulled = () => notes.get<Pulled>('pulled')
  const carried = () => notes.get<Carried>('carried')
  /** The first sync keeps its own notes of how far it has come. */
  const seeded = async () => (await notes.get<Checkpoint>('seeded')) ?? (await notes.get<Checkpoint>('seeding'))
  const bases = async (): Promise<(Checkpoint | null)[]> => {
    const last = await pulled()
    return last ? [last.asked, last.answered] : [(await seeded()) ?? null]
  }
  const onward = async (base: Checkpoint | null): Promise<Checkpoint | null> => {
    const moved = await carried()
    return moved?.bases.some(known => isSame(known, base)) ? moved.to : base
  }
  /** What is asked from there, with what may have been stored beyond it. */
  const sure = async (at: Checkpoint | null): Promise<Checkpoint | undefined> => {
    const beyond = await notes.get<Beyond>('beyond')
    if (!beyond || !isSame(beyond.at, at)) return at ?? undefined
    const also = beyond.scopes.join('.')
    return { ...(at ?? START), stored: beyond.seq, ...(also && { also }) }
  }
  const isSetBack = async () => (await notes.get('set-back')) === true
  return {
    from: async asked => ((await isSetBack()) ? NEVER_SERVED : sure(await onward(asked ?? null))),
    setBack: () => notes.put('set-back', true),
    async begun() {
      if (await isSetBack()) await notes.put('set-back', false)
    },
    async saw(asked, answered) {
      count.pulls += 1
      const last = await pulled()
      const next: Pulled = { asked: asked ?? null, answered }
      if (!last || !isSame(last.asked, next.asked) || !isSame(last.answered, answered)) await notes.put('pulled', next)
    },
    async storing(asked, to, anew = false) {
      const before = await notes.get<Beyond>('beyond')
      await notes.put('beyond', onTo(before, await onward(asked ?? null), to, anew))
    },
    async now() {
      if (await isSetBack()) return NEVER_SERVED
      const [first = null] = await bases()
      return sure(await onward(first))
    },
    async fits(pages) {
      // Only what begins anew as well; what was asked for before would be laid on what the centre has lost.
      if (await isSetBack()) return pages.restart === true && isSame(pages.from ?? null, NEVER_SERVED)
      const here = await Promise.all((await bases()).map(onward))
      // What is replaced whole leads on from where the window stood when it asked, whatever it was answered there.
      return pages.restart ? isSame(pages.from ?? null, here[0] ?? null) : here.every(at => leadsOn(pages, at))
    },
    async moved(to) {
      const seeding = !(await notes.get<Checkpoint>('seeded'))
      await notes.put('carried', { bases: await bases(), to } satisfies Carried)
      // A window that never had a first sync has had it now.
      if (seeding) await notes.put('seeded', to)
    },
    pulls: () => count.pulls,
  }
}

const START: Checkpoint = { seq: 0, scope: '' }
/** A scope that no centre ever served: whoever comes with it is told to begin anew. */
const NEVER_SERVED: Checkpoint = { seq: 0, scope: 'set-back' }

/** What may be stored beyond `at` once this answer to a question from there is being stored too. */
function onTo(before: Beyond | undefined, at: Checkpoint | null, answered: Checkpoint, anew: boolean): Beyond {
  const known = before && isSame(before.at, at) ? before : { at, seq: 0, scopes: [] }
  const scope = currentOf(answered)
  const others = [...(scope === currentOf(at ?? START) ? [] : [scope]), ...(anew ? [NOTHING_HELD] : [])]
  const scopes = [...new Set([...known.scopes, ...others])]
  return { at, seq: Math.max(known.seq, endOf(answered)), scopes }
}

/** Of a scope on its way to another, `new.until.old…`, the new one and the highest number that it is about. */
const currentOf = ({ scope }: Checkpoint) => scope.split('.')[0]!
const endOf = ({ seq, scope }: Checkpoint) => Math.max(seq, Number(scope.split('.')[1] ?? 0))

function leadsOn({ from, to, passes }: Leading, at: Checkpoint | null): boolean {
  if (isSame(from ?? null, at)) return true
  return at !== null && passes.includes(at.scope) && at.seq >= (from?.seq ?? 0) && at.seq <= to.seq
}

const isSame = (a: Checkpoint | null, b: Checkpoint | null) => a?.seq === b?.seq && a?.scope === b?.scope
