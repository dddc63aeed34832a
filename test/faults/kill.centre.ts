/** A centre as a process of its own, to be killed. */
import { flushCompileCache } from 'node:module'
import { kindsOf } from '../../shared-types/src/engine/kinds.ts'
import { readConfig } from '../../sync-server/src/config.ts'
import { PEOPLE } from '../../sync-server/src/demo/organisation.ts'
import { start } from '../../sync-server/src/start.ts'
import { makeEnrolCode } from '../../sync-server/src/stations.ts'
import { libraryLoans } from '../fixtures/library-loans/index.ts'
import { populate } from '../harness.ts'
import type { CentreOrder, CentreUp } from './kill.messages.ts'

const order = JSON.parse(process.argv[2]!) as CentreOrder
const now = () => new Date().toISOString()
const config = readConfig({ CHUANGTAI_DATA: order.data, CHUANGTAI_PORT: String(order.port) })
const running = await start(config, kindsOf([libraryLoans]), error => console.error(error), now)
const { parts } = running

const up: CentreUp = { port: Number(new URL(running.address).port) }
if (order.unit) {
  await populate(running, now, [PEOPLE.find(p => p.login === 'zhangwei')!])
  const directory = await parts.directory(parts.store.db)
  const made = await parts.store.transaction(turn => makeEnrolCode(turn, directory, order.unit!, '01', now()))
  up.code = made!.code
}
// Whoever is killed never writes at its end what the next one could use.
flushCompileCache()
process.send!(up)
