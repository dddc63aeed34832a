/** A server process that does nothing but take in files: `node facts-import.child.ts DATABASE FOLDER`. Its parent ends it. */
import { worldAt } from './facts.world.ts'

const [database = '', folder = ''] = process.argv.slice(2)
await worldAt(database, folder)
