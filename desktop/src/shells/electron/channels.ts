import type { ApiFailure } from '../../api.ts'

/** The two channels between the window and the main process, for calls and for notices. */
export const CALL = 'chuangtai:call'
export const NOTICE = 'chuangtai:notice'

/** An answer as it crosses over: Electron keeps only the message of a rejected one, so a failure travels as a value. */
export type Crossing = { answer: unknown } | { failure: ApiFailure }
