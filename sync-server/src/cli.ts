import { z } from 'zod'
import { readConfig } from './config.ts'
import { admin } from './operations/admin.ts'
import { authority } from './operations/authority.ts'
import { backup } from './operations/backup.ts'
import { carryIn } from './operations/carry-in.ts'
import { certificate } from './operations/certificate.ts'
import { facts } from './operations/facts.ts'
import { migrateOperation } from './operations/migrate.ts'
import type { Operation } from './operations/operation.ts'
import { place } from './operations/place.ts'
import { restore } from './operations/restore.ts'
import { rules } from './operations/rules.ts'
import { serve } from './operations/serve.ts'
import { setup } from './operations/setup.ts'
import { support } from './operations/support.ts'
import { usbKey } from './operations/usb-key.ts'
import { verify } from './operations/verify.ts'
import { Refusal } from './refusal.ts'

/** Every command there is, one file each. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  setup,
  serve,
  place,
  admin,
  migrate: migrateOperation,
  backup,
  restore,
  verify,
  support,
  facts,
  rules,
  'carry-in': carryIn,
  'usb-key': usbKey,
  authority,
  certificate,
}

/** An installed server is called by its own name. */
const CALLED = process.env.CHUANGTAI_PROGRAM_NAME ?? 'npm run server --'

const USAGE = `${CALLED} COMMAND; its configuration is the server's own (CHUANGTAI_CONFIG, CHUANGTAI_DATA, CHUANGTAI_DATABASE …).

${Object.values(OPERATIONS)
  .map(({ usage }) => `  ${usage}\n`)
  .join('')}`

/** Runs one command; the exit code says whether it did. */
async function run([name = '', ...args]: readonly string[]): Promise<number> {
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined
  if (!operation) {
    process.stderr.write(USAGE)
    return 2
  }
  try {
    const { text, code = 0 } = await operation.run(args, readConfig(process.env))
    if (text) (code ? process.stderr : process.stdout).write(`${text}\n`)
    return code
  } catch (error) {
    process.stderr.write(`${saying(error)}\n`)
    return 1
  }
}

function saying(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error)
  if (error instanceof Refusal) return `Does not fit: ${error.answer.detail ?? error.answer.error}`
  return error instanceof Error ? error.message : String(error)
}

process.exitCode = await run(process.argv.slice(2))
