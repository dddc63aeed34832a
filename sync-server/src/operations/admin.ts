import { parseArgs } from 'node:util'
import { z } from 'zod'
import { joinedCode } from '../../../shared-types/src/engine/enrol-code.ts'
import { ROLES } from '../../../shared-types/src/model/person.ts'
import type { Config } from '../config.ts'
import { addCode, addPerson, addUnit, type FoundParts, resetPassword } from '../found.ts'
import { codeRequest, unit as unitSchema } from '../parse.ts'
import { authorityPrint } from '../tls-file.ts'
import type { Operation } from './operation.ts'
import { withParts } from './with-parts.ts'

const login = z.string().regex(/^[\p{L}\p{N}._@-]{1,60}$/u)
const personSchema = z.object({ login, name: z.string().min(1).max(120), role: z.enum(ROLES), unit: z.string() })

const text = { type: 'string' } as const
const OPTIONS = {
  id: text,
  name: text,
  level: text,
  parent: text,
  area: text,
  login: text,
  role: text,
  unit: text,
  number: text,
} as const

/** What whoever can run a program on the server's machine sets up before anybody can sign in, or when nobody can. */
export const admin: Operation = {
  usage: `admin unit --id ID --name NAME --level city|district|station|beat|window [--parent ID] [--area 330106]
  admin person --login LOGIN --name NAME --role ${ROLES.join('|')} --unit ID
      prints the password for the first sign-in
  admin password --login LOGIN
      gives that person a new password, prints it, and ends their sessions
  admin code --unit ID --number 01
      prints the code that enrols one machine as this station
  admin stations
      lists the stations: unit, number, name, id, and whether ended`,
  run(args, config) {
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS })
    const step = Object.hasOwn(STEPS, positionals[0] ?? '') ? STEPS[positionals[0]!] : undefined
    if (!step) return Promise.resolve({ text: `  ${admin.usage}`, code: 2 })
    return withParts(config, async parts => ({ text: await step(parts, values, config) }))
  },
}

type Values = Readonly<Partial<Record<keyof typeof OPTIONS, string>>>

const STEPS: Readonly<Record<string, (parts: FoundParts, values: Values, config: Config) => Promise<string>>> = {
  async unit(parts, values) {
    const unit = unitSchema.parse(values)
    await addUnit(parts, unit)
    return `${unit.id} ${unit.name}`
  },
  async person(parts, values) {
    const { person, password } = await addPerson(parts, personSchema.parse(values))
    return `${person.login} ${password}`
  },
  async password(parts, values) {
    const asked = z.object({ login }).parse(values)
    return `${asked.login} ${await resetPassword(parts, asked.login)}`
  },
  async code(parts, values, config) {
    const { unit, number } = codeRequest.parse(values)
    const { code, until } = await addCode(parts, unit, number)
    return `${joinedCode(code, authorityPrint(config))} until ${until}`
  },
  async stations({ store, directory }) {
    const { stations } = await directory(store.db)
    return [...stations.values()]
      .sort((a, b) => (a.unit + a.number < b.unit + b.number ? -1 : 1))
      .map(s => [s.unit, s.number, s.name, s.id, s.ended ? 'ended' : ''].join('\t').trimEnd())
      .join('\n')
  },
}
