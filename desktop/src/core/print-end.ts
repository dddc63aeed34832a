import { DeviceError, type DeviceInfo } from '../../../native-bridges/src/driver.ts'
import type { PrintAsk, PrinterDriver } from '../../../native-bridges/src/drivers/printer.ts'

/** How a print ended, as far as anyone can know. */
export type PrintOutcome = 'good' | 'void' | 'nothing' | 'uncertain'

/**
 * Sends one job and waits for its end. Never throws, and never sends it twice: what went wrong is in the answer.
 */
export async function printed(
  driver: PrinterDriver,
  device: DeviceInfo,
  ask: PrintAsk,
  signal: AbortSignal,
): Promise<{ ended: PrintOutcome; fault?: DeviceError }> {
  try {
    let done = false
    for await (const piece of driver.run(device.id, ask, signal)) done = piece.state === 'done'
    if (done) return { ended: 'good' }
    return { ended: 'uncertain', fault: new DeviceError('uncertain', 'the job ended without an end') }
  } catch (error) {
    const fault = error instanceof DeviceError ? error : new DeviceError('broken', String(error))
    return { ended: outcomeOf(fault), fault }
  }
}

/**
 * What came of a job. Without a number of its own nothing was sent; a printer that broke without saying how many sheets
 * had come out, or fell silent, may have printed: nobody guesses then.
 */
function outcomeOf({ fault, facts }: DeviceError): PrintOutcome {
  const begun = facts.job !== undefined
  if (fault === 'uncertain' || (fault === 'broken' && facts.sheets === undefined)) return 'uncertain'
  if (!begun) return 'nothing'
  if (fault === 'jam') return 'void'
  const early = fault === 'consumable' || fault === 'cover' || fault === 'empty'
  return early && facts.sheets === 0 ? 'nothing' : 'uncertain'
}
