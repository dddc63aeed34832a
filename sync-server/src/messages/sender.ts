import { setTimeout } from 'node:timers/promises'
import { isTransient } from '../refusal.ts'
import { layReminders } from './daily.ts'
import { deliver, type MessageParts } from './deliver.ts'
import { isQuiet, messageRules } from './message-rules.ts'
import { dueMessages, settleLost } from './outbox.ts'

/** Milliseconds between two looks at the outbox. */
const EVERY = 5000

interface Sender {
  /** Ends after the message that is on its way, so that it is known what became of it. */
  stop(): Promise<void>
}

/** Sends what lies in the outbox, now and then, until it is stopped. Several servers of one database do so side by side. */
export function startSender(parts: MessageParts, every = EVERY): Sender {
  const stopped = new AbortController()
  const { signal } = stopped
  const run = async () => {
    while (await setTimeout(every, true, { signal }).catch(() => false)) {
      await sendDue(parts, signal).catch((error: unknown) => {
        // What is out of reach for a moment is asked again in a moment.
        if (!isTransient(error)) parts.fault(error, 'messages')
      })
    }
  }
  const running = run()
  return {
    async stop() {
      stopped.abort()
      await running
    },
  }
}

/** Lays down what is due today, gives up what was lost, and sends all whose time has come. */
export async function sendDue(parts: MessageParts, signal?: AbortSignal): Promise<void> {
  const { store } = parts
  await layReminders(parts)
  await settleLost(store, parts.now())
  const tried = new Set<string>()
  for (;;) {
    const { zone } = await parts.directory(store.db)
    const quiet = isQuiet(await messageRules(store.db), parts.now(), zone)
    const due = (await dueMessages(store.db, parts.now(), quiet)).filter(id => !tried.has(id))
    if (!due.length) return
    for (const id of due) {
      if (signal?.aborted) return
      tried.add(id)
      await deliver(parts, id)
    }
  }
}
