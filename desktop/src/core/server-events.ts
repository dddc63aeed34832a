import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerClient } from './server-client.ts'

export interface Hear {
  open(): void
  /** Before it was open too; `cause` is what it broke off with. */
  closed(cause?: unknown): void
  /** Something new may be pulled. */
  events(): void
  settings(): void
  /** Somebody's session at this station was ended. */
  session(): void
}

const FIRST_WAIT = 1_000
const LONGEST_WAIT = 30_000

/** Listens to the server's live stream until `signal`, and comes back by itself with growing pauses. */
export async function serverEvents(server: ServerClient, signal: AbortSignal, hear: Hear): Promise<void> {
  let wait = FIRST_WAIT
  while (!signal.aborted) {
    let cause: unknown
    try {
      const stream = await server.stream(signal)
      wait = FIRST_WAIT
      hear.open()
      for await (const name of names(stream)) {
        if (name === 'settings') hear.settings()
        else if (name === 'session') hear.session()
        else hear.events()
      }
    } catch (error) {
      // A line that breaks is the ordinary case here: the loop says so below and tries again.
      cause = error
    }
    if (signal.aborted) return
    hear.closed(cause)
    await sleep(wait, undefined, { signal }).catch(() => undefined)
    wait = Math.min(wait * 2, LONGEST_WAIT)
  }
}

/** The event names of a text/event-stream (WHATWG HTML, server-sent events); comments keep the line alive and are dropped. */
async function* names(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of stream) {
    rest += decoder.decode(chunk, { stream: true })
    const blocks = rest.split(/\r?\n\r?\n/)
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const lines = block.split(/\r?\n/)
      if (!lines.some(line => line.startsWith('data:'))) continue
      yield lines
        .find(line => line.startsWith('event:'))
        ?.slice('event:'.length)
        .trim() ?? 'message'
    }
  }
}
