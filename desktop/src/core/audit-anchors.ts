import { createPublicKey, verify } from 'node:crypto'
import { anchorText } from '../../../shared-types/src/engine/audit-chain.ts'
import type { Anchor } from '../../../shared-types/src/model/anchor.ts'
import type { ServerClient } from './server-client.ts'
import type { Kept } from './store/kept.ts'

/** What the centre signed of the audit chains, kept here: the newest of each day. */
export interface Anchors {
  /** Keeps an anchor that this centre signed for this station, and nothing else. */
  heard(anchor: Anchor): Promise<void>
  /** Oldest first; as they lie here, which says nothing of who signed them. */
  all(): Promise<Anchor[]>
}

/** `centre` is the public signing key (Ed25519, raw in base64url) that the centre told when the station was enrolled. */
export function anchorsOf(
  store: Kept<Anchor>,
  station: () => string | undefined,
  centre: () => string | undefined,
): Anchors {
  return {
    async heard(anchor) {
      const key = centre()
      if (anchor.station === station() && key && isSigned(anchor, key)) await store.put(anchor.at.slice(0, 10), anchor)
    },
    all: async () => (await store.all()).map(({ value }) => value).sort((a, b) => a.seq - b.seq),
  }
}

/** The same way to the centre, on which the anchors that come back are kept. */
export const withAnchors = (server: ServerClient, anchors: Anchors): ServerClient => ({
  ...server,
  async push(ask) {
    const answer = await server.push(ask)
    if (answer.anchor) await anchors.heard(answer.anchor)
    return answer
  },
})

/** Whether the holder of this key signed the anchor. */
export function isSigned(anchor: Anchor, key: string): boolean {
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' })
    return verify(null, Buffer.from(anchorText(anchor)), publicKey, Buffer.from(anchor.signature, 'base64url'))
  } catch {
    return false
  }
}
