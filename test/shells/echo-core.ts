import type { ApiFailure, Notice } from '../../desktop/src/api.ts'
import type { Client, Core } from '../../desktop/src/core/core.ts'

/** A core that answers what it was asked, so that a test sees what a shell carries. `refuse` is refused, `never` is not answered. */
export interface EchoCore extends Core {
  tell(notice: Notice): void
  readonly asked: { name: string; args: unknown; client: Client }[]
  /** How many screens listen at the moment. */
  listeners(): number
}

export function echoCore(): EchoCore {
  const hearers = new Set<(notice: Notice) => void>()
  const asked: EchoCore['asked'] = []
  return {
    asked,
    async call(name, args, client) {
      asked.push({ name, args, client })
      if (name === 'refuse') throw { code: 'forbidden', text: '不许' } satisfies ApiFailure
      if (name === 'session.language') client.language = (args as { language: 'en' }).language
      if (name === 'status') return { language: client.language } as never
      if (name === 'never') return new Promise<never>(() => {})
      if (name === 'broken') return { self: 1n } as never
      return args as never
    },
    listen(hear) {
      hearers.add(hear)
      return () => void hearers.delete(hear)
    },
    tell: notice => {
      for (const hear of hearers) hear(notice)
    },
    listeners: () => hearers.size,
    close: async () => {},
  }
}
