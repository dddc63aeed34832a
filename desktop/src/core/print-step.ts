import { randomUUID } from 'node:crypto'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { ActAnswer } from '../api.ts'
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
  const ended = attempt(desk, who, kind, acted.after, prints.template, prints.printer).then(async end => {
    const step =
      prints.outcome && end.ended !== 'uncertain' && end.ended !== 'void' ? prints.outcome[end.ended] : undefined
    if (step) await desk.act(who.user, { type: kind.type, caseId: acted.after!.id, act: step, patch: {} })
    return end
  })
  const patience = new Promise<Omit<Print, 'job'>>(resolve => {
    setTimeout(
      () => resolve({ device: '', ended: 'running', text: coreText(who.words.language, 'print.running') }),
      PATIENCE,
    ).unref()
  })
  return { job, ...(await Promise.race([ended, patience])) }
}

async function attempt(
  desk: Desk,
  who: Asking,
  kind: Kind,
  c: Case,
  template: string,
  printer: 'document' | 'card',
): Promise<Omit<Print, 'job' | 'ended'> & { ended: 'good' | 'void' | 'nothing' | 'uncertain' }> {
  const { language } = who.words
  desk.printing.add(c.id)
  try {
    const form = await renderForm(desk, who, kind, c, template)
    const end = await desk.devices.print(printer, form.bytes, form.name, language)
    return { ...end, text: coreText(language, `print.${end.ended}`, { why: end.text }) }
  } catch (error) {
    return {
      device: '',
      ended: 'nothing',
      text: coreText(language, 'print.nothing', { why: failureOf(error, language, kind).text }),
    }
  } finally {
    desk.printing.delete(c.id)
  }
}
