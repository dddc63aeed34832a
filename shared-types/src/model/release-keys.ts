/**
 * The public keys, Ed25519 as raw 32 bytes in base64url, of those who may release a version of this program. Empty: nobody
 * may, and every update package is refused. Whoever builds the program for a deployment enters their key here; how one is
 * made says docs/updates.md. A second key is entered a version before the first is given up.
 */
export const RELEASE_KEYS: readonly string[] = []
