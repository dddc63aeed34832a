import type { Request, Response } from 'express'
import { fill } from '../../../shared-types/src/engine/words.ts'
import { isTransient, Refusal } from '../refusal.ts'
import { OpenRefusal, PROBLEMS, type ProblemName } from './problem.ts'
import { PROBLEM_WORDS as EN } from './words.en.ts'
import { PROBLEM_WORDS as ZH } from './words.zh-CN.ts'

/** What the token's endpoint calls these (RFC 6749, 5.2). */
const OAUTH: Partial<Record<ProblemName, string>> = {
  request: 'invalid_request',
  'too-large': 'invalid_request',
  grant: 'unsupported_grant_type',
  'unknown-scope': 'invalid_scope',
  client: 'invalid_client',
}

/** Whatever was thrown as what an app may be told of it. */
export function refusalOf(error: unknown): OpenRefusal {
  if (error instanceof OpenRefusal) return error
  if (error instanceof Refusal && error.answer.error === 'too-many')
    return new OpenRefusal('rate', { wait: Number(error.answer.detail) || 1 })
  if (error instanceof Refusal && error.status === 413) return new OpenRefusal('too-large')
  if (error instanceof Refusal && error.status < 500) return new OpenRefusal('request')
  if (error instanceof URIError) return new OpenRefusal('request')
  const type = typeof error === 'object' && error !== null && 'type' in error ? String(error.type) : ''
  if (type === 'entity.too.large') return new OpenRefusal('too-large')
  if (/^(entity|encoding|charset|request|stream|parameters)\./.test(type)) return new OpenRefusal('request')
  return new OpenRefusal(isTransient(error) ? 'busy' : 'internal')
}

/** Sends a refusal as RFC 9457 says, or where `oauth` is set and it is the token's own, as RFC 6749, 5.2 does. */
export function sendProblem(req: Request, res: Response, { problem, about }: OpenRefusal, oauth: boolean): void {
  const status = PROBLEMS[problem]
  const language = req.acceptsLanguages('zh', 'en') === 'en' ? 'en' : 'zh-CN'
  const words = (language === 'en' ? EN : ZH)[problem]
  const detail = fill(words.detail, { ...about })
  res.status(status)
  res.setHeader('content-language', language)
  if (about.wait !== undefined) res.setHeader('retry-after', String(about.wait))
  const challenge = challengeOf(problem, about.scope)
  if (challenge) res.setHeader('www-authenticate', challenge)
  const code = oauth ? OAUTH[problem] : undefined
  if (code) return void res.json({ error: code, error_description: detail })
  res.setHeader('content-type', 'application/problem+json; charset=utf-8')
  res.end(
    JSON.stringify({
      type: `/open/openapi.json#/x-problems/${problem}`,
      title: words.title,
      status,
      detail,
      ...(about.pointer !== undefined && { errors: [{ pointer: about.pointer }] }),
    }),
  )
}

/** RFC 6749, 5.2; RFC 6750, 3.1. */
function challengeOf(problem: ProblemName, scope: string | undefined): string | undefined {
  if (problem === 'client') return 'Basic realm="open", charset="UTF-8"'
  if (problem === 'token') return 'Bearer realm="open", error="invalid_token"'
  if (problem === 'scope') return `Bearer realm="open", error="insufficient_scope", scope="${scope}"`
  return undefined
}
