import { sm3 as hash } from 'sm-crypto-v2'

/** The SM3 digest (GB/T 32905) of bytes, 64 characters of hex. */
export const sm3 = (bytes: Uint8Array): string => hash(bytes)
