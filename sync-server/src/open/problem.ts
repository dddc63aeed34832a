/** Why a request over the open API is not answered, with the status of each (RFC 9110, RFC 6585). */
export const PROBLEMS = {
  request: 400,
  grant: 400,
  'unknown-scope': 400,
  client: 401,
  token: 401,
  address: 403,
  scope: 403,
  'not-found': 404,
  'no-page': 404,
  'too-large': 413,
  rate: 429,
  quota: 429,
  internal: 500,
  busy: 503,
} as const
export type ProblemName = keyof typeof PROBLEMS

/** What is told besides: seconds to wait, the scope that is wanted, or which part of the body is wrong (a JSON pointer). */
export interface ProblemDetail {
  wait?: number
  scope?: string
  pointer?: string
}

/** Thrown by what answers apps; sent as a problem (RFC 9457), by the token's endpoint as RFC 6749, 5.2 says. */
export class OpenRefusal extends Error {
  readonly problem: ProblemName
  readonly about: ProblemDetail
  constructor(problem: ProblemName, about: ProblemDetail = {}) {
    super(problem)
    this.name = 'OpenRefusal'
    this.problem = problem
    this.about = about
  }
}
