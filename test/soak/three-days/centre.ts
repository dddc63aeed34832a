/** The centre of the three days, as a process of its own. */
import { domains } from '../../../shared-types/src/domains/index.ts'
import { kindsOf } from '../../../shared-types/src/engine/kinds.ts'
import { readConfig } from '../../../sync-server/src/config.ts'
import { start } from '../../../sync-server/src/start.ts'
import { makeEnrolCode } from '../../../sync-server/src/stations.ts'
import { populate } from '../../harness.ts'
import type { CentreOrder, CentreUp } from './messages.ts'
import { sample } from './sample.ts'

const order = JSON.parse(process.argv[2]!) as CentreOrder
const now = () => new Date().toISOString()
const config = readConfig({ CHUANGTAI_DATA: order.data, CHUANGTAI_PORT: '0' })
const running = await start(config, kindsOf(domains), error => console.error(error), now)
await populate(running, now)
const { store, directory } = running.parts
const known = await directory(store.db)
const code = async (unit: string, name: string) =>
  (await store.transaction(turn => makeEnrolCode(turn, known, unit, name, now())))!.code
const codes = [await code('330400000000', '01')]
for (let i = 1; i <= order.windows; i++) codes.push(await code(order.unit, String(i).padStart(2, '0')))
process.on('message', async message => {
  if (message === 'sample') process.send!({ sample: await sample() })
  if (message === 'stop') {
    await running.stop()
    process.disconnect()
  }
})
process.send!({ port: Number(new URL(running.address).port), codes } satisfies CentreUp)
