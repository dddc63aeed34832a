/** A server that does nothing but rehearse: `database id`, of a rehearsal that is written down. Ends when that has ended. */
import { kinds } from '../../../shared-types/src/domains/index.ts'
import type { RehearsalRequest } from '../../../shared-types/src/protocol-rules.ts'
import { openDatabase } from '../../src/database.ts'
import { directoryReader } from '../../src/directory.ts'
import { rehearsals } from '../../src/rehearsal/rehearsals.ts'
import { openStore } from '../../src/store.ts'

const [database, id] = process.argv.slice(2) as [string, string]
const { close, db } = await openDatabase(database)
const parts = { database, store: openStore(db, kinds), now: () => new Date().toISOString() }
const own = rehearsals({ ...parts, fault: console.error, stopping: new AbortController().signal })
const { asked } = await db.selectFrom('rehearsals').select('asked').where('id', '=', id).executeTakeFirstOrThrow()
const directory = await directoryReader(kinds)(db)
// Two of the same fill what a server has room for.
own.run(id, JSON.parse(asked) as RehearsalRequest, directory)
own.run(`${id} again`, JSON.parse(asked) as RehearsalRequest, directory)
while (!own.room()) await new Promise(resolve => setTimeout(resolve, 100))
process.stdout.write('room\n')
while (process.argv[4] === 'stay') await new Promise(resolve => setTimeout(resolve, 1000))
await close()
process.exit(0)
