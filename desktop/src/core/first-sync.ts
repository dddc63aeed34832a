import { type Checkpoint, PULL_LIMIT } from '../../../shared-types/src/protocol.ts'
import type { Standing } from './carry-standing.ts'
import type { Notes } from './notes.ts'
import type { Projection } from './projection.ts'
import { asDoc } from './replicating.ts'
import type { ServerClient } from './server-client.ts'
import type { Doc, Talk } from './sync-push.ts'

interface FirstSync {
  notes: Notes
  projection: Pick<Projection, 'seed'>
  server: Pick<ServerClient, 'pull'>
  standing: Pick<Standing, 'from' | 'storing'>
  /** What is held of a centre that was set back meanwhile, to be deleted. */
  forget: () => Promise<Doc[]>
  talk: Talk
  /** Writes documents, as JSON texts, in bulk; a page is durable when the next one is asked for. */
  write: (pages: AsyncIterable<readonly string[]>) => Promise<unknown>
  progress: (p: { done: number; total: number }) => void
}

/**
 * Brings everything in scope in bulk: nothing of it will look like an edit of this window. After a break it goes on where
 * it stood: the server counts on it that a station that comes with a checkpoint holds what lies before, and withdraws
 * what left the scope meanwhile; from a station that begins anew it has nothing to withdraw.
 */
export async function firstSync(parts: FirstSync, limit = PULL_LIMIT): Promise<void> {
  const { notes, projection, server, standing, talk } = parts
  await projection.seed(async take => {
    const at = { checkpoint: await notes.get<Checkpoint>('seeding'), done: 0 }
    async function* pages() {
      for (;;) {
        const from = await standing.from(at.checkpoint)
        const answer = await talk(() => server.pull(from, limit))
        at.done += answer.documents.length
        // Withdrawn ones too: they may have come with a page before.
        const page = [...(answer.restart ? await parts.forget() : []), ...answer.documents.map(asDoc)]
        if (page.length) await standing.storing(at.checkpoint, answer.checkpoint, answer.restart)
        if (page.length) yield page.map(doc => JSON.stringify(doc))
        await take(page)
        at.checkpoint = answer.checkpoint
        await notes.put('seeding', at.checkpoint)
        parts.progress({ done: at.done, total: Math.max(at.done, (answer as { total?: number }).total ?? 0) })
        if (answer.documents.length < limit && !answer.restart) return
      }
    }
    await parts.write(pages())
    await notes.put('seeded', at.checkpoint)
  })
}
