import { anchorText } from '../../shared-types/src/engine/audit-chain.ts'
import type { Anchor } from '../../shared-types/src/model/anchor.ts'
import type { Finding } from '../../shared-types/src/model/finding.ts'
import { linkAt } from './audit-log.ts'
import { isSignedWith } from './centre-signature.ts'
import type { Db } from './store.ts'

/** Whether the holder of this key (Ed25519, raw in base64url) signed the anchor. */
export function isSigned(anchor: Anchor, key: string): boolean {
  return isSignedWith(key, anchorText(anchor), anchor.signature)
}

/** Numbers that a restored database passed over. */
export interface Leap {
  first: number
  last: number
}

/** What was signed against what is there. A signed link that is not there any more lies after the last one that is. */
export async function anchorFindings(
  db: Db,
  anchors: readonly Anchor[],
  key: string,
  { value, leaps }: { value: number; leaps: readonly Leap[] },
): Promise<Finding[]> {
  const findings: Finding[] = []
  let good = 0
  for (const anchor of [...anchors].sort((a, b) => a.seq - b.seq)) {
    const { seq, station } = anchor
    const finding = (kind: Finding['kind'], at: number): Finding => ({
      kind,
      at,
      to: seq,
      ...(station && { with: { station } }),
    })
    if (!isSigned(anchor, key)) findings.push(finding('anchor-forged', seq))
    else if (seq > value) findings.push(finding('truncated', value + 1))
    else if (leaps.some(l => l.first <= seq && seq <= l.last)) findings.push(finding('set-back', good + 1))
    else if ((await linkAt(db, seq)) === anchor.link) good = seq
    else findings.push(finding('rewritten', good + 1))
  }
  return findings
}
