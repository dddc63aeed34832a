import { pass } from '../../src/nightly/pass.ts'
import { nightWorld } from './night-world.ts'

/** A server process that does nothing but judge: `node night-child.ts DATABASE DAY HOLDER`. Its parent ends it, or it ends itself. */
const [, , database = '', through = '', holder = ''] = process.argv
const world = await nightWorld(database, [])
await pass({ ...world, now: () => new Date().toISOString() }, through, holder)
await world.close()
