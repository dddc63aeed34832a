/** A window as a process of its own, on a disk that is about to be full: works until it is refused, and says what was. */
import { randomUUID } from 'node:crypto'
import { PASSWORD, testWindow } from '../harness.ts'
import { RESIDENT } from '../journeys/permit.ts'

export interface FullDiskOrder {
  folder: string
  /** How often to try at most. */
  acts: number
}

export interface FullDiskReport {
  /** Case → what was said to be saved in it. */
  saved: Record<string, string>
  /** The answer to the first act that was not. */
  failure?: { code: string; text: string }
  /** How much of what was said to be saved is not shown while the disk is full. */
  hidden: number
}

const order = JSON.parse(process.argv[2]!) as FullDiskOrder
const window = await testWindow({ folder: order.folder })
await window.call('session.signIn', { login: 'zhangwei', password: PASSWORD })
const report: FullDiskReport = { saved: {}, hidden: 0 }
for (let n = 0; n < order.acts && !report.failure; n++) {
  const id = randomUUID()
  const note = `${n} ${'满'.repeat(480)}`
  await window
    .call('cases.act', { type: RESIDENT, id, act: 'edit', patch: { note } })
    .then(({ problems }) => {
      if (problems.length === 0) report.saved[id] = note
    })
    .catch((failure: { code: string; text: string }) => {
      report.failure = { code: failure.code, text: failure.text }
    })
}
for (const [id, note] of Object.entries(report.saved)) {
  const shown = await window.call('cases.open', { id }).catch(() => undefined)
  const cell = shown?.sections.flatMap(s => s.cells).find(c => c.name === 'note')
  if (cell?.value !== note) report.hidden++
}
await new Promise(resolve => process.send!(report, resolve))
process.exit(0)
