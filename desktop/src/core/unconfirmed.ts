import type { Desk } from './desk.ts'

/** Cases of which something was printed here that the centre has not yet accepted. */
export async function unconfirmed(desk: Desk): Promise<string[]> {
  const waiting = await desk.events.waiting()
  const printed = waiting.filter(e => desk.kinds.get(e.type)?.record.workflow.steps[e.act]?.prints)
  return [...new Set(printed.map(e => e.caseId))]
}
