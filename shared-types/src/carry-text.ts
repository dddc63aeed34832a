/** Node and browsers both have these; only this side of the house compiles without the types of either. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array }
declare const TextDecoder: new (label: 'utf-8', options: { fatal: true }) => { decode(bytes: Uint8Array): string }

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** @throws TypeError for bytes that are no UTF-8 */
export const textIn = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes)
