import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Verdicts } from '../../../shared-types/src/carry-format.ts'
import type { Checkpoint } from '../../../shared-types/src/protocol.ts'
import type { CarryTaken } from '../api/carry.ts'
import { carryFolder, packageName } from './carry-out.ts'
import { type Receipt, readReceipt } from './carry-receipt.ts'
import type { Desk } from './desk.ts'
import { asDoc } from './replicating.ts'
import { land } from './store/land.ts'
import { REPLICATION } from './sync.ts'
import { answered, type Doc } from './sync-push.ts'

/**
 * Takes a receipt as if its answers had come by the line: verdicts, settings, numbers, files, others' events, and where the
 * window stands. The same one again, and an older one after a newer one, change nothing that is newer. Broken off half, it
 * is simply taken again.
 * @throws CallRefusal when it is not to be taken; then nothing of it was
 */
export async function takeReceipt(desk: Desk, path: string): Promise<CarryTaken> {
  const receipt = await readReceipt(desk, path)
  const { answer, carried, verdicts } = receipt
  if (answer.restart && (await desk.standing.fits(answer))) await startAnew(desk, answer.to)
  await desk.numbered.saw(Math.max(0, ...verdicts.map(v => v.seq)))
  await landVerdicts(desk, verdicts)
  await takeSettings(desk, receipt)
  await desk.files.sent(answer.files)
  const { others, behind } = await landPages(desk, receipt)
  if (answer.time > desk.clock.seen()) {
    desk.clock.saw(answer.time)
    await desk.notes.put('seen', desk.clock.seen())
  }
  await desk.projection.settled()
  if (answer.anchor) await desk.anchors.heard(answer.anchor)
  await desk.session.review()
  await renewAccounts(desk, answer.time)
  if (!behind) await desk.restored.met(carried.made)
  const { accepted, refused } = answer
  await desk.packages.keep({ ...carried, receipt: { taken: desk.clock.now(), accepted, refused } })
  await rm(join(carryFolder(desk), packageName(carried.sequence)), { force: true })
  desk.tell({ topic: 'status' })
  return {
    sequence: carried.sequence,
    accepted,
    refused,
    others,
    behind,
    waiting: desk.outgoing.waiting(),
  }
}

/** The centre's word of who works here, as of then, counts for signing in without a line like one that came by it. */
async function renewAccounts({ accounts, directory }: Desk, time: string): Promise<void> {
  for (const account of await accounts.all())
    if (account.lastOnline < time && directory.person(account.id))
      await accounts.remember({ ...account, lastOnline: time })
}

/** How many documents are written at once. */
const TOGETHER = 500

/** An event that has its verdict already keeps it: the same one, or one that came later by the line. */
async function landVerdicts(desk: Desk, verdicts: Verdicts): Promise<void> {
  const waiting = new Map((await desk.events.waiting()).map(event => [event.id, event]))
  const due = verdicts.filter(v => waiting.has(v.id))
  for (let i = 0; i < due.length; i += TOGETHER) {
    const part = due.slice(i, i + TOGETHER)
    const rows = part.map(v => bareDoc(waiting.get(v.id)! as Doc))
    await land(desk.events.collection, REPLICATION, answered(rows, part))
  }
}

/** The document without what RxDB keeps beside it. */
function bareDoc(document: Doc): Doc {
  const { _attachments, _meta, _rev, ...own } = document as Doc & Record<'_attachments' | '_meta' | '_rev', unknown>
  return { ...own, _deleted: false } as Doc
}

async function takeSettings(desk: Desk, { answer, settings }: Receipt): Promise<void> {
  if (answer.settingsAnew) return desk.directory.replace(settings)
  const seq = desk.directory.seq()
  const newer = settings.filter(setting => setting.seq > seq)
  if (newer.length) await desk.directory.take(newer)
}

async function landPages(desk: Desk, { answer, pages }: Receipt): Promise<{ others: number; behind: boolean }> {
  // What comes by the line at this moment is newer.
  if (desk.sync.state().network === 'online' || !(await desk.standing.fits(answer))) return { others: 0, behind: true }
  const pulls = desk.standing.pulls()
  await desk.standing.storing(await desk.standing.now(), answer.to)
  let others = 0
  for await (const { documents } of pages()) {
    for (let i = 0; i < documents.length; i += TOGETHER) {
      if (desk.standing.pulls() !== pulls) return { others, behind: true }
      const told = documents.slice(i, i + TOGETHER).map(asDoc)
      const part = await desk.events.own.keep(desk.station() ?? '', told)
      const landed = await land(desk.events.collection, REPLICATION, part)
      others += landed.filter(event => event.station !== desk.station() && !event._deleted).length
    }
  }
  if (desk.standing.pulls() !== pulls) return { others, behind: true }
  await desk.numbered.saw(answer.to.seq)
  await desk.standing.moved(answer.to)
  // Not before all of it is here: broken off half, the same receipt begins anew once more.
  await desk.standing.begun()
  return { others, behind: false }
}

/** The centre was set back: what came from it goes, and what it had accepted of this window waits again. */
async function startAnew(desk: Desk, to: Checkpoint): Promise<void> {
  await desk.standing.storing(await desk.standing.now(), to, true)
  const gone = await desk.events.forget(desk.station() ?? '')
  for (let i = 0; i < gone.length; i += TOGETHER)
    await land(desk.events.collection, REPLICATION, gone.slice(i, i + TOGETHER))
  await desk.numbered.forget()
}
