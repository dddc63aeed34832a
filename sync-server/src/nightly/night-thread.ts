/** A thread of its own: looks at days of rules on a connection that only reads, while the server serves. */
import { parentPort, workerData } from 'node:worker_threads'
import { CalendarError } from '../../../shared-types/src/engine/calendar.ts'
import { kindsOf } from '../../../shared-types/src/engine/kinds.ts'
import { directoryReader } from '../directory.ts'
import { openReader } from '../open-reader.ts'
import type { FromNight, NightTask } from './eyes.ts'
import { lookAt, nightCalendar, type Question } from './look.ts'

const port = parentPort!
const { database, domains } = workerData as NightTask
const db = await openReader(database)
const kinds = kindsOf(domains)
const sight = { kinds, directory: directoryReader(kinds), calendar: await nightCalendar(db) }

async function answerTo(question: Question): Promise<FromNight> {
  try {
    return { looked: await db.transaction().execute(view => lookAt(view, question, sight)) }
  } catch (error) {
    // A class does not come through as one.
    return error instanceof CalendarError ? { year: error.year } : { error }
  }
}

port.on('message', async (question: Question) => port.postMessage(await answerTo(question)))
