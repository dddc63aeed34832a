import { parseArgs } from 'node:util'
import type { Operation } from './operation.ts'
import { recorded } from './recorded.ts'

/** The private authority whose word windows take for this centre. */
export const authority: Operation = {
  usage: `authority [--next]
      makes the private authority that signs this server's certificates, and prints its fingerprint; --next makes
      the one that follows it, signed by the present one, so that windows take it over by themselves`,
  async run(args, config) {
    const { values } = parseArgs({ args: [...args], options: { next: { type: 'boolean', default: false } } })
    // Only now: what reads and writes certificates is not needed by other commands.
    const { newAuthority, nextAuthority } = await import('../tls-authority.ts')
    const make = values.next ? nextAuthority : newAuthority
    const act = values.next ? 'tls-authority-next' : 'tls-authority'
    const { path, until, fingerprint } = await recorded(
      config,
      now => make(config, now),
      made => ({ act, patch: { key: made.fingerprint, until: made.until } }),
    )
    const kept = config.secret ? 'its key is encrypted with CHUANGTAI_SECRET' : 'its key lies there open'
    return {
      text: `${fingerprint} until ${until}\n${path}: ${kept}. Keep a copy in a safe place: without it every window must be enrolled anew.`,
    }
  },
}
