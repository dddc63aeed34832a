import { randomUUID } from 'node:crypto'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { ActAnswer } from '../api/cases.ts'
import type { Acted } from './act.ts'
import type { Asking } from './asking.ts'
import type { Desk } from './desk.ts'
import { failureOf } from './failure.ts'
import { renderForm } from './render.ts'
import { coreText } from './words.ts'

type Print = NonNullable<ActAnswer['print']>

/** How long the clerk's screen waits for a printer before it says that printing goes on. */
const PATIENCE = 8_000

/**
 * What a step prints, after its event is stored. Where the outcome is recorded, its step follows by itself when the
 * printer says what came out; when nobody can know, the case stays where it is and the clerk is asked.
 */
export async function printStep(
  desk: Desk,
  who: Asking,
  kind: Kind,
  act: string,
  acted: Acted,
): Promise<Print | undefined> {
  const prints = kind.record.workflow.steps[act]?.prints
  if (!prints || !acted.after) return undefined
  const job = randomUUID()
  const ended = recorded(desk, who, kind, act, acted.after)
  const patience = new Promise<Omit<Print, 'job'>>(resolve => {
    setTimeout(
      () => resolve({ device: '', ended: 'running', text: coreText(who.words.language, 'print.running') }),
      PATIENCE,
    ).unref()
  })
  return { job, ...(await Promise.race([ended, patience])) }
}

type End = Omit<Print, 'job' | 'ended'> & { ended: 'good' | 'void' | 'nothing' | 'uncertain' }

/** Prints, and records what came out when that is known; until then nobody is asked about this print. */
async function recorded(desk: Desk, who: Asking, kind: Kind, act: string, c: Case): Promise<End> {
  const { template, printer, outcome } = kind.record.workflow.steps[act]!.prints!
  desk.printing.add(c.id)
  try {
    const end = await attempt(desk, who, kind, c, template, printer)
    const step = outcome && end.ended !== 'uncertain' && end.ended !== 'void' ? outcome[end.ended] : undefined
    if (step) await desk.act(who.user, { type: kind.type, caseId: c.id, act: step, patch: {} })
    return end
  } finally {
    desk.printing.delete(c.id)
    // Where the clerk must say what came out, no event follows that would tell the screen to ask.
    if (outcome) desk.tell({ topic: 'cases', types: [kind.type], ids: [c.id] })
  }
}

async function attempt(
  desk: Desk,
  who: Asking,
  kind: Kind,
  c: Case,
  template: string,
  printer: 'document' | 'card',
): Promise<End> {
  const { language } = who.words
  try {
    const form = await renderForm(desk, who, kind, c, template)
    const end = await desk.devices.print(printer, form, language)
    return { ...end, text: coreText(language, `print.${end.ended}`, { why: end.text }) }
  } catch (error) {
    return {
      device: '',
      ended: 'nothing',
      text: coreText(language, 'print.nothing', { why: failureOf(error, language, kind).text }),
    }
  }
}
