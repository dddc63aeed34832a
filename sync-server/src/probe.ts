import type { Request, Response } from 'express'
import type { Parts } from './route.ts'

/** What those ask who run the server, without a protocol number, a station or a person: is it there, how does it do. */
export interface Probe {
  path: string
  answer(parts: Parts, req: Request, res: Response): Promise<void>
}
