import { CallRefusal } from './call-refusal.ts'
import type { ServerRefusal } from './server-fault.ts'

/** The sentence for why the centre lets nobody in; undefined for what has nothing to do with who is asking. */
export function signInRefusal({ error, detail }: ServerRefusal): CallRefusal | undefined {
  if (error === 'credentials') return new CallRefusal('session', 'signIn.wrong')
  if (error === 'factor') return new CallRefusal('session', 'signIn.factor')
  if (error === 'locked') return new CallRefusal('session', 'signIn.locked', { seconds: detail ?? '' })
  if (error === 'station') return new CallRefusal('session', 'signIn.station')
  if (error === 'password' && isProblem(detail)) return new CallRefusal('session', `password.${detail}`)
  return undefined
}

const PROBLEMS = ['short', 'own', 'common', 'used'] as const
const isProblem = (detail: string | undefined): detail is (typeof PROBLEMS)[number] =>
  PROBLEMS.some(problem => problem === detail)
