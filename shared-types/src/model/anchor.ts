/** What the server signs of both chains: where its own stands, and where it has the station's. */
export interface AnchorClaim {
  station: string
  /** The counter of the station's newest event that the server has, and its link; 0 and the genesis when it has none. */
  counter: number
  stationLink: string
  /** The server's last number and the link at it. */
  seq: number
  link: string
  /** The server's time, ISO 8601 in UTC. */
  at: string
}

export interface Anchor extends AnchorClaim {
  /** Ed25519 (RFC 8032) of `anchorText` in `engine/audit-chain.ts`, base64url. */
  signature: string
}
