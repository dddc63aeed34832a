import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { authorityFile } from '../tls-file.ts'
import { admin } from './admin.ts'
import { authority } from './authority.ts'
import { certificate } from './certificate.ts'
import type { Operation } from './operation.ts'

const text = { type: 'string' } as const
const OPTIONS = {
  host: { ...text, multiple: true, default: [] as string[] },
  address: { ...text, multiple: true, default: [] as string[] },
  unit: text,
  'unit-name': text,
  level: { ...text, default: 'city' },
  area: text,
  login: { ...text, default: 'admin' },
  name: text,
  windows: { ...text, default: '1' },
} as const

const asked = z.object({
  unit: z.string(),
  'unit-name': z.string(),
  name: z.string(),
  windows: z.coerce.number().int().min(0).max(99),
})

/** What a server that was just installed needs before anybody can work with it, by one command. */
export const setup: Operation = {
  usage: `setup --unit ID --unit-name NAME [--level city] [--area 330402] --host HOST [--host …] [--address IP …]
      --name NAME [--login admin] [--windows 1]
      the first run of a new server: makes its authority and its certificate for those names and addresses, the
      first unit, its administrator and codes for that many windows, and prints all that must be written down`,
  async run(args, config) {
    const { values } = parseArgs({ args: [...args], options: OPTIONS })
    const { unit, 'unit-name': unitName, name, windows } = asked.parse(values)
    if (values.host.length + values.address.length === 0)
      throw new Error('--host or --address: how windows call this server')
    refuseSecond(config)
    const area = values.area ? ['--area', values.area] : []
    const names = [...values.host.flatMap(h => ['--name', h]), ...values.address.flatMap(a => ['--address', a])]
    const codes = Array.from({ length: windows }, (_, n) => String(n + 1).padStart(2, '0'))
    const said: string[] = []
    const step = async (title: string, { run }: Operation, words: readonly string[]) => {
      const { text: line, code } = await run(words, config)
      if (code) throw new Error(line)
      said.push(`${title}\n  ${line.replaceAll('\n', '\n  ')}`)
    }
    await step('Unit', admin, ['unit', '--id', unit, '--name', unitName, '--level', values.level, ...area])
    await step('Authority: windows know the centre by this fingerprint', authority, [])
    await step('Certificate', certificate, names)
    const person = ['--login', values.login, '--name', name, '--role', 'administrator', '--unit', unit]
    await step('Administrator and the password for the first sign-in', admin, ['person', ...person])
    for (const number of codes)
      await step(`Code of window ${number}`, admin, ['code', '--unit', unit, '--number', number])
    return { text: said.join('\n') }
  },
}

/** A second authority would shut out every window that knows the first. */
function refuseSecond(config: Config): void {
  if (existsSync(authorityFile(config)))
    throw new Error(
      'This server was set up before. Its parts have commands of their own: admin, authority, certificate.',
    )
}
