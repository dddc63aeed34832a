import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { certificateTrust } from '../certificate-trust.ts'
import { addKey, endKeys } from '../found-keys.ts'
import type { Operation } from './operation.ts'
import { withParts } from './with-parts.ts'

const text = { type: 'string' } as const
const OPTIONS = { login: text, file: text } as const
const addAsk = z.object({ login: z.string().min(1), file: z.string().min(1) })
const endAsk = z.object({ login: z.string().min(1) })

/** The certificates that sign people in from USB keys, also those of officers, whom no colleague certifies. */
export const usbKey: Operation = {
  usage: `usb-key add --login LOGIN --file CERTIFICATE
      registers the certificate (PEM or DER) on that person's USB key
  usb-key end --login LOGIN
      ends all certificates of that person, and their sessions`,
  run(args, config) {
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS })
    if (positionals[0] === 'add')
      return withParts(config, async parts => {
        const { login, file } = addAsk.parse(values)
        const trust = certificateTrust({ authorities: config.keyAuthorities, revoked: config.keyRevoked })
        const { subject, until } = await addKey(parts, trust, login, new X509Certificate(await readFile(file)).raw)
        return { text: `${login} ${subject.replaceAll('\n', ', ')} until ${until}` }
      })
    if (positionals[0] === 'end')
      return withParts(config, async parts => {
        const { login } = endAsk.parse(values)
        return { text: `${login} ${await endKeys(parts, login)}` }
      })
    return Promise.resolve({ text: `  ${usbKey.usage}`, code: 2 })
  },
}
