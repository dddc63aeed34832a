import type { Checkpoint, EventDocument } from '../../../shared-types/src/protocol.ts'
import type { Standing } from './carry-standing.ts'
import type { Events } from './events.ts'
import type { Numbered } from './numbered.ts'
import type { ServerClient } from './server-client.ts'
import { answered, type Doc, type PushAll, type Talk } from './sync-push.ts'

/** What the two directions of the replication stand on. */
export interface Replicating {
  events: Pick<Events, 'forget' | 'own'>
  server: Pick<ServerClient, 'pull'>
  talk: Talk
  station: () => string
  numbered: Numbered
  standing: Pick<Standing, 'from' | 'saw' | 'storing' | 'begun'>
  pushAll: PushAll
  /** Hears that something was sent. */
  sent: () => void
  /** The centre was set back: what else this window knows of it is to be learned anew. */
  setBack: () => Promise<void>
  /** Answers once none of these events waits here; throws when that takes too long. */
  answeredHere: (ids: readonly string[]) => Promise<void>
}

/** The two handlers that RxDB's replication calls, for the events of a window. */
export interface Handlers {
  /** Answers what RxDB takes for the master's state: the verdicts. Empty for rows that are none of ours to send. */
  push(rows: readonly Doc[]): Promise<Doc[]>
  pull(checkpoint: Checkpoint | undefined, limit: number): Promise<{ documents: Doc[]; checkpoint: Checkpoint }>
}

/** The handlers as they are, without RxDB: random histories run them by the hundred thousand. */
export function handlers(parts: Replicating): Handlers {
  return {
    async push(rows) {
      const asked = rows.filter(doc => doc.verdict === 'waiting' && !doc._deleted)
      if (!asked.length) return []
      const verdicts = await parts.pushAll(asked)
      parts.sent()
      return answered(asked, verdicts)
    },
    async pull(checkpoint, limit) {
      const {
        anew,
        documents: told,
        checkpoint: to,
      } = await pulled(parts, await parts.standing.from(checkpoint), limit)
      // RxDB passes over a document that was written here and is not answered yet. When it is withdrawn just then, that
      // would be missed for ever: the answer to the push comes first.
      await parts.answeredHere(told.map(d => d.id))
      const documents = await parts.events.own.keep(parts.station(), told)
      if (documents.length) await parts.standing.storing(checkpoint, to, anew)
      if (anew) await parts.standing.begun()
      await parts.standing.saw(checkpoint, to)
      return { documents, checkpoint: to }
    },
  }
}

/**
 * The next page. When the centre was set back the page begins with the deletion of what came from it and goes on in the
 * same answer: a page of deletions alone might be empty, and RxDB keeps no checkpoint of an empty page.
 */
async function pulled(
  { events, numbered, server, setBack, station, talk }: Replicating,
  from: Checkpoint | undefined,
  limit: number,
): Promise<{ documents: Doc[]; checkpoint: Checkpoint; anew: boolean }> {
  const gone: Doc[] = []
  let anew = false
  let at = from
  for (;;) {
    const highest = await numbered.last()
    const answer = await talk(() => server.pull({ seq: 0, scope: '', ...at, numbered: highest }, limit))
    at = answer.checkpoint
    if (!answer.restart) {
      await numbered.saw(at.seq)
      return { documents: [...gone, ...answer.documents.map(asDoc)], checkpoint: at, anew }
    }
    anew = true
    gone.push(...(await events.forget(station())))
    await numbered.forget()
    await setBack()
  }
}

export const asDoc = ({ deleted, ...event }: EventDocument): Doc => ({ ...event, _deleted: deleted ?? false })
