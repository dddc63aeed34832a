import { parseArgs } from 'node:util'
import { z } from 'zod'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { ROLES } from '../../shared-types/src/model/person.ts'
import { readConfig } from './config.ts'
import { openDatabase } from './database.ts'
import { directoryReader } from './directory.ts'
import { addCode, addPerson, addUnit, type FoundParts } from './found.ts'
import { codeRequest, unit as unitSchema } from './parse.ts'
import { Refusal } from './refusal.ts'
import { openStore } from './store.ts'

const USAGE = `Sets up a server's first units, people and stations; its configuration is the server's own.

  unit    --id ID --name NAME --level city|district|station|beat|window [--parent ID] [--area 330106]
  person  --login LOGIN --name NAME --role ${ROLES.join('|')} --unit ID
          prints the password for the first sign-in
  code    --unit ID --number 01
          prints the code that enrols one machine as this station
`

const text = { type: 'string' } as const
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    id: text,
    name: text,
    level: text,
    parent: text,
    area: text,
    login: text,
    role: text,
    unit: text,
    number: text,
  },
})

const personSchema = z.object({
  login: z.string().regex(/^[\p{L}\p{N}._@-]{1,60}$/u),
  name: z.string().min(1).max(120),
  role: z.enum(ROLES),
  unit: z.string(),
})

const commands: Readonly<Record<string, (parts: FoundParts) => Promise<string>>> = {
  async unit(parts) {
    const unit = unitSchema.parse(values)
    await addUnit(parts, unit)
    return `${unit.id} ${unit.name}`
  },
  async person(parts) {
    const { person, password } = await addPerson(parts, personSchema.parse(values))
    return `${person.login} ${password}`
  },
  async code(parts) {
    const { unit, number } = codeRequest.parse(values)
    const { code, until } = await addCode(parts, unit, number)
    return `${code} until ${until}`
  },
}

/** Runs one command; the exit code says whether it did. */
async function run(): Promise<number> {
  const command = commands[positionals[0] ?? '']
  if (!command) {
    process.stderr.write(USAGE)
    return 2
  }
  const database = await openDatabase(readConfig(process.env).database)
  try {
    const store = openStore(database.db, kinds)
    const now = () => new Date().toISOString()
    process.stdout.write(`${await command({ store, directory: directoryReader(kinds), now })}\n`)
    return 0
  } catch (error) {
    process.stderr.write(`${saying(error)}\n`)
    return 1
  } finally {
    await database.close()
  }
}

function saying(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error)
  if (error instanceof Refusal) return `Does not fit: ${error.answer.detail ?? error.answer.error}`
  return error instanceof Error ? error.message : String(error)
}

process.exitCode = await run()
