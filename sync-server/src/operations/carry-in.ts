import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { CARRY_ENDING } from '../../../shared-types/src/carry-format.ts'
import type { CarryRefusal } from '../../../shared-types/src/protocol.ts'
import { NOBODY } from '../audit.ts'
import { diskBlobs } from '../blobs.ts'
import { takeCarried } from '../carry-in.ts'
import { receiptPath } from '../carry-receipt.ts'
import { codeSigner } from '../codes/code-signer.ts'
import { Refusal } from '../refusal.ts'
import { scopeReader } from '../scope.ts'
import { serverKey } from '../server-key.ts'
import type { Operation } from './operation.ts'
import { withParts } from './with-parts.ts'

/** Takes in what a window without a line sent on a stick, on the server's own machine. */
export const carryIn: Operation = {
  usage: `carry-in FILE
      takes in a package of a window without a line and lays its receipt beside it, FILE.${CARRY_ENDING.receipt}`,
  async run(args, config) {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true })
    const [file] = z.tuple([z.string().min(1)]).parse(positionals)
    return withParts(config, async found => {
      const folder = join(config.files, 'carry')
      const [store, now] = [found.store, found.now()]
      const key = await serverKey(store, { secret: config.secret, now })
      const parts = {
        ...found,
        scopeOf: scopeReader(found.store.kinds),
        blobs: diskBlobs(config.files, config.fileLimit),
        key,
        codes: await codeSigner(store, { algorithm: config.codeSignature, kept: key.kept, now }),
        carry: { folder, limit: config.carryLimit },
        fault: (error: unknown, about: string) =>
          void process.stderr.write(`${about}: ${error instanceof Error ? error.name : 'fault'}\n`),
      }
      const answer = await takeCarried(parts, file, { author: NOBODY, station: '' }).catch(worded)
      await copyFile(receiptPath(folder, answer.package), `${file}.${CARRY_ENDING.receipt}`)
      const { station, sequence, made, events, files, accepted, refused, again } = answer
      const text = `${station.name} (${station.unit}), package ${sequence} of ${made}: ${events} events, ${files} files
accepted ${accepted}, refused ${refused}${again ? '; it had been taken in before' : ''}
receipt: ${file}.${CARRY_ENDING.receipt}`
      return { text }
    })
  },
}

const WHY: Readonly<Partial<Record<string, string>>> = {
  'no-package': 'This is no package of a window',
  format: 'The package was made by a newer version',
  truncated: 'The file ends before its end: copy it again',
  altered: 'The file was altered or is damaged: copy it again, or export it again at its window',
  foreign: 'The package was made for another server',
  receipt: 'This is a receipt: it belongs to its window',
  station: 'No station of this server made the package',
  ended: 'The station that made the package was ended',
  cloned: 'The key of the station that made the package was copied: an administrator must decide first',
  sequence: 'Another package of this number was taken in from this station: export it again at its window',
} satisfies Partial<Record<CarryRefusal, string>>

function worded(error: unknown): never {
  const why = error instanceof Refusal && error.answer.error === 'carry' ? WHY[error.answer.detail ?? ''] : undefined
  throw why ? new Error(why, { cause: error }) : error
}
