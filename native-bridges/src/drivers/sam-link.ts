import { DeviceError } from '../driver.ts'
import type { BytePort } from '../ports/byte-port.ts'
import { cancelled, deadline } from '../waiting.ts'
import { SAM, type SamCommand } from './sam-commands.ts'
import { samDecoder, samFrame } from './sam-frame.ts'

interface SamAnswer {
  status: number
  data: Uint8Array
}

/** Asks a security module and gets its answer, over a line that may lose and damage bytes. */
export type SamLink = (command: SamCommand, signal: AbortSignal) => Promise<SamAnswer>

const TRIES = 3
/** How long the line must be silent before it is asked, and how long that is waited for, in milliseconds. */
const BEFORE_FIRST = { quiet: 1, most: 20 }
const AFTER_FAILURE = { quiet: 40, most: 400 }

/**
 * A link over an open port. Every command here only reads, so one that got no good answer is asked
 * again, three times in all. `patience` multiplies the waiting times; 1 for real ones.
 * @throws {DeviceError} `broken` after silence, `protocol` after answers that cannot be understood,
 * `cancelled` by the signal, and what the port throws.
 */
export function samLink(port: BytePort, patience = 1): SamLink {
  return async (command, signal) => {
    let heard = 0
    for (let tried = 0; tried < TRIES; tried++) {
      await drain(port, tried ? AFTER_FAILURE : BEFORE_FIRST, patience, signal)
      const { signal: limited, end } = deadline(signal, command.patience * patience)
      try {
        await port.write(samFrame(...command.bytes), limited)
        const answer = await answerTo(command, port, limited, size => (heard += size))
        if (answer) return answer
      } catch (error) {
        if (signal.aborted) throw cancelled()
        if (!limited.aborted) throw error
      } finally {
        end()
      }
    }
    if (heard) throw new DeviceError('protocol', `${command.name}: ${heard} bytes came, no answer among them`)
    throw new DeviceError('broken', `${command.name}: no answer`)
  }
}

/** The answer; nothing when it came damaged, or the module says that the request did. */
async function answerTo(command: SamCommand, port: BytePort, signal: AbortSignal, heard: (size: number) => void) {
  const decode = samDecoder()
  for (;;) {
    const bytes = await port.read(signal)
    heard(bytes.length)
    for (const found of decode(bytes)) {
      if ('damaged' in found) return undefined
      if (found.body.length < 3 || found.body[0] || found.body[1]) continue
      const answer = { status: found.body[2]!, data: found.body.slice(3) }
      if (answer.status === SAM.checksum || answer.status === SAM.length) return undefined
      if (command.carries(answer.status)(answer.data.length)) return answer
    }
  }
}

/** Lets what is still on its way come and go, so that a late answer is not taken for the next one. */
async function drain(
  port: BytePort,
  wait: { quiet: number; most: number },
  patience: number,
  signal: AbortSignal,
): Promise<void> {
  const whole = deadline(signal, wait.most * patience)
  try {
    for (;;) {
      const quiet = deadline(whole.signal, wait.quiet * patience)
      try {
        await port.read(quiet.signal)
      } finally {
        quiet.end()
      }
    }
  } catch (error) {
    if (signal.aborted) throw cancelled()
    if (!(error instanceof DeviceError) || error.fault !== 'cancelled') throw error
  } finally {
    whole.end()
  }
}
