/**
 * The registers of a seal machine. No public standard exists; this is the neutral map that our driver
 * and simulator share, and vendors' machines are drivers of their own.
 */
export const SEAL_INPUT = { state: 0, error: 1, countHigh: 2, countLow: 3 } as const
export const SEAL_HOLDING = { authorised: 0 } as const
export const SEAL_COIL = { stamp: 0 } as const
/** Discrete inputs: 1 is lid closed, door closed, paper present. */
export const SEAL_SENSOR = { lid: 0, door: 1, paper: 2 } as const

/** The values of the state register. */
export const SEAL_STATE = { idle: 0, authorised: 1, stamping: 2, fault: 3 } as const
