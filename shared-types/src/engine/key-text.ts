/**
 * The text over whose UTF-8 bytes a person's key makes its signature to sign in: it opens at this server, this station and
 * for this challenge, and is good for nothing else. `server` is the centre's Ed25519 key in base64url, or `window` where
 * the window asks by itself because the centre is out of reach.
 */
export const keyText = (server: string, station: string, challenge: string): string =>
  ['chuangtai-key-1', server, station, challenge].join('\n')
