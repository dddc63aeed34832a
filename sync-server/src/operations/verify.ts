import { kinds } from '../../../shared-types/src/domains/index.ts'
import { verify as verifyDatabase } from '../backup/verify.ts'
import type { Operation } from './operation.ts'

/** Whether the database is what its log says. */
export const verify: Operation = {
  usage: `verify
      opens the database, folds every case anew and compares, checks the content of every file and the account of
      numbers; ends with 1 when anything is wrong`,
  async run(_args, config) {
    const { problems, counted } = await verifyDatabase(config, kinds)
    const counts = `${counted.cases} cases, ${counted.events} events, ${counted.files} files, ${counted.numbers} numbers`
    return problems.length
      ? { text: [`${counts}; wrong:`, ...problems].join('\n'), code: 1 }
      : { text: `${counts}; all as it should be` }
  },
}
