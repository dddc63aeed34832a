import type { Verified } from '../../../shared-types/src/model/finding.ts'

/** Reads the lines of a verification as they come: how far it has come, and at last what was found. Throws when it ends before. */
export async function verifiedBy(
  answer: Response,
  hear: (at: { done: number; last: number }) => void,
): Promise<Verified> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of answer.body!) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const said = JSON.parse(line) as { verified?: Verified; done: number; last: number }
      if (said.verified) return said.verified
      hear(said)
    }
  }
  throw new Error('The verification ended without a result')
}
