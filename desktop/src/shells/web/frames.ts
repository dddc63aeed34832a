import { z } from 'zod'
import { decode, type Request } from '../../wire.ts'

const Frame = z.object({ id: z.number().int().min(0), name: z.string().min(1).max(60), args: z.unknown() })

/** A text frame from the screen as a request; undefined for anything that is none, however it is malformed. */
export function readRequest(text: string): Request | undefined {
  try {
    const frame = Frame.safeParse(decode(text))
    return frame.success ? { id: frame.data.id, name: frame.data.name, args: frame.data.args } : undefined
  } catch {
    // No JSON, no base64, or nested so deep that it overflowed the stack: all the same to us.
    return undefined
  }
}
