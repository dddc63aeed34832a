import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { Operation } from './operation.ts'
import { recorded } from './recorded.ts'

/** A host name (RFC 1123), or one whose first part stands for any. */
const hostName = z
  .string()
  .max(253)
  .regex(/^(\*\.)?([a-z\d]([a-z\d-]{0,61}[a-z\d])?)(\.[a-z\d]([a-z\d-]{0,61}[a-z\d])?)*$/i)
  .refine(name => !/^[\d.]+$/.test(name), 'an IP address is given with --address')

const asked = z.object({
  name: z.array(hostName).default([]),
  address: z.array(z.union([z.ipv4(), z.ipv6()])).default([]),
  days: z.coerce.number().int().min(1).max(3650).optional(),
})

/** The certificate by which this server proves to windows who it is. */
export const certificate: Operation = {
  usage: `certificate --name HOST [--name HOST …] [--address IP …] [--days 825]
      makes the server's certificate for the names and addresses by which windows call it; without names again for
      the ones that it has. A running server takes it within a minute; windows need nothing`,
  async run(args, config) {
    const text = { type: 'string', multiple: true } as const
    const { values } = parseArgs({
      args: [...args],
      options: { name: text, address: text, days: { type: 'string' } },
    })
    const { name, address, days } = asked.parse(values)
    const { newServerCertificate } = await import('../tls-authority.ts')
    const made = await recorded(
      config,
      now => newServerCertificate(config, { names: [...name, ...address], days }, now),
      ({ names, until }) => ({ act: 'tls-certificate', patch: { name: names.join(' '), until } }),
    )
    return { text: `${made.names.join(', ')} until ${made.until}\n${made.path}` }
  },
}
