/** The server that a load is put on, in a process of its own: `load-server.ts FOLDER DATABASE`. Says where it listens. */
import { domains } from '../../shared-types/src/domains/index.ts'
import { kindsOf } from '../../shared-types/src/engine/kinds.ts'
import { readConfig } from '../../sync-server/src/config.ts'
import { start } from '../../sync-server/src/start.ts'

const [folder, database] = process.argv.slice(2)
const config = readConfig({ CHUANGTAI_DATA: folder, CHUANGTAI_DATABASE: database, CHUANGTAI_PORT: '0' })
const server = await start(config, kindsOf(domains), (error, about) => console.error(about, error))
console.log(server.address)
// The generator ends this one by its pipe, however it ends itself.
process.stdin.resume()
process.stdin.once('close', () => server.stop().then(() => process.exit(0)))
